//! Twilio: rings the office, and connects whoever picks up with the visitor (<https://www.twilio.com/docs/voice/api/call-resource>).
//!
//! A call of ours is two of theirs, the office's and the visitor's. Each tells how it goes on to an address that names our call and
//! its leg, signed with the account's secret.

use std::collections::BTreeMap;

use axum::{
    Form,
    extract::{Path, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{AUTHORIZATION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{CallId, Refusal, call::Status};
use hmac::{Hmac, KeyInit as _, Mac as _};
use service::call::Dial;
use sha1::Sha1;
use url::form_urlencoded;

use crate::{
    dialler::{CallProvider, Fault},
    outbound::Outbound,
    state::AppState,
    walls::refuse,
};

/// How long each phone rings, in seconds.
const RING_SECONDS: u32 = 30;

/// The account is the site's own; the rest is this program's.
#[derive(Clone)]
pub struct Twilio {
    outbound: Outbound,
    /// Where their API is.
    base: String,
    /// Where they reach us.
    public_url: String,
}

impl Twilio {
    /// Makes calls through the API at `base`.
    #[must_use]
    pub const fn new(outbound: Outbound, base: String, public_url: String) -> Self {
        Self { outbound, base, public_url }
    }
}

impl CallProvider for Twilio {
    async fn connect(&self, dial: &Dial) -> Result<(), Fault> {
        let account = &dial.account;
        let url = format!("{}/2010-04-01/Accounts/{}/Calls.json", self.base, account.account_sid);
        let office = heard_at(&self.public_url, dial.call, "office");
        let visitor = heard_at(&self.public_url, dial.call, "visitor");
        let twiml = format!(
            "<Response><Dial callerId=\"{}\" timeout=\"{RING_SECONDS}\"><Number statusCallback=\"{visitor}\" \
             statusCallbackEvent=\"answered completed\">{}</Number></Dial></Response>",
            account.from, dial.phone
        );
        let timeout = RING_SECONDS.to_string();
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("To", &account.office)
            .append_pair("From", &account.from)
            .append_pair("Twiml", &twiml)
            .append_pair("Timeout", &timeout)
            .append_pair("StatusCallback", &office)
            .append_pair("StatusCallbackEvent", "answered")
            .append_pair("StatusCallbackEvent", "completed")
            .finish();
        let key = STANDARD.encode(format!("{}:{}", account.account_sid, account.auth_token));
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        let key = HeaderValue::from_str(&format!("Basic {key}")).map_err(|error| Fault(error.to_string()))?;
        headers.insert(AUTHORIZATION, key);
        let answer =
            self.outbound.post(&url, headers, form).await.map_err(|fault| Fault(fault.to_string()))?;
        if answer.status.is_success() {
            return Ok(());
        }
        Err(Fault(format!("Twilio answered {}", answer.status.as_u16())))
    }
}

/// Where one leg of a call says how it goes on.
fn heard_at(public_url: &str, call: CallId, leg: &str) -> String {
    format!("{public_url}/calls/twilio/{call}/{leg}")
}

/// `POST /calls/twilio/{call}/{leg}`: a leg has gone on.
pub async fn heard(
    State(state): State<AppState>,
    Path((call, leg)): Path<(String, String)>,
    headers: HeaderMap,
    Form(form): Form<BTreeMap<String, String>>,
) -> Response {
    let Ok(call) = call.parse::<CallId>() else { return refuse(Refusal::not_found()) };
    let dial = match state.service.dialled(call).await {
        Ok(Some(dial)) => dial,
        Ok(None) => return refuse(Refusal::not_found()),
        Err(error) => return refuse(error.into_refusal()),
    };
    let url = heard_at(&state.settings.public_url, call, &leg);
    let given = headers.get("x-twilio-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !is_signed(&dial.account.auth_token, &url, &form, given) {
        return refuse(Refusal::not_found());
    }
    let told = form.get("CallStatus").map(String::as_str).unwrap_or_default();
    let next = |now| meaning(&leg, told, now);
    match state.service.progress_call(dial.organisation, call, next).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => refuse(error.into_refusal()),
    }
}

/// What a leg's state means for a call that has come so far. Whichever leg is over first, they have talked if both had picked up.
fn meaning(leg: &str, told: &str, now: Status) -> Option<(Status, &'static str)> {
    Some(match (leg, told) {
        (_, "completed") if now == Status::Connected => (Status::Ended, ""),
        ("office", "in-progress") => (Status::Accepted, ""),
        ("visitor", "in-progress") => (Status::Connected, ""),
        ("office", "busy" | "no-answer" | "failed" | "canceled" | "completed") => {
            (Status::Failed, "Nobody was free")
        }
        ("visitor", "busy") => (Status::Failed, "Busy"),
        ("visitor", "no-answer" | "canceled" | "completed") => (Status::Failed, "No answer"),
        ("visitor", "failed") => (Status::Failed, "The number could not be reached"),
        _ => return None,
    })
}

/// Whether they have signed it: HMAC-SHA1 of the address and the sorted fields, in base64
/// (<https://www.twilio.com/docs/usage/security#validating-requests>).
fn is_signed(secret: &str, url: &str, form: &BTreeMap<String, String>, given: &str) -> bool {
    let Ok(given) = STANDARD.decode(given) else { return false };
    // Every length of key is fine for HMAC.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret.as_bytes()) else { return false };
    mac.update(url.as_bytes());
    for (name, value) in form {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    mac.verify_slice(&given).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of their documentation.
    #[test]
    fn a_signature_is_theirs() {
        let pairs = [
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675309"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("To", "+18005551212"),
        ];
        let form = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        assert!(is_signed("12345", url, &form, "RSOYDt4T1cUTdK1PDd93/VVr8B8="));
        assert!(!is_signed("12346", url, &form, "RSOYDt4T1cUTdK1PDd93/VVr8B8="));
        assert!(!is_signed("12345", url, &form, ""));
    }

    #[test]
    fn legs_make_a_call() {
        let status = |leg, told| meaning(leg, told, Status::Accepted).map(|(status, _)| status);
        assert_eq!(status("office", "in-progress"), Some(Status::Accepted));
        assert_eq!(status("visitor", "in-progress"), Some(Status::Connected));
        for leg in ["office", "visitor"] {
            assert_eq!(meaning(leg, "completed", Status::Connected), Some((Status::Ended, "")));
        }
        for (leg, told) in
            [("office", "busy"), ("office", "completed"), ("visitor", "no-answer"), ("visitor", "failed")]
        {
            assert_eq!(status(leg, told), Some(Status::Failed), "{leg} {told}");
        }
        assert_eq!(status("office", "ringing"), None);
        assert_eq!(status("moon", "completed"), None);
    }
}
