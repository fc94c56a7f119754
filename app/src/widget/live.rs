//! What the panel knows, and how the link's news change it. Components draw from these signals and call these methods.

use domain::{
    ClientMessageId, Timestamp,
    conversation::Status,
    message::Author,
    operator::Face,
    site::Look,
    thread::{Outgoing, Thread},
    wire::{ClientFrame, Older, ServerFrame},
};
use leptos::prelude::*;

use super::{
    PanelState,
    browser::{self, Timer},
    rows::{Row, first_unread, rows},
    scroll::Scroll,
};
use crate::link::{News, State};

/// Reconnecting within this time is nobody's business.
const CUT_MS: u64 = 2000;
/// Who types says so again before this time is over.
const TYPING_MS: u64 = 6000;
/// How often the visitor's typing is told at most.
const TELL_TYPING_MS: i64 = 3000;
/// A screen reader has looked at what changed after this time.
const HUSH_MS: u64 = 1000;

/// What is wrong with the connection, as far as the visitor needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// There is none at the moment.
    Cut,
    /// There will be none any more.
    Ended,
}

/// How loading older lines goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loading {
    Idle,
    Asked,
    Failed,
}

/// The signals of a panel.
#[derive(Clone, Copy)]
pub(super) struct Live {
    pub(super) look: StoredValue<Look>,
    pub(super) full_page: bool,
    pub(super) thread: RwSignal<Thread>,
    pub(super) rows: Memo<Vec<Row>>,
    /// Whether the conversation is closed.
    pub(super) closed: Memo<bool>,
    pub(super) online: RwSignal<bool>,
    /// Who types.
    pub(super) typing: RwSignal<Option<Face>>,
    pub(super) trouble: RwSignal<Option<Trouble>>,
    /// Whether the browser has taken over; before that everything looks as the server rendered it.
    pub(super) alive: RwSignal<bool>,
    /// The reader's day, once the browser has taken over.
    pub(super) today: RwSignal<Option<i64>>,
    pub(super) sound: RwSignal<bool>,
    pub(super) loading: RwSignal<Loading>,
    /// Whether old lines are coming in, which a screen reader shall not read out.
    pub(super) hushed: RwSignal<bool>,
    pub(super) scroll: Scroll,
    /// The line with which the news began when the panel was opened.
    new_from: RwSignal<Option<i64>>,
    memory: StoredValue<Memory>,
}

/// What is remembered and not drawn.
#[derive(Clone, Copy, Default)]
struct Memory {
    shown: bool,
    /// The read mark that was sent.
    read: i64,
    told_typing: Option<Timestamp>,
    typing: Option<Timer>,
    cut: Option<Timer>,
}

impl Live {
    /// As the server knows it.
    pub(super) fn new(state: PanelState) -> Self {
        let new_from = RwSignal::new(first_unread(&state.thread));
        let thread = RwSignal::new(state.thread);
        let today = RwSignal::new(None::<i64>);
        let rows = Memo::new(move |_| {
            let day_of = if today.get().is_some() { browser::local_day } else { Timestamp::utc_day };
            thread.with(|thread| rows(thread, new_from.get(), day_of))
        });
        Self {
            look: StoredValue::new(state.look),
            full_page: state.full_page,
            thread,
            rows,
            closed: Memo::new(move |_| {
                thread.with(|thread| thread.talk.as_ref().is_some_and(|talk| talk.status == Status::Closed))
            }),
            online: RwSignal::new(state.online),
            typing: RwSignal::new(None),
            trouble: RwSignal::new(None),
            alive: RwSignal::new(false),
            today,
            sound: RwSignal::new(false),
            loading: RwSignal::new(Loading::Idle),
            hushed: RwSignal::new(false),
            scroll: Scroll::new(),
            new_from,
            memory: StoredValue::new(Memory::default()),
        }
    }

    /// The browser takes over; called once, when what the server rendered is hydrated.
    pub(super) fn start(self) {
        self.alive.set(true);
        self.sound.set(browser::wants_sound());
        self.turn_day();
        browser::attach(move |news| self.take(news));
        browser::watch_shown(move || self.watch());
        self.watch();
        if self.full_page {
            browser::tend_keyboard();
        }
    }

    /// Takes what the link tells.
    pub(super) fn take(self, news: News) {
        let unread = self.thread.with_untracked(Thread::unread_by_client);
        let sight = self.scroll.sight();
        let mut mine = false;
        match news {
            News::Frame(frame) => self.frame(*frame),
            News::Outbox(entries) => mine = self.outbox(entries.into_iter().map(|entry| entry.outgoing).collect()),
            News::State(state) => self.turn(state),
        }
        let more = self.thread.with_untracked(Thread::unread_by_client) > unread;
        let shown = self.memory.with_value(|memory| memory.shown);
        if more && !shown && self.sound.get_untracked() {
            browser::chime();
        }
        self.turn_day();
        self.read();
        self.scroll.follow(sight, mine, more);
    }

    fn frame(self, frame: ServerFrame) {
        match frame {
            ServerFrame::Welcome { verdict, online, talk, messages, more } => {
                self.online.set(online);
                self.types(None);
                // What was said to be read may have been lost with the connection.
                self.memory.update_value(|memory| memory.read = 0);
                self.thread.update(|thread| thread.snapshot(verdict, talk, messages, more));
            }
            ServerFrame::Message { message } => {
                if message.author != Author::Client {
                    self.types(None);
                }
                self.thread.update(|thread| _ = thread.line(message));
            }
            ServerFrame::Talk { talk } => self.thread.update(|thread| thread.state(talk)),
            ServerFrame::Typing { operator: Some(face), on, .. } => self.types(on.then_some(face)),
            ServerFrame::Online { online } => self.online.set(online),
            _ => {}
        }
    }

    /// Takes the outbox as it is now; whether something was added.
    fn outbox(self, entries: Vec<Outgoing>) -> bool {
        let names = |thread: &Thread| thread.outgoing.iter().map(|out| out.client_id).collect::<Vec<_>>();
        let before = self.thread.with_untracked(names);
        self.thread.update(|thread| thread.outbox(entries));
        self.thread.with_untracked(names).iter().any(|id| !before.contains(id))
    }

    fn turn(self, state: State) {
        let cut = self.memory.with_value(|memory| memory.cut);
        let waits = matches!(state, State::Connecting | State::Offline);
        if waits && cut.is_some() {
            return;
        }
        if let Some(timer) = cut {
            timer.cancel();
        }
        let ended = matches!(state, State::Stopped | State::Login);
        self.trouble.set(ended.then_some(Trouble::Ended));
        let cut = waits.then(|| Timer::start(CUT_MS, move || self.trouble.set(Some(Trouble::Cut)))).flatten();
        self.memory.update_value(|memory| memory.cut = cut);
    }

    fn types(self, face: Option<Face>) {
        let fading = self.memory.with_value(|memory| memory.typing);
        if let Some(timer) = fading {
            timer.cancel();
        }
        let timer = face.as_ref().and_then(|_| {
            Timer::start(TYPING_MS, move || {
                let sight = self.scroll.sight();
                self.typing.set(None);
                self.scroll.follow(sight, false, false);
            })
        });
        self.memory.update_value(|memory| memory.typing = timer);
        if self.typing.with_untracked(|known| *known != face) {
            self.typing.set(face);
        }
    }

    /// The panel may have come on screen or left it.
    fn watch(self) {
        let shown = browser::is_shown(self.full_page);
        let before = self.memory.with_value(|memory| memory.shown);
        self.memory.update_value(|memory| memory.shown = shown);
        if shown && !before {
            self.turn_day();
            self.new_from.set(self.thread.with_untracked(first_unread));
            self.scroll.open();
            self.read();
        }
    }

    /// What is on screen is read.
    fn read(self) {
        let Memory { shown, read, .. } = self.memory.get_value();
        let last = self.thread.with_untracked(|thread| first_unread(thread).and(thread.lines.last()).map(|line| line.seq));
        if let Some(seq) = last.filter(|seq| shown && *seq != read) {
            self.memory.update_value(|memory| memory.read = seq);
            browser::up(&ClientFrame::Read { conversation: None, seq });
        }
    }

    fn turn_day(self) {
        let today = Some(browser::local_day(browser::now()));
        if self.today.get_untracked() != today {
            self.today.set(today);
        }
    }

    /// The visitor writes.
    pub(super) fn send(self, text: &str) {
        self.stop_typing();
        self.new_from.set(None);
        browser::send(text);
    }

    /// The visitor types.
    pub(super) fn type_on(self) {
        let (now, told) = (browser::now(), self.memory.with_value(|memory| memory.told_typing));
        if told.is_none_or(|told| now.since(told) >= TELL_TYPING_MS) {
            self.memory.update_value(|memory| memory.told_typing = Some(now));
            browser::up(&ClientFrame::Typing { conversation: None, on: true });
        }
    }

    /// The visitor's box is empty again.
    pub(super) fn stop_typing(self) {
        if self.memory.with_value(|memory| memory.told_typing).is_some() {
            self.memory.update_value(|memory| memory.told_typing = None);
            browser::up(&ClientFrame::Typing { conversation: None, on: false });
        }
    }

    /// Tries a refused message again.
    pub(super) fn retry(self, id: ClientMessageId) {
        browser::retry(id);
    }

    /// Forgets a refused message.
    pub(super) fn discard(self, id: ClientMessageId) {
        browser::discard(id);
    }

    /// The visitor wants to hear new messages, or not any more.
    pub(super) fn toggle_sound(self) {
        let on = !self.sound.get_untracked();
        self.sound.set(on);
        browser::keep_sound(on);
        if on {
            browser::chime();
        }
    }

    /// Asks for lines before the first one.
    pub(super) fn load_older(self) {
        let first = self.thread.with_untracked(|thread| thread.lines.first().map(|line| line.seq));
        let Some(seq) = first.filter(|_| self.loading.get_untracked() != Loading::Asked) else { return };
        self.loading.set(Loading::Asked);
        let site = self.look.with_value(|look| look.site.clone());
        browser::ask_older(&site, seq, move |older| self.take_older(older));
    }

    fn take_older(self, older: Option<Older>) {
        let Some(Older { messages, more }) = older else { return self.loading.set(Loading::Failed) };
        self.loading.set(Loading::Idle);
        self.hushed.set(true);
        Timer::start(HUSH_MS, move || self.hushed.set(false));
        self.thread.update(|thread| thread.older(messages, more));
        if !more {
            // The button goes; whoever pressed it by key stays where the lines are.
            self.scroll.focus();
        }
    }
}
