//! The ledger: rows in the database and, before each commit, the same lines in `ledger.jsonl`.
//!
//! The file outlives a database that has to be restored from a copy: the lines it has and the
//! database lacks are read back at the next opening. A line whose commit then failed is read
//! back too, so what was set aside may count although nothing was sent; never the other way.

use crate::datasets::{from_json, optional_id, parsed, to_json};
use crate::{Reader, Store, StoreError, Writer};
use blazon_model::{
    CaptioningId, LedgerEntry, LedgerId, LedgerKind, Money, PaidWork, RequestId, SpendLine,
    SpendPurpose, Spender, TelegramId, Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// The file beside the database.
const FILE: &str = "ledger.jsonl";

const SELECT: &str = "SELECT id, at, kind, amount, provider, run_id, request_id, spender, drawing_id, caption_order_id FROM ledger";
/// What a line is for; ids are never given twice, so that no kind is needed.
const WORK: &str = "coalesce(run_id, drawing_id, caption_order_id)";
/// Lines by anybody.
const ALL: &str = "1";
/// Lines by guests of the bot.
const GUESTS: &str = r#"spender <> '{"kind":"person"}'"#;
/// Lines by the guest who is the third value; the first words are those of the index.
pub(crate) const GUEST: &str = r#"spender <> '{"kind":"person"}' AND spender = ?3"#;

impl Reader<'_> {
    /// All entries, oldest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_ledger(&self) -> Result<Vec<LedgerEntry>, StoreError> {
        let mut query = self
            .db
            .prepare_cached(&format!("{SELECT} ORDER BY at, rowid"))?;
        Ok(query.query_map([], read_entry)?.collect::<Result<_, _>>()?)
    }

    /// The entries about money with what each is for, newest first. Captions are one line for each photo; with a
    /// captioning's id, so that they can be put together.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_spend_lines(&self) -> Result<Vec<(SpendLine, Option<CaptioningId>)>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT entry.at, entry.kind, entry.amount, entry.provider, trained.name,
                    json_extract(drawings.request, '$.count'), described.name, captionings.id
             FROM ledger AS entry
             LEFT JOIN training_runs ON training_runs.id = entry.run_id
             LEFT JOIN datasets AS trained ON trained.id = training_runs.dataset_id
             LEFT JOIN drawings ON drawings.id = entry.drawing_id
             LEFT JOIN caption_orders ON caption_orders.id = entry.caption_order_id
             LEFT JOIN captionings ON captionings.id = caption_orders.captioning_id
             LEFT JOIN datasets AS described ON described.id = captionings.dataset_id
             WHERE entry.kind <> '\"requested\"' ORDER BY entry.at DESC, entry.rowid DESC",
        )?;
        Ok(query
            .query_map([], read_spend_line)?
            .collect::<Result<_, _>>()?)
    }

    /// The entries of one piece of work, in the order in which they were written.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_ledger_of(
        &self,
        work: impl Into<PaidWork>,
    ) -> Result<Vec<LedgerEntry>, StoreError> {
        let mut query = self
            .db
            .prepare_cached(&format!("{SELECT} WHERE {WORK} = ?1 ORDER BY rowid"))?;
        Ok(query
            .query_map([work.into().to_string()], read_entry)?
            .collect::<Result<_, _>>()?)
    }

    /// What is spent from `from` on, up to and without `until`, and what is set aside up to then, since when ever: a
    /// settlement or a refund takes the place of the reservation of the same work.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn spent_between(&self, from: Timestamp, until: Timestamp) -> Result<Money, StoreError> {
        self.spent(ALL, from, until)
    }

    /// As [`Reader::spent_between`], by all guests of the bot together.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn guests_spent_between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Money, StoreError> {
        self.spent(GUESTS, from, until)
    }

    /// As [`Reader::spent_between`], by one guest of the bot.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn guest_spent_between(
        &self,
        telegram: TelegramId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Money, StoreError> {
        let spender = to_json("spender", &Spender::Guest { telegram })?;
        let mut query = self.db.prepare_cached(&spent_by(GUEST))?;
        let micros = query.query_row((from.0, until.0, spender), |row| row.get(0))?;
        Ok(Money::from_micros(micros))
    }

    fn spent(
        &self,
        whose: &'static str,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Money, StoreError> {
        let mut query = self.db.prepare_cached(&spent_by(whose))?;
        let micros = query.query_row((from.0, until.0), |row| row.get(0))?;
        Ok(Money::from_micros(micros))
    }
}

/// The sum of what was spent between two moments in the lines that `whose` chooses.
pub(crate) fn spent_by(whose: &str) -> String {
    format!(
        "SELECT coalesce(sum(amount), 0) FROM ledger AS entry
         WHERE {whose} AND at < ?2
           AND ((kind = '\"settled\"' AND at >= ?1) OR (kind = '\"reserved\"' AND NOT EXISTS (
                 SELECT 1 FROM ledger AS later
                 WHERE coalesce(later.run_id, later.drawing_id, later.caption_order_id)
                       = coalesce(entry.run_id, entry.drawing_id, entry.caption_order_id)
                   AND later.kind IN ('\"settled\"', '\"refunded\"')
                   AND later.rowid > entry.rowid)))"
    )
}

impl Reader<'_> {
    /// Whether the ledger has this line. It may be one that a restored database lacks everything else of.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn has_entry(&self, id: LedgerId) -> Result<bool, StoreError> {
        Ok(self.db.query_row(
            "SELECT EXISTS (SELECT 1 FROM ledger WHERE id = ?1)",
            [id.to_string()],
            |row| row.get(0),
        )?)
    }

    /// Whether something is set aside for `work` that was neither settled nor given back.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_reserved(&self, work: impl Into<PaidWork>) -> Result<bool, StoreError> {
        let last: Option<String> = self
            .db
            .query_row(
                &format!(
                    "SELECT kind FROM ledger WHERE {WORK} = ?1 AND kind <> '\"requested\"' ORDER BY rowid DESC LIMIT 1"
                ),
                [work.into().to_string()],
                |row| row.get(0),
            )
            .optional()?;
        Ok(last.as_deref() == Some("\"reserved\""))
    }
}

impl Writer<'_> {
    /// Adds an entry; its line reaches `ledger.jsonl`, synced, before this transaction commits.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn append_ledger(&self, entry: &LedgerEntry) -> Result<(), StoreError> {
        insert(&self.db, entry)?;
        self.ledger.borrow_mut().push(entry.clone());
        Ok(())
    }
}

fn insert(db: &Connection, entry: &LedgerEntry) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO ledger (id, at, kind, amount, provider, run_id, request_id, spender, drawing_id, caption_order_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
    )?
    .execute((
        entry.id.to_string(),
        entry.at.0,
        to_json("ledger kind", &entry.kind)?,
        entry.amount.micros(),
        to_json("provider", &entry.provider)?,
        entry.run.map(|run| run.to_string()),
        entry.request.as_ref().map(|request| request.0.clone()),
        to_json("spender", &entry.by)?,
        entry.drawing.map(|drawing| drawing.to_string()),
        entry.caption.map(|order| order.to_string()),
    ))?;
    Ok(())
}

/// Appends lines to the file and syncs it. A line that a crash cut off is closed first, so that
/// it spoils none that follow.
pub(crate) fn append_lines(home: &Path, entries: &[LedgerEntry]) -> Result<(), StoreError> {
    if entries.is_empty() {
        return Ok(());
    }
    let path = home.join(FILE);
    let mut text = String::new();
    for entry in entries {
        text.push_str(&to_json("ledger entry", entry)?);
        text.push('\n');
    }
    append(&path, &text).map_err(|source| StoreError::of_file(&path, source))
}

fn append(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = File::options()
        .create(true)
        .read(true)
        .append(true)
        .open(path)?;
    if file.metadata()?.len() > 0 {
        file.seek(SeekFrom::End(-1))?;
        let mut last = [0];
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            file.write_all(b"\n")?;
        }
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Reads back the lines that the database lacks.
pub(crate) fn replay(store: &Store) -> Result<(), StoreError> {
    let path = store.home().join(FILE);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(StoreError::of_file(&path, source)),
    };
    let connection = store.lock_writer();
    for line in BufReader::new(file).split(b'\n') {
        let line = line.map_err(|source| StoreError::of_file(&path, source))?;
        match serde_json::from_slice::<LedgerEntry>(&line) {
            Ok(entry) => insert(&connection, &entry)?,
            Err(_) if line.is_empty() => {}
            Err(error) => {
                tracing::warn!(%error, "a line of the ledger cannot be read and is passed over");
            }
        }
    }
    Ok(())
}

fn read_spend_line(row: &Row<'_>) -> rusqlite::Result<(SpendLine, Option<CaptioningId>)> {
    let trained: Option<String> = row.get(4)?;
    let drawn: Option<u32> = row.get(5)?;
    let described: Option<String> = row.get(6)?;
    let purpose = match (trained, drawn, described) {
        (Some(dataset), _, _) => SpendPurpose::Training { dataset },
        (_, Some(pictures), _) => SpendPurpose::Drawing { pictures },
        (_, _, Some(dataset)) => SpendPurpose::Captions { dataset, photos: 1 },
        (None, None, None) => SpendPurpose::Unknown,
    };
    let line = SpendLine {
        at: Timestamp(row.get(0)?),
        kind: from_json(row, 1)?,
        amount: Money::from_micros(row.get(2)?),
        provider: from_json(row, 3)?,
        purpose,
    };
    Ok((line, optional_id(row, 7)?))
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<LedgerEntry> {
    Ok(LedgerEntry {
        id: parsed(row, 0)?,
        at: Timestamp(row.get(1)?),
        kind: from_json::<LedgerKind>(row, 2)?,
        amount: Money::from_micros(row.get(3)?),
        provider: from_json(row, 4)?,
        run: optional_id(row, 5)?,
        drawing: optional_id(row, 8)?,
        caption: optional_id(row, 9)?,
        request: row.get::<_, Option<String>>(6)?.map(RequestId),
        by: from_json(row, 7)?,
    })
}
