//! What stands where nothing was said yet.

use leptos::prelude::*;

use super::{draw::text, live::Live};
use crate::ui::{Icon, icon};

/// The site's welcome, until there is a line.
#[component]
pub(super) fn Greeting(live: Live) -> impl IntoView {
    let words = move || {
        let online = live.scene.with(|scene| scene.online);
        live.look(if online { |look| look.word("welcomeText") } else { |look| look.word("offlineText") })
    };
    let greeting = move || {
        view! {
            <div class="greeting">
                <span class="av av-56 av-site" aria-hidden="true"><Icon d=icon::CHAT/></span>
                <p dir="auto">{text(words)}</p>
            </div>
        }
    };
    move || live.rows.with(Vec::is_empty).then(greeting)
}
