//! Draws every shipped template with the same words, to be looked at.
//!
//! `cargo run --example gallery -- TEMPLATES PICTURE FOLDER [WORDS] [FONTS]`, where TEMPLATES is `assets/templates`.

#![allow(clippy::print_stdout, reason = "it is a program of the terminal")]

use blazon_badge::{
    Fill, Fonts, Notes, Picture, PictureFill, SHIPPED, Template, compose, encode_png,
    load_template, paint,
};
use std::path::PathBuf;
use std::sync::Arc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, templates, picture, folder, rest @ ..] = arguments.as_slice() else {
        return Err("gallery TEMPLATES PICTURE FOLDER [WORDS] [FONTS]".into());
    };
    let picture = Arc::new(Picture::decode(picture, &std::fs::read(picture)?)?);
    let fonts = rest.get(1).map_or_else(Fonts::with_system, |folder| {
        Fonts::with_folder(PathBuf::from(folder))
    });
    std::fs::create_dir_all(folder)?;
    for shipped in SHIPPED {
        let template = load_template(&PathBuf::from(templates).join(shipped.id))?;
        let mut fill = template.sample_fill();
        fill.picture = Some(PictureFill::new(Arc::clone(&picture)));
        if let Some(words) = rest.first().filter(|words| !words.is_empty()) {
            put(&template, &mut fill, words);
        }
        let scene = compose(&template, &fill, &fonts)?;
        let scale = 720.0 / scene.height;
        let png = encode_png(&paint(&scene, scale)?, &Notes::default())?;
        std::fs::write(
            PathBuf::from(folder).join(format!("{}.png", shipped.id)),
            png,
        )?;
        for finding in &scene.findings {
            println!("{}: {finding:?}", shipped.id);
        }
    }
    Ok(())
}

fn put(template: &Template, fill: &mut Fill, words: &str) {
    for field in template.fields.iter().filter(|field| field.required) {
        fill.texts.insert(field.id.clone(), words.to_owned());
    }
}
