//! What stands where nothing was said yet.

use leptos::prelude::*;

use super::{draw::text, live::Live};
use crate::ui::SiteFace;

/// The site's welcome, until there is a line.
#[component]
pub(super) fn Greeting(live: Live) -> impl IntoView {
    let words = move || {
        let online = live.scene.with(|scene| scene.online);
        live.word(if online { "welcomeText" } else { "offlineText" })
    };
    let greeting = move || {
        view! {
            <div class="greeting">
                <SiteFace size="av-56"/>
                <p dir="auto">{text(words)}</p>
            </div>
        }
    };
    move || live.rows.with(Vec::is_empty).then(greeting)
}
