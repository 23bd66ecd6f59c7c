//! Guests of the bot.

use crate::datasets::{optional_word, parsed, word};
use crate::{Reader, StoreError, Writer};
use blazon_model::{Guest, GuestAccess, GuestId, GuestLine, LanguageTag, TelegramId, Timestamp};
use rusqlite::{OptionalExtension, Row};

const SELECT: &str = "SELECT id, telegram_id, name, username, access, daily_quota, language, first_seen_at, last_seen_at FROM guests";
/// How often it is written down, in milliseconds, that a guest about whom nothing changed was seen.
const A_MINUTE: i64 = 60 * 1000;

impl Reader<'_> {
    /// The guest with Telegram's number.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find_guest(&self, telegram: TelegramId) -> Result<Option<Guest>, StoreError> {
        Ok(self
            .db
            .prepare_cached(&format!("{SELECT} WHERE telegram_id = ?1"))?
            .query_row([telegram.0], read_guest)
            .optional()?)
    }

    /// All guests, the last seen first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_guests(&self) -> Result<Vec<Guest>, StoreError> {
        let mut query = self
            .db
            .prepare_cached(&format!("{SELECT} ORDER BY last_seen_at DESC, id DESC"))?;
        Ok(query.query_map([], read_guest)?.collect::<Result<_, _>>()?)
    }

    /// All guests with what each had and spent from `from` on, up to and without `until`.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_guest_lines(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<GuestLine>, StoreError> {
        let guests = self.list_guests()?.into_iter();
        guests
            .map(|guest| {
                Ok(GuestLine {
                    pictures_today: self.count_pictures_of(guest.telegram, from, until)?,
                    spent_today: self.guest_spent_between(guest.telegram, from, until)?,
                    guest,
                })
            })
            .collect()
    }

    /// Whether somebody has paired with the window.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn has_owner(&self) -> Result<bool, StoreError> {
        Ok(self.db.query_row(
            "SELECT EXISTS (SELECT 1 FROM guests WHERE access = ?1)",
            [GuestAccess::Owner.name()],
            |row| row.get(0),
        )?)
    }

    fn load_guest(&self, telegram: TelegramId) -> Result<Guest, StoreError> {
        self.find_guest(telegram)?
            .ok_or_else(|| StoreError::NotFound {
                what: "guest",
                id: telegram.0.to_string(),
            })
    }
}

impl Writer<'_> {
    /// Notes that a person wrote: a new guest with `access_if_new`, or a known one, whose name is then the one that
    /// Telegram says now.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn meet_guest(
        &self,
        telegram: TelegramId,
        name: &str,
        username: Option<&str>,
        now: Timestamp,
        access_if_new: GuestAccess,
    ) -> Result<Guest, StoreError> {
        self.db
            .prepare_cached(
                "INSERT INTO guests (id, telegram_id, name, username, access, first_seen_at, last_seen_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
                 ON CONFLICT (telegram_id) DO UPDATE SET
                     name = excluded.name, username = excluded.username, last_seen_at = excluded.last_seen_at,
                     first_seen_at = CASE name WHEN '' THEN excluded.first_seen_at ELSE first_seen_at END
                 WHERE name <> excluded.name OR username IS NOT excluded.username
                    OR last_seen_at <= excluded.last_seen_at - ?7",
            )?
            .execute((
                new_id(telegram, now).to_string(),
                telegram.0,
                name,
                username,
                access_if_new.name(),
                now.0,
                A_MINUTE,
            ))?;
        self.load_guest(telegram)
    }

    /// Allows a person by Telegram's number, who need not have written yet. An owner stays one.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn allow_guest(&self, telegram: TelegramId, now: Timestamp) -> Result<Guest, StoreError> {
        self.db.execute(
            "INSERT INTO guests (id, telegram_id, name, access, first_seen_at, last_seen_at)
             VALUES (?1, ?2, '', ?3, ?4, ?4)
             ON CONFLICT (telegram_id) DO UPDATE SET access = excluded.access WHERE access <> ?5",
            (
                new_id(telegram, now).to_string(),
                telegram.0,
                GuestAccess::Allowed.name(),
                now.0,
                GuestAccess::Owner.name(),
            ),
        )?;
        self.load_guest(telegram)
    }

    /// Says what a guest may do.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn set_guest_access(
        &self,
        telegram: TelegramId,
        access: GuestAccess,
    ) -> Result<Guest, StoreError> {
        self.db.execute(
            "UPDATE guests SET access = ?2 WHERE telegram_id = ?1",
            (telegram.0, access.name()),
        )?;
        self.load_guest(telegram)
    }

    /// Says how many pictures a guest may have a day; `None`: as many as the bot says.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn set_guest_quota(
        &self,
        telegram: TelegramId,
        daily_quota: Option<u32>,
    ) -> Result<Guest, StoreError> {
        self.db.execute(
            "UPDATE guests SET daily_quota = ?2 WHERE telegram_id = ?1",
            (telegram.0, daily_quota),
        )?;
        self.load_guest(telegram)
    }

    /// Says in which language a guest is answered; `None`: as Telegram says.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn set_guest_language(
        &self,
        telegram: TelegramId,
        language: Option<LanguageTag>,
    ) -> Result<Guest, StoreError> {
        self.db.execute(
            "UPDATE guests SET language = ?2 WHERE telegram_id = ?1",
            (telegram.0, language.map(LanguageTag::as_str)),
        )?;
        self.load_guest(telegram)
    }

    /// Notes that a stranger is told that the bot is private. Whether this is the first time.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn told_guest(&self, telegram: TelegramId, now: Timestamp) -> Result<bool, StoreError> {
        let changed = self.db.execute(
            "UPDATE guests SET told_at = ?2 WHERE telegram_id = ?1 AND told_at IS NULL",
            (telegram.0, now.0),
        )?;
        Ok(changed == 1)
    }
}

/// Telegram's number is nobody else's, so that no chance is needed.
fn new_id(telegram: TelegramId, now: Timestamp) -> GuestId {
    let mut bits = [0; 10];
    bits[2..].copy_from_slice(&telegram.0.to_be_bytes());
    GuestId::new(now, bits)
}

fn read_guest(row: &Row<'_>) -> rusqlite::Result<Guest> {
    Ok(Guest {
        id: parsed(row, 0)?,
        telegram: TelegramId(row.get(1)?),
        name: row.get(2)?,
        username: row.get(3)?,
        access: word(row, 4)?,
        daily_quota: row.get(5)?,
        language: optional_word(row, 6)?,
        first_seen_at: Timestamp(row.get(7)?),
        last_seen_at: Timestamp(row.get(8)?),
    })
}
