//! Automatic actions: what the forms send, and what they mean. A rule is written as a form or as JSON, and both store the same.

use std::collections::BTreeMap;

use domain::{
    Code, Refusal,
    rule::{self, COMMANDS, CONDITIONS, Command, Condition, Join, MAX_RULES, Rule, Value},
    site::Settings,
};
use serde::{Deserialize, Serialize};

/// A rule in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleEntry {
    /// What people call it.
    pub name: String,
    /// Whether it does anything.
    pub enabled: bool,
    /// What it looks at and what it does, in a sentence.
    pub summary: String,
    /// How often it has fired, in words; empty if never.
    pub fired: String,
}

#[cfg(feature = "ssr")]
impl RuleEntry {
    /// A rule that has fired so often in the last 30 days.
    #[must_use]
    pub fn of(rule: &Rule, fires: i64) -> Self {
        let commands: Vec<&str> = rule.commands.iter().map(|one| command_title(&one.command)).collect();
        let then = if commands.is_empty() { "Nothing".to_owned() } else { commands.join(", ") };
        let conditions: Vec<String> = rule.conditions.iter().map(spoken).collect();
        let when = match (conditions.as_slice(), rule.join) {
            ([], Join::All) => "at once".to_owned(),
            ([], Join::Any) => "never".to_owned(),
            (_, Join::All) => format!("when {}", conditions.join(", and ")),
            (_, Join::Any) => format!("when {}", conditions.join(", or ")),
        };
        let fired = match fires {
            0 => String::new(),
            1 => "Once in 30 days".to_owned(),
            many => format!("{many} times in 30 days"),
        };
        Self { name: rule.name.clone(), enabled: rule.enabled, summary: format!("{then} {when}"), fired }
    }
}

/// A condition as people say it.
#[cfg(feature = "ssr")]
fn spoken(condition: &Condition) -> String {
    let (name, value) = (condition.condition.as_str(), condition.value.text());
    match (name, value.as_str()) {
        ("online", "true") => "somebody is online".to_owned(),
        ("online", _) => "nobody is online".to_owned(),
        ("goal_close", "true") => "about to leave".to_owned(),
        ("goal_close", _) => "not about to leave".to_owned(),
        _ => {
            let comparator = comparator_title(condition.comparator.as_deref().unwrap_or("equal"));
            let title = condition_title(name).to_lowercase();
            // A field's name is the page's own, in its letters.
            let about = condition.name.as_ref().map(|name| format!("{title} “{name}”"));
            format!("{} {comparator} {value}", about.unwrap_or(title))
        }
    }
}

/// What rules would have done last week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// What they were tried on.
    pub about: String,
    /// There was more.
    pub cut: bool,
    /// Each rule.
    pub rules: Vec<RunRule>,
}

/// What one rule would have done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRule {
    /// What people call it.
    pub name: String,
    /// Whether it does anything now.
    pub enabled: bool,
    /// In how many visits, and how often.
    pub sum: String,
    /// The newest visits.
    pub latest: Vec<RunFiring>,
}

/// Where and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFiring {
    /// When the page was opened, UTC.
    pub at: String,
    /// Its title.
    pub page: String,
    /// Its address.
    pub url: String,
    /// How long after that.
    pub after: String,
}

#[cfg(feature = "ssr")]
impl From<service::visit::DryRun> for Run {
    fn from(run: service::visit::DryRun) -> Self {
        use service::visit::{DryRun, Firing, Tried};

        let count = |number: usize, one: &str| match number {
            1 => format!("1 {one}"),
            many => format!("{many} {one}s"),
        };
        let firing = |Firing { at, url, title, after }: Firing| RunFiring {
            at: at.rfc3339().replace('T', " ").chars().take(16).collect(),
            page: if title.is_empty() { "Without a title".to_owned() } else { title },
            url,
            after: if after < 60_000 {
                format!("after {}.{} s", after / 1000, after % 1000 / 100)
            } else {
                format!("after {} min {} s", after / 60_000, after % 60_000 / 1000)
            },
        };
        let rule = |Tried { name, enabled, untold, visits, firings, latest }: Tried| RunRule {
            name,
            enabled,
            sum: match visits {
                _ if untold => {
                    "Not tried: what pages say of their visitors is not kept with visits".to_owned()
                }
                0 => "In none of these visits".to_owned(),
                _ => format!("In {}, {} in all", count(visits, "visit"), count(firings, "time")),
            },
            latest: latest.into_iter().map(firing).collect(),
        };
        let DryRun { visits, pages, cut, rules } = run;
        let about =
            format!("{} of the last seven days, with {}", count(visits, "visit"), count(pages, "page"));
        Self { about, cut, rules: rules.into_iter().map(rule).collect() }
    }
}

/// Form of `rule/change`: one rule. Its place and the name that it had there say which one is meant, even if somebody else has
/// moved it meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleForm {
    /// The site's public id.
    pub site: String,
    /// Which one, from 0.
    pub position: usize,
    /// The name that it has until now.
    #[serde(default)]
    pub was: String,
    /// What people call it.
    pub name: String,
    /// Whether it does anything; a box that is not ticked is not sent.
    #[serde(default)]
    pub enabled: bool,
    /// How the conditions are joined.
    pub join: Join,
    /// What must hold.
    #[serde(default)]
    pub conditions: Vec<ConditionForm>,
    /// What then happens.
    #[serde(default)]
    pub commands: Vec<CommandForm>,
    /// The condition that a button would add.
    #[serde(default)]
    pub condition: String,
    /// The command that a button would add.
    #[serde(default)]
    pub command: String,
}

/// One comparison, as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionForm {
    /// What it looks at.
    pub condition: String,
    /// How it compares; empty where there is nothing to choose.
    #[serde(default)]
    pub comparator: String,
    /// Compared with.
    #[serde(default)]
    pub value: String,
    /// The name of an A/B test.
    #[serde(default)]
    pub group_name: String,
    /// The name of a field.
    #[serde(default)]
    pub name: String,
}

/// One thing to do, as it is written; what a command does not know is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandForm {
    /// What is done.
    pub command: String,
    /// Above the message.
    #[serde(default)]
    pub title: String,
    /// What the visitor reads.
    #[serde(default)]
    pub message: String,
    /// Who answers.
    #[serde(default)]
    pub department: String,
    /// The page's function.
    #[serde(default)]
    pub name: String,
    /// At most once a day.
    #[serde(default, rename = "onceADay")]
    pub daily: bool,
}

impl ConditionForm {
    fn of(condition: &Condition) -> Self {
        Self {
            condition: condition.condition.clone(),
            comparator: condition.comparator.clone().unwrap_or_else(|| "equal".to_owned()),
            value: condition.value.text(),
            group_name: condition.group_name.clone().unwrap_or_default(),
            name: condition.name.clone().unwrap_or_default(),
        }
    }

    /// One that was just added.
    fn fresh(condition: &str) -> Self {
        // The defaults of the vendor's own editor (CONTRACT 1.7).
        let value = match condition {
            "online" | "goal_close" => "true",
            "hour" => "12",
            "week_day" => "5",
            "pages_count" | "number_of_visits" => "1",
            "time_on_page" => "20",
            "time_on_site" => "0",
            "time_after_close" => "300",
            "time_after_first_message" | "time_after_invitation" => "60",
            "goal_scroll" => "100",
            "ab_test_group" => "group_a",
            _ => "",
        };
        let comparator = match condition {
            time if time.starts_with("time_") => "greater",
            "page_title" | "page_url" => "contain",
            _ => "equal",
        };
        Self {
            condition: condition.to_owned(),
            comparator: comparator.to_owned(),
            value: value.to_owned(),
            group_name: String::new(),
            name: String::new(),
        }
    }

    fn read(self) -> Condition {
        let text = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Condition {
            condition: self.condition,
            comparator: text(self.comparator),
            value: Value::Text(self.value.trim().to_owned()),
            group_name: text(self.group_name),
            name: text(self.name),
        }
    }
}

impl CommandForm {
    fn of(Command { command, params }: &Command) -> Self {
        let text = |key: &str| params.get(key).map(Value::text).unwrap_or_default();
        Self {
            command: command.clone(),
            title: text("title"),
            message: text("message"),
            department: text("department"),
            name: text("name"),
            daily: text("onceADay") == "true" || text("once_aday") == "true",
        }
    }

    fn read(self) -> Command {
        let known = rule::params(&self.command);
        let texts = [
            ("title", self.title),
            ("message", self.message),
            ("department", self.department),
            ("name", self.name),
        ];
        // What the browser sends has the line ends of the wire.
        let texts = texts.map(|(key, text)| (key, Value::Text(text.replace("\r\n", "\n").trim().to_owned())));
        let daily = [("onceADay", Value::Bool(self.daily))];
        let params = texts.into_iter().chain(daily).filter(|(key, _)| known.contains(key));
        Command {
            command: self.command,
            params: params.map(|(key, value)| (key.to_owned(), value)).collect::<BTreeMap<_, _>>(),
        }
    }
}

impl RuleForm {
    /// What is stored at a place; None where there is no rule.
    #[must_use]
    pub fn of(site: &str, position: usize, settings: &Settings) -> Option<Self> {
        let rule = settings.rules.get(position)?;
        Some(Self {
            site: site.to_owned(),
            position,
            was: rule.name.clone(),
            name: rule.name.clone(),
            enabled: rule.enabled,
            join: rule.join,
            conditions: rule.conditions.iter().map(ConditionForm::of).collect(),
            commands: rule.commands.iter().map(CommandForm::of).collect(),
            ..Self::default()
        })
    }

    /// The same after one of its buttons: `add.conditions`, `up.commands.2`, `remove.conditions.0`. Nothing is stored by it.
    #[must_use]
    pub fn edited(mut self, button: &str) -> Self {
        let mut parts = button.split('.');
        let (act, list) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let place = parts.next().and_then(|place| place.parse().ok()).unwrap_or(usize::MAX);
        match (act, list) {
            ("add", "conditions") if CONDITIONS.contains(&self.condition.as_str()) => {
                self.conditions.push(ConditionForm::fresh(&self.condition));
            }
            ("add", "commands") if COMMANDS.contains(&self.command.as_str()) => {
                let command = self.command.clone();
                self.commands.push(CommandForm { command, ..CommandForm::default() });
            }
            (act, "conditions") => shift(&mut self.conditions, act, place),
            (act, "commands") => shift(&mut self.commands, act, place),
            _ => {}
        }
        self
    }

    /// The rule that is written.
    #[must_use]
    pub fn read(self) -> Rule {
        Rule {
            name: self.name,
            enabled: self.enabled,
            join: self.join,
            conditions: self.conditions.into_iter().map(ConditionForm::read).collect(),
            commands: self.commands.into_iter().map(CommandForm::read).collect(),
        }
    }
}

/// Moves or removes one of a list; what makes no sense changes nothing.
fn shift<T>(list: &mut Vec<T>, act: &str, place: usize) {
    match act {
        "up" if place > 0 && place < list.len() => list.swap(place, place - 1),
        "down" if place.saturating_add(1) < list.len() => list.swap(place, place + 1),
        "remove" if place < list.len() => drop(list.remove(place)),
        _ => {}
    }
}

/// The place of a rule that is still what somebody saw there.
///
/// # Errors
/// `conflict` when it is not.
pub fn place_of(rules: &[Rule], position: usize, was: &str) -> Result<usize, Refusal> {
    if rules.get(position).is_some_and(|rule| rule.name == was) {
        return Ok(position);
    }
    let message = "Somebody else has changed the actions meanwhile. Load the page again.";
    Err(Refusal::new(Code::Conflict, message))
}

/// Form of `rule/add`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddRule {
    /// The site's public id.
    pub site: String,
}

/// Form of `rule/defaults`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddDefaults {
    /// The site's public id.
    pub site: String,
}

/// Adds rules behind those that are there.
///
/// # Errors
/// `invalid` when there would be too many.
pub fn add(settings: &mut Settings, rules: Vec<Rule>) -> Result<(), Refusal> {
    settings.rules.extend(rules);
    if settings.rules.len() > MAX_RULES {
        return Err(Refusal::new(Code::Invalid, format!("A site has at most {MAX_RULES} actions.")));
    }
    Ok(())
}

/// Form of `rule/remove`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveRule {
    /// The site's public id.
    pub site: String,
    /// Which one.
    pub position: usize,
    /// Its name.
    #[serde(default)]
    pub was: String,
}

/// Form of `rule/move`: rules fire one after the other, and one may change what the next one looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoveRule {
    /// The site's public id.
    pub site: String,
    /// Which one.
    pub position: usize,
    /// Its name.
    #[serde(default)]
    pub was: String,
    /// `up` or `down`.
    pub way: String,
}

impl MoveRule {
    /// Writes it into the settings.
    ///
    /// # Errors
    /// As [`place_of`].
    pub fn apply(&self, settings: &mut Settings) -> Result<(), Refusal> {
        let place = place_of(&settings.rules, self.position, &self.was)?;
        shift(&mut settings.rules, &self.way, place);
        Ok(())
    }
}

/// Form of `rule/replace`: all rules, in the vendor's JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesJson {
    /// The site's public id.
    pub site: String,
    /// As it is written.
    pub json: String,
}

#[cfg(feature = "ssr")]
impl RulesJson {
    /// What is stored.
    #[must_use]
    pub fn of(site: &service::site::Site) -> Self {
        let json = serde_json::to_string_pretty(&site.settings.rules).unwrap_or_default();
        Self { site: site.public_id.clone(), json }
    }
}

/// What people call a condition.
#[must_use]
pub fn condition_title(condition: &str) -> &'static str {
    match condition {
        "online" => "Somebody is online",
        "city" => "City",
        "country" => "Country",
        "hour" => "Hour of the day",
        "week_day" => "Day of the week",
        "page_title" => "Title of the page",
        "page_url" => "Address of the page",
        "pages_count" => "Pages seen in this visit",
        "time_on_page" => "Time on this page",
        "time_on_site" => "Time on your site",
        "time_after_close" => "Time since the chat was closed",
        "time_after_first_message" => "Time without an answer",
        "time_after_invitation" => "Time since the last invitation",
        "number_of_visits" => "Number of visits",
        "goal_scroll" => "Scrolled",
        "goal_close" => "Is about to leave",
        "custom_data" => "Custom data",
        _ => "A/B test",
    }
}

/// What people call a command.
#[must_use]
pub fn command_title(command: &str) -> &'static str {
    match command {
        "proactive" => "Invite to chat",
        "open_offline" => "Ask for a message while you are away",
        "system_message" => "Say something in the chat",
        "system_message_email" => "Say something and ask for the e-mail address",
        "show_callform" => "Offer to call back",
        "show" => "Show the chat",
        "call_function" => "Call a function of the page",
        _ => "Hide the chat",
    }
}

/// What people call a comparator.
#[must_use]
pub fn comparator_title(comparator: &str) -> &'static str {
    match comparator {
        "equal" => "is",
        "not_equal" => "is not",
        "greater" => "is more than",
        "greater_equal" => "is at least",
        "lower" => "is less than",
        "lower_equal" => "is at most",
        "contain" => "contains",
        "not_contain" => "does not contain",
        _ => "fits the pattern",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings { rules: rule::defaults(), ..Settings::default() }
    }

    #[test]
    fn a_form_stores_what_the_json_does() {
        let json = r#"[{"name":"Lamps","conditions":[
            {"condition":"online","value":true},{"condition":"page_url","comparator":"regexp","value":"^https://"},
            {"condition":"time_on_page","comparator":"greater","value":20},{"condition":"city","value":"Tula"},
            {"condition":"ab_test_group","value":"group_b","group_name":"price"},
            {"condition":"custom_data","comparator":"not_contain","value":"1","name":"chatVisibility"}],
            "commands":[{"command":"proactive","params":{"message":"Hi\nthere","department":"3"}},
            {"command":"show_callform","params":{"title":"Call","onceADay":true}},{"command":"hide"},
            {"command":"show"},{"command":"call_function","params":{"name":"_clientUndecided"}},
            {"command":"open_offline","params":{"title":"Away","message":"Write"}}]}]"#;
        let pasted: Vec<Rule> = serde_json::from_str(json).expect("reads");
        let all = [pasted, rule::defaults()].concat();
        let rules: Vec<Rule> = all.into_iter().map(Rule::normal).collect();
        let settings = Settings { rules, ..Settings::default() };
        for (position, rule) in settings.rules.iter().enumerate() {
            let form = RuleForm::of("shop", position, &settings).expect("is there");
            assert_eq!(&form.read().normal(), rule);
        }
        assert_eq!(RuleForm::of("shop", 9, &settings), None);
    }

    #[test]
    fn buttons_change_what_is_written() {
        let form = RuleForm::of("shop", 0, &settings()).expect("is there");
        let names = |form: &RuleForm| {
            form.conditions.iter().map(|one| one.condition.clone()).collect::<Vec<_>>().join(" ")
        };
        let before = names(&form);
        assert!(before.starts_with("online time_on_page"));
        assert!(names(&form.clone().edited("up.conditions.1")).starts_with("time_on_page online"));
        assert!(names(&form.clone().edited("down.conditions.0")).starts_with("time_on_page online"));
        assert!(names(&form.clone().edited("remove.conditions.0")).starts_with("time_on_page time_on_site"));
        for nothing in [
            "up.conditions.0",
            "down.conditions.4",
            "remove.conditions.9",
            "up.conditions.x",
            "add.conditions",
            "",
        ] {
            assert_eq!(names(&form.clone().edited(nothing)), before, "{nothing}");
        }
        let added = RuleForm { condition: "hour".to_owned(), ..form.clone() }.edited("add.conditions");
        assert_eq!(added.conditions.last(), Some(&ConditionForm::fresh("hour")));
        let added = RuleForm { command: "hide".to_owned(), ..form }.edited("add.commands");
        assert_eq!(added.commands.len(), 2);
    }

    #[test]
    fn what_is_added_is_nearly_right() {
        for name in CONDITIONS {
            let condition = ConditionForm::fresh(name);
            let known = rule::comparators(name).contains(&condition.comparator.as_str());
            assert!(known && !condition_title(name).is_empty(), "{name}");
        }
        let mut settings = settings();
        add(&mut settings, vec![rule::fresh()]).expect("has room");
        assert!(!settings.rules[3].enabled);
        assert_eq!(
            add(&mut settings, vec![rule::fresh(); MAX_RULES]).expect_err("too many").code,
            Code::Invalid
        );
    }

    #[test]
    fn nobody_changes_a_rule_that_is_another_one_now() {
        let mut settings = settings();
        let step = |way: &str, was: &str| MoveRule {
            site: String::new(),
            position: 0,
            was: was.to_owned(),
            way: way.to_owned(),
        };
        step("down", "Invitation").apply(&mut settings).expect("is it");
        assert_eq!(settings.rules[1].name, "Invitation");
        assert_eq!(step("down", "Invitation").apply(&mut settings).expect_err("is not").code, Code::Conflict);
    }
}
