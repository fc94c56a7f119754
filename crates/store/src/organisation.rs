//! Organisations.

use domain::Timestamp;
use sqlx::FromRow;

use crate::{Result, Tx};

#[derive(FromRow)]
struct Names {
    slug: String,
    name: String,
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

    /// What the organisation is called in files, and by people.
    ///
    /// # Errors
    /// The database failed.
    pub async fn organisation_names(&mut self) -> Result<(String, String)> {
        let names: Names = self
            .query("SELECT slug, name FROM organisations WHERE organisation_id = $1")
            .one("organisations")
            .await?;
        Ok((names.slug, names.name))
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
}
