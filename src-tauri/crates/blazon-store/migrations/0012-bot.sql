-- The Telegram bot: guests, what Telegram gave, dialogues, jobs. Numbers of bots, chats, people, messages and updates are Telegram's.

CREATE TABLE guests (
    id            TEXT PRIMARY KEY,
    telegram_id   INTEGER NOT NULL UNIQUE,
    -- Empty for who was allowed by number and has not written yet.
    name          TEXT NOT NULL,
    username      TEXT,
    -- What the guest chose; NULL: as Telegram says.
    language      TEXT,
    access        TEXT NOT NULL,
    -- NULL: the bot's own limit.
    daily_quota   INTEGER,
    first_seen_at INTEGER NOT NULL,
    last_seen_at  INTEGER NOT NULL,
    -- When a stranger was told that the bot is private, which is said once.
    told_at       INTEGER
) STRICT;

-- What Telegram gave and was not answered to the end. Telegram forgets an update once a later one is asked for, so it stands here before that.
CREATE TABLE bot_updates (
    bot_id      INTEGER NOT NULL,
    update_id   INTEGER NOT NULL,
    -- As Telegram sent it, JSON.
    body        TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (bot_id, update_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE bot_dialogues (
    bot_id     INTEGER NOT NULL,
    chat_id    INTEGER NOT NULL,
    person_id  INTEGER NOT NULL,
    -- JSON.
    state      TEXT NOT NULL,
    -- The model that the guest chose; NULL: the bot's own.
    model_id   TEXT,
    -- The last update that the state has taken in, so that none is taken in twice.
    update_id  INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (bot_id, chat_id, person_id)
) STRICT, WITHOUT ROWID;

-- What guests asked for. A number is never given twice, since buttons in old messages name it.
CREATE TABLE bot_jobs (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id           INTEGER NOT NULL,
    chat_id          INTEGER NOT NULL,
    person_id        INTEGER NOT NULL,
    -- The update that asked for it: the same one asks once.
    update_id        INTEGER NOT NULL,
    kind             TEXT NOT NULL,
    model_id         TEXT,
    words            TEXT NOT NULL,
    banner           TEXT NOT NULL,
    language         TEXT NOT NULL,
    -- Decimal text, since a seed has 64 bits without a sign.
    seed             TEXT NOT NULL,
    status           TEXT NOT NULL,
    -- Why it failed; NULL in every other state.
    reason           TEXT,
    -- Whether the guest knows how it ended.
    is_told          INTEGER NOT NULL DEFAULT 0,
    -- The drawing that was queued for it; NULL where its picture was there already.
    drawing_id       TEXT,
    picture_id       TEXT,
    -- Only the banner is new.
    is_redraw        INTEGER NOT NULL,
    -- The picture was drawn for another job with the same words, model and seed.
    is_cached        INTEGER NOT NULL,
    progress_message INTEGER,
    photo_message    INTEGER,
    -- By which Telegram sends the same file again.
    file_id          TEXT,
    made_at          INTEGER NOT NULL,
    ended_at         INTEGER,
    UNIQUE (bot_id, update_id)
) STRICT;
CREATE INDEX bot_jobs_open ON bot_jobs (bot_id, id) WHERE is_told = 0 OR status IN ('drawing', 'drawn');
CREATE INDEX bot_jobs_by_person ON bot_jobs (person_id, made_at);
CREATE INDEX bot_jobs_by_chat ON bot_jobs (bot_id, chat_id, person_id, id);
CREATE INDEX bot_jobs_by_time ON bot_jobs (bot_id, made_at);
CREATE INDEX bot_jobs_by_drawing ON bot_jobs (drawing_id) WHERE drawing_id IS NOT NULL;

-- When the owner said that the person whom a model shows agrees to its being shared.
ALTER TABLE models ADD COLUMN consent_at INTEGER;
-- Nobody was asked before there was a bot.
UPDATE models SET is_shared = 0;

-- What a guest spent is asked for before each picture.
CREATE INDEX ledger_by_guest ON ledger (spender, at) WHERE spender <> '{"kind":"person"}';
