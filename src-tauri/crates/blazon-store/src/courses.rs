//! The course of a training run: its losses, samples and lines.

use crate::datasets::{from_json, unreadable};
use crate::{Reader, StoreError, Writer};
use blazon_model::{
    LossPoint, PaidWork, Quote, RunId, RunLine, RunNews, RunSample, Seed, Timestamp,
};
use rusqlite::{OptionalExtension, Row};

/// Lines of a run's log that are shown.
const LINES_SHOWN: u32 = 200;

impl Reader<'_> {
    /// The losses, samples and last lines of a run, oldest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn load_course(&self, run: RunId) -> Result<RunNews, StoreError> {
        let run = run.to_string();
        let mut losses = self
            .db
            .prepare_cached("SELECT step, loss FROM run_steps WHERE run_id = ?1 ORDER BY step")?;
        let mut samples = self.db.prepare_cached(
            "SELECT step, position, prompt, seed, file FROM run_samples WHERE run_id = ?1 ORDER BY step, position",
        )?;
        let mut lines = self.db.prepare_cached(
            "SELECT at, text FROM (SELECT id, at, text FROM run_lines WHERE run_id = ?1 ORDER BY id DESC LIMIT ?2) ORDER BY id",
        )?;
        Ok(RunNews {
            losses: losses
                .query_map([&run], |row| {
                    Ok(LossPoint {
                        step: row.get(0)?,
                        loss: row.get(1)?,
                    })
                })?
                .collect::<Result<_, _>>()?,
            samples: samples
                .query_map([&run], read_sample)?
                .collect::<Result<_, _>>()?,
            log: lines
                .query_map((&run, LINES_SHOWN), |row| {
                    Ok(RunLine {
                        at: Timestamp(row.get(0)?),
                        text: row.get(1)?,
                    })
                })?
                .collect::<Result<_, _>>()?,
        })
    }

    /// The quote that was accepted last for a piece of work.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find_accepted_quote(
        &self,
        work: impl Into<PaidWork>,
    ) -> Result<Option<Quote>, StoreError> {
        let run = match work.into() {
            PaidWork::Run(run) => run,
            PaidWork::Drawing(drawing) => return self.find_quote_of_drawing(drawing),
            PaidWork::Caption(order) => return self.find_quote_of_caption(order),
        };
        Ok(self
            .db
            .query_row(
                "SELECT quote FROM acceptances WHERE run_id = ?1 ORDER BY rowid DESC LIMIT 1",
                [run.to_string()],
                |row| from_json(row, 0),
            )
            .optional()?)
    }
}

impl Writer<'_> {
    /// Adds what a run has done. A step or sample that is told again, as after a crash, takes the
    /// place of the first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn add_news(&self, run: RunId, news: &RunNews) -> Result<(), StoreError> {
        let run = run.to_string();
        let mut losses = self
            .db
            .prepare_cached("INSERT OR REPLACE INTO run_steps VALUES (?1, ?2, ?3)")?;
        for point in &news.losses {
            losses.execute((&run, point.step, point.loss))?;
        }
        let mut samples = self
            .db
            .prepare_cached("INSERT OR REPLACE INTO run_samples VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        for sample in &news.samples {
            samples.execute((
                &run,
                sample.step,
                sample.index,
                &sample.prompt,
                sample.seed.to_string(),
                &sample.file,
            ))?;
        }
        let mut lines = self
            .db
            .prepare_cached("INSERT INTO run_lines (run_id, at, text) VALUES (?1, ?2, ?3)")?;
        for line in &news.log {
            lines.execute((&run, line.at.0, &line.text))?;
        }
        Ok(())
    }

    /// Says where a run's samples lie now.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn move_samples(&self, run: RunId, from: &str, to: &str) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE run_samples SET file = ?3 || substr(file, length(?2) + 1)
             WHERE run_id = ?1 AND substr(file, 1, length(?2)) = ?2",
            (run.to_string(), from, to),
        )?;
        Ok(())
    }
}

fn read_sample(row: &Row<'_>) -> rusqlite::Result<RunSample> {
    let seed: String = row.get(3)?;
    Ok(RunSample {
        step: row.get(0)?,
        index: row.get(1)?,
        prompt: row.get(2)?,
        seed: Seed(seed.parse().map_err(|error| unreadable(3, error))?),
        file: row.get(4)?,
    })
}
