//! A thread as rows on screen: days, changes of state, and words in groups. Plain data, so that it is tested without a
//! screen.

use domain::{
    ClientMessageId, MessageId, Timestamp,
    message::{Author, Kind, Message},
    operator::Face,
    thread::{Outgoing, Thread},
    words::Language,
};

/// Words of one author closer together than this stand in one group.
const GROUP_MS: i64 = 5 * 60_000;
const DAY_MS: i64 = 86_400_000;

/// What a row is known by for as long as it is on screen. A message keeps the name its sender gave it, so that it stays
/// where it is when the server has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Day(i64),
    New,
    Sent(ClientMessageId),
    Line(MessageId),
}

/// What a row shows; it never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// A day begins; days are counted since 1970.
    Day(i64),
    /// Here begins what the visitor has not seen.
    New,
    /// Something happened, by whom.
    Event(Kind, Option<Face>),
    Words {
        author: Author,
        face: Option<Face>,
        text: String,
    },
}

/// How far words have come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    Sending,
    /// Refused.
    Failed,
    Sent,
    Read,
}

/// What changes while a row stays where it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Status {
    /// First of its group.
    pub(super) first: bool,
    /// Last of its group: the one with face, time and mark.
    pub(super) last: bool,
    pub(super) at: Timestamp,
    /// Of the visitor's own words.
    pub(super) mark: Option<Mark>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) key: Key,
    pub(super) content: Content,
    pub(super) status: Status,
}

/// The rows of a thread. `day_of` is the reader's calendar, `new_from` the first row not seen before.
pub(super) fn rows(thread: &Thread, new_from: Option<Key>, day_of: impl Fn(Timestamp) -> i64) -> Vec<Row> {
    let agent_read = thread.talk.as_ref().map_or(0, |talk| talk.agent_read);
    let mut rows = Builder { built: Vec::new(), day: i64::MIN, day_of, new_from };
    for line in &thread.lines {
        let Some(content) = content(line) else { continue };
        let mark = if line.seq <= agent_read { Mark::Read } else { Mark::Sent };
        rows.add(key(line), content, line.at, (line.author == Author::Client).then_some(mark));
    }
    // What the site's code shows is not stored before the visitor answers it (`CONTRACT 2.3 sendAutoMessage`).
    let autos = thread.autos.iter().map(|auto| (auto, Author::Bot));
    for (out, author) in autos.chain(thread.outgoing.iter().map(|out| (out, Author::Client))) {
        let Outgoing { client_id, text, at, failed } = out;
        let mark = if failed.is_some() { Mark::Failed } else { Mark::Sending };
        let words = Content::Words { author, face: None, text: text.clone() };
        rows.add(Key::Sent(*client_id), words, *at, (author == Author::Client).then_some(mark));
    }
    let mut rows = rows.built;
    group(&mut rows);
    rows
}

struct Builder<F> {
    built: Vec<Row>,
    day: i64,
    day_of: F,
    new_from: Option<Key>,
}

impl<F: Fn(Timestamp) -> i64> Builder<F> {
    fn push(&mut self, key: Key, content: Content, at: Timestamp, mark: Option<Mark>) {
        self.built.push(Row { key, content, status: Status { first: true, last: true, at, mark } });
    }

    /// Adds a row, and before it what divides it from those above.
    fn add(&mut self, key: Key, content: Content, at: Timestamp, mark: Option<Mark>) {
        let day = (self.day_of)(at);
        // A clock that was set back begins no day again, since every row has a key of its own.
        if day > self.day {
            self.day = day;
            self.push(Key::Day(day), Content::Day(day), at, None);
        }
        if self.new_from == Some(key) {
            self.push(Key::New, Content::New, at, None);
        }
        self.push(key, content, at, mark);
    }
}

fn key(line: &Message) -> Key {
    line.client_id.map_or(Key::Line(line.id), Key::Sent)
}

fn content(line: &Message) -> Option<Content> {
    let face = line.operator.clone();
    match line.kind {
        Kind::Text => Some(Content::Words { author: line.author, face, text: line.text.clone() }),
        Kind::Unknown | Kind::Undelivered => None,
        event => Some(Content::Event(event, face)),
    }
}

fn group(rows: &mut [Row]) {
    for index in 1..rows.len() {
        if let [before, row] = &mut rows[index - 1..=index]
            && joins(before, row)
        {
            before.status.last = false;
            row.status.first = false;
        }
    }
}

fn joins(before: &Row, row: &Row) -> bool {
    let (Content::Words { author, face, .. }, Content::Words { author: next_author, face: next_face, .. }) =
        (&before.content, &row.content)
    else {
        return false;
    };
    let same =
        author == next_author && face.as_ref().map(|face| face.id) == next_face.as_ref().map(|face| face.id);
    // What failed has its own reason and its own buttons.
    let failed = [before, row].iter().any(|row| row.status.mark == Some(Mark::Failed));
    same && !failed && row.status.at.since(before.status.at) <= GROUP_MS
}

/// The first row of the other side that the visitor has not seen; automatic messages were `seen` up to that one.
pub(super) fn first_unread(thread: &Thread, seen: Timestamp) -> Option<Key> {
    let read = thread.talk.as_ref().map_or(0, |talk| talk.client_read);
    let unread = |line: &&Message| {
        line.seq > read && matches!(line.author, Author::Agent | Author::Bot) && line.kind != Kind::Unknown
    };
    let auto = || thread.autos.iter().find(|auto| auto.at > seen).map(|auto| Key::Sent(auto.client_id));
    thread.lines.iter().find(unread).map(key).or_else(auto)
}

/// What people are called in a sentence.
pub(super) fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

/// The word for a day that is near; any other is a date.
pub(super) fn near_day(day: i64, today: i64) -> Option<&'static str> {
    match today - day {
        0 => Some("today"),
        1 => Some("yesterday"),
        _ => None,
    }
}

/// What the server writes before the browser knows better. `date` is a sentence with `{day}`, `{month}` and `{year}` in it,
/// `months` has the names in it.
pub(super) fn utc_date(day: i64, date: &str, months: &str) -> String {
    let moment = Timestamp(day.saturating_mul(DAY_MS)).rfc3339();
    let mut parts = moment.split(['-', 'T']);
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let month = month.and_then(|month| months.split(' ').nth(month.parse::<usize>().ok()?.checked_sub(1)?));
    date.replace("{day}", day.unwrap_or_default().trim_start_matches('0'))
        .replace("{month}", month.unwrap_or_default())
        .replace("{year}", year.unwrap_or_default())
}

/// The plural form that a whole number takes, as keys end on it (CLDR, "Language Plural Rules").
pub(super) fn plural(language: Language, number: usize) -> &'static str {
    match (language, number % 10, number % 100) {
        (Language::Ru, _, 11..=14) => "Many",
        (Language::Ru, 1, _) => "One",
        (Language::Ru, 2..=4, _) => "Few",
        (Language::Ru, ..) => "Many",
        _ if number == 1 || (language == Language::Pt && number == 0) => "One",
        _ => "Other",
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        ConversationId, OperatorId,
        conversation::{Status as State, Talk},
    };

    use super::*;

    const NOON: i64 = 20_000 * DAY_MS + DAY_MS / 2;

    fn id<T: std::str::FromStr<Err = domain::Refusal>>(number: i64) -> T {
        format!("00000000-0000-4000-8000-{number:012}").parse().expect("is a UUID")
    }

    fn anna() -> Face {
        Face { id: OperatorId(id::<OperatorId>(1).0), name: "Anna Petrova".into() }
    }

    /// A line at a minute after noon; system lines say who joined.
    fn line(seq: i64, author: Author, minute: i64) -> Message {
        Message {
            id: id(seq),
            conversation: id(0),
            seq,
            client_id: (author != Author::System).then(|| id(100 + seq)),
            author,
            operator: (author != Author::Client).then(anna),
            kind: if author == Author::System { Kind::Accepted } else { Kind::Text },
            text: format!("line {seq}"),
            choices: Vec::new(),
            at: Timestamp(NOON + minute * 60_000),
        }
    }

    fn talk(client_read: i64, agent_read: i64) -> Talk {
        let id: ConversationId = id(0);
        Talk { id, status: State::Open, version: 1, seq: 9, client_read, agent_read, operator: Some(anna()) }
    }

    fn out(number: i64, minute: i64, failed: Option<&str>) -> Outgoing {
        let at = Timestamp(NOON + minute * 60_000);
        Outgoing { client_id: id(100 + number), text: String::new(), at, failed: failed.map(str::to_owned) }
    }

    fn drawn(thread: &Thread, new_from: Option<Key>) -> Vec<Row> {
        rows(thread, new_from, Timestamp::utc_day)
    }

    /// The rows in short: `(` begins a group, `)` ends it.
    fn sketch(rows: &[Row]) -> String {
        let row = |row: &Row| {
            let name = match &row.content {
                Content::Day(_) => return "day".to_owned(),
                Content::New => return "new".to_owned(),
                Content::Event(event, _) => return format!("{event:?}"),
                Content::Words { author: Author::Client, .. } => "me",
                Content::Words { .. } => "they",
            };
            let Status { first, last, .. } = row.status;
            format!("{}{name}{}", if first { "(" } else { "" }, if last { ")" } else { "" })
        };
        rows.iter().map(row).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn one_author_within_five_minutes_is_one_group() {
        use Author::{Agent, Client, System};
        let lines = [
            (Client, 0),
            (Client, 5),
            (Client, 11),
            (System, 12),
            (Agent, 12),
            (Agent, 13),
            (Client, 14),
            (Agent, 15),
        ];
        let lines = (1..).zip(lines).map(|(seq, (author, minute))| line(seq, author, minute)).collect();
        let rows = drawn(&Thread { lines, ..Thread::default() }, None);
        assert_eq!(sketch(&rows), "day (me me) (me) Accepted (they they) (me) (they)");
    }

    #[test]
    fn another_operator_or_another_day_is_another_group() {
        let mut lines =
            vec![line(1, Author::Agent, 0), line(2, Author::Agent, 1), line(3, Author::Agent, 719)];
        lines.push(line(4, Author::Agent, 721));
        lines[1].operator = Some(Face { id: id(2), name: "Tom".into() });
        assert_eq!(
            sketch(&drawn(&Thread { lines, ..Thread::default() }, None)),
            "day (they) (they) (they) day (they)"
        );
    }

    #[test]
    fn what_failed_stands_alone_and_what_is_sent_stays_where_it_is() {
        let mut thread = Thread { lines: vec![line(1, Author::Client, 0)], ..Thread::default() };
        thread.outbox(vec![out(2, 1, None), out(3, 1, Some("Too long.")), out(4, 2, None)]);
        let before = drawn(&thread, None);
        assert_eq!(sketch(&before), "day (me me) (me) (me)");
        let marks: Vec<_> = before.iter().filter_map(|row| row.status.mark.clone()).collect();
        assert_eq!(marks, [Mark::Sent, Mark::Sending, Mark::Failed, Mark::Sending]);

        thread.line(line(2, Author::Client, 1));
        let after = drawn(&thread, None);
        let keys = |rows: &[Row]| rows.iter().map(|row| row.key).collect::<Vec<_>>();
        assert_eq!(keys(&before), keys(&after), "the ack moves nothing");
        assert_eq!(after[2].status.mark, Some(Mark::Sent));
    }

    #[test]
    fn read_marks_reach_as_far_as_the_operator_has_seen() {
        let lines = (1..=3).map(|seq| line(seq, Author::Client, seq * 10)).collect();
        let rows = drawn(&Thread { talk: Some(talk(0, 2)), lines, ..Thread::default() }, None);
        let marks: Vec<_> = rows.iter().filter_map(|row| row.status.mark.clone()).collect();
        assert_eq!(marks, [Mark::Read, Mark::Read, Mark::Sent]);
    }

    #[test]
    fn the_divider_stands_once_before_the_first_unread_line_and_parts_a_group() {
        let lines = vec![line(1, Author::Client, 0), line(2, Author::Agent, 1), line(3, Author::Agent, 2)];
        let thread = Thread { talk: Some(talk(2, 0)), lines, ..Thread::default() };
        let unread = first_unread(&thread, Timestamp(0));
        assert_eq!(unread, Some(Key::Sent(id(103))));
        assert_eq!(sketch(&drawn(&thread, unread)), "day (me) (they) new (they)");
        assert_eq!(first_unread(&Thread { talk: Some(talk(3, 0)), ..thread }, Timestamp(0)), None);
    }

    #[test]
    fn automatic_messages_stand_between_what_was_said_and_what_is_sent() {
        let lines = vec![line(1, Author::Client, 0)];
        let mut thread = Thread { talk: Some(talk(1, 0)), lines, ..Thread::default() };
        thread.show_autos(vec![out(2, 1, None), out(3, 2, None)]);
        thread.outbox(vec![out(4, 3, None)]);
        let before = drawn(&thread, None);
        assert_eq!(sketch(&before), "day (me) (they they) (me)");
        assert!(before[2].status.mark.is_none() && before[3].status.mark.is_none());

        let seen = |minute: i64| Timestamp(NOON + minute * 60_000);
        assert_eq!(first_unread(&thread, seen(0)), Some(Key::Sent(id(102))));
        assert_eq!(first_unread(&thread, seen(1)), Some(Key::Sent(id(103))));
        assert_eq!(first_unread(&thread, seen(2)), None);
        assert_eq!(
            sketch(&drawn(&thread, first_unread(&thread, seen(1)))),
            "day (me) (they) new (they) (me)"
        );

        for stored in [line(2, Author::Bot, 3), line(3, Author::Bot, 3), line(4, Author::Client, 3)] {
            thread.line(Message { operator: None, ..stored });
        }
        let after = drawn(&thread, None);
        let keys = |rows: &[Row]| rows.iter().map(|row| row.key).collect::<Vec<_>>();
        assert_eq!(keys(&before), keys(&after), "what is stored stays where it is");
    }

    #[test]
    fn a_clock_set_back_begins_no_day_twice() {
        let lines =
            vec![line(1, Author::Client, 0), line(2, Author::Client, 1440), line(3, Author::Client, 0)];
        let rows = drawn(&Thread { lines, ..Thread::default() }, None);
        let mut keys: Vec<_> = rows.iter().map(|row| format!("{:?}", row.key)).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), rows.len());
    }

    #[test]
    fn a_line_of_tomorrow_is_shown_as_nothing() {
        let unknown = Message { kind: Kind::Unknown, ..line(1, Author::Agent, 0) };
        assert!(drawn(&Thread { lines: vec![unknown], ..Thread::default() }, None).is_empty());
    }

    #[test]
    fn days_have_names() {
        assert_eq!(
            [0, 1, 2].map(|ago| near_day(20_000 - ago, 20_000)),
            [Some("today"), Some("yesterday"), None]
        );
        assert_eq!(near_day(20_001, 20_000), None);
        let months = "January February March April May June July August September October November December";
        let date = |day| utc_date(day, "{day} {month} {year}", months);
        assert_eq!(date(20_778), "21 November 2026");
        assert_eq!(date(0), "1 January 1970");
        assert_eq!(utc_date(0, "{month}", ""), "");
    }

    #[test]
    fn people_are_called_by_their_first_name() {
        assert_eq!(first_name("Anna Petrova"), "Anna");
        assert_eq!(first_name(""), "");
    }

    #[test]
    fn numbers_have_the_plural_forms_of_the_language() {
        let forms =
            |language, numbers: &[usize]| numbers.iter().map(|n| plural(language, *n)).collect::<Vec<_>>();
        let russian = forms(Language::Ru, &[0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 111, 112, 121]);
        let expected = "Many One Few Few Many Many Many Many One Few Many Many Many One";
        assert_eq!(russian.join(" "), expected);
        assert_eq!(forms(Language::Pt, &[0, 1, 2]), ["One", "One", "Other"]);
        for language in [Language::En, Language::Es] {
            assert_eq!(forms(language, &[0, 1, 2, 11, 21]), ["Other", "One", "Other", "Other", "Other"]);
        }
    }
}
