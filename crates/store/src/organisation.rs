//! Organisations and their attributes.

use domain::Timestamp;
use sqlx::FromRow;

use crate::{Result, Tx};

/// A field that operators know of every visitor.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Attribute {
    /// Used by the site's code.
    pub id: String,
    /// For people.
    pub name: String,
    /// `text` or `number`.
    pub kind: String,
}

#[derive(FromRow)]
struct Number {
    visitors: i64,
}

impl Tx {
    /// Adds the organisation itself; false when the slug is taken.
    ///
    /// # Errors
    /// The database failed.
    pub async fn insert_organisation(&mut self, slug: &str, name: &str, now: Timestamp) -> Result<bool> {
        let inserted = self
            .query(
                "INSERT INTO organisations (organisation_id, slug, name, created_at) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT DO NOTHING",
            )
            .bind(slug)
            .bind(name)
            .bind(now)
            .run()
            .await?;
        Ok(inserted == 1)
    }

    /// Renames the organisation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn rename_organisation(&mut self, name: &str) -> Result<()> {
        self.query("UPDATE organisations SET name = $2 WHERE organisation_id = $1").bind(name).run().await?;
        Ok(())
    }

    /// The next visitor's number: 1, 2, 3 …
    ///
    /// # Errors
    /// The database failed.
    pub async fn next_visitor_number(&mut self) -> Result<i64> {
        let number: Number = self
            .query("UPDATE organisations SET visitors = visitors + 1 WHERE organisation_id = $1 RETURNING visitors")
            .one("organisations")
            .await?;
        Ok(number.visitors)
    }

    /// Until the transaction ends no other one of the organisation makes a visitor, or makes one another.
    ///
    /// # Errors
    /// The database failed.
    pub async fn lock_visitors(&mut self) -> Result<()> {
        self.query("UPDATE organisations SET visitors = visitors WHERE organisation_id = $1").run().await?;
        Ok(())
    }

    /// Adds or changes an attribute.
    ///
    /// # Errors
    /// The database failed.
    pub async fn put_attribute(&mut self, attribute: &Attribute) -> Result<()> {
        self.query(
            "INSERT INTO attributes (organisation_id, id, name, kind) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (organisation_id, id) DO UPDATE SET name = excluded.name, kind = excluded.kind",
        )
        .bind(attribute.id.as_str())
        .bind(attribute.name.as_str())
        .bind(attribute.kind.as_str())
        .run()
        .await?;
        Ok(())
    }

    /// Every attribute, by id.
    ///
    /// # Errors
    /// The database failed.
    pub async fn attributes(&mut self) -> Result<Vec<Attribute>> {
        self.query("SELECT id, name, kind FROM attributes WHERE organisation_id = $1 ORDER BY id").all().await
    }
}
