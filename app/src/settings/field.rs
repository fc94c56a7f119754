//! Fields of the settings' forms: a label, an input, and a line for help that becomes the error without moving anything.
//!
//! Each is named by the path of its value, `colors.button_bg`, as refusals name it; on the wire that is
//! `form[colors][button_bg]`, as the server functions read it. Inputs keep their own values: the form is read when it is
//! sent, so that it means the same with and without a script.

use leptos::{html, prelude::*};

use super::saving::Saving;
use crate::{
    desk::boxed::Boxed as _,
    ui::{Icon, escaped, icon},
};

/// The name on the wire.
#[must_use]
pub fn wire(field: &str) -> String {
    ["form[", &field.replace('.', "]["), "]"].concat()
}

/// Whether an input is wrong, as assistive technology reads it.
pub fn invalid(wrong: Memo<Option<String>>) -> impl Fn() -> Option<&'static str> + Clone {
    move || wrong.with(Option::is_some).then_some("true")
}

/// One line of text or a number.
#[component]
pub fn Line(
    /// The path of the value.
    #[prop(into)]
    field: String,
    /// What people call it.
    #[prop(into)]
    label: String,
    /// What is stored.
    value: String,
    /// What helps to fill it in.
    #[prop(into, optional)]
    help: String,
    /// What is taken when nothing is written.
    #[prop(into, optional)]
    placeholder: String,
    /// The keys that a phone shows.
    #[prop(default = "text")]
    keys: &'static str,
    /// A unit behind the value.
    #[prop(optional)]
    unit: &'static str,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let wrong = saving.wrong(field.clone());
    let help_id = format!("{field}-help");
    view! {
        <div class="field">
            <label for=field.clone()>{label}</label>
            <div class="input affix" aria-invalid=invalid(wrong)>
                <input
                    id=field.clone() name=wire(&field) type="text" inputmode=keys value=value placeholder=placeholder
                    autocomplete="off" aria-invalid=invalid(wrong) aria-describedby=help_id.clone()
                />
                {(!unit.is_empty()).then(|| view! { <span class="faint">{unit}</span> })}
            </div>
            <Help id=help_id help wrong/>
        </div>
    }
    .boxed()
}

/// One of the panel's words. It knows what is said where nothing is written, so that the preview can say it.
#[component]
pub fn Word(
    /// Its key, as pages name it (`CONTRACT 2.3 setLocale`).
    key: String,
    /// What is stored.
    value: String,
    /// What is said where nothing is written.
    own: String,
    /// The language that it is written in.
    language: domain::words::Language,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let field = format!("words.{key}");
    let wrong = saving.wrong(field.clone());
    let help_id = format!("{field}-help");
    view! {
        <div class="field word">
            <label for=field.clone()>{spaced(&key)}<code class="faint">{key.clone()}</code></label>
            <textarea
                id=field.clone() name=wire(&field) class="input" rows="1" lang=language.tag() autocomplete="off" placeholder=own.clone()
                data-own=own aria-invalid=invalid(wrong) aria-describedby=help_id.clone()
                inner_html=escaped(&value)
            ></textarea>
            <Help id=help_id help=String::new() wrong/>
        </div>
    }
    .boxed()
}

/// `openChat` as people write it: “Open chat”.
fn spaced(key: &str) -> String {
    let mut words = String::with_capacity(key.len() + 4);
    for (place, letter) in key.chars().enumerate() {
        if place == 0 {
            words.extend(letter.to_uppercase());
        } else if letter.is_uppercase() {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.push(letter);
        }
    }
    words
}

/// A colour: written, or picked by the browser's own picker, which can not say "none".
#[component]
pub fn Colour(
    /// The path of the value.
    field: &'static str,
    /// What people call it.
    label: &'static str,
    /// What is stored.
    value: String,
    /// What is taken when nothing is written.
    #[prop(optional)]
    placeholder: &'static str,
    /// What helps to fill it in.
    #[prop(default = "")]
    help: &'static str,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let wrong = saving.wrong(field.to_owned());
    let help_id = format!("{field}-help");
    let text = NodeRef::<html::Input>::new();
    let shown = RwSignal::new(if value.is_empty() { "#ffffff".to_owned() } else { value.clone() });
    let picked = move |ev| {
        let color = event_target_value(&ev);
        if let Some(text) = text.get_untracked() {
            text.set_value(&color);
        }
        shown.set(color);
    };
    let written = move |ev| {
        let color = event_target_value(&ev);
        if domain::site::is_color(&color) {
            shown.set(color);
        }
    };
    view! {
        <div class="field">
            <label for=field>{label}</label>
            <div class="input affix" aria-invalid=invalid(wrong)>
                <input
                    type="color" class="swatch" aria-label=format!("{label}, pick") tabindex="-1" value=shown.get_untracked()
                    prop:value=shown on:input=picked
                />
                <input
                    node_ref=text id=field name=wire(field) type="text" class="mono" value=value placeholder=placeholder
                    maxlength="7" autocomplete="off" autocapitalize="none" spellcheck="false" aria-invalid=invalid(wrong)
                    aria-describedby=help_id.clone() on:input=written
                />
            </div>
            <Help id=help_id help=help.to_owned() wrong/>
        </div>
    }
    .boxed()
}

/// Several lines.
#[component]
pub fn Area(
    /// The path of the value.
    #[prop(into)]
    field: String,
    /// What people call it.
    label: &'static str,
    /// What is stored.
    value: String,
    /// What helps to fill it in.
    #[prop(default = "")]
    help: &'static str,
    /// What is taken when nothing is written.
    #[prop(into, optional)]
    placeholder: String,
    /// How many lines are seen.
    #[prop(default = 3)]
    rows: u8,
    /// It is read by programs, letter by letter.
    #[prop(optional)]
    code: bool,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let wrong = saving.wrong(field.clone());
    let help_id = format!("{field}-help");
    view! {
        <div class="field">
            <label for=field.clone()>{label}</label>
            <textarea
                id=field.clone() name=wire(&field) class="input" class:mono=code spellcheck=code.then_some("false") rows=rows autocomplete="off" placeholder=placeholder
                aria-invalid=invalid(wrong) aria-describedby=help_id.clone()
                inner_html=escaped(&value)
            ></textarea>
            <Help id=help_id help=help.to_owned() wrong/>
        </div>
    }
    .boxed()
}

/// One of a few, in a list.
#[component]
pub fn Choose(
    /// The path of the value.
    #[prop(into)]
    field: String,
    /// What people call it.
    label: &'static str,
    /// What is stored.
    value: String,
    /// Values and what people call them.
    options: Vec<(String, String)>,
    /// What helps to choose.
    #[prop(default = "")]
    help: &'static str,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let wrong = saving.wrong(field.clone());
    let help_id = format!("{field}-help");
    let options = options.into_iter().map(|(option, words)| {
        let on = option == value;
        view! { <option value=option selected=on>{words}</option> }
    });
    view! {
        <div class="field">
            <label for=field.clone()>{label}</label>
            <select id=field.clone() name=wire(&field) class="input" autocomplete="off" aria-describedby=help_id.clone()>
                {options.collect_view()}
            </select>
            <Help id=help_id help=help.to_owned() wrong/>
        </div>
    }
    .boxed()
}

/// One of two or three, side by side.
#[component]
pub fn Segments(
    /// The path of the value.
    field: &'static str,
    /// What people call it.
    label: &'static str,
    /// What is stored.
    value: &'static str,
    /// Values and what people call them.
    options: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let options = options.iter().map(|(option, words)| {
        let on = *option == value;
        view! {
            <label>
                <input type="radio" class="sr" name=wire(field) value=*option checked=on autocomplete="off"/>
                {*words}
            </label>
        }
    });
    view! {
        <fieldset class="field">
            <legend class="label">{label}</legend>
            <div class="seg seg-wide">{options.collect_view()}</div>
            <span class="help"></span>
        </fieldset>
    }
    .boxed()
}

/// Yes or no.
#[component]
pub fn Switch(
    /// The path of the value.
    #[prop(into)]
    field: String,
    /// What people call it.
    #[prop(into)]
    label: String,
    /// What is stored.
    value: bool,
    /// What it does.
    #[prop(into, optional)]
    help: String,
    /// What is wrong with it.
    #[prop(optional)]
    wrong: Option<Memo<Option<String>>>,
) -> impl IntoView {
    let help_id = format!("{field}-help");
    let wrong = wrong.unwrap_or_else(|| Memo::new(|_| None));
    view! {
        <div class="field">
            <label class="switch">
                <input
                    id=field.clone() name=wire(&field) type="checkbox" role="switch" value="true" checked=value autocomplete="off"
                    aria-invalid=invalid(wrong) aria-describedby=help_id.clone()
                />
                {label}
            </label>
            <Help id=help_id help wrong/>
        </div>
    }
    .boxed()
}

/// The line below a field.
#[component]
pub fn Help(
    /// Its element id.
    id: String,
    /// What is said while nothing is wrong.
    help: String,
    /// What is wrong.
    wrong: Memo<Option<String>>,
) -> impl IntoView {
    view! {
        <span id=id class="help" class:is-bad=move || wrong.with(Option::is_some)>
            {move || wrong.with(Option::is_some).then(|| view! { <Icon d=icon::ALERT/> })}
            <span>{move || wrong.get().unwrap_or_else(|| help.clone())}</span>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_named_on_the_wire_as_the_server_reads_them() {
        assert_eq!(wire("accent"), "form[accent]");
        assert_eq!(wire("colors.button_bg"), "form[colors][button_bg]");
    }

    #[test]
    fn keys_are_labels() {
        assert_eq!(spaced("charactersLeftOne"), "Characters left one");
        assert_eq!(spaced("send"), "Send");
    }
}
