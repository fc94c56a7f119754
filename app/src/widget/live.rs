//! What the panel knows, and how the link's news change it. Components draw from here and call these methods.
//!
//! There are two signals and no more, since each type of signal is code that every visitor downloads: what was said,
//! which the rows are drawn from, and the scene around it.

use domain::{
    Timestamp,
    conversation::Status,
    message::Author,
    operator::Face,
    thread::{Outgoing, Thread},
    wire::{Older, ServerFrame},
    words::{Language, Words},
};
use leptos::prelude::*;

use super::{
    PanelState,
    browser::{self, Timer},
    composer,
    draw::{Text, text},
    rows::{Key, Row, first_unread, plural, rows},
    scroll,
};
use crate::link::State;

/// Reconnecting within this time is nobody's business.
const CUT_MS: u64 = 2000;
/// Who types says so again before this time is over.
const TYPING_MS: u64 = 6000;
/// How often the visitor's typing is told at most.
const TELL_TYPING_MS: i64 = 3000;
/// A screen reader has looked at what changed after this time.
const HUSH_MS: u64 = 1000;

/// What the link tells a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum News {
    /// The server said something.
    Frame(Box<ServerFrame>),
    /// This is the outbox now, in order.
    Outbox(Vec<Outgoing>),
    /// These are the automatic messages now, in order (`CONTRACT 2.3 sendAutoMessage`).
    Autos(Vec<Outgoing>),
    /// The panel speaks so from now on (`CONTRACT 2.3 setLocale`).
    Words(Language, Words),
    /// This is the socket's state now.
    State(State),
}

/// What was said, how the reader sees it divided, and in which words it is told.
pub(super) struct Said {
    pub(super) thread: Thread,
    pub(super) language: Language,
    /// Every word that is drawn, but what people said.
    words: Words,
    /// The reader's day, once the browser has taken over.
    pub(super) today: Option<i64>,
    /// The row with which the news began when the panel was opened.
    new_from: Option<Key>,
}

/// What is seen around the thread.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is seen in another place, and any may be with any other"
)]
#[derive(Clone, PartialEq)]
pub(super) struct Scene {
    /// Whether the browser has taken over; before that everything looks as the server rendered it.
    pub(super) alive: bool,
    pub(super) online: bool,
    /// Who types.
    pub(super) typing: Option<Face>,
    pub(super) trouble: Option<Trouble>,
    pub(super) loading: Loading,
    /// Whether old lines are coming in, which a screen reader shall not read out.
    pub(super) hushed: bool,
    /// Whether something new stands below what the reader sees.
    pub(super) below: bool,
    /// Whether new messages are heard.
    pub(super) sound: bool,
    /// Whether nothing is written.
    pub(super) blank: bool,
    /// How many characters may follow, when they get few.
    pub(super) few: Option<usize>,
    /// Why the form of a page without JavaScript was refused.
    pub(super) error: Option<String>,
}

/// What is wrong with the connection, as far as the visitor needs to know.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Trouble {
    /// There is none at the moment.
    Cut,
    /// There will be none any more.
    Ended,
}

/// How loading older lines goes.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Loading {
    Idle,
    Asked,
    Failed,
}

/// The panel.
#[derive(Clone, Copy)]
pub(super) struct Live {
    pub(super) full_page: bool,
    pub(super) said: RwSignal<Said>,
    pub(super) rows: Memo<Vec<Row>>,
    pub(super) scene: RwSignal<Scene>,
    memory: StoredValue<Memory>,
}

/// What is remembered and does not change what is drawn.
struct Memory {
    site: String,
    address: String,
    shown: bool,
    /// The read mark that was sent.
    read: i64,
    /// Automatic messages up to this one were on screen.
    seen: Timestamp,
    told_typing: Option<Timestamp>,
    typing: Option<Timer>,
    cut: Option<Timer>,
}

impl Live {
    /// As the server knows it.
    pub(super) fn new(state: PanelState) -> Self {
        let PanelState { look, online, thread, full_page, form } = state;
        let new_from = first_unread(&thread, Timestamp(0));
        let said = Said { thread, language: look.language, words: look.words, today: None, new_from };
        let said = RwSignal::new(said);
        let rows = Memo::new(move |_| {
            said.with(|Said { thread, today, new_from, .. }| {
                rows(thread, *new_from, if today.is_some() { browser::local_day } else { Timestamp::utc_day })
            })
        });
        let scene = Scene {
            alive: false,
            online,
            typing: None,
            trouble: None,
            loading: Loading::Idle,
            hushed: false,
            below: false,
            sound: false,
            blank: true,
            few: None,
            error: form.error,
        };
        let memory = Memory {
            site: look.site,
            address: form.action,
            shown: false,
            read: 0,
            seen: Timestamp(0),
            told_typing: None,
            typing: None,
            cut: None,
        };
        Self { full_page, said, rows, scene: RwSignal::new(scene), memory: StoredValue::new(memory) }
    }

    /// The browser takes over; called once, when what the server rendered is hydrated.
    pub(super) fn start(self) {
        self.set(&|scene| {
            scene.alive = true;
            scene.sound = browser::wants_sound();
        });
        self.turn_day();
        composer::read(self);
        browser::attach(move |news| self.take(news));
        browser::watch_shown(move || self.watch());
        self.watch();
        if self.full_page {
            browser::tend_keyboard();
        }
    }

    /// The word of this key, as it is now.
    pub(super) fn word(self, key: &str) -> String {
        self.said.with(|said| said.words.get(key).cloned()).unwrap_or_default()
    }

    /// The word of this key for as long as the panel is drawn.
    pub(super) fn says(self, key: &'static str) -> Text {
        text(move || self.word(key))
    }

    /// A sentence with somebody's name in it.
    pub(super) fn named(self, key: &str, name: &str) -> String {
        self.word(key).replace("{name}", name)
    }

    /// A sentence with a number in it. `key` is without the plural form that ends it.
    pub(super) fn counted(self, key: &str, number: usize) -> String {
        let form = plural(self.said.with(|said| said.language), number);
        self.word(&[key, form].concat()).replace("{n}", &number.to_string())
    }

    /// The panel's title.
    pub(super) fn title(self) -> String {
        self.word("headerTitle")
    }

    /// Where the full-page chat is.
    pub(super) fn address(self) -> String {
        self.memory.with_value(|memory| memory.address.clone())
    }

    /// The operator who has the conversation.
    pub(super) fn face(self) -> Option<Face> {
        self.said.with(|said| said.thread.talk.as_ref()?.operator.clone())
    }

    /// Whether the conversation is closed.
    pub(super) fn is_closed(self) -> bool {
        self.said.with(|said| said.thread.talk.as_ref().is_some_and(|talk| talk.status == Status::Closed))
    }

    /// Changes the scene; nothing is drawn where nothing changes.
    pub(super) fn set(self, act: &dyn Fn(&mut Scene)) {
        self.scene.maybe_update(|scene| {
            let before = scene.clone();
            act(scene);
            *scene != before
        });
    }

    fn remember<T>(self, act: impl FnOnce(&mut Memory) -> T) -> Option<T> {
        self.memory.try_update_value(act)
    }

    fn unread(self) -> usize {
        self.said.with_untracked(|Said { thread, .. }| thread.unread_by_client() + thread.autos.len())
    }

    fn is_shown(self) -> bool {
        self.memory.with_value(|memory| memory.shown)
    }

    /// Takes what the link tells.
    pub(super) fn take(self, news: News) {
        let (unread, sight) = (self.unread(), scroll::sight());
        let mut mine = false;
        match news {
            News::Frame(frame) => self.frame(*frame),
            News::Outbox(entries) => mine = self.outbox(entries),
            News::Autos(entries) => self.said.update(|said| said.thread.show_autos(entries)),
            News::Words(language, words) => self.speak(language, words),
            News::State(state) => self.turn(state),
        }
        let more = self.unread() > unread;
        if more && !self.is_shown() && self.scene.with_untracked(|scene| scene.sound) {
            browser::chime();
        }
        if more && !scroll::is_near(sight) {
            self.set(&|scene| scene.below = true);
        }
        self.turn_day();
        self.read();
        scroll::follow(sight, mine);
    }

    fn frame(self, frame: ServerFrame) {
        match frame {
            ServerFrame::Welcome { verdict, online, talk, messages, more, .. } => {
                self.set(&|scene| scene.online = online);
                self.types(None);
                // What was said to be read may have been lost with the connection.
                self.remember(|memory| memory.read = 0);
                self.said.update(|said| said.thread.snapshot(verdict, talk, messages, more));
            }
            ServerFrame::Message { message } => {
                if message.author != Author::Client {
                    self.types(None);
                }
                self.said.update(|said| _ = said.thread.line(message));
            }
            ServerFrame::Talk { talk } => self.said.update(|said| said.thread.state(talk)),
            ServerFrame::Typing { operator: Some(face), on, .. } => self.types(on.then_some(face)),
            ServerFrame::Online { online, .. } => self.set(&|scene| scene.online = online),
            _ => {}
        }
    }

    fn speak(self, language: Language, words: Words) {
        browser::tell_language(language);
        self.said.update(|said| {
            said.language = language;
            said.words = words;
        });
    }

    /// Takes the outbox as it is now; whether something was added.
    fn outbox(self, entries: Vec<Outgoing>) -> bool {
        let mut added = false;
        self.said.update(|said| {
            let before: Vec<_> = said.thread.outgoing.iter().map(|out| out.client_id).collect();
            said.thread.outbox(entries);
            added = said.thread.outgoing.iter().any(|out| !before.contains(&out.client_id));
        });
        added
    }

    fn turn(self, state: State) {
        let waits = matches!(state, State::Connecting | State::Offline);
        let cut = self.remember(|memory| memory.cut).flatten();
        if waits && cut.is_some() {
            return;
        }
        if let Some(timer) = cut {
            timer.cancel();
        }
        let ended = matches!(state, State::Stopped | State::Login);
        self.set(&|scene| scene.trouble = ended.then_some(Trouble::Ended));
        let cut = || Timer::start(CUT_MS, move || self.set(&|scene| scene.trouble = Some(Trouble::Cut)));
        self.remember(|memory| memory.cut = waits.then(cut).flatten());
    }

    fn types(self, face: Option<Face>) {
        if let Some(timer) = self.remember(|memory| memory.typing.take()).flatten() {
            timer.cancel();
        }
        if face.is_some() {
            let end = move || {
                let sight = scroll::sight();
                self.set(&|scene| scene.typing = None);
                scroll::follow(sight, false);
            };
            self.remember(|memory| memory.typing = Timer::start(TYPING_MS, end));
        }
        self.set(&|scene| scene.typing.clone_from(&face));
    }

    /// The panel may have come on screen or left it.
    fn watch(self) {
        let shown = browser::is_shown(self.full_page);
        let was_shown = self.remember(|memory| std::mem::replace(&mut memory.shown, shown));
        if shown && was_shown == Some(false) {
            self.turn_day();
            let seen = self.memory.with_value(|memory| memory.seen);
            self.said.update(|said| said.new_from = first_unread(&said.thread, seen));
            self.to_end();
            scroll::to_news();
            self.read();
        }
    }

    /// What is on screen is read.
    fn read(self) {
        if !self.is_shown() {
            return;
        }
        let (last, auto) = self.said.with_untracked(|Said { thread, .. }| {
            let last = thread.lines.last().filter(|_| thread.unread_by_client() > 0);
            (last.map(|line| line.seq), thread.autos.last().map(|auto| auto.at))
        });
        self.remember(|memory| memory.seen = auto.unwrap_or(memory.seen));
        let Some(seq) = last else { return };
        if self.remember(|memory| std::mem::replace(&mut memory.read, seq)) != Some(seq) {
            browser::tell_read(seq);
        }
    }

    fn turn_day(self) {
        let today = Some(browser::local_day(browser::now()));
        self.said.maybe_update(|said| std::mem::replace(&mut said.today, today) != today);
    }

    /// Goes to the newest line.
    pub(super) fn to_end(self) {
        self.set(&|scene| scene.below = false);
        scroll::to_end();
    }

    /// The reader has scrolled.
    pub(super) fn scrolled(self) {
        if scroll::is_near(scroll::sight()) {
            self.set(&|scene| scene.below = false);
        }
    }

    /// The visitor writes.
    pub(super) fn send(self, text: &str) {
        self.stop_typing();
        self.said.maybe_update(|said| said.new_from.take().is_some());
        browser::send(text);
    }

    /// The visitor types.
    pub(super) fn type_on(self) {
        let now = browser::now();
        let told = self.memory.with_value(|memory| memory.told_typing);
        if told.is_none_or(|told| now.since(told) >= TELL_TYPING_MS) {
            self.remember(|memory| memory.told_typing = Some(now));
            browser::tell_typing(true);
        }
    }

    /// The visitor's box is empty again.
    pub(super) fn stop_typing(self) {
        if self.remember(|memory| memory.told_typing.take()).flatten().is_some() {
            browser::tell_typing(false);
        }
    }

    /// The visitor wants to hear new messages, or not any more.
    pub(super) fn toggle_sound(self) {
        let on = !self.scene.with_untracked(|scene| scene.sound);
        self.set(&|scene| scene.sound = on);
        browser::keep_sound(on);
        if on {
            browser::chime();
        }
    }

    /// Asks for lines before the first one.
    pub(super) fn load_older(self) {
        let first = self.said.with_untracked(|said| said.thread.lines.first().map(|line| line.seq));
        let asked = self.scene.with_untracked(|scene| scene.loading == Loading::Asked);
        if let Some(seq) = first.filter(|_| !asked) {
            self.set(&|scene| scene.loading = Loading::Asked);
            let site = self.memory.with_value(|memory| memory.site.clone());
            browser::ask_older(&site, seq, move |older| self.take_older(older));
        }
    }

    fn take_older(self, older: Option<Older>) {
        let Some(Older { messages, more }) = older else {
            return self.set(&|scene| scene.loading = Loading::Failed);
        };
        self.set(&|scene| {
            scene.loading = Loading::Idle;
            scene.hushed = true;
        });
        Timer::start(HUSH_MS, move || self.set(&|scene| scene.hushed = false));
        self.said.update(|said| said.thread.older(messages, more));
        if !more {
            // The button goes; whoever pressed it by key stays where the lines are.
            scroll::focus();
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        ConversationId, OperatorId,
        message::{Kind, Message},
        wire::Verdict,
    };

    use super::*;

    fn id<T: std::str::FromStr<Err = domain::Refusal>>(number: i64) -> T {
        format!("00000000-0000-4000-8000-{number:012}").parse().expect("is a UUID")
    }

    fn anna() -> Face {
        Face { id: id::<OperatorId>(1), name: "Anna".into() }
    }

    fn line(seq: i64, author: Author) -> Message {
        Message {
            id: id(seq),
            conversation: id::<ConversationId>(0),
            seq,
            client_id: Some(id(100 + seq)),
            author,
            operator: None,
            kind: Kind::Text,
            text: "words".into(),
            choices: Vec::new(),
            at: Timestamp(seq),
        }
    }

    fn out(number: i64) -> Outgoing {
        Outgoing { client_id: id(100 + number), text: "words".into(), at: Timestamp(number), failed: None }
    }

    fn frame(frame: ServerFrame) -> News {
        News::Frame(Box::new(frame))
    }

    fn typing(on: bool) -> News {
        frame(ServerFrame::Typing { conversation: id(0), operator: Some(anna()), on })
    }

    fn alone(test: impl FnOnce(Live)) {
        Owner::new().with(|| test(Live::new(PanelState::default())));
    }

    #[test]
    fn typing_ends_with_the_words_or_without_them() {
        alone(|live| {
            let typing_now = || live.scene.with_untracked(|scene| scene.typing.is_some());
            live.take(typing(true));
            assert!(typing_now());
            live.take(frame(ServerFrame::Message { message: line(1, Author::Client) }));
            assert!(typing_now(), "the visitor's own words are not theirs");
            live.take(frame(ServerFrame::Message { message: line(2, Author::Agent) }));
            assert!(!typing_now());
            live.take(typing(true));
            live.take(typing(false));
            assert!(!typing_now());
        });
    }

    #[test]
    fn an_own_message_is_one_row_from_the_outbox_to_the_ack() {
        alone(|live| {
            let keys = || live.rows.get_untracked().iter().map(|row| row.key).collect::<Vec<_>>();
            live.take(News::Outbox(vec![out(1)]));
            let sending = keys();
            assert_eq!(sending.len(), 2, "a day and a message");
            live.take(frame(ServerFrame::Message { message: line(1, Author::Client) }));
            assert_eq!(keys(), sending);
            live.take(News::Outbox(Vec::new()));
            assert_eq!(keys(), sending);
        });
    }

    #[test]
    fn only_what_was_added_counts_as_written_now() {
        alone(|live| {
            assert!(live.outbox(vec![out(1)]));
            assert!(!live.outbox(vec![out(1)]));
            assert!(!live.outbox(Vec::new()));
        });
    }

    #[test]
    fn a_welcome_tells_who_is_there() {
        alone(|live| {
            let online = || live.scene.with_untracked(|scene| scene.online);
            let welcome = ServerFrame::Welcome {
                verdict: Verdict::New,
                online: true,
                busy: false,
                talk: None,
                messages: Vec::new(),
                more: false,
            };
            live.take(frame(welcome));
            assert!(online());
            live.take(frame(ServerFrame::Online { online: false, busy: false }));
            assert!(!online());
        });
    }

    #[test]
    fn an_end_is_told_and_a_return_takes_it_back() {
        alone(|live| {
            let ended = || live.scene.with_untracked(|scene| scene.trouble == Some(Trouble::Ended));
            live.take(News::State(State::Stopped));
            assert!(ended());
            live.take(News::State(State::Open));
            assert!(!ended());
        });
    }

    #[test]
    fn other_words_are_drawn_at_once() {
        alone(|live| {
            let said = live.says("send");
            let words = |word: &str| {
                Words::from([("send", word), ("leftFew", "{n}!")].map(|(k, w)| (k.into(), w.into())))
            };
            live.take(News::Words(Language::Ru, words("Отправить")));
            let mut said = said;
            assert_eq!(said(), "Отправить");
            assert_eq!(live.counted("left", 3), "3!");
            live.take(News::Words(Language::Es, words("Enviar")));
            assert_eq!(said(), "Enviar");
            assert_eq!(live.counted("left", 3), "", "the form is the new language's");
        });
    }

    #[test]
    fn automatic_messages_are_unread_until_they_were_seen() {
        alone(|live| {
            let begin = || live.said.with_untracked(|said| first_unread(&said.thread, seen(live)));
            live.take(News::Autos(vec![out(1)]));
            assert_eq!((live.unread(), begin()), (1, Some(Key::Sent(id(101)))));
            live.remember(|memory| memory.shown = true);
            live.take(News::Autos(vec![out(1)]));
            assert_eq!(begin(), None, "it was on screen");
            live.remember(|memory| memory.shown = false);
            live.take(News::Autos(vec![out(1), out(2)]));
            assert_eq!(begin(), Some(Key::Sent(id(102))));
            live.take(frame(ServerFrame::Message { message: line(1, Author::Bot) }));
            assert_eq!(live.rows.get_untracked().len(), 3, "a day and two messages, one of them stored");
        });
    }

    fn seen(live: Live) -> Timestamp {
        live.memory.with_value(|memory| memory.seen)
    }
}
