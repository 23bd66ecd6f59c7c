//! The header of a safetensors file, read under limits.
//!
//! The format: eight bytes with the header's length, little-endian; the header, JSON, padded with
//! spaces; the tensors' bytes without gaps. A file that comes from outside may claim anything
//! here, so nothing is believed before it has been compared with the length of the file. Source:
//! the format's description in the safetensors repository.

use crate::{Dtype, HeaderFlaw};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::ops::Range;

/// Bytes of a header at most. The largest of a base model have about 0.4 MiB, and trainers' tag
/// lists a few.
pub const LONGEST_HEADER: u64 = 16 << 20;
/// Tensors at most. The largest bases here have under 5,000.
pub const MOST_TENSORS: usize = 100_000;
/// Bytes of a tensor's name at most.
const LONGEST_NAME: usize = 512;
/// Dimensions of a tensor at most.
const MOST_DIMENSIONS: usize = 8;
/// Bytes before the header: its length.
const LENGTH_BYTES: usize = 8;

/// What the header says of one tensor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TensorInfo {
    /// How its numbers are stored.
    pub dtype: Dtype,
    /// Its sides, outermost first; empty for a single number.
    pub shape: Vec<usize>,
    /// Where its bytes lie in the file.
    pub(crate) place: Range<usize>,
}

impl TensorInfo {
    /// How many numbers it has.
    #[must_use]
    pub fn count(&self) -> usize {
        self.place.len() / self.dtype.bytes()
    }
}

/// What a checked header says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) tensors: BTreeMap<String, TensorInfo>,
    pub(crate) metadata: BTreeMap<String, String>,
}

impl Header {
    /// Reads and checks the header of a whole file.
    ///
    /// # Errors
    /// When anything in it does not fit the file.
    pub(crate) fn read(file: &[u8]) -> Result<Self, HeaderFlaw> {
        let length = claimed_length(file).ok_or(HeaderFlaw::CutHeader)?;
        if length > LONGEST_HEADER {
            return Err(HeaderFlaw::HeaderTooLong(length));
        }
        let start =
            usize::try_from(length).map_err(|_| HeaderFlaw::HeaderTooLong(length))? + LENGTH_BYTES;
        let json = file.get(LENGTH_BYTES..start).ok_or(HeaderFlaw::CutHeader)?;
        let raw: RawHeader = serde_json::from_slice(json).map_err(|_| HeaderFlaw::NotAHeader)?;
        Ok(Self {
            tensors: placed(raw.tensors, start, file.len())?,
            metadata: raw.metadata,
        })
    }
}

/// The length that a file claims for its header; `None` where it ends before that.
pub(crate) fn claimed_length(file: &[u8]) -> Option<u64> {
    let (length, _) = file.split_first_chunk::<LENGTH_BYTES>()?;
    Some(u64::from_le_bytes(*length))
}

/// The tensors with their places in a file of `end` bytes whose header ends at `start`.
fn placed(
    raw: Vec<(String, RawTensor)>,
    start: usize,
    end: usize,
) -> Result<BTreeMap<String, TensorInfo>, HeaderFlaw> {
    if raw.len() > MOST_TENSORS {
        return Err(HeaderFlaw::TooManyTensors(MOST_TENSORS));
    }
    let mut tensors = BTreeMap::new();
    for (name, tensor) in raw {
        let info = tensor.checked(&name, start)?;
        if tensors.contains_key(&name) {
            return Err(HeaderFlaw::ListedTwice(name));
        }
        tensors.insert(name, info);
    }
    in_line(&tensors, start, end)?;
    Ok(tensors)
}

/// Each tensor begins where the one before it ends, and the last ends with the file.
fn in_line(
    tensors: &BTreeMap<String, TensorInfo>,
    start: usize,
    end: usize,
) -> Result<(), HeaderFlaw> {
    let mut by_place: Vec<_> = tensors.iter().collect();
    by_place.sort_by_key(|(_, info)| (info.place.start, info.place.end));
    let mut at = start;
    for (name, info) in by_place {
        if info.place.start != at {
            return Err(HeaderFlaw::OutOfLine(name.clone()));
        }
        at = info.place.end;
    }
    if at > end {
        return Err(HeaderFlaw::Cut {
            missing: (at - end) as u64,
            expected: at as u64,
        });
    }
    if at < end {
        return Err(HeaderFlaw::Trailing((end - at) as u64));
    }
    Ok(())
}

/// A header as it is written, with every name as often as it is there.
#[derive(Default)]
struct RawHeader {
    tensors: Vec<(String, RawTensor)>,
    metadata: BTreeMap<String, String>,
}

#[derive(serde::Deserialize)]
struct RawTensor {
    dtype: String,
    shape: Vec<u64>,
    data_offsets: (u64, u64),
}

impl RawTensor {
    fn checked(self, name: &str, start: usize) -> Result<TensorInfo, HeaderFlaw> {
        if name.len() > LONGEST_NAME {
            return Err(HeaderFlaw::NameTooLong(name.len()));
        }
        let dtype = Dtype::from_name(&self.dtype).ok_or_else(|| HeaderFlaw::UnknownType {
            name: name.to_owned(),
            dtype: shortened(&self.dtype),
        })?;
        let impossible = || HeaderFlaw::ImpossibleShape(name.to_owned());
        if self.shape.len() > MOST_DIMENSIONS {
            return Err(impossible());
        }
        let shape: Vec<usize> = self
            .shape
            .iter()
            .map(|side| usize::try_from(*side).ok())
            .collect::<Option<_>>()
            .ok_or_else(impossible)?;
        let bytes = shape
            .iter()
            .try_fold(dtype.bytes(), |bytes, side| bytes.checked_mul(*side))
            .ok_or_else(impossible)?;
        let place = self.place(start, bytes);
        let place = place.ok_or_else(|| HeaderFlaw::WrongLength(name.to_owned()))?;
        Ok(TensorInfo {
            dtype,
            shape,
            place,
        })
    }

    /// The place in the file, where it has `bytes` bytes.
    fn place(&self, start: usize, bytes: usize) -> Option<Range<usize>> {
        let (from, to) = self.data_offsets;
        let from = usize::try_from(from).ok()?.checked_add(start)?;
        let to = usize::try_from(to).ok()?.checked_add(start)?;
        (to.checked_sub(from)? == bytes).then_some(from..to)
    }
}

/// The start of a text that came from outside, for a sentence.
fn shortened(text: &str) -> String {
    text.chars().take(20).collect()
}

impl<'de> Deserialize<'de> for RawHeader {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(HeaderVisitor)
    }
}

struct HeaderVisitor;

impl<'de> Visitor<'de> for HeaderVisitor {
    type Value = RawHeader;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the header of a safetensors file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawHeader, A::Error> {
        let mut header = RawHeader::default();
        while let Some(name) = map.next_key::<String>()? {
            if name == "__metadata__" {
                let metadata: Option<HashMap<String, String>> = map.next_value()?;
                header.metadata.extend(metadata.unwrap_or_default());
            } else if header.tensors.len() > MOST_TENSORS {
                // One more than is allowed has been read, which the check afterwards tells.
                map.next_value::<IgnoredAny>()?;
            } else {
                header.tensors.push((name, map.next_value()?));
            }
        }
        Ok(header)
    }
}
