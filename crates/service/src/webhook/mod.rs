//! Webhooks: what has happened is written into the outbox in the transaction in which it happens; a courier takes it from
//! there and says what came of it (R-9).

mod jivo;
mod own;
mod partner;
mod settle;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    ConversationId, DeliveryId, OperatorId, OrganisationId, Refusal, Timestamp, VisitorId, WebhookId,
    conversation::Row,
    custom_data::{self, Field},
    message::Message,
    text::is_web,
    visitor::{Change, PageView},
    webhook::{Event, Format, MAX_URL, PATIENCE_MS, Purpose, State, Stop, Verdict},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
pub use partner::Given;
use serde_json::Value;
pub use settle::Draft;
use sha2::Sha256;
use store::{Attempt, Due, NewDelivery, Tx};
pub use store::{Delivery, Webhook};
use uuid::Uuid;

use crate::{Effects, Result, Service, bot, channel, now, random, site::Site};

/// How long a courier may take for one delivery beyond its time limit before it is thought to be gone, in milliseconds.
const LEASE_MS: i64 = 5000;
/// Deliveries of one webhook that are under way at once, each of another conversation.
const AT_ONCE: i64 = 4;
/// Lines that are told when a conversation ends.
const LINES: i64 = 1000;

/// All that may be told of something that has happened.
struct Occasion {
    event: Event,
    at: Timestamp,
    /// What the organisation is called in files, and by people.
    organisation: (String, String),
    site: store::Site,
    visitor: store::Visitor,
    /// How many conversations the visitor has begun; one that is taken up again counts once more.
    chats: i64,
    page: Option<PageView>,
    /// The conversation; contact data may change without one.
    row: Option<Row>,
    /// Who has it.
    operator: Option<store::Operator>,
    /// What was said, when it has ended.
    lines: Vec<Message>,
}

/// Writes into the outbox what the webhooks of the visitor's site are to be told.
pub(crate) async fn tell(
    tx: &mut Tx,
    effects: &mut Effects,
    event: Event,
    visitor: VisitorId,
    conversation: Option<ConversationId>,
) -> Result<()> {
    let Some(visitor) = tx.visitor(visitor).await? else { return Ok(()) };
    let wants = |webhook: &Webhook| webhook.enabled && webhook.wants(event.name());
    let hooks: Vec<Webhook> = tx.webhooks(visitor.site).await?.into_iter().filter(wants).collect();
    if hooks.is_empty() {
        return Ok(());
    }
    // What is told of one subject is numbered under its lock; who changes a visitor holds that one.
    if let Some(conversation) = conversation {
        tx.lock_conversation(conversation).await?;
    }
    let subject = conversation.map_or(visitor.id.0, |conversation| conversation.0);
    let occasion = look(tx, event, visitor, conversation).await?;
    for webhook in hooks {
        let body = match webhook.format {
            Format::Jivo => jivo::body(&occasion),
            Format::Usher => own::body(&occasion),
        };
        let told = Told { id: random::row_id(), webhook: webhook.id, subject, event: event.name(), body };
        insert(tx, effects, &told).await?;
    }
    Ok(())
}

/// Something that a webhook is told.
pub(crate) struct Told {
    /// Ours, and the other server's to know it by.
    pub(crate) id: Uuid,
    /// Whom.
    pub(crate) webhook: WebhookId,
    /// The conversation or the visitor, whose lock the caller holds.
    pub(crate) subject: Uuid,
    /// What has happened.
    pub(crate) event: &'static str,
    /// As it is sent.
    pub(crate) body: Value,
}

/// Writes it into the outbox.
pub(crate) async fn insert(tx: &mut Tx, effects: &mut Effects, told: &Told) -> Result<()> {
    let body = told.body.to_string();
    let new = NewDelivery {
        id: DeliveryId(told.id),
        webhook: told.webhook,
        subject: told.subject,
        event: told.event,
        body: &body,
        at: now(),
    };
    tx.insert_delivery(&new).await?;
    effects.wake();
    Ok(())
}

async fn look(
    tx: &mut Tx,
    event: Event,
    visitor: store::Visitor,
    conversation: Option<ConversationId>,
) -> Result<Occasion> {
    let site = tx.site(visitor.site).await?;
    let row = match conversation {
        Some(conversation) => tx.row(conversation).await?,
        None => None,
    };
    let operator: Option<OperatorId> =
        row.as_ref().and_then(|row| row.talk.operator.as_ref()).map(|face| face.id);
    let lines = match (&row, event) {
        (Some(row), Event::OfflineMessage) => tx.messages_after(row.talk.id, row.talk.seq - 1, 1).await?,
        (Some(row), Event::ChatFinished) => tx.messages_after(row.talk.id, 0, LINES).await?,
        _ => Vec::new(),
    };
    Ok(Occasion {
        event,
        at: now(),
        organisation: tx.organisation_names().await?,
        site: site.ok_or_else(Refusal::not_found)?,
        page: tx.page_views(visitor.id).await?.into_iter().next(),
        chats: tx.count_chats(visitor.id).await?,
        operator: match operator {
            Some(operator) => tx.operator(operator).await?,
            None => None,
        },
        visitor,
        row,
        lines,
    })
}

/// What a courier takes.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// Whose.
    pub organisation: OrganisationId,
    /// Where to, and how.
    pub webhook: Webhook,
    /// What.
    pub delivery: Delivery,
}

/// What the other server said.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    /// Its status; None when there was none.
    pub status: Option<u16>,
    /// The pause it asked for, in milliseconds.
    pub retry_after: Option<i64>,
    /// Its words.
    pub body: Vec<u8>,
    /// Why there are none.
    pub error: String,
}

/// What the vendor's server answers to events of a conversation (`CONTRACT 1.8`).
#[derive(Debug, Default, serde::Deserialize)]
struct Answer {
    #[serde(default)]
    result: String,
    #[serde(default)]
    custom_data: Option<Vec<Field>>,
    #[serde(default)]
    contact_info: Option<ContactInfo>,
    #[serde(default)]
    crm_link: Option<String>,
}

#[derive(Debug, Default, serde::Deserialize)]
struct ContactInfo {
    name: Option<String>,
    phone: Option<String>,
    email: Option<String>,
}

impl Service {
    /// Webhooks that have something to send now, and when there may be more.
    ///
    /// # Errors
    /// The database failed.
    pub async fn due(&self) -> Result<(Vec<Due>, Option<Timestamp>)> {
        let directory = self.store().directory();
        Ok((directory.due(now(), 1000).await?, directory.next_due().await?))
    }

    /// Resolves when something new was written into the outbox of this program.
    pub async fn outbox_filled(&self) {
        self.0.outbox.notified().await;
    }

    /// Takes what is due of one webhook; each is to be answered by [`Service::delivered`], or comes again.
    ///
    /// # Errors
    /// The database failed.
    pub async fn take_parcels(&self, due: Due) -> Result<Vec<Parcel>> {
        let mut tx = self.store().organisation(due.organisation).write().await?;
        let Some(webhook) = tx.webhook(due.webhook).await?.filter(|webhook| webhook.enabled) else {
            return Ok(Vec::new());
        };
        let now = now();
        let limit = i64::try_from(webhook.purpose.timeout_ms()).unwrap_or(i64::MAX);
        let leased_until = now.plus_ms(limit.saturating_add(LEASE_MS));
        let deliveries = tx.claim_deliveries(webhook.id, now, leased_until, AT_ONCE).await?;
        tx.commit().await?;
        let parcel = |delivery| Parcel { organisation: due.organisation, webhook: webhook.clone(), delivery };
        Ok(deliveries.into_iter().map(parcel).collect())
    }

    /// Says what came of a delivery. `chance`, 0 to 1, spreads the next attempt.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delivered(&self, parcel: &Parcel, reply: &Reply, chance: f64) -> Result<()> {
        let Parcel { organisation, webhook, delivery } = parcel;
        let now = now();
        let outcome = match reply.status {
            Some(status) => webhook.purpose.verdict(status, reply.retry_after),
            None => Verdict::Later(None),
        };
        let attempts = usize::try_from(delivery.attempts).unwrap_or(usize::MAX);
        let (state, due_at) = match outcome {
            Verdict::Taken => (State::Done, now),
            Verdict::Gone | Verdict::Refused => (State::Failed, now),
            Verdict::Later(asked) => match webhook.purpose.next_attempt(attempts, now, chance, asked) {
                Some(at) => (State::Waiting, at),
                None => (State::Failed, now),
            },
        };
        let attempt =
            Attempt { state, due_at, status: reply.status.map(i64::from), error: &reply.error, at: now };
        let mut tx = self.store().organisation(*organisation).write().await?;
        if !tx.end_attempt(delivery.id, delivery.attempts, &attempt).await? {
            return Ok(());
        }
        let mut effects = Effects::default();
        self.judge(&mut tx, &mut effects, webhook.id, outcome).await?;
        // In the same transaction: what follows from a delivery that is done does not come again.
        let conversation = ConversationId(delivery.subject);
        match (webhook.purpose, state) {
            (Purpose::Events, State::Done)
                if webhook.format == Format::Jivo && Event::is_answered(&delivery.event) =>
            {
                self.answered(&mut tx, &mut effects, conversation, &reply.body).await?;
            }
            (Purpose::Channel, State::Failed) => {
                channel::failed(self, &mut tx, &mut effects, conversation, reply).await?;
            }
            (Purpose::Bot, State::Failed) => {
                bot::failed(self, &mut tx, &mut effects, &delivery.event, conversation).await?;
            }
            _ => {}
        }
        // What follows of the same conversation may go now.
        effects.wake();
        self.commit(tx, effects).await
    }

    /// Notes whether a webhook takes anything; one that has not for too long, or wants no more, is switched off.
    async fn judge(&self, tx: &mut Tx, effects: &mut Effects, id: WebhookId, outcome: Verdict) -> Result<()> {
        let Some(mut known) = tx.webhook(id).await? else { return Ok(()) };
        let now = now();
        let before = (known.enabled, known.failing_since);
        // Who refuses one thing is there.
        let is_there = matches!(outcome, Verdict::Taken | Verdict::Refused);
        known.failing_since = if is_there { None } else { known.failing_since.or(Some(now)) };
        let stop = match (outcome, known.failing_since) {
            (Verdict::Gone, _) => Some(Stop::Gone),
            (_, Some(since)) if now.since(since) >= PATIENCE_MS => Some(Stop::Silent),
            _ => None,
        };
        if known.enabled && stop.is_some() {
            (known.enabled, known.stopped) = (false, stop);
        }
        if before != (known.enabled, known.failing_since) {
            tx.update_webhook(&known).await?;
        }
        if !known.enabled {
            bot::dismiss(self, tx, effects, known.site).await?;
        }
        Ok(())
    }

    /// The vendor's server knows the visitor better: what it says is shown to the operators. What it says wrong, it says in vain.
    async fn answered(
        &self,
        tx: &mut Tx,
        effects: &mut Effects,
        conversation: ConversationId,
        body: &[u8],
    ) -> Result<()> {
        let answer: Answer = serde_json::from_slice(body).unwrap_or_default();
        if answer.result != "ok" {
            return Ok(());
        }
        // By now the conversation may have become another one's, which the row knows.
        let Some(row) = tx.row(conversation).await? else { return Ok(()) };
        let Some(mut visitor) = tx.lock_visitor_by_id(row.visitor).await? else { return Ok(()) };
        let organisation = tx.organisation();
        let site = tx.site(visitor.site).await?;
        let Some(site) = site.map(|site| Site::of(organisation, site)) else { return Ok(()) };
        if let Some(fields) = &answer.custom_data
            && let Ok(fields) = custom_data::checked(fields, |link| site.trusts(link))
        {
            visitor.profile.custom_data = fields;
        }
        if let Some(ContactInfo { name, phone, email }) = answer.contact_info {
            let given = [("name", name), ("phone", phone), ("email", email)];
            let fields =
                given.into_iter().filter_map(|(key, value)| Some((key.to_owned(), Some(value?)))).collect();
            // Too long is as good as nothing.
            let _ = visitor.data.merge(&Change { replace: false, fields });
        }
        if let Some(link) = answer.crm_link
            && link.len() <= MAX_URL
            && is_web(&link)
        {
            visitor.profile.crm_link = Some(link);
        }
        self.store_visitor(tx, effects, visitor, Some(row.talk.id)).await
    }
}

/// The signature of a request in our own form, as Standard Webhooks 1.0 says: `v1,` and the HMAC-SHA256 of `id.at.body` in
/// base64. `secret` is `whsec_` and the key in base64, `at` the attempt in unix seconds.
#[must_use]
pub fn signature(secret: &str, id: &str, at: i64, body: &str) -> String {
    let key = STANDARD.decode(secret.trim_start_matches("whsec_")).unwrap_or_default();
    // Every length of key is fine for HMAC.
    let mac = Hmac::<Sha256>::new_from_slice(&key)
        .map(|mac| mac.chain_update(format!("{id}.{at}.{body}")).finalize().into_bytes().to_vec());
    format!("v1,{}", STANDARD.encode(mac.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the standard's own libraries.
    #[test]
    fn a_signature_is_the_standards() {
        let signed = signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
