//! Sites: one embedded widget each, with its looks and words.

use serde::{Deserialize, Serialize};

use crate::{
    error::{Code, Refusal},
    rule::Rule,
};

/// All that a site's owner decides. Every field has a default, so that an old row reads as a new one (R-8).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Pages that may embed the widget; see [`Domain`].
    pub domains: Vec<Domain>,
    /// The accent, `#rrggbb`; everything else is derived from it.
    pub accent: String,
    /// Where the launcher stands: `bl bc br lt lm lb rt rm rb` (`CONTRACT 2.2 buttonPosition`).
    pub position: String,
    /// What the panel says.
    pub texts: Texts,
    /// Automatic actions.
    pub rules: Vec<Rule>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            domains: Vec::new(),
            accent: "#0f6d8c".to_owned(),
            position: "br".to_owned(),
            texts: Texts::default(),
            rules: Vec::new(),
        }
    }
}

/// The words of the panel that a site's owner chooses (`CONTRACT 2.2 headerText …`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Texts {
    /// Title of the panel; the site's name when empty.
    pub header: String,
    /// Greets a visitor who has not written yet.
    pub welcome: String,
    /// Below the title while operators are online.
    pub online: String,
    /// Below the title while nobody is.
    pub offline: String,
    /// Instead of the welcome while nobody is online.
    pub offline_welcome: String,
}

impl Default for Texts {
    fn default() -> Self {
        Self {
            header: String::new(),
            welcome: "Ask us anything. We usually answer within a few minutes.".to_owned(),
            online: "We are online".to_owned(),
            offline: "We are away".to_owned(),
            offline_welcome: "Nobody is here right now. Leave a message, we answer as soon as we are back."
                .to_owned(),
        }
    }
}

impl Settings {
    /// Checks what the types can not say.
    ///
    /// # Errors
    /// `invalid`, naming the field and what is allowed.
    pub fn check(&self) -> Result<(), Refusal> {
        let hex = self.accent.strip_prefix('#').unwrap_or_default();
        if hex.len() != 6 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Refusal::field(Code::Invalid, "accent", "A colour like #0f6d8c is expected."));
        }
        if !POSITIONS.contains(&self.position.as_str()) {
            let message = format!("One of {} is expected.", POSITIONS.join(", "));
            return Err(Refusal::field(Code::Invalid, "position", message));
        }
        self.rules.iter().try_for_each(Rule::check)
    }
}

/// The nine places of the launcher.
pub const POSITIONS: [&str; 9] = ["bl", "bc", "br", "lt", "lm", "lb", "rt", "rm", "rb"];

/// A host that may embed the widget: `shop.example`, `*.shop.example`, `localhost:8080` or `localhost:*`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Domain(String);

impl Domain {
    /// Checks a pattern. A pasted address is cut down to its host and port.
    ///
    /// # Errors
    /// `invalid`, field `domains`.
    pub fn parse(raw: &str) -> Result<Self, Refusal> {
        let text = raw.trim().to_ascii_lowercase();
        let text = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(&text);
        let text = text.split(['/', '?', '#']).next().unwrap_or_default();
        let (host, port) = text.split_once(':').unwrap_or((text, "*"));
        let label = |l: &str| {
            !l.is_empty()
                && l.len() <= 63
                && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        let host_fits = host.len() <= 253 && host.strip_prefix("*.").unwrap_or(host).split('.').all(label);
        if host_fits && (port == "*" || port.parse::<u16>().is_ok_and(|port| port > 0)) {
            Ok(Self(text.to_owned()))
        } else {
            let message = "A host is expected: shop.example, *.shop.example or localhost:8080.";
            Err(Refusal::field(Code::Invalid, "domains", format!("“{raw}”: {message}")))
        }
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The pattern as sources of a `frame-ancestors` directive.
    #[must_use]
    pub fn sources(&self) -> String {
        if self.0.contains(':') {
            format!("http://{0} https://{0}", self.0)
        } else {
            // Development servers use odd ports; a host the owner trusts is trusted on all of them.
            format!("http://{0}:* https://{0}:*", self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Domain {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// What a frame may be told of its site; nothing here is secret.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Look {
    /// The site's public id.
    pub site: String,
    /// Title of the panel.
    pub title: String,
    /// The accent, `#rrggbb`.
    pub accent: String,
    /// Where the launcher stands.
    pub position: String,
    /// What the panel says.
    pub texts: Texts,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_hosts() {
        for (raw, sources) in [
            ("shop.example", "http://shop.example:* https://shop.example:*"),
            ("https://Shop.example/a?b", "http://shop.example:* https://shop.example:*"),
            ("*.shop.example", "http://*.shop.example:* https://*.shop.example:*"),
            ("localhost:8080", "http://localhost:8080 https://localhost:8080"),
            ("localhost:*", "http://localhost:* https://localhost:*"),
        ] {
            assert_eq!(Domain::parse(raw).expect(raw).sources(), sources);
        }
        for bad in [
            "",
            "*",
            "a b",
            "shop.example;script-src *",
            "shop..example",
            "a:b",
            "a:0",
            "*.*.example",
            "'self'",
        ] {
            assert!(Domain::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn settings_are_checked_by_name() {
        let fails = |settings: Settings| settings.check().expect_err("is wrong").field;
        assert_eq!(
            fails(Settings { accent: "red".into(), ..Settings::default() }).as_deref(),
            Some("accent")
        );
        assert_eq!(
            fails(Settings { position: "xx".into(), ..Settings::default() }).as_deref(),
            Some("position")
        );
        Settings::default().check().expect("the defaults are fine");
    }
}
