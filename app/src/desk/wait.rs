//! The clock of somebody who waits for an answer: it fills towards the limit, turns amber at half, red when late.

use domain::Timestamp;
use leptos::{either::Either, prelude::*};

use super::{
    live::Desk,
    words::{WAIT_LIMIT_MS, waited},
};
use crate::ui::{Icon, icon};

/// The clock. The server does not know the time that the reader's clock shows, so it renders an empty one of the same
/// width.
#[component]
pub fn Wait(
    /// Since when.
    since: Timestamp,
) -> impl IntoView {
    let desk = Desk::here();
    let waited_ms = move || desk.now.get().map(|now| now.since(since));
    let text = Memo::new(move |_| waited_ms().map(waited));
    // How much of the time has gone, in hundredths.
    let part = Memo::new(move |_| waited_ms().unwrap_or(0).min(WAIT_LIMIT_MS) * 100 / WAIT_LIMIT_MS);
    let late = Memo::new(move |_| part.get() >= 100);
    let soon = Memo::new(move |_| (50..100).contains(&part.get()));
    let words = move || if late.get() { "waits too long " } else { "waits " };
    view! {
        <span class="wait" class:wait-warn=soon class:wait-late=late>
            {move || if late.get() { Either::Left(view! { <Icon d=icon::CLOCK class="i-s"/> }) } else { Either::Right(view! { <Ring part/> }) }}
            <span class="sr">{words}</span>
            <time class="wait-time" datetime=since.rfc3339()>{text}</time>
        </span>
    }
}

#[component]
fn Ring(part: Memo<i64>) -> impl IntoView {
    view! {
        <svg class="ring" viewBox="0 0 20 20" aria-hidden="true">
            <circle cx="10" cy="10" r="8" pathLength="100"></circle>
            <circle class="part" cx="10" cy="10" r="8" pathLength="100" stroke-dasharray=move || format!("{} 100", part.get())></circle>
        </svg>
    }
}
