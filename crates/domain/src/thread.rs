//! A client's view of one conversation: the same lines in the same order on every screen.
//!
//! Panel and desk feed it the frames of [`crate::wire`] in whatever order the network gives; it keeps what fits, drops
//! what it has, and says when something is missing, so that the client asks again instead of showing a hole.

use serde::{Deserialize, Serialize};

use crate::{
    ClientMessageId, Timestamp,
    conversation::{Cursor, Talk},
    message::{Author, Message},
    wire::Verdict,
};

/// A message on its way out. It is kept by the sender's outbox until the server has acked it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// The name under which it will be known for ever.
    pub client_id: ClientMessageId,
    /// The words.
    pub text: String,
    /// When they were written.
    pub at: Timestamp,
    /// Why it was refused; such a message waits for the sender's decision.
    #[serde(default)]
    pub failed: Option<String>,
}

/// What a line did to the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// It is new and in its place.
    New,
    /// It was there already.
    Known,
    /// Lines before it are missing: resume with [`Thread::cursor`].
    Gap,
}

/// The view.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Thread {
    /// State and read marks, once there is a conversation.
    pub talk: Option<Talk>,
    /// The lines, in order, without holes.
    pub lines: Vec<Message>,
    /// Whether the server has older lines.
    pub more: bool,
    /// Automatic messages that the server does not know yet: shown after the lines, before what is on its way out
    /// (`CONTRACT 2.3 sendAutoMessage`). The visitor's next words take them along.
    #[serde(default)]
    pub autos: Vec<Outgoing>,
    /// What is on its way out.
    pub outgoing: Vec<Outgoing>,
}

impl Thread {
    /// Where this view stands, for resuming.
    #[must_use]
    pub fn cursor(&self) -> Option<Cursor> {
        let last = self.lines.last()?;
        Some(Cursor { conversation: last.conversation, seq: last.seq, message: last.id })
    }

    /// Takes the server's answer to a (re)connection.
    pub fn snapshot(&mut self, verdict: Verdict, talk: Option<Talk>, lines: Vec<Message>, more: bool) {
        if verdict != Verdict::Resumed {
            self.lines.clear();
            self.talk = None;
            self.more = more;
        }
        for line in lines {
            self.line(line);
        }
        if let Some(talk) = talk {
            self.state(talk);
        }
    }

    /// Takes one line.
    pub fn line(&mut self, line: Message) -> Applied {
        let last = self.lines.last().map(|last| (last.conversation, last.seq));
        let applied = match last {
            Some((conversation, _)) if conversation != line.conversation => Applied::Gap,
            Some((_, seq)) if line.seq <= seq => Applied::Known,
            Some((_, seq)) if line.seq > seq + 1 => Applied::Gap,
            // A view without lines takes any line of a snapshot as its first; `more` tells that older ones exist.
            _ => Applied::New,
        };
        if applied != Applied::Gap {
            for waiting in [&mut self.autos, &mut self.outgoing] {
                waiting.retain(|out| Some(out.client_id) != line.client_id);
            }
        }
        if applied == Applied::New {
            self.lines.push(line);
        }
        applied
    }

    /// Takes older lines, asked for by hand; they must end just before the first one here.
    pub fn older(&mut self, mut lines: Vec<Message>, more: bool) {
        let fits = match (lines.last(), self.lines.first()) {
            (Some(old), Some(first)) => old.conversation == first.conversation && old.seq + 1 == first.seq,
            _ => true,
        };
        if fits {
            lines.append(&mut self.lines);
            self.lines = lines;
            self.more = more;
        }
    }

    /// Takes state and read marks; an older version than the known one changes nothing.
    pub fn state(&mut self, talk: Talk) {
        let newer =
            self.talk.as_ref().is_none_or(|known| known.id != talk.id || known.version < talk.version);
        if newer {
            self.talk = Some(talk);
        }
    }

    /// Takes the outbox as it is now, without what has already come back as a line.
    pub fn outbox(&mut self, entries: Vec<Outgoing>) {
        self.outgoing = self.without_lines(entries);
    }

    /// Takes the automatic messages as they are now, without what has already come back as a line.
    pub fn show_autos(&mut self, entries: Vec<Outgoing>) {
        self.autos = self.without_lines(entries);
    }

    fn without_lines(&self, mut entries: Vec<Outgoing>) -> Vec<Outgoing> {
        entries.retain(|out| !self.lines.iter().any(|l| l.client_id == Some(out.client_id)));
        entries
    }

    /// Lines of the other side that the visitor has not seen.
    #[must_use]
    pub fn unread_by_client(&self) -> usize {
        let read = self.talk.as_ref().map_or(0, |talk| talk.client_read);
        self.lines.iter().filter(|l| l.seq > read && matches!(l.author, Author::Agent | Author::Bot)).count()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::{ConversationId, MessageId, message::Kind};

    fn line(seq: i64) -> Message {
        Message {
            id: MessageId(Uuid::from_u128(u128::from(seq.unsigned_abs()))),
            conversation: ConversationId(Uuid::nil()),
            seq,
            client_id: Some(ClientMessageId(Uuid::from_u128(u128::from(seq.unsigned_abs()) << 64))),
            author: Author::Client,
            operator: None,
            kind: Kind::Text,
            text: format!("line {seq}"),
            choices: Vec::new(),
            at: Timestamp(seq),
        }
    }

    #[test]
    fn a_hole_is_noticed_and_not_shown() {
        let mut thread = Thread::default();
        assert_eq!(thread.line(line(1)), Applied::New);
        assert_eq!(thread.line(line(3)), Applied::Gap);
        assert_eq!(thread.line(line(2)), Applied::New);
        assert_eq!(thread.line(line(2)), Applied::Known);
        assert_eq!(thread.cursor().expect("has lines").seq, 2);
    }

    #[test]
    fn what_came_back_leaves_the_outbox_whichever_way_is_faster() {
        let out = Outgoing {
            client_id: line(1).client_id.expect("has one"),
            text: "line 1".into(),
            at: Timestamp(0),
            failed: None,
        };
        let mut thread = Thread::default();
        thread.outbox(vec![out.clone()]);
        assert_eq!(thread.outgoing.len(), 1);
        thread.line(line(1));
        assert!(thread.outgoing.is_empty());
        thread.outbox(vec![out.clone()]);
        assert!(thread.outgoing.is_empty());
        thread.show_autos(vec![
            out.clone(),
            Outgoing { client_id: line(2).client_id.expect("has one"), ..out },
        ]);
        assert_eq!(thread.autos.len(), 1, "the first is a line already");
        thread.line(line(2));
        assert!(thread.autos.is_empty());
    }

    #[test]
    fn a_reset_forgets_what_can_not_be_proved() {
        let mut thread = Thread::default();
        thread.snapshot(Verdict::New, None, vec![line(1), line(2)], false);
        thread.snapshot(Verdict::Reset, None, vec![line(7), line(8)], true);
        assert_eq!(thread.lines.iter().map(|l| l.seq).collect::<Vec<_>>(), [7, 8]);
        thread.older(vec![line(5), line(6)], true);
        thread.older(vec![line(2), line(3)], false);
        assert_eq!(thread.lines.iter().map(|l| l.seq).collect::<Vec<_>>(), [5, 6, 7, 8]);
        assert!(thread.more);
    }

    proptest! {
        /// G4: whatever is dropped, doubled or mixed up on the way, resuming makes the view equal to a fresh one.
        #[test]
        fn every_delivery_converges(deliveries in prop::collection::vec((1i64..20, any::<bool>()), 0..60)) {
            let mut thread = Thread::default();
            thread.snapshot(Verdict::New, None, vec![line(1)], false);
            for (seq, resume) in deliveries {
                if thread.line(line(seq)) == Applied::Gap && resume {
                    let after = thread.cursor().map_or(0, |cursor| cursor.seq);
                    thread.snapshot(Verdict::Resumed, None, (after + 1..=seq).map(line).collect(), false);
                }
                prop_assert!(thread.lines.windows(2).all(|pair| pair[0].seq + 1 == pair[1].seq));
            }
            let after = thread.cursor().map_or(0, |cursor| cursor.seq);
            thread.snapshot(Verdict::Resumed, None, (after + 1..20).map(line).collect(), false);
            prop_assert_eq!(thread.lines, (1..20).map(line).collect::<Vec<_>>());
        }
    }
}
