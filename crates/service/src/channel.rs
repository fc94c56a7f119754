//! Channels: people write from elsewhere, through a server of the customer's, and are answered there (Jivo's Chat API,
//! `CONTRACT 1.9`).
//!
//! Whoever writes through a channel is a visitor like any other. The token that leads to them is made of the channel's secret
//! and of what they are called there, so that nobody else can have it and nothing more need be stored. Answers go through
//! the outbox of webhooks, in order within a conversation.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    ClientMessageId, Code, ConversationId, Refusal, WebhookId,
    message::{Author, Kind, Message},
    text::is_web,
    visitor::{Page, Sender, Token},
    webhook::Purpose,
    wire::{SendMessage, UpdateVisitor},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use serde_json::json;
use sha2::Sha256;
use store::{ConversationState, NewMessage, Tx, Webhook};

use crate::{
    Effects, Result, Service,
    bot::Contacts,
    message, random,
    site::Site,
    visitor::Client,
    webhook::{self, Given, Reply, Told},
};

/// Longest name of somebody on their channel, in characters.
const MAX_SENDER: usize = 500;
/// As much of the reason is told for which an answer did not arrive, in characters.
const MAX_REASON: usize = 300;

/// What a channel brings. Whatever else it sends is ignored.
#[derive(Debug, Clone, Deserialize)]
pub struct Brought {
    /// Who writes.
    pub sender: From,
    /// What.
    pub message: Words,
}

/// Who writes, as the channel knows them.
#[derive(Debug, Clone, Deserialize)]
pub struct From {
    /// What they are called there; always the same.
    pub id: Given,
    /// Where they were when they wrote.
    #[serde(default)]
    pub url: Option<String>,
    /// What else is known of them.
    #[serde(flatten)]
    pub contacts: Contacts,
}

/// What they write.
#[derive(Debug, Clone, Deserialize)]
pub struct Words {
    /// What it is.
    #[serde(default, rename = "type")]
    pub kind: Type,
    /// The channel's name for it; the same one twice is one.
    #[serde(default)]
    pub id: Option<Given>,
    /// The words, or those beside a file.
    #[serde(default)]
    pub text: Option<String>,
    /// Where a file is.
    #[serde(default)]
    pub file: Option<String>,
    /// What the file is called.
    #[serde(default)]
    pub file_name: Option<String>,
    /// Of a place.
    #[serde(default)]
    pub latitude: Option<Given>,
    /// Of a place.
    #[serde(default)]
    pub longitude: Option<Given>,
}

/// What a channel can bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the vendor's names, all of one kind")]
pub enum Type {
    #[default]
    Text,
    Photo,
    Sticker,
    Video,
    Audio,
    Document,
    Location,
    /// All that was answered has been seen.
    Seen,
    TypeIn,
    TypeOut,
    Start,
    Stop,
}

impl Words {
    /// As the operator reads it: files and places are links and numbers.
    fn shown(&self) -> String {
        let place = self.latitude.as_ref().zip(self.longitude.as_ref());
        let place =
            place.map(|(latitude, longitude)| format!("{}, {}", latitude.as_str(), longitude.as_str()));
        let parts = [self.text.clone(), self.file_name.clone(), self.file.clone(), place];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.trim().is_empty()).collect();
        parts.join("\n")
    }
}

impl Service {
    /// A channel brings something. When this returns, words are on the disk; the same words again change nothing.
    ///
    /// # Errors
    /// `unauthenticated` for a channel that is not known; `invalid` and `too_long` with the field as the channel calls it;
    /// `conflict` when the id was used for other words; `too_many_requests`.
    pub async fn hear_channel(&self, id: WebhookId, secret: &str, brought: &Brought) -> Result<()> {
        let (site, channel) = self.channel(id, secret).await?;
        let Brought { sender, message } = brought;
        let token = token(&channel, sender)?;
        match message.kind {
            Type::Start | Type::Stop => Ok(()),
            Type::TypeIn | Type::TypeOut | Type::Seen => self.noticed(&site, &token, message.kind).await,
            _ => self.brought(&site, &channel, &token, brought).await,
        }
    }

    /// Whether somebody answers what this channel brings (`CONTRACT 1.9` Chat API status).
    ///
    /// # Errors
    /// `unauthenticated` for a channel that is not known.
    pub async fn channel_online(&self, id: WebhookId, secret: &str) -> Result<bool> {
        let (site, _) = self.channel(id, secret).await?;
        Ok(self.answers(&site, None).online)
    }

    async fn channel(&self, id: WebhookId, secret: &str) -> Result<(Site, Webhook)> {
        let (organisation, channel) = self.partner(id, secret, Purpose::Channel).await?;
        let mut tx = self.store().organisation(organisation).read().await?;
        let site = tx.site(channel.site).await?.ok_or_else(Refusal::not_found)?;
        Ok((Site::of(organisation, site), channel))
    }

    async fn brought(&self, site: &Site, channel: &Webhook, token: &Token, brought: &Brought) -> Result<()> {
        let Brought { sender, message } = brought;
        let client = Client {
            sender: Some(Sender { channel: channel.id, id: sender.id.as_str().to_owned() }),
            ..Client::default()
        };
        let page = sender.url.clone().filter(|url| is_web(url));
        let page = page.map(|url| Page { url, ..Page::default() });
        let client_id = match &message.id {
            // Every sender counts for themselves.
            Some(id) => {
                let name = format!("{}\n{}", sender.id.as_str(), id.as_str());
                ClientMessageId(random::named(channel.id.0, &name))
            }
            None => random::new_client_id()?,
        };
        let send = SendMessage {
            site: site.public_id.clone(),
            client_id,
            text: message.shown(),
            page: page.clone(),
            department: None,
            autos: Vec::new(),
            contact: None,
        };
        let sent = self.send(site, token, &send, &client).await;
        sent.map_err(|error| error.about("text", "message.text"))?;
        // After the words: what is wrong with a name is no reason to lose them.
        let change = sender.contacts.change();
        if self.knows(site, token, &change).await? {
            return Ok(());
        }
        let update = UpdateVisitor { site: site.public_id.clone(), change, page, ..UpdateVisitor::default() };
        if let Err(error) = self.update_visitor(site, token, &update, &client).await {
            tracing::info!(%error, "what a channel tells of somebody is not stored");
        }
        Ok(())
    }

    /// Whether all of this is known of the visitor.
    async fn knows(&self, site: &Site, token: &Token, change: &domain::visitor::Change) -> Result<bool> {
        let mut tx = self.store().organisation(site.organisation).read().await?;
        let visitor = tx.visitor_by_token(site.id, &random::hash(token.expose())).await?;
        let Some(visitor) = visitor else { return Ok(false) };
        let known = |(key, value): (&String, &Option<String>)| visitor.data.known(key) == value.as_deref();
        Ok(change.fields.iter().all(known))
    }

    /// What leaves no line.
    async fn noticed(&self, site: &Site, token: &Token, kind: Type) -> Result<()> {
        let view = self.view(site, Some(token)).await?;
        let Some((visitor, talk)) = view.visitor.zip(view.talk) else { return Ok(()) };
        if kind == Type::Seen {
            return self.visitor_read(site, visitor, talk.seq).await;
        }
        self.visitor_types(site, talk.id, kind == Type::TypeIn);
        Ok(())
    }
}

/// The token that leads to somebody who writes through a channel.
fn token(channel: &Webhook, sender: &From) -> Result<Token> {
    let id = sender.id.as_str();
    if id.trim().is_empty() || id.chars().count() > MAX_SENDER {
        let message = format!("1 to {MAX_SENDER} characters are expected.");
        return Err(Refusal::field(Code::Invalid, "sender.id", message).into());
    }
    // Every length of key is fine for HMAC.
    let mac = Hmac::<Sha256>::new_from_slice(channel.secret.as_bytes())
        .map(|mac| mac.chain_update(id.as_bytes()).finalize().into_bytes());
    let token = Token::parse(&URL_SAFE_NO_PAD.encode(mac.unwrap_or_default()));
    token.map_err(|_| Refusal::not_found().into())
}

/// An answer goes to the channel that the visitor writes through, if there is one.
pub(crate) async fn pass_on(
    tx: &mut Tx,
    effects: &mut Effects,
    state: &ConversationState,
    line: &Message,
) -> Result<()> {
    let Some(visitor) = tx.visitor(state.visitor).await? else { return Ok(()) };
    let Some(sender) = visitor.profile.sender else { return Ok(()) };
    let Some(channel) = tx.webhook(sender.channel).await?.filter(|channel| channel.enabled) else {
        return undeliverable(tx, effects, state, "The channel is off.").await;
    };
    let Some(site) = tx.site(channel.site).await? else { return Ok(()) };
    let from = match &line.operator {
        Some(face) => json!({ "id": face.id, "name": face.name }),
        None => json!({ "id": site.public_id, "name": site.name }),
    };
    let body = json!({
        "sender": from,
        "recipient": { "id": sender.id },
        "message": { "type": "text", "id": line.id, "text": line.in_words(), "date": line.at.0.div_euclid(1000) },
    });
    let told =
        Told { id: random::row_id(), webhook: channel.id, subject: state.id.0, event: "message", body };
    webhook::insert(tx, effects, &told).await
}

/// The channel has not taken an answer and will not: the operators are told, where it was said.
pub(crate) async fn failed(
    service: &Service,
    tx: &mut Tx,
    effects: &mut Effects,
    conversation: ConversationId,
    reply: &Reply,
) -> Result<()> {
    let Some(state) = tx.lock_conversation(conversation).await? else { return Ok(()) };
    let said = String::from_utf8_lossy(&reply.body);
    let said: String = said.chars().filter(|c| !c.is_control()).take(MAX_REASON).collect();
    let reason = match reply.status {
        Some(400..=499) if !said.trim().is_empty() => said.trim().to_owned(),
        Some(status) => format!("Its server answered {status}."),
        None => reply.error.clone(),
    };
    undeliverable(tx, effects, &state, &reason).await?;
    service.announce_state(effects, tx, state.id).await
}

async fn undeliverable(
    tx: &mut Tx,
    effects: &mut Effects,
    state: &ConversationState,
    reason: &str,
) -> Result<()> {
    let line = message::line(Author::System, None, Kind::Undelivered);
    let line = tx.append(state.id, NewMessage { text: reason.to_owned(), ..line }).await?;
    message::announce(effects, tx, state.visitor, line);
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn read(json: Value) -> std::result::Result<Brought, String> {
        serde_json::from_value(json).map_err(|error| error.to_string())
    }

    #[test]
    fn files_and_places_are_words_for_an_operator() {
        let shown = |message: Value| {
            read(json!({ "sender": { "id": 7 }, "message": message })).expect("reads").message.shown()
        };
        assert_eq!(shown(json!({ "type": "text", "text": "Hello" })), "Hello");
        assert_eq!(
            shown(json!({ "type": "document", "file": "https://a.example/1", "file_name": "bill.pdf" })),
            "bill.pdf\nhttps://a.example/1"
        );
        let photo = json!({ "type": "photo", "text": "This one", "file": "https://a.example/2" });
        assert_eq!(shown(photo), "This one\nhttps://a.example/2");
        assert_eq!(shown(json!({ "type": "location", "latitude": 59.9, "longitude": "10.7" })), "59.9, 10.7");
    }

    #[test]
    fn what_nobody_can_read_is_named() {
        let sender = json!({ "id": "7" });
        let unknown =
            read(json!({ "sender": sender, "message": { "type": "hologram" } })).expect_err("unknown");
        assert!(unknown.contains("hologram") && unknown.contains("document"), "{unknown}");
        let nobody = read(json!({ "sender": {}, "message": { "text": "Hi" } })).expect_err("nobody");
        assert!(nobody.contains("id"), "{nobody}");
    }
}
