-- A site that was removed keeps its conversations, and its id.
ALTER TABLE sites ADD COLUMN removed_at BIGINT;
-- Every load of a script that names its site asks for it here.
CREATE INDEX sites_removed ON sites (public_id) WHERE removed_at IS NOT NULL;
