//! E-mails that wait to be sent. One is written in the transaction of the answer that it carries.

use domain::{ConversationId, MailId, Timestamp, webhook::State};
use sqlx::FromRow;

use crate::{Result, Tx};

/// An e-mail to be stored.
#[derive(Debug, Clone)]
pub struct NewMail<'a> {
    /// Ours.
    pub id: MailId,
    /// What it is about; mails of one conversation are one thread in the mailbox.
    pub conversation: ConversationId,
    /// The line that it carries.
    pub seq: i64,
    /// Whom.
    pub recipient: &'a str,
    /// Where an answer goes; empty is the sender.
    pub reply_to: &'a str,
    /// In one line.
    pub subject: &'a str,
    /// Plain text.
    pub body: &'a str,
    /// When it is sent, unless the visitor has seen the line by then.
    pub due_at: Timestamp,
    /// Now.
    pub at: Timestamp,
}

/// An e-mail to be sent.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Mail {
    /// Ours.
    pub id: MailId,
    /// What it is about.
    #[sqlx(rename = "conversation_id")]
    pub conversation: ConversationId,
    /// The line that it carries.
    pub seq: i64,
    /// Whom.
    pub recipient: String,
    /// Where an answer goes; empty is the sender.
    pub reply_to: String,
    /// In one line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// Attempts so far, the present one too.
    pub attempts: i64,
    /// When it was written.
    pub created_at: Timestamp,
}

impl Tx {
    /// Adds an e-mail.
    ///
    /// # Errors
    /// The database failed.
    pub async fn insert_mail(&mut self, new: &NewMail<'_>) -> Result<()> {
        self.query(
            "INSERT INTO mails (organisation_id, id, conversation_id, seq, recipient, reply_to, subject, body, state, attempts, \
             due_at, leased_until, error, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0, $9, 0, '', $10)",
        )
        .bind(new.id)
        .bind(new.conversation)
        .bind(new.seq)
        .bind(new.recipient)
        .bind(new.reply_to)
        .bind(new.subject)
        .bind(new.body)
        .bind(new.due_at)
        .bind(new.at)
        .run()
        .await?;
        Ok(())
    }

    /// What was not tried yet of a conversation is sent now: the visitor is not there to see it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn hurry_mails(&mut self, conversation: ConversationId, now: Timestamp) -> Result<()> {
        self.query(
            "UPDATE mails SET due_at = $3 WHERE organisation_id = $1 AND conversation_id = $2 \
             AND state = 'waiting' AND attempts = 0 AND due_at > $3",
        )
        .bind(conversation)
        .bind(now)
        .run()
        .await?;
        Ok(())
    }

    /// Takes an e-mail that is due until `leased_until`: whoever has not said by then what came of it is thought to be gone.
    /// Of two that take at once, one gets it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn claim_mail(
        &mut self,
        id: MailId,
        now: Timestamp,
        leased_until: Timestamp,
    ) -> Result<Option<Mail>> {
        self.query(
            "UPDATE mails SET leased_until = $4, attempts = attempts + 1 \
             WHERE organisation_id = $1 AND id = $2 AND state = 'waiting' AND due_at <= $3 AND leased_until <= $3 \
             RETURNING id, conversation_id, seq, recipient, reply_to, subject, body, attempts, created_at",
        )
        .bind(id)
        .bind(now)
        .bind(leased_until)
        .maybe()
        .await
    }

    /// Says what came of an attempt. `attempts` is what the one who says it was told: whoever was thought to be gone and comes
    /// back has nothing to say.
    ///
    /// # Errors
    /// The database failed.
    pub async fn end_mail(
        &mut self,
        id: MailId,
        attempts: i64,
        state: State,
        due_at: Timestamp,
        error: &str,
    ) -> Result<bool> {
        let ended = self
            .query(
                "UPDATE mails SET state = $4, due_at = $5, leased_until = 0, error = $6 \
                 WHERE organisation_id = $1 AND id = $2 AND attempts = $3 AND state = 'waiting'",
            )
            .bind(id)
            .bind(attempts)
            .bind(state)
            .bind(due_at)
            .bind(error)
            .run()
            .await?;
        Ok(ended == 1)
    }
}
