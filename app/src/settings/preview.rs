//! The site's chat as the form says it now: a page of ours with the real loader on it.

use leptos::{html::Iframe, prelude::*};

use super::{browser, saving::Saving};
use crate::desk::boxed::Boxed as _;

/// The frame. `frame` is what the form tells its changes to.
#[component]
pub fn Preview(
    /// The site's public id.
    site: String,
    /// The frame.
    frame: NodeRef<Iframe>,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    view! {
        <section class="live" aria-labelledby="preview-title">
            <div class="live-head">
                <h2 id="preview-title">"Preview"</h2>
                <span class="faint">"The real chat. Press its button to open it."</span>
            </div>
            <iframe
                node_ref=frame class="live-page" title="Preview" src=format!("/preview/{site}")
                on:load=move |_| browser::tell(frame, &browser::whole(saving.form))
            ></iframe>
        </section>
    }
    .boxed()
}
