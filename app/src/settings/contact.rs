//! The form of how a site's visitors can be reached: what its forms ask, and when they are called back.

use domain::{
    Code, Refusal,
    call::{Calls, Hours, Twilio},
    contact::{Ask, ContactForm as Asked},
    site::Settings,
};
use serde::{Deserialize, Serialize};

/// The days of a week, as people write them; the first is Sunday, as in rules.
const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/// Whether a form asks for something, as one choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asking {
    /// It does not.
    #[default]
    No,
    /// It may be left empty.
    Optional,
    /// It must be filled.
    Required,
}

impl Asking {
    const fn of(ask: Ask) -> Self {
        match ask {
            Ask { required: true, .. } => Self::Required,
            Ask { show: true, .. } => Self::Optional,
            Ask { .. } => Self::No,
        }
    }

    fn ask(self) -> Ask {
        Ask { show: self != Self::No, required: self == Self::Required }
    }

    /// Its name on the wire.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Optional => "optional",
            Self::Required => "required",
        }
    }
}

/// Form of `site/contact`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContactForm {
    /// The site's public id.
    pub site: String,
    /// Whether a name is asked for.
    pub name: Asking,
    /// An e-mail address.
    pub email: Asking,
    /// A phone number.
    pub phone: Asking,
    /// Whether also in a conversation; a box that is not ticked is not sent.
    pub in_chat: bool,
    /// Whether before the first words; a box that is not ticked is not sent.
    pub before_chat: bool,
    /// Address of a page of the owner's that asks in the place of these.
    pub own_page: String,
    /// Where answers to our e-mails go.
    pub reply_to: String,
    /// Whether visitors are called back.
    pub calls: bool,
    /// The country of numbers without one.
    pub country: String,
    /// Where the office's clock hangs.
    pub time_zone: String,
    /// When somebody calls, a line each: `Mon-Fri 09:00-17:30`.
    pub hours: String,
    /// Most calls a month.
    pub monthly_limit: String,
    /// The account that makes them; nobody does, if it is empty.
    pub account_sid: String,
    /// Its secret; an empty one leaves the one that is stored.
    pub auth_token: String,
    /// The number that is shown.
    pub from: String,
    /// The number that rings first.
    pub office: String,
}

impl ContactForm {
    /// The form as it is filled in when the page comes. The account's secret is told to nobody.
    #[must_use]
    pub fn of(site: &str, settings: &Settings) -> Self {
        let Settings { contact_form, calls, reply_to, .. } = settings;
        let twilio = calls.twilio.clone();
        let part = |part: fn(Twilio) -> String| twilio.clone().map(part).unwrap_or_default();
        Self {
            site: site.to_owned(),
            name: Asking::of(contact_form.name),
            email: Asking::of(contact_form.email),
            phone: Asking::of(contact_form.phone),
            in_chat: contact_form.in_chat,
            before_chat: contact_form.before_chat,
            own_page: contact_form.own_page.clone(),
            reply_to: reply_to.clone(),
            calls: calls.enabled,
            country: calls.country.clone(),
            time_zone: calls.time_zone.clone(),
            hours: written(&calls.hours),
            monthly_limit: calls.monthly_limit.map(|limit| limit.to_string()).unwrap_or_default(),
            account_sid: part(|twilio| twilio.account_sid),
            auth_token: String::new(),
            from: part(|twilio| twilio.from),
            office: part(|twilio| twilio.office),
        }
    }

    /// Writes it into the settings.
    ///
    /// # Errors
    /// `invalid`, naming the field and what is allowed.
    pub fn apply(self, settings: &mut Settings) -> Result<(), Refusal> {
        let trim = |text: &str| text.trim().to_owned();
        let limit = self.monthly_limit.trim();
        let monthly_limit = if limit.is_empty() {
            None
        } else {
            let wrong = |_| {
                refused("monthly_limit", "Write a whole number, or nothing for as many as are asked for.")
            };
            Some(limit.parse::<u32>().map_err(wrong)?)
        };
        let secret = settings.calls.twilio.as_ref().map(|twilio| twilio.auth_token.clone());
        let secret = if self.auth_token.trim().is_empty() {
            secret.unwrap_or_default()
        } else {
            trim(&self.auth_token)
        };
        let twilio = Twilio {
            account_sid: trim(&self.account_sid),
            auth_token: secret,
            from: trim(&self.from),
            office: trim(&self.office),
        };
        let calls = Calls {
            enabled: self.calls,
            country: self.country.trim().to_uppercase(),
            time_zone: trim(&self.time_zone),
            hours: read(&self.hours)?,
            monthly_limit,
            twilio: (!twilio.account_sid.is_empty()).then_some(twilio),
        };
        calls.check().map_err(bare)?;
        let contact_form = Asked {
            in_chat: self.in_chat,
            before_chat: self.before_chat,
            name: self.name.ask(),
            email: self.email.ask(),
            phone: self.phone.ask(),
            own_page: trim(&self.own_page),
        };
        contact_form.check().map_err(bare)?;
        settings.contact_form = contact_form;
        settings.calls = calls;
        settings.reply_to = trim(&self.reply_to);
        Ok(())
    }
}

/// The field of this form that a field of the settings is written in.
#[must_use]
pub fn bare(refusal: Refusal) -> Refusal {
    let field = refusal.field.map(|field| {
        field.trim_start_matches("calls.").trim_start_matches("contact_form.").replace("twilio.", "")
    });
    Refusal { field, ..refusal }
}

fn refused(field: &str, message: impl Into<String>) -> Refusal {
    Refusal::field(Code::Invalid, field, message)
}

/// Opening times as people write them: days that are alike and follow each other share a line.
fn written(hours: &[Hours]) -> String {
    let mut lines: Vec<(u8, u8, &Hours)> = Vec::new();
    for hours in hours {
        match lines.last_mut() {
            Some((_, last, like))
                if *last + 1 == hours.day && (&like.from, &like.to) == (&hours.from, &hours.to) =>
            {
                *last = hours.day;
            }
            _ => lines.push((hours.day, hours.day, hours)),
        }
    }
    let day = |day: u8| DAYS.get(usize::from(day)).copied().unwrap_or_default();
    let line = |(first, last, hours): (u8, u8, &Hours)| {
        let days =
            if first == last { day(first).to_owned() } else { format!("{}-{}", day(first), day(last)) };
        format!("{days} {}-{}", hours.from, hours.to)
    };
    lines.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

fn read(text: &str) -> Result<Vec<Hours>, Refusal> {
    let mut hours = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let wrong = || {
            refused("hours", format!("“{line}”: write a line like Mon-Fri 09:00-17:30 or Sat 10:00-14:00."))
        };
        let (days, times) = line.split_once(' ').ok_or_else(wrong)?;
        let (from, to) = times.trim().split_once('-').ok_or_else(wrong)?;
        let (first, last) = days.split_once('-').unwrap_or((days, days));
        let day = |name: &str| {
            let place = DAYS.iter().position(|day| day.eq_ignore_ascii_case(name))?;
            u8::try_from(place).ok()
        };
        let (first, last) = day(first).zip(day(last)).ok_or_else(wrong)?;
        // A week may go over its end: Sat-Mon.
        let count = (last + 7 - first) % 7 + 1;
        for step in 0..count {
            let (from, to) = (from.trim().to_owned(), to.trim().to_owned());
            hours.push(Hours { day: (first + step) % 7, from, to });
        }
    }
    Ok(hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_written_as_people_do() {
        let text = "Mon-Fri 09:00-17:30\nSat 10:00-14:00";
        let hours = read(&format!("\n {text}\r\n")).expect("is fine");
        assert_eq!(hours.len(), 6);
        assert_eq!(written(&hours), text);
        let over = read("sat-mon 10:00 - 12:00").expect("is fine");
        assert_eq!(over.iter().map(|hours| hours.day).collect::<Vec<_>>(), [6, 0, 1]);
        for wrong in ["Mon", "Mon 09:00", "Monday 09:00-10:00", "09:00-17:00", "Mon-Noon 09:00-10:00"] {
            assert_eq!(read(wrong).expect_err(wrong).field.as_deref(), Some("hours"));
        }
    }

    #[test]
    fn a_form_is_what_is_stored_but_for_the_secret() {
        let mut settings = Settings::default();
        let form = ContactForm {
            site: "shop".into(),
            name: Asking::No,
            email: Asking::Required,
            phone: Asking::Optional,
            in_chat: true,
            before_chat: true,
            own_page: "https://forms.example/entry.html".to_owned(),
            reply_to: "hello@shop.example".into(),
            calls: true,
            country: "no".into(),
            time_zone: "Europe/Oslo".into(),
            hours: "Mon-Fri 09:00-17:00".into(),
            monthly_limit: " 100 ".into(),
            account_sid: "AC12".into(),
            auth_token: "secret".into(),
            from: "+4721000000".into(),
            office: "+4721000001".into(),
        };
        form.clone().apply(&mut settings).expect("is fine");
        settings.check().expect("is fine");
        let expected = ContactForm {
            country: "NO".into(),
            monthly_limit: "100".into(),
            auth_token: String::new(),
            ..form
        };
        let shown = ContactForm::of("shop", &settings);
        assert_eq!(shown, expected);
        shown.apply(&mut settings).expect("is fine");
        assert_eq!(settings.calls.twilio.expect("is there").auth_token, "secret", "an empty one leaves it");
    }

    #[test]
    fn what_is_wrong_is_named_as_in_the_form() {
        for (field, form) in [
            ("country", ContactForm { country: "Norway".into(), ..ContactForm::default() }),
            ("hours", ContactForm { hours: "Mon 10:00-09:00".into(), ..ContactForm::default() }),
            ("monthly_limit", ContactForm { monthly_limit: "many".into(), ..ContactForm::default() }),
            ("auth_token", ContactForm { account_sid: "AC1".into(), ..ContactForm::default() }),
        ] {
            let refusal = form.apply(&mut Settings::default()).expect_err(field);
            assert_eq!(refusal.field.as_deref(), Some(field));
        }
    }
}
