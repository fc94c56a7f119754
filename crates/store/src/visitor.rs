//! Visitors and the pages they saw.

use domain::{
    SiteId, Timestamp, VisitorId,
    visitor::{Data, PageView, Profile},
};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::FromRow;

use crate::{Error, Result, Tx};

/// A visitor as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Visitor {
    /// Ours.
    pub id: VisitorId,
    /// The site the visitor came to.
    pub site: SiteId,
    /// 1, 2, 3 … in the organisation.
    pub number: i64,
    /// The site's own id of this person.
    pub client_id: Option<String>,
    /// Since when that id is proven.
    pub proven_at: Option<Timestamp>,
    /// What was said along with the proof.
    pub proven: Data,
    /// What the site's code said in the browser.
    pub data: Data,
    /// What it said beside that.
    pub profile: Profile,
    /// Where the visitor came from at first.
    pub referrer: String,
    /// The browser's own name for itself.
    pub user_agent: String,
    /// When the visitor first acted.
    pub created_at: Timestamp,
}

impl Visitor {
    /// All that is known; what was proven wins (S-15).
    #[must_use]
    pub fn known(&self) -> Data {
        known(&self.data, &self.proven)
    }
}

pub(crate) fn known(data: &Data, proven: &Data) -> Data {
    let mut known = data.clone();
    known.0.extend(proven.0.iter().map(|(key, value)| (key.clone(), value.clone())));
    known
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
    /// The site's own id of this person.
    pub client_id: Option<&'a str>,
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
    client_id: Option<String>,
    proven_at: Option<Timestamp>,
    proven: String,
    data: String,
    profile: String,
    referrer: String,
    user_agent: String,
    created_at: Timestamp,
}

impl TryFrom<VisitorRow> for Visitor {
    type Error = Error;

    fn try_from(row: VisitorRow) -> Result<Self> {
        fn read<T: DeserializeOwned>(json: &str) -> Result<T> {
            serde_json::from_str(json).map_err(|error| Error::corrupt("visitors", &error))
        }
        Ok(Self {
            id: row.id,
            site: row.site_id,
            number: row.number,
            client_id: row.client_id,
            proven_at: row.proven_at,
            proven: read(&row.proven)?,
            data: read(&row.data)?,
            profile: read(&row.profile)?,
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

fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::corrupt("visitors", &error))
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
                "SELECT v.id, v.site_id, v.number, v.client_id, v.proven_at, v.proven, v.data, v.profile, v.referrer, v.user_agent, \
                 v.created_at FROM visitor_tokens t \
                 JOIN visitors v ON v.organisation_id = t.organisation_id AND v.id = t.visitor_id \
                 WHERE t.organisation_id = $1 AND t.site_id = $2 AND t.token_hash = $3",
            )
            .bind(site)
            .bind(token_hash)
            .maybe()
            .await?;
        row.map(Visitor::try_from).transpose()
    }

    /// The visitor with this token, locked until the transaction ends.
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
                "UPDATE visitors SET seen_at = $4 WHERE organisation_id = $1 AND id = (SELECT visitor_id \
                 FROM visitor_tokens WHERE organisation_id = $1 AND site_id = $2 AND token_hash = $3) \
                 RETURNING id, site_id, number, client_id, proven_at, proven, data, profile, referrer, user_agent, created_at",
            )
            .bind(site)
            .bind(token_hash)
            .bind(now)
            .maybe()
            .await?;
        row.map(Visitor::try_from).transpose()
    }

    /// One visitor, locked until the transaction ends.
    ///
    /// # Errors
    /// The database failed.
    pub async fn lock_visitor_by_id(&mut self, id: VisitorId) -> Result<Option<Visitor>> {
        let row: Option<VisitorRow> = self
            .query(
                "UPDATE visitors SET seen_at = seen_at WHERE organisation_id = $1 AND id = $2 \
                 RETURNING id, site_id, number, client_id, proven_at, proven, data, profile, referrer, user_agent, created_at",
            )
            .bind(id)
            .maybe()
            .await?;
        row.map(Visitor::try_from).transpose()
    }

    /// The visitor who is this person to the site, locked until the transaction ends.
    ///
    /// # Errors
    /// The database failed.
    pub async fn lock_client(
        &mut self,
        site: SiteId,
        client_id: &str,
        now: Timestamp,
    ) -> Result<Option<Visitor>> {
        let row: Option<VisitorRow> = self
            .query(
                "UPDATE visitors SET seen_at = $4 WHERE organisation_id = $1 AND site_id = $2 AND client_id = $3 \
                 RETURNING id, site_id, number, client_id, proven_at, proven, data, profile, referrer, user_agent, created_at",
            )
            .bind(site)
            .bind(client_id)
            .bind(now)
            .maybe()
            .await?;
        row.map(Visitor::try_from).transpose()
    }

    /// Adds a visitor with the first token. The caller holds [`Tx::lock_visitors`] and has looked for the token since.
    ///
    /// # Errors
    /// `Conflict` when the token or the client id has a visitor.
    pub async fn insert_visitor(&mut self, new: &NewVisitor<'_>) -> Result<()> {
        self.query(
            "INSERT INTO visitors \
             (organisation_id, id, site_id, number, client_id, proven, data, referrer, user_agent, created_at, seen_at) \
             VALUES ($1, $2, $3, $4, $5, '{}', '{}', $6, $7, $8, $8)",
        )
        .bind(new.id)
        .bind(new.site)
        .bind(new.number)
        .bind(new.client_id)
        .bind(new.referrer)
        .bind(new.user_agent)
        .bind(new.at)
        .run()
        .await?;
        self.query(
            "INSERT INTO visitor_tokens (organisation_id, site_id, token_hash, visitor_id, created_at) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(new.site)
        .bind(new.token_hash)
        .bind(new.id)
        .bind(new.at)
        .run()
        .await?;
        Ok(())
    }

    /// One visitor.
    ///
    /// # Errors
    /// The database failed.
    pub async fn visitor(&mut self, id: VisitorId) -> Result<Option<Visitor>> {
        let row: Option<VisitorRow> = self
            .query(
                "SELECT id, site_id, number, client_id, proven_at, proven, data, profile, referrer, user_agent, created_at \
                 FROM visitors WHERE organisation_id = $1 AND id = $2",
            )
            .bind(id)
            .maybe()
            .await?;
        row.map(Visitor::try_from).transpose()
    }

    /// Says who a visitor is to the site, and how far that is proven.
    ///
    /// # Errors
    /// `Conflict` when another visitor of the site is that person.
    pub async fn set_identity(
        &mut self,
        id: VisitorId,
        client_id: Option<&str>,
        proven_at: Option<Timestamp>,
        proven: &Data,
    ) -> Result<()> {
        let proven = json(proven)?;
        self.query(
            "UPDATE visitors SET client_id = $3, proven_at = $4, proven = $5 WHERE organisation_id = $1 AND id = $2",
        )
        .bind(id)
        .bind(client_id)
        .bind(proven_at)
        .bind(proven)
        .run()
        .await?;
        Ok(())
    }

    /// Lets a token lead to this visitor, wherever it led before.
    ///
    /// # Errors
    /// The database failed.
    pub async fn bind_token(
        &mut self,
        site: SiteId,
        token_hash: &[u8],
        visitor: VisitorId,
        now: Timestamp,
    ) -> Result<()> {
        self.query(
            "INSERT INTO visitor_tokens (organisation_id, site_id, token_hash, visitor_id, created_at) \
             VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (organisation_id, site_id, token_hash) DO UPDATE SET visitor_id = excluded.visitor_id",
        )
        .bind(site)
        .bind(token_hash)
        .bind(visitor)
        .bind(now)
        .run()
        .await?;
        Ok(())
    }

    /// Lets no token lead to this visitor any more, but one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn forget_tokens(&mut self, visitor: VisitorId, but: &[u8]) -> Result<()> {
        self.query(
            "DELETE FROM visitor_tokens WHERE organisation_id = $1 AND visitor_id = $2 AND token_hash <> $3",
        )
        .bind(visitor)
        .bind(but)
        .run()
        .await?;
        Ok(())
    }

    /// Gives all that one visitor has to another one of the same site, and removes the first: its conversations and
    /// pages move, its tokens are forgotten. If both have a conversation, the caller makes one of them
    /// ([`Tx::merge_conversation`]).
    ///
    /// # Errors
    /// The database failed.
    pub async fn merge_visitor(&mut self, from: VisitorId, into: VisitorId) -> Result<()> {
        self.query(
            "UPDATE conversations SET visitor_id = $3, version = version + 1 \
             WHERE organisation_id = $1 AND visitor_id = $2",
        )
        .bind(from)
        .bind(into)
        .run()
        .await?;
        self.query(
            "UPDATE page_views SET visitor_id = $3 WHERE organisation_id = $1 AND visitor_id = $2 AND at NOT IN \
             (SELECT at FROM page_views WHERE organisation_id = $1 AND visitor_id = $3)",
        )
        .bind(from)
        .bind(into)
        .run()
        .await?;
        for sql in [
            "DELETE FROM page_views WHERE organisation_id = $1 AND visitor_id = $2",
            "DELETE FROM visitor_tokens WHERE organisation_id = $1 AND visitor_id = $2",
            "DELETE FROM visitors WHERE organisation_id = $1 AND id = $2",
        ] {
            self.query(sql).bind(from).run().await?;
        }
        Ok(())
    }

    /// Replaces what is known of a visitor.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_visitor_data(&mut self, id: VisitorId, data: &Data, profile: &Profile) -> Result<()> {
        self.query("UPDATE visitors SET data = $3, profile = $4 WHERE organisation_id = $1 AND id = $2")
            .bind(id)
            .bind(json(data)?)
            .bind(json(profile)?)
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
