//! The panel's languages, and its words in one of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Code, Refusal};

/// Longest word of a site's owner or page, in characters.
pub const MAX_WORD: usize = 500;
/// Most words that a site's owner or page may set in one language: more than there are.
pub const MAX_WORDS: usize = 200;

/// Words by their key, `placeholder` or `headerTitle` (`CONTRACT 2.3 setLocale`). Which keys there are, the catalogue in
/// `service::words` says.
pub type Words = BTreeMap<String, String>;

/// A language the panel speaks (`CONTRACT 2.2 locale`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
    /// Spanish.
    Es,
    /// Portuguese.
    Pt,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::En, Self::Ru, Self::Es, Self::Pt];

    /// The language of a tag: `pt`, `pt-BR`, `PT_br`; None for one that the panel does not speak.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// Its tag, as in `lang` and in a URL.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::Es => "es",
            Self::Pt => "pt",
        }
    }
}

/// Checks the size of words that somebody sets.
///
/// # Errors
/// `too_long`, field `words`, naming the key.
pub fn check(words: &Words) -> Result<(), Refusal> {
    if words.len() > MAX_WORDS {
        let message = format!("At most {MAX_WORDS} words can be set.");
        return Err(Refusal::field(Code::TooLong, "words", message));
    }
    match words.iter().find(|(_, word)| word.chars().count() > MAX_WORD) {
        None => Ok(()),
        Some((key, _)) => {
            let key: String = key.chars().take(100).collect();
            let message = format!("“{key}” has at most {MAX_WORD} characters.");
            Err(Refusal::field(Code::TooLong, "words", message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_by_their_primary_part() {
        for (tag, language) in [
            ("en", Language::En),
            ("RU", Language::Ru),
            (" es-419 ", Language::Es),
            ("pt-BR", Language::Pt),
            ("pt_PT", Language::Pt),
        ] {
            assert_eq!(Language::parse(tag), Some(language), "{tag}");
        }
        for unknown in ["", "-", "de", "english", "e", "en'"] {
            assert_eq!(Language::parse(unknown), None, "{unknown}");
        }
        for language in Language::ALL {
            let json = serde_json::to_string(&language).expect("writes");
            assert_eq!(json, format!("\"{}\"", language.tag()));
        }
    }

    #[test]
    fn long_words_are_refused_by_key() {
        let words = |text: String| Words::from([("placeholder".to_owned(), text)]);
        assert!(check(&words("я".repeat(MAX_WORD))).is_ok());
        let refusal = check(&words("я".repeat(MAX_WORD + 1))).expect_err("is long");
        assert_eq!((refusal.code, refusal.field.as_deref()), (Code::TooLong, Some("words")));
        assert!(refusal.message.contains("placeholder"));
        let many = (0..=MAX_WORDS).map(|n| (n.to_string(), String::new())).collect();
        assert!(check(&many).is_err());
    }
}
