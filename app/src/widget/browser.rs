//! What the panel needs of the browser. [`super`] draws the same on the server, where `no_browser.rs` stands in.

use std::time::Duration;

use domain::{
    Timestamp,
    wire::{Before, ClientFrame, Older},
};
use js_sys::{Array, Date, Object, Promise, Reflect, futures::JsFuture};
use leptos::{
    prelude::{TimeoutHandle, set_timeout_with_handle},
    task::spawn_local,
    web_sys::{self, Document, Element, HtmlElement, Storage},
};
use wasm_bindgen::prelude::*;

use super::PanelState;
pub(super) use crate::link::{chime, discard, retry};
use crate::link::{self, News};

const SOUND: &str = "usher:sound";
const DAY_MS: f64 = 86_400_000.0;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch)]
    fn js_fetch(path: &str, init: &Object) -> Promise;

    type Answer;
    #[wasm_bindgen(method, getter)]
    fn ok(this: &Answer) -> bool;
    #[wasm_bindgen(method)]
    fn text(this: &Answer) -> Promise;

    type MutationObserver;
    #[wasm_bindgen(constructor)]
    fn new(changed: &Closure<dyn Fn()>) -> MutationObserver;
    #[wasm_bindgen(method)]
    fn observe(this: &MutationObserver, node: &Element, what: &Object);

    type VisualViewport;
    #[wasm_bindgen(thread_local_v2, js_name = visualViewport)]
    static VISUAL_VIEWPORT: Option<VisualViewport>;
    #[wasm_bindgen(method, getter)]
    fn height(this: &VisualViewport) -> f64;
    #[wasm_bindgen(method, js_name = addEventListener)]
    fn on(this: &VisualViewport, name: &str, act: &Closure<dyn Fn()>);
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn panel() -> Option<HtmlElement> {
    document()?.get_element_by_id("usher-panel")?.dyn_into().ok()
}

/// The panel that the server rendered, and what it was rendered from.
pub(super) fn page() -> Option<(HtmlElement, PanelState)> {
    let json = document()?.get_element_by_id("usher-panel-state")?.text_content()?;
    Some((panel()?, serde_json::from_str(&json).ok()?))
}

/// Listens to the link.
pub(super) fn attach(news: impl Fn(News) + Clone + 'static) {
    link::attach(news);
}

/// Sends a frame up the socket, if it is open.
pub(super) fn up(frame: &ClientFrame) {
    link::up(frame);
}

/// Puts words into the outbox.
pub(super) fn send(text: &str) {
    link::send(text, None);
}

/// Whether somebody can see the panel. The frame's script says on the body whether the panel is open.
pub(super) fn is_shown(full_page: bool) -> bool {
    document().is_some_and(|document| {
        let open = || document.body()?.get_attribute("data-usher-open");
        !document.hidden() && (full_page || open().as_deref() == Some("true"))
    })
}

/// Calls `changed` whenever [`is_shown`] may have changed.
pub(super) fn watch_shown(changed: impl Fn() + 'static) {
    let changed = Closure::<dyn Fn()>::new(changed);
    if let Some(document) = document() {
        // A listener to an event that exists can not be refused.
        let _ = document.add_event_listener_with_callback("visibilitychange", changed.as_ref().unchecked_ref());
        if let Some(body) = document.body() {
            let filter = Array::of1(&"data-usher-open".into());
            MutationObserver::new(&changed).observe(&body, &object([("attributeFilter", filter.into())]));
        }
    }
    changed.forget();
}

/// How far the top of `inner` is above that of `outer`, in px; 0 when it is not.
pub(super) fn px_above(outer: &Element, inner: &Element) -> i32 {
    let [outer, inner] = [outer, inner].map(|element| element.get_bounding_client_rect().top());
    #[expect(clippy::cast_possible_truncation, reason = "pixels are few")]
    let px = (outer - inner).ceil() as i32;
    px.max(0)
}

/// Keeps the panel as high as what the keyboard of a phone leaves free, where the browser does not do that by itself.
pub(super) fn tend_keyboard() {
    let tend = || {
        let height = VISUAL_VIEWPORT.with(|viewport| viewport.as_ref().map(VisualViewport::height));
        if let (Some(height), Some(panel)) = (height, panel()) {
            // A property that CSS does not understand is ignored by it.
            let _ = panel.style().set_property("--visible", &format!("{height}px"));
        }
    };
    let tended = Closure::<dyn Fn()>::new(tend);
    VISUAL_VIEWPORT.with(|viewport| {
        if let Some(viewport) = viewport {
            viewport.on("resize", &tended);
        }
    });
    tended.forget();
}

/// Whether the visitor wants to hear new messages.
pub(super) fn wants_sound() -> bool {
    storage().is_some_and(|storage| storage.get_item(SOUND).ok().flatten().is_some())
}

/// Remembers it, if the browser does.
pub(super) fn keep_sound(on: bool) {
    if let Some(storage) = storage() {
        // Storage may be full or denied; then it is remembered until the page is left.
        let _ = if on { storage.set_item(SOUND, "1") } else { storage.remove_item(SOUND) };
    }
}

fn storage() -> Option<Storage> {
    // Where storage is denied, already the look at it is an error.
    web_sys::window()?.local_storage().ok()?
}

/// Something that happens later, unless it is cancelled.
#[derive(Clone, Copy)]
pub(super) struct Timer(TimeoutHandle);

impl Timer {
    /// Calls `act` after `ms` milliseconds.
    pub(super) fn start(ms: u64, act: impl FnOnce() + 'static) -> Option<Self> {
        set_timeout_with_handle(act, Duration::from_millis(ms)).ok().map(Self)
    }

    /// Lets it not happen.
    pub(super) fn cancel(self) {
        self.0.clear();
    }
}

/// Calls `act` when what was changed is in the document, before it is painted: tasks run in the order in which they
/// were woken, and those that draw were woken by the change.
pub(super) fn once_drawn(act: impl FnOnce() + 'static) {
    spawn_local(async move { act() });
}

/// Milliseconds since 1970.
pub(super) fn now() -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "a clock shows whole milliseconds that fit")]
    Timestamp(Date::now() as i64)
}

/// The day of a moment by the reader's calendar, counted since 1970.
pub(super) fn local_day(at: Timestamp) -> i64 {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds fit a double until the year 287396")]
    let ms = at.0 as f64;
    let offset = Date::new(&ms.into()).get_timezone_offset() * 60_000.0;
    #[expect(clippy::cast_possible_truncation, reason = "days are few")]
    let day = ((ms - offset) / DAY_MS).floor() as i64;
    day
}

/// `Friday, 21 November`, in the language of the page; with the year if that is not this one.
pub(super) fn date(day: i64, today: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "days are few")]
    let [date, now] = [day, today].map(|day| Date::new(&(day as f64 * DAY_MS).into()));
    let options = object([
        ("weekday", "long".into()),
        ("day", "numeric".into()),
        ("month", "long".into()),
        ("timeZone", "UTC".into()),
    ]);
    if date.get_utc_full_year() != now.get_utc_full_year() {
        set(&options, "year", &"numeric".into());
    }
    let language = document().and_then(|document| document.document_element()?.get_attribute("lang"));
    date.to_locale_date_string(language.as_deref().unwrap_or("en"), &options).into()
}

/// Asks for lines before `seq`; `done` gets them, or nothing if they can not be had now.
pub(super) fn ask_older(site: &str, seq: i64, done: impl FnOnce(Option<Older>) + 'static) {
    let before = Before { conversation: None, site: Some(site.to_owned()), seq };
    spawn_local(async move { done(older(&before).await) });
}

async fn older(before: &Before) -> Option<Older> {
    let body = ["{\"input\":", &serde_json::to_string(before).ok()?, "}"].concat();
    let headers = object([
        ("Content-Type", "application/json".into()),
        ("Accept", "application/json".into()),
        ("Authorization", ["Bearer ", &link::token()?].concat().into()),
    ]);
    let init = object([
        ("method", "POST".into()),
        ("credentials", "omit".into()),
        ("redirect", "error".into()),
        ("headers", headers.into()),
        ("body", body.into()),
    ]);
    let answer: Answer = JsFuture::from(js_fetch("/api/message/history", &init)).await.ok()?.unchecked_into();
    let text = if answer.ok() { JsFuture::from(answer.text()).await.ok()?.as_string()? } else { return None };
    serde_json::from_str(&text).ok()
}

fn object<const N: usize>(fields: [(&str, JsValue); N]) -> Object {
    let object = Object::new();
    for (key, value) in fields {
        set(&object, key, &value);
    }
    object
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a property of a fresh object can not fail.
    let _ = Reflect::set(object, &key.into(), value);
}
