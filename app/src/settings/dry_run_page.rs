//! What a site's automatic actions would have done last week.

use leptos::prelude::*;

use super::{
    frame::{Back, Frame, Tabs},
    place::{Tab, rule_path},
    rules::{Run, RunFiring, RunRule},
    start::Around,
};
use crate::{
    desk::{boxed::Boxed as _, void::Void},
    ui::icon,
};

/// The page `/settings/site/{site}/rules/try`.
#[component]
pub fn DryRunPage(
    /// What is around it.
    around: Around,
    /// The site.
    site: String,
    /// What came of it.
    run: Run,
) -> impl IntoView {
    let title = around.site_name(&site);
    let Run { about, cut, rules } = run;
    let none = rules.is_empty();
    let rules = rules.into_iter().enumerate();
    let rules = rules.map(|(place, rule)| view! { <Rule href=rule_path(&site, place) place rule/> });
    let rules = rules.collect_view();
    let list = Tab::Rules.path(&site);
    view! {
        <Frame around>
            <header class="page-head">
                <Back/>
                <h1 class="cut">{title}</h1>
            </header>
            <Tabs site on=Tab::Rules/>
            <div class="page-body">
                <p class="soft measure">
                    <a href=list>"All actions"</a>
                    {[" on ", &about, ". Each is tried by itself, at every moment at which it could have happened, also if it is off now. How far a page was scrolled is known of its end alone."].concat()}
                    {cut.then_some(" There were more pages than could be tried: these are the newest.")}
                </p>
                {if none {
                    view! { <div class="card"><Void icon=icon::CLOCK title="There are no actions to try"><p>"Make one first."</p></Void></div> }.boxed()
                } else {
                    view! { <div class="tried">{rules}</div> }.boxed()
                }}
            </div>
        </Frame>
    }
    .boxed()
}

#[component]
fn Rule(href: String, place: usize, rule: RunRule) -> impl IntoView {
    let RunRule { name, enabled, sum, latest } = rule;
    let name = if name.is_empty() { format!("Action {}", place + 1) } else { name };
    let latest = latest.into_iter().map(|RunFiring { at, page, url, after }| {
        view! {
            <li class="row-edit">
                <span class="grow"><b class="cut">{page}</b><bdi class="cut faint">{url}</bdi></span>
                <span class="faint">{at}</span>
                <span class="chip">{after}</span>
            </li>
        }
    });
    view! {
        <section class="card">
            <header class="row-edit">
                <span class="grow">
                    <span class="row-title"><a href=href><b class="cut">{name}</b></a><span class="chip" class:chip-ok=enabled>{if enabled { "On" } else { "Off" }}</span></span>
                    <span class="faint">{sum}</span>
                </span>
            </header>
            <ol class="rows">{latest.collect_view()}</ol>
        </section>
    }
    .boxed()
}
