//! Leaf components that panel and desk share: icons, avatars, message text, clocks.

use domain::{
    Timestamp,
    operator::{hue, initials},
    text::{Part, parts},
};
use leptos::{either::Either, prelude::*};

/// An icon of 20 × 20; decoration only, its meaning is in the words beside it.
#[component]
pub fn Icon(
    /// The path's data, from [`icon`].
    d: &'static str,
    /// Extra classes: `i-s` is 16 × 16.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! { <svg class=["i ", class].concat() viewBox="0 0 20 20" aria-hidden="true"><path d=d></path></svg> }
}

/// Words inside a `<textarea>`. Leptos writes the children of that one element as they are, so that somebody's words could
/// end it and go on as markup.
#[must_use]
pub fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;")
}

/// Path data of the icons, drawn on a grid of 20 with a stroke of 1.5.
pub mod icon {
    #![expect(missing_docs, reason = "the names say it")]

    pub const SEND: &str = "M10 16V4M5 9l5-5 5 5";
    pub const CHECK: &str = "m4.5 10.5 3.5 3.5 7.5-8";
    pub const CHECKS: &str = "m2 10.5 3.5 3.5L12 6.5M10 13.3l.8.7L17.5 6.5";
    pub const ALERT: &str = "M10 3.3 17.2 16H2.8zM10 8.3v3.5M10 13.8v.1";
    pub const RETRY: &str = "M15.8 8.5A6 6 0 1 0 16 11.5M16 4.5v4h-4";
    pub const CHAT: &str = "M3 5.5A2.5 2.5 0 0 1 5.5 3h9A2.5 2.5 0 0 1 17 5.5v6a2.5 2.5 0 0 1-2.5 2.5H9l-4 3v-3.1A2.5 2.5 0 0 1 3 11.5z";
    pub const LEFT: &str = "M12 5.5 7.5 10l4.5 4.5";
    pub const DOWN: &str = "m5.5 8 4.5 4.5L14.5 8";
    pub const UP: &str = "m5.5 12.5 4.5-4.5 4.5 4.5";
    pub const SOUND: &str = "M3.5 8v4H6l4 3.5v-11L6 8zM12.8 7.5a3.5 3.5 0 0 1 0 5M15 5.3a6.6 6.6 0 0 1 0 9.4";
    pub const INBOX: &str = "M3 11.5 5 4.8A1.5 1.5 0 0 1 6.4 3.7h7.2A1.5 1.5 0 0 1 15 4.8l2 6.7v3a1.8 1.8 0 0 1-1.8 1.8H4.8A1.8 1.8 0 0 1 3 14.5zM3 11.5h4l1 2h4l1-2h4";
    pub const CODE: &str = "M7 5.5 2.5 10 7 14.5M13 5.5l4.5 4.5-4.5 4.5";
    pub const COPY: &str = "M8.8 7h5.9a1.8 1.8 0 0 1 1.8 1.8v5.9a1.8 1.8 0 0 1 -1.8 1.8h-5.9a1.8 1.8 0 0 1 -1.8 -1.8v-5.9a1.8 1.8 0 0 1 1.8 -1.8zM13 7V5.3A1.8 1.8 0 0 0 11.2 3.5H5.3A1.8 1.8 0 0 0 3.5 5.3v5.9A1.8 1.8 0 0 0 5.3 13H7";
    pub const DOOR: &str =
        "M8 3.5H5.5A1.5 1.5 0 0 0 4 5v10a1.5 1.5 0 0 0 1.5 1.5H8M12 6.5l3.5 3.5L12 13.5M15.5 10H8";
    pub const OUT: &str =
        "M8 5H5.5A1.5 1.5 0 0 0 4 6.5v8A1.5 1.5 0 0 0 5.5 16h8a1.5 1.5 0 0 0 1.5-1.5V12M11 4h5v5M16 4l-7 7";
    pub const USHER: &str = "M4 4.5V10a6 6 0 0 0 12 0V4.5M10 4.6v.01";
    pub const USER: &str = "M6.8 7a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0zM3.8 16.5a6.3 6.3 0 0 1 12.4 0";
    pub const INFO: &str = "M3 10a7 7 0 1 0 14 0a7 7 0 1 0 -14 0zM10 9.5v4M10 6.7v.1";
    pub const CLOCK: &str = "M3 10a7 7 0 1 0 14 0a7 7 0 1 0 -14 0zM10 6v4.2l2.7 1.8";
    pub const CLOSE: &str = "m5.5 5.5 9 9M14.5 5.5l-9 9";
    pub const RIGHT: &str = "M8 5.5 12.5 10 8 14.5";
    pub const MAIL: &str =
        "M5 4.5h10a2 2 0 0 1 2 2v7a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-7a2 2 0 0 1 2 -2zM3.5 6l6.5 5 6.5-5";
    pub const PHONE: &str = "M6.2 3.5H4.5A1.3 1.3 0 0 0 3.2 4.9 13 13 0 0 0 15.1 16.8a1.3 1.3 0 0 0 1.4-1.3v-2.3l-3.6-1.3-1.6 1.7a10.5 10.5 0 0 1-4.9-4.9l1.7-1.6z";
    pub const EYE: &str = "M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5zM7.8 10a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0 -4.4 0z";
    pub const GLOBE: &str =
        "M3 10a7 7 0 1 0 14 0a7 7 0 1 0 -14 0zM3 10h14M10 3c2 2 3 4.3 3 7s-1 5-3 7c-2-2-3-4.3-3-7s1-5 3-7z";
    pub const REPLY: &str = "M8 4.5 3.5 9 8 13.5M3.5 9H12a4.5 4.5 0 0 1 4.5 4.5v2";
    pub const GEAR: &str = "M4 6h7M15 6h1M4 10h1M9 10h7M4 14h6M14 14h2M11.2 6a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0 -3.6 0zM5.2 10a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0 -3.6 0zM10.2 14a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0 -3.6 0z";
    pub const MUTE: &str = "M3.5 8v4H6l4 3.5v-11L6 8zM13 8l4 4M17 8l-4 4";
}

/// A person as initials on a quiet tint of their own hue.
#[component]
pub fn Avatar(
    /// Whose initials.
    #[prop(into)]
    name: String,
    /// Decides the hue.
    id: domain::OperatorId,
    /// `av-24`, `av-28`, `av-36`, `av-40`.
    #[prop(default = "av-28")]
    size: &'static str,
) -> impl IntoView {
    view! { <span class=["av ", size, " h", &hue(id.0).to_string()].concat() aria-hidden="true">{initials(&name)}</span> }
}

/// The site's own face, of words that nobody in particular has said.
#[component]
pub fn SiteFace(
    /// `av-24`, `av-28`, `av-36`, `av-56`.
    size: &'static str,
) -> impl IntoView {
    view! { <span class=["av av-site ", size].concat() aria-hidden="true"><Icon d=icon::CHAT/></span> }
}

/// The words of a message; links can be clicked, everything else is text.
#[component]
pub fn Words(
    /// As it was written.
    text: String,
) -> impl IntoView {
    parts(&text)
        .into_iter()
        .map(|part| match part {
            Part::Words(words) => Either::Left(words),
            Part::Link { href, words } => Either::Right(
                view! { <a href=href target="_blank" rel="noopener noreferrer nofollow ugc">{words}</a> },
            ),
        })
        .collect_view()
}

/// A time of day: UTC as the server renders it, the reader's own clock once the page is alive.
#[component]
pub fn Clock(
    /// The moment.
    at: Timestamp,
) -> impl IntoView {
    let words = RwSignal::new(at.utc_clock());
    // An effect runs in the browser only, after hydration, so that both render the same at first.
    Effect::new(move |_| words.set(local_clock(at)));
    view! { <time datetime=at.rfc3339()>{words}</time> }
}

/// `14:07` by the reader's own clock and customs.
#[must_use]
pub fn local_clock(at: Timestamp) -> String {
    #[cfg(feature = "hydrate")]
    {
        let options = js_sys::Object::new();
        for key in ["hour", "minute"] {
            // Setting a property of a fresh object can not fail.
            let _ = js_sys::Reflect::set(&options, &key.into(), &"2-digit".into());
        }
        #[expect(clippy::cast_precision_loss, reason = "milliseconds fit a double until the year 287396")]
        let date = js_sys::Date::new(&(at.0 as f64).into());
        date.to_locale_time_string_with_options("default", &options).into()
    }
    #[cfg(not(feature = "hydrate"))]
    at.utc_clock()
}
