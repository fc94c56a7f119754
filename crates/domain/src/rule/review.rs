//! Rules as people write them: stricter than what is understood, since a rule that can never fire is a slip of the pen, and
//! in one form, whichever way they were written.

use std::collections::BTreeMap;

use super::{COMMANDS, CONDITIONS, Command, Condition, Join, Kind, Rule, Value, kind};
use crate::error::{Code, Refusal};

/// Most rules of a site.
pub const MAX_RULES: usize = 50;
/// Most conditions of a rule, and most commands.
pub const MAX_PARTS: usize = 20;
/// Longest name of a rule, in characters.
pub const MAX_RULE_NAME: usize = 100;
/// Longest text in a rule, in characters.
pub const MAX_RULE_TEXT: usize = 2000;

/// What numbers are compared by.
const NUMBERS: &[&str] = &["equal", "not_equal", "greater", "greater_equal", "lower", "lower_equal"];

/// The comparators that a condition knows; a condition that is only true or false has none to choose from.
#[must_use]
pub fn comparators(condition: &str) -> &'static [&'static str] {
    match kind(condition) {
        Kind::Flag | Kind::Split => &["equal"],
        Kind::Place => &["equal", "not_equal"],
        Kind::Page | Kind::Data => &["equal", "not_equal", "contain", "not_contain", "regexp"],
        Kind::Number => NUMBERS,
    }
}

/// The parameters that a command knows (`CONTRACT 1.7`, `3.2 owidget._name`).
#[must_use]
pub fn params(command: &str) -> &'static [&'static str] {
    match command {
        "proactive" => &["message", "department"],
        "open_offline" => &["title", "message"],
        "system_message" | "system_message_email" => &["message"],
        "show_callform" => &["title", "onceADay"],
        "call_function" => &["name"],
        _ => &[],
    }
}

/// The default rules of a new widget (`CONTRACT 1.7`, "Default rule set").
#[must_use]
pub fn defaults() -> Vec<Rule> {
    let condition = |condition: &str, comparator: Option<&str>, value| Condition {
        condition: condition.to_owned(),
        comparator: comparator.map(str::to_owned),
        value,
        group_name: None,
        name: None,
    };
    let online = |on| condition("online", None, Value::Bool(on));
    let after = |name: &str, seconds: f64| condition(name, Some("greater"), Value::Number(seconds));
    let times = || {
        let pairs = [
            ("time_on_page", 10.0),
            ("time_on_site", 20.0),
            ("time_after_close", 300.0),
            ("time_after_invitation", 60.0),
        ];
        pairs.map(|(name, seconds)| after(name, seconds))
    };
    let rule = |name: &str, conditions: Vec<Condition>, command: &str, params: &[(&str, &str)]| {
        let params = params.iter().map(|(key, text)| ((*key).to_owned(), Value::Text((*text).to_owned())));
        Rule {
            name: name.to_owned(),
            enabled: true,
            join: Join::All,
            conditions,
            commands: vec![Command { command: command.to_owned(), params: params.collect() }],
        }
    };
    let with = |first: Condition, more: Vec<Condition>| [vec![first], more].concat();
    vec![
        rule(
            "Invitation",
            with(online(true), times().into()),
            "proactive",
            &[("message", "Hello! Is there anything we can help you with?")],
        ),
        rule(
            "Contacts while nobody is online",
            with(online(false), times().into()),
            "open_offline",
            &[
                ("title", "We are away just now"),
                ("message", "Leave a message, and we will get back to you."),
            ],
        ),
        rule(
            "Thank you for waiting",
            with(online(true), vec![after("time_after_first_message", 60.0)]),
            "system_message",
            &[("message", "Thank you for waiting. Somebody will be with you in a moment.")],
        ),
    ]
}

/// A rule that was just added (`CONTRACT 1.7`); it is off until somebody has finished it.
#[must_use]
pub fn fresh() -> Rule {
    Rule {
        name: "New action".to_owned(),
        enabled: false,
        join: Join::All,
        conditions: vec![Condition {
            condition: "online".to_owned(),
            comparator: None,
            value: Value::Bool(false),
            group_name: None,
            name: None,
        }],
        commands: vec![Command { command: "open_offline".to_owned(), params: BTreeMap::new() }],
    }
}

impl Rule {
    /// The same rule in the one form in which it is stored: numbers as numbers, yes and no as such, a comparator where
    /// there is a choice, and no parameter that says nothing.
    #[must_use]
    pub fn normal(self) -> Self {
        let name = self.name.trim().to_owned();
        let conditions = self.conditions.into_iter().map(Condition::normal).collect();
        let commands = self.commands.into_iter().map(Command::normal).collect();
        Self { name, conditions, commands, ..self }
    }

    /// Checks a rule that somebody has written. Whether its patterns are any, `service::rule` says.
    ///
    /// # Errors
    /// `invalid` or `too_long`; the field is the path of what is wrong: `conditions.0.value`.
    pub fn review(&self) -> Result<(), Refusal> {
        let longest = |field: &str, text: &str, most: usize| {
            if text.chars().count() <= most {
                return Ok(());
            }
            Err(Refusal::field(Code::TooLong, field, format!("Write at most {most} characters.")))
        };
        longest("name", &self.name, MAX_RULE_NAME)?;
        for (what, parts) in [("conditions", self.conditions.len()), ("commands", self.commands.len())] {
            if parts > MAX_PARTS {
                return Err(Refusal::field(
                    Code::Invalid,
                    what,
                    format!("At most {MAX_PARTS} are expected."),
                ));
            }
        }
        for (place, condition) in self.conditions.iter().enumerate() {
            longest(&format!("conditions.{place}.value"), &condition.value.text(), MAX_RULE_TEXT)?;
            condition.review(&format!("conditions.{place}"))?;
        }
        for (place, command) in self.commands.iter().enumerate() {
            for (key, value) in &command.params {
                longest(&format!("commands.{place}.{key}"), &value.text(), MAX_RULE_TEXT)?;
            }
            command.review(&format!("commands.{place}"))?;
        }
        Ok(())
    }
}

fn invalid(field: String, message: String) -> Result<(), Refusal> {
    Err(Refusal::field(Code::Invalid, &field, message))
}

fn unknown(field: String, name: &str, allowed: &[&str]) -> Result<(), Refusal> {
    invalid(field, format!("“{name}” is unknown. Allowed are {}.", allowed.join(", ")))
}

impl Condition {
    fn normal(mut self) -> Self {
        let kind = kind(&self.condition);
        self.value = match kind {
            Kind::Flag => flag(self.value),
            Kind::Number => self.value.number().map_or(self.value, Value::Number),
            _ => self.value,
        };
        self.comparator = self.comparator.or_else(|| Some("equal".to_owned()));
        if matches!(kind, Kind::Flag | Kind::Split) {
            self.comparator = self.comparator.filter(|comparator| comparator != "equal");
        }
        self
    }

    fn review(&self, path: &str) -> Result<(), Refusal> {
        let Self { condition, comparator, value, group_name, .. } = self;
        let at = |part: &str| format!("{path}.{part}");
        if !CONDITIONS.contains(&condition.as_str()) {
            return unknown(at("condition"), condition, &CONDITIONS);
        }
        let comparator = comparator.as_deref().unwrap_or("equal");
        let allowed = comparators(condition);
        if !allowed.contains(&comparator) {
            return unknown(at("comparator"), comparator, allowed);
        }
        let kind = kind(condition);
        if kind != Kind::Split && group_name.is_some() {
            return invalid(at("group_name"), "Only ab_test_group has one.".to_owned());
        }
        if let Some(fault) = self.name_fault() {
            return invalid(at("name"), fault);
        }
        let wrong = match (kind, value) {
            (Kind::Flag, value) if !matches!(value, Value::Bool(_)) => "true or false is expected.",
            (Kind::Number, value) if value.number().is_none() => "A number is expected.",
            (Kind::Place | Kind::Page | Kind::Data, Value::Bool(_)) => "A text is expected.",
            (Kind::Place | Kind::Page | Kind::Data, value) if value.text().trim().is_empty() => {
                "Write something here."
            }
            (Kind::Split, value) if !["group_a", "group_b"].contains(&value.text().as_str()) => {
                "group_a or group_b is expected."
            }
            (Kind::Split, _) if group_name.as_ref().is_none_or(|name| name.trim().is_empty()) => {
                return invalid(at("group_name"), "Give the test a name.".to_owned());
            }
            _ => return Ok(()),
        };
        invalid(at("value"), wrong.to_owned())
    }
}

impl Command {
    fn normal(mut self) -> Self {
        // The vendor's older name.
        if let Some(daily) = self.params.remove("once_aday") {
            self.params.entry("onceADay".to_owned()).or_insert(daily);
        }
        let params = self.params.into_iter().map(|(key, value)| {
            let value = if key == "onceADay" { flag(value) } else { value };
            (key, value)
        });
        self.params = params.filter(|(_, value)| *value != Value::Text(String::new())).collect();
        self
    }

    fn review(&self, path: &str) -> Result<(), Refusal> {
        let Self { command, params: given } = self;
        if !COMMANDS.contains(&command.as_str()) {
            return unknown(format!("{path}.command"), command, &COMMANDS);
        }
        let allowed = params(command);
        for (key, value) in given {
            let field = format!("{path}.{key}");
            if !allowed.contains(&key.as_str()) {
                return unknown(field, key, allowed);
            }
            match (key.as_str(), value) {
                ("onceADay", Value::Bool(_)) => {}
                ("onceADay", _) => return invalid(field, "true or false is expected.".to_owned()),
                (_, Value::Bool(_)) => return invalid(field, "A text is expected.".to_owned()),
                _ => {}
            }
        }
        if let Some(fault) = self.name_fault() {
            return invalid(format!("{path}.name"), fault);
        }
        let says = given.get("message").is_some_and(|message| !message.text().trim().is_empty());
        if allowed.contains(&"message") && !says {
            return invalid(format!("{path}.message"), "Write what the visitor will read.".to_owned());
        }
        Ok(())
    }
}

/// Yes or no may be written as a text.
fn flag(value: Value) -> Value {
    match value.text().as_str() {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(conditions: &str, commands: &str) -> Rule {
        let json = format!(r#"{{"name":" Hi ","conditions":[{conditions}],"commands":[{commands}]}}"#);
        serde_json::from_str::<Rule>(&json).expect("reads").normal()
    }

    #[test]
    fn the_defaults_are_fine_as_they_are() {
        for rule in defaults() {
            rule.check().and_then(|()| rule.review()).expect("is fine");
            assert_eq!(rule.clone().normal(), rule);
        }
        assert_eq!(fresh().normal(), fresh());
    }

    #[test]
    fn whatever_way_it_was_written_it_is_stored_in_one() {
        let rule = rule(
            r#"{"condition":"online","comparator":"equal","value":"true"},
               {"condition":"time_on_page","comparator":"greater","value":" 20 "},{"condition":"hour","value":"7.5"},
               {"condition":"page_title","value":404}"#,
            r#"{"command":"show_callform","params":{"title":"Call","once_aday":"true"}},
               {"command":"proactive","params":{"message":"Hi","department":""}}"#,
        );
        assert_eq!(
            serde_json::to_string(&rule).expect("writes"),
            concat!(
                r#"{"name":"Hi","enabled":true,"type":"all","conditions":[{"condition":"online","value":true},"#,
                r#"{"condition":"time_on_page","comparator":"greater","value":20},"#,
                r#"{"condition":"hour","comparator":"equal","value":7.5},"#,
                r#"{"condition":"page_title","comparator":"equal","value":404}],"#,
                r#""commands":[{"command":"show_callform","params":{"onceADay":true,"title":"Call"}},"#,
                r#"{"command":"proactive","params":{"message":"Hi"}}]}"#
            )
        );
        rule.review().expect("is fine");
    }

    #[test]
    fn what_can_never_be_meant_is_told_by_its_path() {
        let hi = r#"{"command":"proactive","params":{"message":"Hi"}}"#;
        let yes = r#"{"condition":"online","value":true}"#;
        for (conditions, commands, field) in [
            (r#"{"condition":"moon","value":1}"#, hi, "conditions.0.condition"),
            (r#"{"condition":"hour","comparator":"contain","value":1}"#, hi, "conditions.0.comparator"),
            (r#"{"condition":"hour","value":"noon"}"#, hi, "conditions.0.value"),
            (r#"{"condition":"online","value":1}"#, hi, "conditions.0.value"),
            (r#"{"condition":"city","value":" "}"#, hi, "conditions.0.value"),
            (r#"{"condition":"page_url","value":true}"#, hi, "conditions.0.value"),
            (r#"{"condition":"ab_test_group","value":"group_a"}"#, hi, "conditions.0.group_name"),
            (r#"{"condition":"ab_test_group","value":"a","group_name":"x"}"#, hi, "conditions.0.value"),
            (r#"{"condition":"hour","value":1,"group_name":"x"}"#, hi, "conditions.0.group_name"),
            (r#"{"condition":"hour","value":1,"name":"x"}"#, hi, "conditions.0.name"),
            (r#"{"condition":"custom_data","value":"x"}"#, hi, "conditions.0.name"),
            (r#"{"condition":"custom_data","value":" ","name":"x"}"#, hi, "conditions.0.value"),
            (r#"{"condition":"custom_data","value":true,"name":"x"}"#, hi, "conditions.0.value"),
            (
                r#"{"condition":"custom_data","comparator":"lower","value":1,"name":"x"}"#,
                hi,
                "conditions.0.comparator",
            ),
            (yes, r#"{"command":"call_function"}"#, "commands.0.name"),
            (yes, r#"{"command":"call_function","params":{"name":"open"}}"#, "commands.0.name"),
            (yes, r#"{"command":"call_function","params":{"name":"_a","title":"x"}}"#, "commands.0.title"),
            (yes, r#"{"command":"show","params":{"message":"x"}}"#, "commands.0.message"),
            (yes, r#"{"command":"dance"}"#, "commands.0.command"),
            (yes, r#"{"command":"proactive","params":{"message":" "}}"#, "commands.0.message"),
            (yes, r#"{"command":"hide","params":{"message":"x"}}"#, "commands.0.message"),
            (yes, r#"{"command":"proactive","params":{"message":true}}"#, "commands.0.message"),
            (yes, r#"{"command":"show_callform","params":{"onceADay":1}}"#, "commands.0.onceADay"),
        ] {
            let refusal = rule(conditions, commands).review().expect_err(field);
            assert_eq!(refusal.field.as_deref(), Some(field), "{conditions} {commands}");
        }
        let long = format!(r#"{{"condition":"city","value":"{}"}}"#, "x".repeat(MAX_RULE_TEXT + 1));
        assert_eq!(rule(&long, hi).review().expect_err("is long").code, Code::TooLong);
        let many = vec![yes; MAX_PARTS + 1].join(",");
        assert_eq!(rule(&many, hi).review().expect_err("are many").field.as_deref(), Some("conditions"));
    }
}
