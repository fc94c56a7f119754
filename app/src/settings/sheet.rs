//! A form as a page: its head with tabs, what is unsaved, and the button; below it the fields.

use leptos::prelude::*;

use super::{
    frame::{Back, Tabs},
    place::Tab,
    saving::{Saving, State},
    start::Entry,
};
use crate::{
    desk::{
        boxed::{Boxed as _, Slot},
        field::FormError,
    },
    ui::{Icon, icon},
};

/// The form. It is sent to the server function at `action`.
#[component]
pub fn Sheet(
    /// The site that it is about.
    site: String,
    /// The organisation's sites.
    sites: Vec<Entry>,
    /// The page.
    tab: Tab,
    /// Where it is sent.
    action: &'static str,
    /// Fields that tell themselves what is wrong with them.
    fields: &'static [&'static str],
    /// The form.
    saving: Saving,
    /// Called with what is written, at every change.
    #[prop(optional)]
    written: Option<Callback<String>>,
    /// The fields.
    children: Slot,
) -> impl IntoView {
    saving.live();
    let alive = RwSignal::new(false);
    // With a script every field tells what is wrong in its own line; the browser's own bubbles would come first.
    Effect::new(move |_| alive.set(true));
    let changed = move |_| {
        let entries = saving.written();
        if let Some(written) = written {
            written.run(entries);
        }
    };
    let name = sites.into_iter().find(|entry| entry.id == site).map(|entry| entry.name).unwrap_or_default();
    view! {
        <form
            node_ref=saving.form class="sheet" method="post" action=action novalidate=alive autocomplete="off"
            on:input=changed on:submit=move |ev| saving.send(&ev, action)
        >
            <input type="hidden" name="form[site]" value=site.clone()/>
            <header class="page-head">
                <Back/>
                <h1 class="cut">{name}</h1>
                <span class="grow"></span>
                <Told saving/>
                <button type="submit" class="btn btn-main" class:is-loading=saving.sending.pending aria-busy=move || saving.sending.pending.get().then_some("true")>
                    "Save"
                </button>
            </header>
            <Tabs site on=tab/>
            <FormError sending=saving.sending fields/>
            {children.view()}
        </form>
    }
    .boxed()
}

/// Whether what is written is stored; its place is there before there are words.
#[component]
fn Told(saving: Saving) -> impl IntoView {
    let wrong = move || saving.sending.refused.with(Option::is_some);
    let words = move || match saving.state.get() {
        _ if wrong() => "Not saved",
        State::Same => "",
        State::Changed => "Unsaved changes",
        State::Saved => "Saved",
    };
    view! {
        <span class="told" class:is-bad=wrong role="status">
            {move || (saving.state.get() == State::Saved && !wrong()).then(|| view! { <Icon d=icon::CHECK class="i-s"/> })}
            {words}
        </span>
    }
}
