-- What a person decides about a model.

ALTER TABLE models ADD COLUMN notes TEXT NOT NULL DEFAULT '';
-- The strength at which it is best; without one, that of its base.
ALTER TABLE models ADD COLUMN best_strength REAL;
-- Whether the bot may draw with it.
ALTER TABLE models ADD COLUMN is_shared INTEGER NOT NULL DEFAULT 0;
ALTER TABLE models ADD COLUMN removed_at INTEGER;
-- Its files are gone; the row stays, since pictures name it.
ALTER TABLE models ADD COLUMN deleted_at INTEGER;

DROP VIEW user_models;
CREATE VIEW user_models AS
SELECT models.id,
       models.name                                      AS model_name,
       models.trigger                                   AS trigger_word,
       'models/' || models.folder || '/lora.safetensors' AS model_url,
       'completed'                                      AS status,
       models.archived_at IS NULL AND models.removed_at IS NULL AS is_active,
       NULL                                             AS telegram_id,
       NULL                                             AS bot_name
FROM models
WHERE models.deleted_at IS NULL
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
