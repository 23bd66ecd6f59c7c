-- Captions written by a provider.

-- One press of the button that describes photos of a dataset.
CREATE TABLE captionings (
    id           TEXT PRIMARY KEY,
    dataset_id   TEXT NOT NULL REFERENCES datasets (id),
    request      TEXT NOT NULL,
    cancel_asked INTEGER NOT NULL DEFAULT 0,
    -- Why a photo could not be described, the first of several, and the provider's words about it.
    trouble      TEXT,
    said         TEXT NOT NULL DEFAULT '',
    -- When what came was given to the dataset, and how many photos keep another caption.
    applied_at   INTEGER,
    left_alone   INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX captionings_by_dataset ON captionings (dataset_id);

-- One photo of it: the quote that was accepted for it, and the request that was taken, which is written before the
-- first question. A photo that is removed leaves its order, which is what the ledger's lines are for.
CREATE TABLE caption_orders (
    id             TEXT PRIMARY KEY,
    captioning_id  TEXT NOT NULL REFERENCES captionings (id),
    photo_id       TEXT NOT NULL,
    -- The caption that stood there when it was asked for.
    caption_before TEXT NOT NULL,
    acceptance_id  TEXT NOT NULL UNIQUE,
    quote          TEXT NOT NULL,
    accepted_at    INTEGER NOT NULL,
    used_at        INTEGER,
    ticket         TEXT,
    status         TEXT NOT NULL,
    state          TEXT NOT NULL,
    -- What came, until it is given to the dataset.
    caption        TEXT,
    updated_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX caption_orders_of_captioning ON caption_orders (captioning_id);
CREATE INDEX caption_orders_open ON caption_orders (status) WHERE status IN ('queued', 'submitting', 'waiting', 'unknown');

ALTER TABLE ledger ADD COLUMN caption_order_id TEXT;
DROP INDEX ledger_by_work;
CREATE INDEX ledger_by_work ON ledger (coalesce(run_id, drawing_id, caption_order_id));
