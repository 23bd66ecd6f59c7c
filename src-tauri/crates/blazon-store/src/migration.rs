//! The steps from an empty file to this program's format.

use rusqlite_migration::{M, Migrations};

/// How many migrations there are: the newest format.
pub(crate) const NEWEST: u32 = 13;

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
        M::up(include_str!("../migrations/0012-bot.sql")),
        M::up(include_str!("../migrations/0013-asked-messages.sql")),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot_jobs::open_jobs;
    use crate::captionings::open_orders;
    use crate::drawings::open_hosted;
    use crate::ledger::{GUEST, spent_by};

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
    fn models_and_spends_from_before_the_bot_stay_and_none_is_shared_before_somebody_agrees() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        migrations().to_version(&mut connection, 11).unwrap();
        connection
            .execute_batch(
                r#"INSERT INTO models (id, name, base, folder, weights, bytes, created_at, is_shared)
                   VALUES ('m', 'Fox', '"pocket"', 'fox', 'hash', 1, 1, 1);
                   INSERT INTO ledger (id, at, kind, amount, provider, spender)
                   VALUES ('l', 1, '"settled"', 5, '"fal"', '{"kind":"person"}');"#,
            )
            .unwrap();
        migrations().to_latest(&mut connection).unwrap();
        let kept: (String, bool, Option<i64>, i64) = connection
            .query_row(
                "SELECT models.name, is_shared, consent_at, amount FROM models, ledger",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
            )
            .unwrap();
        assert_eq!(kept, ("Fox".to_owned(), false, None, 5));
    }

    #[test]
    fn what_is_asked_for_each_guest_or_each_second_looks_at_no_other_row() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        migrations().to_latest(&mut connection).unwrap();
        let plan = |query: &str| -> String {
            let mut explained = connection
                .prepare(&format!("EXPLAIN QUERY PLAN {query}"))
                .unwrap();
            let values = vec![rusqlite::types::Null; explained.parameter_count()];
            let values = rusqlite::params_from_iter(values);
            let steps = explained.query_map(values, |row| row.get::<_, String>(3));
            steps
                .unwrap()
                .collect::<Result<Vec<_>, _>>()
                .unwrap()
                .join("\n")
        };
        for (query, index) in [
            (spent_by(GUEST), "ledger_by_guest (spender=? AND at<?)"),
            (open_jobs(), "bot_jobs_open (bot_id=?)"),
            (open_hosted(), "drawings_by_status (status=?)"),
            (open_orders(), "INDEX caption_orders_open"),
        ] {
            let steps = plan(&query);
            assert!(steps.contains(index), "{query}\n{steps}");
        }
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
