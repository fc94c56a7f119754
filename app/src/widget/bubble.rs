//! Words that somebody said.

use domain::{ClientMessageId, message::Author, operator::Face};
use leptos::prelude::*;

use super::{
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
            _ => "",
        };
        [side, if first { " first" } else { "" }, if last { " last" } else { "" }, way].concat()
    };
    let speaker = match (author, &face) {
        (Author::Client, _) => "You".to_owned(),
        (_, Some(face)) => first_name(&face.name).to_owned(),
        (_, None) => "Automatic message".to_owned(),
    };
    let portrait = (author != Author::Client).then(|| portrait(face));
    let refused = move || match (key, status.get().mark) {
        (Key::Sent(id), Some(Mark::Failed(reason))) => Some(view! { <Refused live id reason/> }),
        _ => None,
    };
    view! {
        <div class=class>
            {portrait}
            <span class="sr">{speaker}": "</span>
            <div class="bubble" dir="auto"><Words text/></div>
            <Meta live status/>
            {refused}
        </div>
    }
}

fn portrait(face: Option<Face>) -> AnyView {
    match face {
        Some(Face { id, name }) => view! { <Avatar name id/> }.into_any(),
        None => view! { <span class="av av-28 av-bot" aria-hidden="true"><Icon d=icon::BOT/></span> }.into_any(),
    }
}

/// When it was said, and how far it has come.
#[component]
fn Meta(live: Live, status: Memo<Status>) -> impl IntoView {
    let clock = move || {
        let at = status.with(|status| status.at);
        if live.alive.get() { local_clock(at) } else { at.utc_clock() }
    };
    let mark = move || {
        let (word, d, class) = match status.with(|status| status.mark.clone())? {
            Mark::Sending => ("Sending", icon::CLOCK, "wait"),
            Mark::Failed(_) | Mark::Sent => ("Sent", icon::CHECK, ""),
            Mark::Read => ("Read", icon::CHECKS, "read"),
        };
        Some(view! { <Icon d class/><span class="sr">{word}</span> })
    };
    view! {
        <div class="meta">
            <time datetime=move || status.with(|status| status.at.rfc3339())>{clock}<span class="utc">" UTC"</span></time>
            {mark}
        </div>
    }
}

/// Words that did not go out: why, and what can be done.
#[component]
fn Refused(live: Live, id: ClientMessageId, reason: String) -> impl IntoView {
    view! {
        <div class="meta failed">
            <Icon d=icon::ALERT/>
            <span>"Not sent. "{reason}</span>
            <button type="button" on:click=move |_| live.retry(id)>"Try again"</button>
            <button type="button" on:click=move |_| live.discard(id)>"Delete"</button>
        </div>
    }
}
