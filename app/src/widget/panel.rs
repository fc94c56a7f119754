//! The panel.

use leptos::prelude::*;

use super::{PanelState, composer::Composer, head::Head, live::Live, notice::Notice, thread::Thread};

/// The panel, from its head to its composer.
#[component]
pub(super) fn Panel(
    /// As the server knows it.
    state: PanelState,
) -> impl IntoView {
    let form = state.form.clone();
    let live = Live::new(state);
    let class = if live.full_page { "panel panel-page" } else { "panel panel-framed" };
    let title = live.look.with_value(|look| look.title.clone());
    // In the browser only, once everything is hydrated.
    Effect::new(move |_| live.start());
    view! {
        <main class=class class:is-alive=live.alive aria-label=title>
            <Head live/>
            <Notice live/>
            <Thread live/>
            <Composer live form/>
        </main>
    }
}
