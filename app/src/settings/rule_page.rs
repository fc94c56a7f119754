//! One automatic action: when, and what then. Its parts are added, moved and removed by buttons of the form itself, which
//! send it to its page to be shown with the change; nothing of that is stored before it is saved.

use domain::rule::{COMMANDS, CONDITIONS, Join, comparators, params};
use leptos::{prelude::*, server_fn::ServerFn as _};

use super::{
    api::{ChangeRuleCall, RemoveRuleCall},
    field::{Area, Choose, Help, Line, Switch, invalid, wire},
    frame::Frame,
    place::{Tab, rule_path},
    rules::{CommandForm, ConditionForm, RuleForm, command_title, comparator_title, condition_title},
    saving::Saving,
    sheet::{Sheet, post_path},
    start::Around,
};
use crate::{
    desk::boxed::Boxed as _,
    ui::{Icon, icon},
};

/// The page `/settings/site/{site}/rules/{number}`.
#[component]
pub fn RulePage(
    /// What is around it.
    around: Around,
    /// What is written.
    form: RuleForm,
    /// Ids and names of the departments.
    departments: Vec<(String, String)>,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let RuleForm { site, position, was, name, enabled, join, conditions, commands, .. } = form;
    let (title, page) = (around.site_name(&site), rule_path(&site, position));
    let about = vec![("site", site.clone()), ("position", position.to_string()), ("was", was)];
    let hidden = about.clone();
    let remove = post_path(&page, RemoveRuleCall::PATH);
    let drafts = post_path(&page, ChangeRuleCall::PATH);
    let tabs = (site.clone(), Tab::Rules);
    let (last_condition, last_command) =
        (conditions.len().saturating_sub(1), commands.len().saturating_sub(1));
    let draft = drafts.clone();
    let conditions = conditions.into_iter().enumerate();
    let conditions = conditions.map(|(place, condition)| {
        view! { <ConditionRow place last=last_condition condition draft=draft.clone() saving/> }
    });
    let conditions = conditions.collect_view();
    let draft = drafts.clone();
    let commands = commands.into_iter().enumerate();
    let commands = commands.map(|(place, command)| {
        let departments = departments.clone();
        view! { <CommandRow place last=last_command command departments draft=draft.clone() saving/> }
    });
    let commands = commands.collect_view();
    let titled = |all: &[&str], title: fn(&str) -> &'static str| {
        all.iter().map(|name| ((*name).to_owned(), title(name).to_owned())).collect::<Vec<_>>()
    };
    let (more_conditions, more_commands) =
        (titled(&CONDITIONS, condition_title), titled(&COMMANDS, command_title));
    let other = drafts.clone();
    view! {
        <Frame around>
            <Sheet title page about tabs action=ChangeRuleCall::PATH fields=&["name", "conditions.", "commands."] saving>
                <div class="opts opts-page">
                    <p><a href=Tab::Rules.path(&site)>"All actions"</a></p>
                    <Line field="name" label="Name" value=name help="For you and your colleagues." saving/>
                    <Switch field="enabled" label="On" value=enabled help="An action that is off is kept, and does nothing."/>
                    <fieldset class="words" id="conditions">
                        <legend>"When"</legend>
                        <Joined join/>
                        <ol class="parts">{conditions}</ol>
                        <Adder field="condition" label="Another condition" button="Add condition" op="add.conditions" options=more_conditions draft=other/>
                    </fieldset>
                    <fieldset class="words" id="commands">
                        <legend>"Then"</legend>
                        <ol class="parts">{commands}</ol>
                        <Adder field="command" label="Another step" button="Add step" op="add.commands" options=more_commands draft=drafts/>
                    </fieldset>
                </div>
            </Sheet>
            <form class="opts opts-page" method="post" action=remove>
                {hidden.into_iter().map(|(field, value)| view! { <input type="hidden" name=wire(field) value=value/> }).collect_view()}
                <details class="more">
                    <summary>"Delete this action"</summary>
                    <div class="more-body">
                        <p class="soft">"It can not be brought back. To stop it for a while, switch it off."</p>
                        <button type="submit" class="btn btn-bad">"Delete"</button>
                    </div>
                </details>
            </form>
        </Frame>
    }
    .boxed()
}

#[component]
fn Joined(join: Join) -> impl IntoView {
    let option = |value: &'static str, words: &'static str, on: bool| {
        view! {
            <label>
                <input type="radio" class="sr" name=wire("join") value=value checked=on autocomplete="off"/>
                {words}
            </label>
        }
    };
    view! {
        <div class="seg" role="radiogroup" aria-label="How the conditions are joined">
            {option("all", "All are true", join == Join::All)}
            {option("any", "At least one is true", join == Join::Any)}
        </div>
    }
    .boxed()
}

/// A list of what can be added, and the button that does it.
#[component]
fn Adder(
    field: &'static str,
    label: &'static str,
    button: &'static str,
    op: &'static str,
    options: Vec<(String, String)>,
    draft: String,
) -> impl IntoView {
    let options = options.into_iter().map(|(value, words)| view! { <option value=value>{words}</option> });
    let place = op.rsplit('.').next().unwrap_or_default();
    view! {
        <div class="adder">
            <select class="input" name=wire(field) aria-label=label autocomplete="off">{options.collect_view()}</select>
            <button type="submit" class="btn" formaction=format!("{draft}&draft={op}#{place}")>{button}</button>
        </div>
    }
    .boxed()
}

/// The buttons of a part: up, down, away.
#[component]
fn Buttons(
    list: &'static str,
    place: usize,
    last: usize,
    what: &'static str,
    draft: String,
) -> impl IntoView {
    let button = |act: &str, words: &str, d: &'static str, off: bool| {
        let label = format!("{words}: {what}, {}", place + 1);
        view! {
            <button
                type="submit" class="btn btn-quiet btn-icon" aria-label=label disabled=off
                formaction=format!("{draft}&draft={act}.{list}.{place}#{list}")
            >
                <Icon d class="i-s"/>
            </button>
        }
    };
    view! {
        <span class="part-acts">
            {button("up", "Move up", icon::UP, place == 0)}
            {button("down", "Move down", icon::DOWN, place == last)}
            {button("remove", "Remove", icon::CLOSE, false)}
        </span>
    }
    .boxed()
}

#[component]
fn ConditionRow(
    place: usize,
    last: usize,
    condition: ConditionForm,
    draft: String,
    saving: Saving,
) -> impl IntoView {
    let ConditionForm { condition: name, comparator, value, group_name, name: field_name } = condition;
    let path = |part: &str| format!("conditions.{place}.{part}");
    let title = condition_title(&name);
    let known = comparators(&name);
    let field = path("value");
    let wrong = saving.wrong(field.clone());
    // What an A/B test is called, or a field.
    let naming = match name.as_str() {
        "ab_test_group" => Some(("group_name", "Name of the test", group_name)),
        "custom_data" => Some(("name", "Name of the field", field_name)),
        _ => None,
    };
    let named_by = path(naming.as_ref().map_or("group_name", |(part, ..)| part));
    let (compared, named) = (saving.wrong(path("comparator")), saving.wrong(named_by.clone()));
    let any = Memo::new(move |_| wrong.get().or_else(|| compared.get()).or_else(|| named.get()));
    let comparator = (known.len() > 1).then(|| {
        let mut options: Vec<&str> = known.to_vec();
        // An organisation file may say what no form would: it is shown, and refused when it is saved.
        if !options.contains(&comparator.as_str()) {
            options.push(&comparator);
        }
        let options = options.into_iter().map(|option| {
            let words = if known.contains(&option) { comparator_title(option) } else { option };
            view! { <option value=option.to_owned() selected=option == comparator>{words.to_owned()}</option> }
        });
        view! {
            <select class="input" id=path("comparator") name=wire(&path("comparator")) aria-label=format!("{title}: how it is compared") autocomplete="off">
                {options.collect_view()}
            </select>
        }
    });
    let group = naming.map(|(_, label, value)| {
        view! {
            <input
                class="input" id=named_by.clone() name=wire(&named_by) type="text" value=value autocomplete="off"
                placeholder=label aria-label=label aria-invalid=invalid(named)
            />
        }
    });
    let help = format!("{field}-help");
    let input = if let Some(options) = choices(&name) {
        let options = options.iter().map(|(option, words)| {
            view! { <option value=*option selected=*option == value>{*words}</option> }
        });
        view! {
                <select class="input" id=field.clone() name=wire(&field) aria-label=title aria-describedby=help.clone() autocomplete="off" aria-invalid=invalid(wrong)>
                    {options.collect_view()}
                </select>
            }
            .boxed()
    } else {
        let unit = unit(&name);
        let keys = if known.contains(&"greater") { "decimal" } else { "text" };
        view! {
                <div class="input affix" aria-invalid=invalid(wrong)>
                    <input
                        id=field.clone() name=wire(&field) type="text" inputmode=keys value=value autocomplete="off" aria-label=title
                        aria-invalid=invalid(wrong) aria-describedby=help.clone()
                    />
                    {(!unit.is_empty()).then(|| view! { <span class="faint">{unit}</span> })}
                </div>
            }
            .boxed()
    };
    view! {
        <li class="part-row">
            <input type="hidden" name=wire(&path("condition")) value=name/>
            <b class="part-name">{title}</b>
            <span class="part-fields">{group}{comparator}{input}</span>
            <Buttons list="conditions" place last what=title draft/>
            <Help id=help help=String::new() wrong=any/>
        </li>
    }
    .boxed()
}

/// Values of a condition that has few of them, and what people call them.
fn choices(condition: &str) -> Option<&'static [(&'static str, &'static str)]> {
    match condition {
        "online" | "goal_close" => Some(&[("true", "yes"), ("false", "no")]),
        "ab_test_group" => Some(&[("group_a", "group A"), ("group_b", "group B")]),
        "week_day" => Some(&[
            ("1", "Monday"),
            ("2", "Tuesday"),
            ("3", "Wednesday"),
            ("4", "Thursday"),
            ("5", "Friday"),
            ("6", "Saturday"),
            ("0", "Sunday"),
        ]),
        _ => None,
    }
}

fn unit(condition: &str) -> &'static str {
    match condition {
        "hour" => "o’clock",
        "goal_scroll" => "%",
        time if time.starts_with("time_") => "seconds",
        _ => "",
    }
}

#[component]
fn CommandRow(
    place: usize,
    last: usize,
    command: CommandForm,
    departments: Vec<(String, String)>,
    draft: String,
    saving: Saving,
) -> impl IntoView {
    let CommandForm { command: name, title: above, message, department, name: function, daily } = command;
    let path = |part: &str| format!("commands.{place}.{part}");
    let (title, known) = (command_title(&name), params(&name));
    let has = |part: &str| known.contains(&part);
    let mut options = vec![(String::new(), "Nobody in particular".to_owned())];
    options.extend(departments);
    if !options.iter().any(|(id, _)| *id == department) {
        options.push((department.clone(), department.clone()));
    }
    view! {
        <li class="part-row part-block">
            <input type="hidden" name=wire(&path("command")) value=name.clone()/>
            <b class="part-name">{title}</b>
            <Buttons list="commands" place last what=title draft/>
            <div class="part-body">
                {has("title").then(|| view! { <Line field=path("title") label="Title" value=above saving/> })}
                {has("message").then(|| view! { <Area field=path("message") label="What the visitor reads" value=message saving/> })}
                {has("department").then(|| view! { <Choose field=path("department") label="Who answers" value=department options saving/> })}
                {has("name").then(|| view! { <Line field=path("name") label="Name of the function" value=function help="With the underscore that it begins with: _clientUndecided. Pages of mluvii’s have such functions; on others nothing happens." saving/> })}
                {has("onceADay").then(|| view! { <Switch field=path("onceADay") label="At most once a day" value=daily/> })}
            </div>
        </li>
    }
    .boxed()
}
