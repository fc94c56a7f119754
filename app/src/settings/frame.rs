//! What is around every page: rail, menu, and the page's own head.

use leptos::prelude::*;

use super::{menu::Menu, place::Tab, rail::Rail, start::Around};
use crate::{
    desk::boxed::{Boxed as _, Slot},
    ui::{Icon, icon},
};

/// Rail and menu, and the page beside them.
#[component]
pub fn Frame(
    /// Who asks, and which sites there are.
    around: Around,
    /// Whether the page is one of the settings.
    #[prop(default = true)]
    menu: bool,
    /// The page.
    children: Slot,
) -> impl IntoView {
    let Around { me, admin, sites } = around;
    view! {
        <div class="page-grid" class:has-nav=menu>
            <Rail me admin/>
            {menu.then(|| view! { <Menu sites/> })}
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
