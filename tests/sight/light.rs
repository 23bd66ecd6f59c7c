//! Light: photographs, and copies of them that are too dark or too bright.

use crate::support::{file, marked, measured, of_each, photograph, report, toned};
use blazon_dataset::measure;
use blazon_model::{Mark, Measures, Subject};

fn has(mark: Mark) -> impl Fn(&Measures) -> bool {
    move |measures| marked(Some(measures), None, Subject::Object).contains(&mark)
}

#[test]
fn photographs_are_not_called_dark_or_bright() {
    let found = of_each(|name| measure::of_photo(&file(name)).unwrap());
    let mut means: Vec<_> = found
        .iter()
        .map(|m| ((m.brightness * 100.0) as u32, (m.contrast * 100.0) as u32))
        .collect();
    means.sort_unstable();
    println!("  mean and deviation in percent: {means:?}");
    assert!(report("called too dark as they are", &found, has(Mark::TooDark)) <= 0.09);
    assert!(
        report(
            "called too bright as they are",
            &found,
            has(Mark::TooBright)
        ) <= 0.05
    );
}

#[test]
fn photographs_without_light_are_found() {
    // Four stops less light: a sixteenth of it, which is a quarter and a little of the value (sRGB is about x^2.2).
    let found = of_each(|name| measured(&toned(&photograph(name), |value| value * 0.28)));
    print_tones("four stops less", &found);
    assert!(
        report(
            "found too dark, four stops less",
            &found,
            has(Mark::TooDark)
        ) >= 0.9
    );
    let found = of_each(|name| measured(&toned(&photograph(name), |value| value * 0.14)));
    print_tones("six stops less", &found);
    assert!(report("found too dark, six stops less", &found, has(Mark::TooDark)) >= 0.95);
    assert!(
        report(
            "called too bright, six stops less",
            &found,
            has(Mark::TooBright)
        ) <= 0.0
    );
}

#[test]
fn photographs_with_too_much_light_are_found() {
    let found = of_each(|name| measured(&toned(&photograph(name), |value| value * 3.5)));
    print_tones("four stops more", &found);
    report(
        "found too bright, four stops more",
        &found,
        has(Mark::TooBright),
    );
    let found = of_each(|name| measured(&toned(&photograph(name), |value| 0.75 + value * 0.5)));
    print_tones("washed out", &found);
    assert!(report("found too bright, washed out", &found, has(Mark::TooBright)) >= 0.8);
    assert!(report("called too dark, washed out", &found, has(Mark::TooDark)) <= 0.0);
}

#[test]
fn a_style_with_much_in_its_background_is_found() {
    let busy = [
        "mate/nature/GreenMeadow.jpg",
        "Dragonfly_by_Bolly.jpg",
        "life_by_Aitzol_Berasategi.jpg",
        "python/brick.png",
        "python/grass.png",
        "python/gravel.png",
    ];
    let plain = [
        "mate/nature/Aqua.jpg",
        "mate/nature/LadyBird.jpg",
        "mate/nature/TwoWings.jpg",
        "mate/nature/YellowFlower.jpg",
        "Bridge_by_Sander_Klootwijk.jpg",
        "free_by_Peter_Nerlich.jpg",
        "lxqt/wallpapers/Butterfly-Kenneth-Wimer.jpg",
        "lxqt/wallpapers/appleflower.png",
        "lxqt/wallpapers/butterfly.png",
        "lxqt/wallpapers/drop.png",
        "lxqt/wallpapers/fog.jpg",
        "python/rocket.jpg",
    ];
    let is_busy = |name: &&str| {
        let measures = measure::of_photo(&file(name)).unwrap();
        println!("  busyness {:.2} {name}", measures.busyness);
        assert!(!marked(Some(&measures), None, Subject::Object).contains(&Mark::BusyBackground));
        marked(Some(&measures), None, Subject::Style).contains(&Mark::BusyBackground)
    };
    let (found, wrong) = (
        busy.iter().filter(|name| is_busy(name)).count(),
        plain.iter().filter(|name| is_busy(name)).count(),
    );
    println!(
        "busy backgrounds found {found} of {}, plain ones called busy {wrong} of {}",
        busy.len(),
        plain.len()
    );
    assert!(found >= busy.len() - 1 && wrong == 0);
}

fn print_tones(what: &str, found: &[Measures]) {
    for measures in found.iter().take(5) {
        println!(
            "  {what}: mean {:.2} deviation {:.2} dark {:.2} bright {:.2}",
            measures.brightness, measures.contrast, measures.dark, measures.bright
        );
    }
}
