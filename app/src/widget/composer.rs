//! Where the visitor writes.

use domain::{ClientMessageId, message::MAX_CHARS};
use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    prelude::*,
};

use super::{
    browser,
    draw::{flag, text},
    live::Live,
};
use crate::ui::{Icon, icon};

/// When fewer characters are left, their number is shown.
const FEW: usize = 200;
/// The key code of keys that an input method has taken for itself.
const COMPOSING: u32 = 229;

/// What is in the box. It stays in the element alone, where the visitor may have typed before any script ran.
pub(super) fn read(live: Live) -> String {
    let Some(area) = browser::area() else { return String::new() };
    let text = area.value();
    if let Some(parent) = area.parent_element() {
        // The box grows with a copy of the text where the browser can not do it by itself (`panel.css`).
        let _ = parent.set_attribute("data-text", &text);
    }
    let left = MAX_CHARS.saturating_sub(text.encode_utf16().count());
    live.set(&|scene| {
        scene.blank = text.trim().is_empty();
        scene.few = Some(left).filter(|left| *left < FEW);
    });
    text
}

fn send(live: Live) {
    let text = read(live);
    if !text.trim().is_empty() {
        live.send(text.trim());
        if let Some(area) = browser::area() {
            area.set_value("");
        }
        read(live);
    }
    browser::focus("textarea");
}

fn typed(live: Live) {
    live.set(&|scene| scene.error = None);
    if read(live).trim().is_empty() {
        live.stop_typing();
    } else {
        live.type_on();
    }
}

/// What other parts of the panel know the form by.
pub(super) const FORM: &str = "usher-composer";

/// The form at the bottom. It works without JavaScript, by a request of its own.
#[component]
pub(super) fn Composer(live: Live, client_id: Option<ClientMessageId>) -> impl IntoView {
    let keyed = move |event: KeyboardEvent| {
        let composing = event.is_composing() || event.key_code() == COMPOSING;
        if event.key() == "Enter" && !event.shift_key() && !composing {
            event.prevent_default();
            send(live);
        }
    };
    let submitted = move |event: SubmitEvent| {
        event.prevent_default();
        send(live);
    };
    let hint = move || live.word(if live.is_closed() { "placeholderClosed" } else { "placeholder" });
    let idle = move || live.scene.with(|scene| scene.alive && scene.blank);
    let client_id =
        client_id.map(|id| view! { <input type="hidden" name="client_id" value=id.to_string()/> });
    view! {
        <form class="composer" id=FORM data-usher-composer="" method="post" action=live.full_page.then(|| live.address()) on:submit=submitted>
            {client_id}
            <Notes live/>
            <div class="composer-box">
                <div class="typed">
                    <textarea name="text" aria-label=live.says("message") placeholder=text(hint) rows="1" maxlength=MAX_CHARS.to_string()
                        required=true autocomplete="off" enterkeyhint="send" dir="auto"
                        on:input=move |_| typed(live) on:keydown=keyed></textarea>
                </div>
                <button class="go" aria-label=live.says("send") disabled=flag(idle) on:mousedown=|event| event.prevent_default()>
                    <Icon d=icon::SEND/>
                </button>
            </div>
        </form>
    }
}

/// What is to be said of what is written.
#[component]
fn Notes(live: Live) -> impl IntoView {
    let error = move || live.scene.with(|scene| scene.error.clone());
    let left = move || {
        live.scene.with(|scene| scene.few).map(|left| text(move || live.counted("charactersLeft", left)))
    };
    view! {
        {move || error().map(|error| view! { <p class="composer-note is-bad" role="alert">{error}</p> })}
        {move || left().map(|left| view! { <p class="composer-note">{left}</p> })}
    }
}
