//! The questions that come before an organisation is known. Each answers with the organisation and no more than its
//! caller needs; everything after goes through [`crate::Organisation`].

use domain::{OperatorId, OrganisationId, SiteId, Timestamp};
use sqlx::FromRow;

use crate::{
    Result, Store,
    site::{Site, SiteRow},
};

/// The handle to these questions.
#[derive(Clone)]
pub struct Directory {
    pub(crate) store: Store,
}

/// A session that exists.
#[derive(Debug, Clone, FromRow)]
pub struct KnownSession {
    /// Whose tenant.
    #[sqlx(rename = "organisation_id")]
    pub organisation: OrganisationId,
    /// Who.
    #[sqlx(rename = "operator_id")]
    pub operator: OperatorId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
}

/// A site and its tenant.
#[derive(Debug, Clone)]
pub struct KnownSite {
    /// Whose.
    pub organisation: OrganisationId,
    /// The site.
    pub site: Site,
}

#[derive(FromRow)]
struct OrganisationRow {
    organisation_id: OrganisationId,
}

#[derive(FromRow)]
struct KnownSiteRow {
    organisation_id: OrganisationId,
    id: SiteId,
    public_id: String,
    name: String,
    settings: String,
    created_at: Timestamp,
}

impl Directory {
    /// The session with this token.
    ///
    /// # Errors
    /// The database failed.
    pub async fn session(&self, token_hash: &[u8]) -> Result<Option<KnownSession>> {
        let mut connection = self.store.begin_read().await?;
        connection
            .query("SELECT organisation_id, operator_id, created_at, seen_at FROM sessions WHERE token_hash = $1")
            .bind(token_hash)
            .maybe()
            .await
    }

    /// The organisation of the operator with this e-mail.
    ///
    /// # Errors
    /// The database failed.
    pub async fn organisation_by_email(&self, email: &str) -> Result<Option<OrganisationId>> {
        self.organisation("SELECT organisation_id FROM operators WHERE email = $1", email).await
    }

    /// The organisation with this slug.
    ///
    /// # Errors
    /// The database failed.
    pub async fn organisation_by_slug(&self, slug: &str) -> Result<Option<OrganisationId>> {
        self.organisation("SELECT organisation_id FROM organisations WHERE slug = $1", slug).await
    }

    async fn organisation(&self, sql: &'static str, key: &str) -> Result<Option<OrganisationId>> {
        let mut connection = self.store.begin_read().await?;
        let row: Option<OrganisationRow> = connection.query(sql).bind(key).maybe().await?;
        Ok(row.map(|row| row.organisation_id))
    }

    /// The site an embed names: by our public id, or by the id another vendor gave it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn site(&self, id: &str) -> Result<Option<KnownSite>> {
        let mut connection = self.store.begin_read().await?;
        let row: Option<KnownSiteRow> = connection
            .query(
                "SELECT s.organisation_id, s.id, s.public_id, s.name, s.settings, s.created_at FROM sites s \
                 WHERE s.public_id = $1 OR EXISTS (SELECT 1 FROM site_vendor_ids a \
                 WHERE a.organisation_id = s.organisation_id AND a.site_id = s.id AND a.vendor_id = $1) \
                 ORDER BY CASE WHEN s.public_id = $1 THEN 0 ELSE 1 END LIMIT 1",
            )
            .bind(id)
            .maybe()
            .await?;
        row.map(|row| {
            let organisation = row.organisation_id;
            let site = SiteRow {
                id: row.id,
                public_id: row.public_id,
                name: row.name,
                settings: row.settings,
                created_at: row.created_at,
            };
            Ok(KnownSite { organisation, site: Site::try_from(site)? })
        })
        .transpose()
    }

    /// Whether the database answers and takes writes.
    ///
    /// # Errors
    /// It does not; the error says why.
    pub async fn probe(&self) -> Result<()> {
        let mut connection = self.store.begin_write().await?;
        connection.query("UPDATE organisations SET visitors = visitors WHERE slug = ''").run().await?;
        connection.commit().await
    }
}
