//! Rules: which of them fire, with an engine for their patterns.

use std::{cell::RefCell, collections::HashMap};

use domain::{
    Code, Refusal,
    rule::{MAX_RULES, Rule, Trial},
};
use regex::{Regex, RegexBuilder};

use crate::{Operator, Result, Service};

/// Largest pattern, in bytes of the program that it becomes: one that is larger is no pattern.
const MAX_PROGRAM: usize = 256 * 1024;

/// A rule that somebody has written, in the form in which it is stored.
///
/// # Errors
/// As [`Rule::review`]; and `invalid` for a pattern that is none.
pub fn checked(rule: Rule) -> std::result::Result<Rule, Refusal> {
    let rule = rule.normal();
    rule.review()?;
    for (place, condition) in rule.conditions.iter().enumerate() {
        if condition.comparator.as_deref() == Some("regexp") && compile(&condition.value.text()).is_none() {
            let message = "This is no pattern: see “regular expressions”. Brackets are closed, for one.";
            return Err(Refusal::field(Code::Invalid, &format!("conditions.{place}.value"), message));
        }
    }
    Ok(rule)
}

/// Reads a set of rules that somebody has pasted: all of it or nothing.
///
/// # Errors
/// `invalid` or `too_long`, field `json`, with the rule and its field that are wrong.
pub fn read(json: &str) -> std::result::Result<Vec<Rule>, Refusal> {
    let wrong = |code, message: String| Refusal::field(code, "json", message);
    let mut reader = serde_json::Deserializer::from_str(json);
    let rules: Vec<Rule> = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let place = error.path().iter().map(ToString::to_string).collect::<Vec<_>>().join(".");
        let place = place.replace(['[', ']'], "");
        let why = error.inner().to_string();
        let message = match place.split_once('.').unwrap_or((&place, "")) {
            ("", _) => format!("A list of rules is expected: [ … ]. {why}"),
            (number, field) => spoken(number.parse().unwrap_or_default(), "", field, &why),
        };
        wrong(Code::Invalid, message)
    })?;
    reader.end().map_err(|error| wrong(Code::Invalid, error.to_string()))?;
    if rules.len() > MAX_RULES {
        return Err(wrong(Code::Invalid, format!("At most {MAX_RULES} rules are expected.")));
    }
    let check = |(number, rule): (usize, Rule)| {
        let name = rule.name.clone();
        checked(rule).map_err(|Refusal { code, message, field, .. }| {
            wrong(code, spoken(number, &name, &field.unwrap_or_default(), &message))
        })
    };
    rules.into_iter().enumerate().map(check).collect()
}

/// `Rule 2 “Hi”, conditions 1, value: A number is expected.`
fn spoken(number: usize, name: &str, field: &str, why: &str) -> String {
    let name = if name.is_empty() { String::new() } else { format!(" “{name}”") };
    let parts = field.split('.').filter(|part| !part.is_empty()).map(|part| match part.parse::<usize>() {
        Ok(index) => format!(" {}", index + 1),
        Err(_) => format!(", {part}"),
    });
    format!("Rule {}{name}{}: {why}", number + 1, parts.collect::<String>())
}

fn compile(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).size_limit(MAX_PROGRAM).build().ok()
}

/// The patterns of rules (`regexp`), each compiled when it is first asked for. What is matched costs a time in proportion to
/// the text, whatever the pattern.
#[derive(Default)]
pub(crate) struct Patterns(RefCell<HashMap<String, Option<Regex>>>);

impl Patterns {
    /// Whether a text fits a pattern; one that does not compile fits nothing.
    pub(crate) fn fit(&self, pattern: &str, text: &str) -> bool {
        let mut known = self.0.borrow_mut();
        if !known.contains_key(pattern) {
            known.insert(pattern.to_owned(), compile(pattern));
        }
        known.get(pattern).is_some_and(|regex| regex.as_ref().is_some_and(|regex| regex.is_match(text)))
    }
}

impl Service {
    /// Which rules would fire: of each trial, one answer for each of its rules.
    ///
    /// # Errors
    /// `not_found` for who does not decide about sites.
    pub fn try_rules(&self, actor: &Operator, trials: &[Trial]) -> Result<Vec<Vec<bool>>> {
        if !actor.administers() {
            return Err(Refusal::not_found().into());
        }
        let patterns = Patterns::default();
        let matches = |pattern: &str, text: &str| patterns.fit(pattern, text);
        let fire =
            |Trial { rules, facts }: &Trial| rules.iter().map(|rule| rule.fires(facts, &matches)).collect();
        Ok(trials.iter().map(fire).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_fits_or_is_none() {
        let patterns = Patterns::default();
        for (pattern, text, fits) in [
            ("^https://", "https://a.example", true),
            ("цен[аы]", "Цены: цены", true),
            ("^a$", "A", false),
            ("(", "(", false),
            ("a{1000}{1000}", "a", false),
        ] {
            for _ in 0..2 {
                assert_eq!(patterns.fit(pattern, text), fits, "{pattern}");
            }
        }
    }

    #[test]
    fn a_pasted_set_is_read_whole_or_refused_with_the_place() {
        let read = |json: &str| read(json).map_err(|refusal| refusal.message);
        let fine = serde_json::to_string_pretty(&domain::rule::defaults()).expect("writes");
        assert_eq!(read(&fine), Ok(domain::rule::defaults()));
        assert_eq!(read("[]"), Ok(Vec::new()));
        let second =
            |rule: &str| read(&format!(r#"[{{"conditions":[],"commands":[]}}, {rule}]"#)).expect_err(rule);
        for (rule, place, why) in [
            (r#"{"name":"A","commands":[]}"#, "Rule 2: ", "missing field `conditions`"),
            (r#"{"name":"A","conditions":[],"commands":[],"colour":1}"#, "Rule 2, colour: ", "unknown field"),
            (
                r#"{"conditions":[{"condition":"hour","value":[]}],"commands":[]}"#,
                "Rule 2, conditions 1, value: ",
                "a number or a text is expected",
            ),
            (
                r#"{"name":"A","conditions":[{"condition":"moon","value":1}],"commands":[]}"#,
                "Rule 2 “A”, conditions 1, condition: ",
                "“moon” is unknown. Allowed are online",
            ),
            (
                r#"{"name":"A","conditions":[{"condition":"page_url","comparator":"regexp","value":"("}],"commands":[]}"#,
                "Rule 2 “A”, conditions 1, value: ",
                "no pattern",
            ),
            (
                r#"{"name":"A","conditions":[],"commands":[{"command":"hide","params":{"x":1}}]}"#,
                "Rule 2 “A”, commands 1, x: ",
                "“x” is unknown",
            ),
        ] {
            let message = second(rule);
            assert!(message.starts_with(place) && message.contains(why), "{message}");
        }
        for nothing in ["", "{}", "null", "[] []", "[{"] {
            assert!(read(nothing).is_err(), "{nothing}");
        }
    }
}
