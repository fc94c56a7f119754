//! A moment as the reader wants it: the time today, a day otherwise.

use domain::Timestamp;
use leptos::prelude::*;

use super::{browser, live::Desk, words};
use crate::ui::local_clock;

/// The time of today, `Yesterday`, or a day. UTC as the server renders it, the reader's own once the page is alive.
#[component]
pub fn When(
    /// The moment.
    at: Timestamp,
) -> impl IntoView {
    let desk = Desk::here();
    let today = Memo::new(move |_| desk.now.get().map(browser::local_day));
    let text = move || {
        let Some(today) = today.get() else { return at.utc_clock() };
        match browser::local_day(at) {
            day if day == today => local_clock(at),
            day if day + 1 == today => "Yesterday".to_owned(),
            day => words::short_day(day),
        }
    };
    view! { <time datetime=at.rfc3339()>{text}</time> }
}

/// How long ago something began, counting; nothing until the page is alive.
#[component]
pub fn Since(
    /// The beginning.
    at: Timestamp,
) -> impl IntoView {
    let desk = Desk::here();
    let text = Memo::new(move |_| desk.now.get().map(|now| words::waited(now.since(at))));
    view! { <time datetime=at.rfc3339()>{text}</time> }
}
