//! What the desk asks of the browser. On the server the same names exist and do nothing, so that components need not
//! know where they run.

#[cfg(feature = "hydrate")]
mod real {
    use domain::{ClientMessageId, ConversationId, OperatorId, Timestamp, wire::ClientFrame};
    use js_sys::Date;
    use leptos::prelude::{document, window};
    use web_sys::{Storage, VisibilityState};

    use crate::link::{self, News};

    /// Now, by the browser's clock.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 have no fraction worth keeping"
    )]
    pub fn now() -> Timestamp {
        Timestamp(Date::now() as i64)
    }

    /// The number of the day since 1970 in the reader's own time zone.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds fit a double until the year 287396")]
    #[expect(clippy::cast_possible_truncation, reason = "an offset is a few hundred minutes")]
    pub fn local_day(at: Timestamp) -> i64 {
        let minutes = Date::new(&(at.0 as f64).into()).get_timezone_offset() as i64;
        at.plus_ms(-minutes * 60_000).utc_day()
    }

    /// Whether somebody may be looking.
    pub fn is_visible() -> bool {
        document().visibility_state() == VisibilityState::Visible
    }

    fn storage() -> Option<Storage> {
        window().local_storage().ok().flatten()
    }

    /// What the browser keeps under a name.
    pub fn remembered(key: &str) -> Option<String> {
        storage()?.get_item(key).ok().flatten()
    }

    /// Has the browser keep something; nothing is kept of an empty text.
    pub fn remember(key: &str, value: &str) {
        // What the browser refuses to keep is lost with the page, and nothing else can be done about it.
        if let Some(storage) = storage() {
            let _ = if value.is_empty() { storage.remove_item(key) } else { storage.set_item(key, value) };
        }
    }

    /// Loads the page again.
    pub fn reload() {
        // Refused by a browser that is leaving the page anyway.
        let _ = window().location().reload();
    }

    /// Loads another page in the place of this one.
    pub fn load(path: &str) {
        // Refused by a browser that is leaving the page anyway.
        let _ = window().location().replace(path);
    }

    /// Says something on the socket; false when it is lost.
    pub fn up(frame: &ClientFrame) -> bool {
        link::up(frame)
    }

    /// Puts a reply into the outbox.
    pub fn send(text: &str, conversation: ConversationId) {
        link::send(text, Some(conversation));
    }

    /// Tries a refused reply again.
    pub fn retry(id: ClientMessageId) {
        link::retry(id);
    }

    /// Forgets a refused reply.
    pub fn discard(id: ClientMessageId) {
        link::discard(id);
    }

    /// Makes the sound of a new message.
    pub fn chime() {
        link::chime();
    }

    /// Listens to the link for as long as the page lives.
    pub fn attach(news: impl Fn(News) + Clone + 'static) {
        link::attach(news);
    }

    /// Opens the socket and the operator's outbox.
    pub fn start(operator: OperatorId) {
        link::start(operator);
    }
}

#[cfg(not(feature = "hydrate"))]
mod real {
    #![expect(missing_docs, reason = "the browser's half tells what they do")]

    use domain::{ClientMessageId, ConversationId, OperatorId, Timestamp, wire::ClientFrame};

    use crate::link::News;

    pub fn now() -> Timestamp {
        Timestamp::default()
    }

    pub fn local_day(at: Timestamp) -> i64 {
        at.utc_day()
    }

    pub fn is_visible() -> bool {
        true
    }

    pub fn remembered(_key: &str) -> Option<String> {
        None
    }

    pub fn remember(_key: &str, _value: &str) {}

    pub fn reload() {}

    pub fn load(_path: &str) {}

    pub fn up(_frame: &ClientFrame) -> bool {
        false
    }

    pub fn send(_text: &str, _conversation: ConversationId) {}

    pub fn retry(_id: ClientMessageId) {}

    pub fn discard(_id: ClientMessageId) {}

    pub fn chime() {}

    pub fn attach(_news: impl Fn(News) + Clone + 'static) {}

    pub fn start(_operator: OperatorId) {}
}

pub use real::*;
