//! The column of pages beside the page.

use leptos::prelude::*;

use super::{
    browser,
    place::{DEPARTMENTS, OPERATORS, Place, Tab},
    start::Entry,
};
use crate::desk::boxed::Boxed as _;

/// Where one can go. On a phone the page `/settings` is the same list.
#[component]
pub fn Menu(
    /// The organisation's sites.
    sites: Vec<Entry>,
) -> impl IntoView {
    let place = Place::of(&browser::path());
    let site = place.site().map(str::to_owned);
    let operators = place == Place::Operators;
    let departments = matches!(place, Place::Departments | Place::NewDepartment | Place::Department(_));
    let sites = sites.into_iter().map(|Entry { id, name, .. }| {
        let on = site.as_deref() == Some(id.as_str());
        view! { <Item href=Tab::Appearance.path(&id) name on/> }
    });
    view! {
        <nav class="snav" aria-label="Settings">
            <h2><a href="/settings">"Settings"</a></h2>
            <h3>"Sites"</h3>
            <ul>{sites.collect_view()}</ul>
            <h3>"Organisation"</h3>
            <ul>
                <Item href=OPERATORS.to_owned() name="Operators".to_owned() on=operators/>
                <Item href=DEPARTMENTS.to_owned() name="Departments".to_owned() on=departments/>
            </ul>
        </nav>
    }
    .boxed()
}

#[component]
fn Item(href: String, name: String, on: bool) -> impl IntoView {
    view! {
        <li>
            <a class="item" class:is-on=on href=href aria-current=on.then_some("true")>
                <span class="cut">{name}</span>
            </a>
        </li>
    }
    .boxed()
}
