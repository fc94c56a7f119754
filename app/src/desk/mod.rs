//! The desk: what operators see.
//!
//! The server renders every page whole; the browser takes it over and keeps it true. The URL is the state ([`place`]),
//! what is known is one plain struct ([`state`]), what happens is decided there and done in [`live`].
//!
//! # Layout
//! - Pages: [`log_in`], [`sign_up`], [`inbox`]; [`gate`] shows them to operators alone.
//! - The inbox: [`rail`], [`list`], [`talk`], [`side`], and the nouns inside them, one file each.
//! - Without signals or browser, and tested so: [`place`], [`state`], [`rows`], [`opened`], [`lines`], [`words`].
//! - [`browser`]: the only file that knows that there is one; [`response`]: the only one that knows that there is none.
//!
//! # Adding a page
//! A file here, a `<Route>` below, a [`place::Place`]; what its first picture needs goes into [`start::Start`].

pub mod api;
pub mod banner;
pub mod boxed;
pub mod browser;
pub mod call;
pub mod composer;
pub mod contact;
pub mod conv;
pub mod door;
pub mod face;
pub mod field;
pub mod form;
pub mod gate;
pub mod inbox;
pub mod keys;
pub mod lines;
pub mod list;
pub mod live;
pub mod log_in;
pub mod message;
pub mod opened;
pub mod place;
pub mod rail;
pub mod response;
pub mod rows;
pub mod side;
pub mod sign_up;
pub mod start;
pub mod state;
pub mod talk;
pub mod talk_head;
#[cfg(test)]
mod testing;
pub mod thread;
pub mod void;
pub mod wait;
pub mod when;
pub mod words;
pub mod you;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Redirect, Route, Router, Routes},
    hooks::use_location,
    path,
};

use self::{inbox::InboxPage, live::Desk, log_in::LogInPage, sign_up::SignUpPage, void::NotFound};

/// The document around a page of the desk, with its headers. The server alone renders it.
#[cfg(feature = "ssr")]
pub fn shell() -> impl IntoView {
    use crate::document::{Parts, document};

    document(
        |assets| Parts { bundle: assets.dashboard, link: Some(assets.desk_script), frames: false },
        || view! { <App/> },
    )
}

/// All pages.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Rooms/>
        </Router>
    }
}

#[component]
fn Rooms() -> impl IntoView {
    let desk = Desk::new();
    provide_context(desk);
    desk.live();
    keys::listen(desk);
    let title = desk.title();
    view! {
        <Title text=move || title.get()/>
        <div class="desk">
            <Routes fallback=NoRoom>
                <Route path=path!("/") view=|| view! { <Redirect path="/inbox"/> } ssr=SsrMode::Async/>
                <Route path=path!("/login") view=LogInPage ssr=SsrMode::Async/>
                <Route path=path!("/signup") view=SignUpPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("/inbox") view=InboxPage ssr=SsrMode::Async>
                    <Route path=path!("") view=|| () ssr=SsrMode::Async/>
                    <Route path=path!(":filter") view=|| () ssr=SsrMode::Async/>
                    <Route path=path!(":filter/:conversation") view=|| () ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </div>
    }
}

/// What is shown where there is no page of the desk. A page of the settings, where a form may lead, is of another bundle:
/// the browser loads it, and until it is there nothing is shown.
#[component]
fn NoRoom() -> impl IntoView {
    let location = use_location();
    let settings = Desk::here().place.get_untracked() == place::Place::Settings;
    Effect::new(move |_| {
        if settings {
            let path = location.pathname.get_untracked();
            // By then the address is the page's own, so that Back leads to where the form was.
            request_animation_frame(move || browser::load(&path));
        }
    });
    (!settings).then(|| view! { <NotFound/> })
}

/// Takes over the page that the server rendered.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    leptos::mount::hydrate_body(App);
}
