//! The questions that come before an organisation is known. Each answers with the organisation and no more than its
//! caller needs; everything after goes through [`crate::Organisation`].

use domain::{CallId, MailId, OperatorId, OrganisationId, SiteId, Timestamp, WebhookId};
use sqlx::FromRow;

use crate::{
    Result, Store,
    site::{Site, SiteRow, site_columns},
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

/// A webhook that has something to send, and its tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, FromRow)]
pub struct Due {
    /// Whose.
    #[sqlx(rename = "organisation_id")]
    pub organisation: OrganisationId,
    /// The webhook.
    #[sqlx(rename = "webhook_id")]
    pub webhook: WebhookId,
}

/// A site whose bot is gone, and its tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct BotlessSite {
    /// Whose.
    #[sqlx(rename = "organisation_id")]
    pub organisation: OrganisationId,
    /// The site.
    #[sqlx(rename = "site_id")]
    pub site: SiteId,
}

/// A call, and its tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, FromRow)]
pub struct KnownCall {
    /// Whose.
    #[sqlx(rename = "organisation_id")]
    pub organisation: OrganisationId,
    /// The call.
    pub id: CallId,
}

/// An e-mail that is to be sent, and its tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, FromRow)]
pub struct DueMail {
    /// Whose.
    #[sqlx(rename = "organisation_id")]
    pub organisation: OrganisationId,
    /// The e-mail.
    pub id: MailId,
}

#[derive(FromRow)]
struct NextRow {
    due_at: Option<Timestamp>,
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
    has_bot: bool,
    created_at: Timestamp,
}

/// Deliveries that wait for nothing but their time: the first of each subject, of webhooks that are on.
macro_rules! waiting {
    () => {
        "FROM deliveries d JOIN webhooks w ON w.organisation_id = d.organisation_id AND w.id = d.webhook_id \
         WHERE d.state = 'waiting' AND w.enabled AND NOT EXISTS ( \
          SELECT 1 FROM deliveries e WHERE e.organisation_id = d.organisation_id AND e.webhook_id = d.webhook_id \
          AND e.subject = d.subject AND e.state = 'waiting' AND e.number < d.number)"
    };
}

/// E-mails that wait for nothing but their time: the first of each conversation. Ids are in the order of the clock.
macro_rules! unsent {
    () => {
        "FROM mails m WHERE m.state = 'waiting' AND NOT EXISTS ( \
          SELECT 1 FROM mails e WHERE e.organisation_id = m.organisation_id AND e.conversation_id = m.conversation_id \
          AND e.state = 'waiting' AND (e.created_at < m.created_at OR (e.created_at = m.created_at AND e.id < m.id)))"
    };
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

    /// Webhooks that have a delivery to send now, the longest waiting first. What waits behind another of its subject is not
    /// due, whatever its own time.
    ///
    /// # Errors
    /// The database failed.
    pub async fn due(&self, now: Timestamp, limit: i64) -> Result<Vec<Due>> {
        let mut connection = self.store.begin_read().await?;
        connection
            .query(concat!(
                "SELECT d.organisation_id, d.webhook_id ",
                waiting!(),
                " AND d.due_at <= $1 AND d.leased_until <= $1 \
                     GROUP BY d.organisation_id, d.webhook_id ORDER BY MIN(d.due_at) LIMIT $2"
            ))
            .bind(now)
            .bind(limit)
            .all()
            .await
    }

    /// When the next delivery of all has to be looked at.
    ///
    /// # Errors
    /// The database failed.
    pub async fn next_due(&self) -> Result<Option<Timestamp>> {
        let mut connection = self.store.begin_read().await?;
        let row: Option<NextRow> = connection
            .query(
                concat!(
                    "SELECT MIN(CASE WHEN d.leased_until > d.due_at THEN d.leased_until ELSE d.due_at END) AS due_at ",
                    waiting!()
                ),
            )
            .maybe()
            .await?;
        Ok(row.and_then(|row| row.due_at))
    }

    /// Calls that a provider shall make.
    ///
    /// # Errors
    /// The database failed.
    pub async fn calls_to_dial(&self) -> Result<Vec<KnownCall>> {
        let mut connection = self.store.begin_read().await?;
        connection
            .query("SELECT organisation_id, id FROM calls WHERE to_dial ORDER BY created_at")
            .all()
            .await
    }

    /// Whose call it is, for a provider that knows its id alone.
    ///
    /// # Errors
    /// The database failed.
    pub async fn call(&self, id: CallId) -> Result<Option<KnownCall>> {
        let mut connection = self.store.begin_read().await?;
        connection.query("SELECT organisation_id, id FROM calls WHERE id = $1").bind(id).maybe().await
    }

    /// Calls that have rung since before `rung`, or of which nothing was heard since `heard`, and that are not over.
    ///
    /// # Errors
    /// The database failed.
    pub async fn stale_calls(&self, rung: Timestamp, heard: Timestamp) -> Result<Vec<KnownCall>> {
        let mut connection = self.store.begin_read().await?;
        connection
            .query(
                "SELECT organisation_id, id FROM calls WHERE (status = 'ringing' AND changed_at < $1) \
                 OR (status IN ('accepted', 'connected') AND changed_at < $2)",
            )
            .bind(rung)
            .bind(heard)
            .all()
            .await
    }

    /// E-mails to send now, the longest waiting first. Those of one conversation are sent in their order.
    ///
    /// # Errors
    /// The database failed.
    pub async fn due_mails(&self, now: Timestamp, limit: i64) -> Result<Vec<DueMail>> {
        let mut connection = self.store.begin_read().await?;
        connection
            .query(concat!(
                "SELECT m.organisation_id, m.id ",
                unsent!(),
                " AND m.due_at <= $1 AND m.leased_until <= $1 ORDER BY m.due_at, m.id LIMIT $2"
            ))
            .bind(now)
            .bind(limit)
            .all()
            .await
    }

    /// When the next e-mail of all has to be looked at.
    ///
    /// # Errors
    /// The database failed.
    pub async fn next_mail(&self) -> Result<Option<Timestamp>> {
        let mut connection = self.store.begin_read().await?;
        let row: Option<NextRow> = connection
            .query(
                concat!(
                    "SELECT MIN(CASE WHEN m.leased_until > m.due_at THEN m.leased_until ELSE m.due_at END) AS due_at ",
                    unsent!()
                ),
            )
            .maybe()
            .await?;
        Ok(row.and_then(|row| row.due_at))
    }

    /// The site an embed names: by our public id, or by the id another vendor gave it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn site(&self, id: &str) -> Result<Option<KnownSite>> {
        let mut connection = self.store.begin_read().await?;
        let row: Option<KnownSiteRow> = connection
            .query(concat!(
                "SELECT s.organisation_id, ",
                site_columns!(),
                " FROM sites s WHERE s.removed_at IS NULL AND (s.public_id = $1 OR EXISTS (SELECT 1 FROM site_vendor_ids a \
                 WHERE a.organisation_id = s.organisation_id AND a.site_id = s.id AND a.vendor_id IN ($1, LOWER($1)))) \
                 ORDER BY CASE WHEN s.public_id = $1 THEN 0 ELSE 1 END LIMIT 1"
            ))
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
                has_bot: row.has_bot,
                created_at: row.created_at,
            };
            Ok(KnownSite { organisation, site: Site::try_from(site)? })
        })
        .transpose()
    }

    /// Whether the site that an embed names was removed.
    ///
    /// # Errors
    /// The database failed.
    pub async fn is_removed(&self, id: &str) -> Result<bool> {
        let mut connection = self.store.begin_read().await?;
        let row: Option<OrganisationRow> = connection
            .query(
                "SELECT s.organisation_id FROM sites s WHERE s.removed_at IS NOT NULL AND (s.public_id = $1 \
                 OR EXISTS (SELECT 1 FROM site_vendor_ids a WHERE a.organisation_id = s.organisation_id \
                 AND a.site_id = s.id AND a.vendor_id IN ($1, LOWER($1)))) LIMIT 1",
            )
            .bind(id)
            .maybe()
            .await?;
        Ok(row.is_some())
    }

    /// Sites that have conversations of a bot, and no bot.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sites_without_their_bot(&self) -> Result<Vec<BotlessSite>> {
        let mut connection = self.store.begin_read().await?;
        connection
            .query(
                "SELECT DISTINCT c.organisation_id, c.site_id FROM conversations c WHERE c.bot AND NOT EXISTS ( \
                 SELECT 1 FROM webhooks w WHERE w.organisation_id = c.organisation_id AND w.site_id = c.site_id \
                 AND w.purpose = 'bot' AND w.enabled)",
            )
            .all()
            .await
    }

    /// Whose webhook it is, for another server that knows its id alone.
    ///
    /// # Errors
    /// The database failed.
    pub async fn organisation_by_webhook(&self, id: WebhookId) -> Result<Option<OrganisationId>> {
        let mut connection = self.store.begin_read().await?;
        let row: Option<OrganisationRow> =
            connection.query("SELECT organisation_id FROM webhooks WHERE id = $1").bind(id).maybe().await?;
        Ok(row.map(|row| row.organisation_id))
    }

    /// Forgets page views before a moment, whoever's they are.
    ///
    /// # Errors
    /// The database failed.
    pub async fn forget_visits(&self, before: Timestamp) -> Result<()> {
        let mut connection = self.store.begin_write().await?;
        connection.query("DELETE FROM visits WHERE at < $1").bind(before).run().await?;
        connection.commit().await
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
