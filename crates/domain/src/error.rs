//! What a person may be told when something is refused: a stable code, a sentence, and the field it is about.
//!
//! Three channels, never mixed: absence is `Option`, refusal is [`Refusal`], failure of our own is `Code::Unavailable`
//! with its cause in the log only.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why something was refused. Clients decide by the code; the sentence is for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A value is not of the allowed form; `field` names it.
    Invalid,
    /// Longer than the limit; `field` names it.
    TooLong,
    /// Nobody is logged in, or the session has ended.
    Unauthenticated,
    /// E-mail and password do not fit together.
    WrongPassword,
    /// The request came from a page that may not make it.
    Forbidden,
    /// There is no such thing, or it is not yours; the two are not told apart.
    NotFound,
    /// The client id was already used for another message.
    Conflict,
    /// The address is already taken.
    Taken,
    /// The conversation is closed; reopen it first.
    ConversationClosed,
    /// Another operator took the conversation first.
    AlreadyAccepted,
    /// Too many requests; try again after `retry_after_ms`.
    TooManyRequests,
    /// The frame's `type` is not known to this server.
    UnknownFrame,
    /// Not understood: broken JSON, or a shape that no frame has.
    Malformed,
    /// The disk is full; nothing was stored, try again later.
    StorageFull,
    /// Our fault or a restart; try again.
    Unavailable,
}

impl Code {
    /// The HTTP status that carries this code.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Invalid | Self::TooLong => 422,
            Self::Malformed | Self::UnknownFrame => 400,
            Self::Unauthenticated | Self::WrongPassword => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict | Self::Taken | Self::ConversationClosed | Self::AlreadyAccepted => 409,
            Self::TooManyRequests => 429,
            Self::StorageFull => 507,
            Self::Unavailable => 503,
        }
    }
}

/// A refusal as it crosses every boundary: `{code, message, field?, retry_after_ms?}` and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The stable reason.
    pub code: Code,
    /// One or two short English sentences: what happened, then what to do.
    pub message: String,
    /// The input that is to blame, by its name on the wire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// How long to wait before trying again, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u32>,
}

impl Refusal {
    /// A refusal that is about no single input.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), field: None, retry_after_ms: None }
    }

    /// A refusal about one input.
    #[must_use]
    pub fn field(code: Code, field: &str, message: impl Into<String>) -> Self {
        Self { field: Some(field.to_owned()), ..Self::new(code, message) }
    }

    /// The one answer for what does not exist and for what belongs to somebody else.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(Code::NotFound, "There is nothing here.")
    }

    /// The answer to somebody who must log in first.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(Code::Unauthenticated, "Log in first.")
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.field {
            Some(field) => write!(f, "{field}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Refusal {}
