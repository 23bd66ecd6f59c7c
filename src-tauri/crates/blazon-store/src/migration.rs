//! The steps from an empty file to this program's format.

use rusqlite_migration::{M, Migrations};

/// How many migrations there are: the newest format.
pub(crate) const NEWEST: u32 = 11;

/// All migrations, oldest first. `user_version` counts those done.
pub(crate) fn migrations() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(include_str!("../migrations/0001-house.sql")),
        M::up(include_str!("../migrations/0002-photos.sql")),
        M::up(include_str!("../migrations/0003-engine.sql")),
        M::up(include_str!("../migrations/0004-hosted.sql")),
        M::up(include_str!("../migrations/0005-destinations.sql")),
        M::up(include_str!("../migrations/0006-hosted-drawings.sql")),
        M::up(include_str!("../migrations/0007-captionings.sql")),
        M::up(include_str!("../migrations/0008-badges.sql")),
        M::up(include_str!("../migrations/0009-gallery.sql")),
        M::up(include_str!("../migrations/0010-models.sql")),
        M::up(include_str!("../migrations/0011-grids.sql")),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_format_is_the_number_of_migrations() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        migrations().to_latest(&mut connection).unwrap();
        let version: u32 = connection
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .unwrap();
        assert_eq!(version, NEWEST);
    }
    #[test]
    fn what_was_made_before_there_was_a_gallery_is_in_it() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        migrations().to_version(&mut connection, 8).unwrap();
        connection
            .execute_batch(
                "INSERT INTO drawings (id, request, sent_prompt, status, state, created_at, updated_at)
                 VALUES ('d', '{}', 'a fox', 'succeeded', '{}', 1, 1);
                 INSERT INTO pictures VALUES
                 ('p', 'd', 0, 'pictures/p.png', 'hash', NULL, '\"local\"', '\"pocket\"', 'a fox', '', '7', NULL, 20, 5, 1, 8, 8, 5);
                 INSERT INTO badges (id, name, design, created_at, updated_at, removed_at)
                 VALUES ('b', 'Scout', '{\"texts\": {\"text\": \"ЛИСЁНОК\"}}', 4, 4, NULL);",
            )
            .unwrap();
        migrations().to_latest(&mut connection).unwrap();
        let found = |words: &str| -> Vec<String> {
            let mut query = connection
                .prepare(
                    "SELECT id FROM gallery_words JOIN gallery ON number = gallery_words.rowid
                     WHERE gallery_words MATCH ?1",
                )
                .unwrap();
            let ids = query.query_map([words], |row| row.get(0)).unwrap();
            ids.collect::<Result<_, _>>().unwrap()
        };
        assert_eq!(found("fox"), ["p"]);
        assert_eq!(found("лисенок"), ["b"]);
        let order: Vec<String> = connection
            .prepare("SELECT id FROM gallery ORDER BY number")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(order, ["b", "p"]);
    }
}
