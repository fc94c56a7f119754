//! All that the desk knows, and how news change it. No browser, no signals: what comes in is applied, what shall happen
//! is returned as [`Wish`]es.

use domain::{
    Code, ConversationId, OperatorId, Refusal, Timestamp, VisitorId,
    contact::Field,
    conversation::{Filter, Row, Status},
    message::{Author, Message},
    operator::{Availability, Face},
    visitor::Card,
    wire::{ClientFrame, Inbox, Older, ServerFrame, Verdict},
};

use super::{
    api::{self, Me},
    opened::{Opened, Stage},
    place::Choice,
    rows::{Rows, Taken},
};
use crate::link::{Entry, News, State as Link};

/// How long somebody is taken to type after saying so.
const TYPING_MS: i64 = 6_000;
/// Opened conversations that are kept, so that coming back to one shows it at once.
const KEPT: usize = 12;

/// What the desk knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeskState {
    /// Who works here, once known.
    pub me: Option<Me>,
    /// The list and its counts.
    pub rows: Rows,
    /// The conversation that is open.
    pub open: Option<Opened>,
    /// How the socket is.
    pub link: Link,
    /// Why the list could not be had.
    pub list_error: Option<String>,
    outbox: Vec<Entry>,
    typing: Vec<Typing>,
    /// Visitors of whom it is known whether they are on the site.
    online: Vec<(VisitorId, bool)>,
    /// Conversations that were open before, the latest last.
    before: Vec<Opened>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Typing {
    conversation: ConversationId,
    /// None: the visitor.
    operator: Option<Face>,
    until: Timestamp,
}

/// What shall happen because of news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Say this on the socket.
    Say(ClientFrame),
    /// Ask for the list under this tab.
    List(Filter),
    /// Ask for the counts, soon.
    Count,
    /// Ask for a conversation with its visitor.
    Open(ConversationId),
    /// Show this conversation instead of the opened one.
    Turn(ConversationId),
    /// Make the sound of a new message.
    Chime,
}

/// How a list was asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// After so many changes ([`Rows::changes`]).
    pub since: u64,
    /// After an outage.
    pub missed: bool,
}

/// When news arrive, and whether somebody looks.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// By the browser's clock.
    pub now: Timestamp,
    /// The page can be seen.
    pub visible: bool,
}

impl DeskState {
    /// Takes who works here.
    pub fn welcome(&mut self, me: Me) {
        self.rows.belong_to(me.face.id, me.departments.clone());
        self.me = Some(me);
    }

    /// The operator at this desk.
    #[must_use]
    pub fn my_id(&self) -> Option<OperatorId> {
        self.me.as_ref().map(|me| me.face.id)
    }

    /// The opened conversation's row.
    #[must_use]
    pub fn open_row(&self) -> Option<&Row> {
        self.rows.get(self.open.as_ref()?.id)
    }

    /// Whether the visitor is on the site, as far as is known.
    #[must_use]
    pub fn is_online(&self, visitor: VisitorId) -> Option<bool> {
        self.online.iter().find(|(id, _)| *id == visitor).map(|(_, online)| *online)
    }

    /// Whether the visitor of a conversation types.
    #[must_use]
    pub fn visitor_types(&self, conversation: ConversationId) -> bool {
        self.typing.iter().any(|typing| typing.conversation == conversation && typing.operator.is_none())
    }

    /// The colleague who writes into a conversation.
    #[must_use]
    pub fn colleague_types(&self, conversation: ConversationId) -> Option<&Face> {
        self.typing
            .iter()
            .filter(|typing| typing.conversation == conversation)
            .find_map(|t| t.operator.as_ref())
    }

    /// Whether words into a conversation were refused and wait for a decision.
    #[must_use]
    pub fn has_failed(&self, conversation: ConversationId) -> bool {
        self.outbox
            .iter()
            .any(|entry| entry.conversation == Some(conversation) && entry.outgoing.failed.is_some())
    }

    /// Another tab.
    pub fn turn_to(&mut self, filter: Filter) {
        self.list_error = None;
        self.rows.turn_to(filter);
    }

    /// Another conversation, or none.
    pub fn choose(&mut self, choice: Choice) -> Vec<Wish> {
        let id = choice.id();
        if choice != Choice::Nonsense && id == self.open.as_ref().map(|open| open.id) {
            return Vec::new();
        }
        let mut wishes = Vec::new();
        if let Some(old) = self.open.take() {
            wishes.push(Wish::Say(ClientFrame::Unwatch { conversation: old.id }));
            if old.stage == Stage::Ready {
                self.before.push(old);
            }
            if self.before.len() > KEPT {
                self.before.remove(0);
            }
        }
        self.rows.keep(id);
        if let Some(id) = id {
            let known = self.before.iter().position(|open| open.id == id);
            let mut open = known.map_or_else(|| Opened::new(id), |place| self.before.remove(place));
            open.outbox(&self.outbox);
            wishes.extend([Wish::Say(open.reconnect()), Wish::Open(id)]);
            self.open = Some(open);
        }
        wishes
    }

    /// Takes a conversation that was asked for.
    pub fn opened(&mut self, id: ConversationId, opened: api::Opened) -> Vec<Wish> {
        let Some(open) = self.open.as_mut().filter(|open| open.id == id) else { return Vec::new() };
        let api::Opened { row, messages, more, card } = opened;
        if open.stage != Stage::Ready {
            open.snapshot(Verdict::New, row.talk.clone(), messages, more);
            open.outbox(&self.outbox);
        }
        open.card = Some(card.clone());
        self.see(card);
        self.rows.take(row);
        self.missing().into_iter().collect()
    }

    /// A conversation could not be had: there is none, or not now.
    pub fn refused(&mut self, id: ConversationId, refusal: &Refusal) {
        if let Some(open) = self.open.as_mut().filter(|open| open.id == id) {
            if refusal.code == Code::NotFound {
                open.stage = Stage::Missing;
            } else if open.stage != Stage::Ready {
                // What is here stays; the socket brings the rest.
                open.stage = Stage::Failed(refusal.message.clone());
            }
        }
    }

    /// Takes older lines of a conversation.
    pub fn older(&mut self, id: ConversationId, older: Older) {
        if let Some(open) = self.open.as_mut().filter(|open| open.id == id) {
            open.older(older);
        }
    }

    /// Takes a conversation that was just accepted, closed or reopened.
    pub fn changed(&mut self, row: Row, moment: Moment) -> Vec<Wish> {
        self.row(row, moment)
    }

    /// Takes what was written of a visitor here. The frame that tells it to everybody may be late.
    pub fn wrote(&mut self, visitor: VisitorId, field: Field, text: String) {
        let card = self.open.as_mut().and_then(|open| open.card.as_mut());
        if let Some(card) = card.filter(|card| card.id == visitor) {
            card.data.0.insert(field.name().to_owned(), text);
        }
    }

    /// Takes a list that was asked for. After an outage it may bring what was missed, and that is worth a sound.
    pub fn listed(&mut self, filter: Filter, inbox: Inbox, asked: Asked, moment: Moment) -> Vec<Wish> {
        let heard = asked.missed && inbox.rows.iter().any(|row| self.is_news(row, moment));
        self.list_error = None;
        let outdated = self.rows.list(filter, inbox, asked.since);
        let wishes = [(outdated, Wish::Count), (heard, Wish::Chime)];
        wishes.into_iter().filter_map(|(wanted, wish)| wanted.then_some(wish)).collect()
    }

    /// Takes news of the link.
    pub fn apply(&mut self, news: News, moment: Moment) -> Vec<Wish> {
        match news {
            News::Outbox(entries) => {
                self.outbox = entries;
                if let Some(open) = &mut self.open {
                    open.outbox(&self.outbox);
                }
                Vec::new()
            }
            News::State(link) => {
                self.link = link;
                if link == Link::Open { self.greet() } else { Vec::new() }
            }
            News::Frame(frame) => self.frame(*frame, moment),
        }
    }

    /// What changed while nobody listened is not known: ask for all of it. Subscribe first, read after.
    fn greet(&mut self) -> Vec<Wish> {
        self.typing.clear();
        let mut wishes = vec![Wish::Say(ClientFrame::Desk)];
        if let Some(open) = &mut self.open {
            wishes.push(Wish::Say(open.reconnect()));
            if open.stage != Stage::Ready {
                wishes.push(Wish::Open(open.id));
            }
        }
        wishes
    }

    fn frame(&mut self, frame: ServerFrame, moment: Moment) -> Vec<Wish> {
        match frame {
            ServerFrame::DeskWelcome { me, availability, departments } => {
                self.online.clear();
                if let Some(card) = self.open.as_ref().and_then(|open| open.card.as_ref()) {
                    let seen = (card.id, card.online);
                    self.online.push(seen);
                }
                // What an operator may do is said by the page alone.
                let admin = self.me.as_ref().is_some_and(|me| me.admin);
                self.welcome(Me { face: me, availability, admin, departments });
                let filter = self.rows.filter();
                // Mine are counted in the title wherever I am.
                let mine = !matches!(filter, Filter::Mine | Filter::All);
                [Some(filter), mine.then_some(Filter::Mine)].into_iter().flatten().map(Wish::List).collect()
            }
            ServerFrame::Watching { verdict, row, messages, more } => {
                if let Some(open) = self.open.as_mut().filter(|open| open.id == row.talk.id) {
                    open.snapshot(verdict, row.talk.clone(), messages, more);
                    open.outbox(&self.outbox);
                }
                self.row(row, moment)
            }
            ServerFrame::Message { message } => self.message(message),
            ServerFrame::Row { row } => self.row(row, moment),
            ServerFrame::Merged { conversation, into } => self.merged(conversation, into),
            ServerFrame::Visitor { card } => {
                self.see(card);
                Vec::new()
            }
            ServerFrame::VisitorOnline { visitor, online } => {
                self.sees(visitor, online);
                if let Some(card) = self.open.as_mut().and_then(|open| open.card.as_mut())
                    && card.id == visitor
                {
                    card.online = online;
                }
                Vec::new()
            }
            ServerFrame::Typing { conversation, operator, on } => {
                self.types(conversation, operator, on, moment.now);
                Vec::new()
            }
            // The rest is for visitors, or says nothing that the desk shows.
            _ => Vec::new(),
        }
    }

    fn merged(&mut self, conversation: ConversationId, into: ConversationId) -> Vec<Wish> {
        self.rows.remove(conversation);
        self.before.retain(|open| open.id != conversation);
        let shown = self.open.as_ref().is_some_and(|open| open.id == conversation);
        shown.then_some(Wish::Turn(into)).into_iter().collect()
    }

    fn message(&mut self, message: Message) -> Vec<Wish> {
        let speaks = |typing: &Typing| match message.author {
            Author::Client => typing.operator.is_none(),
            _ => {
                typing.operator.as_ref().map(|face| face.id) == message.operator.as_ref().map(|face| face.id)
            }
        };
        self.typing.retain(|typing| typing.conversation != message.conversation || !speaks(typing));
        if let Some(open) = &mut self.open {
            open.line(message);
        }
        self.missing().into_iter().collect()
    }

    fn row(&mut self, row: Row, moment: Moment) -> Vec<Wish> {
        let heard = self.is_news(&row, moment);
        let id = row.talk.id;
        let talk = row.talk.clone();
        let mut wishes = Vec::new();
        match self.rows.take(row) {
            Taken::Stale => return wishes,
            Taken::New => wishes.push(Wish::Count),
            Taken::Changed => {}
        }
        if heard {
            wishes.push(Wish::Chime);
        }
        if let Some(open) = self.open.as_mut().filter(|open| open.id == id) {
            open.thread.state(talk);
        }
        wishes.extend(self.missing());
        wishes
    }

    fn missing(&mut self) -> Option<Wish> {
        let newest = self.open_row()?.talk.seq;
        if self.link != Link::Open {
            return None;
        }
        self.open.as_mut()?.ask_for_missing(newest).map(Wish::Say)
    }

    /// Whether a row brings words of a visitor that are mine to answer, or anybody's, and that I do not see already.
    fn is_news(&self, row: &Row, moment: Moment) -> bool {
        let known = self.rows.get(row.talk.id);
        // What a bot hands over is news, whoever spoke last.
        let handed = known.is_some_and(Row::is_bots);
        let newer = known.is_none_or(|known| known.unread < row.unread || known.last_at < row.last_at);
        let speaks = handed || newer && row.last_author == Author::Client;
        let new = speaks && row.unread > 0 && row.talk.status == Status::Open;
        let away = self.me.as_ref().is_some_and(|me| me.availability == Availability::Away);
        let ours = match &row.talk.operator {
            None => !away && self.rows.concerns_me(row),
            Some(face) => Some(face.id) == self.my_id(),
        };
        let seen = moment.visible && self.open.as_ref().is_some_and(|open| open.id == row.talk.id);
        new && ours && !seen
    }

    fn see(&mut self, card: Card) {
        self.sees(card.id, card.online);
        if self.open_row().is_some_and(|row| row.visitor == card.id)
            && let Some(open) = &mut self.open
        {
            open.card = Some(card);
        }
    }

    fn sees(&mut self, visitor: VisitorId, online: bool) {
        self.online.retain(|(id, _)| *id != visitor);
        self.online.push((visitor, online));
    }

    fn types(&mut self, conversation: ConversationId, operator: Option<Face>, on: bool, now: Timestamp) {
        let id = operator.as_ref().map(|face| face.id);
        if id.is_some() && id == self.my_id() {
            return;
        }
        let same = |typing: &Typing| {
            typing.conversation == conversation && typing.operator.as_ref().map(|face| face.id) == id
        };
        self.typing.retain(|typing| !same(typing));
        if on {
            self.typing.push(Typing { conversation, operator, until: now.plus_ms(TYPING_MS) });
        }
    }

    /// Whether somebody's typing is too long ago to be shown.
    #[must_use]
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.typing.iter().any(|typing| typing.until <= now)
    }

    /// Forgets typing that is too long ago.
    pub fn expire(&mut self, now: Timestamp) {
        self.typing.retain(|typing| typing.until > now);
    }

    /// The line up to which the visitor's words can be told to be read, while somebody looks.
    #[must_use]
    pub fn unread(&self) -> Option<(ConversationId, i64)> {
        let (open, row) = (self.open.as_ref()?, self.open_row()?);
        let seq = open.unread(row.talk.agent_read)?;
        (self.link == Link::Open).then_some((open.id, seq))
    }
}

#[cfg(test)]
mod tests {
    use domain::conversation::Counts;

    use super::*;
    use crate::desk::testing::{card, id, line, me, row, them};

    const SEEN: Moment = Moment { now: Timestamp(10_000), visible: true };
    const HIDDEN: Moment = Moment { now: Timestamp(10_000), visible: false };

    fn desk() -> DeskState {
        let mut desk = DeskState::default();
        desk.welcome(Me { face: me(), availability: Availability::Online, admin: false, departments: None });
        desk.turn_to(Filter::All);
        let rows = vec![row(1, 1, None), row(2, 1, Some(me()))];
        desk.listed(
            Filter::All,
            Inbox { rows, counts: Counts { mine: 1, unassigned: 1, all: 2 } },
            Asked::default(),
            SEEN,
        );
        desk.apply(News::State(Link::Open), SEEN);
        desk
    }

    fn frame(desk: &mut DeskState, frame: ServerFrame) -> Vec<Wish> {
        desk.apply(News::Frame(Box::new(frame)), SEEN)
    }

    fn opened(desk: &mut DeskState, number: u128, version: i64) -> Vec<Wish> {
        desk.choose(Choice::One(id(number)));
        let row = row(number, version, None);
        let card = card(&row);
        desk.opened(
            id(number),
            api::Opened { row, messages: vec![line(number, 1, Author::Client)], more: false, card },
        )
    }

    /// The visitor's next words, as the desk's list hears of them.
    fn words(number: u128, version: i64, operator: Option<Face>) -> ServerFrame {
        let mut row = row(number, version, operator);
        row.unread = 1;
        row.last_at = Timestamp(5000 + version);
        ServerFrame::Row { row }
    }

    #[test]
    fn opening_subscribes_and_asks() {
        let mut desk = desk();
        let watch = |number| Wish::Say(ClientFrame::Watch { conversation: id(number), cursor: None });
        assert_eq!(desk.choose(Choice::One(id(1))), [watch(1), Wish::Open(id(1))]);
        assert_eq!(desk.choose(Choice::One(id(1))), [], "it is open already");
        let unwatch = Wish::Say(ClientFrame::Unwatch { conversation: id(1) });
        assert_eq!(desk.choose(Choice::One(id(2))), [unwatch, watch(2), Wish::Open(id(2))]);
    }

    #[test]
    fn coming_back_shows_what_is_known_and_resumes() {
        let mut desk = desk();
        opened(&mut desk, 1, 1);
        desk.choose(Choice::Nothing);
        let wishes = desk.choose(Choice::One(id(1)));
        assert!(
            matches!(&wishes[0], Wish::Say(ClientFrame::Watch { cursor: Some(cursor), .. }) if cursor.seq == 1)
        );
        assert_eq!(desk.open.as_ref().expect("open").stage, Stage::Ready);
    }

    #[test]
    fn a_reconnection_says_hello_then_watches_then_lists() {
        let mut desk = desk();
        opened(&mut desk, 1, 1);
        desk.apply(News::State(Link::Connecting), SEEN);
        let wishes = desk.apply(News::State(Link::Open), SEEN);
        assert_eq!(wishes[0], Wish::Say(ClientFrame::Desk));
        assert!(matches!(&wishes[1], Wish::Say(ClientFrame::Watch { cursor: Some(_), .. })));
        let welcome =
            ServerFrame::DeskWelcome { me: me(), availability: Availability::Online, departments: None };
        assert_eq!(frame(&mut desk, welcome.clone()), [Wish::List(Filter::All)]);
        desk.turn_to(Filter::Unassigned);
        assert_eq!(frame(&mut desk, welcome), [Wish::List(Filter::Unassigned), Wish::List(Filter::Mine)]);
    }

    #[test]
    fn a_gap_is_asked_for() {
        let mut desk = desk();
        opened(&mut desk, 1, 1);
        frame(
            &mut desk,
            ServerFrame::Watching {
                verdict: Verdict::Resumed,
                row: row(1, 1, None),
                messages: vec![],
                more: false,
            },
        );
        let wishes = frame(&mut desk, ServerFrame::Message { message: line(1, 3, Author::Client) });
        assert!(
            matches!(&wishes[..], [Wish::Say(ClientFrame::Watch { cursor: Some(cursor), .. })] if cursor.seq == 1)
        );
        let messages = vec![line(1, 2, Author::Client), line(1, 3, Author::Client)];
        let watching =
            ServerFrame::Watching { verdict: Verdict::Resumed, row: row(1, 3, None), messages, more: false };
        assert_eq!(frame(&mut desk, watching), []);
        assert_eq!(desk.open.expect("open").thread.lines.len(), 3);
    }

    #[test]
    fn a_conversation_that_became_another_is_left_for_it() {
        let mut desk = desk();
        opened(&mut desk, 1, 1);
        let merged =
            |conversation, into| ServerFrame::Merged { conversation: id(conversation), into: id(into) };
        assert_eq!(frame(&mut desk, merged(9, 2)), [], "nobody looks at it");
        assert_eq!(frame(&mut desk, merged(1, 2)), [Wish::Turn(id(2))]);
        assert_eq!(desk.rows.shown(), Some(&[id(2)][..]));
    }

    #[test]
    fn a_sound_is_made_for_words_that_nobody_sees() {
        let mut desk = desk();
        opened(&mut desk, 1, 1);
        assert_eq!(frame(&mut desk, words(1, 2, None)), [], "it is open and visible");
        assert_eq!(desk.apply(News::Frame(Box::new(words(1, 3, None))), HIDDEN), [Wish::Chime]);
        assert_eq!(frame(&mut desk, words(2, 2, Some(me()))), [Wish::Chime]);
        assert_eq!(frame(&mut desk, words(2, 3, Some(them()))), [], "a colleague has it");
        assert_eq!(frame(&mut desk, words(9, 1, None)), [Wish::Count, Wish::Chime], "a new conversation");
        desk.welcome(Me { face: me(), availability: Availability::Away, admin: false, departments: None });
        assert_eq!(frame(&mut desk, words(8, 1, None)), [Wish::Count], "who is away wants nothing new");
    }

    #[test]
    fn what_was_missed_makes_one_sound() {
        let mut desk = desk();
        let mut missed = row(1, 2, None);
        (missed.unread, missed.last_at) = (2, Timestamp(9000));
        let inbox = Inbox { rows: vec![missed], counts: Counts { mine: 0, unassigned: 1, all: 1 } };
        let asked = Asked { since: 0, missed: true };
        assert_eq!(desk.listed(Filter::All, inbox.clone(), asked, SEEN), [Wish::Chime]);
        assert_eq!(desk.listed(Filter::All, inbox, asked, SEEN), [], "it is known now");
    }

    #[test]
    fn typing_ends_by_time_by_word_and_by_message() {
        let mut desk = desk();
        let types = |operator, on| ServerFrame::Typing { conversation: id(1), operator, on };
        frame(&mut desk, types(None, true));
        frame(&mut desk, types(Some(them()), true));
        frame(&mut desk, types(Some(me()), true));
        assert!(desk.visitor_types(id(1)) && !desk.visitor_types(id(2)));
        assert_eq!(desk.colleague_types(id(1)), Some(&them()), "my own typing is no news");
        frame(&mut desk, types(Some(them()), false));
        assert_eq!(desk.colleague_types(id(1)), None);
        frame(&mut desk, ServerFrame::Message { message: line(1, 2, Author::Client) });
        assert!(!desk.visitor_types(id(1)));
        frame(&mut desk, types(None, true));
        assert!(!desk.has_expired(Timestamp(15_999)) && desk.has_expired(Timestamp(16_000)));
        desk.expire(Timestamp(16_000));
        assert!(!desk.visitor_types(id(1)));
    }

    #[test]
    fn dots_follow_the_visitor() {
        let mut desk = desk();
        opened(&mut desk, 1, 1);
        let visitor = desk.open_row().expect("known").visitor;
        assert_eq!(desk.is_online(visitor), Some(false));
        frame(&mut desk, ServerFrame::VisitorOnline { visitor, online: true });
        assert_eq!(desk.is_online(visitor), Some(true));
        assert!(desk.open.as_ref().expect("open").card.as_ref().expect("known").online);
    }

    #[test]
    fn what_is_written_of_a_visitor_is_known_at_once_and_of_nobody_else() {
        let mut desk = desk();
        opened(&mut desk, 1, 1);
        let visitor = desk.open_row().expect("known").visitor;
        let name = |desk: &DeskState| {
            let card = desk.open.as_ref()?.card.as_ref()?;
            card.data.known("name").map(str::to_owned)
        };
        desk.wrote(visitor, Field::Name, "Vera".to_owned());
        assert_eq!(name(&desk).as_deref(), Some("Vera"));
        opened(&mut desk, 2, 1);
        assert_ne!(desk.open_row().expect("known").visitor, visitor);
        desk.wrote(visitor, Field::Name, "Eve".to_owned());
        assert_eq!(name(&desk), None, "another conversation is open by now");
        opened(&mut desk, 1, 1);
        desk.wrote(visitor, Field::Name, String::new());
        assert_eq!(name(&desk), None, "it was cleared");
    }

    #[test]
    fn reading_waits_for_a_connection() {
        let mut desk = desk();
        opened(&mut desk, 1, 1);
        assert_eq!(desk.unread(), Some((id(1), 1)));
        desk.apply(News::State(Link::Offline), SEEN);
        assert_eq!(desk.unread(), None);
    }

    #[test]
    fn what_does_not_exist_is_missing_and_what_failed_is_tried_again() {
        let mut desk = desk();
        desk.choose(Choice::One(id(5)));
        desk.refused(id(5), &Refusal::new(Code::Unavailable, "The server can not be reached."));
        assert!(matches!(desk.open.as_ref().expect("open").stage, Stage::Failed(_)));
        assert!(desk.apply(News::State(Link::Open), SEEN).contains(&Wish::Open(id(5))));
        desk.refused(id(4), &Refusal::not_found());
        assert!(
            matches!(desk.open.as_ref().expect("open").stage, Stage::Failed(_)),
            "that was about another one"
        );
        desk.refused(id(5), &Refusal::not_found());
        assert_eq!(desk.open.expect("open").stage, Stage::Missing);
    }
}
