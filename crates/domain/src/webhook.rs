//! Webhooks: what a site's own server is told, in which form, and when it is told again.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    error::{Code, Refusal},
};

/// As much of an answer is read, in bytes.
pub const MAX_ANSWER: usize = 20 * 1024;
/// A webhook is switched off after this long without one success, in milliseconds: 120 hours.
pub const PATIENCE_MS: i64 = 120 * HOUR;
/// Longest address, in characters.
pub const MAX_URL: usize = 2000;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// What another server is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// It is told what happens.
    #[default]
    Events,
    /// It brings people's words from elsewhere, and takes the answers there (`CONTRACT 1.9` Chat API).
    Channel,
    /// It answers first, until it hands over to an operator (`CONTRACT 1.9` Bot API).
    Bot,
}

impl Purpose {
    /// Its name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Channel => "channel",
            Self::Bot => "bot",
        }
    }

    /// How long an attempt waits for the answer, in milliseconds. A visitor waits for a bot.
    #[must_use]
    pub const fn timeout_ms(self) -> u64 {
        match self {
            Self::Events | Self::Channel => 15_000,
            Self::Bot => 3000,
        }
    }

    /// The pauses between attempts. Events: as Standard Webhooks recommends them; the tenth attempt is the last, after three
    /// days. Channel and bot: as the vendor says.
    const fn pauses(self) -> &'static [i64] {
        match self {
            Self::Events => &[
                5 * SECOND,
                5 * MINUTE,
                30 * MINUTE,
                2 * HOUR,
                5 * HOUR,
                10 * HOUR,
                14 * HOUR,
                20 * HOUR,
                24 * HOUR,
            ],
            Self::Channel => &[4 * SECOND, 12 * SECOND, 30 * SECOND],
            Self::Bot => &[0, 0],
        }
    }

    /// What a status means; the pause is that of a `Retry-After` header, in milliseconds. Everything but 2xx is a failure, a
    /// redirection too, since nobody has looked at where it leads. A channel's 4xx is its last word.
    #[must_use]
    pub const fn verdict(self, status: u16, retry_after: Option<i64>) -> Verdict {
        match (self, status) {
            (_, 200..=299) => Verdict::Taken,
            (Self::Events, 410) => Verdict::Gone,
            (Self::Channel, 400..=499) => Verdict::Refused,
            _ => Verdict::Later(retry_after),
        }
    }

    /// When the next attempt is made after `attempts` of them; none after the last. `chance`, 0 to 1, moves it by a fifth in
    /// either direction, so that what failed together does not come back together. A pause that the other server asks for is
    /// honoured up to twice our own.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "pauses are days at most"
    )]
    pub fn next_attempt(
        self,
        attempts: usize,
        now: Timestamp,
        chance: f64,
        retry_after: Option<i64>,
    ) -> Option<Timestamp> {
        let pause = *self.pauses().get(attempts.checked_sub(1)?)?;
        let moved = (pause as f64 * (0.8 + 0.4 * chance)) as i64;
        let asked = retry_after.unwrap_or_default().min(2 * pause);
        Some(now.plus_ms(moved.max(asked)))
    }
}

/// How an event is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// As Jivo writes it (`CONTRACT 1.8`); its answers are understood.
    #[default]
    Jivo,
    /// Our own, signed as Standard Webhooks says.
    Usher,
}

/// What has happened (`CONTRACT 1.8`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// An operator has accepted the conversation.
    ChatAccepted,
    /// The visitor has told who they are, or has gone to another page, during a conversation.
    ChatUpdated,
    /// The conversation was closed.
    ChatFinished,
    /// The visitor has left a message in a form, since nobody was there.
    OfflineMessage,
    /// A call back was asked for, has gone on, or is over.
    CallEvent,
    /// Contact data have changed.
    ClientUpdated,
    /// Attributes have changed.
    ClientAttributeUpdated,
}

impl Event {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::ChatAccepted,
        Self::ChatUpdated,
        Self::ChatFinished,
        Self::OfflineMessage,
        Self::CallEvent,
        Self::ClientUpdated,
        Self::ClientAttributeUpdated,
    ];

    /// Its name in the vendor's form.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ChatAccepted => "chat_accepted",
            Self::ChatUpdated => "chat_updated",
            Self::ChatFinished => "chat_finished",
            Self::OfflineMessage => "offline_message",
            Self::CallEvent => "call_event",
            Self::ClientUpdated => "client_updated",
            Self::ClientAttributeUpdated => "client_attribute_updated",
        }
    }

    /// Whether what the vendor's server answers is for the conversation (`CONTRACT 1.8`).
    #[must_use]
    pub fn is_answered(name: &str) -> bool {
        [Self::ChatAccepted, Self::ChatUpdated].into_iter().any(|event| event.name() == name)
    }
}

/// Why a webhook was switched off by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// The other server wants no more (`410 Gone`).
    Gone,
    /// It has taken nothing for [`PATIENCE_MS`].
    Silent,
}

/// How a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// To be sent, for the first time or again.
    Waiting,
    /// The other server has it.
    Done,
    /// No further attempt is made, unless somebody asks for it.
    Failed,
}

/// What the other server made of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It has it.
    Taken,
    /// Not now; perhaps after so many milliseconds.
    Later(Option<i64>),
    /// Never this one.
    Refused,
    /// It wants no more of any kind (`410 Gone`).
    Gone,
}

/// Shortest secret of a channel or a bot, in characters.
pub const MIN_ADDRESS_SECRET: usize = 20;

/// Checks a secret that is part of an address.
///
/// # Errors
/// `invalid`, field `secret`.
pub fn address_secret(raw: &str) -> Result<(), Refusal> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if raw.len() >= MIN_ADDRESS_SECRET && raw.chars().all(fits) {
        return Ok(());
    }
    let message =
        format!("At least {MIN_ADDRESS_SECRET} letters, digits, hyphens and underlines are expected.");
    Err(Refusal::field(Code::Invalid, "secret", message))
}

/// Checks where a webhook shall go: an address of the web, without a name and password, which would be shown in the log. Which hosts it may really reach is decided when it is sent, since
/// names change what they mean.
///
/// # Errors
/// `invalid`, field `url`.
pub fn url(raw: &str) -> Result<&str, Refusal> {
    let text = raw.trim();
    let host = text.split_once("://").map(|(_, rest)| rest).unwrap_or_default();
    let fits = crate::text::is_web(text)
        && text.chars().count() <= MAX_URL
        && host.starts_with(|c: char| c.is_alphanumeric() || c == '[')
        && !host.split(['/', '?', '#']).next().unwrap_or_default().contains('@');
    if fits {
        return Ok(text);
    }
    let message = "An address is expected that starts with https:// or http:// and has no password in it.";
    Err(Refusal::field(Code::Invalid, "url", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_comes_later_and_later_and_then_no_more() {
        let now = Timestamp(0);
        let at = |attempts, chance| Purpose::Events.next_attempt(attempts, now, chance, None).map(|at| at.0);
        assert_eq!((at(0, 0.5), at(1, 0.5), at(2, 0.5)), (None, Some(5000), Some(5 * MINUTE)));
        assert_eq!((at(1, 0.0), at(1, 1.0)), (Some(4000), Some(6000)));
        assert_eq!((at(9, 0.5), at(10, 0.5)), (Some(24 * HOUR), None));
        let days: i64 = (1..=9).filter_map(|attempts| at(attempts, 0.5)).sum();
        assert!(days > 75 * HOUR, "whoever is down for three days gets all of it");
    }

    #[test]
    fn a_pause_that_is_asked_for_is_honoured_within_reason() {
        let after = |asked| Purpose::Events.next_attempt(1, Timestamp(0), 0.5, Some(asked)).map(|at| at.0);
        assert_eq!((after(1000), after(8000), after(HOUR)), (Some(5000), Some(8000), Some(10_000)));
    }

    /// `CONTRACT 1.9`: "up to 3 retries, 3-60 s apart", and "timeout 3 s, 2 retries; 9 s without answer".
    #[test]
    fn channels_and_bots_are_tried_again_as_the_vendor_says() {
        let pauses = |purpose: Purpose| {
            let at =
                move |(attempts, chance)| purpose.next_attempt(attempts, Timestamp(0), chance, Some(HOUR));
            [(1, 0.0), (2, 0.5), (3, 1.0), (4, 0.0)].map(at).map(|at| at.map(|at| at.0))
        };
        assert_eq!(pauses(Purpose::Bot), [Some(0), Some(0), None, None]);
        let [first, second, third, last] = pauses(Purpose::Channel);
        for pause in [first, second, third] {
            assert!(pause.is_some_and(|pause| (3 * SECOND..=60 * SECOND).contains(&pause)), "{pause:?}");
        }
        assert_eq!(last, None);
        assert_eq!(3 * Purpose::Bot.timeout_ms(), 9000);
    }

    #[test]
    fn only_2xx_is_success() {
        for purpose in [Purpose::Events, Purpose::Channel, Purpose::Bot] {
            for status in [200, 204] {
                assert_eq!(purpose.verdict(status, None), Verdict::Taken);
            }
            for status in [100, 301, 302, 307, 500, 503] {
                assert_eq!(purpose.verdict(status, Some(1)), Verdict::Later(Some(1)), "{status}");
            }
        }
        assert_eq!(Purpose::Events.verdict(410, None), Verdict::Gone);
        for status in [400, 404, 410, 429] {
            assert_eq!(Purpose::Channel.verdict(status, None), Verdict::Refused, "{status}");
            assert_eq!(Purpose::Bot.verdict(status, None), Verdict::Later(None), "{status}");
        }
        assert_eq!(Purpose::Events.verdict(404, Some(1)), Verdict::Later(Some(1)));
    }

    #[test]
    fn addresses_are_of_the_web() {
        for fine in ["https://crm.example/hook?a=b@c", " http://localhost:9000 ", "https://[::1]/"] {
            assert_eq!(url(fine), Ok(fine.trim()));
        }
        let long = format!("https://a.example/{}", "x".repeat(MAX_URL));
        for wrong in [
            "",
            "crm.example",
            "ftp://a.example",
            "javascript://a",
            "https://",
            "https:///a",
            "https://a b",
            "https://user:word@a.example/",
            "https://user@a.example",
            &long,
        ] {
            assert_eq!(url(wrong).expect_err(wrong).field.as_deref(), Some("url"));
        }
    }
}
