//! The list of sites, and of what is common to all.

use leptos::prelude::*;

use super::{
    frame::Frame,
    place::{DEPARTMENTS, OPERATORS, Tab},
    start::{Around, Entry},
};
use crate::{
    desk::boxed::Boxed as _,
    ui::{Icon, icon},
};

/// The page `/settings`.
#[component]
pub fn SitesPage(
    /// What is around it.
    around: Around,
) -> impl IntoView {
    let rows = around.sites.clone().into_iter().map(|Entry { id, name, domains }| {
        let domains = if domains.is_empty() { "shown nowhere yet".to_owned() } else { domains.join(", ") };
        view! { <Row href=Tab::Appearance.path(&id) name about=domains/> }
    });
    let rows = rows.collect_view();
    view! {
        <Frame around>
            <header class="page-head"><h1>"Sites"</h1></header>
            <div class="page-body">
                <ul class="card rows">{rows}</ul>
                <ul class="card rows">
                    <Row href=OPERATORS.to_owned() name="Operators".to_owned() about="How many conversations each takes".to_owned()/>
                    <Row href=DEPARTMENTS.to_owned() name="Departments".to_owned() about="Who answers which conversations".to_owned()/>
                </ul>
            </div>
        </Frame>
    }
    .boxed()
}

/// A page to go to.
#[component]
pub fn Row(
    /// Its path.
    href: String,
    /// What people call it.
    name: String,
    /// What is behind it.
    about: String,
) -> impl IntoView {
    view! {
        <li>
            <a href=href>
                <span class="grow"><b class="cut">{name}</b><bdi class="cut faint">{about}</bdi></span>
                <Icon d=icon::RIGHT class="i-s i-flip"/>
            </a>
        </li>
    }
    .boxed()
}
