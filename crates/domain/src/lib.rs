//! What a chat is: the words, the rules and the wire protocol of Usher.
//!
//! This crate is **for** everything both the server and the browser must agree on. It must **never** do I/O, read a
//! clock or make randomness; it compiles to native code and to wasm, so every dependency is paid for by visitors.
//!
//! # Layout
//! One noun, one file, the same name in `store` and `service`:
//! [`attribute`], [`call`], [`contact`], [`conversation`], [`custom_data`], [`department`], [`message`], [`operator`], [`rule`], [`site`], [`utm`], [`visit`], [`visitor`], [`webhook`]; then [`id`] and [`time`] (newtypes),
//! [`error`] (what a person may be told), [`text`] (links inside messages), [`thread`] (a client's view of a
//! conversation), [`wire`] (frames of the websocket, bodies of the commands), [`words`] (languages).
//!
//! # Adding a noun
//! 1. `domain/src/<noun>.rs`: plain types and the functions that decide; tests below them.
//! 2. `store/src/<noun>.rs`: `impl Tx` with the SQL, tests on both engines.
//! 3. `service/src/<noun>.rs`: who may, decide, store, commit, publish.

pub mod attribute;
pub mod call;
pub mod contact;
pub mod conversation;
pub mod custom_data;
pub mod department;
pub mod error;
pub mod id;
pub mod message;
pub mod operator;
pub mod preset;
pub mod rule;
pub mod site;
pub mod text;
pub mod thread;
pub mod time;
pub mod utm;
pub mod visit;
pub mod visitor;
pub mod webhook;
pub mod wire;
pub mod words;

pub use error::{Code, Refusal};
pub use id::{
    CallId, ClientMessageId, ConversationId, DeliveryId, DepartmentId, MailId, MessageId, OperatorId,
    OrganisationId, SiteId, VisitorId, WebhookId,
};
pub use time::Timestamp;
