//! Rules of a site ("automatic actions"): conditions → commands, in the JSON form of `CONTRACT 1.7`.

use std::collections::BTreeMap;

mod review;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use self::review::{MAX_PARTS, MAX_RULES, comparators, defaults, fresh, params};
use crate::{
    error::{Code, Refusal},
    visitor::MAX_NAME as MAX_FIELD_NAME,
};

/// The conditions of `CONTRACT 1.7`, and what mluvii's pages count on beside (`CONTRACT 3.2 addCustomData`).
pub const CONDITIONS: [&str; 18] = [
    "online",
    "city",
    "country",
    "hour",
    "week_day",
    "page_title",
    "page_url",
    "pages_count",
    "time_on_page",
    "time_on_site",
    "time_after_close",
    "time_after_first_message",
    "time_after_invitation",
    "number_of_visits",
    "goal_scroll",
    "goal_close",
    "ab_test_group",
    "custom_data",
];
/// The commands of `CONTRACT 1.7`, and those of mluvii's (`CONTRACT 3.2 owidget._name`).
pub const COMMANDS: [&str; 8] = [
    "proactive",
    "open_offline",
    "system_message",
    "system_message_email",
    "show_callform",
    "hide",
    "show",
    "call_function",
];
/// Longest name of a function of the page's, in characters.
pub const MAX_FUNCTION: usize = 64;

/// How a condition compares, by what it looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// True or false.
    Flag,
    /// A name on the map, in any case of letters.
    Place,
    /// Words of the page, letter by letter.
    Page,
    /// Words that the page has said of its visitor, letter by letter.
    Data,
    /// A number.
    Number,
    /// One side of a split.
    Split,
}

fn kind(condition: &str) -> Kind {
    match condition {
        "online" | "goal_close" => Kind::Flag,
        "city" | "country" => Kind::Place,
        "page_title" | "page_url" => Kind::Page,
        "ab_test_group" => Kind::Split,
        "custom_data" => Kind::Data,
        _ => Kind::Number,
    }
}

/// When all or any of the conditions hold, the commands run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// For people; the vendor's own examples leave it out.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// A rule that is off is kept and does nothing.
    #[serde(default = "yes", deserialize_with = "or_yes")]
    pub enabled: bool,
    /// How the conditions are joined.
    #[serde(rename = "type", default, deserialize_with = "or_default")]
    pub join: Join,
    /// What must hold.
    pub conditions: Vec<Condition>,
    /// What then happens, in order.
    pub commands: Vec<Command>,
}

const fn yes() -> bool {
    true
}

/// Null is as good as missing, as an exported set may have it; `rule.ts` reads it so, too.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(given: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(given)?.unwrap_or_default())
}

fn or_yes<'de, D: Deserializer<'de>>(given: D) -> Result<bool, D::Error> {
    Ok(Option::deserialize(given)?.unwrap_or(true))
}

fn without_nulls<'de, D: Deserializer<'de>>(given: D) -> Result<BTreeMap<String, Value>, D::Error> {
    let params: BTreeMap<String, Option<Value>> = or_default(given)?;
    Ok(params.into_iter().filter_map(|(key, value)| Some((key, value?))).collect())
}

/// How conditions are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    /// Every one.
    #[default]
    All,
    /// At least one.
    Any,
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// One of [`CONDITIONS`].
    pub condition: String,
    /// `equal` when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparator: Option<String>,
    /// Compared with.
    pub value: Value,
    /// The name of the split, for `ab_test_group`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    /// The name of the field, for `custom_data`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Condition {
    /// Whether it looks at what the page has said of its visitor.
    #[must_use]
    pub fn asks_page(&self) -> bool {
        kind(&self.condition) == Kind::Data
    }

    /// What is wrong with the name of its field; None where nothing is.
    fn name_fault(&self) -> Option<String> {
        let name = self.name.as_deref();
        match (self.asks_page(), name) {
            (false, None) => None,
            (false, Some(_)) => Some("Only custom_data has one.".to_owned()),
            (true, name) => {
                let fits = |name: &str| !name.trim().is_empty() && name.chars().count() <= MAX_FIELD_NAME;
                (!name.is_some_and(fits))
                    .then(|| format!("Give the name of the field, in 1 to {MAX_FIELD_NAME} characters."))
            }
        }
    }

    /// Whether it holds. What makes no sense (a comparator that the condition does not know, words instead of a number) does
    /// not hold, and neither does its opposite: a rule that is written wrong stays still.
    fn holds(&self, facts: &Facts, matches: Matches<'_>) -> bool {
        let comparator = self.comparator.as_deref().unwrap_or("equal");
        let kind = kind(&self.condition);
        if kind == Kind::Split {
            let side = self.group_name.as_ref().and_then(|name| facts.groups.get(name));
            return comparator == "equal" && side.is_some_and(|side| self.value == Value::Text(side.clone()));
        }
        if kind == Kind::Data {
            let (Some(fields), Some(name)) = (&facts.custom_data, &self.name) else { return false };
            return data(comparator, fields.get(name), &self.value, matches);
        }
        let Some(fact) = facts.named.get(&self.condition) else { return false };
        match (kind, fact) {
            (Kind::Flag, Some(fact)) => comparator == "equal" && self.value.text() == fact.text(),
            (Kind::Place, fact) => place(comparator, fact.as_ref(), &self.value),
            (Kind::Page, Some(fact)) => page(comparator, &fact.text(), &self.value, matches),
            (Kind::Number, fact) => match (self.value.number(), fact.as_ref().and_then(Value::number)) {
                (Some(number), Some(fact)) => compare(comparator, fact, number),
                // What never happened is longer ago than any time; but a message that was never written does not wait for
                // an answer.
                (Some(_), None) => {
                    self.condition != "time_after_first_message"
                        && ["greater", "greater_equal"].contains(&comparator)
                }
                (None, _) => false,
            },
            (Kind::Flag | Kind::Page, None) | (Kind::Split | Kind::Data, _) => false,
        }
    }
}

/// An unknown place is any other one.
fn place(comparator: &str, fact: Option<&Value>, value: &Value) -> bool {
    if matches!(value, Value::Bool(_)) {
        return false;
    }
    let is = fact.is_some_and(|fact| fact.text().to_lowercase() == value.text().to_lowercase());
    match comparator {
        "equal" => is,
        "not_equal" => !is,
        _ => false,
    }
}

fn page(comparator: &str, fact: &str, value: &Value, matches: Matches<'_>) -> bool {
    if matches!(value, Value::Bool(_)) {
        return false;
    }
    let text = value.text();
    match comparator {
        "equal" => fact == text,
        "not_equal" => fact != text,
        "contain" => fact.contains(&text),
        "not_contain" => !fact.contains(&text),
        "regexp" => matches(&text, fact),
        _ => false,
    }
}

/// A page that has not said a word has said none of these: what was never said is any other text, as a place is that nobody
/// knows.
fn data(comparator: &str, fact: Option<&String>, value: &Value, matches: Matches<'_>) -> bool {
    match fact {
        Some(fact) => page(comparator, fact, value, matches),
        None => ["not_equal", "not_contain"].contains(&comparator) && !matches!(value, Value::Bool(_)),
    }
}

#[expect(clippy::float_cmp, reason = "people compare with the number that they have written")]
fn compare(comparator: &str, fact: f64, number: f64) -> bool {
    match comparator {
        "equal" => fact == number,
        "not_equal" => fact != number,
        "greater" => fact > number,
        "greater_equal" => fact >= number,
        "lower" => fact < number,
        "lower_equal" => fact <= number,
        _ => false,
    }
}

/// What a condition compares with; numbers may be written as strings.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged, expecting = "true, false, a number or a text is expected")]
pub enum Value {
    /// true or false.
    Bool(bool),
    /// A number.
    Number(f64),
    /// Words.
    Text(String),
}

impl Serialize for Value {
    /// A whole number is written without a fraction, as people write it.
    #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^53")]
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => out.serialize_bool(*value),
            Self::Number(value) if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 => {
                out.serialize_i64(*value as i64)
            }
            Self::Number(value) => out.serialize_f64(*value),
            Self::Text(value) => out.serialize_str(value),
        }
    }
}

impl Value {
    /// As it is written.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::Text(value) => value.clone(),
        }
    }

    /// The number that it is, or is written as: digits, perhaps with a sign and a fraction. A boolean is none.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        let text = match self {
            Self::Number(value) => return Some(*value),
            Self::Bool(_) => return None,
            Self::Text(text) => text.trim(),
        };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let fits = match unsigned.split_once('.') {
            Some((whole, fraction)) => (whole.is_empty() || digits(whole)) && digits(fraction),
            None => digits(unsigned),
        };
        fits.then(|| text.parse().ok()).flatten()
    }
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// One of [`COMMANDS`].
    pub command: String,
    /// Its parameters.
    #[serde(default, deserialize_with = "without_nulls")]
    pub params: BTreeMap<String, Value>,
}

impl Command {
    /// What is wrong with the function that it names; None where nothing is, or it has none to name. The underscore keeps
    /// rules from what is ours: pages put their functions on our own object.
    fn name_fault(&self) -> Option<String> {
        let is_word = |rest: &str| {
            !rest.is_empty()
                && rest.len() < MAX_FUNCTION
                && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        let fits = |name: &Value| name.text().strip_prefix('_').is_some_and(is_word);
        (self.command == "call_function" && !self.params.get("name").is_some_and(fits)).then(|| {
            format!(
                "A function’s name is expected: “_”, then letters, digits and “_”; at most {MAX_FUNCTION}."
            )
        })
    }
}

/// What rules look at, at one moment. Times are in seconds, and not rounded.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// The visitor's side of each split: `group_a` or `group_b`.
    #[serde(default)]
    pub groups: BTreeMap<String, String>,
    /// What the page has said of its visitor; None where nobody knows whether it has said anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<BTreeMap<String, String>>,
    /// All others under the names of their conditions. What is missing is not known, and no condition on it holds; null is
    /// a place that the address does not tell, or a moment that never was.
    #[serde(flatten)]
    pub named: BTreeMap<String, Option<Value>>,
}

/// Rules, and facts to judge them by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trial {
    /// Each by itself.
    pub rules: Vec<Rule>,
    /// One moment.
    pub facts: Facts,
}

/// Whether a text fits a pattern; one that is no pattern fits nothing. Given by the caller, since no browser needs to
/// carry an engine for it.
pub type Matches<'a> = &'a dyn Fn(&str, &str) -> bool;

impl Rule {
    /// Whether it fires. Without conditions, `all` of them hold and `any` of them does not. The frame's `condition.ts` is the
    /// same law; a story compares both.
    #[must_use]
    pub fn fires(&self, facts: &Facts, matches: Matches<'_>) -> bool {
        let holds = |condition: &Condition| condition.holds(facts, matches);
        self.enabled
            && match self.join {
                Join::All => self.conditions.iter().all(holds),
                Join::Any => self.conditions.iter().any(holds),
            }
    }

    /// Checks the names of conditions and commands, and of what these name in turn.
    ///
    /// # Errors
    /// `invalid`, field `rules`, with the name that is wrong and what is allowed.
    pub fn check(&self) -> Result<(), Refusal> {
        let refuse =
            |why: &str| Err(Refusal::field(Code::Invalid, "rules", format!("Rule “{}”: {why}", self.name)));
        let known = |name: &str, allowed: &[&str], fault: Option<String>| {
            if !allowed.contains(&name) {
                return refuse(&format!("“{name}” is unknown. Allowed are {}.", allowed.join(", ")));
            }
            fault.map_or(Ok(()), |fault| refuse(&format!("{name}, name: {fault}")))
        };
        self.conditions.iter().try_for_each(|c| known(&c.condition, &CONDITIONS, c.name_fault()))?;
        self.commands.iter().try_for_each(|c| known(&c.command, &COMMANDS, c.name_fault()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_form_is_read_and_written_back() {
        let json = r#"{"name":"Hi","enabled":true,"type":"all","conditions":[{"condition":"time_on_page","comparator":"greater","value":"20"}],"commands":[{"command":"proactive","params":{"message":"Hi"}}]}"#;
        let rule: Rule = serde_json::from_str(json).expect("reads");
        rule.check().expect("is fine");
        assert_eq!(serde_json::to_string(&rule).expect("writes"), json);
    }

    #[test]
    fn unknown_names_are_told_with_what_is_allowed() {
        let json = r#"{"name":"Hi","conditions":[{"condition":"moon","value":1}],"commands":[]}"#;
        let rule: Rule = serde_json::from_str(json).expect("reads");
        let refusal = rule.check().expect_err("moon");
        assert!(refusal.message.contains("“moon” is unknown") && refusal.message.contains("week_day"));
    }

    #[test]
    fn what_a_part_names_is_a_name() {
        let check = |condition: &str, command: &str| {
            let json = format!(
                r#"{{"name":"Hi","conditions":[{{"value":"1",{condition}}}],"commands":[{{{command}}}]}}"#
            );
            let rule: Rule = serde_json::from_str(&json).expect("reads");
            rule.check().map_err(|refusal| refusal.message)
        };
        let (plan, call) = (r#""condition":"custom_data","name":"plan""#, r#""command":"call_function""#);
        for name in ["_a", "_clientUndecided", "__2", &format!("_{}", "x".repeat(63))] {
            assert_eq!(check(plan, &format!(r#"{call},"params":{{"name":"{name}"}}"#)), Ok(()), "{name}");
        }
        for name in ["_", "a", "", " _a", "_a b", "_a.b", "_ж", "_a()", &format!("_{}", "x".repeat(64))] {
            let message = check(plan, &format!(r#"{call},"params":{{"name":"{name}"}}"#)).expect_err(name);
            assert!(message.starts_with("Rule “Hi”: call_function, name: A function’s name"), "{message}");
        }
        assert!(
            check(plan, call).is_err()
                && check(plan, &format!(r#"{call},"params":{{"name":true}}"#)).is_err()
        );
        let show = r#""command":"show""#;
        assert_eq!(check(plan, show), Ok(()));
        let long = format!(r#""condition":"custom_data","name":"{}""#, "x".repeat(MAX_FIELD_NAME + 1));
        for wrong in [r#""condition":"custom_data""#, r#""condition":"custom_data","name":" ""#, &long] {
            let message = check(wrong, show).expect_err(wrong);
            assert!(message.starts_with("Rule “Hi”: custom_data, name: Give the name"), "{message}");
        }
        assert!(
            check(r#""condition":"hour","name":"plan""#, show)
                .expect_err("has one")
                .contains("Only custom_data")
        );
    }

    #[test]
    fn null_is_as_good_as_missing() {
        let json = r#"{"name":null,"enabled":null,"type":null,"conditions":[{"condition":"hour","comparator":null,"value":7,"group_name":null}],"commands":[{"command":"hide","params":null},{"command":"proactive","params":{"message":"Hi","department":null}}]}"#;
        let rule: Rule = serde_json::from_str(json).expect("reads");
        let plain = r#"{"conditions":[{"condition":"hour","value":7}],"commands":[{"command":"hide"},{"command":"proactive","params":{"message":"Hi"}}]}"#;
        assert_eq!(rule, serde_json::from_str(plain).expect("reads"));
        assert!(serde_json::from_str::<Rule>(r#"{"conditions":null,"commands":[]}"#).is_err());
    }

    fn facts() -> Facts {
        let json = r#"{"online":true,"city":"Москва","country":null,"hour":12,"week_day":0,"page_title":"Lamps 404",
            "page_url":"https://shop.example/a?b=1","pages_count":3,"time_on_page":20.5,"time_on_site":60,
            "time_after_close":null,"time_after_first_message":null,"time_after_invitation":61,"number_of_visits":2,
            "goal_scroll":50,"goal_close":false,"groups":{"price":"group_a"},"custom_data":{"plan":"Pro 2","page_url":"x"}}"#;
        serde_json::from_str(json).expect("reads")
    }

    fn holds(condition: &str) -> bool {
        let rule: Rule = serde_json::from_str(&format!(
            r#"{{"name":"","conditions":[{{"condition":{condition}}}],"commands":[]}}"#
        ))
        .expect("reads");
        // The service brings the engine; here a pattern is a word.
        rule.fires(&facts(), &|pattern, text| text.contains(pattern))
    }

    #[test]
    fn conditions_hold_by_what_they_look_at() {
        for condition in [
            r#""online","value":true"#,
            r#""online","value":"true""#,
            r#""goal_close","value":false"#,
            r#""city","value":"МОСКВА""#,
            r#""city","comparator":"not_equal","value":"Tula""#,
            r#""country","comparator":"not_equal","value":"Russia""#,
            r#""hour","comparator":"greater_equal","value":"12""#,
            r#""week_day","value":0"#,
            r#""page_title","comparator":"contain","value":404"#,
            r#""page_title","comparator":"not_contain","value":"lamps""#,
            r#""page_url","comparator":"regexp","value":"shop""#,
            r#""pages_count","comparator":"lower","value":" 4 ""#,
            r#""time_on_page","comparator":"greater","value":"20.4""#,
            r#""time_on_page","comparator":"lower_equal","value":20.5"#,
            r#""time_after_close","comparator":"greater","value":300"#,
            r#""time_after_invitation","comparator":"greater","value":"+60""#,
            r#""number_of_visits","comparator":"not_equal","value":1"#,
            r#""goal_scroll","comparator":"greater","value":".5""#,
            r#""ab_test_group","value":"group_a","group_name":"price""#,
            r#""custom_data","value":"Pro 2","name":"plan""#,
            r#""custom_data","comparator":"contain","value":2,"name":"plan""#,
            r#""custom_data","comparator":"not_equal","value":"pro 2","name":"plan""#,
            r#""custom_data","comparator":"not_contain","value":"pro","name":"plan""#,
            r#""custom_data","comparator":"regexp","value":"Pro","name":"plan""#,
            r#""custom_data","comparator":"not_equal","value":"Pro 2","name":"Plan""#,
            r#""custom_data","comparator":"not_contain","value":"","name":"never said""#,
        ] {
            assert!(holds(condition), "{condition}");
        }
    }

    #[test]
    fn what_is_not_so_or_makes_no_sense_does_not_hold() {
        for condition in [
            r#""online","value":false"#,
            r#""online","comparator":"not_equal","value":false"#,
            r#""goal_close","value":0"#,
            r#""city","comparator":"contain","value":"Моск""#,
            r#""country","value":"Russia""#,
            r#""hour","comparator":"greater","value":12"#,
            r#""hour","comparator":"not_equal","value":"noon""#,
            r#""hour","comparator":"contain","value":1"#,
            r#""page_title","value":"lamps 404""#,
            r#""page_url","comparator":"greater","value":"a""#,
            r#""page_title","comparator":"not_equal","value":true"#,
            r#""time_on_page","comparator":"greater","value":"1e1""#,
            r#""time_on_page","comparator":"greater","value":"5.""#,
            r#""time_on_page","comparator":"greater","value":true"#,
            r#""time_after_close","comparator":"lower","value":300"#,
            r#""time_after_close","comparator":"not_equal","value":300"#,
            r#""time_after_first_message","comparator":"greater","value":0"#,
            r#""ab_test_group","value":"group_b","group_name":"price""#,
            r#""ab_test_group","comparator":"not_equal","value":"group_b","group_name":"price""#,
            r#""ab_test_group","value":"group_a""#,
            r#""ab_test_group","value":"group_a","group_name":"other""#,
            r#""custom_data","value":"pro 2","name":"plan""#,
            r#""custom_data","comparator":"not_equal","value":"Pro 2","name":"plan""#,
            r#""custom_data","comparator":"greater","value":1,"name":"plan""#,
            r#""custom_data","comparator":"not_equal","value":true,"name":"plan""#,
            r#""custom_data","comparator":"not_equal","value":true,"name":"never said""#,
            r#""custom_data","value":"","name":"never said""#,
            r#""custom_data","comparator":"regexp","value":"","name":"never said""#,
            r#""custom_data","comparator":"not_equal","value":"x""#,
        ] {
            assert!(!holds(condition), "{condition}");
        }
    }

    #[test]
    fn where_nobody_knows_what_pages_say_no_condition_on_it_holds() {
        let json = r#"{"conditions":[{"condition":"custom_data","comparator":"not_equal","value":"x","name":"plan"}],"commands":[]}"#;
        let rule: Rule = serde_json::from_str(json).expect("reads");
        let facts = |json: &str| serde_json::from_str::<Facts>(json).expect("reads");
        assert!(rule.fires(&facts(r#"{"custom_data":{}}"#), &|_, _| false));
        assert!(!rule.fires(&facts("{}"), &|_, _| false));
    }

    #[test]
    fn all_any_none_and_off() {
        let fires = |json: &str| {
            let rule: Rule = serde_json::from_str(json).expect("reads");
            rule.fires(&facts(), &|_, _| false)
        };
        let rule = |rest: &str, conditions: &str| {
            format!(r#"{{"name":""{rest},"conditions":[{conditions}],"commands":[]}}"#)
        };
        let (yes, no) = (r#"{"condition":"online","value":true}"#, r#"{"condition":"online","value":false}"#);
        let both = format!("{yes},{no}");
        assert!(!fires(&rule("", &both)) && fires(&rule(r#","type":"any""#, &both)));
        assert!(fires(&rule("", "")) && !fires(&rule(r#","type":"any""#, "")));
        assert!(fires(&rule("", yes)) && !fires(&rule(r#","enabled":false"#, yes)));
    }
}
