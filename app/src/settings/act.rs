//! A form that is nothing but its button: what it does, it does at once.

use leptos::prelude::*;

use super::field::wire;
use crate::desk::boxed::{Boxed as _, Slot};

/// The form; its button is inside.
#[component]
pub fn Act(
    /// Where it is sent: its own page, which shows what became of it.
    action: String,
    /// What it is about: fields that nobody sees.
    about: Vec<(&'static str, String)>,
    /// The button.
    children: Slot,
) -> impl IntoView {
    let about =
        about.into_iter().map(|(field, value)| view! { <input type="hidden" name=wire(field) value=value/> });
    view! { <form method="post" action=action>{about.collect_view()}{children.view()}</form> }.boxed()
}
