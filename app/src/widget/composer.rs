//! Where the visitor writes.

use domain::message::MAX_CHARS;
use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    html,
    prelude::*,
};

use super::{Form, live::Live};
use crate::ui::{Icon, icon};

/// When fewer characters are left, their number is shown.
const FEW: usize = 200;
/// The key code of keys that an input method has taken for itself.
const COMPOSING: u32 = 229;

/// What is in the box, as far as others need to know. The text itself stays in the element, where the visitor may have
/// typed before any script ran.
#[derive(Clone, Copy)]
struct Draft {
    area: NodeRef<html::Textarea>,
    blank: RwSignal<bool>,
    left: RwSignal<usize>,
}

impl Draft {
    /// Reads the element anew.
    fn read(self) -> Option<String> {
        let area = self.area.get_untracked()?;
        let text = area.value();
        if let Some(parent) = area.parent_element() {
            // The box grows with a copy of the text where the browser can not do it by itself (`panel.css`).
            let _ = parent.set_attribute("data-text", &text);
        }
        self.blank.set(text.trim().is_empty());
        self.left.set(MAX_CHARS.saturating_sub(text.encode_utf16().count()));
        Some(text)
    }

    fn clear(self) {
        if let Some(area) = self.area.get_untracked() {
            area.set_value("");
            // An element that can not be focused leaves the focus where it is.
            let _ = area.focus();
        }
        self.read();
    }
}

/// The form at the bottom. It works without JavaScript, by a request of its own.
#[component]
pub(super) fn Composer(live: Live, form: Form) -> impl IntoView {
    let draft = Draft { area: NodeRef::new(), blank: RwSignal::new(true), left: RwSignal::new(MAX_CHARS) };
    let error = RwSignal::new(form.error);
    Effect::new(move |_| draft.read());
    let send = move || {
        if let Some(text) = draft.read().filter(|text| !text.trim().is_empty()) {
            live.send(text.trim());
            draft.clear();
        }
    };
    let typed = move |_| {
        error.set(None);
        match draft.read() {
            Some(text) if !text.trim().is_empty() => live.type_on(),
            _ => live.stop_typing(),
        }
    };
    let keyed = move |event: KeyboardEvent| {
        let composing = event.is_composing() || event.key_code() == COMPOSING;
        if event.key() == "Enter" && !event.shift_key() && !composing {
            event.prevent_default();
            send();
        }
    };
    let submitted = move |event: SubmitEvent| {
        event.prevent_default();
        send();
    };
    let hint = move || if live.closed.get() { "Write to open it again" } else { "Write a message" };
    let action = live.full_page.then(|| live.look.with_value(|look| format!("/chat/{}", look.site)));
    let client_id = form.client_id.map(|id| view! { <input type="hidden" name="client_id" value=id.to_string()/> });
    view! {
        <form class="composer" data-usher-composer="" method="post" action=action on:submit=submitted>
            {client_id}
            {move || error.get().map(|error| view! { <p class="composer-note is-bad" role="alert">{error}</p> })}
            <div class="composer-box">
                <div class="typed">
                    <textarea name="text" aria-label="Message" placeholder=hint rows="1" maxlength=MAX_CHARS.to_string()
                        required=true autocomplete="off" enterkeyhint="send" dir="auto" node_ref=draft.area
                        on:input=typed on:keydown=keyed></textarea>
                </div>
                <button class="go" aria-label="Send" disabled=move || live.alive.get() && draft.blank.get()
                    on:mousedown=|event| event.prevent_default()>
                    <Icon d=icon::SEND/>
                </button>
            </div>
            {move || few(draft.left.get())}
        </form>
    }
}

/// How many characters may follow, when they get few.
fn few(left: usize) -> Option<impl IntoView> {
    (left < FEW).then(|| view! { <p class="composer-note">{left.to_string()}" characters left"</p> })
}
