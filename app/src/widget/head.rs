//! The panel's head: who answers.

use domain::operator::Face;
use leptos::{either::Either, prelude::*};

use super::{
    draw::{name, press, text},
    live::Live,
};
use crate::ui::{Avatar, Icon, SiteFace, icon};

/// The operator who has the conversation; the site before there is one.
#[component]
pub(super) fn Head(live: Live) -> impl IntoView {
    let title = move || live.face().map_or_else(|| live.title(), |face| face.name);
    let online = move || live.scene.with(|scene| scene.online);
    let words = move || {
        live.word(match (live.face().is_some(), online()) {
            (true, true) => "online",
            (true, false) => "away",
            (false, true) => "onlineTitle",
            (false, false) => "offlineTitle",
        })
    };
    let dot = move || if online() { "dot dot-ok" } else { "dot dot-off" };
    view! {
        <header class="panel-head">
            {move || portrait(live.face())}
            <div class="who grow">
                <h1 class="cut" title=text(title)>{text(title)}</h1>
                <p><i class=name(dot)></i><span class="cut" title=text(words)>{text(words)}</span></p>
            </div>
            <SoundSwitch live/>
        </header>
    }
}

fn portrait(face: Option<Face>) -> impl IntoView {
    match face {
        Some(Face { id, name }) => Either::Left(view! { <Avatar name id size="av-36"/> }),
        None => Either::Right(view! { <SiteFace size="av-36"/> }),
    }
}

/// Whether new messages are heard; silent at first.
#[component]
fn SoundSwitch(live: Live) -> impl IntoView {
    let on = move || live.scene.with(|scene| scene.sound);
    let label = move || live.word(if on() { "soundOff" } else { "soundOn" });
    let class = move || if on() { "icon-btn scripted is-on" } else { "icon-btn scripted" };
    view! {
        <button type="button" class=name(class) aria-label=text(label) title=text(label) on:click=press(move || live.toggle_sound())>
            <Icon d=icon::SOUND class="on"/>
            <Icon d=icon::MUTE class="off"/>
        </button>
    }
}
