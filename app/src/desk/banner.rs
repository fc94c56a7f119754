//! One line above everything when the connection is not what it should be.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{
    boxed::{Boxed as _, Slot},
    browser,
    live::Desk,
    start::log_in_path,
};
use crate::{
    link::State as Link,
    ui::{Icon, icon},
};

/// A connection that comes back within this time is not worth a word.
const PATIENCE: Duration = Duration::from_secs(2);

/// The banner.
#[component]
pub fn Banner() -> impl IntoView {
    let desk = Desk::here();
    let link = Memo::new(move |_| desk.with(|state| state.link));
    let patient = RwSignal::new(true);
    Effect::new(move |waiting: Option<Option<leptos::leptos_dom::helpers::TimeoutHandle>>| {
        if let Some(waiting) = waiting.flatten() {
            waiting.clear();
        }
        patient.set(true);
        let connecting = link.get() == Link::Connecting;
        connecting.then(|| set_timeout_with_handle(move || patient.set(false), PATIENCE).ok()).flatten()
    });
    move || match link.get() {
        Link::Connecting if !patient.get() => {
            let words = "Connection lost. What you write is kept and sent later.";
            view! { <Line kind="banner-warn" words/> }.boxed()
        }
        Link::Offline => {
            let words = "You are offline. What you write is kept and sent later.";
            view! { <Line kind="banner-warn" words/> }.boxed()
        }
        Link::Login => view! { <Ended/> }.boxed(),
        Link::Stopped => view! { <Stopped/> }.boxed(),
        Link::Connecting | Link::Open => ().boxed(),
    }
}

#[component]
fn Line(kind: &'static str, words: &'static str, #[prop(optional)] children: Option<Slot>) -> impl IntoView {
    view! {
        <div class=format!("desk-banner banner {kind}") role="status">
            <Icon d=icon::ALERT class="i-s"/>
            <span class="grow">{words}</span>
            {children.map(Slot::view)}
        </div>
    }
}

/// The link to the door loads a new page: nothing of the ended session may live on in this one.
#[component]
fn Ended() -> impl IntoView {
    let location = use_location();
    let href = move || log_in_path(&location.pathname.get());
    view! {
        <Line kind="banner-bad" words="Your session has ended.">
            <a class="btn" rel="external" href=href>"Log in"</a>
        </Line>
    }
}

#[component]
fn Stopped() -> impl IntoView {
    view! {
        <Line kind="banner-bad" words="This page can not connect any more.">
            <button type="button" class="btn" on:click=move |_| browser::reload()>"Load it again"</button>
        </Line>
    }
}
