//! What stands where nothing was said yet.

use leptos::prelude::*;

use super::live::Live;
use crate::ui::{Icon, icon};

/// The site's welcome, until there is a line.
#[component]
pub(super) fn Greeting(live: Live) -> impl IntoView {
    let empty = Memo::new(move |_| live.rows.with(Vec::is_empty));
    let words = move || {
        live.look.with_value(|look| {
            if live.online.get() { look.texts.welcome.clone() } else { look.texts.offline_welcome.clone() }
        })
    };
    let greeting = move || {
        view! {
            <div class="greeting">
                <span class="av av-56 av-site" aria-hidden="true"><Icon d=icon::CHAT/></span>
                <p dir="auto">{words}</p>
            </div>
        }
    };
    move || empty.get().then(greeting)
}
