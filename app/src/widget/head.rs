//! The panel's head: who answers.

use domain::operator::Face;
use leptos::prelude::*;

use super::live::Live;
use crate::ui::{Avatar, Icon, icon};

/// The operator who has the conversation; the site before there is one.
#[component]
pub(super) fn Head(live: Live) -> impl IntoView {
    let face = Memo::new(move |_| live.thread.with(|thread| thread.talk.as_ref()?.operator.clone()));
    let name = move || face.get().map_or_else(|| live.look.with_value(|look| look.title.clone()), |face| face.name);
    let line = move || match (face.with(Option::is_some), live.online.get()) {
        (true, true) => "Online".to_owned(),
        (true, false) => "Away".to_owned(),
        (false, true) => live.look.with_value(|look| look.texts.online.clone()),
        (false, false) => live.look.with_value(|look| look.texts.offline.clone()),
    };
    view! {
        <header class="panel-head">
            {move || portrait(face.get())}
            <div class="who grow">
                <h1 class="cut" title=name>{name}</h1>
                <p>
                    <i class=move || if live.online.get() { "dot dot-ok" } else { "dot dot-off" }></i>
                    <span class="cut">{line}</span>
                </p>
            </div>
            <SoundSwitch live/>
        </header>
    }
}

fn portrait(face: Option<Face>) -> AnyView {
    match face {
        Some(Face { id, name }) => view! { <Avatar name id size="av-36"/> }.into_any(),
        None => view! { <span class="av av-36 av-site" aria-hidden="true"><Icon d=icon::CHAT/></span> }.into_any(),
    }
}

/// Whether new messages are heard; silent at first.
#[component]
fn SoundSwitch(live: Live) -> impl IntoView {
    let label = move || if live.sound.get() { "Turn sound off" } else { "Turn sound on" };
    let icon = move || view! { <Icon d=if live.sound.get() { icon::SOUND } else { icon::MUTE }/> };
    view! {
        <button type="button" class="icon-btn scripted" aria-label=label title=label on:click=move |_| live.toggle_sound()>
            {icon}
        </button>
    }
}
