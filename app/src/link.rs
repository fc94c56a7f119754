//! The browser's half of the delivery contract, as the wasm sees it.
//!
//! Socket, outbox and token live in TypeScript (`frontend/embed/src/link`), because the hidden frame needs them before
//! any wasm is loaded, and one implementation of the promises serves visitors and operators. This is the door to it.

use domain::{thread::Outgoing, wire::ServerFrame};
use serde::{Deserialize, Serialize};

/// An entry of the outbox; the desk's also say where they go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The message.
    #[serde(flatten)]
    pub outgoing: Outgoing,
    /// The conversation, on the desk.
    #[serde(default)]
    pub conversation: Option<domain::ConversationId>,
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
        // Frames of a newer server are ignored.
        let frame = Closure::<dyn Fn(String)>::new(move |json: String| {
            if let Ok(frame) = serde_json::from_str(&json) {
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
