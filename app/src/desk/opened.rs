//! The conversation that is open on the desk: its lines, what is on its way out, and its visitor.

use domain::{
    ConversationId,
    conversation::{Cursor, Talk},
    message::{Author, Message},
    thread::{Applied, Outgoing, Thread},
    visitor::Card,
    wire::{ClientFrame, Older, Verdict},
};

use crate::link::Entry;

/// One conversation, opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Which one.
    pub id: ConversationId,
    /// How far we are.
    pub stage: Stage,
    /// What is known of the visitor.
    pub card: Option<Card>,
    /// The lines.
    pub thread: Thread,
    /// Lines that came before the ones they follow.
    ahead: Vec<Message>,
    /// Missing lines have been asked for.
    asked: bool,
    /// The line up to which reading was told.
    told: i64,
}

/// How far an opened conversation is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// On its way.
    Loading,
    /// There.
    Ready,
    /// There is none.
    Missing,
    /// It could not be had; why, in words for people.
    Failed(String),
}

impl Opened {
    /// A conversation of which nothing is known yet.
    #[must_use]
    pub fn new(id: ConversationId) -> Self {
        Self {
            id,
            stage: Stage::Loading,
            card: None,
            thread: Thread::default(),
            ahead: Vec::new(),
            asked: false,
            told: 0,
        }
    }

    /// The frame that asks for what is missing here.
    pub fn watch(&mut self) -> ClientFrame {
        self.asked = true;
        ClientFrame::Watch { conversation: self.id, cursor: self.thread.cursor() }
    }

    /// The connection is a new one: nothing that was said on the old one counts.
    pub fn reconnect(&mut self) -> ClientFrame {
        self.told = 0;
        self.watch()
    }

    /// Takes lines that the server sent together.
    pub fn snapshot(&mut self, verdict: Verdict, talk: Talk, lines: Vec<Message>, more: bool) {
        self.asked = false;
        self.stage = Stage::Ready;
        self.thread.snapshot(verdict, Some(talk), lines, more);
        self.catch_up();
    }

    /// Takes one line. Returns whether it is new; one that leaves a hole waits for those before it.
    pub fn line(&mut self, line: Message) -> bool {
        if line.conversation != self.id || self.stage != Stage::Ready {
            return false;
        }
        match self.thread.line(line.clone()) {
            Applied::New => {
                self.catch_up();
                true
            }
            Applied::Known => false,
            Applied::Gap => {
                if !self.ahead.iter().any(|ahead| ahead.seq == line.seq) {
                    let place = self.ahead.iter().position(|ahead| ahead.seq > line.seq);
                    self.ahead.insert(place.unwrap_or(self.ahead.len()), line);
                }
                false
            }
        }
    }

    /// Takes older lines.
    pub fn older(&mut self, older: Older) {
        self.thread.older(older.messages, older.more);
    }

    /// Takes the outbox. What has left it because it was stored stays until its line is in its place.
    pub fn outbox(&mut self, entries: &[Entry]) {
        let ours = entries.iter().filter(|entry| entry.conversation == Some(self.id));
        let mut outgoing: Vec<Outgoing> = ours.map(|entry| entry.outgoing.clone()).collect();
        let stored = |out: &Outgoing| self.ahead.iter().any(|ahead| ahead.client_id == Some(out.client_id));
        let kept = self.thread.outgoing.iter().filter(|out| stored(out));
        let kept: Vec<_> =
            kept.filter(|out| !outgoing.iter().any(|o| o.client_id == out.client_id)).cloned().collect();
        outgoing.splice(0..0, kept);
        self.thread.outbox(outgoing);
    }

    /// Asks for missing lines, once: when a line came too early, or the conversation is known to have more.
    pub fn ask_for_missing(&mut self, newest: i64) -> Option<ClientFrame> {
        let last = self.thread.lines.last().map_or(0, |line| line.seq);
        let missing = self.stage == Stage::Ready && (newest > last || !self.ahead.is_empty());
        (missing && !self.asked).then(|| self.watch())
    }

    /// The visitor's newest words that nobody was told to have read: `seq` for a `Read` frame.
    #[must_use]
    pub fn unread(&self, agent_read: i64) -> Option<i64> {
        let newest = self.thread.lines.iter().rev().find(|line| line.author == Author::Client)?;
        let last = self.thread.lines.last()?;
        (self.stage == Stage::Ready && newest.seq > agent_read.max(self.told)).then_some(last.seq)
    }

    /// The server has been told that everything up to here was read.
    pub fn has_told(&mut self, seq: i64) {
        self.told = seq;
    }

    /// The first line, for asking what is before it.
    #[must_use]
    pub fn first(&self) -> Option<Cursor> {
        let first = self.thread.lines.first()?;
        Some(Cursor { conversation: first.conversation, seq: first.seq, message: first.id })
    }

    fn catch_up(&mut self) {
        for line in std::mem::take(&mut self.ahead) {
            if self.thread.line(line.clone()) == Applied::Gap {
                self.ahead.push(line);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;

    use super::*;
    use crate::desk::testing::{client_id, id, line, row};

    fn opened(lines: Vec<Message>) -> Opened {
        let mut opened = Opened::new(id(1));
        opened.snapshot(Verdict::New, row(1, 1, None).talk, lines, false);
        opened
    }

    fn seqs(opened: &Opened) -> Vec<i64> {
        opened.thread.lines.iter().map(|line| line.seq).collect()
    }

    #[test]
    fn a_line_that_came_too_early_waits_and_is_asked_for_once() {
        let mut opened = opened(vec![line(1, 1, Author::Client)]);
        assert!(!opened.line(line(1, 3, Author::Agent)));
        assert_eq!(seqs(&opened), [1]);
        assert!(
            matches!(opened.ask_for_missing(3), Some(ClientFrame::Watch { cursor: Some(cursor), .. }) if cursor.seq == 1)
        );
        assert_eq!(opened.ask_for_missing(3), None, "the question is on its way");
        assert!(opened.line(line(1, 2, Author::System)));
        assert_eq!(seqs(&opened), [1, 2, 3]);
        opened.snapshot(Verdict::Resumed, row(1, 2, None).talk, vec![line(1, 2, Author::System)], false);
        assert_eq!(opened.ask_for_missing(3), None);
        assert_eq!(seqs(&opened), [1, 2, 3]);
    }

    #[test]
    fn a_missing_line_is_noticed_by_the_row_alone() {
        let mut opened = opened(vec![line(1, 1, Author::Client)]);
        assert_eq!(opened.ask_for_missing(1), None);
        assert!(opened.ask_for_missing(2).is_some());
    }

    #[test]
    fn an_acked_message_never_vanishes() {
        let mut opened = opened(vec![line(1, 1, Author::Client)]);
        let outgoing =
            Outgoing { client_id: client_id(1003), text: "line 3".into(), at: Timestamp(1), failed: None };
        opened.outbox(&[Entry { outgoing, conversation: Some(id(1)) }]);
        // The ack is faster than the line before it, "accepted".
        opened.line(line(1, 3, Author::Agent));
        opened.outbox(&[]);
        assert_eq!(opened.thread.outgoing.len(), 1);
        opened.line(line(1, 2, Author::System));
        assert_eq!((opened.thread.outgoing.len(), seqs(&opened)), (0, vec![1, 2, 3]));
    }

    #[test]
    fn other_conversations_do_not_enter() {
        let mut opened = opened(vec![line(1, 1, Author::Client)]);
        assert!(!opened.line(line(2, 2, Author::Client)));
        let outgoing =
            Outgoing { client_id: client_id(9), text: String::new(), at: Timestamp(1), failed: None };
        opened.outbox(&[Entry { outgoing, conversation: Some(id(2)) }]);
        assert_eq!((opened.thread.outgoing.len(), seqs(&opened)), (0, vec![1]));
    }

    #[test]
    fn reading_is_told_once_and_only_of_the_visitors_words() {
        let mut opened = opened(vec![line(1, 1, Author::Client), line(1, 2, Author::Agent)]);
        assert_eq!(opened.unread(0), Some(2));
        assert_eq!(opened.unread(1), None, "another operator was faster");
        opened.has_told(2);
        assert_eq!(opened.unread(0), None);
        opened.line(line(1, 3, Author::Client));
        assert_eq!(opened.unread(0), Some(3));
        opened.has_told(3);
        opened.reconnect();
        assert_eq!(opened.unread(0), Some(3), "what was said on a broken connection may be lost");
    }
}
