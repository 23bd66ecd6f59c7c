//! Light: photographs, and copies of them that are too dark or too bright.

use crate::support::{as_it_is, marked, measured, of_each, photograph, report, toned};
use blazon_model::{Mark, Measures, Subject};

fn has(mark: Mark) -> impl Fn(&Measures) -> bool {
    move |measures| marked(Some(measures), None, Subject::Object).contains(&mark)
}

#[test]
fn photographs_are_not_called_dark_or_bright() {
    let found = of_each(as_it_is);
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
    // Each stop halves the light, which sRGB writes as about 0.73 of the value.
    let found = of_each(|name| measured(&toned(&photograph(name), |value| value * 0.28)));
    report(
        "found too dark, four stops less",
        &found,
        has(Mark::TooDark),
    );
    let found = of_each(|name| measured(&toned(&photograph(name), |value| value * 0.2)));
    assert!(
        report(
            "found too dark, five stops less",
            &found,
            has(Mark::TooDark)
        ) >= 0.9
    );
    let found = of_each(|name| measured(&toned(&photograph(name), |value| value * 0.14)));
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
    report(
        "found too bright, four stops more",
        &found,
        has(Mark::TooBright),
    );
    let found = of_each(|name| measured(&toned(&photograph(name), |value| 0.75 + value * 0.5)));
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
        let measures = as_it_is(name);
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
