//! The clock of somebody who waits for an answer: it fills towards the limit, turns amber at half, red when late.

use domain::Timestamp;
use leptos::prelude::*;

use super::{
    boxed::Boxed as _,
    live::Desk,
    words::{WAIT_LIMIT_MS, waited},
};
use crate::ui::{Icon, icon};

/// How urgent it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Urgency {
    Calm,
    Soon,
    Late,
}

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
    let urgency = Memo::new(move |_| match waited_ms().unwrap_or(0) {
        WAIT_LIMIT_MS.. => Urgency::Late,
        ms if ms * 2 >= WAIT_LIMIT_MS => Urgency::Soon,
        _ => Urgency::Calm,
    });
    let part = Memo::new(move |_| waited_ms().unwrap_or(0).min(WAIT_LIMIT_MS) * 100 / WAIT_LIMIT_MS);
    let late = move || urgency.get() == Urgency::Late;
    let words = move || if late() { ", waits too long, " } else { ", waits " };
    view! {
        <span class="wait" class:wait-warn=move || urgency.get() == Urgency::Soon class:wait-late=late>
            {move || if late() { view! { <Icon d=icon::CLOCK class="i-s"/> }.boxed() } else { view! { <Ring part/> }.boxed() }}
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
