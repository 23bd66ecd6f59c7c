//! How many badges a second come out of a list, and how much memory it takes: `throughput names|photos [ROWS] [THREADS]`. Each
//! row has a name, and a photo that is read and decoded for it or one picture that all have; each badge is composed, painted
//! and encoded as PNG. Prints one JSON line.

use blazon_badge::batch::{Batch, draw_batch, field_names};
use blazon_badge::csv::{CsvOptions, CsvTable, RowPicture};
use blazon_badge::{Fill, Fonts, Notes, Picture, PictureFill, encode_png, find_shipped, paint};
use std::error::Error;
use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

type Failed = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failed> {
    let has_photos = match std::env::args().nth(1).as_deref() {
        Some("names") => false,
        Some("photos") => true,
        _ => return Err("throughput names|photos [ROWS] [THREADS]".into()),
    };
    let mut arguments = std::env::args().skip(2).map(|text| text.parse::<usize>());
    let rows = arguments.next().transpose()?.unwrap_or(1000);
    let threads = arguments.next().transpose()?.unwrap_or(2);
    let template = find_shipped("golden-banner")
        .ok_or("the golden banner is not there")?
        .load()?;
    let photos = photos()?;
    let fonts = Fonts::bundled();
    let fill = Fill {
        picture: Some(PictureFill::new(Arc::new(open(&photos[0])?))),
        ..Fill::default()
    };
    let batch = Batch {
        template: &template,
        fill: &fill,
        fonts: &fonts,
        threads,
    };
    let mut table = CsvTable::from_reader(
        Cursor::new(list(rows, has_photos.then_some(&photos))),
        &CsvOptions::default(),
        &field_names(&template),
    )?;
    let begun = Instant::now();
    let mut bytes = 0;
    let report = draw_batch(
        &batch,
        table.rows(),
        &|row| match &row.picture {
            Some(RowPicture::File(path)) => {
                Ok(Some(PictureFill::new(Arc::new(open(Path::new(path))?))))
            }
            Some(RowPicture::Prompt(_)) | None => Ok(None),
        },
        &|scene| encode_png(&paint(&scene, 1.0)?, &Notes::default()),
        &|| false,
        &mut |badge| {
            bytes += badge.result.map_or(0, |png| png.len());
            ControlFlow::Continue(())
        },
    )?;
    let seconds = begun.elapsed().as_secs_f64();
    let told = serde_json::json!({
        "drawn": report.drawn,
        "failed": report.failed,
        "threads": threads,
        "seconds": seconds,
        "badges_per_second": report.drawn as f64 / seconds,
        "png_mb": bytes / 1_000_000,
        "memory_mb": most_memory().unwrap_or(0) / 1000,
    });
    writeln!(std::io::stdout(), "{told}")?;
    Ok(())
}

fn open(path: &Path) -> Result<Picture, Failed> {
    let name = path.display().to_string();
    Ok(Picture::decode(&name, &std::fs::read(path)?)?)
}

/// The sample photos.
fn photos() -> Result<Vec<PathBuf>, Failed> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/samples");
    let mut photos: Vec<PathBuf> = std::fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "jpg"))
        .collect();
    photos.sort();
    Ok(photos)
}

/// A list of names, and of the photos in turn.
fn list(rows: usize, photos: Option<&Vec<PathBuf>>) -> Vec<u8> {
    let Some(photos) = photos else {
        let names = (1..=rows).map(|row| format!("Участник № {row}\r\n"));
        return format!("имя\r\n{}", names.collect::<String>()).into_bytes();
    };
    let mut list = "имя;фото\r\n".to_owned();
    for (row, photo) in (1..=rows).zip(photos.iter().cycle()) {
        list += &format!("Участник № {row};{}\r\n", photo.display());
    }
    list.into_bytes()
}

/// The most memory that the program has had, in thousands of bytes, where the system tells.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
