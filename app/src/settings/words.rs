//! The form of a site's own words in one language.

use std::collections::BTreeMap;

use domain::{
    site::Settings,
    words::{Language, Words},
};
use serde::{Deserialize, Serialize};

/// Form of `site/words`. An empty word is the catalogue's.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordsForm {
    /// The site's public id.
    pub site: String,
    /// The one language that is saved.
    pub language: Language,
    /// What is written, by key.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
}

/// Words that belong together, as the catalogue has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Where they are said.
    pub title: String,
    /// The keys, and what is said where nothing is written.
    pub words: Vec<(String, String)>,
}

impl WordsForm {
    /// The form as it is filled in when the page comes.
    #[must_use]
    pub fn of(site: &str, language: Language, settings: &Settings) -> Self {
        let words = settings.words.get(&language).cloned().unwrap_or_default();
        Self { site: site.to_owned(), language, words }
    }

    /// What is written: trimmed, and nothing where it is empty.
    #[must_use]
    pub fn written(&self) -> Words {
        let words = self.words.iter().map(|(key, word)| (key.clone(), word.trim().replace("\r\n", "\n")));
        words.filter(|(_, word)| !word.is_empty()).collect()
    }

    /// Writes it into the settings; the other languages stay.
    pub fn apply(&self, settings: &mut Settings) {
        let words = self.written();
        if words.is_empty() {
            settings.words.remove(&self.language);
        } else {
            settings.words.insert(self.language, words);
        }
    }
}

/// All words of a site in a language, without its own ones of that language.
#[cfg(feature = "ssr")]
#[must_use]
pub fn groups(site: &service::site::Site, language: Language) -> Vec<Group> {
    let mut bare = site.clone();
    bare.settings.words.clear();
    let look = bare.look(Some(language));
    let group = |(title, keys): (String, Vec<String>)| Group {
        title,
        words: keys.into_iter().map(|key| (key.clone(), look.word(&key).to_owned())).collect(),
    };
    service::words::groups().into_iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_language_is_saved_and_the_others_stay() {
        let pair = |key: &str, word: &str| (key.to_owned(), word.to_owned());
        let mut settings = Settings::default();
        settings.words.insert(Language::Ru, Words::from([pair("send", "Послать")]));
        let mut form = WordsForm::of("shop", Language::Es, &settings);
        form.words = [pair("send", " Mandar "), pair("chat", "  "), pair("welcomeText", "a\r\nb")].into();
        form.apply(&mut settings);
        assert_eq!(
            settings.words[&Language::Es],
            [pair("send", "Mandar"), pair("welcomeText", "a\nb")].into()
        );
        assert_eq!(settings.words[&Language::Ru]["send"], "Послать");
        assert_eq!(WordsForm::of("shop", Language::Es, &settings).written(), settings.words[&Language::Es]);
        form.words.clear();
        form.apply(&mut settings);
        assert!(!settings.words.contains_key(&Language::Es), "what says nothing is not kept");
    }
}
