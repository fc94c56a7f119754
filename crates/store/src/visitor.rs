//! Visitors and the pages they saw.

use domain::{
    SiteId, Timestamp, VisitorId,
    visitor::{Data, PageView},
};
use sqlx::FromRow;

use crate::{Error, Result, Tx};

/// A visitor as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// Ours.
    pub id: VisitorId,
    /// The site the visitor came to.
    pub site: SiteId,
    /// 1, 2, 3 … in the organisation.
    pub number: i64,
    /// What the site's code said.
    pub data: Data,
    /// Where the visitor came from at first.
    pub referrer: String,
    /// The browser's own name for itself.
    pub user_agent: String,
    /// When the visitor first acted.
    pub created_at: Timestamp,
}

/// A visitor to be stored.
#[derive(Debug, Clone)]
pub struct NewVisitor<'a> {
    /// Ours.
    pub id: VisitorId,
    /// The site.
    pub site: SiteId,
    /// From [`Tx::next_visitor_number`].
    pub number: i64,
    /// SHA-256 of the visitor's token.
    pub token_hash: &'a [u8],
    /// Where the visitor came from.
    pub referrer: &'a str,
    /// The browser's own name for itself.
    pub user_agent: &'a str,
    /// Now.
    pub at: Timestamp,
}

#[derive(FromRow)]
struct VisitorRow {
    id: VisitorId,
    site_id: SiteId,
    number: i64,
    data: String,
    referrer: String,
    user_agent: String,
    created_at: Timestamp,
}

impl TryFrom<VisitorRow> for Visitor {
    type Error = Error;

    fn try_from(row: VisitorRow) -> Result<Self> {
        Ok(Self {
            id: row.id,
            site: row.site_id,
            number: row.number,
            data: serde_json::from_str(&row.data).map_err(|error| Error::corrupt("visitors", &error))?,
            referrer: row.referrer,
            user_agent: row.user_agent,
            created_at: row.created_at,
        })
    }
}

#[derive(FromRow)]
struct PageRow {
    url: String,
    title: String,
    at: Timestamp,
}

/// Pages kept of a visitor.
const PAGES: i64 = 20;

impl Tx {
    /// The visitor with this token, without a lock.
    ///
    /// # Errors
    /// The database failed.
    pub async fn visitor_by_token(&mut self, site: SiteId, token_hash: &[u8]) -> Result<Option<Visitor>> {
        let row: Option<VisitorRow> = self
            .query(
                "SELECT id, site_id, number, data, referrer, user_agent, created_at FROM visitors \
                 WHERE organisation_id = $1 AND site_id = $2 AND token_hash = $3",
            )
            .bind(site)
            .bind(token_hash)
            .maybe()
            .await?;
        row.map(Visitor::try_from).transpose()
    }

    /// The visitor with this token, locked until the transaction ends: two first messages at once wait for each other.
    ///
    /// # Errors
    /// The database failed.
    pub async fn lock_visitor(
        &mut self,
        site: SiteId,
        token_hash: &[u8],
        now: Timestamp,
    ) -> Result<Option<Visitor>> {
        let row: Option<VisitorRow> = self
            .query(
                "UPDATE visitors SET seen_at = $4 WHERE organisation_id = $1 AND site_id = $2 AND token_hash = $3 \
                 RETURNING id, site_id, number, data, referrer, user_agent, created_at",
            )
            .bind(site)
            .bind(token_hash)
            .bind(now)
            .maybe()
            .await?;
        row.map(Visitor::try_from).transpose()
    }

    /// Adds a visitor; false when another request with the same token was faster (then lock that one).
    ///
    /// # Errors
    /// The database failed.
    pub async fn insert_visitor(&mut self, new: &NewVisitor<'_>) -> Result<bool> {
        let inserted = self
            .query(
                "INSERT INTO visitors \
                 (organisation_id, id, site_id, number, token_hash, data, referrer, user_agent, created_at, seen_at) \
                 VALUES ($1, $2, $3, $4, $5, '{}', $6, $7, $8, $8) ON CONFLICT DO NOTHING",
            )
            .bind(new.id)
            .bind(new.site)
            .bind(new.number)
            .bind(new.token_hash)
            .bind(new.referrer)
            .bind(new.user_agent)
            .bind(new.at)
            .run()
            .await?;
        Ok(inserted == 1)
    }

    /// One visitor.
    ///
    /// # Errors
    /// The database failed.
    pub async fn visitor(&mut self, id: VisitorId) -> Result<Option<Visitor>> {
        let row: Option<VisitorRow> = self
            .query(
                "SELECT id, site_id, number, data, referrer, user_agent, created_at FROM visitors \
                 WHERE organisation_id = $1 AND id = $2",
            )
            .bind(id)
            .maybe()
            .await?;
        row.map(Visitor::try_from).transpose()
    }

    /// Replaces what is known of a visitor.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_visitor_data(&mut self, id: VisitorId, data: &Data) -> Result<()> {
        let data = serde_json::to_string(data).map_err(|error| Error::corrupt("visitors", &error))?;
        self.query("UPDATE visitors SET data = $3 WHERE organisation_id = $1 AND id = $2")
            .bind(id)
            .bind(data)
            .run()
            .await?;
        Ok(())
    }

    /// Adds a page view and forgets all but the latest 20. The same page again only moves its time.
    ///
    /// # Errors
    /// The database failed.
    pub async fn insert_page_view(&mut self, visitor: VisitorId, page: &PageView) -> Result<()> {
        self.query("DELETE FROM page_views WHERE organisation_id = $1 AND visitor_id = $2 AND url = $3")
            .bind(visitor)
            .bind(page.url.as_str())
            .run()
            .await?;
        self.query(
            "INSERT INTO page_views (organisation_id, visitor_id, at, url, title) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT DO NOTHING",
        )
        .bind(visitor)
        .bind(page.at)
        .bind(page.url.as_str())
        .bind(page.title.as_str())
        .run()
        .await?;
        self.query(
            "DELETE FROM page_views WHERE organisation_id = $1 AND visitor_id = $2 AND at < \
             (SELECT MIN(at) FROM (SELECT at FROM page_views WHERE organisation_id = $1 AND visitor_id = $2 \
              ORDER BY at DESC LIMIT $3) AS latest)",
        )
        .bind(visitor)
        .bind(PAGES)
        .run()
        .await?;
        Ok(())
    }

    /// The latest pages, newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn page_views(&mut self, visitor: VisitorId) -> Result<Vec<PageView>> {
        let rows: Vec<PageRow> = self
            .query(
                "SELECT url, title, at FROM page_views WHERE organisation_id = $1 AND visitor_id = $2 \
                 ORDER BY at DESC LIMIT $3",
            )
            .bind(visitor)
            .bind(PAGES)
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| PageView { url: row.url, title: row.title, at: row.at }).collect())
    }
}
