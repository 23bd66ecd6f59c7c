//! Why a model's file is not taken in, changed or written out, and the words for it.

use crate::model_import::file_name;
use crate::{Argument, ErrorCode, Words};
use blazon_lora::{FileKind, LoraError, TensorFileError};
use blazon_model::{BaseFamily, DatasetName};
use std::io;
use std::path::Path;

/// A model's file cannot be taken in or written out. Files are named without their folders, since pages see no paths.
#[derive(Debug, thiserror::Error)]
pub enum ModelFileError {
    /// It cannot be read.
    #[error("cannot read {name}")]
    Unreadable {
        /// The file.
        name: String,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// It is a folder, or something that is no file.
    #[error("{name} is not a file")]
    NotAFile {
        /// What was named.
        name: String,
    },
    /// It is larger than a LoRA is.
    #[error("{name} has {bytes} bytes, more than a LoRA has")]
    TooLarge {
        /// The file.
        name: String,
        /// Its size.
        bytes: u64,
    },
    /// It is a PyTorch file, which could run code and is never opened.
    #[error("{name} is a PyTorch file")]
    Pickle {
        /// The file.
        name: String,
    },
    /// It is another kind of file.
    #[error("{name} is {kind}")]
    NotSafetensors {
        /// The file.
        name: String,
        /// What it is.
        kind: FileKind,
    },
    /// It was cut, damaged or made to harm.
    #[error("{name} is damaged")]
    Damaged {
        /// The file.
        name: String,
        /// What is wrong.
        #[source]
        source: LoraError,
    },
    /// No LoRA is in it.
    #[error("{name} has no LoRA in it")]
    NotALora {
        /// The file.
        name: String,
    },
    /// It is a whole base, or a network of one.
    #[error("{name} is a whole base")]
    WholeBase {
        /// The file.
        name: String,
    },
    /// It holds a change that is not one of two matrices, or it cannot be said in the names of other programs.
    #[error("{name} uses {what}")]
    Beyond {
        /// The file.
        name: String,
        /// What it uses.
        what: String,
    },
    /// Neither the file nor the person says for which base it is.
    #[error("it is not known for which base {name} is")]
    BaseUnknown {
        /// The file.
        name: String,
    },
    /// The file is for another base than the person says.
    #[error("{name} is for {file}, not for {said}", file = file.name(), said = said.name())]
    OtherBase {
        /// The file.
        name: String,
        /// What the file is for.
        file: BaseFamily,
        /// What the person says.
        said: BaseFamily,
    },
    /// A model has the same content.
    #[error("the library has this file already")]
    AlreadyThere {
        /// The model.
        name: DatasetName,
    },
    /// The library cannot be written.
    #[error("the model cannot be kept")]
    NotKept(#[source] io::Error),
    /// The weights that the library keeps are not there any more, or not whole.
    #[error("the weights of {name} are missing or damaged")]
    Lost {
        /// The model.
        name: DatasetName,
        /// What is wrong.
        #[source]
        source: LoraError,
    },
    /// A file with the name is there already.
    #[error("{name} is there already")]
    Taken {
        /// The file.
        name: String,
    },
    /// Exports do not go into the library, whose files are its own.
    #[error("the target is inside the library")]
    InsideLibrary,
    /// The target cannot be written.
    #[error("cannot write {name}")]
    Unwritable {
        /// The file.
        name: String,
        /// What the system says.
        #[source]
        source: io::Error,
    },
}

impl ModelFileError {
    pub(crate) fn unreadable(path: &Path, source: io::Error) -> Self {
        let name = file_name(path);
        Self::Unreadable { name, source }
    }

    pub(crate) fn of_kind(path: &Path, kind: FileKind) -> Self {
        let name = file_name(path);
        match kind {
            FileKind::Zip | FileKind::Pickle => Self::Pickle { name },
            FileKind::Empty
            | FileKind::WebPage
            | FileKind::Json
            | FileKind::LfsPointer
            | FileKind::Gguf
            | FileKind::Unknown => Self::NotSafetensors { name, kind },
        }
    }

    /// What the copy of `path` is not.
    pub(crate) fn of_lora(path: &Path, error: LoraError) -> Self {
        let name = file_name(path);
        match error {
            LoraError::File(TensorFileError::NotSafetensors { kind, .. }) => {
                Self::of_kind(path, kind)
            }
            LoraError::File(TensorFileError::Read { source, .. }) => {
                Self::Unreadable { name, source }
            }
            LoraError::NoPairs { .. } => Self::NotALora { name },
            LoraError::WholeBase { .. } => Self::WholeBase { name },
            LoraError::Unsupported { what, .. } => Self::Beyond { name, what },
            source @ (LoraError::File(_)
            | LoraError::HalfPair { .. }
            | LoraError::OtherBase { .. }
            | LoraError::UnknownModule { .. }
            | LoraError::ChangedTwice { .. }
            | LoraError::WrongSides { .. }
            | LoraError::BadAlpha { .. }) => Self::Damaged { name, source },
        }
    }

    /// Whether it is a refusal, after which something else has to be chosen, and not a failure.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NotKept(source) | Self::Unwritable { source, .. }
                if blazon_dataset::is_full(source) =>
            {
                ErrorCode::DiskFull
            }
            Self::NotKept(_)
            | Self::Unwritable { .. }
            | Self::Unreadable { .. }
            | Self::Lost { .. } => ErrorCode::Unknown,
            Self::NotAFile { .. }
            | Self::TooLarge { .. }
            | Self::Pickle { .. }
            | Self::NotSafetensors { .. }
            | Self::Damaged { .. }
            | Self::NotALora { .. }
            | Self::WholeBase { .. }
            | Self::Beyond { .. }
            | Self::BaseUnknown { .. }
            | Self::OtherBase { .. }
            | Self::AlreadyThere { .. }
            | Self::Taken { .. }
            | Self::InsideLibrary => ErrorCode::Refused,
        }
    }

    /// The sentence for people: what is the matter, then what to do.
    #[must_use]
    pub fn sentence(&self, words: &Words) -> String {
        let with_name = |id: &str, name: &str| words.say_with(id, &[("name", name.into())]);
        match self {
            Self::NotKept(source) | Self::Unwritable { source, .. }
                if blazon_dataset::is_full(source) =>
            {
                words.say("error-disk-full")
            }
            Self::Unreadable { name, .. } => with_name("model-refused-unreadable", name),
            Self::NotAFile { name } => with_name("model-refused-not-a-file", name),
            Self::TooLarge { name, bytes } => {
                let size = format!("{:.1}", *bytes as f64 / 1e9);
                let arguments: [(&str, Argument); 2] =
                    [("name", name.as_str().into()), ("size", size.into())];
                words.say_with("model-refused-too-large", &arguments)
            }
            Self::Pickle { name } => with_name("model-refused-pickle", name),
            Self::NotSafetensors { name, kind } => {
                let arguments: [(&str, Argument); 2] = [
                    ("name", name.as_str().into()),
                    ("kind", kind_word(*kind).into()),
                ];
                words.say_with("model-refused-kind", &arguments)
            }
            Self::Damaged { name, .. } => with_name("model-refused-damaged", name),
            Self::NotALora { name } => with_name("model-refused-no-lora", name),
            Self::WholeBase { name } => with_name("model-refused-base", name),
            Self::Beyond { name, what } => {
                let arguments: [(&str, Argument); 2] = [
                    ("name", name.as_str().into()),
                    ("what", what.as_str().into()),
                ];
                words.say_with("model-refused-beyond", &arguments)
            }
            Self::BaseUnknown { name } => with_name("model-refused-base-unknown", name),
            Self::OtherBase { name, file, said } => {
                let arguments: [(&str, Argument); 3] = [
                    ("name", name.as_str().into()),
                    ("file", file.name().into()),
                    ("said", said.name().into()),
                ];
                words.say_with("model-refused-other-base", &arguments)
            }
            Self::AlreadyThere { name } => with_name("model-refused-already", name.as_str()),
            Self::NotKept(_) => words.say("error-library-unwritable"),
            Self::Lost { name, .. } => with_name("model-lost", name.as_str()),
            Self::Taken { name } => with_name("model-refused-taken", name),
            Self::InsideLibrary => words.say("model-refused-inside"),
            Self::Unwritable { name, .. } => with_name("model-refused-unwritable", name),
        }
    }
}

/// How messages call a kind of file.
const fn kind_word(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Empty => "empty",
        FileKind::WebPage => "page",
        FileKind::Json => "json",
        FileKind::LfsPointer => "pointer",
        FileKind::Gguf => "gguf",
        FileKind::Zip | FileKind::Pickle | FileKind::Unknown => "other",
    }
}
