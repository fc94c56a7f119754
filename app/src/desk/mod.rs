//! The desk: what operators see.
//!
//! The server renders every page whole; the browser takes it over and keeps it true. The URL is the state ([`place`]),
//! what is known is one plain struct ([`state`]), what happens is decided there and done in [`live`].
//!
//! # Layout
//! - Pages: [`log_in`], [`sign_up`], [`inbox`], [`install`]; [`gate`] shows them to operators alone.
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
pub mod composer;
pub mod conv;
pub mod door;
pub mod face;
pub mod field;
pub mod form;
pub mod gate;
pub mod inbox;
pub mod install;
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
    path,
};

use self::{
    inbox::InboxPage, install::InstallPage, live::Desk, log_in::LogInPage, sign_up::SignUpPage,
    void::NotFound,
};

/// The mark in the browser's tab, drawn here so that no file has to be fetched for it.
#[cfg(feature = "ssr")]
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20' fill='none' \
    stroke='%230f6d8c' stroke-width='2.4' stroke-linecap='round'%3E%3Cpath d='M4 4.5V10a6 6 0 0 0 12 0V4.5M10 \
    4.6v.01'/%3E%3C/svg%3E";

/// The document around a page of the desk, with its headers. The server alone renders it.
#[cfg(feature = "ssr")]
pub fn shell() -> impl IntoView {
    use leptos::nonce::use_nonce;
    use leptos_meta::MetaTags;

    let bundle = use_context::<crate::context::Context>().map(|context| {
        response::headers(&context);
        (context.assets.dashboard, context.assets.desk_script)
    });
    let (bundle, link) = bundle.unwrap_or_default();
    // The names are our own, but a string that is written as JSON can not end the script whatever it holds.
    let [script, wasm] = [&bundle.script, &bundle.wasm].map(crate::context::script_json);
    let hydrate = format!(
        "import init,{{hydrate}} from {script};init({{module_or_path:{wasm}}}).then(hydrate,e=>console.error(e))"
    );
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href=ICON/>
                <link rel="stylesheet" href=bundle.style/>
                <link rel="modulepreload" href=bundle.script nonce=use_nonce()/>
                <link rel="preload" href=bundle.wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                <script type="module" src=link nonce=use_nonce()></script>
                <script type="module" nonce=use_nonce() inner_html=hydrate></script>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
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
            <Routes fallback=NotFound>
                <Route path=path!("/") view=|| view! { <Redirect path="/inbox"/> } ssr=SsrMode::Async/>
                <Route path=path!("/login") view=LogInPage ssr=SsrMode::Async/>
                <Route path=path!("/signup") view=SignUpPage ssr=SsrMode::Async/>
                <Route path=path!("/install") view=InstallPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("/inbox") view=InboxPage ssr=SsrMode::Async>
                    <Route path=path!("") view=|| () ssr=SsrMode::Async/>
                    <Route path=path!(":filter") view=|| () ssr=SsrMode::Async/>
                    <Route path=path!(":filter/:conversation") view=|| () ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </div>
    }
}

/// Takes over the page that the server rendered.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    leptos::mount::hydrate_body(App);
}
