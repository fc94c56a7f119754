//! The catalogue: every word the panel says, in each of its languages.
//!
//! Four small files under `locales/`, read once. The browser gets the words it needs with the site's looks, so a language
//! costs a visitor nothing who does not speak it.

use std::sync::LazyLock;

use domain::{
    Code, Refusal,
    message::MAX_CHARS,
    words::{Language, MAX_WORD, Words},
};

/// Keys without words of their own in a language: the title is the site's name.
const OWN: [&str; 1] = ["headerTitle"];

/// The words that the hidden frame needs before there is a panel; the rest comes with it.
const FRAME: [&str; 15] = [
    "awayNow",
    "chat",
    "chatWithUs",
    "closeChat",
    "closeTeaser",
    "headerTitle",
    "leaveMessage",
    "notTaken",
    "onlineNow",
    "openChat",
    "unreachable",
    "unreadFew",
    "unreadMany",
    "unreadOne",
    "unreadOther",
];

/// The words of forms, which the server renders; a page may change them as all others (`CONTRACT 2.3 setLocale`).
pub const FORMS: [&str; 28] = [
    "callEnded",
    "callFailed",
    "callRequest",
    "callRinging",
    "callSend",
    "callText",
    "callTitle",
    "formBack",
    "formBadEmail",
    "formBadPhone",
    "formEmail",
    "formMessage",
    "formMissing",
    "formName",
    "formOptional",
    "formPhone",
    "formTooLong",
    "introduceSend",
    "introduceText",
    "introduceTitle",
    "menuCall",
    "menuChat",
    "menuTitle",
    "offlineFormSend",
    "offlineFormText",
    "offlineFormTitle",
    "offlineSentText",
    "offlineSentTitle",
];

/// The words of e-mails.
const MAILS: [&str; 3] = ["mailAbout", "mailLink", "mailSubject"];

const ENGLISH: &str = include_str!("../locales/en.toml");

struct Catalogue {
    en: Words,
    ru: Words,
    es: Words,
    pt: Words,
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue {
    en: read(ENGLISH),
    ru: read(include_str!("../locales/ru.toml")),
    es: read(include_str!("../locales/es.toml")),
    pt: read(include_str!("../locales/pt.toml")),
});

#[expect(clippy::expect_used, reason = "the files are inside the binary, and a test reads them")]
fn read(toml: &str) -> Words {
    toml::from_str(toml).expect("a catalogue is a table of strings")
}

/// Every word of a language.
#[must_use]
pub fn of(language: Language) -> &'static Words {
    match language {
        Language::En => &CATALOGUE.en,
        Language::Ru => &CATALOGUE.ru,
        Language::Es => &CATALOGUE.es,
        Language::Pt => &CATALOGUE.pt,
    }
}

/// All keys in the catalogue's own order, by where they are said: titles are the comments of the English file.
#[must_use]
pub fn groups() -> Vec<(String, Vec<String>)> {
    // What stands above the first empty line is about the file.
    let (_, body) = ENGLISH.split_once("\n\n").unwrap_or_default();
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for line in body.lines() {
        if let Some(title) = line.strip_prefix("# ") {
            let own = if title == "Head" { OWN.map(str::to_owned).to_vec() } else { Vec::new() };
            groups.push((title.to_owned(), own));
        } else if let (Some((key, _)), Some((_, keys))) = (line.split_once(" = "), groups.last_mut()) {
            keys.push(key.to_owned());
        }
    }
    groups
}

/// Checks one of an owner's own words: whether the panel has use for it, its length, and what is put in.
///
/// # Errors
/// `invalid` or `too_long`, field `words.{key}`, with what is allowed.
pub fn check_word(key: &str, word: &str) -> Result<(), Refusal> {
    let refused = |code, message: String| Err(Refusal::field(code, &format!("words.{key}"), message));
    if !is_known(key) {
        return refused(Code::Invalid, "The panel has no such word.".to_owned());
    }
    if word.chars().count() > MAX_WORD {
        return refused(Code::TooLong, format!("Write at most {MAX_WORD} characters."));
    }
    let own = CATALOGUE.en.get(key).map(String::as_str).unwrap_or_default();
    let (known, written) = (holes(own), holes(word));
    if known.contains(&"n") && !written.contains(&"n") {
        return refused(Code::Invalid, "Keep {n}: the number is put in there.".to_owned());
    }
    if let Some(unknown) = written.iter().find(|hole| !known.contains(hole)) {
        let known: Vec<String> = known.iter().map(|hole| format!("{{{hole}}}")).collect();
        let allowed = if known.is_empty() {
            "Write none.".to_owned()
        } else {
            format!("There are {}.", known.join(", "))
        };
        return refused(Code::Invalid, format!("Nothing is put in for {{{unknown}}}. {allowed}"));
    }
    if key == "months" && word.split(' ').count() != MONTHS {
        return refused(Code::Invalid, format!("Write {MONTHS} months with a space between them."));
    }
    Ok(())
}

const MONTHS: usize = 12;

/// The names in `{…}` of a word; braces around anything else are just braces.
fn holes(word: &str) -> Vec<&str> {
    let hole = |rest| str::split_once(rest, '}').map(|(name, _)| name);
    let is_name = |name: &&str| !name.is_empty() && name.chars().all(char::is_alphanumeric);
    let mut holes: Vec<_> = word.split('{').skip(1).filter_map(hole).filter(is_name).collect();
    holes.sort_unstable();
    holes
}

/// Whether the panel has a word of this key.
#[must_use]
pub fn is_known(key: &str) -> bool {
    CATALOGUE.en.contains_key(key) || OWN.contains(&key)
}

/// Lays `words` over others; keys that the panel has no use for are left out (`CONTRACT 2.3 setLocale`).
pub fn overlay(words: &mut Words, over: &Words) {
    words.extend(over.iter().filter(|(key, _)| is_known(key)).map(|(key, word)| (key.clone(), word.clone())));
}

/// What the hidden frame needs of the words.
#[must_use]
pub fn for_frame(words: &Words) -> Words {
    let pair = |key: &&str| words.get(*key).map(|word| ((*key).to_owned(), word.clone()));
    FRAME.iter().filter_map(pair).collect()
}

/// The words without those that the panel itself never says.
#[must_use]
pub fn for_panel(words: &Words) -> Words {
    let is_said = |key: &str| !FORMS.contains(&key) && !MAILS.contains(&key);
    words.iter().filter(|(key, _)| is_said(key)).map(|(key, word)| (key.clone(), word.clone())).collect()
}

/// Checks the keys of an owner's own words, where a wrong one is a slip that nothing else would show.
///
/// # Errors
/// `invalid`, field `words`, with the key that is wrong and what is allowed.
pub fn check(words: &Words) -> Result<(), Refusal> {
    let Some(unknown) = words.keys().find(|key| !is_known(key)) else { return Ok(()) };
    let known: Vec<&str> = OWN.into_iter().chain(CATALOGUE.en.keys().map(String::as_str)).collect();
    let message = format!("“{unknown}” is unknown. Allowed are {}.", known.join(", "));
    Err(Refusal::field(Code::Invalid, "words", message))
}

/// Why a visitor's message was refused, in the visitor's language.
#[must_use]
pub fn refusal(words: &Words, refusal: &Refusal) -> String {
    let key = match refusal.code {
        Code::TooLong => "tooLong",
        Code::Invalid if refusal.field.as_deref() == Some("text") => "writeSomething",
        Code::TooManyRequests => "tooManyRequests",
        Code::Unavailable | Code::StorageFull => "tryLater",
        _ => "notTaken",
    };
    words.get(key).cloned().unwrap_or_default().replace("{n}", &MAX_CHARS.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_everything() {
        let english = of(Language::En);
        for language in Language::ALL {
            let words = of(language);
            assert!(words.keys().eq(english.keys()), "{language:?} has other keys");
            for (key, word) in words {
                assert!(!word.trim().is_empty(), "{language:?}: {key} is empty");
                assert_eq!(holes(word), holes(&english[key]), "{language:?}: {key}");
            }
            assert_eq!(words["months"].split(' ').count(), 12, "{language:?}");
            domain::words::check(words).expect("no word is longer than an owner's own may be");
        }
        assert!(FRAME.iter().all(|key| is_known(key)));
    }

    /// The categories of CLDR: en one other; ru one few many other; es and pt one many other, many being millions.
    #[test]
    fn plural_forms_differ_where_the_language_does() {
        let forms = |language| {
            ["One", "Few", "Many", "Other"].map(|form| of(language)[&format!("unread{form}")].as_str())
        };
        let [one, few, many, other] = forms(Language::Ru);
        assert!(one != few && few != many && many != one && other != one);
        for language in [Language::En, Language::Es, Language::Pt] {
            let [one, _, _, other] = forms(language);
            assert_ne!(one, other, "{language:?}");
        }
        for language in [Language::Es, Language::Pt] {
            let [_, _, many, other] = forms(language);
            assert_ne!(many, other, "{language:?}");
        }
    }

    #[test]
    fn every_word_stands_in_one_group() {
        let groups = groups();
        assert!(groups.iter().all(|(title, keys)| !title.is_empty() && !keys.is_empty()), "{groups:?}");
        let mut keys: Vec<&str> = groups.iter().flat_map(|(_, keys)| keys).map(String::as_str).collect();
        keys.sort_unstable();
        let mut all: Vec<&str> = CATALOGUE.en.keys().map(String::as_str).chain(OWN).collect();
        all.sort_unstable();
        assert_eq!(keys, all);
    }

    #[test]
    fn an_owners_word_keeps_what_is_put_in() {
        for language in Language::ALL {
            for (key, word) in of(language) {
                check_word(key, word).expect("the catalogue's own words are fine");
            }
        }
        for (key, word, wrong) in [
            ("unreadOne", "One message", "{n}"),
            ("unreadFew", "{m} {n}", "{m}"),
            ("send", "Send {n}", "{n}"),
            ("months", "January", "12"),
            ("sing", "La", "no such"),
            ("date", "{day}.{month}", ""),
            ("isTyping", "Somebody types { or }", ""),
        ] {
            match check_word(key, word) {
                Ok(()) => assert_eq!(wrong, "", "{key}: {word}"),
                Err(refusal) => {
                    assert_eq!(refusal.field, Some(format!("words.{key}")));
                    assert!(!wrong.is_empty() && refusal.message.contains(wrong), "{}", refusal.message);
                }
            }
        }
    }

    #[test]
    fn only_known_keys_are_taken() {
        let mut words = of(Language::En).clone();
        let count = words.len();
        let pair = |key: &str| (key.to_owned(), "Own".to_owned());
        overlay(&mut words, &Words::from(["placeholder", "headerTitle", "__proto__", "sing"].map(pair)));
        assert_eq!((words["placeholder"].as_str(), words["headerTitle"].as_str()), ("Own", "Own"));
        assert_eq!(words.len(), count + 1);
        let refused = check(&Words::from([pair("sing")])).expect_err("is unknown");
        assert!(refused.message.contains("“sing”") && refused.message.contains("placeholder"));
        assert_eq!(for_frame(&words).len(), FRAME.len());
    }

    #[test]
    fn refusals_are_told_in_the_visitors_language() {
        let russian = of(Language::Ru);
        let told = |code, field: &str| refusal(russian, &Refusal::field(code, field, "English words."));
        assert_eq!(told(Code::Invalid, "text"), russian["writeSomething"]);
        assert!(told(Code::TooLong, "text").contains("4000"));
        for code in
            [Code::TooManyRequests, Code::Unavailable, Code::StorageFull, Code::Conflict, Code::Malformed]
        {
            assert!(!told(code, "").is_empty(), "{code:?}");
        }
    }
}
