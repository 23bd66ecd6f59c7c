//! Bases on this computer: the one that ships and those of the person's own, and what work with
//! them takes.

use crate::{Event, Studio};
use anyhow::Context;
use blazon_model::{
    Base, BaseFamily, ByteCount, Preset, ProbeTask, ProbedTraining, ProviderId, Recipe,
    WorkerOutcome, WorkerTask,
};
use blazon_providers::local::{Ending, Engine, EngineError, Flow};
use std::path::{Path, PathBuf};

/// The name of the base that ships.
const POCKET: &str = "Pocket";

/// What a base is and what work with it takes, as the engine says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Probed {
    /// Its family.
    pub family: BaseFamily,
    /// Memory at its most.
    pub memory: ByteCount,
    /// Memory that is free now, where the system says it.
    pub available: Option<ByteCount>,
    /// Seconds that one step took, where it was measured.
    pub seconds_per_step: Option<f64>,
    /// What the work is done on.
    pub device: String,
}

/// Why a base cannot be worked with.
#[derive(Debug, thiserror::Error)]
pub enum BaseError {
    /// The base that ships was not found beside the program.
    #[error("the base that ships with Blazon is missing")]
    PocketMissing,
    /// It is not where it was.
    #[error("there is no base at {path}")]
    Missing {
        /// Where it was.
        path: PathBuf,
    },
    /// The engine refuses it.
    #[error("{path} is not a base that can be used")]
    Unusable {
        /// The folder or file.
        path: PathBuf,
        /// What the engine says.
        #[source]
        source: EngineError,
    },
}

impl Studio {
    /// The base that ships, then those of the person's own.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_bases(&self) -> anyhow::Result<Vec<Base>> {
        let shipped = Base {
            path: None,
            name: POCKET.to_owned(),
            family: BaseFamily::Pocket,
        };
        let own = self.store.read(|db| db.list_bases())?;
        Ok(std::iter::once(shipped).chain(own).collect())
    }

    /// Looks at a folder or file and adds it to the bases.
    ///
    /// # Errors
    /// [`BaseError`], or the database's.
    pub fn add_base(&self, path: &Path) -> anyhow::Result<Base> {
        let path =
            std::path::absolute(path).context("find the folder in which the program runs")?;
        let probed = self.probe(&path, None)?;
        let base = Base {
            name: path.file_stem().map_or_else(
                || POCKET.to_owned(),
                |name| name.to_string_lossy().into_owned(),
            ),
            path: Some(path.display().to_string()),
            family: probed.family,
        };
        self.store.write(|tx| tx.save_base(&base, self.now()))?;
        self.events.send(Event::BasesChanged);
        Ok(base)
    }

    /// Takes a base out of the list; its files stay where they are.
    ///
    /// # Errors
    /// When the database fails.
    pub fn forget_base(&self, path: &str) -> anyhow::Result<()> {
        self.store.write(|tx| tx.forget_base(path))?;
        self.events.send(Event::BasesChanged);
        Ok(())
    }

    /// Looks at what this computer trains and draws with, and times a step on the base that ships.
    ///
    /// # Errors
    /// [`BaseError`].
    pub fn try_engine(&self) -> Result<Probed, BaseError> {
        self.probe_economy(&self.places.engine, true)
    }

    /// What an engine says of a training as the preset Economy has it; `measure` times a step.
    pub(crate) fn probe_economy(
        &self,
        engine: &Engine,
        measure: bool,
    ) -> Result<Probed, BaseError> {
        let recipe = Recipe::from_preset(Preset::Economy, ProviderId::Local, BaseFamily::Pocket);
        ask(
            engine,
            &self.base_folder(None)?,
            Some(probed_training(&recipe)),
            measure,
        )
    }

    /// Where a base lies; the one that ships for `None`.
    ///
    /// # Errors
    /// [`BaseError::PocketMissing`] and [`BaseError::Missing`].
    pub(crate) fn base_folder(&self, path: Option<&str>) -> Result<PathBuf, BaseError> {
        match path {
            None => self
                .places
                .engine
                .pocket()
                .map(Path::to_owned)
                .ok_or(BaseError::PocketMissing),
            Some(path) => {
                let path = PathBuf::from(path);
                if path.exists() {
                    Ok(path)
                } else {
                    Err(BaseError::Missing { path })
                }
            }
        }
    }

    /// The family of a base.
    ///
    /// # Errors
    /// [`BaseError`], or the database's.
    pub(crate) fn base_family(&self, path: Option<&str>) -> anyhow::Result<BaseFamily> {
        let Some(path) = path else {
            return Ok(BaseFamily::Pocket);
        };
        let known = self.store.read(|db| db.list_bases())?;
        match known
            .into_iter()
            .find(|base| base.path.as_deref() == Some(path))
        {
            Some(base) => Ok(base.family),
            None => Ok(self.probe(&self.base_folder(Some(path))?, None)?.family),
        }
    }

    /// What a training by `recipe` takes. It is asked of the engine, and kept for the next time.
    ///
    /// # Errors
    /// [`BaseError`].
    pub(crate) fn probe_training(&self, recipe: &Recipe) -> Result<Probed, BaseError> {
        let base = self.base_folder(recipe.local.base_path.as_deref())?;
        self.probe(&base, Some(probed_training(recipe)))
    }

    /// What was said before, or is said now.
    fn probe(&self, base: &Path, training: Option<ProbedTraining>) -> Result<Probed, BaseError> {
        let key = format!("{} {training:?}", base.display());
        if let Some(probed) = self.kept_probe(&key) {
            return Ok(probed);
        }
        let probed = ask(&self.places.engine, base, training, false)?;
        self.keep_probe(key, &probed);
        Ok(probed)
    }

    fn kept_probe(&self, key: &str) -> Option<Probed> {
        let probes = self
            .probes
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let (_, probed) = probes.iter().find(|(kept, _)| kept == key)?;
        // What is free changes by the minute; a probe without it is asked again.
        Some(Probed {
            available: crate::memory::available(),
            ..probed.clone()
        })
    }

    fn keep_probe(&self, key: String, probed: &Probed) {
        let mut probes = self
            .probes
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        probes.retain(|(kept, _)| *kept != key);
        // A form that is played with asks for many; a base that was replaced is asked again soon.
        if probes.len() >= 32 {
            probes.remove(0);
        }
        probes.push((key, probed.clone()));
    }
}

/// Asks an engine what it does with a base.
fn ask(
    engine: &Engine,
    base: &Path,
    training: Option<ProbedTraining>,
    measure: bool,
) -> Result<Probed, BaseError> {
    let task = WorkerTask::Probe(ProbeTask {
        base: Some(base.to_owned()),
        training,
        measure,
    });
    let unusable = |source| BaseError::Unusable {
        path: base.to_owned(),
        source,
    };
    let ending = engine
        .carry_out(&task, &mut |_| Flow::GoOn)
        .map_err(unusable)?;
    let Ending::Done(WorkerOutcome::Probed {
        device,
        threads,
        free_memory,
        family: Some(family),
        memory: Some(memory),
        step_seconds,
    }) = ending
    else {
        return Err(unusable(EngineError::Ended {
            status: "no answer".to_owned(),
            complaint: String::new(),
        }));
    };
    Ok(Probed {
        family,
        memory,
        available: free_memory,
        seconds_per_step: step_seconds,
        device: if threads > 1 {
            format!("{device}, {threads}")
        } else {
            device
        },
    })
}

const fn probed_training(recipe: &Recipe) -> ProbedTraining {
    ProbedTraining {
        rank: recipe.rank,
        batch: recipe.local.batch,
        resolution: recipe.resolution,
        layers: recipe.local.parts,
    }
}
