//! The browser's half of the delivery contract, as the wasm sees it.
//!
//! Socket, outbox and token live in TypeScript (`frontend/embed/src/link`), because the hidden frame needs them before
//! any wasm is loaded, and one implementation of the promises serves visitors and operators. This is the door to it.

use domain::{
    ClientMessageId, ConversationId, Timestamp, VisitorId,
    conversation::{Row, Talk},
    error::Refusal,
    message::Message,
    operator::{Availability, Face},
    thread::Outgoing,
    visitor::Card,
    wire::{ServerFrame, Verdict},
};
use serde::Deserialize;

/// An entry of the outbox; the desk's also say where they go.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "PlainEntry")]
pub struct Entry {
    /// The message.
    pub outgoing: Outgoing,
    /// The conversation, on the desk.
    pub conversation: Option<ConversationId>,
}

/// As the link writes it, in one level.
#[derive(Deserialize)]
struct PlainEntry {
    client_id: ClientMessageId,
    text: String,
    at: Timestamp,
    failed: Option<String>,
    conversation: Option<ConversationId>,
}

impl From<PlainEntry> for Entry {
    fn from(plain: PlainEntry) -> Self {
        let PlainEntry { client_id, text, at, failed, conversation } = plain;
        Self { outgoing: Outgoing { client_id, text, at, failed }, conversation }
    }
}

/// How the socket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// Trying, or not tried yet.
    #[default]
    Connecting,
    /// Events come.
    Open,
    /// The browser is offline; what is written is kept.
    Offline,
    /// The session has ended.
    Login,
    /// The server does not want us here.
    Stopped,
}

impl State {
    /// The state of this name; an unknown one is read as [`State::Connecting`].
    #[must_use]
    pub fn of(name: &str) -> Self {
        match name {
            "open" => Self::Open,
            "offline" => Self::Offline,
            "login" => Self::Login,
            "stopped" => Self::Stopped,
            _ => Self::Connecting,
        }
    }
}

/// What the link tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// The server said something.
    Frame(Box<ServerFrame>),
    /// This is the outbox now, in order.
    Outbox(Vec<Entry>),
    /// This is the socket's state now.
    State(State),
}

/// Reads a frame; None for one of a newer server, which is ignored (R-8).
///
/// By hand, because serde reads an enum that is told apart by a field through a copy of the whole value, and the code
/// for that doubles what the browser downloads to read all that a frame may hold.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one arm a frame; the table is easiest to read whole")]
pub fn parse(json: &str) -> Option<ServerFrame> {
    #[derive(Deserialize)]
    struct Kind<'a> {
        r#type: &'a str,
    }
    fn body<'a, T: Deserialize<'a>>(json: &'a str) -> Option<T> {
        // The reader of bytes is the one that server functions have in the bundle already.
        serde_json::from_slice(json.as_bytes()).ok()
    }
    Some(match body::<Kind<'_>>(json)?.r#type {
        "welcome" => {
            #[derive(Deserialize)]
            struct Body {
                verdict: Verdict,
                online: bool,
                #[serde(default)]
                busy: bool,
                talk: Option<Talk>,
                messages: Vec<Message>,
                more: bool,
            }
            let Body { verdict, online, busy, talk, messages, more } = body(json)?;
            ServerFrame::Welcome { verdict, online, busy, talk, messages, more }
        }
        "desk_welcome" => {
            #[derive(Deserialize)]
            struct Body {
                me: Face,
                availability: Availability,
                departments: Option<Vec<String>>,
            }
            let Body { me, availability, departments } = body(json)?;
            ServerFrame::DeskWelcome { me, availability, departments }
        }
        "watching" => {
            #[derive(Deserialize)]
            struct Body {
                verdict: Verdict,
                row: Row,
                messages: Vec<Message>,
                more: bool,
            }
            let Body { verdict, row, messages, more } = body(json)?;
            ServerFrame::Watching { verdict, row, messages, more }
        }
        "message" => {
            #[derive(Deserialize)]
            struct Body {
                message: Message,
            }
            ServerFrame::Message { message: body::<Body>(json)?.message }
        }
        "talk" => {
            #[derive(Deserialize)]
            struct Body {
                talk: Talk,
            }
            ServerFrame::Talk { talk: body::<Body>(json)?.talk }
        }
        "merged" => {
            #[derive(Deserialize)]
            struct Body {
                conversation: ConversationId,
                into: ConversationId,
            }
            let Body { conversation, into } = body(json)?;
            ServerFrame::Merged { conversation, into }
        }
        "row" => {
            #[derive(Deserialize)]
            struct Body {
                row: Row,
            }
            ServerFrame::Row { row: body::<Body>(json)?.row }
        }
        "visitor" => {
            #[derive(Deserialize)]
            struct Body {
                card: Card,
            }
            ServerFrame::Visitor { card: body::<Body>(json)?.card }
        }
        "visitor_online" => {
            #[derive(Deserialize)]
            struct Body {
                visitor: VisitorId,
                online: bool,
            }
            let Body { visitor, online } = body(json)?;
            ServerFrame::VisitorOnline { visitor, online }
        }
        "typing" => {
            #[derive(Deserialize)]
            struct Body {
                conversation: ConversationId,
                operator: Option<Face>,
                on: bool,
            }
            let Body { conversation, operator, on } = body(json)?;
            ServerFrame::Typing { conversation, operator, on }
        }
        "online" => {
            #[derive(Deserialize)]
            struct Body {
                online: bool,
                #[serde(default)]
                busy: bool,
            }
            let Body { online, busy } = body(json)?;
            ServerFrame::Online { online, busy }
        }
        "error" => ServerFrame::Error { refusal: body::<Refusal>(json)? },
        "beat" => ServerFrame::Beat,
        "bye" => {
            #[derive(Deserialize)]
            struct Body {
                retry_after_ms: u32,
            }
            ServerFrame::Bye { retry_after_ms: body::<Body>(json)?.retry_after_ms }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const ID: &str = "0191e7a4-0000-7000-8000-000000000001";

    const FRAMES: u8 = 14;

    /// A new frame is counted here, and [`FRAMES`] with it.
    fn number(frame: &ServerFrame) -> u8 {
        match frame {
            ServerFrame::Welcome { .. } => 1,
            ServerFrame::DeskWelcome { .. } => 2,
            ServerFrame::Watching { .. } => 3,
            ServerFrame::Message { .. } => 4,
            ServerFrame::Talk { .. } => 5,
            ServerFrame::Row { .. } => 6,
            ServerFrame::Merged { .. } => 7,
            ServerFrame::Visitor { .. } => 8,
            ServerFrame::VisitorOnline { .. } => 9,
            ServerFrame::Typing { .. } => 10,
            ServerFrame::Online { .. } => 11,
            ServerFrame::Error { .. } => 12,
            ServerFrame::Beat => 13,
            ServerFrame::Bye { .. } => 14,
        }
    }

    /// Whatever serde writes and reads of a frame, [`parse`] reads the same.
    #[test]
    fn every_frame_is_read_as_serde_reads_it() {
        let face = format!(r#"{{"id":"{ID}","name":"Anna"}}"#);
        let talk = format!(
            r#"{{"id":"{ID}","status":"open","version":4,"seq":3,"client_read":1,"agent_read":2,"operator":{face}}}"#
        );
        let message = format!(
            r#"{{"id":"{ID}","conversation":"{ID}","seq":1,"client_id":"{ID}","author":"agent","operator":{face},"kind":"text","text":"hi","at":5}}"#
        );
        let row = format!(
            r#"{{"talk":{talk},"visitor":"{ID}","number":7,"name":null,"site":"Shop","last_text":"hi","last_author":"client","last_at":5,"waiting_since":6,"unread":1}}"#
        );
        let card = format!(
            r#"{{"id":"{ID}","number":7,"data":{{"name":"Jonas"}},"referrer":"","user_agent":"Firefox","first_seen":1,"pages":[],"online":true}}"#
        );
        let frames = [
            format!(
                r#"{{"type":"welcome","verdict":"reset","online":true,"talk":{talk},"messages":[{message}],"more":true}}"#
            ),
            format!(r#"{{"type":"desk_welcome","me":{face},"availability":"away"}}"#),
            format!(r#"{{"type":"desk_welcome","me":{face},"availability":"away","departments":["Care"]}}"#),
            format!(
                r#"{{"type":"watching","verdict":"new","row":{row},"messages":[{message}],"more":false}}"#
            ),
            format!(r#"{{"type":"message","message":{message}}}"#),
            format!(r#"{{"type":"talk","talk":{talk}}}"#),
            format!(r#"{{"type":"row","row":{row}}}"#),
            format!(r#"{{"type":"merged","conversation":"{ID}","into":"{ID}"}}"#),
            format!(r#"{{"type":"visitor","card":{card}}}"#),
            format!(r#"{{"type":"visitor_online","visitor":"{ID}","online":true}}"#),
            format!(r#"{{"type":"typing","conversation":"{ID}","on":true}}"#),
            r#"{"type":"online","online":true}"#.to_owned(),
            r#"{"type":"error","code":"not_found","message":"Nothing.","field":"x"}"#.to_owned(),
            r#"{"type":"beat"}"#.to_owned(),
            r#"{"type":"bye","retry_after_ms":7}"#.to_owned(),
        ];
        let mut seen = BTreeSet::new();
        for json in frames {
            let frame: ServerFrame = serde_json::from_str(&json).expect(&json);
            seen.insert(number(&frame));
            assert_eq!(parse(&json), Some(frame), "{json}");
        }
        assert!(seen.into_iter().eq(1..=FRAMES), "a frame is not tried");
        assert_eq!(parse(r#"{"type":"sing"}"#), None);
        assert_eq!(parse("{"), None);
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use domain::{ClientMessageId, ConversationId, wire::ClientFrame};
    use wasm_bindgen::prelude::*;

    use super::{Entry, News, State};

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = usherLink, js_name = attach)]
        fn js_attach(
            frame: &Closure<dyn Fn(String)>,
            outbox: &Closure<dyn Fn(String)>,
            state: &Closure<dyn Fn(String)>,
        );
        #[wasm_bindgen(js_namespace = usherLink, js_name = up)]
        fn js_up(json: &str) -> bool;
        #[wasm_bindgen(js_namespace = usherLink, js_name = send)]
        fn js_send(text: &str, conversation: Option<String>) -> String;
        #[wasm_bindgen(js_namespace = usherLink, js_name = retry)]
        fn js_retry(client_id: &str);
        #[wasm_bindgen(js_namespace = usherLink, js_name = discard)]
        fn js_discard(client_id: &str);
        #[wasm_bindgen(js_namespace = usherLink, js_name = start)]
        fn js_start(operator: &str);
        /// Folds the panel away; does nothing outside a frame.
        #[wasm_bindgen(js_namespace = usherLink)]
        pub fn minimize();
        /// Two soft notes.
        #[wasm_bindgen(js_namespace = usherLink)]
        pub fn chime();
        /// The visitor's token, once there is one.
        #[wasm_bindgen(js_namespace = usherLink)]
        pub fn token() -> Option<String>;
    }

    /// Listens to the link for as long as the page lives.
    pub fn attach(news: impl Fn(News) + Clone + 'static) {
        let (outbox_news, state_news) = (news.clone(), news.clone());
        let frame = Closure::<dyn Fn(String)>::new(move |json: String| {
            if let Some(frame) = super::parse(&json) {
                news(News::Frame(Box::new(frame)));
            }
        });
        let outbox = Closure::<dyn Fn(String)>::new(move |json: String| {
            if let Ok(entries) = serde_json::from_str::<Vec<Entry>>(&json) {
                outbox_news(News::Outbox(entries));
            }
        });
        let state =
            Closure::<dyn Fn(String)>::new(move |name: String| state_news(News::State(State::of(&name))));
        js_attach(&frame, &outbox, &state);
        for closure in [frame, outbox, state] {
            closure.forget();
        }
    }

    /// Sends a frame up the socket; false when it is not open and the frame is lost, which only hurts typing marks.
    pub fn up(frame: &ClientFrame) -> bool {
        serde_json::to_string(frame).is_ok_and(|json| js_up(&json))
    }

    /// Puts a message into the outbox, which keeps it until the server has acked it.
    pub fn send(text: &str, conversation: Option<ConversationId>) {
        js_send(text, conversation.map(|id| id.to_string()));
    }

    /// Tries a refused message again.
    pub fn retry(id: ClientMessageId) {
        js_retry(&id.to_string());
    }

    /// Forgets a refused message.
    pub fn discard(id: ClientMessageId) {
        js_discard(&id.to_string());
    }

    /// Opens the desk's socket, with an outbox of the operator's own.
    pub fn start(operator: domain::OperatorId) {
        js_start(&operator.to_string());
    }
}

#[cfg(feature = "hydrate")]
pub use browser::{attach, chime, discard, minimize, retry, send, start, token, up};
