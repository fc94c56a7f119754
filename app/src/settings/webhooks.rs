//! Webhooks: the forms, and what the pages show of them.

use domain::{
    DeliveryId, WebhookId,
    webhook::{Format, Purpose},
};
use serde::{Deserialize, Serialize};

/// A webhook in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookEntry {
    /// Which one.
    pub id: WebhookId,
    /// Where to.
    pub url: String,
    /// What it is there for.
    pub purpose: Purpose,
    /// How events are written.
    pub format: Format,
    /// Whether it is told anything.
    pub enabled: bool,
    /// Why it was switched off by itself; empty otherwise.
    pub stopped: String,
}

/// Form of `webhook/make` and `webhook/change`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookForm {
    /// The site's public id.
    pub site: String,
    /// Which one; a new one has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<WebhookId>,
    /// Where to.
    pub url: String,
    /// What it is there for; of one that is there it does not change.
    #[serde(default)]
    pub purpose: Purpose,
    /// How events are written.
    #[serde(default)]
    pub format: Format,
    /// The names of the events that it is told.
    #[serde(default)]
    pub events: Vec<String>,
    /// Whether it is told anything; a box that is not ticked is not sent.
    #[serde(default)]
    pub enabled: bool,
}

/// Form of what is done to a webhook at once: `webhook/renew`, `webhook/remove`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AboutWebhook {
    /// The site's public id.
    pub site: String,
    /// Which one.
    pub webhook: WebhookId,
}

/// Form of `webhook/resend`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resend {
    /// The site's public id.
    pub site: String,
    /// Whom.
    pub webhook: WebhookId,
    /// What.
    pub delivery: DeliveryId,
}

/// What the page shows beside the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// Why it was switched off by itself; empty otherwise.
    pub stopped: String,
    /// What our own form is signed with, when it was made just now.
    pub secret: Option<String>,
    /// Where a channel or a bot speaks to us.
    pub address: Option<String>,
    /// The newest of what it was told.
    pub log: Vec<LogEntry>,
}

/// One thing that a webhook was told, or is to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// Which one.
    pub id: DeliveryId,
    /// What has happened.
    pub event: String,
    /// When, as people read it, UTC.
    pub at: String,
    /// How it stands: `done`, `waiting` or `failed`.
    pub state: String,
    /// What came of it, in words.
    pub outcome: String,
}

/// What people call an event.
#[must_use]
pub fn event_title(event: &str) -> &'static str {
    match event {
        "chat_accepted" => "A conversation is accepted",
        "chat_updated" => "Contacts or the page change during a conversation",
        "chat_finished" => "A conversation is closed",
        "offline_message" => "A visitor leaves a message",
        "call_event" => "A call is asked for, or goes on",
        "client_updated" => "A visitor’s data change",
        "client_attribute_updated" => "A visitor’s attributes change",
        _ => "Something else",
    }
}

#[cfg(feature = "ssr")]
mod of_store {
    use domain::{
        Timestamp,
        webhook::{Event, State, Stop},
    };
    use service::webhook::{Delivery, Draft, Webhook};

    use super::{Format, LogEntry, Past, Purpose, WebhookEntry, WebhookForm};

    impl From<Webhook> for WebhookEntry {
        fn from(webhook: Webhook) -> Self {
            let stopped = why(&webhook);
            let Webhook { id, url, purpose, format, enabled, .. } = webhook;
            Self { id, url, purpose, format, enabled, stopped }
        }
    }

    impl WebhookForm {
        /// One that is not there yet.
        #[must_use]
        pub fn fresh(site: &str) -> Self {
            let events = Event::ALL.map(|event| event.name().to_owned()).to_vec();
            let (site, url) = (site.to_owned(), String::new());
            let (purpose, format) = (Purpose::Events, Format::Jivo);
            Self { site, webhook: None, url, purpose, format, events, enabled: true }
        }

        /// What is stored.
        #[must_use]
        pub fn of(site: &str, webhook: &Webhook) -> Self {
            let events = Event::ALL.map(Event::name).into_iter().filter(|event| webhook.chose(event));
            Self {
                webhook: Some(webhook.id),
                url: webhook.url.clone(),
                purpose: webhook.purpose,
                format: webhook.format,
                events: events.map(str::to_owned).collect(),
                enabled: webhook.enabled,
                ..Self::fresh(site)
            }
        }

        /// What is written.
        #[must_use]
        pub fn draft(self) -> Draft {
            let Self { url, purpose, format, events, enabled, .. } = self;
            Draft { purpose, url, format, events, enabled }
        }
    }

    impl Past {
        /// That of a webhook; `made` when its secret is new. We are at `public_url`.
        #[must_use]
        pub fn of(webhook: &Webhook, log: Vec<Delivery>, made: bool, public_url: &str) -> Self {
            let secret = (made && webhook.format == Format::Usher).then(|| webhook.secret.clone());
            let Webhook { id, secret: known, .. } = webhook;
            let address = match webhook.purpose {
                Purpose::Events => None,
                Purpose::Channel => Some(format!("{public_url}/{known}/{id}")),
                Purpose::Bot => Some(format!("{public_url}/webhooks/{id}/{known}")),
            };
            let log = log.into_iter().map(|delivery| LogEntry::of(delivery, webhook.enabled)).collect();
            Self { stopped: why(webhook), secret, address, log }
        }
    }

    impl LogEntry {
        fn of(delivery: Delivery, enabled: bool) -> Self {
            let last = match delivery.status {
                Some(status) => format!("Answered {status}"),
                None if delivery.error.is_empty() => String::new(),
                None => delivery.error.clone(),
            };
            let tried = match delivery.attempts {
                0 => "Not sent yet".to_owned(),
                1 => "1 attempt".to_owned(),
                many => format!("{many} attempts"),
            };
            let (state, next) = match delivery.state {
                State::Done => ("done", String::new()),
                State::Failed => ("failed", "Given up".to_owned()),
                State::Waiting if !enabled => ("waiting", "Waits until the webhook is on".to_owned()),
                State::Waiting => ("waiting", format!("Next: {}", spoken(delivery.due_at))),
            };
            let parts = [tried, last, next];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            Self {
                id: delivery.id,
                event: delivery.event,
                at: spoken(delivery.created_at),
                state: state.to_owned(),
                outcome: parts.join(" · "),
            }
        }
    }

    fn why(webhook: &Webhook) -> String {
        match webhook.stopped {
            Some(Stop::Gone) => "Its server said that it wants no more (410 Gone).".to_owned(),
            Some(Stop::Silent) => "Its server has taken nothing for five days.".to_owned(),
            None => String::new(),
        }
    }

    /// `2026-11-21 14:07:09`
    fn spoken(at: Timestamp) -> String {
        at.rfc3339().replace('T', " ").trim_end_matches('Z').to_owned()
    }
}
