//! The narrow bar of places; on a phone the bar at the bottom.

use leptos::prelude::*;

use super::{
    boxed::{Boxed as _, Slot},
    live::Desk,
    place::Place,
    you::You,
};
use crate::ui::{Icon, icon};

/// The rail.
#[component]
pub fn Rail() -> impl IntoView {
    let desk = Desk::here();
    let waiting = Memo::new(move |_| desk.with(|state| state.rows.waiting()));
    let admin = Memo::new(move |_| desk.with(|state| state.me.as_ref().is_some_and(|me| me.admin)));
    let inbox =
        move || if waiting.get() > 0 { format!("Inbox, {} wait", waiting.get()) } else { "Inbox".to_owned() };
    view! {
        <nav class="rail" aria-label="Main">
            <span class="rail-brand"><Icon d=icon::USHER/></span>
            <Door href="/inbox" icon=icon::INBOX words="Inbox" label=Signal::derive(inbox) on=Signal::derive(move || matches!(desk.place.get(), Place::Inbox(..)))>
                {move || (waiting.get() > 0).then(|| view! { <span class="badge badge-bad" aria-hidden="true">{waiting.get().min(99)}</span> })}
            </Door>
            <Away href="/install" icon=icon::CODE words="Install"/>
            {move || admin.get().then(|| view! { <Away href="/settings" icon=icon::GEAR words="Settings"/> })}
            <span class="grow"></span>
            <Sound/>
            <You/>
        </nav>
    }
    .boxed()
}

#[component]
fn Door(
    href: &'static str,
    icon: &'static str,
    words: &'static str,
    #[prop(into)] label: Signal<String>,
    on: Signal<bool>,
    #[prop(optional)] children: Option<Slot>,
) -> impl IntoView {
    view! {
        <a href=href aria-label=label title=words aria-current=move || on.get().then_some("page")>
            <Icon d=icon/>
            {children.map(Slot::view)}
            <span class="t" aria-hidden="true">{words}</span>
        </a>
    }
}

/// The settings are a bundle of their own, so the browser goes there by itself.
#[component]
fn Away(href: &'static str, icon: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <a href=href rel="external" aria-label=words title=words>
            <Icon d=icon/>
            <span class="t" aria-hidden="true">{words}</span>
        </a>
    }
}

/// Whether new words make a sound.
#[component]
fn Sound() -> impl IntoView {
    let desk = Desk::here();
    let on = desk.sound;
    let d = move || if on.get() { icon::SOUND } else { icon::MUTE };
    let title = move || if on.get() { "Sound is on" } else { "Sound is off" };
    view! {
        <button
            type="button" class="rail-item" aria-label="Sound" title=title
            aria-pressed=move || if on.get() { "true" } else { "false" }
            on:click=move |_| desk.set_sound(!on.get_untracked())
        >
            {move || view! { <Icon d=d()/> }}
            <span class="t" aria-hidden="true">"Sound"</span>
        </button>
    }
}
