//! What is around every page: rail, menu, and the page's own head.

use domain::operator::Face;
use leptos::prelude::*;

use super::{menu::Menu, place::Tab, rail::Rail, start::Entry};
use crate::{
    desk::boxed::{Boxed as _, Slot},
    ui::{Icon, icon},
};

/// Rail and menu, and the page beside them.
#[component]
pub fn Frame(
    /// Who asks.
    me: Option<Face>,
    /// The organisation's sites.
    sites: Vec<Entry>,
    /// The site that the page is about.
    #[prop(optional)]
    site: Option<String>,
    /// The page.
    children: Slot,
) -> impl IntoView {
    view! {
        <div class="page-grid has-nav">
            <Rail me/>
            <Menu sites site/>
            <main class="page">{children.view()}</main>
        </div>
    }
    .boxed()
}

/// The way from a page to the list that a phone shows instead of the menu.
#[component]
pub fn Back() -> impl IntoView {
    view! {
        <a class="btn btn-quiet btn-icon back" href="/settings" aria-label="All settings"><Icon d=icon::LEFT class="i-flip"/></a>
    }
}

/// The pages about one site.
#[component]
pub fn Tabs(
    /// The site.
    site: String,
    /// The page that is shown.
    on: Tab,
) -> impl IntoView {
    let tabs = Tab::ALL.map(|tab| {
        view! {
            <a class="tab" href=tab.path(&site) aria-current=(tab == on).then_some("page")>
                <span class="t" data-t=tab.title()>{tab.title()}</span>
            </a>
        }
    });
    view! { <nav class="tabs" aria-label="Site">{tabs.into_iter().collect_view()}</nav> }.boxed()
}
