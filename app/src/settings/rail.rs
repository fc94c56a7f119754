//! The narrow bar of places, as on the desk; what lives on it there, counts and sound, is in the inbox.

use domain::operator::Face;
use leptos::prelude::*;

use crate::{
    desk::boxed::Boxed as _,
    ui::{Avatar, Icon, icon},
};

/// The rail.
#[component]
pub fn Rail(
    /// Who asks.
    me: Option<Face>,
) -> impl IntoView {
    view! {
        <nav class="rail" aria-label="Main">
            <span class="rail-brand"><Icon d=icon::USHER/></span>
            <a href="/inbox" aria-label="Inbox" title="Inbox"><Icon d=icon::INBOX/><span class="t" aria-hidden="true">"Inbox"</span></a>
            <a href="/install" aria-label="Install" title="Install"><Icon d=icon::CODE/><span class="t" aria-hidden="true">"Install"</span></a>
            <a href="/settings" aria-label="Settings" title="Settings" aria-current="page"><Icon d=icon::GEAR/><span class="t" aria-hidden="true">"Settings"</span></a>
            <span class="grow"></span>
            {me.map(|me| view! { <span class="rail-me" title=me.name.clone()><Avatar name=me.name.clone() id=me.id/></span> })}
        </nav>
    }
    .boxed()
}
