//! Messages: who may say what, and how long it may be.

use std::iter;

use serde::{Deserialize, Serialize};

use crate::{
    ClientMessageId, ConversationId, MessageId, Timestamp,
    error::{Code, Refusal},
    operator::Face,
};

/// Longest message, in characters.
pub const MAX_CHARS: usize = 4000;

/// Most that a bot lets a visitor choose from.
pub const MAX_CHOICES: usize = 20;

/// Who speaks. The vendors' words (`CONTRACT 2.2 onNewMessage`), and `system` for what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// The visitor.
    Client,
    /// An operator.
    Agent,
    /// An automatic message, or a bot's.
    Bot,
    /// Nobody: a change of the conversation, told in words by whoever shows it.
    System,
}

/// What a line of a conversation is. Changes of state are lines too, so that one `seq` orders everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Words.
    Text,
    /// The operator took the conversation.
    Accepted,
    /// The operator closed it.
    Closed,
    /// It was opened again, by the operator or by the visitor's next words.
    Reopened,
    /// The answer before it did not reach the channel that the visitor writes through; its words say why.
    Undelivered,
    /// Written by a newer server than this client; shown as nothing.
    #[serde(other)]
    Unknown,
}

/// One line of a conversation, as visitor and operator see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The server's name for it.
    pub id: MessageId,
    /// The conversation it belongs to.
    pub conversation: ConversationId,
    /// Its place: 1, 2, 3 … without gaps inside the conversation.
    pub seq: i64,
    /// The sender's own name for it; system lines have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientMessageId>,
    /// Who speaks.
    pub author: Author,
    /// The operator behind an `agent` or `system` line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<Face>,
    /// Words, or a change of state.
    pub kind: Kind,
    /// The words; empty unless `kind` is `text` or `undelivered`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What a bot lets the visitor choose from; each is what the visitor says by choosing it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// When the server stored it.
    pub at: Timestamp,
}

impl Message {
    /// The words, with what there is to choose from, for whoever can not choose.
    #[must_use]
    pub fn in_words(&self) -> String {
        let choices = (1..).zip(&self.choices).map(|(number, choice)| format!("{number}. {choice}"));
        iter::once(self.text.clone()).chain(choices).collect::<Vec<_>>().join("\n")
    }
}

/// Checked words: not blank, at most [`MAX_CHARS`] characters, no control characters but line break and tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    /// Checks and trims `raw`; `\r\n` becomes `\n`.
    ///
    /// # Errors
    /// `invalid` when nothing is left, `too_long` above [`MAX_CHARS`]; both name the field `text`.
    pub fn parse(raw: &str) -> Result<Self, Refusal> {
        let clean: String = raw
            .replace("\r\n", "\n")
            .chars()
            .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
            .collect();
        let clean = clean.trim();
        if clean.is_empty() {
            return Err(Refusal::field(Code::Invalid, "text", "Write something first."));
        }
        let chars = clean.chars().count();
        if chars > MAX_CHARS {
            let message = format!("A message has at most {MAX_CHARS} characters; this one has {chars}.");
            return Err(Refusal::field(Code::TooLong, "text", message));
        }
        Ok(Self(clean.to_owned()))
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_and_freed_of_control_characters() {
        let text = Text::parse("  one\r\ntwo\u{0}\u{7}\t3 ").expect("is fine");
        assert_eq!(text.as_str(), "one\ntwo\t3");
    }

    #[test]
    fn blank_and_long_texts_are_refused_by_name() {
        let blank = Text::parse(" \n\u{0} ").expect_err("blank");
        assert_eq!((blank.code, blank.field.as_deref()), (Code::Invalid, Some("text")));
        let long = Text::parse(&"я".repeat(MAX_CHARS + 1)).expect_err("long");
        assert_eq!(long.code, Code::TooLong);
        assert!(Text::parse(&"я".repeat(MAX_CHARS)).is_ok(), "the limit counts characters, not bytes");
    }

    #[test]
    fn a_kind_of_tomorrow_is_read_as_unknown() {
        assert_eq!(serde_json::from_str::<Kind>("\"sung\"").expect("reads"), Kind::Unknown);
    }
}
