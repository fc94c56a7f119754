-- The core: who answers, who asks, what they say. Same tables and columns as migrations/postgres/0001_core.sql.
CREATE TABLE organisations (
    organisation_id BLOB NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    visitors BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);

CREATE TABLE operators (
    organisation_id BLOB NOT NULL REFERENCES organisations,
    id BLOB NOT NULL,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('agent', 'admin', 'owner')),
    availability TEXT NOT NULL CHECK (availability IN ('online', 'away')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE TABLE sessions (
    organisation_id BLOB NOT NULL,
    token_hash BLOB NOT NULL PRIMARY KEY,
    operator_id BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    FOREIGN KEY (organisation_id, operator_id) REFERENCES operators (organisation_id, id)
);
CREATE INDEX sessions_by_operator ON sessions (organisation_id, operator_id);

CREATE TABLE departments (
    organisation_id BLOB NOT NULL REFERENCES organisations,
    id BLOB NOT NULL,
    public_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (organisation_id, id),
    UNIQUE (organisation_id, public_id),
    UNIQUE (organisation_id, number),
    UNIQUE (organisation_id, name)
);

CREATE TABLE operator_departments (
    organisation_id BLOB NOT NULL,
    operator_id BLOB NOT NULL,
    department_id BLOB NOT NULL,
    PRIMARY KEY (organisation_id, operator_id, department_id),
    FOREIGN KEY (organisation_id, operator_id) REFERENCES operators (organisation_id, id),
    FOREIGN KEY (organisation_id, department_id) REFERENCES departments (organisation_id, id)
);

CREATE TABLE attributes (
    organisation_id BLOB NOT NULL REFERENCES organisations,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('text', 'number')),
    PRIMARY KEY (organisation_id, id)
);

CREATE TABLE sites (
    organisation_id BLOB NOT NULL REFERENCES organisations,
    id BLOB NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE TABLE site_vendor_ids (
    organisation_id BLOB NOT NULL,
    site_id BLOB NOT NULL,
    vendor TEXT NOT NULL,
    vendor_id TEXT NOT NULL,
    PRIMARY KEY (vendor, vendor_id),
    FOREIGN KEY (organisation_id, site_id) REFERENCES sites (organisation_id, id)
);

CREATE TABLE visitors (
    organisation_id BLOB NOT NULL,
    id BLOB NOT NULL,
    site_id BLOB NOT NULL,
    number BIGINT NOT NULL,
    client_id TEXT,
    proven_at BIGINT,
    proven TEXT NOT NULL,
    data TEXT NOT NULL,
    referrer TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, id),
    UNIQUE (organisation_id, number),
    UNIQUE (organisation_id, site_id, client_id),
    FOREIGN KEY (organisation_id, site_id) REFERENCES sites (organisation_id, id)
);

CREATE TABLE visitor_tokens (
    organisation_id BLOB NOT NULL,
    site_id BLOB NOT NULL,
    token_hash BLOB NOT NULL,
    visitor_id BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, site_id, token_hash),
    FOREIGN KEY (organisation_id, visitor_id) REFERENCES visitors (organisation_id, id)
);
CREATE INDEX visitor_tokens_by_visitor ON visitor_tokens (organisation_id, visitor_id);

CREATE TABLE page_views (
    organisation_id BLOB NOT NULL,
    visitor_id BLOB NOT NULL,
    at BIGINT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (organisation_id, visitor_id, at),
    FOREIGN KEY (organisation_id, visitor_id) REFERENCES visitors (organisation_id, id)
);

CREATE TABLE conversations (
    organisation_id BLOB NOT NULL,
    id BLOB NOT NULL,
    site_id BLOB NOT NULL,
    visitor_id BLOB NOT NULL,
    department_id BLOB,
    operator_id BLOB,
    merged_into BLOB,
    status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
    version BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    client_read BIGINT NOT NULL,
    agent_read BIGINT NOT NULL,
    last_text TEXT NOT NULL,
    last_author TEXT NOT NULL,
    last_at BIGINT NOT NULL,
    waiting_since BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, id),
    FOREIGN KEY (organisation_id, site_id) REFERENCES sites (organisation_id, id),
    FOREIGN KEY (organisation_id, visitor_id) REFERENCES visitors (organisation_id, id),
    FOREIGN KEY (organisation_id, department_id) REFERENCES departments (organisation_id, id),
    FOREIGN KEY (organisation_id, operator_id) REFERENCES operators (organisation_id, id),
    FOREIGN KEY (organisation_id, merged_into) REFERENCES conversations (organisation_id, id)
);
CREATE INDEX conversations_by_visitor ON conversations (organisation_id, visitor_id, created_at);
CREATE INDEX conversations_by_status ON conversations (organisation_id, status, last_at);

CREATE TABLE messages (
    organisation_id BLOB NOT NULL,
    conversation_id BLOB NOT NULL,
    seq BIGINT NOT NULL,
    id BLOB NOT NULL,
    client_id BLOB,
    author TEXT NOT NULL CHECK (author IN ('client', 'agent', 'bot', 'system')),
    operator_id BLOB,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, conversation_id, seq),
    UNIQUE (organisation_id, client_id),
    FOREIGN KEY (organisation_id, conversation_id) REFERENCES conversations (organisation_id, id),
    FOREIGN KEY (organisation_id, operator_id) REFERENCES operators (organisation_id, id)
);
