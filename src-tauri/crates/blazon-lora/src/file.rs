//! A safetensors file, opened and checked.

use crate::header::{Header, LONGEST_HEADER, claimed_length};
use crate::{Dtype, FileKind, HeaderFlaw, TensorFileError, TensorInfo, map};
use blazon_model::ContentHash;
use half::slice::{HalfBitsSliceExt, HalfFloatSliceExt};
use half::{bf16, f16};
use memmap2::Mmap;
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Numbers that are converted at once; they fit the processor's nearest memory.
const CHUNK: usize = 4096;
/// How much of a file is looked at before its memory is given back.
const WINDOW: usize = 4 << 20;

/// A safetensors file whose header has been checked against the file: every tensor lies inside
/// it, has the length that its shape needs, and overlaps no other.
#[derive(Debug)]
pub struct TensorFile {
    path: PathBuf,
    bytes: Bytes,
    header: Header,
}

#[derive(Debug)]
enum Bytes {
    Mapped(Mmap),
    Read(Vec<u8>),
}

impl Bytes {
    fn as_slice(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Read(bytes) => bytes,
        }
    }

    fn release(&self, part: Range<usize>) {
        match self {
            Self::Mapped(map) => map::release(map, part),
            Self::Read(_) => {}
        }
    }
}

impl TensorFile {
    /// Opens a file by a memory map: nothing but its header is read before it is asked for. For
    /// bases, which have gigabytes; the file must not be changed in place meanwhile.
    ///
    /// # Errors
    /// When it cannot be read, is something else, or is damaged.
    pub fn open(path: &Path) -> Result<Self, TensorFileError> {
        let map = map::map(path).map_err(TensorFileError::reading(path))?;
        Self::checked(path, Bytes::Mapped(map))
    }

    /// Reads a whole file into memory, so that nobody can change it any more. For LoRA files.
    ///
    /// # Errors
    /// As [`TensorFile::open`].
    pub fn read(path: &Path) -> Result<Self, TensorFileError> {
        let bytes = fs::read(path).map_err(TensorFileError::reading(path))?;
        Self::from_bytes(path, bytes)
    }

    /// Checks a file that has been read; `path` is what errors call it.
    ///
    /// # Errors
    /// When it is something else, or is damaged.
    pub fn from_bytes(path: &Path, bytes: Vec<u8>) -> Result<Self, TensorFileError> {
        Self::checked(path, Bytes::Read(bytes))
    }

    fn checked(path: &Path, bytes: Bytes) -> Result<Self, TensorFileError> {
        let header =
            Header::read(bytes.as_slice()).map_err(|flaw| refusal(path, bytes.as_slice(), flaw))?;
        Ok(Self {
            path: path.to_owned(),
            bytes,
            header,
        })
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The names of the tensors, sorted.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.header.tensors.keys().map(String::as_str)
    }

    /// Type and shape of a tensor; `None` where it is not there.
    #[must_use]
    pub fn info(&self, name: &str) -> Option<&TensorInfo> {
        self.header.tensors.get(name)
    }

    /// What the file says of itself, text by name.
    #[must_use]
    pub const fn metadata(&self) -> &BTreeMap<String, String> {
        &self.header.metadata
    }

    /// The bytes of a tensor: its numbers little-endian, the last side's next to each other. They
    /// need not be aligned.
    ///
    /// # Errors
    /// When it is not there.
    pub fn data(&self, name: &str) -> Result<&[u8], TensorFileError> {
        let info = self.known(name)?;
        Ok(&self.bytes.as_slice()[info.place.clone()])
    }

    /// The numbers of a tensor that is stored as F32, F16 or BF16; what a memory map held of them is given back.
    ///
    /// # Errors
    /// When it is not there, or is stored otherwise.
    pub fn to_f32(&self, name: &str) -> Result<Vec<f32>, TensorFileError> {
        let info = self.known(name)?;
        let data = self.data(name)?;
        let numbers = match info.dtype {
            Dtype::F32 => from_f32(data),
            Dtype::F16 => from_16_bits(data, |bits, out| {
                bits.reinterpret_cast::<f16>().convert_to_f32_slice(out);
            }),
            Dtype::Bf16 => from_16_bits(data, |bits, out| {
                bits.reinterpret_cast::<bf16>().convert_to_f32_slice(out);
            }),
            dtype @ (Dtype::F64
            | Dtype::F8E4M3
            | Dtype::F8E5M2
            | Dtype::I64
            | Dtype::I32
            | Dtype::I16
            | Dtype::I8
            | Dtype::U64
            | Dtype::U32
            | Dtype::U16
            | Dtype::U8
            | Dtype::Bool) => {
                return Err(TensorFileError::UnusableType {
                    path: self.path.clone(),
                    name: name.to_owned(),
                    dtype,
                });
            }
        };
        self.bytes.release(info.place.clone());
        Ok(numbers)
    }

    /// Looks at every number of the tensors that [`TensorFile::to_f32`] reads.
    ///
    /// # Errors
    /// When one is not finite.
    pub fn check_finite(&self) -> Result<(), TensorFileError> {
        let bad = self.header.tensors.iter().find(|(_, info)| {
            let mut windows = windows(info.place.clone());
            !windows.all(|part| {
                let finite = is_finite(info.dtype, &self.bytes.as_slice()[part.clone()]);
                self.bytes.release(part);
                finite
            })
        });
        match bad {
            Some((name, _)) => Err(TensorFileError::NotFinite {
                path: self.path.clone(),
                name: name.clone(),
            }),
            None => Ok(()),
        }
    }

    /// The hash of the whole file.
    #[must_use]
    pub fn content_hash(&self) -> ContentHash {
        let mut hash = blake3::Hasher::new();
        for part in windows(0..self.bytes.as_slice().len()) {
            hash.update(&self.bytes.as_slice()[part.clone()]);
            self.bytes.release(part);
        }
        ContentHash::from_bytes(*hash.finalize().as_bytes())
    }

    fn known(&self, name: &str) -> Result<&TensorInfo, TensorFileError> {
        self.info(name)
            .ok_or_else(|| TensorFileError::MissingTensor {
                path: self.path.clone(),
                name: name.to_owned(),
            })
    }
}

/// Parts of a range, one after the other, so that no more than one has to be in memory. Numbers of every type fill it.
fn windows(range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = range.end;
    range
        .step_by(WINDOW)
        .map(move |start| start..(start + WINDOW).min(end))
}

/// Says what a file is where its start is not that of a safetensors file, and what is wrong with
/// it otherwise.
fn refusal(path: &Path, bytes: &[u8], flaw: HeaderFlaw) -> TensorFileError {
    let path = path.to_owned();
    let kind = FileKind::of(bytes);
    let claims_header = claimed_length(bytes).is_some_and(|length| length <= LONGEST_HEADER);
    match kind {
        FileKind::Unknown => TensorFileError::Damaged { path, flaw },
        _ if claims_header => TensorFileError::Damaged { path, flaw },
        FileKind::Empty
        | FileKind::Zip
        | FileKind::Pickle
        | FileKind::WebPage
        | FileKind::Json
        | FileKind::LfsPointer
        | FileKind::Gguf => TensorFileError::NotSafetensors { path, kind },
    }
}

fn from_f32(data: &[u8]) -> Vec<f32> {
    let (numbers, _) = data.as_chunks::<4>();
    numbers
        .iter()
        .map(|bytes| f32::from_le_bytes(*bytes))
        .collect()
}

fn from_16_bits(data: &[u8], convert: impl Fn(&[u16], &mut [f32])) -> Vec<f32> {
    let (numbers, _) = data.as_chunks::<2>();
    let mut converted = vec![0.0; numbers.len()];
    let mut bits = [0; CHUNK];
    for (numbers, out) in numbers.chunks(CHUNK).zip(converted.chunks_mut(CHUNK)) {
        for (bits, bytes) in bits.iter_mut().zip(numbers) {
            *bits = u16::from_le_bytes(*bytes);
        }
        convert(&bits[..numbers.len()], out);
    }
    converted
}

/// Whether all numbers are finite; the exponent of what is not is all ones (IEEE 754).
fn is_finite(dtype: Dtype, data: &[u8]) -> bool {
    let no_16_bits = |exponent: u16| {
        let (numbers, _) = data.as_chunks::<2>();
        numbers
            .iter()
            .all(|bytes| u16::from_le_bytes(*bytes) & exponent != exponent)
    };
    match dtype {
        Dtype::F32 => {
            let (numbers, _) = data.as_chunks::<4>();
            numbers
                .iter()
                .all(|bytes| f32::from_le_bytes(*bytes).is_finite())
        }
        Dtype::F16 => no_16_bits(0x7C00),
        Dtype::Bf16 => no_16_bits(0x7F80),
        Dtype::F64
        | Dtype::F8E4M3
        | Dtype::F8E5M2
        | Dtype::I64
        | Dtype::I32
        | Dtype::I16
        | Dtype::I8
        | Dtype::U64
        | Dtype::U32
        | Dtype::U16
        | Dtype::U8
        | Dtype::Bool => true,
    }
}
