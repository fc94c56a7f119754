//! The narrow bar of places, as on the desk; what lives on it there, counts and sound, is in the inbox.

use domain::operator::Face;
use leptos::prelude::*;

use super::{browser, place::Place};
use crate::{
    desk::boxed::Boxed as _,
    ui::{Avatar, Icon, icon},
};

/// The rail.
#[component]
pub fn Rail(
    /// Who asks.
    me: Option<Face>,
    /// Whether the settings are theirs to change.
    admin: bool,
) -> impl IntoView {
    let install = Place::of(&browser::path()) == Place::Install;
    view! {
        <nav class="rail" aria-label="Main">
            <span class="rail-brand"><Icon d=icon::USHER/></span>
            <Door href="/inbox" icon=icon::INBOX words="Inbox" on=false/>
            <Door href="/install" icon=icon::CODE words="Install" on=install/>
            {admin.then(|| view! { <Door href="/settings" icon=icon::GEAR words="Settings" on=!install/> })}
            <span class="grow"></span>
            {me.map(|me| view! { <span class="rail-me" title=me.name.clone()><Avatar name=me.name.clone() id=me.id/></span> })}
        </nav>
    }
    .boxed()
}

#[component]
fn Door(href: &'static str, icon: &'static str, words: &'static str, on: bool) -> impl IntoView {
    view! {
        <a href=href aria-label=words title=words aria-current=on.then_some("page")>
            <Icon d=icon/>
            <span class="t" aria-hidden="true">{words}</span>
        </a>
    }
    .boxed()
}
