-- What each webhook wants to be told, and why it was switched off by itself.
ALTER TABLE webhooks ADD COLUMN events TEXT NOT NULL DEFAULT '';
ALTER TABLE webhooks ADD COLUMN stopped TEXT CHECK (stopped IN ('gone', 'silent'));

-- What rules could see of pages (domain::visit::Seen, as JSON), kept for a while to try rules on.
CREATE TABLE visits (
    organisation_id BLOB NOT NULL,
    site_id BLOB NOT NULL,
    id BLOB NOT NULL,
    at BIGINT NOT NULL,
    seen TEXT NOT NULL,
    PRIMARY KEY (organisation_id, site_id, id),
    FOREIGN KEY (organisation_id, site_id) REFERENCES sites (organisation_id, id)
);
CREATE INDEX visits_by_site ON visits (organisation_id, site_id, at);
CREATE INDEX visits_by_time ON visits (at);

-- How often a rule has fired, by its name and the UTC day.
CREATE TABLE rule_counts (
    organisation_id BLOB NOT NULL,
    site_id BLOB NOT NULL,
    rule TEXT NOT NULL,
    day BIGINT NOT NULL,
    fires BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, site_id, rule, day),
    FOREIGN KEY (organisation_id, site_id) REFERENCES sites (organisation_id, id)
);
