-- Trainings at hosted providers.

-- Where a run's archive lies at the provider, and the request that was taken: written before the first question.
CREATE TABLE run_requests (
    run_id      TEXT PRIMARY KEY REFERENCES training_runs (id),
    archive_url TEXT NOT NULL,
    ticket      TEXT,
    -- Lines of the provider's log that are in run_lines.
    lines_read  INTEGER NOT NULL DEFAULT 0,
    updated_at  INTEGER NOT NULL
) STRICT;
