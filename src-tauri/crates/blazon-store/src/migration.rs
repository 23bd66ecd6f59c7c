//! The steps from an empty file to this program's format.

use rusqlite_migration::{M, Migrations};

/// How many migrations there are: the newest format.
pub(crate) const NEWEST: u32 = 8;

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
}
