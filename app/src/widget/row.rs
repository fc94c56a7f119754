//! A row of the thread.

use leptos::{either::EitherOf4, prelude::*};

use super::{
    browser,
    bubble::Bubble,
    draw::text,
    live::Live,
    rows::{Content, Row, Status, near_day, utc_date},
};

/// A row, of whatever kind.
#[component]
pub(super) fn RowView(live: Live, row: Row) -> impl IntoView {
    let Row { key, content, status } = row;
    match content {
        Content::Day(day) => {
            let name = move || match live.said.with(|said| said.today) {
                None => utc_date(day),
                Some(today) => near_day(day, today).map_or_else(|| browser::date(day, today), str::to_owned),
            };
            EitherOf4::A(view! { <p class="day">{text(name)}</p> })
        }
        Content::New => EitherOf4::B(view! { <p class="new">"New"</p> }),
        Content::Event(words) => EitherOf4::C(view! { <p class="sys" dir="auto">{words}</p> }),
        Content::Words { author, face, text } => {
            let status = Memo::new(move |before: Option<&Status>| {
                let now = live
                    .rows
                    .with(|rows| rows.iter().find(|row| row.key == key).map(|row| row.status.clone()));
                now.or_else(|| before.cloned()).unwrap_or_else(|| status.clone())
            });
            EitherOf4::D(view! { <Bubble live key author face text status/> })
        }
    }
}
