//! A form as a page: its head with tabs, what is unsaved, and the button; below it the fields.

use leptos::prelude::*;

use super::{
    frame::{Back, Tabs},
    place::Tab,
    saving::{Saving, State},
};
use crate::{
    desk::{
        boxed::{Boxed as _, Slot},
        field::FormError,
    },
    ui::{Icon, icon},
};

/// Where a browser without a script sends the form of the server function at `call`: to its own page, which shows it again
/// with all that was written where it is refused.
#[must_use]
pub fn post_path(page: &str, call: &str) -> String {
    let mark = if page.contains('?') { '&' } else { '?' };
    format!("{page}{mark}form={}", call.trim_start_matches("/api/"))
}

/// The form. It is sent to the server function at `action`.
#[component]
pub fn Sheet(
    /// What it is about, for people.
    title: String,
    /// The page's path.
    page: String,
    /// What it is about, for the server: fields that nobody sees.
    about: Vec<(&'static str, String)>,
    /// The site whose pages are beside it, and which one it is.
    #[prop(optional)]
    tabs: Option<(String, Tab)>,
    /// Where it is sent.
    action: &'static str,
    /// What the button says.
    #[prop(default = "Save")]
    submit: &'static str,
    /// Fields that tell themselves what is wrong with them; one that ends in a dot stands for all below it.
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
    let about = about.into_iter().map(|(field, value)| {
        view! { <input type="hidden" name=super::field::wire(field) value=value/> }
    });
    view! {
        <form
            node_ref=saving.form class="sheet" method="post" action=post_path(&page, action) novalidate=alive autocomplete="off"
            on:input=changed on:submit=move |ev| saving.send(&ev, action)
        >
            {about.collect_view()}
            <header class="page-head">
                <Back/>
                <h1 class="cut">{title}</h1>
                <span class="grow"></span>
                <Told saving/>
                <button type="submit" class="btn btn-main" class:is-loading=saving.sending.pending aria-busy=move || saving.sending.pending.get().then_some("true")>
                    {submit}
                </button>
            </header>
            {tabs.map(|(site, on)| view! { <Tabs site on/> })}
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_sent_to_its_own_page() {
        assert_eq!(post_path("/settings/a", "/api/site/texts"), "/settings/a?form=site/texts");
        assert_eq!(post_path("/settings/a?b=c", "/api/site/texts"), "/settings/a?b=c&form=site/texts");
    }
}
