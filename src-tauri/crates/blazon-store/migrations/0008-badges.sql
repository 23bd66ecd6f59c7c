-- Badges as they are kept: what each is made of. A removed one can be taken back.
CREATE TABLE badges (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    design     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;
