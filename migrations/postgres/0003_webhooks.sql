-- What customers' own servers are told, and how far that has come (R-9).
CREATE TABLE webhooks (
    organisation_id UUID NOT NULL,
    id UUID NOT NULL,
    site_id UUID NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('jivo', 'usher')),
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    failing_since BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, id),
    FOREIGN KEY (organisation_id, site_id) REFERENCES sites (organisation_id, id)
);
CREATE INDEX webhooks_by_site ON webhooks (organisation_id, site_id);

CREATE TABLE deliveries (
    organisation_id UUID NOT NULL,
    id UUID NOT NULL,
    webhook_id UUID NOT NULL,
    subject UUID NOT NULL,
    number BIGINT NOT NULL,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    status BIGINT,
    error TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    tried_at BIGINT,
    PRIMARY KEY (organisation_id, id),
    UNIQUE (organisation_id, webhook_id, subject, number),
    FOREIGN KEY (organisation_id, webhook_id) REFERENCES webhooks (organisation_id, id)
);
CREATE INDEX deliveries_due ON deliveries (state, due_at);
CREATE INDEX deliveries_by_webhook ON deliveries (organisation_id, webhook_id, created_at);
