-- What is known, decided and written about photos.

ALTER TABLE photos ADD COLUMN caption TEXT NOT NULL DEFAULT '';
-- JSON of a crop in pixels of the upright original; without one the framing decides.
ALTER TABLE photos ADD COLUMN crop TEXT;
-- 'keep' or 'leaveOut'; without one the marks decide.
ALTER TABLE photos ADD COLUMN choice TEXT;

ALTER TABLE datasets ADD COLUMN framing TEXT NOT NULL DEFAULT '{"shape":"keep","size":1024}';
ALTER TABLE datasets ADD COLUMN caption_style TEXT NOT NULL DEFAULT '"triggerFirst"';

ALTER TABLE jobs ADD COLUMN export TEXT;

-- What was measured of an original's pixels; a new version of the measuring writes a new row.
CREATE TABLE measures (
    hash        TEXT PRIMARY KEY REFERENCES originals (hash) ON DELETE CASCADE,
    version     INTEGER NOT NULL,
    sharpness   REAL NOT NULL,
    brightness  REAL NOT NULL,
    contrast    REAL NOT NULL,
    dark        REAL NOT NULL,
    bright      REAL NOT NULL,
    transparent REAL NOT NULL,
    busyness    REAL NOT NULL,
    salient_x   REAL NOT NULL,
    salient_y   REAL NOT NULL,
    look        INTEGER NOT NULL
) STRICT;

-- The faces that were found in an original, as JSON; no row: not looked for yet.
CREATE TABLE faces (
    hash    TEXT PRIMARY KEY REFERENCES originals (hash) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    faces   TEXT NOT NULL
) STRICT;

-- The archive of a dataset as it was read back; the file is archives/<dataset>.zip.
CREATE TABLE archives (
    dataset_id TEXT PRIMARY KEY REFERENCES datasets (id),
    manifest   TEXT NOT NULL,
    -- What the dataset was when it was packed; another text means that it has changed.
    basis      TEXT NOT NULL,
    made_at    INTEGER NOT NULL
) STRICT;
