//! The gallery: pictures and badges in one order, what a person says of them, and the search over all of it.
//!
//! Its rows follow those of pictures and badges by triggers (`migrations/0009-gallery.sql`).

use crate::datasets::{from_json, optional_id, parsed, to_json, unreadable};
use crate::{Reader, StoreError, Writer};
use blazon_model::{
    Badge, ContentHash, GalleryFacts, GalleryId, GalleryKind, GalleryModel, GalleryOrder,
    GalleryQuery, GalleryTag, ModelId, PictureId, Seed, Timestamp,
};
use rusqlite::types::ToSql;
use rusqlite::{OptionalExtension, Row};

/// What the gallery knows of a picture or a badge.
#[derive(Clone, Debug, PartialEq)]
pub struct GalleryRow {
    /// The id of the picture or badge.
    pub id: GalleryId,
    /// What it is.
    pub kind: GalleryKind,
    /// The prompt as it was sent, or the badge's name.
    pub title: String,
    /// The model that drew it.
    pub model: Option<ModelId>,
    /// The seed, where it is known.
    pub seed: Option<Seed>,
    /// Its rating, 0 to 5.
    pub rating: u32,
    /// Whether it is a favourite.
    pub favourite: bool,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether its file was not where it had been when that was looked at last.
    pub is_missing: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
    /// The file of a picture.
    pub file: Option<PictureFile>,
    /// The badge.
    pub badge: Option<Badge>,
}

/// Where a picture lies and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureFile {
    /// The file, relative to the library.
    pub path: String,
    /// Its content.
    pub hash: ContentHash,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// A picture and its file, for who looks whether it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFile {
    /// The picture.
    pub picture: PictureId,
    /// The file, relative to the library.
    pub path: String,
    /// Its content.
    pub hash: ContentHash,
    /// Whether it was not there when that was looked at last.
    pub is_missing: bool,
}

const SELECT: &str =
    "SELECT gallery.id, gallery.kind, gallery.title, gallery.model_id, gallery.seed,
    coalesce(remarks.rating, 0), coalesce(remarks.favourite, 0), coalesce(remarks.tags, '[]'),
    gallery.missing_at IS NOT NULL, gallery.created_at, gallery.removed_at,
    pictures.file, pictures.hash, pictures.width, pictures.height,
    badges.design, badges.updated_at
    FROM gallery
    LEFT JOIN remarks ON remarks.subject = gallery.subject
    LEFT JOIN pictures ON pictures.id = gallery.id
    LEFT JOIN badges ON badges.id = gallery.id";

impl Reader<'_> {
    /// The numbers of what `query` asks for, in its order. [`Reader::load_gallery`] has the rows.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn search_gallery(&self, query: &GalleryQuery) -> Result<Vec<i64>, StoreError> {
        let search = Search::of(query);
        let mut statement = self.db.prepare_cached(&search.sql)?;
        let values: Vec<&dyn ToSql> = search.values.iter().map(AsRef::as_ref).collect();
        let numbers = statement.query_map(values.as_slice(), |row| row.get(0))?;
        Ok(numbers.collect::<Result<_, _>>()?)
    }

    /// The rows with these numbers, in the same order; those that are gone are left out.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn load_gallery(&self, numbers: &[i64]) -> Result<Vec<GalleryRow>, StoreError> {
        let mut statement = self
            .db
            .prepare_cached(&format!("{SELECT} WHERE gallery.number = ?1"))?;
        let mut rows = Vec::with_capacity(numbers.len());
        for number in numbers {
            rows.extend(statement.query_row([number], read_row).optional()?);
        }
        Ok(rows)
    }

    /// The row of one picture or badge.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn load_gallery_row(&self, id: GalleryId) -> Result<GalleryRow, StoreError> {
        self.db
            .prepare_cached(&format!("{SELECT} WHERE gallery.id = ?1"))?
            .query_row([id.to_string()], read_row)
            .optional()?
            .ok_or_else(|| not_found(id))
    }

    /// What is in the gallery; whether its folder is there is not known here.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn gallery_facts(&self) -> Result<GalleryFacts, StoreError> {
        let mut facts = self.db.query_row(
            "SELECT count(*) FILTER (WHERE removed_at IS NULL AND kind = 'picture'),
                    count(*) FILTER (WHERE removed_at IS NULL AND kind = 'badge'),
                    count(*) FILTER (WHERE removed_at IS NOT NULL),
                    count(*) FILTER (WHERE removed_at IS NULL AND missing_at IS NOT NULL)
             FROM gallery",
            [],
            |row| {
                Ok(GalleryFacts {
                    pictures: row.get(0)?,
                    badges: row.get(1)?,
                    trash: row.get(2)?,
                    missing: row.get(3)?,
                    ..GalleryFacts::default()
                })
            },
        )?;
        facts.favourites = self.db.query_row(
            "SELECT count(*) FROM remarks JOIN gallery ON gallery.subject = remarks.subject
             WHERE remarks.favourite AND gallery.removed_at IS NULL",
            [],
            |row| row.get(0),
        )?;
        facts.models = self.gallery_models()?;
        facts.tags = self.gallery_tags()?;
        Ok(facts)
    }

    fn gallery_models(&self) -> Result<Vec<GalleryModel>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT models.id, models.name, count(*) FROM gallery JOIN models ON models.id = gallery.model_id
             WHERE gallery.removed_at IS NULL GROUP BY models.id ORDER BY count(*) DESC, models.id DESC",
        )?;
        let models = query.query_map([], |row| {
            Ok(GalleryModel {
                model: parsed(row, 0)?,
                name: row.get(1)?,
                count: row.get(2)?,
            })
        })?;
        Ok(models.collect::<Result<_, _>>()?)
    }

    fn gallery_tags(&self) -> Result<Vec<GalleryTag>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT tag.value, count(*) FROM remarks, json_each(remarks.tags) AS tag
             JOIN gallery ON gallery.subject = remarks.subject
             WHERE gallery.removed_at IS NULL GROUP BY tag.value ORDER BY count(*) DESC, tag.value",
        )?;
        let tags = query.query_map([], |row| {
            Ok(GalleryTag {
                tag: row.get(0)?,
                count: row.get(1)?,
            })
        })?;
        Ok(tags.collect::<Result<_, _>>()?)
    }

    /// All pictures with their files, removed ones too.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_picture_files(&self) -> Result<Vec<KnownFile>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT pictures.id, pictures.file, pictures.hash, gallery.missing_at IS NOT NULL
             FROM pictures JOIN gallery ON gallery.id = pictures.id",
        )?;
        let files = query.query_map([], |row| {
            Ok(KnownFile {
                picture: parsed(row, 0)?,
                path: row.get(1)?,
                hash: parsed(row, 2)?,
                is_missing: row.get(3)?,
            })
        })?;
        Ok(files.collect::<Result<_, _>>()?)
    }

    /// What lies in the trash, the newest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_trash(&self) -> Result<Vec<GalleryRow>, StoreError> {
        let mut query = self.db.prepare_cached(&format!(
            "{SELECT} WHERE gallery.removed_at IS NOT NULL ORDER BY gallery.number DESC"
        ))?;
        Ok(query.query_map([], read_row)?.collect::<Result<_, _>>()?)
    }

    /// Whether any picture has this content.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_picture_of(&self, hash: &ContentHash) -> Result<bool, StoreError> {
        Ok(self.db.query_row(
            "SELECT EXISTS (SELECT 1 FROM gallery WHERE subject = ?1)",
            [hash.as_str()],
            |row| row.get(0),
        )?)
    }
}

impl Writer<'_> {
    /// Rates pictures and badges, 0 to 5; 0 takes the rating away.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn rate_in_gallery(&self, ids: &[GalleryId], rating: u32) -> Result<(), StoreError> {
        self.remark(ids, |tx, subject| {
            tx.db.execute(
                "INSERT INTO remarks (subject, rating) VALUES (?1, ?2)
                 ON CONFLICT (subject) DO UPDATE SET rating = excluded.rating",
                (subject, rating),
            )?;
            Ok(())
        })
    }

    /// Makes pictures and badges favourites, or no more.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn favour_in_gallery(&self, ids: &[GalleryId], favourite: bool) -> Result<(), StoreError> {
        self.remark(ids, |tx, subject| {
            tx.db.execute(
                "INSERT INTO remarks (subject, favourite) VALUES (?1, ?2)
                 ON CONFLICT (subject) DO UPDATE SET favourite = excluded.favourite",
                (subject, favourite),
            )?;
            Ok(())
        })
    }

    /// Gives pictures and badges tags and takes others away.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn tag_in_gallery(
        &self,
        ids: &[GalleryId],
        add: &[String],
        remove: &[String],
    ) -> Result<(), StoreError> {
        self.remark(ids, |tx, subject| {
            let before: Option<String> = tx
                .db
                .query_row(
                    "SELECT tags FROM remarks WHERE subject = ?1",
                    [subject],
                    |row| row.get(0),
                )
                .optional()?;
            let mut tags: Vec<String> = before
                .map(|tags| serde_json::from_str(&tags))
                .transpose()
                .map_err(|source| StoreError::Json {
                    what: "tags",
                    source,
                })?
                .unwrap_or_default();
            tags.retain(|tag| !remove.contains(tag));
            for tag in add {
                if !tags.contains(tag) {
                    tags.push(tag.clone());
                }
            }
            tx.db.execute(
                "INSERT INTO remarks (subject, tags) VALUES (?1, ?2)
                 ON CONFLICT (subject) DO UPDATE SET tags = excluded.tags",
                (subject, to_json("tags", &tags)?),
            )?;
            Ok(())
        })
    }

    /// Removes pictures and badges, or takes them back where `removed_at` is `None`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or SQLite's.
    pub fn mark_removed_in_gallery(
        &self,
        ids: &[GalleryId],
        removed_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let at = removed_at.map(|at| at.0);
        for id in ids {
            let text = id.to_string();
            // A badge's own row says it, and the gallery's follows.
            let changed = self.db.execute(
                "UPDATE badges SET removed_at = ?2 WHERE id = ?1",
                (&text, at),
            )? + self.db.execute(
                "UPDATE gallery SET removed_at = ?2 WHERE id = ?1 AND kind = 'picture'",
                (&text, at),
            )?;
            if changed == 0 {
                return Err(not_found(*id));
            }
        }
        Ok(())
    }

    /// Notes that a picture's file is not where it was, or that it is there again.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn mark_picture_missing(
        &self,
        picture: PictureId,
        missing_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE gallery SET missing_at = ?2 WHERE id = ?1",
            (picture.to_string(), missing_at.map(|at| at.0)),
        )?;
        Ok(())
    }

    /// Notes where a picture's file was moved to.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn move_picture(&self, picture: PictureId, file: &str) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE pictures SET file = ?2 WHERE id = ?1",
            (picture.to_string(), file),
        )?;
        self.mark_picture_missing(picture, None)
    }

    /// Forgets a picture or a badge, whose file is gone. What a person said of the picture stays, for when its
    /// content comes back.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn forget_in_gallery(&self, id: GalleryId) -> Result<(), StoreError> {
        let id = id.to_string();
        self.db
            .execute("DELETE FROM pictures WHERE id = ?1", [&id])?;
        self.db.execute("DELETE FROM badges WHERE id = ?1", [&id])?;
        Ok(())
    }

    fn remark(
        &self,
        ids: &[GalleryId],
        write: impl Fn(&Self, &str) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        for id in ids {
            let subject: String = self
                .db
                .query_row(
                    "SELECT subject FROM gallery WHERE id = ?1",
                    [id.to_string()],
                    |row| row.get(0),
                )
                .optional()?
                .ok_or_else(|| not_found(*id))?;
            write(self, &subject)?;
        }
        Ok(())
    }
}

/// A query as SQL.
struct Search {
    sql: String,
    values: Vec<Box<dyn ToSql>>,
}

impl Search {
    fn of(query: &GalleryQuery) -> Self {
        let mut search = Self {
            sql: String::from("SELECT gallery.number FROM "),
            values: Vec::new(),
        };
        let words = match_of(&query.words);
        search.sql.push_str(if words.is_some() {
            "gallery_words JOIN gallery ON gallery.number = gallery_words.rowid"
        } else {
            "gallery"
        });
        let is_remarked = query.rating > 0 || query.favourites || query.tag.is_some();
        if is_remarked {
            search
                .sql
                .push_str(" JOIN remarks ON remarks.subject = gallery.subject");
        } else if query.order == GalleryOrder::BestRated {
            search
                .sql
                .push_str(" LEFT JOIN remarks ON remarks.subject = gallery.subject");
        }
        search.sql.push_str(if query.trash {
            " WHERE gallery.removed_at IS NOT NULL"
        } else {
            " WHERE gallery.removed_at IS NULL"
        });
        if let Some(words) = words {
            search.and("gallery_words MATCH", words);
        }
        search.narrow(query);
        search.sql.push_str(match query.order {
            GalleryOrder::Newest => " ORDER BY gallery.number DESC",
            GalleryOrder::Oldest => " ORDER BY gallery.number",
            GalleryOrder::BestRated => {
                " ORDER BY coalesce(remarks.rating, 0) DESC, gallery.number DESC"
            }
        });
        search
    }

    fn narrow(&mut self, query: &GalleryQuery) {
        if let Some(kind) = query.kind {
            self.and("gallery.kind =", name_of(kind).to_owned());
        }
        if let Some(model) = query.model {
            self.and("gallery.model_id =", model.to_string());
        }
        if let Some(seed) = query.seed {
            self.and("gallery.seed =", seed.to_string());
        }
        if let Some(from) = query.from {
            self.and("gallery.created_at >=", from.0);
        }
        if let Some(until) = query.until {
            self.and("gallery.created_at <", until.0);
        }
        if query.rating > 0 {
            self.and("remarks.rating >=", query.rating);
        }
        if query.favourites {
            self.sql.push_str(" AND remarks.favourite");
        }
        if query.missing {
            self.sql.push_str(" AND gallery.missing_at IS NOT NULL");
        }
        if let Some(tag) = &query.tag {
            self.sql
                .push_str(" AND EXISTS (SELECT 1 FROM json_each(remarks.tags) WHERE value = ?)");
            self.values.push(Box::new(tag.clone()));
        }
    }

    fn and(&mut self, condition: &str, value: impl ToSql + 'static) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
        self.sql.push_str(" ?");
        self.values.push(Box::new(value));
    }
}

/// What FTS5 is asked: every word, each by its beginning; `None` where there is no word. Words are quoted, so that
/// nothing in them is an operator (<https://sqlite.org/fts5.html#full_text_query_syntax>).
fn match_of(words: &str) -> Option<String> {
    // The index has no ё, see the migration.
    let words = words.replace('ё', "е").replace('Ё', "Е");
    let words: Vec<String> = words
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(|word| format!("\"{}\"*", word.replace('"', "\"\"")))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

const fn name_of(kind: GalleryKind) -> &'static str {
    match kind {
        GalleryKind::Picture => "picture",
        GalleryKind::Badge => "badge",
    }
}

fn not_found(id: GalleryId) -> StoreError {
    StoreError::NotFound {
        what: "picture",
        id: id.to_string(),
    }
}

fn read_row(row: &Row<'_>) -> rusqlite::Result<GalleryRow> {
    let kind: String = row.get(1)?;
    let seed: Option<String> = row.get(4)?;
    let file: Option<String> = row.get(11)?;
    let (title, created_at): (String, i64) = (row.get(2)?, row.get(9)?);
    let badge = match row.get::<_, Option<i64>>(16)? {
        None => None,
        Some(updated_at) => Some(Badge {
            id: parsed(row, 0)?,
            name: title.clone(),
            design: from_json(row, 15)?,
            created_at: Timestamp(created_at),
            updated_at: Timestamp(updated_at),
        }),
    };
    Ok(GalleryRow {
        id: parsed(row, 0)?,
        kind: if kind == name_of(GalleryKind::Badge) {
            GalleryKind::Badge
        } else {
            GalleryKind::Picture
        },
        title,
        model: optional_id(row, 3)?,
        seed: seed
            .map(|seed| seed.parse().map(Seed))
            .transpose()
            .map_err(|error| unreadable(4, error))?,
        rating: row.get(5)?,
        favourite: row.get(6)?,
        tags: from_json(row, 7)?,
        is_missing: row.get(8)?,
        created_at: Timestamp(created_at),
        removed_at: row.get::<_, Option<i64>>(10)?.map(Timestamp),
        file: match file {
            None => None,
            Some(path) => Some(PictureFile {
                path,
                hash: parsed(row, 12)?,
                width: row.get(13)?,
                height: row.get(14)?,
            }),
        },
        badge,
    })
}
