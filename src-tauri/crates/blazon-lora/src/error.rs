//! What can be wrong with a file of tensors, in one sentence each.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A file of tensors cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum TensorFileError {
    /// The file cannot be opened or read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The file is something else under the name of a safetensors file.
    #[error("{path} is {kind}, not a safetensors file")]
    NotSafetensors {
        /// The file.
        path: PathBuf,
        /// What it is.
        kind: FileKind,
    },
    /// The file is a safetensors file that was cut, damaged or made to harm.
    #[error("{path} is damaged: {flaw}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        flaw: HeaderFlaw,
    },
    /// A tensor that is needed is not there.
    #[error("{path} has no tensor named {name}")]
    MissingTensor {
        /// The file.
        path: PathBuf,
        /// The tensor.
        name: String,
    },
    /// A tensor's numbers are of a type that is not computed with.
    #[error("{name} in {path} is stored as {dtype}, which cannot be used; F32, F16 and BF16 can")]
    UnusableType {
        /// The file.
        path: PathBuf,
        /// The tensor.
        name: String,
        /// How it is stored.
        dtype: crate::Dtype,
    },
    /// A tensor holds what is not a finite number.
    #[error("{name} in {path} holds values that are not finite numbers")]
    NotFinite {
        /// The file.
        path: PathBuf,
        /// The tensor.
        name: String,
    },
}

impl TensorFileError {
    pub(crate) fn reading(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Read { path, source }
    }

    pub(crate) fn writing(path: &Path) -> impl Fn(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Write {
            path: path.clone(),
            source,
        }
    }
}

/// What a file is that is not a safetensors file, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Nothing is in it.
    Empty,
    /// A zip archive; PyTorch's `.pt` and `.ckpt` are such.
    Zip,
    /// A Python pickle: old PyTorch files. It could run code and is never opened.
    Pickle,
    /// HTML or XML, mostly a page that says why there was no download.
    WebPage,
    /// JSON, mostly a provider's error.
    Json,
    /// The pointer that Git LFS leaves in the place of a large file.
    LfsPointer,
    /// GGUF, the format of llama.cpp.
    Gguf,
    /// Nothing that is known here.
    Unknown,
}

impl FileKind {
    /// What the first bytes look like.
    #[must_use]
    pub fn of(start: &[u8]) -> Self {
        let text = start.trim_ascii_start();
        if start.is_empty() {
            Self::Empty
        } else if start.starts_with(b"PK\x03\x04") {
            Self::Zip
        } else if start.starts_with(b"\x80") {
            Self::Pickle
        } else if start.starts_with(b"version https://git-lfs") {
            Self::LfsPointer
        } else if start.starts_with(b"GGUF") {
            Self::Gguf
        } else if text.starts_with(b"<") {
            Self::WebPage
        } else if text.starts_with(b"{") || text.starts_with(b"[") {
            Self::Json
        } else {
            Self::Unknown
        }
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "empty",
            Self::Zip => "a zip archive or a PyTorch checkpoint",
            Self::Pickle => "an old PyTorch checkpoint (a pickle)",
            Self::WebPage => "a web page",
            Self::Json => "a JSON text",
            Self::LfsPointer => "the pointer that Git LFS leaves for a large file",
            Self::Gguf => "a GGUF file",
            Self::Unknown => "something else",
        })
    }
}

/// What is wrong with the header of a safetensors file, or with what it says of the rest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderFlaw {
    /// The header would be longer than is ever needed.
    #[error("its header would have {0} bytes, more than any such file needs")]
    HeaderTooLong(u64),
    /// The file ends inside its header.
    #[error("it ends inside its header")]
    CutHeader,
    /// The header is no JSON, or not of the shape that the format has.
    #[error("its header cannot be understood")]
    NotAHeader,
    /// More tensors than any model has.
    #[error("it lists more than {0} tensors")]
    TooManyTensors(usize),
    /// One name is there twice.
    #[error("it lists {0} twice")]
    ListedTwice(String),
    /// A name is longer than any model's.
    #[error("it has a tensor's name of {0} bytes")]
    NameTooLong(usize),
    /// A type that the format does not have.
    #[error("{name} is of the unknown type {dtype}")]
    UnknownType {
        /// The tensor.
        name: String,
        /// Its type.
        dtype: String,
    },
    /// A shape that no tensor has.
    #[error("the shape of {0} is not one that a tensor has")]
    ImpossibleShape(String),
    /// The place has another length than shape and type need.
    #[error("{0} has another length than its shape needs")]
    WrongLength(String),
    /// Two tensors lie over each other, or something lies between them that belongs to none.
    #[error("{0} overlaps another tensor or leaves a gap")]
    OutOfLine(String),
    /// The file ends before its last tensor does.
    #[error("it is cut: {missing} of {expected} bytes are missing")]
    Cut {
        /// Bytes that are missing.
        missing: u64,
        /// Bytes that it should have.
        expected: u64,
    },
    /// Bytes stand behind the last tensor.
    #[error("{0} bytes stand behind its last tensor")]
    Trailing(u64),
}
