-- Grids: prompts beside each other.

CREATE TABLE grids (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    -- The plan as JSON, without what its cells do not have: the same plan is the same grid.
    plan       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    removed_at INTEGER,
    UNIQUE (kind, plan)
) STRICT;

-- What a cell is drawn from, as a hash of its request; NULL for what was not drawn for a grid. Grids with the same cell share its drawing,
-- of which the newest counts.
ALTER TABLE drawings ADD COLUMN cell TEXT;
CREATE INDEX drawings_by_cell ON drawings (cell, id) WHERE cell IS NOT NULL;
