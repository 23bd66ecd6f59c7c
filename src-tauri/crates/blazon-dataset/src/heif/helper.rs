//! The helper's side: a process that reads one picture and ends.

use super::answer::{Failure, Picture};
use super::library::{Heif, Opened};
use super::{Codec, HELPER_ARGUMENT, Question, limits};
use crate::decode::WHOLE_MEGAPIXELS;
use crate::read::LONGEST_FILE;
use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::process::ExitCode;

/// Where this process was started to read a HEIC or AVIF picture, reads it and says how to end.
/// Every program that imports photos calls this first thing in `main` and ends where it is told:
/// it is started again for each such picture.
#[must_use]
pub fn help() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next()? != HELPER_ARGUMENT {
        return None;
    }
    let done = answer(arguments.next().as_deref(), arguments.next().as_deref());
    Some(if done.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn answer(codec: Option<&OsStr>, question: Option<&OsStr>) -> io::Result<()> {
    let unknown = || io::Error::other("not asked as it should be");
    let codec = Codec::ALL
        .into_iter()
        .find(|known| codec == Some(OsStr::new(known.argument())))
        .ok_or_else(unknown)?;
    let question = Question::ALL
        .into_iter()
        .find(|known| question == Some(OsStr::new(known.argument())))
        .ok_or_else(unknown)?;
    limits::limit_self()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    if let Err(failure) = read_picture(codec, question, &mut out)? {
        failure.write(&mut out)?;
    }
    out.flush()
}

/// Reads the picture on the standard input and writes what was asked for.
fn read_picture(
    codec: Codec,
    question: Question,
    out: &mut impl Write,
) -> io::Result<Result<(), Failure>> {
    let heif = match Heif::load(codec) {
        Ok(heif) => heif,
        Err(failure) => return Ok(Err(failure)),
    };
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(LONGEST_FILE)
        .read_to_end(&mut bytes)?;
    let opened = match heif
        .open(&bytes)
        .and_then(|opened| check(&opened).map(|()| opened))
    {
        Ok(opened) => opened,
        Err(failure) => return Ok(Err(failure)),
    };
    let (width, height) = opened.size();
    let mut picture = Picture {
        width,
        height,
        has_alpha: opened.has_alpha(),
        ..Picture::default()
    };
    if question == Question::Header {
        picture.write_head(out)?;
        return Ok(Ok(()));
    }
    picture.icc = opened.icc();
    picture.code = opened.colour_code();
    let decoded = match opened.decode() {
        Ok(decoded) => decoded,
        Err(failure) => return Ok(Err(failure)),
    };
    if decoded.size() != (width, height) {
        return Ok(Err(Failure::Broken("its size is not as told".to_owned())));
    }
    picture.write_head(out)?;
    for row in decoded.rows() {
        out.write_all(row)?;
    }
    Ok(Ok(()))
}

/// Refuses too many pixels before any is decoded: those of the picture as it is shown, and those
/// that are coded, of which it may be a part.
fn check(opened: &Opened<'_>) -> Result<(), Failure> {
    for (width, height) in [opened.size(), opened.coded_size()] {
        if width == 0 || height == 0 {
            return Err(Failure::Broken("no pixels".to_owned()));
        }
        if u64::from(width) * u64::from(height) > u64::from(WHOLE_MEGAPIXELS) * 1_000_000 {
            return Err(Failure::TooManyPixels { width, height });
        }
    }
    Ok(())
}
