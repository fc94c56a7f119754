//! Fields of a form: a label, an input, and a line for help that becomes the error without moving anything.

use leptos::{either::Either, prelude::*};

use super::{
    boxed::{Boxed as _, Slot},
    form::Sending,
};
use crate::ui::{Icon, icon};

/// One line of text. Its name on the wire is `form[name]`, as the server functions read it.
#[component]
pub fn Field(
    /// The field's name in the form's struct.
    name: &'static str,
    /// What people call it.
    label: &'static str,
    /// `text`, `email`, `password` …
    #[prop(default = "text")]
    kind: &'static str,
    /// What a browser may fill in.
    autocomplete: &'static str,
    /// What helps to fill it in.
    #[prop(default = "")]
    help: &'static str,
    /// What came of sending.
    sending: Sending,
) -> impl IntoView {
    let wrong = wrong(name, sending);
    let shown = RwSignal::new(false);
    let (secret, plain) = (kind == "password", kind == "text");
    let kind = move || if secret && shown.get() { "text" } else { kind };
    let input = move || {
        view! {
            <input
                id=name name=format!("form[{name}]") type=kind autocomplete=autocomplete required=true
                class:input=!secret
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby=format!("{name}-help")
                autocapitalize=if plain { "words" } else { "none" } spellcheck="false"
            />
        }
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {if secret { Either::Left(view! { <Affix wrong shown>{input()}</Affix> }) } else { Either::Right(input()) }}
            <Help name help wrong/>
        </div>
    }
    .boxed()
}

/// A field that can be looked into.
#[component]
fn Affix(wrong: Memo<Option<String>>, shown: RwSignal<bool>, children: Slot) -> impl IntoView {
    let label = move || if shown.get() { "Hide the password" } else { "Show the password" };
    view! {
        <div class="input affix" aria-invalid=move || wrong.with(Option::is_some).then_some("true")>
            {children.view()}
            <button type="button" aria-label=label title=label on:click=move |_| shown.update(|shown| *shown = !*shown)>
                <Icon d=icon::EYE/>
            </button>
        </div>
    }
}

#[component]
fn Help(name: &'static str, help: &'static str, wrong: Memo<Option<String>>) -> impl IntoView {
    view! {
        <span id=format!("{name}-help") class="help" class:is-bad=move || wrong.with(Option::is_some)>
            {move || wrong.with(Option::is_some).then(|| view! { <Icon d=icon::ALERT/> })}
            <span>{move || wrong.get().unwrap_or_else(|| help.to_owned())}</span>
        </span>
    }
}

/// What is wrong with a field.
fn wrong(name: &'static str, sending: Sending) -> Memo<Option<String>> {
    Memo::new(move |_| {
        let refusal = sending.refused.get()?;
        (refusal.field.as_deref() == Some(name)).then_some(refusal.message)
    })
}

/// What is wrong with the form as a whole; errors of a field that is not in it, too.
#[component]
pub fn FormError(
    /// What came of sending.
    sending: Sending,
    /// The fields of the form; one that ends in a dot stands for all below it.
    fields: &'static [&'static str],
) -> impl IntoView {
    let words = move || {
        let refusal = sending.refused.get()?;
        let here =
            |field: &str, known: &&str| field == *known || known.ends_with('.') && field.starts_with(known);
        let elsewhere =
            refusal.field.as_deref().is_some_and(|field| fields.iter().any(|known| here(field, known)));
        (!elsewhere).then_some(refusal.message)
    };
    move || {
        words().map(|words| {
            view! { <div class="banner banner-bad" role="alert"><Icon d=icon::ALERT class="i-s"/><span>{words}</span></div> }
        })
    }
}

/// Gives the caret to the first element that fits.
pub fn focus_first(selector: &str) {
    use leptos::{wasm_bindgen::JsCast as _, web_sys::HtmlElement};

    let element = document().query_selector(selector).ok().flatten();
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // An element that went away meanwhile needs no caret.
        let _ = element.focus();
    }
}

/// The one filled button of a form.
#[component]
pub fn Submit(
    /// What it does.
    label: &'static str,
    /// What is being sent.
    sending: Sending,
) -> impl IntoView {
    view! {
        <button
            type="submit" class="btn btn-main btn-wide" class:is-loading=sending.pending
            aria-busy=move || sending.pending.get().then_some("true")
        >
            {label}
        </button>
    }
}
