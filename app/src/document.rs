//! The HTML document around a page of ours, and the headers it is sent with. The server alone renders it.

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use crate::{
    context::{Assets, Bundle, Context, script_json},
    desk::response,
};

/// The mark in the browser's tab, drawn here so that no file has to be fetched for it.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20' fill='none' \
    stroke='%230f6d8c' stroke-width='2.4' stroke-linecap='round'%3E%3Cpath d='M4 4.5V10a6 6 0 0 0 12 0V4.5M10 \
    4.6v.01'/%3E%3C/svg%3E";

/// What a page of ours is made of.
pub struct Parts {
    /// Style and wasm.
    pub bundle: Bundle,
    /// A script beside the wasm.
    pub link: Option<String>,
    /// Whether documents of ours are shown inside the page.
    pub frames: bool,
}

/// The document. `pick` names what of the assets it is made of.
pub fn document<V: IntoView>(pick: fn(Assets) -> Parts, app: fn() -> V) -> impl IntoView {
    let parts = use_context::<Context>().map(|context| {
        let parts = pick(context.assets.clone());
        response::headers(&context, parts.frames);
        parts
    });
    let (bundle, link) = parts.map(|parts| (parts.bundle, parts.link)).unwrap_or_default();
    // The names are our own, but a string that is written as JSON can not end the script whatever it holds.
    let [script, wasm] = [&bundle.script, &bundle.wasm].map(script_json);
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
                {link.map(|link| view! { <script type="module" src=link nonce=use_nonce()></script> })}
                <script type="module" nonce=use_nonce() inner_html=hydrate></script>
                <MetaTags/>
            </head>
            <body>{app()}</body>
        </html>
    }
}
