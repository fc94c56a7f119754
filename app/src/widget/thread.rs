//! The thread: everything that was said.

use leptos::prelude::*;

use super::{
    choices::Choices,
    draw::{name, press, text},
    greeting::Greeting,
    live::{Live, Loading},
    row::RowView,
    rows::first_name,
};
use crate::ui::{Avatar, Icon, icon};

/// The lines between head and composer.
#[component]
pub(super) fn Thread(live: Live) -> impl IntoView {
    let hushed = move || if live.scene.with(|scene| scene.hushed) { "off" } else { "polite" };
    let typing = move || match live.scene.with(|scene| scene.typing.clone()) {
        Some(face) => live.named("isTyping", first_name(&face.name)),
        None => String::new(),
    };
    view! {
        <div class="talk">
            <div class="thread" role="log" aria-label=live.says("messages") aria-live=name(hushed) aria-relevant="additions" tabindex="0"
                on:scroll=move |_| live.scrolled()>
                <div class="lines">
                    <Earlier live/>
                    <Greeting live/>
                    <For each=move || live.rows.get() key=|row| row.key children=move |row| view! { <RowView live row/> }/>
                    <Choices live/>
                    <Typing live/>
                    {live.full_page.then(|| view! { <Recheck live/> })}
                </div>
            </div>
            <Jump live/>
            <p class="sr" role="status">{text(typing)}</p>
        </div>
    }
}

/// Brings in the lines before the first one.
#[component]
fn Earlier(live: Live) -> impl IntoView {
    let more = move || live.said.with(|said| said.thread.more && !said.thread.lines.is_empty());
    let loading = move || live.scene.with(|scene| scene.loading);
    let words = move || {
        live.word(match loading() {
            Loading::Idle => "showEarlier",
            Loading::Asked => "loadingEarlier",
            Loading::Failed => "earlierFailed",
        })
    };
    let busy = move || if loading() == Loading::Asked { "true" } else { "false" };
    let button = move || {
        view! {
            <button type="button" class="btn btn-link earlier scripted" aria-busy=name(busy) on:click=press(move || live.load_older())>
                {text(words)}
            </button>
        }
    };
    move || more().then(button)
}

/// Not written into the view: Leptos makes what is all literals by `innerHTML`, which the frame's policy may forbid.
const DOTS: &str = "bubble typing";

/// The other side is typing. Said once, below the thread, to those who do not see it.
#[component]
fn Typing(live: Live) -> impl IntoView {
    move || {
        live.scene.with(|scene| scene.typing.clone()).map(|face| {
            view! {
                <div class="msg in first last" aria-hidden="true">
                    <Avatar name=face.name id=face.id/>
                    <div class=DOTS><span></span><span></span><span></span></div>
                </div>
            }
        })
    }
}

/// For browsers without JavaScript: new messages come when the page is loaded anew.
#[component]
fn Recheck(live: Live) -> impl IntoView {
    view! { <a class="btn recheck" href=live.address()><Icon d=icon::RETRY class="i-s"/>{live.says("checkForNew")}</a> }
}

/// Leads back to the end when something new stands there.
#[component]
fn Jump(live: Live) -> impl IntoView {
    let button = move || {
        view! {
            <button type="button" class="btn jump" on:click=press(move || live.to_end())>
                <Icon d=icon::DOWN class="i-s"/>
                {live.says("newMessages")}
            </button>
        }
    };
    move || live.scene.with(|scene| scene.below).then(button)
}
