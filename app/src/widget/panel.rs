//! The panel.

use domain::ClientMessageId;
use leptos::prelude::*;

use super::{
    composer::Composer,
    draw::{flag, text},
    head::Head,
    live::Live,
    notice::Notice,
    thread::Thread,
};

/// The panel, from its head to its composer.
#[component]
pub(super) fn Panel(live: Live, client_id: Option<ClientMessageId>) -> impl IntoView {
    let class = if live.full_page { "panel panel-page" } else { "panel panel-framed" };
    view! {
        <main class=class class:is-alive=flag(move || live.scene.with(|scene| scene.alive)) aria-label=text(move || live.title())>
            <Head live/>
            <Notice live/>
            <Thread live/>
            <Composer live client_id/>
        </main>
    }
}
