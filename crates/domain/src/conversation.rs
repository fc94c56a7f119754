//! Conversations: their states and who may change them.

use serde::{Deserialize, Serialize};

use crate::{
    ConversationId, MessageId, OperatorId, Timestamp, VisitorId,
    call::{Call, Step},
    error::{Code, Refusal},
    message::{Author, Kind},
    operator::Face,
};

/// Whether somebody still has to do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In the inbox.
    Open,
    /// Done; the visitor's next words open it again.
    Closed,
}

/// What an operator does to a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Take it.
    Accept,
    /// Finish it.
    Close,
    /// Take it up again.
    Reopen,
}

/// What an operator does to a conversation, or to the call that is asked for in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Deed {
    /// To the conversation.
    State(Action),
    /// To the call.
    Call(Step),
}

/// Decides what `action` changes. `assigned` says who has the conversation: nobody, the one who asks, or another.
/// `Ok(None)` means that it is already so, which makes a retried click harmless.
///
/// # Errors
/// `conversation_closed` for accepting what is closed, `already_accepted` for taking what another has.
pub fn decide(status: Status, assigned: Assigned, action: Action) -> Result<Option<Kind>, Refusal> {
    match (action, status, assigned) {
        (Action::Accept, Status::Closed, _) => {
            Err(Refusal::new(Code::ConversationClosed, "This conversation is closed. Reopen it first."))
        }
        (Action::Accept, Status::Open, Assigned::Other) => {
            Err(Refusal::new(Code::AlreadyAccepted, "Another operator has accepted this conversation."))
        }
        (Action::Accept, Status::Open, Assigned::Me)
        | (Action::Close, Status::Closed, _)
        | (Action::Reopen, Status::Open, _) => Ok(None),
        (Action::Accept, Status::Open, Assigned::Nobody) => Ok(Some(Kind::Accepted)),
        (Action::Close, Status::Open, _) => Ok(Some(Kind::Closed)),
        (Action::Reopen, Status::Closed, _) => Ok(Some(Kind::Reopened)),
    }
}

/// Who has a conversation, seen from the operator who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assigned {
    /// Nobody took it.
    Nobody,
    /// The one who asks.
    Me,
    /// A colleague.
    Other,
}

/// Where a client stands in a conversation: the last line it has. The id proves that both speak of the same line,
/// so that a database restored from a backup can not be mistaken for the one the client knew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    /// The conversation.
    pub conversation: ConversationId,
    /// `seq` of the last line.
    pub seq: i64,
    /// Id of that line.
    pub message: MessageId,
}

/// A conversation as its visitor sees it, without its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    /// The conversation.
    pub id: ConversationId,
    /// Open or closed.
    pub status: Status,
    /// Grows with every change; the higher one is the newer view.
    pub version: i64,
    /// `seq` of the newest line.
    pub seq: i64,
    /// The visitor has seen lines up to this `seq`.
    pub client_read: i64,
    /// The operators have seen lines up to this `seq`.
    pub agent_read: i64,
    /// Who has it.
    pub operator: Option<Face>,
}

/// A conversation as a row of the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// State, read marks and operator.
    pub talk: Talk,
    /// The visitor.
    pub visitor: VisitorId,
    /// The visitor's number in the organisation: 1, 2, 3 …
    pub number: i64,
    /// The visitor's name, once known.
    pub name: Option<String>,
    /// The site's name.
    pub site: String,
    /// The name of the department that shall answer.
    #[serde(default)]
    pub department: Option<String>,
    /// The newest words.
    pub last_text: String,
    /// Who said them.
    pub last_author: Author,
    /// When.
    pub last_at: Timestamp,
    /// Since when the visitor waits for an answer.
    pub waiting_since: Option<Timestamp>,
    /// Words of the visitor that no operator has seen.
    pub unread: i64,
    /// What the visitor wrote last was left for later, in a form: answers go by e-mail, too.
    #[serde(default)]
    pub offline: bool,
    /// The call back that the visitor has asked for last.
    #[serde(default)]
    pub call: Option<Call>,
    /// A bot is told what the visitor writes.
    #[serde(default)]
    pub bot: bool,
}

impl Row {
    /// Whether a bot answers and asks nobody for help: then no operator has to.
    #[must_use]
    pub const fn is_bots(&self) -> bool {
        self.bot && self.waiting_since.is_none()
    }

    /// Whether the conversation is the business of somebody who answers for these departments: one of them shall
    /// answer, or none in particular. Without a list everything is. What a bot answers is nobody's.
    #[must_use]
    pub fn concerns(&self, departments: Option<&[String]>) -> bool {
        match (&self.department, departments) {
            _ if self.is_bots() => false,
            (Some(department), Some(departments)) => departments.contains(department),
            _ => true,
        }
    }

    /// What to call the visitor.
    #[must_use]
    pub fn title(&self) -> String {
        self.name.clone().unwrap_or_else(|| format!("Visitor {}", self.number))
    }
}

/// A tab of the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// Taken by the one who asks.
    #[default]
    Mine,
    /// Taken by nobody, no bot either; of departments, one's own.
    Unassigned,
    /// Every open one.
    All,
    /// Every closed one.
    Closed,
}

impl Filter {
    /// The filter's name in a URL.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            Self::All => "all",
            Self::Closed => "closed",
        }
    }

    /// The filter of a URL.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        [Self::Mine, Self::Unassigned, Self::All, Self::Closed]
            .into_iter()
            .find(|filter| filter.slug() == slug)
    }

    /// Whether a conversation belongs under this tab of `me`, who answers for `departments`.
    #[must_use]
    pub fn holds(self, row: &Row, me: OperatorId, departments: Option<&[String]>) -> bool {
        let open = row.talk.status == Status::Open;
        match self {
            Self::Mine => open && row.talk.operator.as_ref().is_some_and(|face| face.id == me),
            Self::Unassigned => open && row.talk.operator.is_none() && row.concerns(departments),
            Self::All => open,
            Self::Closed => !open,
        }
    }
}

/// How many conversations stand under each tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Open, taken by the one who asks.
    pub mine: i64,
    /// Open, taken by nobody, and the business of the one who asks.
    pub unassigned: i64,
    /// Open.
    pub all: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_in_every_state() {
        use Action::{Accept, Close, Reopen};
        use Assigned::{Me, Nobody, Other};
        use Status::{Closed, Open};
        let code =
            |status, assigned, action| decide(status, assigned, action).map_err(|refusal| refusal.code);
        assert_eq!(code(Open, Nobody, Accept), Ok(Some(Kind::Accepted)));
        assert_eq!(code(Open, Me, Accept), Ok(None));
        assert_eq!(code(Open, Other, Accept), Err(Code::AlreadyAccepted));
        for assigned in [Nobody, Me, Other] {
            assert_eq!(code(Closed, assigned, Accept), Err(Code::ConversationClosed));
            assert_eq!(code(Open, assigned, Close), Ok(Some(Kind::Closed)));
            assert_eq!(code(Closed, assigned, Close), Ok(None));
            assert_eq!(code(Closed, assigned, Reopen), Ok(Some(Kind::Reopened)));
            assert_eq!(code(Open, assigned, Reopen), Ok(None));
        }
    }
}
