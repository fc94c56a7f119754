//! The organisation's attributes.

use domain::attribute::Attribute;

use crate::{Result, Tx};

impl Tx {
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
        .bind(attribute.kind)
        .run()
        .await?;
        Ok(())
    }

    /// Forgets an attribute.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_attribute(&mut self, id: &str) -> Result<()> {
        self.query("DELETE FROM attributes WHERE organisation_id = $1 AND id = $2").bind(id).run().await?;
        Ok(())
    }

    /// Every attribute, by name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn attributes(&mut self) -> Result<Vec<Attribute>> {
        self.query("SELECT id, name, kind FROM attributes WHERE organisation_id = $1 ORDER BY name, id")
            .all()
            .await
    }
}
