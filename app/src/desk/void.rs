//! What is shown where there is nothing to show.

use leptos::prelude::*;

use super::{boxed::Slot, response};
use crate::ui::{Icon, icon};

/// A quiet picture, a title, and what to do.
#[component]
pub fn Void(
    /// The picture.
    icon: &'static str,
    /// What is missing, or what went wrong.
    #[prop(into)]
    title: String,
    /// What to do.
    #[prop(optional)]
    children: Option<Slot>,
) -> impl IntoView {
    view! {
        <div class="empty grow">
            <Icon d=icon/>
            <b>{title}</b>
            {children.map(Slot::view)}
        </div>
    }
}

/// The page that does not exist.
#[component]
pub fn NotFound() -> impl IntoView {
    response::not_found();
    view! {
        <main class="nowhere">
            <Void icon=icon::GLOBE title="There is nothing here.">
                <p>"The address may be mistyped. "<a href="/inbox">"Go to the inbox"</a></p>
            </Void>
        </main>
    }
}
