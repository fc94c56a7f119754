-- What pages tell of a visitor beside contact data (domain::visitor::Profile), as JSON.
ALTER TABLE visitors ADD COLUMN profile TEXT NOT NULL DEFAULT '{}';
