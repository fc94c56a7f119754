//! What the panel needs of the browser. [`super`] draws the same on the server, where `no_browser.rs` stands in.

use std::time::Duration;

use domain::{Timestamp, wire::Older, words::Language};
use js_sys::{Array, Date, JSON, Object, Promise, Reflect, futures::JsFuture};
use leptos::{
    prelude::{TimeoutHandle, set_timeout_with_handle},
    task::spawn_local,
    web_sys::{self, Document, Element, HtmlElement, HtmlTextAreaElement, Storage},
};
use wasm_bindgen::prelude::*;

use super::{
    PanelState,
    live::News,
    wire::{self, Json},
};
use crate::link::{self, State};
pub(super) use crate::link::{chime, discard, retry};

const SOUND: &str = "usher:sound";
const DAY_MS: f64 = 86_400_000.0;

#[wasm_bindgen]
extern "C" {
    // As in `crate::link`, but without its serde.
    #[wasm_bindgen(js_namespace = usherLink, js_name = attach)]
    fn js_attach(
        frame: &Closure<dyn Fn(String)>,
        outbox: &Closure<dyn Fn(String)>,
        state: &Closure<dyn Fn(String)>,
    );
    #[wasm_bindgen(js_namespace = usherLink, js_name = up)]
    fn js_up(json: &str) -> bool;

    #[wasm_bindgen(js_name = fetch)]
    fn js_fetch(path: &str, init: &Object) -> Promise;

    type Answer;
    #[wasm_bindgen(method, getter)]
    fn ok(this: &Answer) -> bool;
    #[wasm_bindgen(method)]
    fn json(this: &Answer) -> Promise;

    #[wasm_bindgen(thread_local_v2, js_namespace = navigator, js_name = language)]
    static LANGUAGE: String;

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
    Some((panel()?, wire::state(&JSON::parse(&json).ok()?)?))
}

impl Json for JsValue {
    fn get(&self, name: &str) -> Option<Self> {
        let value = Reflect::get(self, &name.into()).ok()?;
        (!value.is_null() && !value.is_undefined()).then_some(value)
    }

    fn text(&self) -> Option<String> {
        self.as_string()
    }

    fn number(&self) -> Option<i64> {
        #[expect(clippy::cast_possible_truncation, reason = "the wire's numbers are whole and fit")]
        self.as_f64().map(|number| number as i64)
    }

    fn flag(&self) -> Option<bool> {
        self.as_bool()
    }

    fn items(&self) -> Vec<Self> {
        self.dyn_ref::<Array>().map(|items| items.iter().collect()).unwrap_or_default()
    }

    fn names(&self) -> Vec<String> {
        Object::keys(self.unchecked_ref::<Object>()).iter().filter_map(|name| name.as_string()).collect()
    }
}

/// Listens to the link for as long as the page lives.
pub(super) fn attach(news: impl Fn(News) + Copy + 'static) {
    let frame = Closure::<dyn Fn(String)>::new(move |json: String| {
        // Frames of a newer server are ignored.
        if let Some(told) = JSON::parse(&json).ok().and_then(|json| wire::news(&json)) {
            news(told);
        }
    });
    let outbox = Closure::<dyn Fn(String)>::new(move |json: String| {
        if let Some(entries) = JSON::parse(&json).ok().and_then(|json| wire::entries(&json)) {
            news(News::Outbox(entries));
        }
    });
    let state = Closure::<dyn Fn(String)>::new(move |name: String| news(News::State(State::of(&name))));
    js_attach(&frame, &outbox, &state);
    for closure in [frame, outbox, state] {
        closure.forget();
    }
}

/// Says in what language the panel is, to those who read it out.
pub(super) fn tell_language(language: Language) {
    if let Some(panel) = panel() {
        // An attribute of this name can not be refused.
        let _ = panel.set_attribute("lang", language.tag());
    }
}

/// Says what was seen.
pub(super) fn tell_read(seq: i64) {
    js_up(&wire::read_frame(seq));
}

/// Says that the visitor types, or stopped. When the socket is not open it is lost, which hurts nobody.
pub(super) fn tell_typing(on: bool) {
    js_up(wire::typing_frame(on));
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
        let _ =
            document.add_event_listener_with_callback("visibilitychange", changed.as_ref().unchecked_ref());
        if let Some(body) = document.body() {
            let filter = Array::of1(&"data-usher-open".into());
            MutationObserver::new(&changed).observe(&body, &object([("attributeFilter", filter.into())]));
        }
    }
    changed.forget();
}

/// An element of the panel.
pub(super) fn find(selector: &str) -> Option<Element> {
    panel()?.query_selector(selector).ok()?
}

/// The box that the visitor writes in.
pub(super) fn area() -> Option<HtmlTextAreaElement> {
    find("textarea").map(JsCast::unchecked_into)
}

/// Gives an element of the panel the keyboard.
pub(super) fn focus(selector: &str) {
    if let Some(element) = find(selector) {
        // What can not be focused leaves the focus where it is.
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
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
        #[expect(clippy::cast_possible_truncation, reason = "pixels are few")]
        let height =
            VISUAL_VIEWPORT.with(|viewport| viewport.as_ref().map(|viewport| viewport.height() as i32));
        if let (Some(height), Some(panel)) = (height, panel()) {
            // A property that CSS does not understand is ignored by it.
            let _ = panel.style().set_property("--visible", &[&height.to_string(), "px"].concat());
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

/// `Friday, 21 November`, with the year if that is not this one.
pub(super) fn date(day: i64, today: i64, language: Language) -> String {
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
    // The reader's own kind of the panel's language: English is written in more than one way.
    let (own, panel) = (LANGUAGE.with(Clone::clone), language.tag());
    date.to_locale_date_string(if own.starts_with(panel) { &own } else { panel }, &options).into()
}

/// Asks for lines before `seq`; `done` gets them, or nothing if they can not be had now.
pub(super) fn ask_older(site: &str, seq: i64, done: impl FnOnce(Option<Older>) + 'static) {
    #[expect(clippy::cast_precision_loss, reason = "nobody writes that many lines")]
    let input = object([("site", site.into()), ("seq", (seq as f64).into())]);
    spawn_local(async move { done(older(object([("input", input.into())])).await) });
}

async fn older(body: Object) -> Option<Older> {
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
        ("body", JSON::stringify(&body).ok()?.into()),
    ]);
    let answer: Answer = JsFuture::from(js_fetch("/api/message/history", &init)).await.ok()?.unchecked_into();
    let json = if answer.ok() { JsFuture::from(answer.json()).await.ok()? } else { return None };
    wire::older(&json)
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
