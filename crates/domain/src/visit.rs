//! Visits: what rules could have seen of a page and of what its visitor did there, kept so that rules can be tried on it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    error::{Code, Refusal},
    rule::{CONDITIONS, Condition, Facts, Rule, Value},
    visitor::Page,
};

/// Visits are kept as long, in milliseconds.
pub const KEPT_MS: i64 = 30 * DAY_MS;
/// Rules are tried on the visits of so long, in milliseconds.
pub const TRIED_MS: i64 = 7 * DAY_MS;
/// Longest stay on a page that is believed, in milliseconds.
const LONGEST_MS: i64 = DAY_MS;
/// Most splits, and most rules that have fired, of one page.
const MOST: usize = 50;

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Body of `visit/record`: what a visitor did on a page. It may be told several times, and the last one holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordVisit {
    /// The site's public id.
    pub site: String,
    /// What was seen of this page.
    #[serde(flatten)]
    pub seen: Seen,
}

/// A page as rules have seen it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// Of this page view; random.
    pub id: Uuid,
    /// Of all pages of one visit; random.
    pub visit: Uuid,
    /// When the page was opened.
    pub facts: Facts,
    /// From then to the visitor's next full hour, in milliseconds.
    pub to_hour: i64,
    /// How long the page was there, in milliseconds.
    pub stay: i64,
    /// How far it was scrolled, in per cent.
    pub scroll: i64,
    /// Whether the visitor was about to leave it.
    pub leaving: bool,
    /// Names of the site's rules that have fired.
    #[serde(default)]
    pub fired: Vec<String>,
}

impl Seen {
    /// What of it may be kept: known facts of a bearable length, and numbers that make sense. What the page says of its visitor
    /// is not: a visit does not tell whose it was.
    ///
    /// # Errors
    /// `invalid`, field `facts`, for a text where a number is expected, or more than would be looked at.
    pub fn cleaned(mut self) -> Result<Self, Refusal> {
        let text = |facts: &Facts, name: &str| {
            facts.named.get(name).and_then(Option::as_ref).map(Value::text).unwrap_or_default()
        };
        let (url, title) = (text(&self.facts, "page_url"), text(&self.facts, "page_title"));
        let page = Page { url, title, referrer: String::new() }.cleaned();
        self.facts.custom_data = None;
        let Facts { groups, named, .. } = &mut self.facts;
        named.retain(|name, _| CONDITIONS.contains(&name.as_str()));
        for (name, text) in [("page_url", page.url), ("page_title", page.title)] {
            named.insert(name.to_owned(), Some(Value::Text(text)));
        }
        let short = |text: &str| text.chars().count() <= MOST * 2;
        let plain = named.iter().all(|(name, fact)| match fact {
            Some(Value::Text(text)) => ["page_url", "page_title"].contains(&name.as_str()) || short(text),
            _ => true,
        });
        let few = groups.len() <= MOST && groups.iter().all(|(name, side)| short(name) && short(side));
        if !plain || !few {
            return Err(Refusal::field(Code::Invalid, "facts", "Short texts and few splits are expected."));
        }
        self.to_hour = self.to_hour.clamp(0, HOUR_MS);
        self.stay = self.stay.clamp(0, LONGEST_MS);
        self.scroll = self.scroll.clamp(0, 100);
        self.fired.truncate(MOST);
        Ok(self)
    }

    /// The first moment, in milliseconds after the page was opened, at which `fires` says so of its facts. It is asked
    /// wherever the passing of time can change what this rule says, and nowhere between. How far was scrolled, and whether the
    /// visitor was about to leave, is known of the end alone.
    pub fn first(&self, rule: &Rule, fires: impl Fn(&Facts) -> bool) -> Option<i64> {
        let mut moments: BTreeSet<i64> = [0, self.stay].into();
        for condition in &rule.conditions {
            moments.extend(self.turns(condition).filter(|at| (0..=self.stay).contains(at)));
        }
        let mut facts = self.facts.clone();
        moments.into_iter().find(|at| {
            self.set(&mut facts, *at);
            fires(&facts)
        })
    }

    /// How long the page had been open at such a moment, in milliseconds.
    #[must_use]
    pub fn on_page(&self, at: i64) -> i64 {
        at + whole((self.number("time_on_page").unwrap_or_default() * 1000.0).round())
    }

    /// When a condition can change by itself.
    fn turns(&self, condition: &Condition) -> impl Iterator<Item = i64> {
        let begin = self.number(&condition.condition).filter(|_| is_time(&condition.condition));
        let reached = begin.zip(condition.value.number()).map(|(begin, number)| {
            // Seconds of whole milliseconds are seldom exact, as `due.ts` knows.
            let wait = ((number - begin) * 1e6).round() / 1e3;
            [whole(wait.ceil()), whole(wait.floor()).saturating_add(1)]
        });
        let calendar = ["hour", "week_day"].contains(&condition.condition.as_str());
        let hours = (0..24).map(|hour| self.to_hour + hour * HOUR_MS).filter(move |_| calendar);
        reached.into_iter().flatten().chain(hours)
    }

    /// Makes the facts those of a moment after the page was opened.
    #[expect(clippy::cast_precision_loss, reason = "a stay is a day at most")]
    fn set(&self, facts: &mut Facts, at: i64) {
        let seconds = at as f64 / 1000.0;
        for (name, fact) in &mut facts.named {
            if is_time(name)
                && let Some(begin) = self.number(name)
            {
                // To the millisecond, which is what clocks tell.
                *fact = Some(Value::Number(((begin + seconds) * 1e6).round() / 1e6));
            }
        }
        let hours = if at < self.to_hour { 0 } else { (at - self.to_hour) / HOUR_MS + 1 };
        let mut put = |name: &str, value: Value| facts.named.insert(name.to_owned(), Some(value));
        if let (Some(hour), Some(day)) = (self.number("hour"), self.number("week_day")) {
            let turned = whole(hour) + hours;
            put("hour", Value::Number((turned % 24) as f64));
            put("week_day", Value::Number(((whole(day) + turned / 24) % 7) as f64));
        }
        let ended = at >= self.stay;
        put("goal_scroll", Value::Number(if ended { self.scroll as f64 } else { 0.0 }));
        put("goal_close", Value::Bool(ended && self.leaving));
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.facts.named.get(name).and_then(Option::as_ref).and_then(Value::number)
    }
}

fn is_time(condition: &str) -> bool {
    condition.starts_with("time_")
}

#[expect(clippy::cast_possible_truncation, reason = "what is too large for a moment is never one")]
const fn whole(number: f64) -> i64 {
    number as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen() -> Seen {
        serde_json::from_str(
            r#"{"id":"00000000-0000-4000-8000-000000000001","visit":"00000000-0000-4000-8000-000000000002",
            "facts":{"online":true,"hour":23,"week_day":6,"page_title":"Shop","page_url":"https://shop.example/",
            "time_on_page":0.5,"time_on_site":30.25,"time_after_close":null,"time_after_invitation":50,"groups":{"price":"group_a"}},
            "to_hour":5000,"stay":20000,"scroll":70,"leaving":true}"#,
        )
        .expect("reads")
    }

    fn first(conditions: &str) -> Option<i64> {
        let json = format!(r#"{{"conditions":[{conditions}],"commands":[]}}"#);
        let rule: Rule = serde_json::from_str(&json).expect("reads");
        seen().first(&rule, |facts| rule.fires(facts, &|_, _| false))
    }

    #[test]
    fn a_rule_fires_at_the_very_moment() {
        for (conditions, moment) in [
            ("", Some(0)),
            (r#"{"condition":"online","value":true}"#, Some(0)),
            (r#"{"condition":"online","value":false}"#, None),
            (r#"{"condition":"time_on_page","comparator":"greater","value":10}"#, Some(9501)),
            (r#"{"condition":"time_on_page","comparator":"greater_equal","value":"10"}"#, Some(9500)),
            (r#"{"condition":"time_on_page","value":10}"#, Some(9500)),
            (r#"{"condition":"time_on_page","comparator":"lower","value":10}"#, Some(0)),
            (r#"{"condition":"time_on_page","comparator":"greater","value":20.499}"#, Some(20000)),
            (r#"{"condition":"time_on_page","comparator":"greater","value":20.5}"#, None),
            (r#"{"condition":"time_on_site","comparator":"greater","value":30}"#, Some(0)),
            (r#"{"condition":"time_after_close","comparator":"greater","value":300}"#, Some(0)),
            (r#"{"condition":"time_after_invitation","comparator":"greater","value":60}"#, Some(10001)),
            (r#"{"condition":"hour","value":0}"#, Some(5000)),
            (r#"{"condition":"week_day","value":0}"#, Some(5000)),
            (r#"{"condition":"goal_scroll","comparator":"greater","value":50}"#, Some(20000)),
            (r#"{"condition":"goal_close","value":true}"#, Some(20000)),
            (
                r#"{"condition":"time_on_page","comparator":"greater","value":3},{"condition":"hour","value":0},
                {"condition":"time_on_page","comparator":"lower","value":6}"#,
                Some(5000),
            ),
        ] {
            assert_eq!(first(conditions), moment, "{conditions}");
        }
    }

    #[test]
    fn moments_are_told_as_people_and_rules_count_them() {
        assert_eq!(seen().on_page(9501), 10_001);
    }

    #[test]
    fn what_makes_no_sense_is_not_kept() {
        let mut wild = seen();
        wild.facts.named.insert("moon".to_owned(), Some(Value::Text("full".to_owned())));
        wild.facts.named.insert("page_url".to_owned(), Some(Value::Text("javascript:alert(1)".to_owned())));
        wild.facts.custom_data = Some([("email".to_owned(), "ann@shop.example".to_owned())].into());
        (wild.to_hour, wild.stay, wild.scroll) = (-1, i64::MAX, 1000);
        let clean = wild.cleaned().expect("is fine");
        assert_eq!((clean.to_hour, clean.stay, clean.scroll), (0, LONGEST_MS, 100));
        assert!(!clean.facts.named.contains_key("moon"));
        assert_eq!(clean.facts.custom_data, None);
        assert_eq!(clean.facts.named["page_url"], Some(Value::Text(String::new())));
        let mut long = seen();
        long.facts.named.insert("city".to_owned(), Some(Value::Text("x".repeat(101))));
        assert!(long.cleaned().is_err());
        let mut many = seen();
        many.facts.groups = (0..51).map(|split| (split.to_string(), "group_a".to_owned())).collect();
        assert!(many.cleaned().is_err());
    }
}
