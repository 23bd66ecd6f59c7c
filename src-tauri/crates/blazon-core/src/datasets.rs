//! Datasets: made, named, described, removed, and what was done to them taken back.

use crate::{Event, Studio, Words};
use anyhow::Context;
use blazon_model::{
    Dataset, DatasetChange, DatasetId, DatasetName, Edit, EditId, Job, Subject, TrainingRun,
    TriggerWord,
};
use blazon_store::StoreError;
use serde::{Deserialize, Serialize};
use specta::Type;

/// An import that has been put into the queue, with the dataset that it fills.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StartedImport {
    /// The dataset.
    pub dataset: Dataset,
    /// The import.
    pub job: Job,
}

impl Studio {
    /// All datasets, the last changed first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_datasets(&self) -> anyhow::Result<Vec<Dataset>> {
        self.store
            .read(|db| db.list_datasets())
            .context("list the datasets")
    }

    /// The dataset `id`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn load_dataset(&self, id: DatasetId) -> anyhow::Result<Dataset> {
        Ok(self.store.read(|db| db.load_dataset(id))?)
    }

    /// The dataset that a run trains. It may have been removed meanwhile; what is trained, and paid, is kept all the
    /// same.
    pub(crate) fn dataset_of(&self, run: &TrainingRun) -> anyhow::Result<Dataset> {
        Ok(self
            .store
            .read(|db| db.load_dataset_even_removed(run.dataset))?)
    }

    /// Makes a dataset without photos. Without a name it gets "My digital body" and the date, in
    /// the person's language.
    ///
    /// # Errors
    /// [`blazon_model::InvalidName`], or the database's.
    pub fn create_dataset(&self, name: Option<&str>, subject: Subject) -> anyhow::Result<Dataset> {
        let name = match name {
            Some(name) => DatasetName::new(name)?,
            None => self.default_name(&self.words())?,
        };
        let id = DatasetId::new(self.now(), self.random());
        let dataset = self.store.write::<_, StoreError>(|tx| {
            // A taken trigger word is drawn again: a chance of one in 1.7 million for each that
            // has the same stem.
            let trigger = loop {
                let trigger = TriggerWord::from_name(name.as_str(), self.random_number());
                if !tx.is_trigger_taken(&trigger)? {
                    break trigger;
                }
            };
            tx.insert_dataset(id, &name, &trigger, subject, self.now())?;
            tx.load_dataset(id)
        })?;
        self.events.send(Event::DatasetChanged { dataset: id });
        Ok(dataset)
    }

    /// Gives a dataset another name.
    ///
    /// # Errors
    /// [`blazon_model::InvalidName`], [`StoreError::NotFound`], or the database's.
    pub fn rename_dataset(&self, id: DatasetId, name: &str) -> anyhow::Result<Dataset> {
        let to = DatasetName::new(name)?;
        self.change(id, |before| DatasetChange::Renamed {
            from: before.name.clone(),
            to,
        })
    }

    /// Says whom or what a dataset shows.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn describe_dataset(&self, id: DatasetId, subject: Subject) -> anyhow::Result<Dataset> {
        let dataset = self.change(id, |before| DatasetChange::Described {
            from: before.subject,
            to: subject,
        })?;
        // Faces are looked for in photos of people alone.
        self.queue_inspections(id)?;
        Ok(dataset)
    }

    /// Chooses another trigger word.
    ///
    /// # Errors
    /// [`blazon_model::InvalidTrigger`], [`StoreError::TriggerTaken`], [`StoreError::TriggerLocked`],
    /// [`StoreError::NotFound`], or the database's.
    pub fn change_trigger(&self, id: DatasetId, trigger: &str) -> anyhow::Result<Dataset> {
        let to: TriggerWord = trigger.trim().parse()?;
        self.change(id, |before| DatasetChange::TriggerChanged {
            from: before.trigger.clone(),
            to,
        })
    }

    /// Takes a dataset out of the list. Its photos stay in the library.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn remove_dataset(&self, id: DatasetId) -> anyhow::Result<()> {
        self.store.write(|tx| tx.remove_dataset(id, self.now()))?;
        self.events.send(Event::DatasetChanged { dataset: id });
        Ok(())
    }

    /// Brings a removed dataset back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn restore_dataset(&self, id: DatasetId) -> anyhow::Result<Dataset> {
        let dataset = self.store.write::<_, StoreError>(|tx| {
            tx.restore_dataset(id)?;
            tx.load_dataset(id)
        })?;
        self.events.send(Event::DatasetChanged { dataset: id });
        Ok(dataset)
    }

    /// Takes back the newest edit of a dataset that is not undone.
    ///
    /// # Errors
    /// When what should come back is taken by now, or the database fails.
    pub fn undo_edit(&self, dataset: DatasetId) -> anyhow::Result<Option<Edit>> {
        let edit = self.store.write(|tx| tx.undo_edit(dataset, self.now()))?;
        self.events.send(Event::DatasetChanged { dataset });
        Ok(edit)
    }

    /// Makes the edit again that was undone last.
    ///
    /// # Errors
    /// As [`Studio::undo_edit`].
    pub fn redo_edit(&self, dataset: DatasetId) -> anyhow::Result<Option<Edit>> {
        let edit = self.store.write(|tx| tx.redo_edit(dataset, self.now()))?;
        self.events.send(Event::DatasetChanged { dataset });
        Ok(edit)
    }

    /// The history of a dataset, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_edits(&self, dataset: DatasetId) -> anyhow::Result<Vec<Edit>> {
        Ok(self.store.read(|db| db.list_edits(dataset))?)
    }

    fn default_name(&self, words: &Words) -> anyhow::Result<DatasetName> {
        let today = self.surroundings.today();
        Ok(DatasetName::new(&words.say_with(
            "dataset-default-name",
            &[("date", today.into())],
        ))?)
    }

    /// Makes a change and notes it, unless it would change nothing.
    pub(crate) fn change(
        &self,
        id: DatasetId,
        change: impl FnOnce(&Dataset) -> DatasetChange,
    ) -> anyhow::Result<Dataset> {
        let edit = EditId::new(self.now(), self.random());
        let dataset = self.store.write::<_, StoreError>(|tx| {
            let before = tx.load_dataset(id)?;
            let change = change(&before);
            if changes_something(&change) {
                tx.make_edit(edit, id, change, self.now())?;
            }
            tx.load_dataset(id)
        })?;
        self.events.send(Event::DatasetChanged { dataset: id });
        Ok(dataset)
    }

    fn random_number(&self) -> u32 {
        let bytes = self.random();
        u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
    }
}

fn changes_something(change: &DatasetChange) -> bool {
    match change {
        DatasetChange::Renamed { from, to } => from != to,
        DatasetChange::Described { from, to } => from != to,
        DatasetChange::TriggerChanged { from, to } => from != to,
        DatasetChange::Framed { from, to } => from != to,
        DatasetChange::CaptionStyleChanged { from, to } => from != to,
        DatasetChange::PhotosAdded { .. }
        | DatasetChange::PhotosRemoved { .. }
        | DatasetChange::PhotosChosen { .. }
        | DatasetChange::PhotosCropped { .. }
        | DatasetChange::CaptionsChanged { .. } => true,
    }
}
