-- Pictures and badges as they are found again.

-- What a person has said of a picture, by its content, so that it comes back with the file; of a badge by its id.
CREATE TABLE remarks (
    subject   TEXT PRIMARY KEY,
    rating    INTEGER NOT NULL DEFAULT 0,
    favourite INTEGER NOT NULL DEFAULT 0,
    -- A JSON list.
    tags      TEXT NOT NULL DEFAULT '[]'
) STRICT, WITHOUT ROWID;

-- One row for each picture and each badge, in the order in which they came; the triggers below keep it.
CREATE TABLE gallery (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    title      TEXT NOT NULL,
    -- What else is written on it or was said to it.
    texts      TEXT NOT NULL,
    model_id   TEXT,
    seed       TEXT,
    created_at INTEGER NOT NULL,
    removed_at INTEGER,
    -- When its file was not where it had been.
    missing_at INTEGER
) STRICT;
CREATE INDEX gallery_by_subject ON gallery (subject);
CREATE INDEX gallery_by_model ON gallery (model_id) WHERE model_id IS NOT NULL;
CREATE INDEX gallery_by_seed ON gallery (seed) WHERE seed IS NOT NULL;
CREATE INDEX gallery_there ON gallery (number) WHERE removed_at IS NULL;
CREATE INDEX gallery_removed ON gallery (number) WHERE removed_at IS NOT NULL;
CREATE INDEX gallery_missing ON gallery (number) WHERE missing_at IS NOT NULL;

-- The words of all of it. Who writes Russian leaves the dots of ё out as often as not.
CREATE VIRTUAL TABLE gallery_words USING fts5 (
    title, texts, tags,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

CREATE VIEW gallery_text AS
SELECT
    gallery.number,
    replace(replace(gallery.title, 'ё', 'е'), 'Ё', 'Е') AS title,
    replace(replace(gallery.texts, 'ё', 'е'), 'Ё', 'Е') AS texts,
    replace(replace(coalesce(remarks.tags, ''), 'ё', 'е'), 'Ё', 'Е') AS tags
FROM gallery
LEFT JOIN remarks ON remarks.subject = gallery.subject;

CREATE TRIGGER gallery_came AFTER INSERT ON gallery BEGIN
    INSERT INTO gallery_words (rowid, title, texts, tags)
    SELECT number, title, texts, tags FROM gallery_text WHERE number = new.number;
END;
CREATE TRIGGER gallery_changed AFTER UPDATE OF title, texts ON gallery BEGIN
    DELETE FROM gallery_words WHERE rowid = new.number;
    INSERT INTO gallery_words (rowid, title, texts, tags)
    SELECT number, title, texts, tags FROM gallery_text WHERE number = new.number;
END;
CREATE TRIGGER gallery_went AFTER DELETE ON gallery BEGIN
    DELETE FROM gallery_words WHERE rowid = old.number;
END;
CREATE TRIGGER remarks_came AFTER INSERT ON remarks WHEN new.tags <> '[]' BEGIN
    DELETE FROM gallery_words WHERE rowid IN (SELECT number FROM gallery WHERE subject = new.subject);
    INSERT INTO gallery_words (rowid, title, texts, tags)
    SELECT number, title, texts, tags FROM gallery_text
    WHERE number IN (SELECT number FROM gallery WHERE subject = new.subject);
END;
CREATE TRIGGER remarks_changed AFTER UPDATE OF tags ON remarks BEGIN
    DELETE FROM gallery_words WHERE rowid IN (SELECT number FROM gallery WHERE subject = new.subject);
    INSERT INTO gallery_words (rowid, title, texts, tags)
    SELECT number, title, texts, tags FROM gallery_text
    WHERE number IN (SELECT number FROM gallery WHERE subject = new.subject);
END;

CREATE TRIGGER pictures_came AFTER INSERT ON pictures BEGIN
    INSERT INTO gallery (id, kind, subject, title, texts, model_id, seed, created_at)
    VALUES (new.id, 'picture', new.hash, new.prompt, new.negative_prompt, new.model_id, new.seed, new.created_at);
END;
CREATE TRIGGER pictures_went AFTER DELETE ON pictures BEGIN
    DELETE FROM gallery WHERE id = old.id;
END;
CREATE TRIGGER badges_came AFTER INSERT ON badges BEGIN
    INSERT INTO gallery (id, kind, subject, title, texts, created_at, removed_at)
    VALUES (
        new.id, 'badge', new.id, new.name,
        coalesce((SELECT group_concat(value, ' ') FROM json_each(new.design, '$.texts')), ''),
        new.created_at, new.removed_at
    );
END;
CREATE TRIGGER badges_changed AFTER UPDATE OF removed_at ON badges BEGIN
    UPDATE gallery SET removed_at = new.removed_at WHERE id = new.id;
END;
CREATE TRIGGER badges_rewritten AFTER UPDATE OF name, design ON badges BEGIN
    UPDATE gallery SET
        title = new.name,
        texts = coalesce((SELECT group_concat(value, ' ') FROM json_each(new.design, '$.texts')), '')
    WHERE id = new.id;
END;
CREATE TRIGGER badges_went AFTER DELETE ON badges BEGIN
    DELETE FROM gallery WHERE id = old.id;
END;

INSERT INTO gallery (id, kind, subject, title, texts, model_id, seed, created_at, removed_at)
SELECT id, 'picture', hash, prompt, negative_prompt, model_id, seed, created_at, NULL FROM pictures
UNION ALL
SELECT id, 'badge', id, name,
    coalesce((SELECT group_concat(value, ' ') FROM json_each(design, '$.texts')), ''),
    NULL, NULL, created_at, removed_at
FROM badges
ORDER BY 8;
