//! Writes all shipped templates as PDF and SVG, and a print sheet of each, for eyes: `cargo run -p blazon-badge --example
//! documents -- FOLDER`.

use blazon_badge::pdf::{PdfWriter, print_size, write_pdf};
use blazon_badge::sheet::{Sheet, SheetSettings, Size};
use blazon_badge::svg::write_svg;
use blazon_badge::{Fill, Fonts, Picture, PictureFill, SHIPPED, Scene, compose};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    std::fs::create_dir_all(&folder)?;
    let fonts = Fonts::bundled();
    let photo =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/samples/01-telescope.jpg");
    let photo = Arc::new(Picture::decode("telescope", &std::fs::read(photo)?)?);
    for shipped in SHIPPED {
        let template = shipped.load()?;
        let mut fill = Fill {
            picture: Some(PictureFill::new(Arc::clone(&photo))),
            logo: Some(PictureFill::new(Arc::clone(&photo))),
            ..Fill::default()
        };
        for field in &template.fields {
            fill.texts.insert(field.id.clone(), field.sample.clone());
        }
        let scene = compose(&template, &fill, &fonts)?;
        let badges = std::slice::from_ref(&scene);
        std::fs::write(
            folder.join(format!("{}.pdf", shipped.id)),
            write_pdf("Badge", badges)?,
        )?;
        std::fs::write(
            folder.join(format!("{}.svg", shipped.id)),
            write_svg(&scene)?,
        )?;
        std::fs::write(
            folder.join(format!("{}-sheet.pdf", shipped.id)),
            sheet(&scene)?,
        )?;
    }
    Ok(())
}

/// A sheet that is full of one badge.
fn sheet(scene: &Scene) -> Result<Vec<u8>, Box<dyn Error>> {
    let print = print_size(scene);
    let size = Size {
        width: print.width_mm.into(),
        height: print.height_mm.into(),
    };
    let sheet = Sheet::new(&SheetSettings {
        bleed: print.bleed_mm.into(),
        gap: 4.0,
        ..SheetSettings::new(size)
    })?;
    let mut writer = PdfWriter::new("Sheet");
    writer.add_sheet(&sheet, std::iter::repeat_n(scene, sheet.places.len()))?;
    Ok(writer.finish()?)
}
