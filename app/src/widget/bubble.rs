//! Words that somebody said.

use domain::{ClientMessageId, message::Author, operator::Face};
use leptos::{either::Either, prelude::*};

use super::{
    browser,
    draw::{name, press, text as words},
    live::Live,
    rows::{Key, Mark, Status, first_name},
};
use crate::ui::{Avatar, Icon, Words, icon, local_clock};

/// A message; the last of its group shows face, time and mark of all.
#[component]
pub(super) fn Bubble(
    live: Live,
    key: Key,
    author: Author,
    face: Option<Face>,
    text: String,
    status: Memo<Status>,
) -> impl IntoView {
    let class = move || {
        let side = match author {
            Author::Client => "msg out",
            Author::Bot => "msg in bot",
            Author::Agent | Author::System => "msg in",
        };
        let Status { first, last, mark, .. } = status.get();
        let way = match mark {
            Some(Mark::Sending) => " is-sending",
            Some(Mark::Failed(_)) => " is-failed",
            Some(Mark::Read) => " is-read",
            _ => "",
        };
        [side, if first { " first" } else { "" }, if last { " last" } else { "" }, way].concat()
    };
    let speaker = match (author, &face) {
        (Author::Client, _) => "You",
        (_, Some(face)) => first_name(&face.name),
        (_, None) => "Automatic message",
    };
    let speaker = [speaker, ": "].concat();
    let own = author == Author::Client;
    let portrait = (!own).then(|| portrait(face));
    let refused = move || match (key, status.get().mark) {
        (Key::Sent(id), Some(Mark::Failed(reason))) => Some(view! { <Refused id reason/> }),
        _ => None,
    };
    view! {
        <div class=words(class)>
            {portrait}
            <span class="sr">{speaker}</span>
            <div class="bubble" dir="auto"><Words text/></div>
            <Meta live own status/>
            {refused}
        </div>
    }
}

fn portrait(face: Option<Face>) -> impl IntoView {
    match face {
        Some(Face { id, name }) => Either::Left(view! { <Avatar name id/> }),
        None => Either::Right(
            view! { <span class="av av-28 av-bot" aria-hidden="true"><Icon d=icon::BOT/></span> },
        ),
    }
}

/// When it was said, and how far it has come.
#[component]
fn Meta(live: Live, own: bool, status: Memo<Status>) -> impl IntoView {
    let clock = move || {
        let at = status.with(|status| status.at);
        if live.scene.with(|scene| scene.alive) { local_clock(at) } else { at.utc_clock() }
    };
    let datetime = move || status.with(|status| status.at.rfc3339());
    view! {
        <div class="meta">
            <time datetime=words(datetime)>{words(clock)}<span class="utc">{" UTC"}</span></time>
            {own.then(|| view! { <Tick status/> })}
        </div>
    }
}

/// One check or two. The style sheet shows the sign, the word is for those who hear it.
#[component]
fn Tick(status: Memo<Status>) -> impl IntoView {
    let word = move || match status.with(|status| status.mark.clone()) {
        Some(Mark::Sending) => "Sending",
        Some(Mark::Read) => "Read",
        _ => "Sent",
    };
    view! {
        <svg class="i tick" viewBox="0 0 20 20" aria-hidden="true">
            <path class="wait" d=icon::CLOCK></path>
            <path class="sent" d=icon::CHECK></path>
            <path class="read" d=icon::CHECKS></path>
        </svg>
        <span class="sr">{name(word)}</span>
    }
}

/// Words that did not go out: why, and what can be done.
#[component]
fn Refused(id: ClientMessageId, reason: String) -> impl IntoView {
    view! {
        <div class="meta failed">
            <p><Icon d=icon::ALERT/><span>"Not sent. "{reason}</span></p>
            <button type="button" on:click=press(move || browser::retry(id))>"Try again"</button>
            <button type="button" on:click=press(move || browser::discard(id))>"Delete"</button>
        </div>
    }
}
