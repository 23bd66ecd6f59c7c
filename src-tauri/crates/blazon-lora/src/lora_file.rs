//! A LoRA file, read: its pairs by the names that stand in it.

use crate::scheme::{Role, Scheme, beyond, is_of_base, known_beyond, part_of};
use crate::{LoraError, TensorFile, family, tags};
use blazon_model::{BaseFamily, ContentHash};
use std::collections::BTreeMap;
use std::path::Path;

/// A LoRA file whose numbers are all finite.
#[derive(Debug)]
pub struct LoraFile {
    pub(crate) file: TensorFile,
    pub(crate) scheme: Scheme,
    pub(crate) pairs: Vec<RawPair>,
    pub(crate) others: Vec<String>,
}

/// A pair of matrices as it lies in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawPair {
    /// The name of the module that it changes, as the file has it.
    pub module: String,
    /// The rank: rows of the first matrix.
    pub rank: usize,
    /// Sides of the first matrix: `[rank, inputs]`, or `[rank, inputs, height, width]`.
    pub down_shape: Vec<usize>,
    /// Sides of the second matrix: `[outputs, rank]`, or `[outputs, rank, 1, 1]`.
    pub up_shape: Vec<usize>,
    /// Names of its tensors.
    pub(crate) down: String,
    pub(crate) up: String,
    pub(crate) alpha: Option<String>,
}

/// The tensors of one module, while they are being gathered.
#[derive(Default)]
struct Gathered {
    down: Option<String>,
    up: Option<String>,
    alpha: Option<String>,
}

impl LoraFile {
    /// Reads a LoRA file of whatever family and checks what can be checked without a base.
    ///
    /// # Errors
    /// When it is no safetensors file, is damaged, holds numbers that are not finite, no pair, or
    /// half of one.
    pub fn read(path: &Path) -> Result<Self, LoraError> {
        Self::of(TensorFile::read(path)?)
    }

    /// As [`LoraFile::read`], of a file that has been opened.
    ///
    /// # Errors
    /// As [`LoraFile::read`].
    pub fn of(file: TensorFile) -> Result<Self, LoraError> {
        let mut modules: BTreeMap<String, Gathered> = BTreeMap::new();
        let mut others = Vec::new();
        let mut scheme = None;
        for name in file.names() {
            let Some((module, role, of)) = part_of(name) else {
                others.push(name.to_owned());
                continue;
            };
            let gathered = modules.entry(module.to_owned()).or_default();
            let place = match role {
                Role::Down => &mut gathered.down,
                Role::Up => &mut gathered.up,
                Role::Alpha => &mut gathered.alpha,
            };
            if role != Role::Alpha {
                scheme.get_or_insert(of);
            }
            *place = Some(name.to_owned());
        }
        let pairs = modules
            .into_iter()
            .map(|(module, gathered)| gathered.pair(module, &file))
            .collect::<Result<Vec<_>, _>>()?;
        let scheme = scheme.ok_or_else(|| without_pairs(&file))?;
        file.check_finite()?;
        Ok(Self {
            file,
            scheme,
            pairs,
            others,
        })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// How it names its tensors.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Its pairs, sorted by their modules' names.
    #[must_use]
    pub fn pairs(&self) -> &[RawPair] {
        &self.pairs
    }

    /// Tensors that belong to no pair.
    #[must_use]
    pub fn others(&self) -> &[String] {
        &self.others
    }

    /// The rank of most of its pairs.
    #[must_use]
    pub fn rank(&self) -> usize {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for pair in &self.pairs {
            *counts.entry(pair.rank).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(_, count)| *count);
        most.map_or(0, |(rank, _)| rank)
    }

    /// What the file says of itself.
    #[must_use]
    pub const fn metadata(&self) -> &BTreeMap<String, String> {
        self.file.metadata()
    }

    /// The word that calls its subject, where the file names one.
    #[must_use]
    pub fn trigger(&self) -> Option<&str> {
        let named = self.metadata().get("modelspec.trigger_phrase")?;
        let named = named.trim();
        (!named.is_empty()).then_some(named)
    }

    /// What begins most of the captions on which it was trained, where the file lists them: often the word that calls
    /// its subject, and as often another.
    #[must_use]
    pub fn leading_tag(&self) -> Option<String> {
        tags::leading(self.metadata().get("ss_tag_frequency")?)
    }

    /// What the file uses beyond a LoRA of two matrices, which [`LoraFile::resolve`] refuses.
    #[must_use]
    pub fn beyond(&self) -> Option<String> {
        self.others.first().map(|name| beyond(name))
    }

    /// The bases that it fits, by its keys, its sides and what it says; `None` where none of them
    /// tells.
    #[must_use]
    pub fn family(&self) -> Option<BaseFamily> {
        self.certain_family().or_else(|| self.likely_family())
    }

    /// The bases that it fits, where its keys and sides leave no other or where it says so itself.
    #[must_use]
    pub fn certain_family(&self) -> Option<BaseFamily> {
        family::certain(self)
    }

    /// The bases that it most probably fits, where several have such keys and sides and it says nothing.
    #[must_use]
    pub fn likely_family(&self) -> Option<BaseFamily> {
        family::likely(self)
    }

    /// The hash of the whole file.
    #[must_use]
    pub fn content_hash(&self) -> ContentHash {
        self.file.content_hash()
    }
}

/// What a file without a pair is.
fn without_pairs(file: &TensorFile) -> LoraError {
    let path = file.path().to_owned();
    if let Some(what) = file.names().find_map(known_beyond) {
        let what = what.to_owned();
        return LoraError::Unsupported { path, what };
    }
    if file.names().any(is_of_base) {
        return LoraError::WholeBase { path };
    }
    LoraError::NoPairs { path }
}

impl Gathered {
    fn pair(self, module: String, file: &TensorFile) -> Result<RawPair, LoraError> {
        let path = || file.path().to_owned();
        let (Some(down), Some(up)) = (self.down, self.up) else {
            let path = path();
            return Err(LoraError::HalfPair { path, module });
        };
        let shape = |name: &str| file.info(name).map_or(&[][..], |info| &info.shape);
        let (down_shape, up_shape) = (shape(&down).to_vec(), shape(&up).to_vec());
        let rank = down_shape.first().copied().unwrap_or(0);
        let is_matrix = |shape: &[usize]| shape.len() == 2 || shape.len() == 4;
        if rank == 0
            || up_shape.get(1) != Some(&rank)
            || !is_matrix(&down_shape)
            || !is_matrix(&up_shape)
        {
            let path = path();
            return Err(LoraError::WrongSides { path, module });
        }
        Ok(RawPair {
            module,
            rank,
            down_shape,
            up_shape,
            down,
            up,
            alpha: self.alpha,
        })
    }
}
