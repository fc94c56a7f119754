//! Conversations: their state, and the rows of the inbox.

use domain::{
    CallId, ConversationId, DepartmentId, OperatorId, SiteId, Timestamp, VisitorId,
    call::{self, Call},
    conversation::{Counts, Filter, Row, Status, Talk},
    message::Author,
    operator::Face,
};
use sqlx::FromRow;

use crate::{Result, Tx, visitor::known};

/// A conversation to be stored.
#[derive(Debug, Clone)]
pub struct NewConversation {
    /// Ours.
    pub id: ConversationId,
    /// Where it begins.
    pub site: SiteId,
    /// Who begins it.
    pub visitor: VisitorId,
    /// Who shall answer.
    pub department: Option<DepartmentId>,
    /// Now.
    pub at: Timestamp,
}

/// What decides about a conversation.
#[derive(Debug, Clone, FromRow)]
pub struct ConversationState {
    /// Which one.
    pub id: ConversationId,
    /// Whose.
    #[sqlx(rename = "visitor_id")]
    pub visitor: VisitorId,
    /// Where it was begun.
    #[sqlx(rename = "site_id")]
    pub site: SiteId,
    /// Open or closed.
    pub status: Status,
    /// Who has it.
    #[sqlx(rename = "operator_id")]
    pub operator: Option<OperatorId>,
    /// `seq` of the newest line.
    pub seq: i64,
    /// What the visitor wrote last was left for later.
    pub offline: bool,
    /// A bot is told what the visitor writes.
    pub bot: bool,
    /// The conversation its lines have gone to.
    merged_into: Option<ConversationId>,
}

/// Whose inbox it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// The operator.
    pub me: OperatorId,
    /// Whether conversations of departments that are not the operator's stand under “unassigned”, too.
    pub sees_all: bool,
}

#[derive(FromRow)]
struct InboxRow {
    id: ConversationId,
    status: Status,
    version: i64,
    seq: i64,
    client_read: i64,
    agent_read: i64,
    operator_id: Option<OperatorId>,
    operator_name: Option<String>,
    visitor_id: VisitorId,
    number: i64,
    data: String,
    proven: String,
    site: String,
    department: Option<String>,
    last_text: String,
    last_author: Author,
    last_at: Timestamp,
    waiting_since: Option<Timestamp>,
    unread: i64,
    offline: bool,
    bot: bool,
    call_id: Option<CallId>,
    call_phone: Option<String>,
    call_status: Option<call::Status>,
    call_reason: Option<String>,
    caller_id: Option<OperatorId>,
    caller_name: Option<String>,
}

/// What a row is read from; the organisation's own.
macro_rules! rows {
    () => {
        "SELECT c.id, c.status, c.version, c.seq, c.client_read, c.agent_read, c.operator_id, \
         o.name AS operator_name, c.visitor_id, v.number, v.data, v.proven, s.name AS site, d.name AS department, \
         c.last_text, c.last_author, c.last_at, c.waiting_since, c.offline, c.bot, k.id AS call_id, \
         k.phone AS call_phone, k.status AS call_status, k.reason AS call_reason, \
         k.operator_id AS caller_id, p.name AS caller_name, \
         (SELECT COUNT(*) FROM messages m WHERE m.organisation_id = c.organisation_id \
          AND m.conversation_id = c.id AND m.seq > c.agent_read AND m.author = 'client') AS unread \
         FROM conversations c \
         JOIN visitors v ON v.organisation_id = c.organisation_id AND v.id = c.visitor_id \
         JOIN sites s ON s.organisation_id = c.organisation_id AND s.id = c.site_id \
         LEFT JOIN departments d ON d.organisation_id = c.organisation_id AND d.id = c.department_id \
         LEFT JOIN operators o ON o.organisation_id = c.organisation_id AND o.id = c.operator_id \
         LEFT JOIN calls k ON k.organisation_id = c.organisation_id AND k.id = c.call_id \
         LEFT JOIN operators p ON p.organisation_id = c.organisation_id AND p.id = k.operator_id \
         WHERE c.organisation_id = $1"
    };
}

impl From<InboxRow> for Row {
    fn from(row: InboxRow) -> Self {
        let data = |json: &str| serde_json::from_str(json).unwrap_or_default();
        let data = known(&data(&row.data), &data(&row.proven));
        let face = |(id, name)| Face { id, name };
        let operator = row.operator_id.zip(row.operator_name).map(face);
        let call = row.call_id.zip(row.call_status).map(|(id, status)| Call {
            id,
            phone: row.call_phone.unwrap_or_default(),
            status,
            reason: row.call_reason.unwrap_or_default(),
            operator: row.caller_id.zip(row.caller_name).map(face),
        });
        Self {
            talk: Talk {
                id: row.id,
                status: row.status,
                version: row.version,
                seq: row.seq,
                client_read: row.client_read,
                agent_read: row.agent_read,
                operator,
            },
            visitor: row.visitor_id,
            number: row.number,
            name: data.known("name").map(str::to_owned),
            site: row.site,
            department: row.department,
            last_text: row.last_text,
            last_author: row.last_author,
            last_at: row.last_at,
            waiting_since: row.waiting_since,
            unread: row.unread,
            offline: row.offline,
            call,
            bot: row.bot,
        }
    }
}

#[derive(FromRow)]
struct Counted {
    chats: i64,
}

#[derive(FromRow)]
struct Found {
    id: ConversationId,
}

#[derive(FromRow)]
struct CountRow {
    mine: i64,
    unassigned: i64,
    open: i64,
}

impl Tx {
    /// Begins a conversation; it has no line yet.
    ///
    /// # Errors
    /// The database failed.
    pub async fn insert_conversation(&mut self, new: &NewConversation) -> Result<()> {
        self.query(
            "INSERT INTO conversations (organisation_id, id, site_id, visitor_id, department_id, status, version, seq, \
             client_read, agent_read, last_text, last_author, last_at, created_at) \
             VALUES ($1, $2, $3, $4, $5, 'open', 0, 0, 0, 0, '', 'client', $6, $6)",
        )
        .bind(new.id)
        .bind(new.site)
        .bind(new.visitor)
        .bind(new.department)
        .bind(new.at)
        .run()
        .await?;
        Ok(())
    }

    /// Locks a conversation until the transaction ends; instead of one that was merged, the one its lines have gone to.
    ///
    /// # Errors
    /// The database failed.
    pub async fn lock_conversation(&mut self, id: ConversationId) -> Result<Option<ConversationState>> {
        let mut wanted = id;
        loop {
            let locked: Option<ConversationState> = self
                .query(
                    "UPDATE conversations SET version = version WHERE organisation_id = $1 AND id = $2 \
                     RETURNING id, visitor_id, site_id, status, operator_id, seq, offline, bot, merged_into",
                )
                .bind(wanted)
                .maybe()
                .await?;
            // Only the locked row tells: it may have been merged while this transaction waited for it.
            match locked.as_ref().and_then(|state| state.merged_into) {
                Some(into) => wanted = into,
                None => return Ok(locked),
            }
        }
    }

    /// The visitor's conversation; the newest, should there be several.
    ///
    /// # Errors
    /// The database failed.
    pub async fn latest_conversation(&mut self, visitor: VisitorId) -> Result<Option<ConversationState>> {
        self.query(
            "SELECT id, visitor_id, site_id, status, operator_id, seq, offline, bot, merged_into FROM conversations \
             WHERE organisation_id = $1 AND visitor_id = $2 AND merged_into IS NULL \
             ORDER BY created_at DESC, id DESC LIMIT 1",
        )
        .bind(visitor)
        .maybe()
        .await
    }

    /// How many conversations a visitor has begun; one that was opened again counts once more.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_chats(&mut self, visitor: VisitorId) -> Result<i64> {
        let Counted { chats } = self
            .query(
                "SELECT COUNT(*) AS chats FROM messages m JOIN conversations c ON c.organisation_id = m.organisation_id \
                 AND c.id = m.conversation_id WHERE m.organisation_id = $1 AND c.visitor_id = $2 \
                 AND (m.seq = 1 OR m.kind = 'reopened')",
            )
            .bind(visitor)
            .one("conversations")
            .await?;
        Ok(chats)
    }

    /// Changes who has it and whether it is open; what an operator has, and what is closed, is no bot's. Follow with [`Tx::append`], which moves the version.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_conversation_state(
        &mut self,
        id: ConversationId,
        status: Status,
        operator: Option<OperatorId>,
    ) -> Result<()> {
        self.query(
            "UPDATE conversations SET status = $3, operator_id = $4, \
             waiting_since = CASE WHEN $3 = 'closed' THEN NULL ELSE waiting_since END, \
             bot = CASE WHEN $3 = 'closed' OR $4 IS NOT NULL THEN FALSE ELSE bot END \
             WHERE organisation_id = $1 AND id = $2",
        )
        .bind(id)
        .bind(status)
        .bind(operator)
        .run()
        .await?;
        Ok(())
    }

    /// Whether what the visitor wrote last was left for later.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_offline(&mut self, id: ConversationId, offline: bool) -> Result<()> {
        self.query("UPDATE conversations SET offline = $3 WHERE organisation_id = $1 AND id = $2")
            .bind(id)
            .bind(offline)
            .run()
            .await?;
        Ok(())
    }

    /// Whether a bot is told what the visitor writes.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_bot(&mut self, id: ConversationId, bot: bool) -> Result<()> {
        self.query(
            "UPDATE conversations SET bot = $3, version = version + 1 WHERE organisation_id = $1 AND id = $2",
        )
        .bind(id)
        .bind(bot)
        .run()
        .await?;
        Ok(())
    }

    /// Conversations of a site that a bot answers.
    ///
    /// # Errors
    /// The database failed.
    pub async fn conversations_of_bots(&mut self, site: SiteId) -> Result<Vec<ConversationId>> {
        let found: Vec<Found> = self
            .query("SELECT id FROM conversations WHERE organisation_id = $1 AND site_id = $2 AND bot ORDER BY id")
            .bind(site)
            .all()
            .await?;
        Ok(found.into_iter().map(|found| found.id).collect())
    }

    /// The visitor waits since this moment, unless already waiting.
    ///
    /// # Errors
    /// The database failed.
    pub async fn start_waiting(&mut self, id: ConversationId, now: Timestamp) -> Result<()> {
        self.query(
            "UPDATE conversations SET waiting_since = COALESCE(waiting_since, $3) \
             WHERE organisation_id = $1 AND id = $2",
        )
        .bind(id)
        .bind(now)
        .run()
        .await?;
        Ok(())
    }

    /// The visitor has been answered.
    ///
    /// # Errors
    /// The database failed.
    pub async fn stop_waiting(&mut self, id: ConversationId) -> Result<()> {
        self.query("UPDATE conversations SET waiting_since = NULL WHERE organisation_id = $1 AND id = $2")
            .bind(id)
            .run()
            .await?;
        Ok(())
    }

    /// Moves a read mark forward, never beyond the newest line; false when it stood there already.
    ///
    /// # Errors
    /// The database failed.
    pub async fn mark_read(&mut self, id: ConversationId, reader: Author, seq: i64) -> Result<bool> {
        let query = match reader {
            Author::Client => self.query(
                "UPDATE conversations SET client_read = $3, version = version + 1 \
                 WHERE organisation_id = $1 AND id = $2 AND client_read < $3 AND seq >= $3",
            ),
            _ => self.query(
                "UPDATE conversations SET agent_read = $3, version = version + 1 \
                 WHERE organisation_id = $1 AND id = $2 AND agent_read < $3 AND seq >= $3",
            ),
        };
        Ok(query.bind(id).bind(seq).run().await? == 1)
    }

    /// Appends the lines of one conversation to another one, in their order and with all that names them but `seq`. The
    /// first stays without lines, so that whoever knows its id is led to the second. Both must be locked
    /// ([`Tx::lock_conversation`]).
    ///
    /// # Errors
    /// The database failed.
    pub async fn merge_conversation(&mut self, from: ConversationId, into: ConversationId) -> Result<()> {
        let (Some(taken), Some(kept)) = (self.row(from).await?, self.row(into).await?) else { return Ok(()) };
        self.query(
            "UPDATE messages SET conversation_id = $3, seq = seq + $4 WHERE organisation_id = $1 AND conversation_id = $2",
        )
        .bind(from)
        .bind(into)
        .bind(kept.talk.seq)
        .run()
        .await?;
        // A read mark goes on only where nothing unread is left behind it.
        let client_read = if kept.talk.client_read < kept.talk.seq {
            kept.talk.client_read
        } else {
            kept.talk.seq + taken.talk.client_read
        };
        let agent_read =
            if kept.unread > 0 { kept.talk.agent_read } else { kept.talk.seq + taken.talk.agent_read };
        let open = [taken.talk.status, kept.talk.status].contains(&Status::Open);
        let operator = kept.talk.operator.or(taken.talk.operator).map(|face| face.id);
        let bot = (kept.bot || taken.bot) && operator.is_none();
        self.query(
            "UPDATE conversations SET seq = $3, version = $4, client_read = $5, agent_read = $6, status = $7, \
             operator_id = $8, waiting_since = $9, last_text = $10, last_author = $11, last_at = $12, offline = $14, bot = $15, \
             call_id = COALESCE(call_id, (SELECT call_id FROM conversations WHERE organisation_id = $1 AND id = $13)), \
             department_id = COALESCE(department_id, (SELECT department_id FROM conversations \
              WHERE organisation_id = $1 AND id = $13)) \
             WHERE organisation_id = $1 AND id = $2",
        )
        .bind(into)
        .bind(kept.talk.seq + taken.talk.seq)
        .bind(kept.talk.version + taken.talk.version)
        .bind(client_read)
        .bind(agent_read)
        .bind(if open { Status::Open } else { Status::Closed })
        .bind(operator)
        .bind([kept.waiting_since, taken.waiting_since].into_iter().flatten().min())
        .bind(taken.last_text)
        .bind(taken.last_author)
        .bind(kept.last_at.max(taken.last_at))
        .bind(from)
        .bind(taken.offline || kept.offline)
        .bind(bot)
        .run()
        .await?;
        self.query(
            "UPDATE conversations SET seq = 0, version = version + 1, client_read = 0, agent_read = 0, \
             status = 'closed', operator_id = NULL, waiting_since = NULL, bot = FALSE, last_text = '', merged_into = $3 \
             WHERE organisation_id = $1 AND id = $2",
        )
        .bind(from)
        .bind(into)
        .run()
        .await?;
        self.query(
            "UPDATE conversations SET merged_into = $3 WHERE organisation_id = $1 AND merged_into = $2",
        )
        .bind(from)
        .bind(into)
        .run()
        .await?;
        Ok(())
    }

    /// One conversation as a row of the inbox; instead of one that was merged, the one its lines have gone to.
    ///
    /// # Errors
    /// The database failed.
    pub async fn row(&mut self, id: ConversationId) -> Result<Option<Row>> {
        let row: Option<InboxRow> = self
            .query(concat!(
                rows!(),
                " AND c.id = COALESCE( \
                  (SELECT merged_into FROM conversations WHERE organisation_id = $1 AND id = $2), $2)"
            ))
            .bind(id)
            .maybe()
            .await?;
        Ok(row.map(Row::from))
    }

    /// At most `limit` rows under a tab: whoever waits longest first, then the newest.
    ///
    /// # Errors
    /// The database failed.
    pub async fn inbox(&mut self, filter: Filter, reader: Reader, limit: i64) -> Result<Vec<Row>> {
        let rows: Vec<InboxRow> = self
            .query(
                concat!(
                rows!(),
                " AND c.seq > 0 \
                 AND c.status = CASE WHEN $2 = 'closed' THEN 'closed' ELSE 'open' END \
                 AND ($2 IN ('all', 'closed') OR ($2 = 'mine' AND c.operator_id = $3) \
                      OR ($2 = 'unassigned' AND c.operator_id IS NULL AND NOT (c.bot AND c.waiting_since IS NULL) AND ($5 OR c.department_id IS NULL \
                          OR EXISTS (SELECT 1 FROM operator_departments m WHERE m.organisation_id = c.organisation_id \
                                     AND m.operator_id = $3 AND m.department_id = c.department_id)))) \
                 ORDER BY CASE WHEN c.waiting_since IS NULL THEN 1 ELSE 0 END, c.waiting_since, c.last_at DESC, c.id \
                 LIMIT $4"),
            )
            .bind(filter.slug())
            .bind(reader.me)
            .bind(limit)
            .bind(reader.sees_all)
            .all()
            .await?;
        Ok(rows.into_iter().map(Row::from).collect())
    }

    /// How many conversations stand under each tab.
    ///
    /// # Errors
    /// The database failed.
    pub async fn counts(&mut self, reader: Reader) -> Result<Counts> {
        let counts: CountRow = self
            .query(
                "SELECT COUNT(CASE WHEN c.operator_id = $2 THEN 1 END) AS mine, \
                 COUNT(CASE WHEN c.operator_id IS NULL AND NOT (c.bot AND c.waiting_since IS NULL) AND ($3 OR c.department_id IS NULL OR m.department_id IS NOT NULL) \
                       THEN 1 END) AS unassigned, COUNT(*) AS open \
                 FROM conversations c LEFT JOIN operator_departments m ON m.organisation_id = c.organisation_id \
                 AND m.operator_id = $2 AND m.department_id = c.department_id \
                 WHERE c.organisation_id = $1 AND c.status = 'open' AND c.seq > 0",
            )
            .bind(reader.me)
            .bind(reader.sees_all)
            .one("conversations")
            .await?;
        Ok(Counts { mine: counts.mine, unassigned: counts.unassigned, all: counts.open })
    }
}
