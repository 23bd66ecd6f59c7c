-- Training and drawing on this computer.

-- A picture that shows what a model draws, relative to the library.
ALTER TABLE models ADD COLUMN cover TEXT;

-- The course of a run.
CREATE TABLE run_steps (
    run_id TEXT NOT NULL REFERENCES training_runs (id),
    step   INTEGER NOT NULL,
    loss   REAL NOT NULL,
    PRIMARY KEY (run_id, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_samples (
    run_id   TEXT NOT NULL REFERENCES training_runs (id),
    step     INTEGER NOT NULL,
    position INTEGER NOT NULL,
    prompt   TEXT NOT NULL,
    seed     TEXT NOT NULL,
    file     TEXT NOT NULL,
    PRIMARY KEY (run_id, step, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_lines (
    id     INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES training_runs (id),
    at     INTEGER NOT NULL,
    text   TEXT NOT NULL
) STRICT;
CREATE INDEX run_lines_by_run ON run_lines (run_id, id);

-- One press of the button in the playground: a job with pictures.
CREATE TABLE drawings (
    id           TEXT PRIMARY KEY,
    request      TEXT NOT NULL,
    sent_prompt  TEXT NOT NULL,
    status       TEXT NOT NULL,
    state        TEXT NOT NULL,
    cancel_asked INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX drawings_by_status ON drawings (status, id);

CREATE TABLE pictures (
    id              TEXT PRIMARY KEY,
    drawing_id      TEXT NOT NULL REFERENCES drawings (id),
    position        INTEGER NOT NULL,
    file            TEXT NOT NULL,
    hash            TEXT NOT NULL,
    model_id        TEXT REFERENCES models (id),
    provider        TEXT NOT NULL,
    base            TEXT NOT NULL,
    prompt          TEXT NOT NULL,
    negative_prompt TEXT NOT NULL,
    seed            TEXT,
    sampler         TEXT,
    steps           INTEGER NOT NULL,
    guidance        REAL NOT NULL,
    strength        REAL NOT NULL,
    width           INTEGER NOT NULL,
    height          INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    UNIQUE (drawing_id, position)
) STRICT;
CREATE INDEX pictures_by_model ON pictures (model_id);

-- Bases of the person's own: folders and files on this computer.
CREATE TABLE bases (
    path     TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    family   TEXT NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;

-- How long a training step took here, by what it was a step of.
CREATE TABLE paces (
    work        TEXT PRIMARY KEY,
    seconds     REAL NOT NULL,
    measured_at INTEGER NOT NULL
) STRICT;
