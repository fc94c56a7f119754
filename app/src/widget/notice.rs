//! What the visitor should know of the connection.

use leptos::prelude::*;

use super::live::{Live, Trouble};
use crate::ui::{Icon, icon};

/// A line below the head while something is wrong. Its element is always there, so that screen readers hear of changes.
#[component]
pub(super) fn Notice(live: Live) -> impl IntoView {
    let words = move || {
        live.scene.with(|scene| scene.trouble).map(|trouble| {
            let words = live.says(match trouble {
                Trouble::Cut => "noConnection",
                Trouble::Ended => "connectionEnded",
            });
            view! { <p class="panel-note"><Icon d=icon::RETRY class="i-s"/><span>{words}</span></p> }
        })
    };
    view! { <div class="notice" role="status">{words}</div> }
}
