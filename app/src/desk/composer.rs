//! Where a reply is written.

use domain::ConversationId;
use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    html::Textarea,
    prelude::*,
};

use super::{boxed::Boxed as _, browser, live::Desk, state::DeskState};

/// The composer. What is written in it is kept by the browser until it is sent.
#[component]
pub fn Composer(
    /// Whom it answers.
    id: ConversationId,
) -> impl IntoView {
    let desk = Desk::here();
    let draft = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let input = NodeRef::<Textarea>::new();
    let store = draft_name(desk, id);
    restore(store.clone(), draft, input);
    let write = {
        let store = store.clone();
        move |text: String| {
            browser::remember(&store, &text);
            desk.typing(id, !text.trim().is_empty());
            error.set(None);
            draft.set(text);
        }
    };
    let send = move || {
        if draft.with_untracked(|draft| draft.trim().is_empty()) {
            return;
        }
        match desk.send(id, &draft.get_untracked()) {
            Ok(()) => {
                browser::remember(&store, "");
                draft.set(String::new());
            }
            Err(reason) => error.set(Some(reason)),
        }
    };
    let submit = {
        let send = send.clone();
        move |ev: SubmitEvent| {
            ev.prevent_default();
            send();
            focus(input);
        }
    };
    let key = move |ev: KeyboardEvent| {
        if sends(&ev) {
            ev.prevent_default();
            send();
        } else if ev.key() == "Escape" {
            blur(input);
        }
    };
    // Words that were left in a form are answered by e-mail, if the visitor is gone.
    let hint = move || {
        if desk.with(|state| state.rows.get(id).is_some_and(|row| row.offline)) {
            "Write a reply. If the visitor is gone, it goes by e-mail, too."
        } else {
            "Write a reply"
        }
    };
    view! {
        <form class="write" on:submit=submit>
            <div class="write-box">
                // The same words behind the box make it as high as they are.
                <div class="write-text write-shadow" aria-hidden="true">{move || format!("{}\u{200b}", draft.get())}</div>
                <textarea
                    class="write-text" name="reply" rows="1" aria-label="Reply" placeholder=hint
                    aria-invalid=move || error.with(Option::is_some).then_some("true") aria-describedby="reply-error"
                    dir="auto" node_ref=input prop:value=draft
                    on:input=move |ev| write(event_target_value(&ev)) on:keydown=key
                ></textarea>
            </div>
            <Bar draft error/>
        </form>
    }
    .boxed()
}

#[component]
fn Bar(draft: RwSignal<String>, error: RwSignal<Option<String>>) -> impl IntoView {
    let blank = move || draft.with(|draft| draft.trim().is_empty());
    view! {
        <div class="write-bar">
            <span id="reply-error" class="write-error" role="alert">{error}</span>
            <span class="hint wide" aria-hidden="true">"Enter sends, Shift Enter breaks"</span>
            <button type="submit" class="btn btn-main" aria-label="Send reply" disabled=blank>"Send"</button>
        </div>
    }
}

/// Enter sends; not the Enter that ends an input method's word.
#[must_use]
pub fn sends(ev: &KeyboardEvent) -> bool {
    ev.key() == "Enter" && !ev.shift_key() && !ev.is_composing() && ev.key_code() != 229
}

/// Under which name the browser keeps the draft; every operator of a shared browser has drafts of their own.
fn draft_name(desk: Desk, id: ConversationId) -> String {
    let me = desk.state.with_untracked(DeskState::my_id).map(|me| me.to_string()).unwrap_or_default();
    format!("usher:draft:{me}:{id}")
}

/// Takes a draft along to the conversation that another one has become, unless there is one already.
pub fn carry(desk: Desk, from: ConversationId, into: ConversationId) {
    let (from, into) = (draft_name(desk, from), draft_name(desk, into));
    if let Some(draft) = browser::remembered(&from) {
        if browser::remembered(&into).is_none() {
            browser::remember(&into, &draft);
        }
        browser::remember(&from, "");
    }
}

/// Brings the draft back. Words that were typed before the page was alive are newer than it.
fn restore(store: String, draft: RwSignal<String>, input: NodeRef<Textarea>) {
    Effect::new(move |_| {
        let Some(input) = input.get() else { return };
        let typed = input.value();
        let words = if typed.is_empty() { browser::remembered(&store).unwrap_or_default() } else { typed };
        if words != draft.get_untracked() {
            draft.set(words);
        }
    });
}

fn focus(input: NodeRef<Textarea>) {
    if let Some(input) = input.get_untracked() {
        // A box that is being taken away needs no caret.
        let _ = input.focus();
    }
}

fn blur(input: NodeRef<Textarea>) {
    if let Some(input) = input.get_untracked() {
        // As above.
        let _ = input.blur();
    }
}
