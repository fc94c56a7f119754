//! The lines of conversations.

use domain::{
    ClientMessageId, ConversationId, MessageId, OperatorId, Timestamp,
    message::{Author, Kind, Message},
    operator::Face,
};
use sqlx::FromRow;

use crate::{Result, Tx};

/// A line to be stored.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Ours.
    pub id: MessageId,
    /// The sender's name for it.
    pub client_id: Option<ClientMessageId>,
    /// Who speaks.
    pub author: Author,
    /// The operator behind it.
    pub operator: Option<Face>,
    /// Words or a change of state.
    pub kind: Kind,
    /// The words.
    pub text: String,
    /// What there is to choose from; without line breaks.
    pub choices: Vec<String>,
    /// Now.
    pub at: Timestamp,
}

#[derive(FromRow)]
struct MessageRow {
    conversation_id: ConversationId,
    seq: i64,
    id: MessageId,
    client_id: Option<ClientMessageId>,
    author: Author,
    operator_id: Option<OperatorId>,
    operator_name: Option<String>,
    kind: Kind,
    text: String,
    choices: String,
    at: Timestamp,
}

/// What a line is read from; the organisation's own.
macro_rules! lines {
    () => {
        "SELECT m.conversation_id, m.seq, m.id, m.client_id, m.author, m.operator_id, o.name AS operator_name, \
         m.kind, m.text, m.choices, m.at FROM messages m \
         LEFT JOIN operators o ON o.organisation_id = m.organisation_id AND o.id = m.operator_id \
         WHERE m.organisation_id = $1"
    };
}

impl From<MessageRow> for Message {
    fn from(row: MessageRow) -> Self {
        let operator = row.operator_id.zip(row.operator_name).map(|(id, name)| Face { id, name });
        Self {
            id: row.id,
            conversation: row.conversation_id,
            seq: row.seq,
            client_id: row.client_id,
            author: row.author,
            operator,
            kind: row.kind,
            text: row.text,
            choices: row.choices.lines().map(str::to_owned).collect(),
            at: row.at,
        }
    }
}

#[derive(FromRow)]
struct Seq {
    seq: i64,
}

impl Tx {
    /// The line that was stored under this client id, in whatever conversation of the organisation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn message_by_client_id(&mut self, client_id: ClientMessageId) -> Result<Option<Message>> {
        let row: Option<MessageRow> =
            self.query(concat!(lines!(), " AND m.client_id = $2")).bind(client_id).maybe().await?;
        Ok(row.map(Message::from))
    }

    /// Stores a line at the next `seq` of its conversation, which must be locked
    /// ([`Tx::lock_conversation`]) and gets the version that comes with the new line.
    ///
    /// # Errors
    /// `Conflict` when the client id was used in another conversation at this very moment.
    pub async fn append(&mut self, conversation: ConversationId, new: NewMessage) -> Result<Message> {
        let Seq { seq } = self
            .query(
                "UPDATE conversations SET seq = seq + 1, version = version + 1 \
                 WHERE organisation_id = $1 AND id = $2 RETURNING seq",
            )
            .bind(conversation)
            .one("conversations")
            .await?;
        self.query(
            "INSERT INTO messages \
             (organisation_id, conversation_id, seq, id, client_id, author, operator_id, kind, text, choices, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(conversation)
        .bind(seq)
        .bind(new.id)
        .bind(new.client_id)
        .bind(new.author)
        .bind(new.operator.as_ref().map(|face| face.id))
        .bind(new.kind)
        .bind(new.text.as_str())
        .bind(new.choices.join("\n"))
        .bind(new.at)
        .run()
        .await?;
        if new.kind == Kind::Text {
            self.query(
                "UPDATE conversations SET last_text = $3, last_author = $4, last_at = $5 \
                 WHERE organisation_id = $1 AND id = $2",
            )
            .bind(conversation)
            .bind(new.text.as_str())
            .bind(new.author)
            .bind(new.at)
            .run()
            .await?;
        }
        Ok(Message {
            id: new.id,
            conversation,
            seq,
            client_id: new.client_id,
            author: new.author,
            operator: new.operator,
            kind: new.kind,
            text: new.text,
            choices: new.choices,
            at: new.at,
        })
    }

    /// The line at `seq`.
    ///
    /// # Errors
    /// The database failed.
    pub async fn message_at(&mut self, conversation: ConversationId, seq: i64) -> Result<Option<Message>> {
        let mut lines = self.messages_after(conversation, seq - 1, 1).await?;
        Ok(lines.pop().filter(|line| line.seq == seq))
    }

    /// At most `limit` lines after `seq`, in order.
    ///
    /// # Errors
    /// The database failed.
    pub async fn messages_after(
        &mut self,
        conversation: ConversationId,
        seq: i64,
        limit: i64,
    ) -> Result<Vec<Message>> {
        let rows: Vec<MessageRow> = self
            .query(concat!(lines!(), " AND m.conversation_id = $2 AND m.seq > $3 ORDER BY m.seq LIMIT $4"))
            .bind(conversation)
            .bind(seq)
            .bind(limit)
            .all()
            .await?;
        Ok(rows.into_iter().map(Message::from).collect())
    }

    /// At most `limit` lines before `seq`, in order.
    ///
    /// # Errors
    /// The database failed.
    pub async fn messages_before(
        &mut self,
        conversation: ConversationId,
        seq: i64,
        limit: i64,
    ) -> Result<Vec<Message>> {
        let rows: Vec<MessageRow> = self
            .query(concat!(
                lines!(),
                " AND m.conversation_id = $2 AND m.seq < $3 ORDER BY m.seq DESC LIMIT $4"
            ))
            .bind(conversation)
            .bind(seq)
            .bind(limit)
            .all()
            .await?;
        Ok(rows.into_iter().rev().map(Message::from).collect())
    }
}
