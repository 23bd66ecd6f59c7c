//! The photo pipeline as a program of its own, so that it can be timed beside others: the calls are
//! those that an import and a packing make.
//!
//! `images job PHOTOS OUT THREADS`: each photo of a folder becomes a square of 1024 pixels, a
//! thumbnail and measures, and the squares a stored zip. `images keep PHOTOS HOME THREADS`: each
//! becomes part of a library. Both print one line: seconds from the first photo to the end of the
//! last, photos, and the most memory in kilobytes.
#![expect(clippy::print_stdout, reason = "the line is what the program is for")]

use blazon_dataset::{PhotoError, Shelf};
use blazon_model::{BucketFit, CropRect, Framing, Shape};
use std::error::Error;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use zip::write::SimpleFileOptions;

const SQUARE: Framing = Framing {
    shape: Shape::Square,
    size: 1024,
};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [work, photos, place, threads] = words.as_slice() else {
        return Err("usage: images job|keep PHOTOS FOLDER THREADS".into());
    };
    let (place, threads) = (Path::new(place), threads.parse()?);
    let mut photos: Vec<PathBuf> = fs::read_dir(photos)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    photos.sort();
    let shelf = Shelf::open(place)?;
    // The first photo also loads the program's pages, as in the others it loads their libraries.
    shelf.process(&fs::read(&photos[0])?, None)?;
    let started = Instant::now();
    if work == "job" {
        job(&shelf, &photos, place, threads)?;
    } else {
        on_threads(&photos, threads, |photo| {
            shelf.keep(photo, Some(Framing::default())).map(|_| ())
        })?;
    }
    println!(
        "{:.6} {} {}",
        started.elapsed().as_secs_f64(),
        photos.len(),
        most_memory()
    );
    Ok(())
}

/// The whole job: read, decode, turn, resize, measure, thumbnail, encode, pack.
fn job(
    shelf: &Shelf,
    photos: &[PathBuf],
    place: &Path,
    threads: usize,
) -> Result<(), Box<dyn Error>> {
    let archive = Mutex::new(zip::ZipWriter::new(File::create(
        place.join("squares.zip"),
    )?));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    on_threads(photos, threads, |photo| {
        let bytes = read(photo)?;
        let name = photo.file_stem().unwrap_or_default().to_string_lossy();
        let made = shelf.process(&bytes, Some(centre_square(shelf, &bytes)?))?;
        fs::write(place.join(format!("{name}.webp")), &made.thumbnail).map_err(|source| {
            PhotoError::Keep {
                path: place.to_owned(),
                source,
            }
        })?;
        let mut archive = archive
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        archive
            .start_file(format!("{name}.jpg"), stored)
            .map_err(std::io::Error::from)
            .and_then(|()| archive.write_all(&made.prepared.unwrap_or_default()))
            .map_err(|source| PhotoError::Keep {
                path: place.to_owned(),
                source,
            })
    })?;
    archive
        .into_inner()
        .map_err(|_| "a thread ended early")?
        .finish()?;
    Ok(())
}

fn read(photo: &Path) -> Result<Vec<u8>, PhotoError> {
    fs::read(photo).map_err(|source| PhotoError::Read {
        path: photo.to_owned(),
        source,
    })
}

fn centre_square(shelf: &Shelf, bytes: &[u8]) -> Result<(CropRect, BucketFit), PhotoError> {
    let original = shelf.look_at(bytes)?;
    let side = original.width.min(original.height);
    let crop = CropRect {
        x: (original.width - side) / 2,
        y: (original.height - side) / 2,
        width: side,
        height: side,
    };
    Ok((crop, BucketFit::of((side, side), SQUARE)))
}

/// Does `work` for each photo on `threads` threads; the first error ends it.
fn on_threads(
    photos: &[PathBuf],
    threads: usize,
    work: impl Fn(&Path) -> Result<(), PhotoError> + Sync,
) -> Result<(), PhotoError> {
    let next = AtomicUsize::new(0);
    let carry = || {
        while let Some(photo) = photos.get(next.fetch_add(1, Ordering::Relaxed)) {
            work(photo)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(carry)).collect();
        threads.into_iter().try_for_each(|thread| {
            thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    })
}

/// The most memory that this process had at once, in kilobytes; 0 where Linux does not tell.
fn most_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse().ok())
        .unwrap_or(0)
}
