//! What admins decide about webhooks, and what they see of them.

use domain::{
    Code, DeliveryId, Refusal, WebhookId,
    webhook::{self, Event, Format, Purpose},
};
use store::{Delivery, Tx, Webhook};

use crate::{Effects, Operator, Result, Service, bot, now, random};

/// Most webhooks of a site.
const MOST: usize = 20;
/// Deliveries that the log shows.
const LOG: i64 = 100;

/// A webhook as somebody has written it.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What it is there for; decided once, when it is made.
    pub purpose: Purpose,
    /// Where to.
    pub url: String,
    /// How events are written.
    pub format: Format,
    /// The names of the events that it is told.
    pub events: Vec<String>,
    /// Whether it is told anything.
    pub enabled: bool,
}

impl Draft {
    /// Writes it into a webhook. One that is switched on begins anew: what it has missed is forgiven.
    fn apply(self, webhook: &mut Webhook) -> Result<()> {
        webhook::url(&self.url)?.clone_into(&mut webhook.url);
        if webhook.purpose == Purpose::Events {
            webhook.events = events(&self.events)?;
            webhook.format = self.format;
        }
        if self.enabled && !webhook.enabled {
            (webhook.failing_since, webhook.stopped) = (None, None);
        }
        webhook.enabled = self.enabled;
        Ok(())
    }
}

/// As they are stored: nothing stands for all, also for those that are yet to come.
fn events(names: &[String]) -> Result<String> {
    let chosen: Vec<&str> =
        Event::ALL.map(Event::name).into_iter().filter(|name| names.iter().any(|n| n == name)).collect();
    if chosen.is_empty() {
        return Err(Refusal::field(Code::Invalid, "events", "Choose at least one.").into());
    }
    Ok(if chosen.len() == Event::ALL.len() { String::new() } else { chosen.join(" ") })
}

impl Service {
    /// The webhooks of a site, for somebody who decides about them.
    ///
    /// # Errors
    /// `not_found` for a site of another organisation, and for everybody else.
    pub async fn webhooks_to_settle(&self, actor: &Operator, site: &str) -> Result<Vec<Webhook>> {
        let site = self.site_to_settle(actor, site).await?;
        Ok(self.store().organisation(actor.organisation).read().await?.webhooks(site.id).await?)
    }

    /// One of them, and the newest of what it was told.
    ///
    /// # Errors
    /// As [`Self::webhooks_to_settle`], and `not_found` for a webhook of another site.
    pub async fn webhook_log(
        &self,
        actor: &Operator,
        site: &str,
        id: WebhookId,
    ) -> Result<(Webhook, Vec<Delivery>)> {
        let mut tx = self.store().organisation(actor.organisation).read().await?;
        let webhook = known(&mut tx, actor, site, id).await?;
        let deliveries = tx.deliveries(webhook.id, LOG).await?;
        Ok((webhook, deliveries))
    }

    /// Adds a webhook to a site.
    ///
    /// # Errors
    /// As [`Self::webhooks_to_settle`]; `invalid`, fields `url` and `events`.
    pub async fn make_webhook(&self, actor: &Operator, site: &str, draft: Draft) -> Result<WebhookId> {
        let site = self.site_to_settle(actor, site).await?;
        let mut webhook = Webhook {
            id: WebhookId(random::row_id()),
            site: site.id,
            purpose: draft.purpose,
            format: Format::Jivo,
            url: String::new(),
            secret: random::webhook_secret(draft.purpose)?,
            events: String::new(),
            enabled: true,
            failing_since: None,
            stopped: None,
            created_at: now(),
        };
        draft.apply(&mut webhook)?;
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        if tx.webhooks(site.id).await?.len() >= MOST {
            return Err(Refusal::new(Code::Invalid, format!("A site has at most {MOST} webhooks.")).into());
        }
        tx.insert_webhook(&webhook).await?;
        tx.commit().await?;
        Ok(webhook.id)
    }

    /// Changes a webhook.
    ///
    /// # Errors
    /// As [`Self::webhook_log`]; `invalid`, fields `url` and `events`.
    pub async fn change_webhook(
        &self,
        actor: &Operator,
        site: &str,
        id: WebhookId,
        draft: Draft,
    ) -> Result<()> {
        self.settle(actor, site, id, |webhook| draft.apply(webhook)).await
    }

    /// Makes another secret for a webhook; the old one ends at once.
    ///
    /// # Errors
    /// As [`Self::webhook_log`]; `invalid` for a channel.
    pub async fn renew_webhook_secret(&self, actor: &Operator, site: &str, id: WebhookId) -> Result<()> {
        let change = |webhook: &mut Webhook| {
            if webhook.purpose == Purpose::Channel {
                let message =
                    "A channel keeps its secret: it is what its people are known by. Make another channel.";
                return Err(Refusal::new(Code::Invalid, message).into());
            }
            webhook.secret = random::webhook_secret(webhook.purpose)?;
            Ok(())
        };
        self.settle(actor, site, id, change).await
    }

    async fn settle(
        &self,
        actor: &Operator,
        site: &str,
        id: WebhookId,
        change: impl FnOnce(&mut Webhook) -> Result<()> + Send,
    ) -> Result<()> {
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        let mut webhook = known(&mut tx, actor, site, id).await?;
        change(&mut webhook)?;
        tx.update_webhook(&webhook).await?;
        // It may be on again, and something may wait for it.
        let mut effects = Effects::default();
        effects.wake();
        bot::dismiss(self, &mut tx, &mut effects, webhook.site).await?;
        self.commit(tx, effects).await
    }

    /// Removes a webhook and its log; what still waits for it is told to nobody.
    ///
    /// # Errors
    /// As [`Self::webhook_log`].
    pub async fn remove_webhook(&self, actor: &Operator, site: &str, id: WebhookId) -> Result<()> {
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        let webhook = known(&mut tx, actor, site, id).await?;
        tx.delete_webhook(id).await?;
        let mut effects = Effects::default();
        bot::dismiss(self, &mut tx, &mut effects, webhook.site).await?;
        self.commit(tx, effects).await
    }

    /// Tells a webhook once more what it was told, or was to be told.
    ///
    /// # Errors
    /// As [`Self::webhook_log`], and `not_found` for what is not in its log.
    pub async fn resend(
        &self,
        actor: &Operator,
        site: &str,
        id: WebhookId,
        delivery: DeliveryId,
    ) -> Result<()> {
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        known(&mut tx, actor, site, id).await?;
        if !tx.resend(id, delivery, now()).await? {
            return Err(Refusal::not_found().into());
        }
        let mut effects = Effects::default();
        effects.wake();
        self.commit(tx, effects).await
    }
}

/// The webhook of this site. To whoever does not decide about sites there is none.
async fn known(tx: &mut Tx, actor: &Operator, site: &str, id: WebhookId) -> Result<Webhook> {
    let site = tx.sites().await?.into_iter().find(|known| known.public_id == site && actor.administers());
    let site = site.ok_or_else(Refusal::not_found)?;
    let webhook = tx.webhook(id).await?.filter(|webhook| webhook.site == site.id);
    Ok(webhook.ok_or_else(Refusal::not_found)?)
}
