//! One line above everything when the connection is not what it should be.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{browser, live::Desk, start::log_in_path};
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
    let notice = Memo::new(move |_| notice(link.get(), patient.get()));
    move || {
        notice.get().map(|(kind, words)| {
            view! {
                <div class=format!("desk-banner banner {kind}") role="status">
                    <Icon d=icon::ALERT class="i-s"/>
                    <span class="grow">{words}</span>
                    {(link.get() == Link::Login).then(|| view! { <LogIn/> })}
                    {(link.get() == Link::Stopped).then(|| view! { <Reload/> })}
                </div>
            }
        })
    }
}

/// What is to be said, and how loudly.
fn notice(link: Link, patient: bool) -> Option<(&'static str, &'static str)> {
    match link {
        Link::Open => None,
        Link::Connecting if patient => None,
        Link::Connecting => Some(("banner-warn", "Connection lost. What you write is kept and sent later.")),
        Link::Offline => Some(("banner-warn", "You are offline. What you write is kept and sent later.")),
        Link::Login => Some(("banner-bad", "Your session has ended.")),
        Link::Stopped => Some(("banner-bad", "This page can not connect any more.")),
    }
}

/// The link to the door loads a new page: nothing of the ended session may live on in this one.
#[component]
fn LogIn() -> impl IntoView {
    let location = use_location();
    let href = move || log_in_path(&location.pathname.get());
    view! { <a class="btn" rel="external" href=href>"Log in"</a> }
}

#[component]
fn Reload() -> impl IntoView {
    view! { <button type="button" class="btn" on:click=move |_| browser::reload()>"Load it again"</button> }
}
