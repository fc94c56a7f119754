//! Servers that take part in conversations, and know themselves by a secret in their address: channels and bots.

use domain::{Code, OrganisationId, Refusal, WebhookId, webhook::Purpose};
use serde::Deserialize;
use store::Webhook;

use crate::{Result, Service, random};

/// A name that another server gives: words, or a number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "WordsOrNumber")]
pub struct Given(String);

#[derive(Deserialize)]
#[serde(untagged, expecting = "words or a number are expected")]
enum WordsOrNumber {
    Words(String),
    Number(serde_json::Number),
}

impl From<WordsOrNumber> for Given {
    fn from(given: WordsOrNumber) -> Self {
        match given {
            WordsOrNumber::Words(words) => Self(words),
            WordsOrNumber::Number(number) => Self(number.to_string()),
        }
    }
}

impl Given {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Service {
    /// The server with this id, if it knows its secret.
    ///
    /// # Errors
    /// `unauthenticated` in every other case, and when it is switched off.
    pub(crate) async fn partner(
        &self,
        id: WebhookId,
        secret: &str,
        purpose: Purpose,
    ) -> Result<(OrganisationId, Webhook)> {
        let unknown = || Refusal::new(Code::Unauthenticated, "This address is not known, or not any more.");
        let organisation = self.store().directory().organisation_by_webhook(id).await?.ok_or_else(unknown)?;
        let known = self.store().organisation(organisation).read().await?.webhook(id).await?;
        // Hashes tell nobody how much of a secret was right.
        let is_it = |webhook: &Webhook| {
            webhook.purpose == purpose
                && webhook.enabled
                && random::hash(&webhook.secret) == random::hash(secret)
        };
        Ok((organisation, known.filter(is_it).ok_or_else(unknown)?))
    }
}
