//! Rules of a site ("automatic actions"): conditions → commands, in the JSON form of `CONTRACT 1.7`.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Refusal};

/// The conditions of `CONTRACT 1.7`.
pub const CONDITIONS: [&str; 17] = [
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
];
/// The commands of `CONTRACT 1.7`.
pub const COMMANDS: [&str; 6] =
    ["proactive", "open_offline", "system_message", "system_message_email", "show_callform", "hide"];

/// When all or any of the conditions hold, the commands run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// For people.
    pub name: String,
    /// A rule that is off is kept and does nothing.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// How the conditions are joined.
    #[serde(rename = "type", default)]
    pub join: Join,
    /// What must hold.
    pub conditions: Vec<Condition>,
    /// What then happens, in order.
    pub commands: Vec<Command>,
}

const fn yes() -> bool {
    true
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
}

/// What a condition compares with; numbers may be written as strings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// true or false.
    Bool(bool),
    /// A number.
    Number(f64),
    /// Words.
    Text(String),
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// One of [`COMMANDS`].
    pub command: String,
    /// Its parameters.
    #[serde(default)]
    pub params: std::collections::BTreeMap<String, Value>,
}

impl Rule {
    /// Checks the names of conditions and commands.
    ///
    /// # Errors
    /// `invalid`, field `rules`, with the name that is wrong and what is allowed.
    pub fn check(&self) -> Result<(), Refusal> {
        let known = |name: &str, allowed: &[&str]| {
            if allowed.contains(&name) {
                return Ok(());
            }
            let message =
                format!("Rule “{}”: “{name}” is unknown. Allowed are {}.", self.name, allowed.join(", "));
            Err(Refusal::field(Code::Invalid, "rules", message))
        };
        self.conditions.iter().try_for_each(|c| known(&c.condition, &CONDITIONS))?;
        self.commands.iter().try_for_each(|c| known(&c.command, &COMMANDS))
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
}
