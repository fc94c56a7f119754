//! A visitor as a small round picture.

use domain::{VisitorId, operator};
use leptos::prelude::*;

use super::live::Desk;

/// Initials on the visitor's own hue, and a dot that says whether the visitor is on the site, if that is known.
#[component]
pub fn Visitor(
    /// Whose.
    id: VisitorId,
    /// The visitor's name, once known.
    #[prop(into)]
    name: Signal<Option<String>>,
    /// `av-24`, `av-40`; 32 px without.
    #[prop(default = "")]
    size: &'static str,
    /// With the dot.
    #[prop(default = false)]
    dot: bool,
) -> impl IntoView {
    let initials =
        move || name.with(|name| name.as_deref().map_or_else(|| "V".to_owned(), operator::initials));
    view! {
        <span class=format!("av {size} h{}", operator::hue(id.0)) aria-hidden="true">
            {initials}
            {dot.then(|| view! { <Dot id/> })}
        </span>
    }
}

#[component]
fn Dot(id: VisitorId) -> impl IntoView {
    let desk = Desk::here();
    let online = Memo::new(move |_| desk.with(|state| state.is_online(id)));
    move || online.get().map(|online| view! { <i class="dot" class:dot-ok=online class:dot-off=!online></i> })
}
