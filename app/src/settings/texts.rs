//! The form of what a site's panel says.

use domain::{
    Code, Refusal,
    site::{Settings, Texts},
    words::MAX_WORD,
};
use serde::{Deserialize, Serialize};

/// Form of `site/texts`. An empty text is the language's own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextsForm {
    /// The site's public id.
    pub site: String,
    /// Title of the panel.
    #[serde(default)]
    pub header: String,
    /// Greets a visitor who has not written yet.
    #[serde(default)]
    pub welcome: String,
    /// Below the title while operators are online.
    #[serde(default)]
    pub online: String,
    /// Below the title while nobody is.
    #[serde(default)]
    pub offline: String,
    /// Instead of the welcome while nobody is online.
    #[serde(default)]
    pub offline_welcome: String,
    /// What is said where a text is empty, in the same order. The server tells it; what a form says of it means nothing.
    #[serde(default)]
    pub own: [String; 5],
}

impl TextsForm {
    /// The form as it is filled in when the page comes.
    #[cfg(feature = "ssr")]
    #[must_use]
    pub fn of(site: &service::site::Site) -> Self {
        let mut bare = site.clone();
        bare.settings.texts = Texts::default();
        let look = bare.look(None);
        let own = ["headerTitle", "welcomeText", "onlineTitle", "offlineTitle", "offlineText"]
            .map(|key| look.word(key).to_owned());
        let Texts { header, welcome, online, offline, offline_welcome } = site.settings.texts.clone();
        Self { site: site.public_id.clone(), header, welcome, online, offline, offline_welcome, own }
    }

    /// Writes it into the settings; what the form does not show stays.
    ///
    /// # Errors
    /// `too_long`, naming the field.
    pub fn apply(self, settings: &mut Settings) -> Result<(), Refusal> {
        settings.texts = Texts {
            header: text("header", &self.header)?,
            welcome: text("welcome", &self.welcome)?,
            online: text("online", &self.online)?,
            offline: text("offline", &self.offline)?,
            offline_welcome: text("offline_welcome", &self.offline_welcome)?,
        };
        Ok(())
    }
}

/// A text as it is stored, named by its field where it is too long.
pub(super) fn text(field: &str, raw: &str) -> Result<String, Refusal> {
    let text = raw.trim().replace("\r\n", "\n");
    if text.chars().count() > MAX_WORD {
        return Err(Refusal::field(Code::TooLong, field, format!("Write at most {MAX_WORD} characters.")));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_trimmed_and_bounded() {
        let form = TextsForm { welcome: " Ask\r\nus ".to_owned(), ..TextsForm::default() };
        let mut settings = Settings { accent: "#112233".to_owned(), ..Settings::default() };
        form.apply(&mut settings).expect("is fine");
        assert_eq!((settings.texts.welcome.as_str(), settings.accent.as_str()), ("Ask\nus", "#112233"));
        let long = TextsForm { offline: "я".repeat(MAX_WORD + 1), ..TextsForm::default() };
        assert_eq!(long.apply(&mut settings).expect_err("is long").field.as_deref(), Some("offline"));
    }
}
