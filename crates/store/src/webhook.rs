//! Webhooks, and what they are told: the outbox. A delivery is written in the transaction of what it tells.

use domain::{
    DeliveryId, SiteId, Timestamp, WebhookId,
    webhook::{Format, Purpose, State, Stop},
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx};

/// Another server: told what happens on a site, or taking part in it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Webhook {
    /// Ours.
    pub id: WebhookId,
    /// The site.
    #[sqlx(rename = "site_id")]
    pub site: SiteId,
    /// What it is there for.
    pub purpose: Purpose,
    /// How events are written.
    pub format: Format,
    /// Where to.
    pub url: String,
    /// What our own form is signed with; of channels and bots, what they know themselves by.
    pub secret: String,
    /// The names of the events that it is told, with blanks between; empty: all.
    pub events: String,
    /// Whether it is told anything.
    pub enabled: bool,
    /// Since when nothing was taken; None after a success.
    pub failing_since: Option<Timestamp>,
    /// Why it was switched off by itself.
    pub stopped: Option<Stop>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Webhook {
    /// Whether it is told of this event.
    #[must_use]
    pub fn wants(&self, event: &str) -> bool {
        self.purpose == Purpose::Events && self.chose(event)
    }

    /// Whether somebody has ticked this event for it.
    #[must_use]
    pub fn chose(&self, event: &str) -> bool {
        self.events.is_empty() || self.events.split(' ').any(|name| name == event)
    }
}

/// One thing that a webhook is told.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Delivery {
    /// Ours, and the other server's to know it by.
    pub id: DeliveryId,
    /// The conversation or the visitor.
    pub subject: Uuid,
    /// What has happened.
    pub event: String,
    /// As it is sent.
    pub body: String,
    /// How it stands.
    pub state: State,
    /// Attempts so far, the present one too.
    pub attempts: i64,
    /// When it is sent next, while it waits.
    pub due_at: Timestamp,
    /// The other server's last word; None when there was none.
    pub status: Option<i64>,
    /// Why there was none.
    pub error: String,
    /// When it happened.
    pub created_at: Timestamp,
    /// When it was tried last.
    pub tried_at: Option<Timestamp>,
}

/// A delivery to be stored.
#[derive(Debug, Clone)]
pub struct NewDelivery<'a> {
    /// Ours.
    pub id: DeliveryId,
    /// Whom.
    pub webhook: WebhookId,
    /// The conversation or the visitor: what is told of it is told in order.
    pub subject: Uuid,
    /// What has happened.
    pub event: &'a str,
    /// As it is sent.
    pub body: &'a str,
    /// Now.
    pub at: Timestamp,
}

/// What came of an attempt.
#[derive(Debug, Clone)]
pub struct Attempt<'a> {
    /// How the delivery stands now.
    pub state: State,
    /// When it is sent next, if it waits.
    pub due_at: Timestamp,
    /// The other server's word.
    pub status: Option<i64>,
    /// Why there was none.
    pub error: &'a str,
    /// Now.
    pub at: Timestamp,
}

#[derive(FromRow)]
struct Told {
    event: String,
}

macro_rules! deliveries {
    () => {
        "id, subject, event, body, state, attempts, due_at, status, error, created_at, tried_at"
    };
}

impl Tx {
    /// Adds a webhook.
    ///
    /// # Errors
    /// The database failed.
    pub async fn insert_webhook(&mut self, webhook: &Webhook) -> Result<()> {
        self.query(
            "INSERT INTO webhooks (organisation_id, id, site_id, purpose, format, url, secret, events, enabled, failing_since, \
             stopped, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(webhook.id)
        .bind(webhook.site)
        .bind(webhook.purpose)
        .bind(webhook.format)
        .bind(webhook.url.as_str())
        .bind(webhook.secret.as_str())
        .bind(webhook.events.as_str())
        .bind(webhook.enabled)
        .bind(webhook.failing_since)
        .bind(webhook.stopped)
        .bind(webhook.created_at)
        .run()
        .await?;
        Ok(())
    }

    /// Changes where a webhook goes, how it is told, and whether; false when there is none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn update_webhook(&mut self, webhook: &Webhook) -> Result<bool> {
        let updated = self
            .query(
                "UPDATE webhooks SET format = $3, url = $4, secret = $5, events = $6, enabled = $7, failing_since = $8, \
                 stopped = $9 WHERE organisation_id = $1 AND id = $2",
            )
            .bind(webhook.id)
            .bind(webhook.format)
            .bind(webhook.url.as_str())
            .bind(webhook.secret.as_str())
            .bind(webhook.events.as_str())
            .bind(webhook.enabled)
            .bind(webhook.failing_since)
            .bind(webhook.stopped)
            .run()
            .await?;
        Ok(updated == 1)
    }

    /// Those of a site, the oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn webhooks(&mut self, site: SiteId) -> Result<Vec<Webhook>> {
        self.query(
            "SELECT id, site_id, purpose, format, url, secret, events, enabled, failing_since, stopped, created_at FROM webhooks \
             WHERE organisation_id = $1 AND site_id = $2 ORDER BY created_at, id",
        )
        .bind(site)
        .all()
        .await
    }

    /// One webhook.
    ///
    /// # Errors
    /// The database failed.
    pub async fn webhook(&mut self, id: WebhookId) -> Result<Option<Webhook>> {
        self.query(
            "SELECT id, site_id, purpose, format, url, secret, events, enabled, failing_since, stopped, created_at FROM webhooks \
             WHERE organisation_id = $1 AND id = $2",
        )
        .bind(id)
        .maybe()
        .await
    }

    /// The name of what a webhook was told last about a subject.
    ///
    /// # Errors
    /// The database failed.
    pub async fn last_told(&mut self, webhook: WebhookId, subject: Uuid) -> Result<Option<String>> {
        let told: Option<Told> = self
            .query(
                "SELECT event FROM deliveries WHERE organisation_id = $1 AND webhook_id = $2 AND subject = $3 \
                 ORDER BY number DESC LIMIT 1",
            )
            .bind(webhook)
            .bind(subject)
            .maybe()
            .await?;
        Ok(told.map(|told| told.event))
    }

    /// Removes a webhook and its log.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_webhook(&mut self, id: WebhookId) -> Result<()> {
        for sql in [
            "DELETE FROM deliveries WHERE organisation_id = $1 AND webhook_id = $2",
            "DELETE FROM webhooks WHERE organisation_id = $1 AND id = $2",
        ] {
            self.query(sql).bind(id).run().await?;
        }
        Ok(())
    }

    /// Adds a delivery behind all others of its subject. The caller holds the subject's lock.
    ///
    /// # Errors
    /// The database failed.
    pub async fn insert_delivery(&mut self, new: &NewDelivery<'_>) -> Result<()> {
        self.query(
            "INSERT INTO deliveries (organisation_id, id, webhook_id, subject, number, event, body, state, attempts, \
             due_at, leased_until, error, created_at) \
             SELECT $1, $2, $3, $4, COALESCE(MAX(number), 0) + 1, $5, $6, 'waiting', 0, $7, 0, '', $7 FROM deliveries \
             WHERE organisation_id = $1 AND webhook_id = $3 AND subject = $4",
        )
        .bind(new.id)
        .bind(new.webhook)
        .bind(new.subject)
        .bind(new.event)
        .bind(new.body)
        .bind(new.at)
        .run()
        .await?;
        Ok(())
    }

    /// Takes at most `limit` deliveries that are due, one of each subject, until `leased_until`: whoever has not said by
    /// then what came of it is thought to be gone. Of two that take at once, one gets it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn claim_deliveries(
        &mut self,
        webhook: WebhookId,
        now: Timestamp,
        leased_until: Timestamp,
        limit: i64,
    ) -> Result<Vec<Delivery>> {
        self.query(concat!(
            "UPDATE deliveries SET leased_until = $4, attempts = attempts + 1, tried_at = $3 \
             WHERE organisation_id = $1 AND state = 'waiting' AND leased_until <= $3 AND id IN ( \
              SELECT d.id FROM deliveries d WHERE d.organisation_id = $1 AND d.webhook_id = $2 AND d.state = 'waiting' \
              AND d.due_at <= $3 AND d.leased_until <= $3 AND NOT EXISTS ( \
               SELECT 1 FROM deliveries e WHERE e.organisation_id = $1 AND e.webhook_id = $2 AND e.subject = d.subject \
               AND e.state = 'waiting' AND e.number < d.number) \
              ORDER BY d.due_at, d.id LIMIT $5) RETURNING ",
            deliveries!()
        ))
        .bind(webhook)
        .bind(now)
        .bind(leased_until)
        .bind(limit)
        .all()
        .await
    }

    /// Says what came of an attempt. `attempts` is what the one who says it was told: whoever was thought to be gone and comes
    /// back has nothing to say.
    ///
    /// # Errors
    /// The database failed.
    pub async fn end_attempt(
        &mut self,
        id: DeliveryId,
        attempts: i64,
        attempt: &Attempt<'_>,
    ) -> Result<bool> {
        let ended = self
            .query(
                "UPDATE deliveries SET state = $4, due_at = $5, leased_until = 0, status = $6, error = $7, tried_at = $8 \
                 WHERE organisation_id = $1 AND id = $2 AND attempts = $3 AND state = 'waiting'",
            )
            .bind(id)
            .bind(attempts)
            .bind(attempt.state)
            .bind(attempt.due_at)
            .bind(attempt.status)
            .bind(attempt.error)
            .bind(attempt.at)
            .run()
            .await?;
        Ok(ended == 1)
    }

    /// Lets a delivery be sent once more, from the beginning; false when there is none of this webhook.
    ///
    /// # Errors
    /// The database failed.
    pub async fn resend(&mut self, webhook: WebhookId, id: DeliveryId, now: Timestamp) -> Result<bool> {
        let found = self
            .query(
                "UPDATE deliveries SET state = 'waiting', attempts = 0, due_at = $4, leased_until = 0 \
                 WHERE organisation_id = $1 AND webhook_id = $2 AND id = $3",
            )
            .bind(webhook)
            .bind(id)
            .bind(now)
            .run()
            .await?;
        Ok(found == 1)
    }

    /// The log: at most `limit` deliveries, the newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn deliveries(&mut self, webhook: WebhookId, limit: i64) -> Result<Vec<Delivery>> {
        self.query(concat!(
            "SELECT ",
            deliveries!(),
            " FROM deliveries WHERE organisation_id = $1 AND webhook_id = $2 ORDER BY created_at DESC, id DESC LIMIT $3"
        ))
        .bind(webhook)
        .bind(limit)
        .all()
        .await
    }
}
