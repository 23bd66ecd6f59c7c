//! Writing a safetensors file: whole or not at all.

use crate::{Dtype, TensorFileError};
use serde::Serialize;
use serde::ser::SerializeMap;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The header is padded so that the tensors behind it lie on such a step.
const ALIGNMENT: usize = 8;

/// A tensor to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct TensorToWrite {
    /// Its name, unlike all others of the file.
    pub name: String,
    /// How its numbers are stored.
    pub dtype: Dtype,
    /// Its sides, outermost first.
    pub shape: Vec<usize>,
    /// Its bytes, as many as shape and type need.
    pub data: Vec<u8>,
}

impl TensorToWrite {
    /// A tensor of 32-bit numbers, as many as `shape` needs.
    #[must_use]
    pub fn f32(name: impl Into<String>, shape: &[usize], numbers: &[f32]) -> Self {
        Self {
            name: name.into(),
            dtype: Dtype::F32,
            shape: shape.to_vec(),
            data: numbers.iter().flat_map(|x| x.to_le_bytes()).collect(),
        }
    }

    /// A tensor that is stored with 16 bits, rounded to the nearest.
    #[must_use]
    pub fn f16(name: impl Into<String>, shape: &[usize], numbers: &[f32]) -> Self {
        let half = |x: &f32| half::f16::from_f32(*x).to_le_bytes();
        Self {
            name: name.into(),
            dtype: Dtype::F16,
            shape: shape.to_vec(),
            data: numbers.iter().flat_map(half).collect(),
        }
    }

    pub(crate) fn view(&self) -> TensorView<'_> {
        TensorView {
            name: &self.name,
            dtype: self.dtype,
            shape: &self.shape,
            data: &self.data,
        }
    }
}

/// A tensor to be written that lies elsewhere, such as in a file that is open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TensorView<'a> {
    pub(crate) name: &'a str,
    pub(crate) dtype: Dtype,
    pub(crate) shape: &'a [usize],
    pub(crate) data: &'a [u8],
}

/// Writes a file under a temporary name, syncs it and renames it, so that `path` is either as it
/// was or whole. The tensors stand in the order that the safetensors library uses: by alignment,
/// the largest first, then by name. The same content gives the same bytes.
///
/// # Errors
/// When the disk refuses, or a tensor's name or length is wrong (`InvalidInput`).
pub fn write_tensors(
    path: &Path,
    tensors: &[TensorToWrite],
    metadata: &BTreeMap<String, String>,
) -> Result<(), TensorFileError> {
    let failed = TensorFileError::writing(path);
    let sorted = in_order(tensors.iter().map(TensorToWrite::view)).map_err(&failed)?;
    write_whole(path, |file| write_all(file, &sorted, metadata)).map_err(&failed)
}

/// Writes the bytes of a file of these tensors, in this order.
pub(crate) fn write_all(
    file: &mut dyn Write,
    sorted: &[TensorView<'_>],
    metadata: &BTreeMap<String, String>,
) -> io::Result<()> {
    let header = header_of(sorted, metadata)?;
    file.write_all(&(header.len() as u64).to_le_bytes())?;
    file.write_all(&header)?;
    sorted
        .iter()
        .try_for_each(|tensor| file.write_all(tensor.data))
}

/// Writes a file through a temporary one in the same folder, synced before it gets its name.
///
/// # Errors
/// When the disk refuses; then `path` is as it was.
pub fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let temporary = tempfile::Builder::new()
        .prefix(".writing-")
        .tempfile_in(folder)?;
    let mut file = BufWriter::with_capacity(1 << 20, temporary);
    write(&mut file)?;
    let temporary = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Makes renames in a folder safe against a loss of power.
///
/// # Errors
/// When the folder cannot be opened or synced.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows syncs a rename by itself and opens no folders.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

pub(crate) fn in_order<'a>(
    tensors: impl Iterator<Item = TensorView<'a>>,
) -> io::Result<Vec<TensorView<'a>>> {
    let mut sorted: Vec<_> = tensors.collect();
    sorted.sort_by(|a, b| {
        let by_alignment = b.dtype.bytes().cmp(&a.dtype.bytes());
        by_alignment.then_with(|| a.name.cmp(b.name))
    });
    let wrong = |what: String| io::Error::new(io::ErrorKind::InvalidInput, what);
    let mut names = std::collections::BTreeSet::new();
    for tensor in &sorted {
        let needed = tensor.shape.iter().product::<usize>() * tensor.dtype.bytes();
        if needed != tensor.data.len() {
            return Err(wrong(format!(
                "{} has another length than its shape needs",
                tensor.name
            )));
        }
        if !names.insert(tensor.name) {
            return Err(wrong(format!("{} is there twice", tensor.name)));
        }
    }
    Ok(sorted)
}

pub(crate) fn header_of(
    sorted: &[TensorView<'_>],
    metadata: &BTreeMap<String, String>,
) -> io::Result<Vec<u8>> {
    let mut header = serde_json::to_vec(&HeaderToWrite { sorted, metadata })?;
    header.resize(header.len().next_multiple_of(ALIGNMENT), b' ');
    Ok(header)
}

struct HeaderToWrite<'a> {
    sorted: &'a [TensorView<'a>],
    metadata: &'a BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Entry<'a> {
    dtype: &'a str,
    shape: &'a [usize],
    data_offsets: (usize, usize),
}

impl Serialize for HeaderToWrite<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if !self.metadata.is_empty() {
            map.serialize_entry("__metadata__", self.metadata)?;
        }
        let mut at = 0;
        for tensor in self.sorted {
            let end = at + tensor.data.len();
            let entry = Entry {
                dtype: tensor.dtype.name(),
                shape: tensor.shape,
                data_offsets: (at, end),
            };
            map.serialize_entry(tensor.name, &entry)?;
            at = end;
        }
        map.end()
    }
}
