//! Visitors: what is known of the person who writes.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp, VisitorId, WebhookId,
    attribute::{self, Attribute},
    contact::Field,
    custom_data,
    error::{Code, Refusal},
    utm::Utm,
};

/// Most fields a page may set on a visitor.
pub const MAX_FIELDS: usize = 50;
/// Longest field name, in characters.
pub const MAX_NAME: usize = 100;
/// Longest field value, in characters.
pub const MAX_VALUE: usize = 5000;

/// The secret that makes a browser a certain visitor: 256 random bits, made by the browser before its first request,
/// so that a retried first message can not make two visitors. The database keeps a hash of it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Token(String);

impl Token {
    /// 43 characters of unpadded base64url, which is 256 bits.
    ///
    /// # Errors
    /// `invalid`, field `token`.
    pub fn parse(raw: &str) -> Result<Self, Refusal> {
        let fits =
            raw.len() == 43 && raw.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if fits {
            Ok(Self(raw.to_owned()))
        } else {
            Err(Refusal::field(Code::Invalid, "token", "43 characters of base64url are expected."))
        }
    }

    /// The characters; for hashing and for handing back to the visitor's own browser.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl<'de> Deserialize<'de> for Token {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Longest client id, in characters.
pub const MAX_CLIENT_ID: usize = 200;

/// Checks the site's own id of a person (`CONTRACT 2.2 clientId`): 1 to [`MAX_CLIENT_ID`] characters, not blank, no
/// control characters. It is kept and compared as given.
///
/// # Errors
/// `invalid`, field `client_id`.
pub fn client_id(raw: &str) -> Result<&str, Refusal> {
    let fits =
        !raw.trim().is_empty() && raw.chars().count() <= MAX_CLIENT_ID && !raw.chars().any(char::is_control);
    if fits {
        return Ok(raw);
    }
    let message = format!("1 to {MAX_CLIENT_ID} characters are expected.");
    Err(Refusal::field(Code::Invalid, "client_id", message))
}

/// What the site's own code says of its visitor (`CONTRACT 2.3 setIntegrationData`). Keys are case-sensitive and kept
/// as given; `name`, `email`, `phone` and `notes` are known, the rest is custom.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Data(pub BTreeMap<String, String>);

impl Data {
    /// Lays `change` over these data: `Some` sets a field, `None` removes it (`CONTRACT 2.3 updateIntegrationData`).
    ///
    /// # Errors
    /// `too_long` when a name, a value or the number of fields is above the limit; nothing is changed then.
    pub fn merge(&mut self, change: &Change) -> Result<(), Refusal> {
        let mut next = if change.replace { BTreeMap::new() } else { self.0.clone() };
        for (key, value) in &change.fields {
            if key.is_empty() || key.chars().count() > MAX_NAME {
                let message = format!("A field name has 1 to {MAX_NAME} characters.");
                return Err(Refusal::field(Code::TooLong, "fields", message));
            }
            match value {
                Some(value) if value.chars().count() > MAX_VALUE => {
                    let message = format!("“{key}” has at most {MAX_VALUE} characters.");
                    return Err(Refusal::field(Code::TooLong, "fields", message));
                }
                Some(value) => next.insert(key.clone(), value.clone()),
                None => next.remove(key),
            };
        }
        if next.len() > MAX_FIELDS {
            return Err(Refusal::field(
                Code::TooLong,
                "fields",
                format!("At most {MAX_FIELDS} fields are kept."),
            ));
        }
        self.0 = next;
        Ok(())
    }

    /// Takes over fields that are missing here, as far as there is room.
    pub fn fill_in(&mut self, other: &Self) {
        for (key, value) in &other.0 {
            if self.0.len() < MAX_FIELDS && !self.0.contains_key(key) {
                self.0.insert(key.clone(), value.clone());
            }
        }
    }

    /// A known field that is not blank.
    #[must_use]
    pub fn known(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// The fields only the site knows the meaning of.
    pub fn custom(&self) -> impl Iterator<Item = (&str, &str)> {
        let known = ["name", "email", "phone", "notes"];
        self.0.iter().map(|(k, v)| (k.as_str(), v.as_str())).filter(move |(k, _)| !known.contains(k))
    }
}

/// What pages may ask of [`Data`], whoever said it (`CONTRACT 4.3`); None: nobody has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Contacts {
    /// What to call the visitor.
    pub name: Option<String>,
    /// Where to write to.
    pub email: Option<String>,
    /// Where to call.
    pub phone: Option<String>,
    /// What is to be known besides.
    pub notes: Option<String>,
}

impl From<Data> for Contacts {
    /// As they were said: a page must find what it has set.
    fn from(Data(mut fields): Data) -> Self {
        let mut take = |field: Field| fields.remove(field.name()).filter(|text| !text.is_empty());
        Self {
            name: take(Field::Name),
            email: take(Field::Email),
            phone: take(Field::Phone),
            notes: take(Field::Notes),
        }
    }
}

/// A change of [`Data`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Forget all other fields first.
    #[serde(default)]
    pub replace: bool,
    /// What each field becomes.
    pub fields: BTreeMap<String, Option<String>>,
}

/// What a page tells of its visitor beside [`Data`]; stored as one.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Where the first visit came from.
    pub utm: Utm,
    /// On the visitor's pane, in this order.
    pub custom_data: Vec<custom_data::Field>,
    /// Attributes of the organisation, by their ids.
    pub attributes: BTreeMap<String, attribute::Value>,
    /// When attributes were set, in the last hour.
    pub attribute_calls: Vec<Timestamp>,
    /// The site's own secret name of the visitor, for its webhooks alone (`CONTRACT 1.6 setUserToken`).
    pub user_token: Option<String>,
    /// Where the customer's own system shows this person (`CONTRACT 1.8 crm_link`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crm_link: Option<String>,
    /// Who it is on the channel that the words come from; None on a site's own pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<Sender>,
}

/// Somebody who writes through a channel (`CONTRACT 1.9` Chat API).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// The channel.
    pub channel: WebhookId,
    /// What they are called there.
    pub id: String,
}

impl Profile {
    /// Sets attributes that are `defined`; of others, and of values of another kind, nothing is kept
    /// (`CONTRACT 1.6 setClientAttributes`).
    ///
    /// # Errors
    /// `invalid`, field `attributes`, after [`attribute::MAX_CALLS`] calls in an hour; nothing is changed then. It is not
    /// `too_many_requests`, since nobody shall keep the values back for an hour and try again.
    pub fn set_attributes(
        &mut self,
        given: &BTreeMap<String, attribute::Value>,
        defined: &[Attribute],
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.attribute_calls.retain(|call| now.since(*call) < attribute::WINDOW_MS);
        if self.attribute_calls.len() >= attribute::MAX_CALLS {
            let message = format!("Attributes are set at most {} times an hour.", attribute::MAX_CALLS);
            return Err(Refusal::field(Code::Invalid, "attributes", message));
        }
        self.attribute_calls.push(now);
        let fit = defined.iter().filter_map(|Attribute { id, kind, .. }| {
            given.get(id).filter(|value| value.fits(*kind)).map(|value| (id.clone(), value.clone()))
        });
        self.attributes.extend(fit);
        Ok(())
    }

    /// Takes over what is missing here.
    pub fn fill_in(&mut self, other: Self) {
        let Self { utm, custom_data, mut attributes, user_token, crm_link, sender, .. } = other;
        if self.utm.is_empty() {
            self.utm = utm;
        }
        if self.custom_data.is_empty() {
            self.custom_data = custom_data;
        }
        attributes.append(&mut self.attributes);
        self.attributes = attributes;
        self.user_token = self.user_token.take().or(user_token);
        self.crm_link = self.crm_link.take().or(crm_link);
        self.sender = self.sender.take().or(sender);
    }
}

/// A page of the customer's site, as the loader saw it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Its address.
    pub url: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Where the visitor came from.
    #[serde(default)]
    pub referrer: String,
}

impl Page {
    /// Cuts every part to 2,000 characters and keeps web addresses only, since operators click on them.
    #[must_use]
    pub fn cleaned(self) -> Self {
        let cut = |text: String| text.chars().filter(|c| !c.is_control()).take(2000).collect::<String>();
        let web = |text: String| if crate::text::is_web(&text) { text } else { String::new() };
        Self { url: web(cut(self.url)), title: cut(self.title), referrer: web(cut(self.referrer)) }
    }
}

/// A page and when it was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageView {
    /// The page's address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// When it was opened.
    pub at: Timestamp,
}

/// An attribute of a visitor, for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub value: String,
}

/// The visitor's pane of the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The visitor.
    pub id: VisitorId,
    /// The number in the organisation.
    pub number: i64,
    /// What the site's code said.
    pub data: Data,
    /// The site's own id of this person (`CONTRACT 2.2 clientId`).
    #[serde(default)]
    pub client_id: Option<String>,
    /// Whether the site's own server has proved that id.
    #[serde(default)]
    pub proven: bool,
    /// What the organisation wants to know of every visitor, as far as it is known: names and values for people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Known>,
    /// What the site's code wants operators to see, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub custom_data: Vec<custom_data::Field>,
    /// The advertisement that brought the visitor.
    #[serde(default, skip_serializing_if = "Utm::is_empty")]
    pub utm: Utm,
    /// Where the visitor came from at first.
    pub referrer: String,
    /// The browser's own name for itself.
    pub user_agent: String,
    /// When the visitor was first seen.
    pub first_seen: Timestamp,
    /// The latest pages, newest first, at most 20.
    pub pages: Vec<PageView>,
    /// Whether a socket of the visitor is open now.
    pub online: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(replace: bool, fields: &[(&str, Option<&str>)]) -> Change {
        let fields = fields.iter().map(|(k, v)| ((*k).to_owned(), v.map(str::to_owned))).collect();
        Change { replace, fields }
    }

    #[test]
    fn merging_sets_keeps_and_removes() {
        let mut data = Data::default();
        data.merge(&change(true, &[("name", Some("Anna")), ("Email", Some("custom"))])).expect("fits");
        data.merge(&change(false, &[("plan", Some("")), ("Email", None)])).expect("fits");
        assert_eq!(data.known("name"), Some("Anna"));
        assert_eq!(data.custom().collect::<Vec<_>>(), [("plan", "")]);
        data.merge(&change(true, &[])).expect("fits");
        assert_eq!(data, Data::default(), "setIntegrationData({{}}) clears");
    }

    #[test]
    fn pages_may_ask_for_what_was_said_and_for_nothing_else() {
        let mut data = Data::default();
        let said =
            [("name", Some(" Anna ")), ("email", Some("")), ("notes", Some("tall")), ("plan", Some("pro"))];
        data.merge(&change(true, &said)).expect("fits");
        let text = |text: &str| Some(text.to_owned());
        let expected = Contacts { name: text(" Anna "), notes: text("tall"), ..Contacts::default() };
        assert_eq!(Contacts::from(data), expected);
    }

    #[test]
    fn too_much_changes_nothing() {
        let mut data = Data::default();
        let long = "x".repeat(MAX_VALUE + 1);
        let refusal = data.merge(&change(false, &[("a", Some("1")), ("b", Some(&long))])).expect_err("long");
        assert_eq!(refusal.field.as_deref(), Some("fields"));
        assert_eq!(data, Data::default());
    }

    #[test]
    fn client_ids_are_kept_as_given_or_refused() {
        for fine in ["42", "user_42", "Анна", " padded ", &"x".repeat(MAX_CLIENT_ID)] {
            assert_eq!(client_id(fine).expect("is fine"), fine);
        }
        for bad in ["", " ", "\t", "a\nb", "a\0", &"x".repeat(MAX_CLIENT_ID + 1)] {
            assert_eq!(client_id(bad).expect_err("is wrong").field.as_deref(), Some("client_id"), "{bad:?}");
        }
    }

    #[test]
    fn data_of_another_visitor_fill_in_what_is_missing() {
        let data = |pairs: &[(&str, &str)]| {
            Data(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
        };
        let mut known = data(&[("name", "Anna"), ("plan", "")]);
        known.fill_in(&data(&[("name", "Eve"), ("plan", "pro"), ("phone", "1")]));
        assert_eq!(known, data(&[("name", "Anna"), ("plan", ""), ("phone", "1")]));
        let many = Data((0..MAX_FIELDS * 2).map(|n| (n.to_string(), String::new())).collect());
        known.fill_in(&many);
        assert_eq!(known.0.len(), MAX_FIELDS);
    }

    #[test]
    fn attributes_are_those_that_are_defined_and_of_their_kind() {
        let number = |n: f64| attribute::Value::Number(n);
        let text = |text: &str| attribute::Value::Text(text.to_owned());
        let attribute = |id: &str, kind| Attribute { id: id.to_owned(), name: id.to_owned(), kind };
        let defined = [attribute("age", attribute::Kind::Number), attribute("plan", attribute::Kind::Text)];
        let given = |pairs: &[(&str, attribute::Value)]| {
            pairs.iter().map(|(id, value)| ((*id).to_owned(), value.clone())).collect::<BTreeMap<_, _>>()
        };
        let mut profile = Profile::default();
        let set = |profile: &mut Profile, pairs: &[_], at: i64| {
            profile.set_attributes(&given(pairs), &defined, Timestamp(at))
        };
        set(&mut profile, &[("age", number(42.0)), ("plan", number(1.0)), ("Age", number(7.0))], 0)
            .expect("first");
        assert_eq!(profile.attributes, given(&[("age", number(42.0))]));
        set(&mut profile, &[("age", text("43")), ("plan", text("pro"))], 1).expect("second");
        assert_eq!(profile.attributes, given(&[("age", number(42.0)), ("plan", text("pro"))]));

        // Ten calls an hour; of the eleventh nothing is kept.
        for at in 2..10 {
            set(&mut profile, &[], at).expect("is allowed");
        }
        let refusal = set(&mut profile, &[("age", number(1.0))], 10).expect_err("is one too many");
        assert_eq!((refusal.code, refusal.field.as_deref()), (Code::Invalid, Some("attributes")));
        assert_eq!(profile.attributes["age"], number(42.0));
        set(&mut profile, &[("age", number(1.0))], attribute::WINDOW_MS)
            .expect("an hour later it is allowed");
        assert_eq!(profile.attributes["age"], number(1.0));
    }

    #[test]
    fn a_profile_takes_over_what_it_lacks() {
        let utm = |source: &str| Utm { source: Some(source.to_owned()), ..Utm::default() };
        let text = |text: &str| attribute::Value::Text(text.to_owned());
        let other = Profile {
            utm: utm("google"),
            attributes: [("a".to_owned(), text("theirs")), ("b".to_owned(), text("theirs"))].into(),
            user_token: Some("theirs".to_owned()),
            ..Profile::default()
        };
        let mut own = Profile {
            attributes: [("a".to_owned(), text("own"))].into(),
            user_token: Some("own".to_owned()),
            ..Profile::default()
        };
        own.fill_in(other);
        assert_eq!((own.utm, own.user_token), (utm("google"), Some("own".to_owned())));
        assert_eq!(own.attributes, [("a".to_owned(), text("own")), ("b".to_owned(), text("theirs"))].into());
    }

    #[test]
    fn tokens_are_256_bits_and_never_printed() {
        let token = Token::parse("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ").expect("43 characters");
        assert_eq!(format!("{token:?}"), "Token(…)");
        for bad in [
            "",
            "short",
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP=",
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR",
        ] {
            assert!(Token::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn pages_keep_web_addresses_only() {
        let page = Page {
            url: "javascript:alert(1)".into(),
            title: "T\u{7}".into(),
            referrer: "https://a.example/".into(),
        };
        assert_eq!(
            page.cleaned(),
            Page { url: String::new(), title: "T".into(), referrer: "https://a.example/".into() }
        );
    }
}
