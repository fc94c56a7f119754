//! The form of a site's looks: what it sends, and what that means.

use domain::{
    Code, Refusal,
    site::{ButtonStyle, Colors, Devices, Domain, Settings},
    words::Language,
};
use serde::{Deserialize, Serialize};

/// Form of `site/appearance`. Numbers are texts here, so that a wrong one is refused by the name of its field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appearance {
    /// The site's public id.
    pub site: String,
    /// The accent.
    pub accent: String,
    /// Colours that are not derived from it; empty ones are.
    #[serde(default)]
    pub colors: Colors,
    /// The launcher's shape.
    pub button_style: ButtonStyle,
    /// Where it stands.
    pub position: String,
    /// Its diameter.
    pub button_size: String,
    /// Width of the open panel.
    pub chat_width: String,
    /// Height of the open panel.
    pub chat_height: String,
    /// Its place above or below the page; empty is the facade's own.
    #[serde(default)]
    pub z_index: String,
    /// Where there is a widget at all.
    pub devices: Devices,
    /// Shows nothing until the page says so; a box that is not ticked is not sent.
    #[serde(default)]
    pub start_hidden: bool,
    /// The language of whoever says nothing else.
    pub language: Language,
    /// The other of two between which a page may choose; empty is none.
    #[serde(default)]
    pub second_language: String,
    /// Pages that may embed it, one a line.
    #[serde(default)]
    pub domains: String,
    /// Public id of the department that new conversations go to; empty is none.
    #[serde(default)]
    pub department: String,
}

impl Appearance {
    /// The form as it is filled in when the page comes.
    #[must_use]
    pub fn of(site: &str, settings: &Settings) -> Self {
        let domains: Vec<&str> = settings.domains.iter().map(Domain::as_str).collect();
        Self {
            site: site.to_owned(),
            accent: settings.accent.clone(),
            colors: settings.colors.clone(),
            button_style: settings.button_style,
            position: settings.position.clone(),
            button_size: settings.button_size.to_string(),
            chat_width: settings.chat_width.to_string(),
            chat_height: settings.chat_height.to_string(),
            z_index: settings.z_index.map(|z| z.to_string()).unwrap_or_default(),
            devices: settings.devices,
            start_hidden: settings.start_hidden,
            language: settings.language,
            second_language: settings
                .second_language
                .map(|language| language.tag().to_owned())
                .unwrap_or_default(),
            domains: domains.join("\n"),
            department: settings.department.clone().unwrap_or_default(),
        }
    }

    /// Writes it into the settings; what the form does not show stays.
    ///
    /// # Errors
    /// `invalid`, naming the field.
    pub fn apply(self, settings: &mut Settings) -> Result<(), Refusal> {
        settings.accent = color(self.accent);
        settings.colors = colors(self.colors);
        settings.button_style = self.button_style;
        settings.position = self.position;
        settings.button_size = number("button_size", &self.button_size)?;
        settings.chat_width = number("chat_width", &self.chat_width)?;
        settings.chat_height = number("chat_height", &self.chat_height)?;
        let z_index = self.z_index.trim();
        settings.z_index = if z_index.is_empty() { None } else { Some(number("z_index", z_index)?) };
        settings.devices = self.devices;
        settings.start_hidden = self.start_hidden;
        settings.language = self.language;
        settings.second_language = Language::parse(&self.second_language);
        let domains = self.domains.split([',', '\n']).map(str::trim).filter(|domain| !domain.is_empty());
        settings.domains = domains.map(Domain::parse).collect::<Result<_, _>>()?;
        settings.department = Some(self.department).filter(|department| !department.is_empty());
        Ok(())
    }
}

/// A colour as it is stored.
pub(super) fn color(raw: String) -> String {
    raw.trim().to_ascii_lowercase()
}

/// An empty colour is none.
pub(super) fn colors(raw: Colors) -> Colors {
    let own = |raw: Option<String>| raw.map(color).filter(|color| !color.is_empty());
    Colors {
        button_text: own(raw.button_text),
        button_bg: own(raw.button_bg),
        chat_bg: own(raw.chat_bg),
        client_bubble_bg: own(raw.client_bubble_bg),
        agent_bubble_bg: own(raw.agent_bubble_bg),
    }
}

/// A whole number, named by its field where it is none.
pub(super) fn number<T: std::str::FromStr>(field: &str, raw: &str) -> Result<T, Refusal> {
    let wrong = |_| Refusal::field(Code::Invalid, field, "Write a whole number.");
    raw.trim().parse().map_err(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_and_sent_back_changes_nothing() {
        let settings = Settings {
            domains: vec![
                Domain::parse("shop.example").expect("a host"),
                Domain::parse("localhost:*").expect("a host"),
            ],
            colors: Colors { button_bg: Some("#112233".to_owned()), ..Colors::default() },
            z_index: Some(-1),
            department: Some("delivery".to_owned()),
            second_language: Some(Language::Es),
            start_hidden: true,
            ..Settings::default()
        };
        let mut after = settings.clone();
        Appearance::of("shop", &settings).apply(&mut after).expect("is fine");
        assert_eq!(after, settings);
    }

    #[test]
    fn what_the_form_does_not_show_stays() {
        let mut settings = Settings::default();
        settings.identity.secret = Some("0123456789abcdef0123456789abcdef".to_owned());
        settings.texts.welcome = "Hello".to_owned();
        Appearance::of("shop", &Settings::default()).apply(&mut settings).expect("is fine");
        assert_eq!((settings.identity.secret.is_some(), settings.texts.welcome.as_str()), (true, "Hello"));
    }

    #[test]
    fn colours_and_hosts_may_be_written_as_people_write_them() {
        let form = Appearance {
            accent: " #C2410C ".to_owned(),
            colors: Colors { chat_bg: Some(" ".to_owned()), ..Colors::default() },
            domains: "https://Shop.example/lamps\n\n  *.shop.example, localhost:8080".to_owned(),
            ..Appearance::of("shop", &Settings::default())
        };
        let mut settings = Settings::default();
        form.apply(&mut settings).expect("is fine");
        settings.check().expect("is fine");
        let domains: Vec<&str> = settings.domains.iter().map(Domain::as_str).collect();
        assert_eq!((settings.accent.as_str(), settings.colors), ("#c2410c", Colors::default()));
        assert_eq!(domains, ["shop.example", "*.shop.example", "localhost:8080"]);
    }

    #[test]
    fn wrong_values_are_refused_by_the_name_of_their_field() {
        type Change = fn(&mut Appearance);
        let wrong: [(&str, Change); 5] = [
            ("button_size", |form| form.button_size = "large".to_owned()),
            ("chat_width", |form| form.chat_width = String::new()),
            ("chat_height", |form| form.chat_height = "99999999".to_owned()),
            ("z_index", |form| form.z_index = "1.5".to_owned()),
            ("domains", |form| form.domains = "a b".to_owned()),
        ];
        for (field, change) in wrong {
            let mut form = Appearance::of("shop", &Settings::default());
            change(&mut form);
            let refusal = form.apply(&mut Settings::default()).expect_err(field);
            assert_eq!(refusal.field.as_deref(), Some(field));
        }
    }
}
