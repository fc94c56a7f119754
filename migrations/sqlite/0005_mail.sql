-- Messages that were left while nobody was there, and the e-mails that answer them (R-9).
ALTER TABLE conversations ADD COLUMN offline BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE mails (
    organisation_id BLOB NOT NULL,
    id BLOB NOT NULL,
    conversation_id BLOB NOT NULL,
    seq BIGINT NOT NULL,
    recipient TEXT NOT NULL,
    reply_to TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    error TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, id),
    FOREIGN KEY (organisation_id, conversation_id) REFERENCES conversations (organisation_id, id)
);
CREATE INDEX mails_due ON mails (state, due_at);
