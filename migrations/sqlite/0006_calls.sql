-- Calls back: whom, how far each has come, and the one that a conversation is about now.
CREATE TABLE calls (
    organisation_id BLOB NOT NULL,
    id BLOB NOT NULL,
    site_id BLOB NOT NULL,
    visitor_id BLOB NOT NULL,
    conversation_id BLOB NOT NULL,
    client_id BLOB NOT NULL,
    operator_id BLOB,
    phone TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ringing', 'accepted', 'connected', 'ended', 'failed')),
    reason TEXT NOT NULL,
    to_dial BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, id),
    UNIQUE (organisation_id, client_id),
    FOREIGN KEY (organisation_id, site_id) REFERENCES sites (organisation_id, id),
    FOREIGN KEY (organisation_id, visitor_id) REFERENCES visitors (organisation_id, id),
    FOREIGN KEY (organisation_id, conversation_id) REFERENCES conversations (organisation_id, id),
    FOREIGN KEY (organisation_id, operator_id) REFERENCES operators (organisation_id, id)
);
CREATE INDEX calls_by_site ON calls (organisation_id, site_id, created_at);
CREATE UNIQUE INDEX calls_by_id ON calls (id);
CREATE INDEX calls_by_status ON calls (status, changed_at);
ALTER TABLE conversations ADD COLUMN call_id BLOB;
