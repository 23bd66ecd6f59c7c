//! HEIC and AVIF: read by libheif where the system has it, in a helper process.
//!
//! Nothing of libheif is linked. A file from anywhere goes to a program started for it alone,
//! which holds itself to limits of memory and time before it loads the library; whatever it does,
//! here a picture comes back or an error. The helper is this program itself, started with
//! [`HELPER_ARGUMENT`], so that there is no second file to install.

mod answer;
mod helper;
mod library;
mod limits;

pub use helper::help;

use crate::decode::{Header, Pixels, WHOLE_MEGAPIXELS, check_size};
use crate::{PhotoError, profile};
use answer::{Answer, Failure, Picture};
use blazon_model::{Orientation, PhotoFormat};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// The first argument of a program that is started to read a picture.
pub const HELPER_ARGUMENT: &str = "--read-heif";

/// How long a helper may take. Its processor time is limited too, so this is for one that waits.
const PATIENCE: Duration = Duration::from_secs(90);
/// The most bytes of an answer without pixels: a profile and some.
const LONGEST_HEAD: u64 = 16 * 1024 * 1024;

/// Reads HEIC and AVIF by a helper process.
#[derive(Clone, Debug)]
pub struct HeifReader {
    program: Option<PathBuf>,
    patience: Duration,
}

impl Default for HeifReader {
    fn default() -> Self {
        Self {
            program: None,
            patience: PATIENCE,
        }
    }
}

/// What a helper is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Header,
    Pixels,
}

impl Question {
    const ALL: [Self; 2] = [Self::Header, Self::Pixels];

    const fn argument(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Pixels => "pixels",
        }
    }

    /// The most bytes of an answer to it.
    const fn longest_answer(self) -> u64 {
        match self {
            Self::Header => LONGEST_HEAD,
            Self::Pixels => LONGEST_HEAD + WHOLE_MEGAPIXELS as u64 * 1_000_000 * 4,
        }
    }
}

/// How the pictures in a file are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Codec {
    Hevc,
    Av1,
}

impl Codec {
    const ALL: [Self; 2] = [Self::Hevc, Self::Av1];

    const fn argument(self) -> &'static str {
        match self {
            Self::Hevc => "hevc",
            Self::Av1 => "av1",
        }
    }

    const fn of(format: PhotoFormat) -> Self {
        match format {
            PhotoFormat::Avif => Self::Av1,
            PhotoFormat::Heic
            | PhotoFormat::Jpeg
            | PhotoFormat::Png
            | PhotoFormat::Webp
            | PhotoFormat::Gif
            | PhotoFormat::Bmp
            | PhotoFormat::Tiff => Self::Hevc,
        }
    }

    /// The format's usual name.
    const fn format_name(self) -> &'static str {
        match self {
            Self::Hevc => "HEIC",
            Self::Av1 => "AVIF",
        }
    }

    /// The package of the decoder where libheif comes without it, as Debian 13 and Ubuntu 24.04
    /// call it. Before those, libheif1 has it inside.
    const fn decoder_package(self) -> &'static str {
        match self {
            Self::Hevc => "libheif-plugin-libde265",
            Self::Av1 => "libheif-plugin-dav1d",
        }
    }
}

impl HeifReader {
    /// A reader that starts `program`, which has to call [`help`] first thing. Without it, the
    /// program that runs is started.
    #[must_use]
    pub fn with_program(program: PathBuf) -> Self {
        Self {
            program: Some(program),
            ..Self::default()
        }
    }

    /// Reads the header of a picture. Its size is upright already.
    ///
    /// # Errors
    /// [`PhotoError::ReaderMissing`] without libheif, [`PhotoError::TooManyPixels`], and
    /// [`PhotoError::Broken`] for everything that the helper cannot read or does not survive.
    pub(crate) fn read_header(
        &self,
        bytes: &[u8],
        format: PhotoFormat,
    ) -> Result<Header, PhotoError> {
        let picture = self.ask(bytes, Codec::of(format), Question::Header)?;
        let pixels = u64::from(picture.width) * u64::from(picture.height);
        Ok(Header {
            format,
            width: picture.width,
            height: picture.height,
            orientation: Orientation::UPRIGHT,
            // Here at most four bytes for each pixel, and in the helper those and the planes.
            memory: pixels * 10 + bytes.len() as u64,
        })
    }

    /// Decodes a picture to sRGB.
    ///
    /// # Errors
    /// As [`HeifReader::read_header`].
    pub(crate) fn decode(&self, bytes: &[u8], header: &Header) -> Result<Pixels, PhotoError> {
        let picture = self.ask(bytes, Codec::of(header.format), Question::Pixels)?;
        if (picture.width, picture.height) != (header.width, header.height) {
            return Err(PhotoError::Broken("its size is not as told".to_owned()));
        }
        let mut pixels = Pixels {
            data: picture.data,
            width: picture.width,
            height: picture.height,
            has_alpha: picture.has_alpha,
        }
        .without_idle_alpha();
        if !picture.icc.is_empty() {
            profile::convert(&mut pixels, &picture.icc);
        } else if let Some((primaries, transfer)) = picture.code {
            profile::convert_coded(&mut pixels, primaries, transfer);
        }
        Ok(pixels)
    }

    fn ask(&self, bytes: &[u8], codec: Codec, question: Question) -> Result<Picture, PhotoError> {
        let answer = self
            .exchange(bytes, codec, question)
            .map_err(|error| PhotoError::Broken(format!("the helper cannot run: {error}")))?;
        let answer = Answer::parse(&answer, question)
            .ok_or_else(|| PhotoError::Broken("the helper ended without an answer".to_owned()))?;
        match answer {
            Answer::Picture(picture) => {
                check_size(picture.width, picture.height, WHOLE_MEGAPIXELS)?;
                Ok(picture)
            }
            Answer::Failure(failure) => Err(error_of(failure, codec)),
        }
    }

    /// Starts a helper, gives it the file and returns what it wrote: nothing where it took too
    /// long.
    fn exchange(&self, bytes: &[u8], codec: Codec, question: Question) -> std::io::Result<Vec<u8>> {
        let program = match &self.program {
            Some(program) => program.clone(),
            None => std::env::current_exe()?,
        };
        let (mut child, input, output) = start(&program, codec, question)?;
        let written = std::thread::scope(|scope| {
            scope.spawn(move || feed(input, bytes));
            let (sender, receiver) = mpsc::channel();
            scope.spawn(move || sender.send(read_all(output, question)));
            let written = receiver.recv_timeout(self.patience);
            // Also ends the two threads, whose pipes close with the helper.
            let _ended_already = child.kill();
            written
        });
        child.wait()?;
        written.unwrap_or_else(|_| Ok(Vec::new()))
    }
}

fn start(
    program: &Path,
    codec: Codec,
    question: Question,
) -> std::io::Result<(Child, ChildStdin, ChildStdout)> {
    let mut child = Command::new(program)
        .args([HELPER_ARGUMENT, codec.argument(), question.argument()])
        // Each arena of the C library takes 64 MiB of address space, which is limited.
        .env("MALLOC_ARENA_MAX", "2")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    match (child.stdin.take(), child.stdout.take()) {
        (Some(input), Some(output)) => Ok((child, input, output)),
        _ => Err(std::io::Error::other("no pipes")),
    }
}

/// Gives the helper the file. One that ends early says why in its answer.
fn feed(mut input: ChildStdin, bytes: &[u8]) {
    if let Err(error) = input.write_all(bytes) {
        tracing::debug!(%error, "a helper ended before it had the whole file");
    }
}

fn read_all(output: ChildStdout, question: Question) -> std::io::Result<Vec<u8>> {
    let mut answer = Vec::new();
    output
        .take(question.longest_answer())
        .read_to_end(&mut answer)?;
    Ok(answer)
}

fn error_of(failure: Failure, codec: Codec) -> PhotoError {
    match failure {
        Failure::NoLibrary => PhotoError::ReaderMissing {
            format: codec.format_name(),
            package: "libheif1",
        },
        Failure::NoDecoder => PhotoError::ReaderMissing {
            format: codec.format_name(),
            package: codec.decoder_package(),
        },
        Failure::TooManyPixels { width, height } => PhotoError::TooManyPixels {
            width,
            height,
            limit_megapixels: WHOLE_MEGAPIXELS,
        },
        Failure::Broken(text) => PhotoError::Broken(text),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use blazon_model::ProblemReason;
    use rstest::rstest;

    /// What a helper that is this shell script makes of a picture.
    fn ask(script: &str) -> Result<Picture, PhotoError> {
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("helper");
        // A process of its own writes it: while this one had it open for writing, a test beside
        // it could start a process that inherits it, and what is open so cannot be run.
        let written = Command::new("sh")
            .args([
                "-c",
                "printf '#!/bin/sh\\n%s\\n' \"$1\" > \"$0\" && chmod 755 \"$0\"",
            ])
            .args([program.as_os_str(), script.as_ref()])
            .status();
        assert!(written.expect("a shell").success());
        let reader = HeifReader {
            program: Some(program),
            patience: Duration::from_secs(2),
        };
        reader.ask(b"a picture", Codec::Hevc, Question::Header)
    }

    #[rstest]
    #[case::crashes("kill -SEGV $$")]
    #[case::hangs("exec sleep 1000")]
    #[case::hangs_with_half_an_answer("printf 'BZH1'; exec sleep 1000")]
    #[case::says_nothing("cat > /dev/null")]
    #[case::says_nonsense("cat > /dev/null; echo hello; head -c 1000 /dev/urandom")]
    #[case::never_stops_talking("exec cat /dev/zero")]
    #[case::does_not_listen("exec 0<&-; sleep 0")]
    fn whatever_a_helper_does_is_a_damaged_picture(#[case] script: &str) {
        match ask(script) {
            Err(PhotoError::Broken(_)) => {}
            other => panic!("{other:?}"),
        }
    }

    #[rstest]
    #[case::library(Failure::NoLibrary, "libheif1")]
    #[case::decoder(Failure::NoDecoder, "libheif-plugin-libde265")]
    fn what_is_missing_is_named(#[case] failure: Failure, #[case] expected: &str) {
        let reason = error_of(failure, Codec::Hevc).reason();
        let named = ProblemReason::ReaderMissing {
            format: "HEIC".to_owned(),
            package: expected.to_owned(),
        };
        assert_eq!(reason, named);
    }

    #[test]
    fn a_program_that_is_not_there_is_an_error() {
        let reader = HeifReader::with_program(PathBuf::from("/no/such/program"));
        let result = reader.ask(b"a picture", Codec::Av1, Question::Pixels);
        assert!(matches!(result, Err(PhotoError::Broken(_))));
    }
}
