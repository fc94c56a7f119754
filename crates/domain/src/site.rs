//! Sites: one embedded widget each, with its looks and words.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use crate::{
    call::Calls,
    contact::ContactForm,
    error::{Code, Refusal},
    operator,
    preset::{self, MAX_PRESETS, Preset},
    rule::Rule,
    words::{self, Language, Words},
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
    /// The launcher's shape.
    pub button_style: ButtonStyle,
    /// Diameter of the round launcher, in px.
    pub button_size: u16,
    /// Width of the open panel, in px.
    pub chat_width: u16,
    /// Height of the open panel, in px.
    pub chat_height: u16,
    /// Its place above or below the page; the facade's own when empty.
    pub z_index: Option<i32>,
    /// Colours that are not derived from the accent.
    pub colors: Colors,
    /// Where there is a widget at all.
    pub devices: Devices,
    /// Shows nothing until the page says `show`.
    pub start_hidden: bool,
    /// The language of whoever says nothing else.
    pub language: Language,
    /// The other of two between which a page may choose (`CONTRACT 4.2 language`).
    pub second_language: Option<Language>,
    /// What the panel says, in whichever language.
    pub texts: Texts,
    /// The owner's own words in one language; they win over [`Settings::texts`].
    pub words: BTreeMap<Language, Words>,
    /// Public id of the department that new conversations go to, unless the page names one.
    pub department: Option<String>,
    /// Whether a page must prove who its visitor is.
    pub identity: Identity,
    /// Hosts that links in custom data may lead to; no other link is shown (`CONTRACT 1.6 setCustomData`).
    pub safe_domains: Vec<Domain>,
    /// What visitors are asked of themselves.
    pub contact_form: ContactForm,
    /// When and how visitors are called back.
    pub calls: Calls,
    /// Where answers to our e-mails go; the sender, if empty.
    pub reply_to: String,
    /// Whether pages may speak for their visitor (`CONTRACT 1.6.1`); see [`Settings::has_extras`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extras: Option<bool>,
    /// Automatic actions.
    pub rules: Vec<Rule>,
    /// Variants of it, by the names that pages choose them by.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub presets: BTreeMap<String, Preset>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            domains: Vec::new(),
            accent: "#0f6d8c".to_owned(),
            position: "br".to_owned(),
            button_style: ButtonStyle::default(),
            button_size: 60,
            chat_width: 400,
            chat_height: 600,
            z_index: None,
            colors: Colors::default(),
            devices: Devices::default(),
            start_hidden: false,
            language: Language::default(),
            second_language: None,
            texts: Texts::default(),
            words: BTreeMap::new(),
            department: None,
            identity: Identity::default(),
            safe_domains: Vec::new(),
            contact_form: ContactForm::default(),
            calls: Calls::default(),
            reply_to: String::new(),
            extras: None,
            rules: Vec::new(),
            presets: BTreeMap::new(),
        }
    }
}

/// The launcher's shape (`CONTRACT 2.2 buttonStyle`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ButtonStyle {
    /// A round button.
    #[default]
    Round,
    /// A tab with words on it, at the edge of the window.
    Tab,
}

/// Where there is a widget (`CONTRACT 2.2 disabledOnMobile`, `mobileOnly`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Devices {
    /// Everywhere.
    #[default]
    All,
    /// Not on phones.
    Desktop,
    /// On phones alone.
    Phone,
}

/// Colours, each `#rrggbb` (`CONTRACT 2.2 colors`); what is missing follows from the accent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Colors {
    /// Words and icon of the launcher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub button_text: Option<String>,
    /// The launcher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub button_bg: Option<String>,
    /// Behind the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat_bg: Option<String>,
    /// The visitor's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_bubble_bg: Option<String>,
    /// The operators' words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_bubble_bg: Option<String>,
}

impl Colors {
    /// Lays other colours over these; what is no `#rrggbb` is left out (`CONTRACT 2.3 setColors`).
    pub fn overlay(&mut self, over: &Self) {
        let Self { button_text, button_bg, chat_bg, client_bubble_bg, agent_bubble_bg } = self;
        for (mine, other) in [
            (button_text, &over.button_text),
            (button_bg, &over.button_bg),
            (chat_bg, &over.chat_bg),
            (client_bubble_bg, &over.client_bubble_bg),
            (agent_bubble_bg, &over.agent_bubble_bg),
        ] {
            if other.as_deref().is_some_and(is_color) {
                mine.clone_from(other);
            }
        }
    }

    /// Each colour with its name.
    pub fn named(&self) -> [(&'static str, Option<&str>); 5] {
        [
            ("button_text", self.button_text.as_deref()),
            ("button_bg", self.button_bg.as_deref()),
            ("chat_bg", self.chat_bg.as_deref()),
            ("client_bubble_bg", self.client_bubble_bg.as_deref()),
            ("agent_bubble_bg", self.agent_bubble_bg.as_deref()),
        ]
    }
}

/// Longest id that another vendor gave a site, in characters.
const MAX_VENDOR_ID: usize = 100;

/// Checks an id that another vendor gave a site. Hexadecimal ones are the same in capitals (`CONTRACT 3.2 init`, `4.1 NE6`).
///
/// # Errors
/// `invalid`, naming `field`.
pub fn vendor_id(field: &str, vendor: &str, raw: &str) -> Result<String, Refusal> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/');
    if (1..=MAX_VENDOR_ID).contains(&raw.len()) && raw.chars().all(fits) {
        let is_hexadecimal = matches!(vendor, "mluvii" | "onwebchat");
        return Ok(if is_hexadecimal { raw.to_lowercase() } else { raw.to_owned() });
    }
    let message = format!("1 to {MAX_VENDOR_ID} letters, digits, and - _ . : / are expected.");
    Err(Refusal::field(Code::Invalid, field, message))
}

/// Whether `color` is `#rrggbb`. Nothing else is let into a style sheet.
#[must_use]
pub fn is_color(color: &str) -> bool {
    let hex = color.strip_prefix('#').unwrap_or_default();
    hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit())
}

/// How a page says who its visitor is (`CONTRACT 2.2 clientId`); see `service::identity`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Identity {
    /// A client id without a proof is refused.
    pub required: bool,
    /// What the site's own server makes proofs with.
    pub secret: Option<String>,
}

/// Fewest bytes of a secret: those of the hash it is used with (RFC 7518, 3.2).
pub const MIN_SECRET: usize = 32;

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("required", &self.required).finish_non_exhaustive()
    }
}

/// The words of the panel that a site's owner chooses (`CONTRACT 2.2 headerText …`); empty is the language's own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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

impl Texts {
    /// Lays other texts over these; an empty one is none.
    pub fn overlay(&mut self, over: &Self) {
        let Self { header, welcome, online, offline, offline_welcome } = self;
        for (mine, other) in [
            (header, &over.header),
            (welcome, &over.welcome),
            (online, &over.online),
            (offline, &over.offline),
            (offline_welcome, &over.offline_welcome),
        ] {
            if !other.is_empty() {
                mine.clone_from(other);
            }
        }
    }

    /// Each text under its key among the [`Words`], unless it is empty.
    pub fn words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("headerTitle", self.header.as_str()),
            ("welcomeText", self.welcome.as_str()),
            ("onlineTitle", self.online.as_str()),
            ("offlineTitle", self.offline.as_str()),
            ("offlineText", self.offline_welcome.as_str()),
        ]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
    }
}

/// Smallest and largest launcher, in px (`CONTRACT 2.2 buttonSize`).
pub const BUTTON_SIZE: std::ops::RangeInclusive<u16> = 40..=100;
/// Narrowest panel, in px (`CONTRACT 2.2 chatWidth`).
pub const MIN_WIDTH: u16 = 280;
/// Lowest panel, in px (`CONTRACT 2.2 chatHeight`).
pub const MIN_HEIGHT: u16 = 300;

impl Settings {
    /// Whether pages may speak for their visitor: as the owner says, else where it is known who may embed the site, and so
    /// who speaks (`CONTRACT 1.6.1`). The annex decides the same.
    #[must_use]
    pub fn has_extras(&self) -> bool {
        self.extras.unwrap_or(!self.domains.is_empty())
    }

    /// Checks what the types can not say. Which keys words may have, the catalogue in `service::words` says.
    ///
    /// # Errors
    /// `invalid` or `too_long`, naming the field and what is allowed.
    pub fn check(&self) -> Result<(), Refusal> {
        let invalid = |field: &str, message: String| Err(Refusal::field(Code::Invalid, field, message));
        if !is_color(&self.accent) {
            return invalid("accent", "A colour like #0f6d8c is expected.".to_owned());
        }
        if !POSITIONS.contains(&self.position.as_str()) {
            return invalid("position", format!("One of {} is expected.", POSITIONS.join(", ")));
        }
        if !BUTTON_SIZE.contains(&self.button_size) {
            let message = format!("{} to {} pixels are expected.", BUTTON_SIZE.start(), BUTTON_SIZE.end());
            return invalid("button_size", message);
        }
        if self.chat_width < MIN_WIDTH {
            return invalid("chat_width", format!("At least {MIN_WIDTH} pixels are expected."));
        }
        if self.chat_height < MIN_HEIGHT {
            return invalid("chat_height", format!("At least {MIN_HEIGHT} pixels are expected."));
        }
        for (name, color) in self.colors.named() {
            if color.is_some_and(|color| !is_color(color)) {
                return invalid(&format!("colors.{name}"), "A colour like #0f6d8c is expected.".to_owned());
            }
        }
        let texts: Words = self.texts.words().map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
        words::check(&texts)?;
        self.words.values().try_for_each(words::check)?;
        let secret = self.identity.secret.as_deref();
        if secret.is_some_and(|secret| secret.len() < MIN_SECRET) {
            return invalid("identity.secret", format!("At least {MIN_SECRET} characters are expected."));
        }
        if self.identity.required && secret.is_none() {
            return invalid("identity.secret", "Proofs that are required need a secret.".to_owned());
        }
        self.contact_form.check()?;
        self.calls.check()?;
        if !self.reply_to.is_empty() {
            operator::email(&self.reply_to)
                .map_err(|refusal| Refusal { field: Some("reply_to".to_owned()), ..refusal })?;
        }
        self.rules.iter().try_for_each(Rule::check)?;
        if self.presets.len() > MAX_PRESETS {
            return invalid("presets", format!("A site has at most {MAX_PRESETS} presets."));
        }
        for (name, preset) in &self.presets {
            let within = |refusal: Refusal| {
                let field = refusal.field.unwrap_or_default();
                Refusal { field: Some(format!("presets.{name}.{field}")), ..refusal }
            };
            preset::name(name).map(drop).and_then(|()| preset.check()).map_err(within)?;
        }
        Ok(())
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

    /// Whether an address of this host and port fits: `*.shop.example` means its subdomains.
    #[must_use]
    pub fn covers(&self, host: &str, port: u16) -> bool {
        let (own, own_port) = self.0.split_once(':').unwrap_or((&self.0, "*"));
        let host_fits = match own.strip_prefix('*') {
            Some(parent) => host.len() > parent.len() && host.ends_with(parent),
            None => host == own,
        };
        host_fits && (own_port == "*" || own_port.parse() == Ok(port))
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
#[serde(default)]
pub struct Look {
    /// The site's public id.
    pub site: String,
    /// Title of the panel.
    pub title: String,
    /// The accent, `#rrggbb`.
    pub accent: String,
    /// Where the launcher stands.
    pub position: String,
    /// The launcher's shape.
    pub button_style: ButtonStyle,
    /// Diameter of the round launcher, in px.
    pub button_size: u16,
    /// Width of the open panel, in px.
    pub chat_width: u16,
    /// Height of the open panel, in px.
    pub chat_height: u16,
    /// Its place above or below the page; the facade's own when empty.
    pub z_index: Option<i32>,
    /// Colours that are not derived from the accent.
    pub colors: Colors,
    /// Where there is a widget at all.
    pub devices: Devices,
    /// Shows nothing until the page says `show`.
    pub start_hidden: bool,
    /// The language of the words.
    pub language: Language,
    /// The other of two between which a page may choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_language: Option<Language>,
    /// The preset that this is the look of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// Public id of the department that its conversations go to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Every word, the owner's own where there is one.
    pub words: Words,
}

impl Look {
    /// A word; empty when there is none of this key.
    #[must_use]
    pub fn word(&self, key: &str) -> &str {
        self.words.get(key).map(String::as_str).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_covers_its_hosts_and_ports() {
        let covers =
            |pattern: &str, host: &str, port| Domain::parse(pattern).expect("is fine").covers(host, port);
        assert!(covers("crm.example", "crm.example", 443) && covers("crm.example", "crm.example", 8080));
        assert!(
            covers("*.crm.example", "eu.crm.example", 443) && covers("localhost:8080", "localhost", 8080)
        );
        assert!(
            !covers("crm.example", "eu.crm.example", 443) && !covers("crm.example", "evilcrm.example", 443)
        );
        assert!(
            !covers("*.crm.example", "crm.example", 443) && !covers("*.crm.example", ".crm.example", 443)
        );
        assert!(!covers("localhost:8080", "localhost", 80));
    }

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
        type Slip = fn(&mut Settings);
        let wrong: [(&str, Slip); 16] = [
            ("presets", |s| {
                let many = (0..=MAX_PRESETS).map(|number| (number.to_string(), Preset::default()));
                s.presets = many.collect();
            }),
            ("presets.sales.position", |s| {
                let sales = Preset { position: Some("xx".into()), ..Preset::default() };
                s.presets = BTreeMap::from([("sales".to_owned(), sales)]);
            }),
            ("accent", |s| s.accent = "red".into()),
            ("position", |s| s.position = "xx".into()),
            ("button_size", |s| s.button_size = 39),
            ("button_size", |s| s.button_size = 101),
            ("chat_width", |s| s.chat_width = 279),
            ("chat_height", |s| s.chat_height = 299),
            ("colors.button_text", |s| s.colors.button_text = Some("#fff".into())),
            ("colors.agent_bubble_bg", |s| s.colors.agent_bubble_bg = Some("#12345g".into())),
            ("words", |s| s.texts.welcome = "x".repeat(words::MAX_WORD + 1)),
            ("words", |s| {
                let long = Words::from([("send".to_owned(), "x".repeat(words::MAX_WORD + 1))]);
                s.words = BTreeMap::from([(Language::Ru, long)]);
            }),
            ("contact_form.email", |s| s.contact_form.email.show = false),
            ("reply_to", |s| s.reply_to = "mia".into()),
            ("identity.secret", |s| s.identity.required = true),
            ("identity.secret", |s| s.identity.secret = Some("x".repeat(MIN_SECRET - 1))),
        ];
        for (field, change) in wrong {
            let mut settings = Settings::default();
            settings.check().expect("the defaults are fine");
            change(&mut settings);
            assert_eq!(settings.check().expect_err(field).field.as_deref(), Some(field));
        }
    }

    #[test]
    fn colours_are_laid_over_others_each_by_itself() {
        let some = |color: &str| Some(color.to_owned());
        let mut colors = Colors { button_bg: some("#111111"), chat_bg: some("#222222"), ..Colors::default() };
        let over = Colors {
            button_text: some("#333333"),
            button_bg: some("red"),
            chat_bg: some("#444444"),
            ..Colors::default()
        };
        colors.overlay(&over);
        let colors = colors.named().map(|(_, color)| color.map(str::to_owned));
        assert_eq!(colors, [some("#333333"), some("#111111"), some("#444444"), None, None]);
    }

    #[test]
    fn a_secret_is_not_printed() {
        let identity = Identity { required: true, secret: Some("abcdefgh".repeat(4)) };
        let settings = Settings { identity, ..Settings::default() };
        settings.check().expect("is fine");
        assert!(!format!("{settings:?}").contains("abcdefgh"));
    }

    #[test]
    fn an_old_row_reads_as_a_new_one() {
        let old = r##"{"domains":["a.example"],"accent":"#112233","position":"bl","texts":{"header":"H"},"rules":[]}"##;
        let settings: Settings = serde_json::from_str(old).expect("reads");
        assert_eq!((settings.button_size, settings.chat_width, settings.language), (60, 400, Language::En));
        let json = serde_json::to_string(&settings).expect("writes");
        assert_eq!(serde_json::from_str::<Settings>(&json).expect("reads"), settings);
    }
}
