//! How a thread is laid out: days, groups, marks. Positions and flags alone; words are looked up when they are drawn,
//! so that a new line costs no copy of all the others.

use domain::{
    ClientMessageId, MessageId, OperatorId, Timestamp,
    message::{Author, Kind, Message},
    thread::Thread,
};

/// Lines of one author so close to each other are one group.
const GROUP_MS: i64 = 5 * 60 * 1000;

/// The name of an item, the same for as long as it is on the screen: a message on its way keeps it when it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A message with a name of its own.
    Sent(ClientMessageId),
    /// A line that only the server has named.
    Line(MessageId),
    /// The day that begins with this line.
    Day(MessageId),
}

/// One thing in a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Another day begins: its number since 1970, by the reader's clock.
    Day(Key, i64),
    /// Something happened.
    Event(Key),
    /// Somebody said something.
    Words(Key, Shape),
}

impl Item {
    /// The item's name.
    #[must_use]
    pub fn key(&self) -> Key {
        match self {
            Self::Day(key, _) | Self::Event(key) | Self::Words(key, _) => *key,
        }
    }
}

/// How words are drawn.
#[expect(clippy::struct_excessive_bools, reason = "four independent facts, each a class of the style sheet")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// By operators, not by the visitor.
    pub out: bool,
    /// First of its group.
    pub first: bool,
    /// Last of its group: carries the avatar.
    pub last: bool,
    /// Carries time and mark.
    pub meta: bool,
    /// How far it has come.
    pub mark: Mark,
}

/// How far words have come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// The visitor's words have no mark.
    None,
    /// On their way.
    Sending,
    /// Refused, and why.
    Failed(String),
    /// Stored.
    Sent,
    /// Seen by the visitor.
    Read,
}

/// Lays a thread out. `me` is who writes what is on its way, `read` how far the visitor has read; `day_of` tells the day
/// of a moment by the reader's clock.
#[must_use]
pub fn items(
    thread: &Thread,
    me: Option<OperatorId>,
    read: i64,
    day_of: impl Fn(Timestamp) -> i64,
) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::with_capacity(thread.lines.len() + 2);
    let mut day = None;
    let mut group: Option<(Author, Option<OperatorId>, Timestamp)> = None;
    let follows = |group: &Option<(Author, Option<OperatorId>, Timestamp)>, author, who, at: Timestamp| {
        group.is_some_and(|(a, w, before)| a == author && w == who && at.since(before) < GROUP_MS)
    };
    for line in thread.lines.iter().filter(|line| is_shown(line)) {
        let today = day_of(line.at);
        if day != Some(today) {
            (day, group) = (Some(today), None);
            items.push(Item::Day(Key::Day(line.id), today));
        }
        let key = line.client_id.map_or(Key::Line(line.id), Key::Sent);
        if line.kind != Kind::Text {
            group = None;
            items.push(Item::Event(key));
            continue;
        }
        let who = line.operator.as_ref().map(|face| face.id);
        let first = !follows(&group, line.author, who, line.at);
        group = Some((line.author, who, line.at));
        let out = line.author != Author::Client;
        let mark = if !out {
            Mark::None
        } else if line.seq <= read {
            Mark::Read
        } else {
            Mark::Sent
        };
        items.push(Item::Words(key, Shape { out, first, last: true, meta: true, mark }));
    }
    for out in &thread.outgoing {
        let mark = out.failed.clone().map_or(Mark::Sending, Mark::Failed);
        let first = !follows(&group, Author::Agent, me, out.at);
        group = Some((Author::Agent, me, out.at));
        items.push(Item::Words(
            Key::Sent(out.client_id),
            Shape { out: true, first, last: true, meta: true, mark },
        ));
    }
    tidy(&mut items);
    items
}

/// What is not last in its group has no avatar, and no time unless its mark says something of its own.
fn tidy(items: &mut [Item]) {
    for place in 1..items.len() {
        let (before, after) = items.split_at_mut(place);
        if let (Some(Item::Words(_, shape)), Some(Item::Words(_, next))) = (before.last_mut(), after.first())
            && !next.first
        {
            shape.last = false;
            let way = |mark: &Mark| matches!(mark, Mark::Sending);
            shape.meta = matches!(shape.mark, Mark::Failed(_))
                || matches!(next.mark, Mark::Failed(_))
                || way(&shape.mark) != way(&next.mark);
        }
    }
}

/// What a newer server wrote is shown as nothing.
fn is_shown(line: &Message) -> bool {
    line.kind != Kind::Unknown
}

#[cfg(test)]
mod tests {
    use domain::thread::Outgoing;

    use super::*;
    use crate::desk::testing::{client_id, line, me, them};

    fn utc(at: Timestamp) -> i64 {
        at.utc_day()
    }

    fn shapes(items: &[Item]) -> Vec<(bool, bool, bool)> {
        let shape =
            |item: &Item| if let Item::Words(_, s) = item { Some((s.first, s.last, s.meta)) } else { None };
        items.iter().filter_map(shape).collect()
    }

    fn thread(lines: Vec<Message>) -> Thread {
        Thread { lines, ..Thread::default() }
    }

    #[test]
    fn lines_close_to_each_other_are_a_group() {
        let mut late = line(1, 3, Author::Client);
        late.at = Timestamp(2000 + GROUP_MS);
        let items =
            items(&thread(vec![line(1, 1, Author::Client), line(1, 2, Author::Client), late]), None, 0, utc);
        assert!(matches!(items[0], Item::Day(..)));
        assert_eq!(shapes(&items), [(true, false, false), (false, true, true), (true, true, true)]);
    }

    #[test]
    fn another_speaker_an_event_and_a_day_begin_a_group() {
        let mut other = line(1, 3, Author::Agent);
        other.operator = Some(them());
        let event = line(1, 4, Author::System);
        let mut tomorrow = line(1, 6, Author::Agent);
        tomorrow.at = Timestamp(86_400_000 + 1);
        let lines = vec![
            line(1, 1, Author::Client),
            line(1, 2, Author::Agent),
            other,
            event,
            line(1, 5, Author::Agent),
            tomorrow,
        ];
        let items = items(&thread(lines), None, 0, utc);
        assert!(shapes(&items).iter().all(|shape| *shape == (true, true, true)));
        assert_eq!(items.iter().filter(|item| matches!(item, Item::Day(..))).count(), 2);
        assert_eq!(items.iter().filter(|item| matches!(item, Item::Event(_))).count(), 1);
    }

    #[test]
    fn marks_tell_how_far_words_have_come() {
        let mut thread =
            thread(vec![line(1, 1, Author::Client), line(1, 2, Author::Agent), line(1, 3, Author::Agent)]);
        let out = |number, failed: Option<&str>| Outgoing {
            client_id: client_id(number),
            text: "words".into(),
            at: Timestamp(4000),
            failed: failed.map(str::to_owned),
        };
        thread.outgoing = vec![out(1, None), out(2, None), out(3, Some("This conversation is closed."))];
        let items = items(&thread, Some(me().id), 2, utc);
        let marks: Vec<_> = items
            .iter()
            .filter_map(|i| if let Item::Words(_, s) = i { Some(&s.mark) } else { None })
            .collect();
        let failed = Mark::Failed("This conversation is closed.".into());
        assert_eq!(marks, [&Mark::None, &Mark::Read, &Mark::Sent, &Mark::Sending, &Mark::Sending, &failed]);
        assert_eq!(
            shapes(&items)[2..],
            [(false, false, true), (false, false, false), (false, false, true), (false, true, true)],
            "one mark for what was sent, one for what is on its way, one for each that failed"
        );
    }

    #[test]
    fn a_message_keeps_its_name_when_it_is_stored() {
        let stored = line(1, 2, Author::Agent);
        let name = stored.client_id.expect("has one");
        let out = Outgoing { client_id: name, text: "words".into(), at: stored.at, failed: None };
        let on_its_way = Thread { outgoing: vec![out], ..Thread::default() };
        assert_eq!(
            items(&on_its_way, None, 0, utc)[0].key(),
            items(&thread(vec![stored]), None, 0, utc)[1].key()
        );
    }

    #[test]
    fn a_line_of_tomorrows_kind_is_shown_as_nothing() {
        let mut odd = line(1, 1, Author::Agent);
        odd.kind = Kind::Unknown;
        assert_eq!(items(&thread(vec![odd]), None, 0, utc), []);
    }
}
