//! What the helper writes to its standard output: one small header, then a profile and pixels.
//!
//! All numbers are little-endian. The reader believes nothing: lengths are checked against what
//! is there, and every byte has to be accounted for.

use super::Question;
use std::io::{self, Write};

/// How an answer begins; the digit changes with its layout.
const MAGIC: &[u8; 4] = b"BZH1";
/// The code of colours that are not told (ITU-T H.273, table 2).
const UNTOLD: u8 = 2;

/// An answer of the helper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Picture(Picture),
    Failure(Failure),
}

/// A picture as libheif gives it: upright, in its own colours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Picture {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) has_alpha: bool,
    /// The codes of its primaries and transfer curve, where it has any.
    pub(super) code: Option<(u8, u8)>,
    /// Its colour profile, empty where it has none.
    pub(super) icc: Vec<u8>,
    /// Rows of RGB or RGBA; empty where only the header was asked for.
    pub(super) data: Vec<u8>,
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// libheif is not there.
    NoLibrary,
    /// libheif has no decoder for this kind.
    NoDecoder,
    /// More pixels than are read.
    TooManyPixels { width: u32, height: u32 },
    /// What libheif says of the file.
    Broken(String),
}

impl Picture {
    fn channels(&self) -> usize {
        if self.has_alpha { 4 } else { 3 }
    }

    /// Writes everything but the pixels.
    ///
    /// # Errors
    /// When nobody reads.
    pub(super) fn write_head(&self, out: &mut impl Write) -> io::Result<()> {
        let (primaries, transfer) = self.code.unwrap_or((UNTOLD, UNTOLD));
        out.write_all(MAGIC)?;
        out.write_all(&[0, u8::from(self.has_alpha), primaries, transfer])?;
        out.write_all(&self.width.to_le_bytes())?;
        out.write_all(&self.height.to_le_bytes())?;
        let length = u32::try_from(self.icc.len()).map_err(io::Error::other)?;
        out.write_all(&length.to_le_bytes())?;
        out.write_all(&self.icc)
    }
}

impl Failure {
    /// Writes it whole.
    ///
    /// # Errors
    /// When nobody reads.
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let (kind, width, height, text) = match self {
            Self::NoLibrary => (1, 0, 0, ""),
            Self::NoDecoder => (2, 0, 0, ""),
            Self::TooManyPixels { width, height } => (3, *width, *height, ""),
            Self::Broken(text) => (4, 0, 0, text.as_str()),
        };
        out.write_all(MAGIC)?;
        out.write_all(&[kind, 0, 0, 0])?;
        out.write_all(&u32::to_le_bytes(width))?;
        out.write_all(&u32::to_le_bytes(height))?;
        let length = u32::try_from(text.len()).map_err(io::Error::other)?;
        out.write_all(&length.to_le_bytes())?;
        out.write_all(text.as_bytes())
    }
}

impl Answer {
    /// The answer in `bytes`; `None` where they are none, or not the whole of one.
    pub(super) fn parse(bytes: &[u8], question: Question) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (&[kind, alpha, primaries, transfer], rest) = rest.split_first_chunk()?;
        let (width, rest) = number(rest)?;
        let (height, rest) = number(rest)?;
        let (length, rest) = number(rest)?;
        let (text, data) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        let failure = match kind {
            0 => {
                let picture = Picture {
                    width,
                    height,
                    has_alpha: alpha != 0,
                    code: (primaries != UNTOLD).then_some((primaries, transfer)),
                    icc: text.to_vec(),
                    data: Vec::new(),
                };
                return picture.with_pixels(data, question).map(Self::Picture);
            }
            1 => Failure::NoLibrary,
            2 => Failure::NoDecoder,
            3 => Failure::TooManyPixels { width, height },
            4 => Failure::Broken(String::from_utf8_lossy(text).into_owned()),
            _ => return None,
        };
        data.is_empty().then_some(Self::Failure(failure))
    }
}

impl Picture {
    fn with_pixels(mut self, data: &[u8], question: Question) -> Option<Self> {
        let expected = match question {
            Question::Header => 0,
            Question::Pixels => u64::from(self.width)
                .checked_mul(u64::from(self.height))?
                .checked_mul(self.channels() as u64)?,
        };
        (data.len() as u64 == expected).then(|| {
            self.data = data.to_vec();
            self
        })
    }
}

fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (digits, rest) = bytes.split_first_chunk()?;
    Some((u32::from_le_bytes(*digits), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture() -> Picture {
        Picture {
            width: 2,
            height: 1,
            has_alpha: true,
            code: Some((12, 13)),
            icc: b"profile".to_vec(),
            data: (0..8).collect(),
        }
    }

    fn written(picture: &Picture) -> Vec<u8> {
        let mut bytes = Vec::new();
        picture.write_head(&mut bytes).unwrap();
        bytes.extend(&picture.data);
        bytes
    }

    #[test]
    fn a_picture_comes_through_whole() {
        let bytes = written(&picture());
        assert_eq!(
            Answer::parse(&bytes, Question::Pixels),
            Some(Answer::Picture(picture()))
        );
    }

    #[test]
    fn a_failure_comes_through_whole() {
        for failure in [
            Failure::NoLibrary,
            Failure::NoDecoder,
            Failure::TooManyPixels {
                width: 40_000,
                height: 1,
            },
            Failure::Broken("no".to_owned()),
        ] {
            let mut bytes = Vec::new();
            failure.write(&mut bytes).unwrap();
            let answer = Answer::parse(&bytes, Question::Header);
            assert_eq!(answer, Some(Answer::Failure(failure)));
        }
    }

    #[test]
    fn every_cut_and_every_byte_too_many_is_no_answer() {
        let mut bytes = written(&picture());
        for end in 0..bytes.len() {
            assert_eq!(
                Answer::parse(&bytes[..end], Question::Pixels),
                None,
                "{end}"
            );
        }
        bytes.push(0);
        assert_eq!(Answer::parse(&bytes, Question::Pixels), None);
    }

    #[test]
    fn a_size_beyond_all_numbers_is_no_answer() {
        let mut bytes = written(&picture());
        bytes[8..16].fill(0xff);
        assert_eq!(Answer::parse(&bytes, Question::Pixels), None);
    }
}
