-- What visitors have seen, for trying out rules; how often rules have fired; and what each webhook wants to be told.
ALTER TABLE webhooks ADD COLUMN events TEXT NOT NULL DEFAULT '';
ALTER TABLE webhooks ADD COLUMN stopped TEXT CHECK (stopped IN ('gone', 'silent'));
