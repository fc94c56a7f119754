//! Calls back: a visitor leaves a number, and somebody calls it (`CONTRACT 1.6 startCall`).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    CallId,
    contact::phone,
    error::{Code, Refusal},
    operator::Face,
};

/// A call that nobody has taken for so long is over, in milliseconds.
pub const RING_MS: i64 = 3 * 60 * 1000;
/// A call of which nothing is heard for so long is over, in milliseconds.
pub const LONGEST_MS: i64 = 4 * 60 * 60 * 1000;
/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// Why nobody can be called back (`CONTRACT 1.6 isCallbackEnabled`).
pub const DISABLED: &str = "Callback disabled";

/// How far a call has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It was asked for; the operators hear of it.
    Ringing,
    /// An operator takes it.
    Accepted,
    /// The visitor has picked up.
    Connected,
    /// They have talked.
    Ended,
    /// They have not; the reason says why.
    Failed,
}

impl Status {
    /// Whether nothing comes after it.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::Failed)
    }

    /// Whether `next` may come after it: a call goes on, and what is told late changes nothing.
    #[must_use]
    pub const fn leads_to(self, next: Self) -> bool {
        !self.is_over() && (self as u8) < next as u8
    }

    /// The vendor's name of it (`CONTRACT 1.8 call_event`).
    #[must_use]
    pub const fn vendors(self) -> &'static str {
        match self {
            Self::Ringing => "start",
            Self::Accepted => "agent_connected",
            Self::Connected => "client_connected",
            Self::Ended => "end",
            Self::Failed => "error",
        }
    }
}

/// A call as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Which one; the desk knows it by its conversation.
    #[serde(skip, default = "nobodys")]
    pub id: CallId,
    /// Whom: `+` and digits.
    pub phone: String,
    /// How far it has come.
    pub status: Status,
    /// Why it failed; else empty. Not for the desk, which shows no call that is over.
    #[serde(skip)]
    pub reason: String,
    /// Who took it.
    pub operator: Option<Face>,
}

const fn nobodys() -> CallId {
    CallId(uuid::Uuid::nil())
}

/// What an operator does to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Take it, and dial.
    TakeCall,
    /// They have talked.
    CallDone,
    /// Nobody picked up.
    CallMissed,
}

impl Step {
    /// What becomes of the call, and why.
    #[must_use]
    pub const fn outcome(self) -> (Status, &'static str) {
        match self {
            Self::TakeCall => (Status::Accepted, ""),
            Self::CallDone => (Status::Ended, ""),
            Self::CallMissed => (Status::Failed, "No answer"),
        }
    }
}

/// When and how a site's visitors are called back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Calls {
    /// Whether at all.
    pub enabled: bool,
    /// The country of numbers without one, as two letters: `NO`.
    pub country: String,
    /// Where the office's clock hangs: `Europe/Oslo`; UTC if empty.
    pub time_zone: String,
    /// When somebody calls; always, if there are none.
    pub hours: Vec<Hours>,
    /// As many calls a month; as many as are asked for, if empty.
    pub monthly_limit: Option<u32>,
    /// Who connects the two; an operator dials, if nobody does.
    pub twilio: Option<Twilio>,
}

/// An opening time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// 0 is Sunday, as in rules (`CONTRACT 1.7 week_day`).
    pub day: u8,
    /// `09:00`.
    pub from: String,
    /// `17:30`; `24:00` is the day's end.
    pub to: String,
}

/// An account with Twilio: it calls the office, and connects it with the visitor.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Twilio {
    /// `AC…`.
    pub account_sid: String,
    /// Its secret.
    pub auth_token: String,
    /// The number that is shown to both; one of the account's own.
    pub from: String,
    /// The number that rings first.
    pub office: String,
}

impl fmt::Debug for Twilio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Twilio({})", self.account_sid)
    }
}

/// The minute of the day; None for what is no time.
fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |text: &str| (text.len() == 2).then(|| text.parse::<u16>().ok()).flatten();
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let minute = hours * 60 + minutes;
    (minutes < 60 && minute <= DAY).then_some(minute)
}

impl Calls {
    /// Checks what the types can not say. Which time zones there are, the service knows.
    ///
    /// # Errors
    /// `invalid`, naming the field and what is allowed.
    pub fn check(&self) -> Result<(), Refusal> {
        let invalid = |field: &str, message: &str| {
            Err(Refusal::field(Code::Invalid, &format!("calls.{field}"), message))
        };
        let is_country = |code: &str| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        if !self.country.is_empty() && !is_country(&self.country) {
            return invalid("country", "Two letters are expected: NO, DE.");
        }
        for Hours { day, from, to } in &self.hours {
            let times = minute(from).zip(minute(to));
            if *day > 6 || times.is_none_or(|(from, to)| from >= to) {
                return invalid("hours", "A day from 0 (Sunday) to 6, and two times like 09:00 and 17:30.");
            }
        }
        let Some(Twilio { account_sid, auth_token, from, office }) = &self.twilio else { return Ok(()) };
        if !account_sid.starts_with("AC") || !account_sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return invalid("twilio.account_sid", "It begins with AC.");
        }
        if auth_token.is_empty() {
            return invalid("twilio.auth_token", "It must not be empty.");
        }
        for (field, number) in [("twilio.from", from), ("twilio.office", office)] {
            if !number.starts_with('+') || phone(number).is_none() {
                return invalid(field, "A number with its country is expected: +4721000000.");
            }
        }
        Ok(())
    }

    /// Whether the office is open on this day of the week (0 is Sunday) at this minute of its own clock.
    #[must_use]
    pub fn is_open(&self, day: u8, now: u16) -> bool {
        let holds = |hours: &Hours| {
            let times = minute(&hours.from).zip(minute(&hours.to));
            hours.day == day && times.is_some_and(|(from, to)| (from..to).contains(&now))
        };
        self.hours.is_empty() || self.hours.iter().any(holds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_goes_on_and_never_back() {
        use Status::{Accepted, Connected, Ended, Failed, Ringing};
        let order = [Ringing, Accepted, Connected];
        for (place, status) in order.into_iter().enumerate() {
            for (other, next) in order.into_iter().enumerate() {
                assert_eq!(status.leads_to(next), other > place, "{status:?} {next:?}");
            }
            assert!(status.leads_to(Ended) && status.leads_to(Failed) && !status.is_over());
        }
        for over in [Ended, Failed] {
            assert!([Ringing, Accepted, Connected, Ended, Failed].iter().all(|next| !over.leads_to(*next)));
        }
    }

    fn hours(day: u8, from: &str, to: &str) -> Hours {
        Hours { day, from: from.into(), to: to.into() }
    }

    #[test]
    fn the_office_is_open_at_its_hours_or_always() {
        assert!(Calls::default().is_open(0, 0));
        let calls =
            Calls { hours: vec![hours(1, "09:00", "12:30"), hours(1, "13:00", "24:00")], ..Calls::default() };
        calls.check().expect("is fine");
        for (day, minute, open) in [
            (1, 539, false),
            (1, 540, true),
            (1, 749, true),
            (1, 750, false),
            (1, 1439, true),
            (2, 600, false),
        ] {
            assert_eq!(calls.is_open(day, minute), open, "{day} {minute}");
        }
    }

    #[test]
    fn settings_are_checked_by_name() {
        let twilio = Twilio {
            account_sid: "AC12".into(),
            auth_token: "secret".into(),
            from: "+4721000000".into(),
            office: "+4721000001".into(),
        };
        let fine = Calls { country: "NO".into(), twilio: Some(twilio.clone()), ..Calls::default() };
        fine.check().expect("is fine");
        assert!(!format!("{fine:?}").contains("secret"));
        let with = |twilio: Twilio| Calls { twilio: Some(twilio), ..fine.clone() };
        for (field, calls) in [
            ("calls.country", Calls { country: "no".into(), ..fine.clone() }),
            ("calls.hours", Calls { hours: vec![hours(7, "09:00", "10:00")], ..fine.clone() }),
            ("calls.hours", Calls { hours: vec![hours(1, "10:00", "10:00")], ..fine.clone() }),
            ("calls.hours", Calls { hours: vec![hours(1, "9:00", "24:01")], ..fine.clone() }),
            ("calls.twilio.account_sid", with(Twilio { account_sid: "12/..".into(), ..twilio.clone() })),
            ("calls.twilio.auth_token", with(Twilio { auth_token: String::new(), ..twilio.clone() })),
            ("calls.twilio.from", with(Twilio { from: "21000000".into(), ..twilio.clone() })),
            ("calls.twilio.office", with(Twilio { office: "+1".into(), ..twilio.clone() })),
        ] {
            assert_eq!(calls.check().expect_err(field).field.as_deref(), Some(field));
        }
    }
}
