//! Words that somebody said.

use domain::{
    ClientMessageId,
    message::{Author, MAX_CHARS},
    operator::Face,
};
use leptos::{either::Either, prelude::*};

use super::{
    browser,
    draw::{press, text as words},
    live::Live,
    rows::{Key, Mark, Status, first_name},
};
use crate::ui::{Avatar, Icon, SiteFace, Words, icon, local_clock};

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
            Some(Mark::Failed) => " is-failed",
            Some(Mark::Read) => " is-read",
            _ => "",
        };
        [side, if first { " first" } else { "" }, if last { " last" } else { "" }, way].concat()
    };
    let name = face.as_ref().map(|face| first_name(&face.name).to_owned());
    let speaker = move || {
        let name = match (author, &name) {
            (Author::Client, _) => live.word("you"),
            (_, Some(name)) => name.clone(),
            (_, None) => live.word("automaticMessage"),
        };
        [&name, ": "].concat()
    };
    let own = author == Author::Client;
    let portrait = (!own).then(|| portrait(face));
    let long = text.chars().count() > MAX_CHARS;
    let refused = move || match (key, status.get().mark) {
        (Key::Sent(id), Some(Mark::Failed)) => Some(view! { <Refused live id long/> }),
        _ => None,
    };
    view! {
        <div class=words(class)>
            {portrait}
            <span class="sr">{words(speaker)}</span>
            <div class="bubble" dir="auto"><Words text/></div>
            <Meta live own status/>
            {refused}
        </div>
    }
}

fn portrait(face: Option<Face>) -> impl IntoView {
    match face {
        Some(Face { id, name }) => Either::Left(view! { <Avatar name id/> }),
        // The site speaks for itself.
        None => Either::Right(view! { <SiteFace size="av-28"/> }),
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
            {own.then(|| view! { <Tick live status/> })}
        </div>
    }
}

/// One check or two. The style sheet shows the sign, the word is for those who hear it.
#[component]
fn Tick(live: Live, status: Memo<Status>) -> impl IntoView {
    let word = move || {
        live.word(status.with(|status| match status.mark {
            Some(Mark::Sending) => "sending",
            Some(Mark::Read) => "read",
            _ => "sent",
        }))
    };
    view! {
        <svg class="i tick" viewBox="0 0 20 20" aria-hidden="true">
            <path class="wait" d=icon::CLOCK></path>
            <path class="sent" d=icon::CHECK></path>
            <path class="read" d=icon::CHECKS></path>
        </svg>
        <span class="sr">{words(word)}</span>
    }
}

/// Words that did not go out: why, and what can be done. The server's reason is in its own language; but for words that
/// are too `long` it is none that the visitor could do anything about.
#[component]
fn Refused(live: Live, id: ClientMessageId, long: bool) -> impl IntoView {
    let why = move || {
        let reason = live.word(if long { "tooLong" } else { "notTaken" });
        [live.word("notSent"), reason.replace("{n}", &MAX_CHARS.to_string())].join(" ")
    };
    view! {
        <div class="meta failed">
            <p><Icon d=icon::ALERT/><span>{words(why)}</span></p>
            <button type="button" on:click=press(move || browser::retry(id))>{live.says("tryAgain")}</button>
            <button type="button" on:click=press(move || browser::discard(id))>{live.says("delete")}</button>
        </div>
    }
}
