//! A row of the thread.

use domain::message::Kind;
use leptos::{either::EitherOf4, prelude::*};

use super::{
    browser,
    bubble::Bubble,
    draw::text,
    live::Live,
    rows::{Content, Row, Status, first_name, near_day, utc_date},
};

/// A row, of whatever kind.
#[component]
pub(super) fn RowView(live: Live, row: Row) -> impl IntoView {
    let Row { key, content, status } = row;
    match content {
        Content::Day(day) => {
            let name = move || {
                let (today, language) = live.said.with(|said| (said.today, said.language));
                match today.map(|today| (near_day(day, today), today)) {
                    None => utc_date(day, &live.word("date"), &live.word("months")),
                    Some((Some(word), _)) => live.word(word),
                    Some((None, today)) => browser::date(day, today, language),
                }
            };
            EitherOf4::A(view! { <p class="day">{text(name)}</p> })
        }
        Content::New => EitherOf4::B(view! { <p class="new">{live.says("newHere")}</p> }),
        Content::Event(event, face) => {
            let words = move || match (&event, &face) {
                (Kind::Closed, _) => live.word("closed"),
                (Kind::Reopened, _) => live.word("reopened"),
                (_, Some(face)) => live.named("joined", first_name(&face.name)),
                (_, None) => live.word("operatorJoined"),
            };
            EitherOf4::C(view! { <p class="sys" dir="auto">{text(words)}</p> })
        }
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
