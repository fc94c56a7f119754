//! Where a chat is kept: the only crate that knows SQL.
//!
//! It is **for** storing and finding; it must **never** decide who may do what, publish, or be reached without an
//! organisation: [`Store::organisation`] gives the one handle to a tenant's rows, and every statement of a [`Tx`] binds
//! that organisation as `$1`. The few questions that come before the tenant is known (which organisation has this
//! e-mail, session or site?) are the methods of [`Directory`], and nothing else.
//!
//! # One text, two engines
//! SQL is written once and runs on SQLite and PostgreSQL. `COUNT(*)` is a BIGINT on both, `SUM` is not (cast it); times
//! are BIGINT milliseconds; JSON is opaque text; a unique violation aborts a PostgreSQL transaction, so
//! `ON CONFLICT DO NOTHING` and look at what came back; a no-op `UPDATE … RETURNING` locks a row on both.
//!
//! # Adding a query
//! 1. A method of `impl Tx` in the noun's file, with a private `FromRow` struct and `From<Row> for` the domain type.
//! 2. `$1` is the organisation; bind the rest from `$2` on.
//! 3. A test in `tests/`, which runs on both engines.
//!
//! # Adding a migration
//! See `migrations/README.md`: always a pair.

mod account;
mod attribute;
mod call;
mod conversation;
mod db;
mod department;
mod directory;
mod error;
mod mail;
mod message;
mod organisation;
mod site;
#[cfg(feature = "testing")]
pub mod testing;
mod visit;
mod visitor;
mod webhook;
mod writer;

pub use account::Operator;
pub use call::Call;
pub use conversation::{ConversationState, NewConversation, Reader};
pub use db::{Engine, Organisation, Store, Tx, UnknownScheme};
pub use department::Department;
pub use directory::{BotlessSite, Directory, Due, DueMail, KnownCall, KnownSession, KnownSite};
pub use error::Error;
pub use mail::{Mail, NewMail};
pub use message::NewMessage;
pub use site::{Site, VendorId};
pub use visit::Visit;
pub use visitor::{NewVisitor, Visitor};
pub use webhook::{Attempt, Delivery, NewDelivery, Webhook};

/// What every method answers.
pub type Result<T> = std::result::Result<T, Error>;
