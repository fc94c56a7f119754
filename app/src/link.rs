//! The browser's half of the delivery contract, as the wasm sees it.
//!
//! Socket, outbox and token live in TypeScript (`frontend/embed/src/link`), because the hidden frame needs them before
//! any wasm is loaded, and one implementation of the promises serves visitors and operators. This is the door to it.

use domain::{
    ClientMessageId, ConversationId, Timestamp, VisitorId,
    conversation::Row,
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

/// Reads a frame; None for one that the desk has no use for, and for one of a newer server (R-8).
///
/// By hand, because serde reads an enum that is told apart by a field through a copy of the whole value, and the code
/// for that doubles what the browser downloads to read all that a frame may hold. One table of all fields costs half of one
/// table a frame.
#[must_use]
pub fn parse(json: &str) -> Option<ServerFrame> {
    #[derive(Deserialize)]
    struct Body<'a> {
        r#type: &'a str,
        me: Option<Face>,
        availability: Option<Availability>,
        departments: Option<Vec<String>>,
        verdict: Option<Verdict>,
        row: Option<Row>,
        messages: Option<Vec<Message>>,
        more: Option<bool>,
        message: Option<Message>,
        conversation: Option<ConversationId>,
        into: Option<ConversationId>,
        card: Option<Card>,
        visitor: Option<VisitorId>,
        online: Option<bool>,
        operator: Option<Face>,
        on: Option<bool>,
    }
    // The reader of bytes is the one that server functions have in the bundle already.
    let body: Body<'_> = serde_json::from_slice(json.as_bytes()).ok()?;
    Some(match body.r#type {
        "desk_welcome" => ServerFrame::DeskWelcome {
            me: body.me?,
            availability: body.availability?,
            departments: body.departments,
        },
        "watching" => ServerFrame::Watching {
            verdict: body.verdict?,
            row: body.row?,
            messages: body.messages?,
            more: body.more?,
        },
        "message" => ServerFrame::Message { message: body.message? },
        "row" => ServerFrame::Row { row: body.row? },
        "merged" => ServerFrame::Merged { conversation: body.conversation?, into: body.into? },
        "visitor" => ServerFrame::Visitor { card: body.card? },
        "visitor_online" => ServerFrame::VisitorOnline { visitor: body.visitor?, online: body.online? },
        "typing" => {
            ServerFrame::Typing { conversation: body.conversation?, operator: body.operator, on: body.on? }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const ID: &str = "0191e7a4-0000-7000-8000-000000000001";

    const FRAMES: u8 = 8;

    /// A new frame of the desk is counted here, and [`FRAMES`] with it; 0 is one that the desk has no use for.
    fn number(frame: &ServerFrame) -> u8 {
        match frame {
            ServerFrame::DeskWelcome { .. } => 1,
            ServerFrame::Watching { .. } => 2,
            ServerFrame::Message { .. } => 3,
            ServerFrame::Row { .. } => 4,
            ServerFrame::Merged { .. } => 5,
            ServerFrame::Visitor { .. } => 6,
            ServerFrame::VisitorOnline { .. } => 7,
            ServerFrame::Typing { .. } => 8,
            ServerFrame::Welcome { .. }
            | ServerFrame::Talk { .. }
            | ServerFrame::Online { .. }
            | ServerFrame::Contacts { .. }
            | ServerFrame::Error { .. }
            | ServerFrame::Beat
            | ServerFrame::Bye { .. } => 0,
        }
    }

    /// Whatever serde writes and reads of a frame of the desk, [`parse`] reads the same.
    #[test]
    fn every_frame_of_the_desk_is_read_as_serde_reads_it() {
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
            format!(r#"{{"type":"desk_welcome","me":{face},"availability":"away"}}"#),
            format!(r#"{{"type":"desk_welcome","me":{face},"availability":"away","departments":["Care"]}}"#),
            format!(
                r#"{{"type":"watching","verdict":"new","row":{row},"messages":[{message}],"more":false}}"#
            ),
            format!(r#"{{"type":"message","message":{message}}}"#),
            format!(r#"{{"type":"row","row":{row}}}"#),
            format!(r#"{{"type":"merged","conversation":"{ID}","into":"{ID}"}}"#),
            format!(r#"{{"type":"visitor","card":{card}}}"#),
            format!(r#"{{"type":"visitor_online","visitor":"{ID}","online":true}}"#),
            format!(r#"{{"type":"typing","conversation":"{ID}","on":true}}"#),
            format!(r#"{{"type":"typing","conversation":"{ID}","operator":{face},"on":false}}"#),
        ];
        let mut seen = BTreeSet::new();
        for json in frames {
            let frame: ServerFrame = serde_json::from_str(&json).expect(&json);
            seen.insert(number(&frame));
            assert_eq!(parse(&json), Some(frame), "{json}");
        }
        assert!(seen.into_iter().eq(1..=FRAMES), "a frame is not tried");
        for others in [
            format!(
                r#"{{"type":"welcome","verdict":"reset","online":true,"talk":{talk},"messages":[{message}],"more":true}}"#
            ),
            format!(r#"{{"type":"talk","talk":{talk}}}"#),
            r#"{"type":"online","online":true}"#.to_owned(),
            r#"{"type":"contacts","contacts":{"name":null,"email":null,"phone":null,"notes":null}}"#
                .to_owned(),
            r#"{"type":"error","code":"not_found","message":"Nothing.","field":"x"}"#.to_owned(),
            r#"{"type":"beat"}"#.to_owned(),
            r#"{"type":"bye","retry_after_ms":7}"#.to_owned(),
        ] {
            let frame: ServerFrame = serde_json::from_str(&others).expect(&others);
            assert_eq!((number(&frame), parse(&others)), (0, None), "{others}");
        }
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
            if let Ok(entries) = serde_json::from_slice::<Vec<Entry>>(json.as_bytes()) {
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
