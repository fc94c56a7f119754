//! What browser and server say to each other. Commands go by server function, events come by the websocket.
//!
//! Frames are JSON text, told apart by `type`. The protocol is additive (R-8): a client ignores frames and fields it
//! does not know, a server answers an unknown frame with an error and goes on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    ClientMessageId, ConversationId, VisitorId, attribute, call,
    contact::Contact,
    conversation::{Counts, Cursor, Row, Talk},
    custom_data,
    error::Refusal,
    message::Message,
    operator::{Availability, Face},
    utm::Utm,
    visitor::{Card, Change, Contacts, Page, Token},
};

/// Largest frame in either direction, in bytes; a larger one closes the socket with 1009.
pub const MAX_FRAME: usize = 64 * 1024;
/// Lines in a snapshot; whoever missed more is told to start anew.
pub const SNAPSHOT: i64 = 50;
/// Lines a resume may replay.
pub const MAX_REPLAY: i64 = 200;
/// The server says something at least this often, in milliseconds; a client that hears nothing for two of these
/// intervals connects anew.
pub const BEAT_MS: u64 = 25_000;

/// Close codes, and what the client does (`docs/ARCHITECTURE.md`, "Close codes").
pub mod close {
    /// Restart: resume after the `retry_after_ms` of [`super::ServerFrame::Bye`].
    pub const RESTART: u16 = 1012;
    /// A frame was too big: do not send it again.
    pub const TOO_BIG: u16 = 1009;
    /// Too slow to keep up: resume.
    pub const BEHIND: u16 = 4008;
    /// No hello in time: connect anew.
    pub const NO_HELLO: u16 = 4000;
    /// The session ended: log in.
    pub const UNAUTHENTICATED: u16 = 4401;
    /// Not allowed here: stop.
    pub const FORBIDDEN: u16 = 4403;
}

/// From the client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientFrame {
    /// The visitor's hello. Sent again on the same socket once the visitor has acted and so has a token.
    Visit {
        /// The site's public id.
        site: String,
        /// None until the visitor acts.
        #[serde(default)]
        token: Option<Token>,
        /// The last line the client has.
        #[serde(default)]
        cursor: Option<Cursor>,
        /// Public id of the department that the page has named: it is whose operators are there or not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        department: Option<String>,
    },
    /// The operator's hello; who it is, the session said at the upgrade.
    Desk,
    /// The operator looks at a conversation: subscribe, then snapshot or replay.
    Watch {
        /// Which one.
        conversation: ConversationId,
        /// The last line the client has.
        #[serde(default)]
        cursor: Option<Cursor>,
    },
    /// The operator looks away.
    Unwatch {
        /// From which one.
        conversation: ConversationId,
    },
    /// Somebody types, or stopped. A visitor needs not say where.
    Typing {
        /// Where; operators only.
        #[serde(default)]
        conversation: Option<ConversationId>,
        /// Typing or stopped.
        on: bool,
    },
    /// Everything up to this line has been seen. A visitor needs not say where.
    Read {
        /// Where; operators only.
        #[serde(default)]
        conversation: Option<ConversationId>,
        /// The last line seen.
        seq: i64,
    },
    /// The visitor is on this page now.
    Page {
        /// The page.
        page: Page,
    },
}

/// How a (re)connection went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No cursor was given: this is a snapshot.
    New,
    /// The lines after the cursor are all here.
    Resumed,
    /// The gap could not be proved whole: forget the old lines, this is a snapshot.
    Reset,
}

/// To the client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerFrame {
    /// Answer to [`ClientFrame::Visit`].
    Welcome {
        /// How `messages` are meant.
        verdict: Verdict,
        /// Whether operators are online for this site.
        online: bool,
        /// Whether all of them have as many conversations as they take.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        busy: bool,
        /// The visitor's conversation, if there is one.
        talk: Option<Talk>,
        /// Lines, in order.
        messages: Vec<Message>,
        /// Whether older lines exist.
        more: bool,
    },
    /// Answer to [`ClientFrame::Desk`]: fetch the inbox now, everything after this comes as frames.
    DeskWelcome {
        /// Who the operator is.
        me: Face,
        /// As the server knows it.
        availability: Availability,
        /// Names of the departments the operator answers for; everything is the operator's business without a list.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        departments: Option<Vec<String>>,
    },
    /// Answer to [`ClientFrame::Watch`].
    Watching {
        /// How `messages` are meant.
        verdict: Verdict,
        /// The conversation.
        row: Row,
        /// Lines, in order.
        messages: Vec<Message>,
        /// Whether older lines exist.
        more: bool,
    },
    /// A line was stored.
    Message {
        /// The line.
        message: Message,
    },
    /// State or read marks changed; to visitors.
    Talk {
        /// As it is now.
        talk: Talk,
    },
    /// A conversation changed or is new; to the desk.
    Row {
        /// As it is now.
        row: Row,
    },
    /// A visitor with two conversations has one of them now; to the desk, and in answer to [`ClientFrame::Watch`].
    Merged {
        /// Which one is no more.
        conversation: ConversationId,
        /// Which one has its lines.
        into: ConversationId,
    },
    /// What is known of a visitor changed; to the desk.
    Visitor {
        /// As it is now.
        card: Card,
    },
    /// A visitor came or left; to the desk.
    VisitorOnline {
        /// Who.
        visitor: VisitorId,
        /// There or gone.
        online: bool,
    },
    /// Somebody types or stopped. `operator` is empty when it is the visitor.
    Typing {
        /// Where.
        conversation: ConversationId,
        /// Who, unless the visitor.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        operator: Option<Face>,
        /// Typing or stopped.
        on: bool,
    },
    /// Operators came online for the site, or the last one left; or they have become busy, or are it no more; to visitors.
    Online {
        /// Somebody is there.
        online: bool,
        /// All who are there have as many conversations as they take.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        busy: bool,
    },
    /// What the visitor's page may ask of the visitor, after every welcome and whenever it may have changed. It is read when it
    /// is sent: the last of two is never the older one.
    Contacts {
        /// As it is now.
        contacts: Contacts,
    },
    /// A frame was refused; the socket goes on.
    Error {
        /// Why.
        #[serde(flatten)]
        refusal: Refusal,
    },
    /// Sent when there was nothing else to say; see [`BEAT_MS`].
    Beat,
    /// The server stops: resume after this time.
    Bye {
        /// In milliseconds, different for every client.
        retry_after_ms: u32,
    },
}

/// Body of `message/send`: the visitor writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendMessage {
    /// The site's public id.
    pub site: String,
    /// The client's name for the message.
    pub client_id: ClientMessageId,
    /// The words.
    pub text: String,
    /// The page the visitor writes from.
    #[serde(default)]
    pub page: Option<Page>,
    /// Public id of the department that shall answer, for a new conversation (`CONTRACT 2.3 setGroupId`).
    #[serde(default)]
    pub department: Option<String>,
    /// What the site's code has shown since the visitor last wrote; stored before these words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub autos: Vec<Auto>,
    /// Who is to be answered: the message is left for later, and the answer goes by e-mail, too
    /// (`CONTRACT 1.5 offline`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

/// Most automatic messages that one message brings along.
pub const MAX_AUTOS: usize = 10;

/// An automatic message that the visitor has seen and the operators not yet (`CONTRACT 2.3 sendAutoMessage`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auto {
    /// The client's name for it.
    pub client_id: ClientMessageId,
    /// The words.
    pub text: String,
}

/// Body of `visitor/identify`: the page says which of its own users the visitor is (`CONTRACT 2.2 clientId`). The bearer is
/// the token that the browser keeps for this user of this site, so that the next person at the same computer does not
/// become the first.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identify {
    /// The site's public id.
    pub site: String,
    /// The page's own permanent id of this person.
    pub client_id: String,
    /// Proves that the site's own server said so; see `service::identity`.
    #[serde(default)]
    pub proof: Option<String>,
    /// The token under which this browser has written so far, before it was known who writes.
    #[serde(default)]
    pub anonymous: Option<Token>,
    /// The page it was said on.
    #[serde(default)]
    pub page: Option<Page>,
}

impl std::fmt::Debug for Identify {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identify").field("site", &self.site).finish_non_exhaustive()
    }
}

/// Body of `message/reply`: the operator writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// Where.
    pub conversation: ConversationId,
    /// The client's name for the message.
    pub client_id: ClientMessageId,
    /// The words.
    pub text: String,
}

/// The ack of a message: it is committed and synced (R-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// As it is stored; the same for every retry (R-2).
    pub message: Message,
}

/// Body of `visitor/update`: the site's code tells something of its visitor. What is missing stays as it is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateVisitor {
    /// The site's public id.
    pub site: String,
    /// What changes of the visitor's data.
    #[serde(default)]
    pub change: Change,
    /// The page it was said on.
    #[serde(default)]
    pub page: Option<Page>,
    /// Attributes of the organisation, by their ids (`CONTRACT 1.6 setClientAttributes`).
    #[serde(default)]
    pub attributes: Option<BTreeMap<String, attribute::Value>>,
    /// All fields of the visitor's pane (`CONTRACT 1.6 setCustomData`).
    #[serde(default)]
    pub custom_data: Option<Vec<custom_data::Field>>,
    /// The site's own name of the visitor, for its webhooks (`CONTRACT 1.6 setUserToken`).
    #[serde(default)]
    pub user_token: Option<String>,
    /// The advertisement of the first visit; kept if none is known.
    #[serde(default)]
    pub utm: Option<Utm>,
}

/// Body of `visitor/call`: the visitor asks to be called back (`CONTRACT 1.6 startCall`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestCall {
    /// The site's public id.
    pub site: String,
    /// The client's name for it.
    pub client_id: ClientMessageId,
    /// Whom to call, as it was written.
    pub phone: String,
    /// What to call them, if they have said so.
    #[serde(default)]
    pub name: String,
    /// The page it was asked for on.
    #[serde(default)]
    pub page: Option<Page>,
}

/// Body of `visitor/call_state`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskCall {
    /// The site's public id.
    pub site: String,
    /// Which call, by the client's name for it.
    pub client_id: ClientMessageId,
}

/// How a call stands, for the one who asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallState {
    /// How far it has come.
    pub status: call::Status,
    /// Why it failed; else empty.
    pub reason: String,
}

/// Answer of `visitor/update`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Updated {
    /// The visitor's number in the organisation (`CONTRACT 1.6 getVisitorNumber`).
    pub number: i64,
}

/// Body of `message/history` and `message/older`: lines before one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Before {
    /// Where; a visitor's own when empty.
    #[serde(default)]
    pub conversation: Option<ConversationId>,
    /// The site's public id; visitors only.
    #[serde(default)]
    pub site: Option<String>,
    /// The first line the client has.
    pub seq: i64,
}

/// Older lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Older {
    /// Lines, in order.
    pub messages: Vec<Message>,
    /// Whether still older ones exist.
    pub more: bool,
}

/// One page of the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Inbox {
    /// Whoever waits longest first, then the newest.
    pub rows: Vec<Row>,
    /// How many stand under each tab.
    pub counts: Counts,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_tagged_json() {
        let frame: ClientFrame = serde_json::from_str(r#"{"type":"visit","site":"demo"}"#).expect("reads");
        assert_eq!(
            frame,
            ClientFrame::Visit { site: "demo".into(), token: None, cursor: None, department: None }
        );
        assert_eq!(serde_json::to_string(&ServerFrame::Beat).expect("writes"), r#"{"type":"beat"}"#);
        let error = ServerFrame::Error { refusal: Refusal::not_found() };
        assert_eq!(
            serde_json::to_string(&error).expect("writes"),
            r#"{"type":"error","code":"not_found","message":"There is nothing here."}"#
        );
        let contacts = Contacts { name: Some("Mia".into()), ..Contacts::default() };
        assert_eq!(
            serde_json::to_string(&ServerFrame::Contacts { contacts }).expect("writes"),
            r#"{"type":"contacts","contacts":{"name":"Mia","email":null,"phone":null,"notes":null}}"#
        );
    }

    #[test]
    fn unknown_frames_and_fields_are_refused() {
        assert!(serde_json::from_str::<ClientFrame>(r#"{"type":"sing"}"#).is_err());
        assert!(
            serde_json::from_str::<ClientFrame>(r#"{"type":"typing","on":true,"verified":true}"#).is_err()
        );
    }
}
