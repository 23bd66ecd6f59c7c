-- The first rooms: datasets, photos, edits, jobs, training runs, models, settings, ledger.
-- Times are UTC milliseconds. A shipped migration is never edited; the next one gets a new file.

CREATE TABLE datasets (
    id             TEXT PRIMARY KEY,
    name           TEXT NOT NULL,
    trigger        TEXT NOT NULL UNIQUE,
    trigger_locked INTEGER NOT NULL DEFAULT 0,
    subject        TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    removed_at     INTEGER
) STRICT;

-- One row for each file in photos/, whatever the number of datasets that show it.
CREATE TABLE originals (
    hash        TEXT PRIMARY KEY,
    format      TEXT NOT NULL,
    bytes       INTEGER NOT NULL,
    width       INTEGER NOT NULL,
    height      INTEGER NOT NULL,
    orientation INTEGER NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE jobs (
    id           TEXT PRIMARY KEY,
    dataset_id   TEXT NOT NULL REFERENCES datasets (id),
    kind         TEXT NOT NULL,
    task         TEXT NOT NULL,
    status       TEXT NOT NULL,
    state        TEXT NOT NULL,
    report       TEXT NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    cancel_asked INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX jobs_by_status ON jobs (status, id);

CREATE TABLE photos (
    id         TEXT PRIMARY KEY,
    dataset_id TEXT NOT NULL REFERENCES datasets (id),
    hash       TEXT NOT NULL REFERENCES originals (hash),
    name       TEXT NOT NULL,
    position   INTEGER NOT NULL,
    import_id  TEXT REFERENCES jobs (id),
    added_at   INTEGER NOT NULL,
    removed_at INTEGER,
    UNIQUE (dataset_id, hash)
) STRICT;
CREATE INDEX photos_in_order ON photos (dataset_id, position) WHERE removed_at IS NULL;
CREATE INDEX photos_by_hash ON photos (hash);
CREATE INDEX photos_by_import ON photos (import_id);

-- Contents whose removal for good has begun; the row goes when their files are gone.
CREATE TABLE deletions (
    hash     TEXT PRIMARY KEY,
    asked_at INTEGER NOT NULL
) STRICT;

CREATE TABLE edits (
    id         TEXT PRIMARY KEY,
    dataset_id TEXT NOT NULL REFERENCES datasets (id),
    change     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    undone_at  INTEGER
) STRICT;
CREATE INDEX edits_by_dataset ON edits (dataset_id, id);

CREATE TABLE training_runs (
    id         TEXT PRIMARY KEY,
    dataset_id TEXT NOT NULL REFERENCES datasets (id),
    provider   TEXT NOT NULL,
    recipe     TEXT NOT NULL,
    status     TEXT NOT NULL,
    state      TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX training_runs_by_dataset ON training_runs (dataset_id);

-- A person's acceptance of a quote; used up in the transaction that commits Submitting.
CREATE TABLE acceptances (
    id          TEXT PRIMARY KEY,
    run_id      TEXT NOT NULL REFERENCES training_runs (id),
    quote       TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    used_at     INTEGER
) STRICT;
CREATE UNIQUE INDEX acceptances_unused ON acceptances (run_id) WHERE used_at IS NULL;

CREATE TABLE models (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    trigger     TEXT,
    base        TEXT NOT NULL,
    run_id      TEXT REFERENCES training_runs (id),
    folder      TEXT NOT NULL UNIQUE,
    weights     TEXT NOT NULL,
    bytes       INTEGER NOT NULL,
    badge_base  TEXT NOT NULL DEFAULT '',
    badge_style TEXT NOT NULL DEFAULT '',
    created_at  INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE TABLE settings (
    section    TEXT PRIMARY KEY,
    value      TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- Lines are only ever added; ledger.jsonl beside the database says the same.
CREATE TABLE ledger (
    id         TEXT PRIMARY KEY,
    at         INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    amount     INTEGER NOT NULL,
    provider   TEXT NOT NULL,
    run_id     TEXT,
    request_id TEXT,
    spender    TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_by_time ON ledger (at);

-- The schema from which the product grew, for those who read it with SQL.
CREATE VIEW user_models AS
SELECT models.id,
       models.name                                      AS model_name,
       models.trigger                                   AS trigger_word,
       'models/' || models.folder || '/lora.safetensors' AS model_url,
       'completed'                                      AS status,
       models.archived_at IS NULL                       AS is_active,
       NULL                                             AS telegram_id,
       NULL                                             AS bot_name
FROM models
UNION ALL
SELECT training_runs.id,
       datasets.name,
       datasets.trigger,
       NULL,
       CASE training_runs.status WHEN 'failed' THEN 'failed' ELSE 'training' END,
       0,
       NULL,
       NULL
FROM training_runs
JOIN datasets ON datasets.id = training_runs.dataset_id
WHERE training_runs.status NOT IN ('draft', 'ready', 'cancelled');
