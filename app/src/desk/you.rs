//! The operator's own menu: availability, single keys, the way out.

use domain::operator::Availability;
use leptos::prelude::*;

use super::{boxed::Boxed as _, live::Desk};
use crate::ui::{Avatar, Icon, icon};

/// The avatar that opens the menu, and the menu. A native popover: it closes by itself, and no script is needed for it.
#[component]
pub fn You() -> impl IntoView {
    let desk = Desk::here();
    let me = Memo::new(move |_| desk.with(|state| state.me.as_ref().map(|me| me.face.clone())));
    let away = Memo::new(move |_| {
        desk.with(|state| state.me.as_ref().is_some_and(|me| me.availability == Availability::Away))
    });
    let label = move || if away.get() { "You are away. Change" } else { "You are online. Change" };
    view! {
        <button type="button" class="rail-item you" popovertarget="you" aria-label=label title=label>
            {move || me.get().map(|me| view! { <Avatar name=me.name id=me.id/> })}
            <i class="dot" class:dot-ok=move || !away.get() class:dot-warn=away></i>
        </button>
        <div id="you" popover="auto" class="pop menu">
            <p class="pop-title">{move || me.get().map(|me| me.name)}</p>
            <Choice availability=Availability::Online away words="Online" dot="dot dot-ok" hint="new conversations"/>
            <Choice availability=Availability::Away away words="Away" dot="dot dot-warn" hint="nothing new"/>
            <div class="sep"></div>
            <div class="wide"><Keys/><div class="sep"></div></div>
            <form method="post" action="/api/account/log_out">
                <button type="submit" class="item"><Icon d=icon::DOOR class="i-s"/>"Log out"</button>
            </form>
        </div>
    }
    .boxed()
}

#[component]
fn Choice(
    availability: Availability,
    away: Memo<bool>,
    words: &'static str,
    dot: &'static str,
    hint: &'static str,
) -> impl IntoView {
    let desk = Desk::here();
    let on = move || (availability == Availability::Away) == away.get();
    view! {
        <button
            type="button" class="item" class:is-on=on popovertarget="you" popovertargetaction="hide"
            aria-pressed=move || if on() { "true" } else { "false" } aria-label=words
            on:click=move |_| desk.set_availability(availability)
        >
            <i class=dot></i>{words}<span class="hint">{hint}</span>
        </button>
    }
}

/// Single keys can be turned off: speech input and a cat on the keyboard press them, too (WCAG 2.1.4).
#[component]
fn Keys() -> impl IntoView {
    let desk = Desk::here();
    view! {
        <label class="item switch">
            <span class="grow">"Single-key shortcuts"</span>
            <input type="checkbox" prop:checked=desk.keys checked=true on:change=move |ev| desk.set_keys(event_target_checked(&ev))/>
        </label>
    }
}
