//! What may be done with a chat, and who is told of it.
//!
//! Every use case has the same five steps: may this actor? → `domain` decides → `store`, one transaction → commit →
//! publish. It must **never** know of HTTP, cookies or HTML, and never publish before the commit: [`Service::commit`] is
//! the only caller of [`hub::Hub::publish`] for what is stored.
//!
//! # Layout
//! One noun, one file: [`account`], [`attribute`], [`call`], [`conversation`], [`department`], [`mail`], [`message`], [`rule`], [`site`], [`visit`], [`visitor`], [`webhook`]; [`identity`] for proofs of who a
//! visitor is, [`apply`] for organisation files, [`words`] for the panel's languages; then what is kept in memory: [`hub`] (who listens), [`presence`] (who is here), [`limit`] (who asks too often).
//!
//! # Adding a use case
//! A method of `impl Service` in the noun's file. It takes an [`Operator`] or a [`site::Site`] and a visitor's token as
//! its first arguments, answers [`Result`], collects what others must learn in [`Effects`], and is tested in `tests/`.

pub mod account;
pub mod apply;
pub mod attribute;
pub mod bot;
pub mod call;
pub mod channel;
pub mod conversation;
pub mod department;
mod error;
pub mod hub;
pub mod identity;
pub mod limit;
pub mod mail;
pub mod message;
pub mod presence;
mod random;
pub mod rule;
pub mod site;
pub mod visit;
pub mod visitor;
pub mod webhook;
pub mod words;

use std::{collections::BTreeSet, sync::Arc, time::SystemTime};

pub use account::Operator;
use domain::{Timestamp, VisitorId, wire::ServerFrame};
pub use error::{Error, Result};
use hub::{Hub, Topic};
pub use random::{new_client_id, new_token};
use store::{Store, Tx};
use tokio::sync::Notify;

/// The handle to everything. Cheap to clone.
#[derive(Clone)]
pub struct Service(Arc<Inner>);

struct Inner {
    store: Store,
    hub: Hub,
    presence: presence::Presence,
    passwords: account::Passwords,
    limits: limit::Limits,
    /// Told when the outbox has something new.
    outbox: Notify,
    /// Told when there is a new e-mail.
    mails: Notify,
    /// Told when a provider shall make a call.
    dials: Notify,
    /// Held by whoever learns which operators can take no more.
    weighing: tokio::sync::Mutex<()>,
}

impl Service {
    /// A service on an open database.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self(Arc::new(Inner {
            store,
            hub: Hub::default(),
            presence: presence::Presence::default(),
            passwords: account::Passwords::default(),
            limits: limit::Limits::default(),
            outbox: Notify::new(),
            mails: Notify::new(),
            dials: Notify::new(),
            weighing: tokio::sync::Mutex::default(),
        }))
    }

    /// Who listens.
    #[must_use]
    pub fn hub(&self) -> &Hub {
        &self.0.hub
    }

    /// Who asks too often.
    #[must_use]
    pub fn limits(&self) -> &limit::Limits {
        &self.0.limits
    }

    /// Whether the database takes writes.
    ///
    /// # Errors
    /// It does not.
    pub async fn probe(&self) -> Result<()> {
        Ok(self.store().directory().probe().await?)
    }

    /// Finishes what is under way and closes the database.
    pub async fn close(&self) {
        self.store().close().await;
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn presence(&self) -> &presence::Presence {
        &self.0.presence
    }

    pub(crate) fn weighing(&self) -> &tokio::sync::Mutex<()> {
        &self.0.weighing
    }

    /// Commits, then tells everyone who must know.
    pub(crate) async fn commit(&self, tx: Tx, effects: Effects) -> Result<()> {
        let organisation = tx.organisation();
        tx.commit().await?;
        for topic in effects.recalled {
            self.hub().recall(topic);
        }
        for (topic, frame) in effects.told {
            self.hub().publish(topic, &frame);
        }
        for visitor in effects.contacts {
            self.hub().contacts_changed(Topic::Visitor(organisation, visitor));
        }
        for errand in effects.errands {
            match errand {
                Errand::Deliver => self.0.outbox.notify_one(),
                Errand::Post => self.0.mails.notify_one(),
                Errand::Dial => self.0.dials.notify_one(),
                Errand::Weigh => {
                    // What was asked for is done; the next change looks again.
                    if let Err(error) = self.weigh(organisation).await {
                        tracing::error!(%error, "nobody knows who has as many conversations as they take");
                    }
                }
            }
        }
        Ok(())
    }
}

/// What others must learn, and do, once the transaction is committed.
#[derive(Default)]
pub(crate) struct Effects {
    told: Vec<(Topic, ServerFrame)>,
    recalled: Vec<Topic>,
    contacts: Vec<VisitorId>,
    errands: BTreeSet<Errand>,
}

/// Something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Errand {
    Deliver,
    Post,
    Dial,
    Weigh,
}

impl Effects {
    pub(crate) fn tell(&mut self, topic: Topic, frame: ServerFrame) {
        self.told.push((topic, frame));
    }

    /// There is something to deliver.
    pub(crate) fn wake(&mut self) {
        self.errands.insert(Errand::Deliver);
    }

    /// There is an e-mail to send.
    pub(crate) fn post(&mut self) {
        self.errands.insert(Errand::Post);
    }

    /// Somebody has more conversations than before, or fewer, or takes more or fewer.
    pub(crate) fn weigh(&mut self) {
        self.errands.insert(Errand::Weigh);
    }

    /// A provider shall make a call.
    pub(crate) fn dial(&mut self) {
        self.errands.insert(Errand::Dial);
    }

    /// The visitor's pages must learn what they may ask of the visitor.
    pub(crate) fn contacts(&mut self, visitor: VisitorId) {
        self.contacts.push(visitor);
    }

    /// Whoever listens to the topic must ask anew who it is.
    pub(crate) fn recall(&mut self, topic: Topic) {
        self.recalled.push(topic);
    }
}

/// The one clock of the program; for display and expiry only.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
