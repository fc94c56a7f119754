//! Text to be taken along.

use leptos::prelude::*;

use super::browser;
use crate::{
    desk::boxed::Boxed as _,
    ui::{Icon, icon},
};

/// The text, and the button that puts it into the clipboard. Without a script it is text to be marked.
#[component]
pub fn Copied(
    /// The text.
    words: String,
    /// What it is.
    name: &'static str,
) -> impl IntoView {
    view! {
        <div class="snippet">
            <pre tabindex="0" role="group" aria-label=name>{words.clone()}</pre>
            <Copy words/>
        </div>
    }
    .boxed()
}

/// The button alone.
#[component]
pub fn Copy(
    /// The text.
    words: String,
) -> impl IntoView {
    let copied = RwSignal::new(None::<bool>);
    let text = StoredValue::new(words);
    let copy = move |_| copied.set(Some(text.with_value(|text| browser::copy(text))));
    let label = move || match copied.get() {
        None => "Copy",
        Some(true) => "Copied",
        Some(false) => "Press Ctrl C",
    };
    let d = move || if copied.get() == Some(true) { icon::CHECK } else { icon::COPY };
    view! {
        <button type="button" class="btn copy" on:click=copy>
            {move || view! { <Icon d=d() class="i-s"/> }}
            <span role="status">{label}</span>
        </button>
    }
    .boxed()
}
