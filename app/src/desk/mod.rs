//! What the operator sees.

pub mod api;

/// Takes over the page that the server rendered.
#[cfg(feature = "hydrate")]
pub fn hydrate() {}
use leptos::prelude::*;
#[component] pub fn App() -> impl IntoView { "x" }
pub fn shell() -> impl IntoView { view!{<App/>} }
