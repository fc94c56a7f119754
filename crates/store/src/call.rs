//! Calls back.

use domain::{
    CallId, ClientMessageId, ConversationId, OperatorId, SiteId, Timestamp, VisitorId, call::Status,
};
use sqlx::FromRow;

use crate::{Result, Tx};

/// A call.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Call {
    /// Ours.
    pub id: CallId,
    /// The site it was asked for on.
    #[sqlx(rename = "site_id")]
    pub site: SiteId,
    /// Whom.
    #[sqlx(rename = "visitor_id")]
    pub visitor: VisitorId,
    /// Where the operators see it.
    #[sqlx(rename = "conversation_id")]
    pub conversation: ConversationId,
    /// The browser's own name for it, so that asking twice is asking once.
    pub client_id: ClientMessageId,
    /// Who took it.
    #[sqlx(rename = "operator_id")]
    pub operator: Option<OperatorId>,
    /// `+` and digits.
    pub phone: String,
    /// How far it has come.
    pub status: Status,
    /// Why it failed.
    pub reason: String,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When anything was heard of it last.
    pub changed_at: Timestamp,
}

macro_rules! calls {
    ($rest:literal) => {
        concat!(
            "SELECT id, site_id, visitor_id, conversation_id, client_id, operator_id, phone, status, reason, created_at, \
             changed_at FROM calls WHERE organisation_id = $1 ",
            $rest
        )
    };
}

#[derive(FromRow)]
struct CountRow {
    calls: i64,
}

impl Tx {
    /// Adds a call, and makes it the one that its conversation is about. `to_dial` leaves it to a provider.
    ///
    /// # Errors
    /// The database failed.
    pub async fn insert_call(&mut self, call: &Call, to_dial: bool) -> Result<()> {
        self.query(
            "INSERT INTO calls (organisation_id, id, site_id, visitor_id, conversation_id, client_id, operator_id, phone, \
             status, reason, created_at, changed_at, to_dial) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(call.id)
        .bind(call.site)
        .bind(call.visitor)
        .bind(call.conversation)
        .bind(call.client_id)
        .bind(call.operator)
        .bind(call.phone.as_str())
        .bind(call.status)
        .bind(call.reason.as_str())
        .bind(call.created_at)
        .bind(call.changed_at)
        .bind(to_dial)
        .run()
        .await?;
        self.query("UPDATE conversations SET call_id = $3 WHERE organisation_id = $1 AND id = $2")
            .bind(call.conversation)
            .bind(call.id)
            .run()
            .await?;
        Ok(())
    }

    /// One call.
    ///
    /// # Errors
    /// The database failed.
    pub async fn call(&mut self, id: CallId) -> Result<Option<Call>> {
        self.query(calls!("AND id = $2")).bind(id).maybe().await
    }

    /// The call that a browser has given this name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn call_by_client_id(&mut self, client_id: ClientMessageId) -> Result<Option<Call>> {
        self.query(calls!("AND client_id = $2")).bind(client_id).maybe().await
    }

    /// Takes a call that a provider shall make; false for one that somebody has taken. Nobody takes it again: a phone that rings
    /// twice is worse than one that does not.
    ///
    /// # Errors
    /// The database failed.
    pub async fn take_dial(&mut self, id: CallId) -> Result<bool> {
        let taken = self
            .query("UPDATE calls SET to_dial = FALSE WHERE organisation_id = $1 AND id = $2 AND to_dial")
            .bind(id)
            .run()
            .await?;
        Ok(taken == 1)
    }

    /// Says how far a call has come. The caller holds the lock of its conversation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn update_call(&mut self, call: &Call) -> Result<()> {
        self.query(
            "UPDATE calls SET operator_id = $3, status = $4, reason = $5, changed_at = $6 \
             WHERE organisation_id = $1 AND id = $2",
        )
        .bind(call.id)
        .bind(call.operator)
        .bind(call.status)
        .bind(call.reason.as_str())
        .bind(call.changed_at)
        .run()
        .await?;
        // Whoever shows the conversation takes the newer view.
        self.query("UPDATE conversations SET version = version + 1 WHERE organisation_id = $1 AND id = $2")
            .bind(call.conversation)
            .run()
            .await?;
        Ok(())
    }

    /// How many calls a site has asked for since a moment.
    ///
    /// # Errors
    /// The database failed.
    pub async fn calls_since(&mut self, site: SiteId, since: Timestamp) -> Result<i64> {
        let row: CountRow = self
            .query(
                "SELECT COUNT(*) AS calls FROM calls WHERE organisation_id = $1 AND site_id = $2 AND created_at >= $3",
            )
            .bind(site)
            .bind(since)
            .one("calls")
            .await?;
        Ok(row.calls)
    }
}
