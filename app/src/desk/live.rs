//! The desk, alive: what it knows as signals, and what happens outside because of it.

use std::time::Duration;

use domain::{
    ConversationId, Timestamp, VisitorId,
    call::Step,
    contact::Field,
    conversation::{Action, Deed, Filter},
    message::Text,
    operator::Availability,
    wire::{Before, ClientFrame},
};
use leptos::{
    leptos_dom::helpers::TimeoutHandle, prelude::*, server::codee::string::FromToStringCodec,
    task::spawn_local,
};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
};

use super::{
    api::{self, Change, EditContact},
    browser, composer,
    place::{self, Choice, Place},
    start::{Start, start},
    state::{Asked, DeskState, Moment, Wish},
    words,
};
use crate::{
    error::ApiError,
    link::{News, State as Link},
    outcome::Outcome,
};

/// How long changes of unknown rows are collected before the counts are asked for.
const COUNT_MS: u64 = 250;
/// Typing is told at most this often.
const TYPING_MS: i64 = 3_000;

/// The desk: one for the page, shared by all its components.
#[derive(Clone, Copy)]
pub struct Desk {
    /// All that is known.
    pub state: RwSignal<DeskState>,
    /// Where the operator is.
    pub place: Memo<Place>,
    /// What the page begins with.
    pub start: Resource<Outcome<Start>, FromToStringCodec>,
    /// The browser's clock, every second; None on the server and until the page is alive.
    pub now: RwSignal<Option<Timestamp>>,
    /// What could not be done, in words for people.
    pub notice: RwSignal<Option<String>>,
    /// Something is being done to the opened conversation.
    pub busy: RwSignal<bool>,
    /// Whether new words make a sound.
    pub sound: RwSignal<bool>,
    /// Whether single keys do things.
    pub keys: RwSignal<bool>,
    /// The tab's title. Behind a pointer, since the server reads it when the signals of this request may be out of reach and
    /// those of another one in their place.
    title: StoredValue<ArcRwSignal<String>>,
    visible: RwSignal<bool>,
    /// The conversation that the opened one has become.
    turned: RwSignal<Option<ConversationId>>,
    counting: StoredValue<Option<TimeoutHandle>>,
    typed: StoredValue<Option<Timestamp>>,
}

impl Desk {
    /// A desk that knows nothing yet, and begins to ask.
    #[must_use]
    pub fn new() -> Self {
        let (location, query) = (use_location(), use_query_map());
        let place = Memo::new(move |_| location.pathname.with(|path| Place::of(path)));
        // Only the first path is asked for here; later ones change what is known already.
        let start = Resource::new_str_blocking(
            || (),
            move |()| {
                let path = format!("{}{}", location.pathname.get_untracked(), query_string(&location));
                start(place.get_untracked(), path, query.get_untracked())
            },
        );
        Self {
            state: RwSignal::default(),
            place,
            start,
            now: RwSignal::new(None),
            notice: RwSignal::new(None),
            busy: RwSignal::new(false),
            sound: RwSignal::new(true),
            keys: RwSignal::new(true),
            title: StoredValue::new(ArcRwSignal::new(words::title(place.get_untracked(), 0))),
            visible: RwSignal::new(true),
            turned: RwSignal::new(None),
            counting: StoredValue::new(None),
            typed: StoredValue::new(None),
        }
    }

    /// The desk of this page.
    #[must_use]
    pub fn here() -> Self {
        expect_context()
    }

    /// Looks at what is known.
    pub fn with<T>(self, look: impl FnOnce(&DeskState) -> T) -> T {
        self.state.with(look)
    }

    /// Takes what the page begins with, once. The server and the browser do the same, so that both draw the same picture.
    pub fn seed(self, start: Start) {
        let Some(me) = start.me else { return };
        if self.state.with_untracked(|state| state.me.is_some()) {
            return;
        }
        let place = self.place.get_untracked();
        let inbox = start.inbox.filter(|(filter, _)| *filter == place.filter());
        let opened = start.opened.filter(|(id, _)| Some(*id) == place.choice().id());
        self.state.update(|state| {
            state.welcome(me);
            if let Some((filter, inbox)) = inbox {
                state.turn_to(filter);
                state.listed(filter, inbox, Asked::default(), Self::moment());
            }
            // What would be said on the socket is said when there is one.
            match opened {
                Some((id, Ok(opened))) => {
                    state.choose(Choice::One(id));
                    state.opened(id, opened);
                }
                Some((id, Err(refusal))) => {
                    state.choose(Choice::One(id));
                    state.refused(id, &refusal);
                }
                None => {}
            }
        });
        // Whoever shows the page must not be shown anew when the title changes.
        untrack(|| self.retitle());
    }

    /// The tab's title, whoever reads it and whenever.
    #[must_use]
    pub fn title(self) -> ArcRwSignal<String> {
        self.title.get_value()
    }

    fn retitle(self) {
        self.title().set(words::title(self.place.get(), self.with(|state| state.rows.waiting())));
    }

    /// Begins to live. Effects run in the browser alone.
    pub fn live(self) {
        Effect::new(move |_| self.wake());
        Effect::new(move |_| self.retitle());
        let me = Memo::new(move |_| self.with(DeskState::my_id));
        Effect::new(move |attached: Option<bool>| {
            let attached = attached.unwrap_or(false);
            let Some(me) = me.get() else { return attached };
            browser::start(me);
            if !attached {
                browser::attach(move |news| self.hear(news));
            }
            true
        });
        Effect::new(move |_| {
            let place = self.place.get();
            if me.get().is_some() {
                self.go(place);
            }
        });
        let navigate = use_navigate();
        Effect::new(move |_| {
            if let Some(into) = self.turned.get() {
                let path = place::inbox(self.place.get_untracked().filter(), Some(into));
                navigate(
                    &path,
                    NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() },
                );
            }
        });
        let unread = Memo::new(move |_| self.with(DeskState::unread).filter(|_| self.visible.get()));
        Effect::new(move |_| {
            if let Some((conversation, seq)) = unread.get()
                && browser::up(&ClientFrame::Read { conversation: Some(conversation), seq })
            {
                self.state.update(|state| {
                    if let Some(open) = state.open.as_mut().filter(|open| open.id == conversation) {
                        open.has_told(seq);
                    }
                });
            }
        });
    }

    fn wake(self) {
        self.sound.set(browser::remembered("usher:sound").is_none());
        self.keys.set(browser::remembered("usher:keys").is_none());
        self.visible.set(browser::is_visible());
        let visible = window_event_listener_untyped("visibilitychange", move |_| {
            self.visible.set(browser::is_visible());
        });
        // The page lives as long as its listeners do.
        std::mem::forget(visible);
        self.tick();
        set_interval(move || self.tick(), Duration::from_secs(1));
    }

    fn tick(self) {
        let now = browser::now();
        self.now.set(Some(now));
        if self.state.with_untracked(|state| state.has_expired(now)) {
            self.state.update(|state| state.expire(now));
        }
    }

    fn moment() -> Moment {
        Moment { now: browser::now(), visible: browser::is_visible() }
    }

    fn hear(self, news: News) {
        let moment = Self::moment();
        self.act(|state| state.apply(news, moment));
    }

    /// Another URL: another tab or another conversation.
    fn go(self, place: Place) {
        match place {
            Place::Inbox(filter, choice) => {
                let turned = self
                    .state
                    .with_untracked(|state| state.rows.filter() != filter || state.rows.shown().is_none());
                if turned {
                    self.state.update(|state| state.turn_to(filter));
                    self.list(filter, false);
                }
                self.notice.set(None);
                self.act(|state| state.choose(choice));
            }
            _ => self.act(|state| state.choose(Choice::Nothing)),
        }
    }

    /// Changes what is known and does what follows from it.
    fn act(self, change: impl FnOnce(&mut DeskState) -> Vec<Wish>) {
        let mut wishes = Vec::new();
        self.state.update(|state| wishes = change(state));
        for wish in wishes {
            match wish {
                Wish::Say(frame) => drop(browser::up(&frame)),
                Wish::List(filter) => {
                    self.list(filter, self.state.with_untracked(|s| s.rows.was_listed(filter)));
                }
                Wish::Count => self.count_soon(),
                Wish::Open(id) => self.open(id),
                Wish::Turn(into) => {
                    if let Some(from) = self.state.with_untracked(|state| Some(state.open.as_ref()?.id)) {
                        composer::carry(self, from, into);
                    }
                    self.turned.set(Some(into));
                }
                Wish::Chime if self.sound.get_untracked() => browser::chime(),
                Wish::Chime => {}
            }
        }
    }

    fn list(self, filter: Filter, missed: bool) {
        let asked = Asked { since: self.state.with_untracked(|state| state.rows.changes()), missed };
        spawn_local(async move {
            match api::inbox(filter).await {
                Ok(inbox) => self.act(|state| state.listed(filter, inbox, asked, Self::moment())),
                Err(error) => self.failed(&error, |state, words| state.list_error = Some(words)),
            }
        });
    }

    /// Asks for the list again.
    pub fn list_again(self) {
        let filter = self.state.with_untracked(|state| state.rows.filter());
        self.state.update(|state| state.turn_to(filter));
        self.list(filter, false);
    }

    fn count_soon(self) {
        if self.counting.with_value(Option::is_some) {
            return;
        }
        let count = move || {
            self.counting.set_value(None);
            let (filter, since) =
                self.state.with_untracked(|state| (state.rows.filter(), state.rows.changes()));
            spawn_local(async move {
                if let Ok(inbox) = api::inbox(filter).await {
                    let mut outdated = false;
                    self.state.update(|state| outdated = state.rows.count(inbox.counts, since));
                    if outdated {
                        self.count_soon();
                    }
                }
            });
        };
        self.counting.set_value(set_timeout_with_handle(count, Duration::from_millis(COUNT_MS)).ok());
    }

    /// Asks for a conversation.
    pub fn open(self, id: ConversationId) {
        spawn_local(async move {
            match api::open(id).await {
                Ok(opened) => self.act(|state| state.opened(id, opened)),
                Err(error) => self.failed(&error, |state, _| state.refused(id, &error.0)),
            }
        });
    }

    /// Asks for lines before the first one.
    pub async fn older(self, id: ConversationId) {
        let first = self.state.with_untracked(|state| state.open.as_ref()?.first());
        let Some(first) = first.filter(|first| first.conversation == id) else { return };
        match api::older(Before { conversation: Some(id), site: None, seq: first.seq }).await {
            Ok(older) => self.state.update(|state| state.older(id, older)),
            Err(error) => self.failed(&error, |_, words| self.notice.set(Some(words))),
        }
    }

    /// Accepts, closes or reopens the opened conversation.
    pub fn change(self, conversation: ConversationId, action: Action) {
        self.act_on(conversation, Deed::State(action));
    }

    /// Takes the call of the opened conversation, or says how it went.
    pub fn call(self, conversation: ConversationId, step: Step) {
        self.act_on(conversation, Deed::Call(step));
    }

    fn act_on(self, conversation: ConversationId, action: Deed) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.notice.set(None);
        spawn_local(async move {
            match api::change(Change { conversation, action }).await {
                Ok(row) => self.act(|state| state.changed(row, Self::moment())),
                Err(error) => self.failed(&error, |_, words| self.notice.set(Some(words))),
            }
            self.busy.set(false);
        });
    }

    /// Writes a field of what is known of a visitor.
    ///
    /// # Errors
    /// Says why it was not taken.
    pub async fn edit_contact(self, visitor: VisitorId, field: Field, text: String) -> Result<(), String> {
        match api::edit_contact(EditContact { visitor, field, text: text.clone() }).await {
            Ok(()) => {
                self.state.update(|state| state.wrote(visitor, field, text));
                Ok(())
            }
            Err(error) => {
                self.failed(&error, |_, _| ());
                Err(error.0.message)
            }
        }
    }

    /// The operator wants new conversations, or wants no more.
    pub fn set_availability(self, availability: Availability) {
        let set = move |availability| {
            self.state.update(|state| {
                if let Some(me) = &mut state.me {
                    me.availability = availability;
                }
            });
        };
        let before = self.state.with_untracked(|state| state.me.as_ref().map(|me| me.availability));
        set(availability);
        spawn_local(async move {
            if let Err(error) = api::set_availability(availability).await {
                before.into_iter().for_each(set);
                self.failed(&error, |_, words| self.notice.set(Some(words)));
            }
        });
    }

    /// Puts a reply into the outbox.
    ///
    /// # Errors
    /// Says why the words can not be sent.
    pub fn send(self, conversation: ConversationId, words: &str) -> Result<(), String> {
        let text = Text::parse(words).map_err(|refusal| refusal.message)?;
        browser::send(text.as_str(), conversation);
        self.typed.set_value(None);
        Ok(())
    }

    /// Tells the visitor that somebody writes, now and then.
    pub fn typing(self, conversation: ConversationId, on: bool) {
        let now = browser::now();
        let lately = self.typed.get_value().is_some_and(|typed| now.since(typed) < TYPING_MS);
        // A stop is told only after a start.
        let tell = if on { !lately } else { self.typed.get_value().is_some() };
        if tell {
            self.typed.set_value(on.then_some(now));
            browser::up(&ClientFrame::Typing { conversation: Some(conversation), on });
        }
    }

    /// Turns the sound on or off, and remembers it.
    pub fn set_sound(self, on: bool) {
        self.sound.set(on);
        browser::remember("usher:sound", if on { "" } else { "off" });
        if on {
            browser::chime();
        }
    }

    /// Turns single keys on or off, and remembers it.
    pub fn set_keys(self, on: bool) {
        self.keys.set(on);
        browser::remember("usher:keys", if on { "" } else { "off" });
    }

    /// An ended session is told by its own banner, everything else where it happened.
    fn failed(self, error: &ApiError, tell: impl FnOnce(&mut DeskState, String)) {
        self.state.update(|state| {
            if error.0.code == domain::Code::Unauthenticated {
                state.link = Link::Login;
            }
            tell(state, error.0.message.clone());
        });
    }
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}

fn query_string(location: &leptos_router::location::Location) -> String {
    let search = location.search.get_untracked();
    if search.is_empty() { search } else { format!("?{search}") }
}
