//! Rules: which of them fire, with an engine for their patterns.

use std::{cell::RefCell, collections::HashMap};

use domain::{Refusal, rule::Trial};
use regex::{Regex, RegexBuilder};

use crate::{Operator, Result, Service};

/// Largest pattern, in bytes of the program that it becomes: one that is larger is no pattern.
const MAX_PROGRAM: usize = 256 * 1024;

/// The patterns of rules (`regexp`), each compiled when it is first asked for. What is matched costs a time in proportion to
/// the text, whatever the pattern.
#[derive(Default)]
pub(crate) struct Patterns(RefCell<HashMap<String, Option<Regex>>>);

impl Patterns {
    /// Whether a text fits a pattern; one that does not compile fits nothing.
    pub(crate) fn fit(&self, pattern: &str, text: &str) -> bool {
        let mut known = self.0.borrow_mut();
        if !known.contains_key(pattern) {
            let compiled = RegexBuilder::new(pattern).size_limit(MAX_PROGRAM).build().ok();
            known.insert(pattern.to_owned(), compiled);
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
}
