//! Conversations: the inbox, and what operators do to them.

use domain::{
    ConversationId, Refusal, VisitorId,
    conversation::{Action, Assigned, Cursor, Filter, Row, Status, decide},
    message::{Author, Kind, Message},
    operator::Role,
    webhook::Event,
    wire::{self, Inbox, Older, ServerFrame, Verdict},
};
use store::{Reader, Tx};

use crate::{
    Effects, Operator, Result, Service, bot,
    hub::{Listener, Topic},
    message,
    site::Site,
    webhook,
};

/// Rows of one page of the inbox.
const PAGE: i64 = 200;

impl Service {
    /// What stands under a tab.
    ///
    /// # Errors
    /// The database failed.
    pub async fn inbox(&self, actor: &Operator, filter: Filter) -> Result<Inbox> {
        let mut tx = self.store().organisation(actor.organisation).read().await?;
        let sees_all = departments(&mut tx, actor).await?.is_none();
        let reader = Reader { me: actor.id(), sees_all };
        Ok(Inbox { rows: tx.inbox(filter, reader, PAGE).await?, counts: tx.counts(reader).await? })
    }

    /// Names of the departments whose new conversations are the operator's business; None is everybody's: that of admins,
    /// owners, and agents without a department.
    ///
    /// # Errors
    /// The database failed.
    pub async fn departments_of(&self, actor: &Operator) -> Result<Option<Vec<String>>> {
        let mut tx = self.store().organisation(actor.organisation).read().await?;
        departments(&mut tx, actor).await
    }

    /// One conversation with its newest lines.
    ///
    /// # Errors
    /// `not_found`, also for a conversation of another organisation.
    pub async fn conversation(
        &self,
        actor: &Operator,
        id: ConversationId,
    ) -> Result<(Row, Vec<Message>, bool)> {
        let mut tx = self.store().organisation(actor.organisation).read().await?;
        let row = tx.row(id).await?.ok_or_else(Refusal::not_found)?;
        let (_, messages, more) = lines(&mut tx, row.talk.id, row.talk.seq, None).await?;
        Ok((row, messages, more))
    }

    /// The operator looks at a conversation: subscribes first, reads after, so that nothing falls between.
    ///
    /// # Errors
    /// `not_found`, also for a conversation of another organisation.
    pub async fn watch(
        &self,
        actor: &Operator,
        id: ConversationId,
        cursor: Option<Cursor>,
        listener: &Listener,
    ) -> Result<ServerFrame> {
        // The topic carries the asker's own organisation, so a stranger's id leads to a topic nobody publishes on.
        listener.subscribe(Topic::Conversation(actor.organisation, id));
        let mut tx = self.store().organisation(actor.organisation).read().await?;
        let Some(row) = tx.row(id).await? else {
            listener.unsubscribe(Topic::Conversation(actor.organisation, id));
            return Err(Refusal::not_found().into());
        };
        if row.talk.id != id {
            listener.unsubscribe(Topic::Conversation(actor.organisation, id));
            return Ok(ServerFrame::Merged { conversation: id, into: row.talk.id });
        }
        let (verdict, messages, more) = lines(&mut tx, id, row.talk.seq, cursor).await?;
        Ok(ServerFrame::Watching { verdict, row, messages, more })
    }

    /// Lines before `seq`.
    ///
    /// # Errors
    /// `not_found`, also for a conversation of another organisation.
    pub async fn older(&self, actor: &Operator, id: ConversationId, seq: i64) -> Result<Older> {
        let mut tx = self.store().organisation(actor.organisation).read().await?;
        tx.row(id).await?.ok_or_else(Refusal::not_found)?;
        older(&mut tx, id, seq).await
    }

    /// Accepts, closes or reopens. A retried click changes nothing.
    ///
    /// # Errors
    /// `conversation_closed`, `already_accepted`; `not_found`, also for a conversation of another organisation.
    pub async fn change(&self, actor: &Operator, id: ConversationId, action: Action) -> Result<Row> {
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        let state = tx.lock_conversation(id).await?.ok_or_else(Refusal::not_found)?;
        let id = state.id;
        let assigned = match state.operator {
            None => Assigned::Nobody,
            Some(operator) if operator == actor.id() => Assigned::Me,
            Some(_) => Assigned::Other,
        };
        let mut effects = Effects::default();
        if let Some(kind) = decide(state.status, assigned, action)? {
            let (status, operator) = match kind {
                Kind::Closed => (Status::Closed, state.operator),
                Kind::Reopened => (Status::Open, state.operator.or(Some(actor.id()))),
                _ => (Status::Open, Some(actor.id())),
            };
            tx.set_conversation_state(id, status, operator).await?;
            effects.weigh();
            let line = tx.append(id, message::line(Author::System, Some(actor.face.clone()), kind)).await?;
            message::announce(&mut effects, &tx, state.visitor, line);
            let event = match kind {
                Kind::Accepted => Some(Event::ChatAccepted),
                Kind::Closed => Some(Event::ChatFinished),
                _ => None,
            };
            if let Some(event) = event {
                webhook::tell(&mut tx, &mut effects, event, state.visitor, Some(id)).await?;
            }
            match kind {
                Kind::Accepted => bot::joined(&mut tx, &mut effects, &state, &actor.face).await?,
                Kind::Closed => bot::closed(&mut tx, &mut effects, &state).await?,
                _ => {}
            }
        }
        self.announce_state(&mut effects, &mut tx, id).await?;
        let row = tx.row(id).await?.ok_or_else(Refusal::not_found)?;
        self.commit(tx, effects).await?;
        Ok(row)
    }

    /// The operators have seen everything up to `seq`.
    ///
    /// # Errors
    /// The database failed. A line or conversation that is not there changes nothing.
    pub async fn operator_read(&self, actor: &Operator, id: ConversationId, seq: i64) -> Result<()> {
        let tx = self.store().organisation(actor.organisation).write().await?;
        self.mark_read(tx, id, Author::Agent, seq).await
    }

    /// The visitor has seen everything up to `seq`.
    ///
    /// # Errors
    /// The database failed. A line that is not there changes nothing.
    pub async fn visitor_read(&self, site: &Site, visitor: VisitorId, seq: i64) -> Result<()> {
        let mut tx = self.store().organisation(site.organisation).write().await?;
        match tx.latest_conversation(visitor).await? {
            Some(state) => self.mark_read(tx, state.id, Author::Client, seq).await,
            None => Ok(()),
        }
    }

    async fn mark_read(&self, mut tx: Tx, id: ConversationId, reader: Author, seq: i64) -> Result<()> {
        if tx.mark_read(id, reader, seq).await? {
            let mut effects = Effects::default();
            self.announce_state(&mut effects, &mut tx, id).await?;
            self.commit(tx, effects).await?;
        }
        Ok(())
    }

    /// Says that the operator types, or stopped.
    ///
    /// # Errors
    /// The database failed. A conversation that is not there changes nothing.
    pub async fn operator_types(
        &self,
        actor: &Operator,
        conversation: ConversationId,
        on: bool,
    ) -> Result<()> {
        let mut tx = self.store().organisation(actor.organisation).read().await?;
        if let Some(row) = tx.row(conversation).await? {
            let operator = Some(actor.face.clone());
            let frame = ServerFrame::Typing { conversation: row.talk.id, operator, on };
            self.hub().publish(Topic::Visitor(actor.organisation, row.visitor), &frame);
            self.hub().publish(Topic::Desk(actor.organisation), &frame);
        }
        Ok(())
    }
}

async fn departments(tx: &mut Tx, actor: &Operator) -> Result<Option<Vec<String>>> {
    if actor.role != Role::Agent {
        return Ok(None);
    }
    let names: Vec<String> = tx.departments_of(actor.id()).await?.into_iter().map(|d| d.name).collect();
    Ok(Some(names).filter(|names| !names.is_empty()))
}

/// The lines a client lacks. A cursor is believed only if it names a line that is really there.
pub(crate) async fn lines(
    tx: &mut Tx,
    id: ConversationId,
    newest: i64,
    cursor: Option<Cursor>,
) -> Result<(Verdict, Vec<Message>, bool)> {
    if let Some(cursor) = cursor
        && cursor.conversation == id
        && newest - cursor.seq <= wire::MAX_REPLAY
        && tx.message_at(id, cursor.seq).await?.is_some_and(|line| line.id == cursor.message)
    {
        return Ok((Verdict::Resumed, tx.messages_after(id, cursor.seq, wire::MAX_REPLAY).await?, false));
    }
    let messages = tx.messages_before(id, newest + 1, wire::SNAPSHOT).await?;
    let more = messages.first().is_some_and(|line| line.seq > 1);
    let verdict = if cursor.is_some() { Verdict::Reset } else { Verdict::New };
    Ok((verdict, messages, more))
}

pub(crate) async fn older(tx: &mut Tx, id: ConversationId, seq: i64) -> Result<Older> {
    let messages = tx.messages_before(id, seq, wire::SNAPSHOT).await?;
    let more = messages.first().is_some_and(|line| line.seq > 1);
    Ok(Older { messages, more })
}
