-- Other servers that take part in conversations: bots, and channels that people write through.
ALTER TABLE webhooks ADD COLUMN purpose TEXT NOT NULL DEFAULT 'events' CHECK (purpose IN ('events', 'channel', 'bot'));
CREATE UNIQUE INDEX webhooks_by_id ON webhooks (id);
ALTER TABLE conversations ADD COLUMN bot BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX conversations_of_bots ON conversations (organisation_id, site_id) WHERE bot;
-- What a bot lets the visitor choose from, one a line.
ALTER TABLE messages ADD COLUMN choices TEXT NOT NULL DEFAULT '';
