//! Bots: a program of the customer's answers first, until an operator does (Jivo's Bot API, `CONTRACT 1.9`).
//!
//! What a bot is told goes through the outbox of webhooks, in order within a conversation. It has three attempts of three
//! seconds to take a visitor's words; after that, or when it asks for it, they are the operators'. A conversation that an
//! operator has is never a bot's again until it is closed.

use domain::{
    ClientMessageId, Code, ConversationId, OrganisationId, Refusal, SiteId, WebhookId,
    conversation::Status,
    message::{Author, MAX_CHOICES, Message, Text},
    operator::Face,
    visitor::Change,
    webhook::Purpose,
};
use serde::Deserialize;
use serde_json::{Value, json};
use store::{ConversationState, NewMessage, Tx, Webhook};

use crate::{
    Effects, Error, Result, Service, channel, message, now, random,
    webhook::{self, Given, Told},
};

/// The visitor's words; the one event whose failure makes the conversation the operators'.
const CLIENT_MESSAGE: &str = "CLIENT_MESSAGE";
const AGENT_JOINED: &str = "AGENT_JOINED";
const AGENT_UNAVAILABLE: &str = "AGENT_UNAVAILABLE";
const AGENT_MESSAGE: &str = "AGENT_MESSAGE";
const CHAT_CLOSED: &str = "CHAT_CLOSED";

/// What a bot says. Whatever else it sends is ignored.
#[derive(Debug, Clone, Deserialize)]
pub struct Said {
    /// `BOT_MESSAGE`, `INVITE_AGENT` or `CLIENT_INFO`.
    pub event: String,
    /// The conversation.
    pub chat_id: Given,
    /// Its own name for it; the same one twice is one.
    #[serde(default)]
    pub id: Option<Given>,
    /// The words of a `BOT_MESSAGE`.
    #[serde(default)]
    pub message: Words,
    /// What a `CLIENT_INFO` tells of the visitor.
    #[serde(default, alias = "client_info", alias = "contacts", alias = "contact_info")]
    pub client: Contacts,
}

/// The words of a bot: of type `TEXT`, `MARKDOWN` or `BUTTONS`.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Words {
    /// Plain.
    #[serde(default)]
    pub text: String,
    /// Above the buttons.
    #[serde(default)]
    pub title: String,
    /// With Markdown, which is shown as it is written.
    #[serde(default)]
    pub content: String,
    /// What the visitor may choose from.
    #[serde(default)]
    pub buttons: Vec<Button>,
}

/// Something to choose.
#[derive(Debug, Clone, Deserialize)]
pub struct Button {
    /// What it says, and what the visitor answers with it.
    pub text: String,
}

impl Words {
    /// What is said. Above buttons it is the title: the `text` beside it lists them once more, for whoever has none.
    fn shown(&self) -> &str {
        let given = if self.buttons.is_empty() {
            [&self.text, &self.content, &self.title]
        } else {
            [&self.title, &self.text, &self.content]
        };
        given.into_iter().find(|text| !text.trim().is_empty()).map_or("", String::as_str)
    }

    /// What there is to choose from. What is no answer that a visitor could give is left out.
    fn choices(&self) -> Vec<String> {
        let texts = self.buttons.iter().filter_map(|button| Text::parse(&button.text).ok());
        let one_line = |text: Text| text.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
        texts.map(one_line).take(MAX_CHOICES).collect()
    }
}

/// Contact data; what is missing stays as it is.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Contacts {
    /// What to call them.
    pub name: Option<String>,
    /// Their number.
    pub phone: Option<String>,
    /// Their address.
    pub email: Option<String>,
}

impl Contacts {
    /// As a change of what is known.
    #[must_use]
    pub fn change(&self) -> Change {
        let given = [("name", &self.name), ("phone", &self.phone), ("email", &self.email)];
        let given = given.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value.clone()?)));
        let fields = given.filter(|(_, value)| !value.trim().is_empty());
        Change { replace: false, fields: fields.map(|(key, value)| (key, Some(value))).collect() }
    }
}

/// The bot that answers on a site.
pub(crate) async fn of(tx: &mut Tx, site: SiteId) -> Result<Option<Webhook>> {
    let webhooks = tx.webhooks(site).await?;
    Ok(webhooks.into_iter().find(|webhook| webhook.purpose == Purpose::Bot && webhook.enabled))
}

/// The bot is told what the visitor has written.
pub(crate) async fn asked(
    service: &Service,
    tx: &mut Tx,
    effects: &mut Effects,
    bot: &Webhook,
    state: &ConversationState,
    line: &Message,
) -> Result<()> {
    let Some(visitor) = tx.visitor(state.visitor).await? else { return Ok(()) };
    let page = tx.page_views(visitor.id).await?.into_iter().next();
    let known = visitor.known();
    let has_contacts = ["email", "phone"].into_iter().any(|key| known.known(key).is_some());
    let more = json!({
        "agents_online": service.presence().online(tx.organisation()),
        "sender": {
            "id": visitor.number,
            "name": known.known("name"),
            "url": page.map(|page| page.url),
            "has_contacts": has_contacts,
        },
        "message": words(line),
        "channel": match &visitor.profile.sender {
            Some(sender) => json!({ "id": sender.channel, "type": "api" }),
            None => json!({ "id": bot.site, "type": "widget" }),
        },
    });
    tell(tx, effects, bot, CLIENT_MESSAGE, state, more).await
}

/// An operator has taken the conversation: the bot is told, if it has taken part, and has no more to say.
pub(crate) async fn joined(
    tx: &mut Tx,
    effects: &mut Effects,
    state: &ConversationState,
    operator: &Face,
) -> Result<()> {
    let Some(bot) = taking_part(tx, state).await? else { return Ok(()) };
    tell(tx, effects, &bot, AGENT_JOINED, state, json!({ "agent": operator })).await
}

/// A bot that has taken part is told what an operator says.
pub(crate) async fn overhears(
    tx: &mut Tx,
    effects: &mut Effects,
    state: &ConversationState,
    line: &Message,
) -> Result<()> {
    let Some(bot) = taking_part(tx, state).await? else { return Ok(()) };
    let more = json!({ "agent": line.operator, "message": words(line) });
    tell(tx, effects, &bot, AGENT_MESSAGE, state, more).await
}

/// A bot that has taken part is told that the conversation is closed.
pub(crate) async fn closed(tx: &mut Tx, effects: &mut Effects, state: &ConversationState) -> Result<()> {
    let Some(bot) = taking_part(tx, state).await? else { return Ok(()) };
    tell(tx, effects, &bot, CHAT_CLOSED, state, json!({})).await
}

/// The bot of the site, if it was told of this conversation since it was closed last.
async fn taking_part(tx: &mut Tx, state: &ConversationState) -> Result<Option<Webhook>> {
    let Some(bot) = of(tx, state.site).await? else { return Ok(None) };
    let last = tx.last_told(bot.id, state.id.0).await?;
    Ok(last.is_some_and(|event| event != CHAT_CLOSED).then_some(bot))
}

fn words(line: &Message) -> Value {
    json!({ "type": "TEXT", "text": line.in_words(), "timestamp": line.at.0.div_euclid(1000) })
}

async fn tell(
    tx: &mut Tx,
    effects: &mut Effects,
    bot: &Webhook,
    event: &'static str,
    state: &ConversationState,
    more: Value,
) -> Result<()> {
    let Some(visitor) = tx.visitor(state.visitor).await? else { return Ok(()) };
    let Some(site) = tx.site(state.site).await? else { return Ok(()) };
    let id = random::row_id();
    let mut body = json!({
        "id": id,
        "event": event,
        "site_id": site.public_id,
        "client_id": visitor.number.to_string(),
        "chat_id": state.id,
    });
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    webhook::insert(tx, effects, &Told { id, webhook: bot.id, subject: state.id.0, event, body }).await
}

/// What came of telling a bot something: words that it did not take are the operators'.
pub(crate) async fn failed(
    service: &Service,
    tx: &mut Tx,
    effects: &mut Effects,
    event: &str,
    conversation: ConversationId,
) -> Result<()> {
    if event == CLIENT_MESSAGE { hand_over(service, tx, effects, conversation).await } else { Ok(()) }
}

/// A site's bot is gone: all that it has answered is the operators'.
pub(crate) async fn dismiss(
    service: &Service,
    tx: &mut Tx,
    effects: &mut Effects,
    site: SiteId,
) -> Result<()> {
    if of(tx, site).await?.is_some() {
        return Ok(());
    }
    for conversation in tx.conversations_of_bots(site).await? {
        hand_over(service, tx, effects, conversation).await?;
    }
    Ok(())
}

/// From now on operators answer.
async fn hand_over(
    service: &Service,
    tx: &mut Tx,
    effects: &mut Effects,
    conversation: ConversationId,
) -> Result<()> {
    let state = tx.lock_conversation(conversation).await?;
    let Some(state) = state.filter(|state| state.bot) else { return Ok(()) };
    tx.set_bot(state.id, false).await?;
    tx.start_waiting(state.id, now()).await?;
    service.announce_state(effects, tx, state.id).await
}

impl Service {
    /// Hands over what bots have that are gone. Whoever wrote at the very moment at which a bot was switched off may have been
    /// given to it. Call it every minute.
    ///
    /// # Errors
    /// The database failed.
    pub async fn relieve_bots(&self) -> Result<()> {
        for store::BotlessSite { organisation, site } in
            self.store().directory().sites_without_their_bot().await?
        {
            let mut tx = self.store().organisation(organisation).write().await?;
            let mut effects = Effects::default();
            dismiss(self, &mut tx, &mut effects, site).await?;
            self.commit(tx, effects).await?;
        }
        Ok(())
    }

    /// A bot says something.
    ///
    /// # Errors
    /// `unauthenticated` for a bot that is not known; `not_found` for a conversation that is not its site's; `malformed`, field
    /// `event`; `already_accepted` and `conversation_closed` for words that come too late; `invalid` and `too_long` for the
    /// words and for contact data; `too_many_requests`.
    pub async fn hear_bot(&self, id: WebhookId, secret: &str, said: &Said) -> Result<()> {
        let (organisation, bot) = self.partner(id, secret, Purpose::Bot).await?;
        self.limits().message(&random::hash(said.chat_id.as_str()))?;
        match said.event.as_str() {
            "BOT_MESSAGE" => self.bot_speaks(organisation, &bot, said).await,
            "INVITE_AGENT" => self.bot_invites(organisation, &bot, said).await,
            "CLIENT_INFO" => self.bot_informs(organisation, &bot, said).await,
            other => {
                let message =
                    format!("“{other}” is unknown. Allowed are BOT_MESSAGE, INVITE_AGENT and CLIENT_INFO.");
                Err(Refusal::field(Code::Malformed, "event", message).into())
            }
        }
    }

    async fn bot_speaks(&self, organisation: OrganisationId, bot: &Webhook, said: &Said) -> Result<()> {
        let text = Text::parse(said.message.shown())
            .map_err(|refusal| Error::from(refusal).about("text", "message.text"))?;
        let client_id = match &said.id {
            Some(id) => ClientMessageId(random::named(bot.id.0, id.as_str())),
            None => random::new_client_id()?,
        };
        let mut tx = self.store().organisation(organisation).write().await?;
        let state = conversation(&mut tx, bot, said).await?;
        if message::known(&mut tx, client_id).await?.is_some() {
            return Ok(());
        }
        if state.operator.is_some() {
            let message = "An operator has this conversation.";
            return Err(Refusal::new(Code::AlreadyAccepted, message).into());
        }
        if state.status == Status::Closed {
            return Err(Refusal::new(Code::ConversationClosed, "This conversation is closed.").into());
        }
        let mut effects = Effects::default();
        let new = message::words(client_id, Author::Bot, None, &text);
        let line = tx.append(state.id, NewMessage { choices: said.message.choices(), ..new }).await?;
        channel::pass_on(&mut tx, &mut effects, &state, &line).await?;
        message::announce(&mut effects, &tx, state.visitor, line);
        self.announce_state(&mut effects, &mut tx, state.id).await?;
        self.commit(tx, effects).await
    }

    /// Operators are asked from now on. When none is there the bot is told, and goes on until one comes.
    async fn bot_invites(&self, organisation: OrganisationId, bot: &Webhook, said: &Said) -> Result<()> {
        let mut tx = self.store().organisation(organisation).write().await?;
        let state = conversation(&mut tx, bot, said).await?;
        if state.operator.is_some() || state.status == Status::Closed {
            return Ok(());
        }
        let mut effects = Effects::default();
        let is_there = self.presence().online(organisation);
        tx.set_bot(state.id, !is_there).await?;
        tx.start_waiting(state.id, now()).await?;
        if !is_there {
            tell(&mut tx, &mut effects, bot, AGENT_UNAVAILABLE, &state, json!({})).await?;
        }
        self.announce_state(&mut effects, &mut tx, state.id).await?;
        self.commit(tx, effects).await
    }

    async fn bot_informs(&self, organisation: OrganisationId, bot: &Webhook, said: &Said) -> Result<()> {
        let mut tx = self.store().organisation(organisation).write().await?;
        let state = conversation(&mut tx, bot, said).await?;
        let visitor = tx.lock_visitor_by_id(state.visitor).await?;
        let mut visitor = visitor.ok_or_else(Refusal::not_found)?;
        visitor.data.merge(&said.client.change())?;
        let mut effects = Effects::default();
        self.store_visitor(&mut tx, &mut effects, visitor, Some(state.id)).await?;
        self.commit(tx, effects).await
    }
}

/// The conversation that a bot speaks of, locked.
async fn conversation(tx: &mut Tx, bot: &Webhook, said: &Said) -> Result<ConversationState> {
    let id = said.chat_id.as_str().parse().map_err(|_| Refusal::not_found())?;
    let state = tx.lock_conversation(id).await?.filter(|state| state.site == bot.site);
    Ok(state.ok_or_else(Refusal::not_found)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_are_choices_below_their_title() {
        let read = |words: Value| {
            let words: Words = serde_json::from_value(words).expect("reads");
            (words.shown().to_owned(), words.choices())
        };
        let none = Vec::<String>::new();
        assert_eq!(read(json!({ "type": "TEXT", "text": "Hello" })), ("Hello".to_owned(), none.clone()));
        assert_eq!(
            read(json!({ "type": "MARKDOWN", "content": "**Hello**" })),
            ("**Hello**".to_owned(), none)
        );
        let buttons =
            json!([{ "text": "Yes,\nplease", "id": 1 }, { "text": " " }, { "text": "No", "id": "2" }]);
        let both = json!({ "type": "BUTTONS", "title": "Really?", "text": "Really? 1. Yes 2. No", "buttons": buttons });
        assert_eq!(read(both), ("Really?".to_owned(), vec!["Yes, please".to_owned(), "No".to_owned()]));
        let many = json!({ "text": "Which?", "buttons": vec![json!({ "text": "One" }); 30] });
        assert_eq!(read(many).1.len(), MAX_CHOICES);
    }

    #[test]
    fn contacts_that_are_missing_or_blank_stay_as_they_are() {
        let contacts: Contacts =
            serde_json::from_value(json!({ "name": "Vera", "email": " " })).expect("reads");
        let fields = contacts.change().fields;
        assert_eq!(fields, [("name".to_owned(), Some("Vera".to_owned()))].into());
    }
}
