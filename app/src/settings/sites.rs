//! The list of sites.

use domain::operator::Face;
use leptos::prelude::*;

use super::{frame::Frame, place::Tab, start::Entry};
use crate::{
    desk::boxed::Boxed as _,
    ui::{Icon, icon},
};

/// The page `/settings`.
#[component]
pub fn SitesPage(
    /// Who asks.
    me: Option<Face>,
    /// The organisation's sites.
    sites: Vec<Entry>,
) -> impl IntoView {
    let rows = sites.iter().cloned().map(|Entry { id, name, domains }| {
        let domains = if domains.is_empty() { "shown nowhere yet".to_owned() } else { domains.join(", ") };
        view! {
            <li>
                <a href=Tab::Appearance.path(&id)>
                    <span class="grow"><b class="cut">{name}</b><bdi class="cut faint">{domains}</bdi></span>
                    <Icon d=icon::RIGHT class="i-s i-flip"/>
                </a>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Frame me sites>
            <header class="page-head"><h1>"Sites"</h1></header>
            <div class="page-body"><ul class="card rows">{rows}</ul></div>
        </Frame>
    }
    .boxed()
}
