//! A row of the thread.

use leptos::prelude::*;

use super::{
    browser,
    bubble::Bubble,
    live::Live,
    rows::{Content, Row, Status, near_day, utc_date},
};

/// A row, of whatever kind.
#[component]
pub(super) fn RowView(live: Live, row: Row) -> impl IntoView {
    let Row { key, content, status } = row;
    match content {
        Content::Day(day) => {
            let name = move || match live.today.get() {
                None => utc_date(day),
                Some(today) => near_day(day, today).map_or_else(|| browser::date(day, today), str::to_owned),
            };
            view! { <p class="day">{name}</p> }.into_any()
        }
        Content::New => view! { <p class="new">"New"</p> }.into_any(),
        Content::Event(words) => view! { <p class="sys" dir="auto">{words}</p> }.into_any(),
        Content::Words { author, face, text } => {
            let status = Memo::new(move |before: Option<&Status>| {
                let now = live.rows.with(|rows| rows.iter().find(|row| row.key == key).map(|row| row.status.clone()));
                now.or_else(|| before.cloned()).unwrap_or_else(|| status.clone())
            });
            view! { <Bubble live key author face text status/> }.into_any()
        }
    }
}
