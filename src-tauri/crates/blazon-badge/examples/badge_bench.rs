//! The golden banner here and with Pillow, in turn, and what a frame of the preview takes.
//!
//! `badge_bench PICTURE FONT PYTHON SCRIPT [TURNS]`, where SCRIPT is `tools/bench/badge.py` and FONT one of `assets/fonts`.
//! Prints one JSON line; times are medians in milliseconds. `cargo xtask bench badge` calls it.

#![allow(clippy::print_stdout, reason = "it is a program of the terminal")]

use blazon_badge::{
    Fill, Fonts, Notes, Painter, Picture, PictureFill, SHIPPED, Template, compose, encode_png,
};
use std::error::Error;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

const WORDS: &str = "UX SCOUT";

/// Rounds of one turn; the two programs take turns, so that a slow moment of the machine meets both.
const IN_A_ROW: usize = 5;

#[derive(Default)]
struct Times {
    drawing: Vec<f64>,
    whole: Vec<f64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, picture, font, python, script, rest @ ..] = arguments.as_slice() else {
        return Err("badge_bench PICTURE FONT PYTHON SCRIPT [ROUNDS]".into());
    };
    let turns: usize = rest.first().map_or(Ok(6), |rounds| rounds.parse())?;
    let template = SHIPPED[0].load()?;
    let fonts = Fonts::bundled();
    let fill = Fill {
        picture: Some(PictureFill::new(Arc::new(Picture::decode(
            picture,
            &std::fs::read(picture)?,
        )?))),
        ..Fill::default()
    };
    let mut painter = Painter::new();
    let (mut ours, mut pillow) = (Times::default(), Times::default());
    let mut bytes = (0, 0);
    round(&template, &fill, &fonts, &mut painter, 0)?;
    for turn in 0..turns {
        for number in 0..IN_A_ROW {
            let (drawing, whole, length) = round(
                &template,
                &fill,
                &fonts,
                &mut painter,
                turn * IN_A_ROW + number,
            )?;
            ours.drawing.push(drawing);
            ours.whole.push(whole);
            bytes.0 = length;
        }
        bytes.1 = pillow_rounds([python, script, picture, font], &mut pillow)?;
    }
    let [our_frame, our_whole, their_frame, their_whole] =
        [ours.drawing, ours.whole, pillow.drawing, pillow.whole].map(median);
    println!(
        "{}",
        serde_json::json!({
            "rounds": turns * IN_A_ROW,
            "preview_frame_ms": our_frame,
            "compose_png_ms": our_whole,
            "pillow_compose_ms": their_frame,
            "pillow_compose_png_ms": their_whole,
            "times_faster": their_whole / our_whole,
            "bytes": bytes.0,
            "pillow_bytes": bytes.1,
        })
    );
    Ok(())
}

/// One frame of typing, and its PNG. The text differs from round to round, as it does for who types.
fn round(
    template: &Template,
    fill: &Fill,
    fonts: &Fonts,
    painter: &mut Painter,
    number: usize,
) -> Result<(f64, f64, usize), Box<dyn Error>> {
    let mut fill = fill.clone();
    let words = if number.is_multiple_of(2) {
        WORDS.to_owned()
    } else {
        format!("{WORDS}S")
    };
    fill.texts.insert("text".to_owned(), words);
    let start = Instant::now();
    let scene = compose(template, &fill, fonts)?;
    let pixmap = painter.paint(&scene, 1.0)?;
    let drawn = start.elapsed();
    let png = encode_png(&pixmap, &Notes::default())?;
    let whole = start.elapsed();
    Ok((
        drawn.as_secs_f64() * 1000.0,
        whole.as_secs_f64() * 1000.0,
        png.len(),
    ))
}

fn pillow_rounds(
    [python, script, picture, font]: [&String; 4],
    times: &mut Times,
) -> Result<usize, Box<dyn Error>> {
    let out = std::env::temp_dir().join("blazon-badge-bench-pillow.png");
    let rounds = IN_A_ROW.to_string();
    let output = Command::new(python)
        .args([script, picture, font, WORDS, &rounds])
        .arg(&out)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let told: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    for round in told["rounds"]
        .as_array()
        .ok_or("the script told no rounds")?
    {
        let time = |at: usize| round[at].as_f64().ok_or("the script told no time");
        times.drawing.push(time(0)?);
        times.whole.push(time(0)? + time(1)?);
    }
    Ok(told["bytes"].as_u64().unwrap_or(0) as usize)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
