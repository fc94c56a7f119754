//! Sites.

use domain::{SiteId, Timestamp, site::Settings};
use sqlx::FromRow;

use crate::{Error, Result, Tx};

/// A site as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Ours.
    pub id: SiteId,
    /// The `orgId` of the embed; unique in the installation.
    pub public_id: String,
    /// For people.
    pub name: String,
    /// What the owner decided.
    pub settings: Settings,
    /// Whether a bot answers there; decided by its webhooks.
    pub has_bot: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// An id that a site has from another vendor.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct VendorId {
    /// The vendor's name: `jivo`.
    pub vendor: String,
    /// The id.
    pub vendor_id: String,
}

#[derive(FromRow)]
pub(crate) struct SiteRow {
    pub(crate) id: SiteId,
    pub(crate) public_id: String,
    pub(crate) name: String,
    pub(crate) settings: String,
    pub(crate) has_bot: bool,
    pub(crate) created_at: Timestamp,
}

/// The columns of a [`SiteRow`].
macro_rules! site_columns {
    () => {
        "s.id, s.public_id, s.name, s.settings, EXISTS (SELECT 1 FROM webhooks w WHERE w.organisation_id = s.organisation_id \
         AND w.site_id = s.id AND w.purpose = 'bot' AND w.enabled) AS has_bot, s.created_at"
    };
}
pub(crate) use site_columns;

impl TryFrom<SiteRow> for Site {
    type Error = Error;

    fn try_from(row: SiteRow) -> Result<Self> {
        Ok(Self {
            id: row.id,
            public_id: row.public_id,
            name: row.name,
            settings: serde_json::from_str(&row.settings).map_err(|error| Error::corrupt("sites", &error))?,
            has_bot: row.has_bot,
            created_at: row.created_at,
        })
    }
}

impl Tx {
    /// Adds a site; false when the public id is taken, by whichever organisation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn insert_site(&mut self, site: &Site) -> Result<bool> {
        let settings =
            serde_json::to_string(&site.settings).map_err(|error| Error::corrupt("sites", &error))?;
        let inserted = self
            .query(
                "INSERT INTO sites (organisation_id, id, public_id, name, settings, created_at) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            )
            .bind(site.id)
            .bind(site.public_id.as_str())
            .bind(site.name.as_str())
            .bind(settings)
            .bind(site.created_at)
            .run()
            .await?;
        Ok(inserted == 1)
    }

    /// Changes name and settings.
    ///
    /// # Errors
    /// The database failed.
    pub async fn update_site(&mut self, id: SiteId, name: &str, settings: &Settings) -> Result<()> {
        let settings = serde_json::to_string(settings).map_err(|error| Error::corrupt("sites", &error))?;
        self.query("UPDATE sites SET name = $3, settings = $4 WHERE organisation_id = $1 AND id = $2")
            .bind(id)
            .bind(name)
            .bind(settings)
            .run()
            .await?;
        Ok(())
    }

    /// Every site, the oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sites(&mut self) -> Result<Vec<Site>> {
        let rows: Vec<SiteRow> = self
            .query(concat!(
                "SELECT ",
                site_columns!(),
                " FROM sites s WHERE s.organisation_id = $1 AND s.removed_at IS NULL ORDER BY s.created_at, s.id"
            ))
            .all()
            .await?;
        rows.into_iter().map(Site::try_from).collect()
    }

    /// One site.
    ///
    /// # Errors
    /// The database failed.
    pub async fn site(&mut self, id: SiteId) -> Result<Option<Site>> {
        let row: Option<SiteRow> = self
            .query(concat!(
                "SELECT ",
                site_columns!(),
                " FROM sites s WHERE s.organisation_id = $1 AND s.id = $2 AND s.removed_at IS NULL"
            ))
            .bind(id)
            .maybe()
            .await?;
        row.map(Site::try_from).transpose()
    }

    /// Takes a site away; its conversations and its ids stay.
    ///
    /// # Errors
    /// The database failed.
    pub async fn remove_site(&mut self, id: SiteId, now: Timestamp) -> Result<()> {
        self.query("UPDATE sites SET removed_at = $3 WHERE organisation_id = $1 AND id = $2")
            .bind(id)
            .bind(now)
            .run()
            .await?;
        Ok(())
    }

    /// Brings back a site that was removed, by its public id; where there is none, nothing happens.
    ///
    /// # Errors
    /// The database failed.
    pub async fn restore_site(&mut self, public_id: &str) -> Result<()> {
        self.query("UPDATE sites SET removed_at = NULL WHERE organisation_id = $1 AND public_id = $2")
            .bind(public_id)
            .run()
            .await?;
        Ok(())
    }

    /// The ids that other vendors gave a site, with the vendors' names.
    ///
    /// # Errors
    /// The database failed.
    pub async fn vendor_ids(&mut self, site: SiteId) -> Result<Vec<VendorId>> {
        self.query(
            "SELECT vendor, vendor_id FROM site_vendor_ids WHERE organisation_id = $1 AND site_id = $2 \
             ORDER BY vendor, vendor_id",
        )
        .bind(site)
        .all()
        .await
    }

    /// Forgets an id that a vendor gave a site.
    ///
    /// # Errors
    /// The database failed.
    pub async fn drop_vendor_id(&mut self, site: SiteId, known: &VendorId) -> Result<()> {
        self.query(
            "DELETE FROM site_vendor_ids WHERE organisation_id = $1 AND site_id = $2 AND vendor = $3 AND vendor_id = $4",
        )
        .bind(site)
        .bind(known.vendor.as_str())
        .bind(known.vendor_id.as_str())
        .run()
        .await?;
        Ok(())
    }

    /// Lets a vendor's id name this site, so that a customer changes the host name only.
    ///
    /// # Errors
    /// `Conflict` when the id belongs to another site.
    pub async fn put_vendor_id(&mut self, site: SiteId, vendor: &str, vendor_id: &str) -> Result<()> {
        let changed = self
            .query(
                "INSERT INTO site_vendor_ids (organisation_id, site_id, vendor, vendor_id) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (vendor, vendor_id) DO UPDATE SET site_id = excluded.site_id \
                 WHERE site_vendor_ids.organisation_id = excluded.organisation_id",
            )
            .bind(site)
            .bind(vendor)
            .bind(vendor_id)
            .run()
            .await?;
        if changed == 0 {
            return Err(Error::Conflict("site_vendor_ids".to_owned()));
        }
        Ok(())
    }
}
