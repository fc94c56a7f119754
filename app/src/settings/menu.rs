//! The column of pages beside the page.

use leptos::prelude::*;

use super::{place::Tab, start::Entry};
use crate::desk::boxed::Boxed as _;

/// Where one can go. On a phone the page `/settings` is the same list.
#[component]
pub fn Menu(
    /// The organisation's sites.
    sites: Vec<Entry>,
    /// The one that is shown.
    site: Option<String>,
) -> impl IntoView {
    let sites = sites.into_iter().map(|Entry { id, name, .. }| {
        let on = site.as_deref() == Some(id.as_str());
        view! {
            <li>
                <a class="item" class:is-on=on href=Tab::Appearance.path(&id) aria-current=on.then_some("true")>
                    <span class="cut">{name}</span>
                </a>
            </li>
        }
    });
    view! {
        <nav class="snav" aria-label="Settings">
            <h2><a href="/settings">"Settings"</a></h2>
            <h3>"Sites"</h3>
            <ul>{sites.collect_view()}</ul>
        </nav>
    }
    .boxed()
}
