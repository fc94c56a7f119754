//! Messages: from the composer to everybody's screen.

use domain::{
    ClientMessageId, Code, ConversationId, MessageId, Refusal,
    contact::Contact,
    conversation::Status,
    message::{Author, Kind, Message, Text},
    operator::Face,
    visitor::Token,
    webhook::Event,
    wire::{self, Sent, ServerFrame},
};
use store::{NewConversation, NewMessage, Tx};

use crate::{
    Effects, Operator, Result, Service, bot, channel,
    hub::Topic,
    mail, now, random,
    site::Site,
    visitor::{self, Client},
    webhook,
};

impl Service {
    /// The visitor writes. The first words make the visitor and the conversation; words into a closed conversation
    /// open it again. When this returns, the message is on the disk; a retry returns the same answer.
    ///
    /// # Errors
    /// `invalid` and `too_long` for the text, for automatic messages and for what the visitor tells of themselves, `conflict` when a client id was used for other
    /// words, `too_many_requests`.
    pub async fn send(
        &self,
        site: &Site,
        token: &Token,
        send: &wire::SendMessage,
        client: &Client,
    ) -> Result<Sent> {
        let text = Text::parse(&send.text)?;
        let autos = autos(&send.autos)?;
        let contact = send.contact.as_ref().map(Contact::trimmed);
        let faults = contact.as_ref().map(|contact| site.settings.contact_form.faults(contact));
        if let Some(fault) = faults.into_iter().flatten().next() {
            return Err(Refusal::from(fault).into());
        }
        let token_hash = random::hash(token.expose());
        self.limits().message(&token_hash)?;
        let mut tx = self.store().organisation(site.organisation).write().await?;
        let mut effects = Effects::default();
        let mut visitor =
            visitor::enter(&mut tx, site, &token_hash, send.page.as_ref(), client, &mut effects).await?;
        let latest = tx.latest_conversation(visitor.id).await?;
        if let Some(message) = known(&mut tx, send.client_id).await? {
            let same = latest.is_some_and(|state| state.id == message.conversation);
            return repeated(message, Author::Client, None, &text, same);
        }
        if let Some(contact) = &contact {
            visitor.data.merge(&contact.change())?;
            tx.set_visitor_data(visitor.id, &visitor.data, &visitor.profile).await?;
        }
        let is_new = latest.is_none();
        let conversation = match latest {
            Some(state) => state.id,
            None => begin(&mut tx, site, &visitor, send.department.as_deref()).await?,
        };
        let state = tx.lock_conversation(conversation).await?.ok_or_else(Refusal::not_found)?;
        let begins = is_new || state.status == Status::Closed;
        if state.status == Status::Closed {
            tx.set_conversation_state(conversation, Status::Open, state.operator).await?;
            effects.weigh();
            let line = tx.append(conversation, line(Author::System, None, Kind::Reopened)).await?;
            announce(&mut effects, &tx, visitor.id, line);
        }
        for (client_id, text) in &autos {
            match known(&mut tx, *client_id).await? {
                // Said before, and the browser did not hear of it.
                Some(line) if line.author == Author::Bot && line.text == text.as_str() => {}
                Some(_) => return Err(reused().into()),
                None => {
                    let line = tx.append(conversation, words(*client_id, Author::Bot, None, text)).await?;
                    announce(&mut effects, &tx, visitor.id, line);
                }
            }
        }
        let new = words(send.client_id, Author::Client, None, &text);
        let message = tx.append(conversation, new).await?;
        let is_bots = contact.is_none() && state.operator.is_none() && (begins || state.bot);
        let bot = if is_bots { bot::of(&mut tx, site.id).await? } else { None };
        if state.bot != bot.is_some() {
            tx.set_bot(conversation, bot.is_some()).await?;
        }
        match &bot {
            Some(bot) => bot::asked(self, &mut tx, &mut effects, bot, &state, &message).await?,
            None => tx.start_waiting(conversation, message.at).await?,
        }
        // Whoever writes has seen what came before.
        tx.mark_read(conversation, Author::Client, message.seq).await?;
        announce(&mut effects, &tx, visitor.id, message.clone());
        if state.offline != contact.is_some() {
            tx.set_offline(conversation, contact.is_some()).await?;
        }
        self.announce_state(&mut effects, &mut tx, conversation).await?;
        if contact.is_some() {
            let id = visitor.id;
            effects.contacts(id);
            let card = self.card_of(&mut tx, visitor).await?;
            effects.tell(Topic::Desk(site.organisation), ServerFrame::Visitor { card });
            webhook::tell(&mut tx, &mut effects, Event::OfflineMessage, id, Some(conversation)).await?;
            webhook::tell(&mut tx, &mut effects, Event::ClientUpdated, id, None).await?;
        }
        self.commit(tx, effects).await?;
        Ok(Sent { message })
    }

    /// The operator writes. An unassigned conversation becomes the operator's own. To a visitor who left a message and is not
    /// there, the words go by e-mail, too.
    ///
    /// # Errors
    /// As [`Service::send`]; `conversation_closed`; `not_found`, also for a conversation of another organisation.
    pub async fn reply(&self, actor: &Operator, reply: &wire::Reply) -> Result<Sent> {
        let text = Text::parse(&reply.text)?;
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        let state = tx.lock_conversation(reply.conversation).await?.ok_or_else(Refusal::not_found)?;
        if let Some(message) = known(&mut tx, reply.client_id).await? {
            let same = message.conversation == state.id;
            return repeated(message, Author::Agent, Some(&actor.face), &text, same);
        }
        if state.status == Status::Closed {
            let message = "This conversation is closed. Reopen it, then send again.";
            return Err(Refusal::new(Code::ConversationClosed, message).into());
        }
        let mut effects = Effects::default();
        if state.operator.is_none() {
            tx.set_conversation_state(state.id, Status::Open, Some(actor.id())).await?;
            effects.weigh();
            let line = line(Author::System, Some(actor.face.clone()), Kind::Accepted);
            let line = tx.append(state.id, line).await?;
            announce(&mut effects, &tx, state.visitor, line);
            webhook::tell(&mut tx, &mut effects, Event::ChatAccepted, state.visitor, Some(state.id)).await?;
            bot::joined(&mut tx, &mut effects, &state, &actor.face).await?;
        }
        let new = words(reply.client_id, Author::Agent, Some(actor.face.clone()), &text);
        let message = tx.append(state.id, new).await?;
        tx.stop_waiting(state.id).await?;
        tx.mark_read(state.id, Author::Agent, message.seq).await?;
        mail::answer(self, &mut tx, &mut effects, &state, &actor.face, &message).await?;
        channel::pass_on(&mut tx, &mut effects, &state, &message).await?;
        bot::overhears(&mut tx, &mut effects, &state, &message).await?;
        announce(&mut effects, &tx, state.visitor, message.clone());
        self.announce_state(&mut effects, &mut tx, state.id).await?;
        self.commit(tx, effects).await?;
        Ok(Sent { message })
    }

    /// Tells desk and visitor the state of a conversation as this transaction leaves it.
    pub(crate) async fn announce_state(
        &self,
        effects: &mut Effects,
        tx: &mut Tx,
        conversation: ConversationId,
    ) -> Result<()> {
        if let Some(row) = tx.row(conversation).await? {
            let organisation = tx.organisation();
            effects.tell(
                Topic::Visitor(organisation, row.visitor),
                ServerFrame::Talk { talk: row.talk.clone() },
            );
            effects.tell(Topic::Desk(organisation), ServerFrame::Row { row });
        }
        Ok(())
    }
}

/// Tells everybody who looks at a conversation of its new line.
pub(crate) fn announce(effects: &mut Effects, tx: &Tx, visitor: domain::VisitorId, message: Message) {
    let organisation = tx.organisation();
    let conversation = message.conversation;
    let frame = ServerFrame::Message { message };
    effects.tell(Topic::Conversation(organisation, conversation), frame.clone());
    effects.tell(Topic::Visitor(organisation, visitor), frame);
}

pub(crate) async fn begin(
    tx: &mut Tx,
    site: &Site,
    visitor: &store::Visitor,
    department: Option<&str>,
) -> Result<ConversationId> {
    // An unknown department is the default one (`CONTRACT 2.2 groupId`).
    let wishes = [department, site.settings.department.as_deref()];
    let mut department = None;
    for public_id in wishes.into_iter().flatten() {
        if department.is_none() {
            department = tx.department(public_id).await?.map(|department| department.id);
        }
    }
    let id = ConversationId(random::row_id());
    let new = NewConversation { id, site: site.id, visitor: visitor.id, department, at: now() };
    tx.insert_conversation(&new).await?;
    Ok(id)
}

pub(crate) async fn known(tx: &mut Tx, client_id: ClientMessageId) -> Result<Option<Message>> {
    Ok(tx.message_by_client_id(client_id).await?)
}

/// The answer to a client id that was used before: the first answer for a retry, a refusal for anything else.
fn repeated(
    message: Message,
    author: Author,
    operator: Option<&Face>,
    text: &Text,
    same_conversation: bool,
) -> Result<Sent> {
    let same_operator = message.operator.as_ref().map(|face| face.id) == operator.map(|face| face.id);
    if same_conversation && same_operator && message.author == author && message.text == text.as_str() {
        return Ok(Sent { message });
    }
    Err(reused().into())
}

fn reused() -> Refusal {
    let message = "This client_id was already used for another message. Use a new one.";
    Refusal::field(Code::Conflict, "client_id", message)
}

/// Checks what the site's code has shown; whatever is wrong with it is told under its own name.
fn autos(autos: &[wire::Auto]) -> std::result::Result<Vec<(ClientMessageId, Text)>, Refusal> {
    if autos.len() > wire::MAX_AUTOS {
        let message = format!("At most {} automatic messages are taken along.", wire::MAX_AUTOS);
        return Err(Refusal::field(Code::TooLong, "autos", message));
    }
    let about = |refusal: Refusal| Refusal { field: Some("autos".to_owned()), ..refusal };
    autos.iter().map(|auto| Ok((auto.client_id, Text::parse(&auto.text).map_err(about)?))).collect()
}

pub(crate) fn words(
    client_id: ClientMessageId,
    author: Author,
    operator: Option<Face>,
    text: &Text,
) -> NewMessage {
    let text = text.as_str().to_owned();
    NewMessage { client_id: Some(client_id), text, ..line(author, operator, Kind::Text) }
}

pub(crate) fn line(author: Author, operator: Option<Face>, kind: Kind) -> NewMessage {
    NewMessage {
        id: MessageId(random::row_id()),
        client_id: None,
        author,
        operator,
        kind,
        text: String::new(),
        choices: Vec::new(),
        at: now(),
    }
}
