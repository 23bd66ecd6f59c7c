-- Drawings at hosted providers.

-- Where it is drawn, and the pictures that were held back there.
ALTER TABLE drawings ADD COLUMN provider TEXT NOT NULL DEFAULT '"local"';
ALTER TABLE drawings ADD COLUMN held_back INTEGER NOT NULL DEFAULT 0;

-- One press of the button of a hosted drawing: the quote that it accepted, how it was submitted, and the request that
-- was taken, which is written before the first question.
CREATE TABLE drawing_orders (
    drawing_id    TEXT PRIMARY KEY REFERENCES drawings (id),
    acceptance_id TEXT NOT NULL UNIQUE,
    quote         TEXT NOT NULL,
    accepted_at   INTEGER NOT NULL,
    used_at       INTEGER,
    -- The address of the model's weights there.
    lora          TEXT,
    -- The account whose key submitted it, where the provider names one.
    account       TEXT,
    ticket        TEXT
) STRICT;

-- Where a model's weights lie at a provider, as its generators are told; NULL: it does not expire.
CREATE TABLE model_addresses (
    model_id   TEXT NOT NULL REFERENCES models (id),
    provider   TEXT NOT NULL,
    address    TEXT NOT NULL,
    expires_at INTEGER,
    PRIMARY KEY (model_id, provider)
) STRICT, WITHOUT ROWID;

-- Where the weights of a finished training lie at the provider.
ALTER TABLE run_requests ADD COLUMN weights_address TEXT;
ALTER TABLE run_requests ADD COLUMN weights_expire_at INTEGER;

ALTER TABLE ledger ADD COLUMN drawing_id TEXT;
-- A settlement takes the place of the reservation of the same work.
CREATE INDEX ledger_by_work ON ledger (coalesce(run_id, drawing_id));
