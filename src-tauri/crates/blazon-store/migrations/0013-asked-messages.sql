-- The message that asked for a job, which is answered in a group; NULL where a button did, or the job is older.
ALTER TABLE bot_jobs ADD COLUMN asked_message INTEGER;
