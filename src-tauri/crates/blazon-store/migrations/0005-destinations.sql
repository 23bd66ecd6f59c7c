-- What a lost submission is found by at its provider.

-- The name of the model that the submission fills, one for each accepted quote; NULL for what was submitted before.
ALTER TABLE run_requests ADD COLUMN destination TEXT;
-- The account whose key submitted it, where the provider names one: a list of another account says nothing of it.
ALTER TABLE run_requests ADD COLUMN account TEXT;
