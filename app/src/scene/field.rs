//! A field of a visitor's form: its label, and below it what is wrong.

use domain::{site::Look, visitor::MAX_VALUE};
use leptos::prelude::*;

use crate::ui::{Icon, escaped, icon};

/// What a browser should know of a field: its type and what it fills in by itself.
const fn nature(name: &str) -> (&'static str, &'static str, &'static str) {
    match name.as_bytes() {
        b"email" => ("formEmail", "email", "email"),
        b"phone" => ("formPhone", "tel", "tel"),
        _ => ("formName", "text", "name"),
    }
}

/// One line of contact data.
#[component]
pub(super) fn Field(
    /// The words.
    look: Look,
    /// `name`, `email` or `phone`.
    name: &'static str,
    /// Whether it must be filled.
    required: bool,
    /// What is in it.
    value: String,
    /// What is wrong with it.
    wrong: Option<String>,
) -> impl IntoView {
    let (key, kind, autocomplete) = nature(name);
    let optional = (!required).then(|| look.word("formOptional").to_owned());
    let id = ["scene-", name].concat();
    let help = [&id, "-help"].concat();
    let invalid = wrong.is_some().then_some("true");
    let described = wrong.is_some().then(|| help.clone());
    let label = look.word(key).to_owned();
    view! {
        <div class="field">
            <label for=id.clone()>{label}{optional.map(|words| view! { <span class="faint">{[" · ", &words].concat()}</span> })}</label>
            <input
                class="input" id=id name=name type=kind value=value required=required maxlength=MAX_VALUE.to_string()
                autocomplete=autocomplete dir="auto" aria-invalid=invalid aria-describedby=described
            />
            <Wrong id=help wrong/>
        </div>
    }
}

/// The message.
#[component]
pub(super) fn Area(
    /// Its label.
    label: String,
    /// What is in it.
    text: String,
    /// How long it may be, in characters.
    most: usize,
    /// What is wrong with it.
    wrong: Option<String>,
) -> impl IntoView {
    let invalid = wrong.is_some().then_some("true");
    let described = wrong.is_some().then_some("scene-text-help");
    // HTML drops one line break at the beginning of a textarea.
    let inside = ["\n", &escaped(&text)].concat();
    view! {
        <div class="field">
            <label for="scene-text">{label}</label>
            <textarea
                class="input" id="scene-text" name="text" rows="4" required=true maxlength=most.to_string() autocomplete="off"
                dir="auto" aria-invalid=invalid aria-describedby=described inner_html=inside
            ></textarea>
            <Wrong id="scene-text-help".to_owned() wrong/>
        </div>
    }
}

#[component]
fn Wrong(id: String, wrong: Option<String>) -> impl IntoView {
    wrong.map(|words| view! { <p class="help is-bad" id=id><Icon d=icon::ALERT/><span>{words}</span></p> })
}
