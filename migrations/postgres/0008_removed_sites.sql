-- A site that was removed keeps its conversations, and its id.
ALTER TABLE sites ADD COLUMN removed_at BIGINT;
