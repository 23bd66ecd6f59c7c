//! Jobs: rows that are claimed once, carried by the holder of the runner's lock, and found
//! again after a crash.

use crate::datasets::{from_json, optional_json, parsed, to_json};
use crate::{Reader, StoreError, Writer};
use blazon_model::{
    DatasetId, ExportFormat, ImportReport, Job, JobId, JobKind, JobState, Timestamp,
};
use rusqlite::{OptionalExtension, Row};
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What a job has to do, as it is written in its row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum JobTask {
    /// Files and folders become photos of the job's dataset.
    Import {
        /// Absolute paths.
        sources: Vec<SourcePath>,
    },
    /// The sample pictures inside the program become photos of the job's dataset.
    Samples,
    /// Originals of the dataset that were not measured are.
    Measure,
    /// Faces are looked for in the dataset's photos.
    Faces,
    /// The dataset's archive is made and read back.
    Archive,
    /// The dataset is written for another trainer.
    Export {
        /// Which.
        format: ExportFormat,
        /// The absolute path of the file or folder that will be made.
        to: SourcePath,
    },
}

impl JobTask {
    const fn kind(&self) -> JobKind {
        match self {
            Self::Import { .. } | Self::Samples => JobKind::Import,
            Self::Measure => JobKind::Measure,
            Self::Faces => JobKind::Faces,
            Self::Archive => JobKind::Archive,
            Self::Export { .. } => JobKind::Export,
        }
    }
}

impl JobTask {
    /// The word in the row.
    const fn row_kind(&self) -> &'static str {
        match self.kind() {
            JobKind::Import => "import",
            JobKind::Measure => "measure",
            JobKind::Faces => "faces",
            JobKind::Archive => "archive",
            JobKind::Export => "export",
        }
    }
}

/// A path that survives a row even where it is not text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SourcePath {
    /// A path that is text.
    Text(String),
    /// The encoded bytes of one that is not (`OsStr::as_encoded_bytes`), read back on Unix only.
    Bytes(Vec<u8>),
}

impl From<&Path> for SourcePath {
    fn from(path: &Path) -> Self {
        match path.to_str() {
            Some(text) => Self::Text(text.to_owned()),
            None => Self::Bytes(path.as_os_str().as_encoded_bytes().to_vec()),
        }
    }
}

impl From<SourcePath> for PathBuf {
    fn from(source: SourcePath) -> Self {
        match source {
            SourcePath::Text(text) => Self::from(text),
            SourcePath::Bytes(bytes) => Self::from(from_bytes(bytes)),
        }
    }
}

#[cfg(unix)]
fn from_bytes(bytes: Vec<u8>) -> OsString {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(bytes)
}

#[cfg(not(unix))]
fn from_bytes(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// A job with what it has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRow {
    /// What people see of it.
    pub job: Job,
    /// What it has to do.
    pub task: JobTask,
    /// How often it was begun; more than once after a crash.
    pub attempts: u32,
    /// Whether a person wants it stopped.
    pub cancel_asked: bool,
}

const COLUMNS: &str = "id, dataset_id, state, report, task, attempts, cancel_asked, export";

impl Reader<'_> {
    /// The job `id`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn load_job(&self, id: JobId) -> Result<JobRow, StoreError> {
        self.db
            .prepare_cached(&format!("SELECT {COLUMNS} FROM jobs WHERE id = ?1"))?
            .query_row([id.to_string()], read_job)
            .optional()?
            .ok_or_else(|| StoreError::NotFound {
                what: "job",
                id: id.to_string(),
            })
    }

    /// Jobs that are not finished, and those finished since `since`, oldest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_jobs(&self, since: Timestamp) -> Result<Vec<Job>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM jobs WHERE status IN ('queued', 'running') OR updated_at >= ?1 ORDER BY id"
        ))?;
        let rows = query.query_map([since.0], read_job)?;
        rows.map(|row| Ok(row?.job)).collect()
    }

    /// Whether a job is queued that people wait for, so that one in the background gives way.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_work_waiting(&self) -> Result<bool, StoreError> {
        Ok(self.db.query_row(
            "SELECT EXISTS (SELECT 1 FROM jobs WHERE status = 'queued' AND kind NOT IN ('faces', 'measure'))",
            [],
            |row| row.get(0),
        )?)
    }

    /// Whether a job of this kind is queued or running for a dataset.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_job_open(&self, dataset: DatasetId, task: &JobTask) -> Result<bool, StoreError> {
        Ok(self.db.query_row(
            "SELECT EXISTS (SELECT 1 FROM jobs WHERE dataset_id = ?1 AND kind = ?2 AND status IN ('queued', 'running'))",
            (dataset.to_string(), task.row_kind()),
            |row| row.get(0),
        )?)
    }

    /// Whether a person wants the job stopped.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_cancel_asked(&self, id: JobId) -> Result<bool, StoreError> {
        Ok(self.db.query_row(
            "SELECT cancel_asked FROM jobs WHERE id = ?1",
            [id.to_string()],
            |row| row.get(0),
        )?)
    }
}

impl Writer<'_> {
    /// Puts a job into the queue.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn queue_job(
        &self,
        id: JobId,
        dataset: DatasetId,
        task: &JobTask,
        now: Timestamp,
    ) -> Result<Job, StoreError> {
        let job = Job {
            id,
            dataset,
            kind: task.kind(),
            state: JobState::Queued,
            report: ImportReport::default(),
            export: None,
        };
        self.db.execute(
            "INSERT INTO jobs (id, dataset_id, kind, task, status, state, report, created_at, updated_at)
             VALUES (?1, ?2, ?7, ?3, 'queued', ?4, ?5, ?6, ?6)",
            (
                id.to_string(),
                dataset.to_string(),
                to_json("task", task)?,
                to_json("state", &job.state)?,
                to_json("report", &job.report)?,
                now.0,
                task.row_kind(),
            ),
        )?;
        Ok(job)
    }

    /// Takes the oldest queued job, one that nobody waits for last, and marks it as running, so
    /// that nobody else takes it.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn claim_job(&self, now: Timestamp) -> Result<Option<JobRow>, StoreError> {
        let running = JobState::Running {
            started_at: now,
            done: 0,
            total: None,
        };
        let claimed = self
            .db
            .query_row(
                &format!(
                    "UPDATE jobs SET status = 'running', state = ?1, attempts = attempts + 1, updated_at = ?2
                     WHERE id = (SELECT id FROM jobs WHERE status = 'queued' ORDER BY kind IN ('faces', 'measure'), id LIMIT 1)
                     RETURNING {COLUMNS}"
                ),
                (to_json("state", &running)?, now.0),
                read_job,
            )
            .optional()?;
        Ok(claimed)
    }

    /// Puts back every job that a program which ended left running. Only the holder of the
    /// runner's lock may call it. Returns how many there were.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn requeue_interrupted_jobs(&self, now: Timestamp) -> Result<usize, StoreError> {
        Ok(self.db.execute(
            "UPDATE jobs SET status = 'queued', state = ?1, updated_at = ?2 WHERE status = 'running'",
            (to_json("state", &JobState::Queued)?, now.0),
        )?)
    }

    /// Writes where a job stands. A terminal state is never overwritten, and what ended forgets
    /// where its files came from: a photo that is deleted for good leaves no path behind.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn save_job(&self, job: &Job, now: Timestamp) -> Result<(), StoreError> {
        let status = match &job.state {
            JobState::Queued => "queued",
            JobState::Running { .. } => "running",
            JobState::Succeeded { .. } => "succeeded",
            JobState::Failed { .. } => "failed",
            JobState::Cancelled { .. } => "cancelled",
        };
        self.db.execute(
            "UPDATE jobs SET status = ?2, state = ?3, report = ?4, updated_at = ?5,
               task = iif(?6, json_replace(task, '$.sources', json('[]')), task), export = ?7
             WHERE id = ?1 AND status IN ('queued', 'running')",
            (
                job.id.to_string(),
                status,
                to_json("state", &job.state)?,
                to_json("report", &job.report)?,
                now.0,
                job.state.is_terminal(),
                job.export
                    .as_ref()
                    .map(|export| to_json("export", export))
                    .transpose()?,
            ),
        )?;
        Ok(())
    }

    /// Notes that a person wants the job stopped; one that nobody has begun is stopped at once.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn ask_cancel(&self, id: JobId, now: Timestamp) -> Result<Job, StoreError> {
        self.db.execute(
            "UPDATE jobs SET cancel_asked = 1 WHERE id = ?1",
            [id.to_string()],
        )?;
        let mut job = self.load_job(id)?.job;
        if job.state == JobState::Queued {
            job.state = JobState::Cancelled { finished_at: now };
            self.save_job(&job, now)?;
        }
        Ok(self.load_job(id)?.job)
    }
}

fn read_job(row: &Row<'_>) -> rusqlite::Result<JobRow> {
    let task: JobTask = from_json(row, 4)?;
    Ok(JobRow {
        job: Job {
            id: parsed(row, 0)?,
            dataset: parsed(row, 1)?,
            kind: task.kind(),
            state: from_json(row, 2)?,
            report: from_json(row, 3)?,
            export: optional_json(row, 7)?,
        },
        task,
        attempts: row.get(5)?,
        cancel_asked: row.get(6)?,
    })
}
