//! The list of a site's automatic actions, and the same as JSON.

use leptos::{prelude::*, server_fn::ServerFn as _};

use super::{
    act::Act,
    api::{AddDefaultsCall, AddRuleCall, MoveRuleCall, ReplaceRulesCall},
    field::Area,
    frame::{Back, Frame, Tabs},
    place::{Tab, dry_run_path, rule_path, rules_json_path},
    rules::{RuleEntry, RulesJson},
    saving::Saving,
    sheet::{Sheet, post_path},
    start::Around,
};
use crate::{
    desk::{boxed::Boxed as _, field::FormError, void::Void},
    ui::{Icon, icon},
};

/// The page `/settings/site/{site}/rules`.
#[component]
pub fn RulesPage(
    /// What is around it.
    around: Around,
    /// The site.
    site: String,
    /// Its rules.
    rules: Vec<RuleEntry>,
    /// Something was changed just now.
    saved: bool,
    /// Why something was refused.
    saving: Saving,
) -> impl IntoView {
    let (title, page) = (around.site_name(&site), Tab::Rules.path(&site));
    let about = || vec![("site", site.clone())];
    let (add, defaults) = (post_path(&page, AddRuleCall::PATH), post_path(&page, AddDefaultsCall::PATH));
    let (tabs, json) = ((site.clone(), Tab::Rules), rules_json_path(&site));
    let dry_run_path = dry_run_path(&site);
    let last = rules.len().saturating_sub(1);
    let none = rules.is_empty();
    let (new, offered) = (about(), about());
    let rows = rules.into_iter().enumerate();
    let rows = rows.map(|(place, rule)| view! { <Row site=site.clone() place last rule/> }).collect_view();
    view! {
        <Frame around>
            <header class="page-head">
                <Back/>
                <h1 class="cut">{title}</h1>
                <span class="grow"></span>
                <span class="told" role="status">{saved.then(|| view! { <Icon d=icon::CHECK class="i-s"/>"Saved" })}</span>
                <Act action=add about=new><button type="submit" class="btn btn-main">"New action"</button></Act>
            </header>
            <Tabs site=tabs.0 on=tabs.1/>
            <div class="page-body">
                <FormError sending=saving.sending fields=&[]/>
                <p class="soft measure">
                    "What the chat does by itself: when all you ask for is true on a visitor’s page, it invites them, says something or asks for their contacts. Each action happens at most once per page; one that asks for custom data, each time what the page says makes it true. They work on pages with the code of Jivo, mluvii or onWebChat."
                </p>
                {if none {
                    view! { <div class="card"><Void icon=icon::CLOCK title="Nothing happens by itself yet"><p>"Begin with our set, or make an action of your own."</p></Void></div> }.boxed()
                } else {
                    view! { <ol class="card rows">{rows}</ol> }.boxed()
                }}
                <div class="row-acts">
                    <Act action=defaults about=offered><button type="submit" class="btn">"Add the usual three"</button></Act>
                    <a class="btn" href=json>"JSON structure"</a>
                    <a class="btn" href=dry_run_path>"Try on last week’s visits"</a>
                </div>
                <p class="soft measure">
                    "The usual three: an invitation after a while, a question for contacts while nobody is online, and a word to those who wait for an answer."
                </p>
            </div>
        </Frame>
    }
    .boxed()
}

#[component]
fn Row(site: String, place: usize, last: usize, rule: RuleEntry) -> impl IntoView {
    let RuleEntry { name, enabled, summary, fired } = rule;
    let page = post_path(&Tab::Rules.path(&site), MoveRuleCall::PATH);
    let shown = if name.is_empty() { format!("Action {}", place + 1) } else { name.clone() };
    let step = |way: &'static str, words: &str, d: &'static str, off: bool| {
        let about = vec![
            ("site", site.clone()),
            ("position", place.to_string()),
            ("was", name.clone()),
            ("way", way.to_owned()),
        ];
        let label = format!("{words} “{shown}”");
        view! {
            <Act action=page.clone() about>
                <button type="submit" class="btn btn-quiet btn-icon" aria-label=label disabled=off><Icon d class="i-s"/></button>
            </Act>
        }
    };
    let (up, down) =
        (step("up", "Move up", icon::UP, place == 0), step("down", "Move down", icon::DOWN, place == last));
    view! {
        <li class="row-line">
            <a href=rule_path(&site, place)>
                <span class="grow">
                    <span class="row-title"><b class="cut">{shown.clone()}</b><span class="chip" class:chip-ok=enabled>{if enabled { "On" } else { "Off" }}</span><span class="faint cut">{fired}</span></span>
                    <bdi class="cut faint">{summary}</bdi>
                </span>
                <Icon d=icon::RIGHT class="i-s i-flip"/>
            </a>
            {up}{down}
        </li>
    }
    .boxed()
}

/// The page `/settings/site/{site}/rules/json`.
#[component]
pub fn RulesJsonPage(
    /// What is around it.
    around: Around,
    /// What is written.
    form: RulesJson,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let RulesJson { site, json } = form;
    let (title, page) = (around.site_name(&site), rules_json_path(&site));
    let about = vec![("site", site.clone())];
    let tabs = (site.clone(), Tab::Rules);
    view! {
        <Frame around>
            <Sheet title page about tabs action=ReplaceRulesCall::PATH fields=&["json"] saving>
                <div class="opts opts-wide">
                    <p class="soft measure">
                        <a href=Tab::Rules.path(&site)>"All actions"</a>
                        " as one text, to copy from one site to another or from Jivo. What you save here takes the place of all actions; what can not be read is told with its place, and nothing is changed."
                    </p>
                    <Area field="json" label="JSON structure" value=json rows=24 code=true saving/>
                </div>
            </Sheet>
        </Frame>
    }
    .boxed()
}
