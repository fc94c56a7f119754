//! The first page an owner sees: a form, and beside it the product's own words, alive.

use leptos::prelude::*;

use super::boxed::{Boxed as _, Slot};

use crate::ui::{Icon, icon};

/// The two halves.
#[component]
pub fn Door(
    /// The form.
    children: Slot,
) -> impl IntoView {
    view! {
        <div class="door">
            <main class="door-form touch">
                <span class="door-brand"><Icon d=icon::USHER/></span>
                {children.view()}
            </main>
            <aside class="door-show" aria-hidden="true"><Sample/></aside>
        </div>
    }
    .boxed()
}

/// Question and answer, as the panel draws them.
#[component]
fn Sample() -> impl IntoView {
    view! {
        <div class="door-talk">
            <div class="msg out first"><div class="bubble">"Is anyone there?"</div></div>
            <div class="msg in first">
                <span class="av av-28 h1">"MS"</span>
                <div class="bubble">"Yes. How can I help?"</div>
                <div class="meta">"10:42, after 31 s"</div>
            </div>
        </div>
    }
}
