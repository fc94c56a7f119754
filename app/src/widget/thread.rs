//! The thread: everything that was said.

use leptos::prelude::*;

use super::{
    greeting::Greeting,
    live::{Live, Loading},
    row::RowView,
    rows::first_name,
};
use crate::ui::{Avatar, Icon, icon};

/// The lines between head and composer.
#[component]
pub(super) fn Thread(live: Live) -> impl IntoView {
    let hushed = move || if live.hushed.get() { "off" } else { "polite" };
    view! {
        <div class="talk">
            <div class="thread" role="log" aria-label="Messages" aria-live=hushed aria-relevant="additions" tabindex="0"
                node_ref=live.scroll.node on:scroll=move |_| live.scroll.moved()>
                <div class="lines">
                    <Earlier live/>
                    <Greeting live/>
                    <For each=move || live.rows.get() key=|row| row.key children=move |row| view! { <RowView live row/> }/>
                    <Typing live/>
                    {live.full_page.then(|| view! { <Recheck live/> })}
                </div>
            </div>
            <Jump live/>
            <p class="sr" role="status">{move || live.typing.get().map(|face| format!("{} is typing.", first_name(&face.name)))}</p>
        </div>
    }
}

/// Brings in the lines before the first one.
#[component]
fn Earlier(live: Live) -> impl IntoView {
    let more = Memo::new(move |_| live.thread.with(|thread| thread.more && !thread.lines.is_empty()));
    let words = move || match live.loading.get() {
        Loading::Failed => "Not loaded. Try again",
        _ => "Show earlier messages",
    };
    let asked = move || live.loading.get() == Loading::Asked;
    let button = move || {
        view! {
            <button type="button" class="btn btn-link earlier scripted" class:is-loading=asked aria-busy=move || asked().then_some("true")
                on:click=move |_| live.load_older()>
                {words}
            </button>
        }
    };
    move || more.get().then(button)
}

/// The other side is typing. Said once, below the thread, to those who do not see it.
#[component]
fn Typing(live: Live) -> impl IntoView {
    move || {
        live.typing.get().map(|face| {
            view! {
                <div class="msg in first last" aria-hidden="true">
                    <Avatar name=face.name id=face.id/>
                    <div class="bubble typing"><span></span><span></span><span></span></div>
                </div>
            }
        })
    }
}

/// For browsers without JavaScript: new messages come when the page is loaded anew.
#[component]
fn Recheck(live: Live) -> impl IntoView {
    let href = live.look.with_value(|look| format!("/chat/{}", look.site));
    view! { <a class="btn recheck" href=href><Icon d=icon::RETRY class="i-s"/>"Check for new messages"</a> }
}

/// Leads back to the end when something new stands there.
#[component]
fn Jump(live: Live) -> impl IntoView {
    let button = move || {
        view! {
            <button type="button" class="btn jump" on:click=move |_| live.scroll.to_end()>
                <Icon d=icon::DOWN class="i-s"/>
                "New messages"
            </button>
        }
    };
    move || live.scroll.below.get().then(button)
}
