//! What the settings ask of the browser. On the server the same names exist and do nothing, so that components need not
//! know where they run.

use domain::{Code, Refusal};

/// The server did not answer, or not as itself.
#[must_use]
pub fn unreachable() -> Refusal {
    Refusal::new(Code::Unavailable, "The server can not be reached. Check the connection, then try again.")
}

#[cfg(feature = "hydrate")]
mod real {
    use domain::Refusal;
    use js_sys::Promise;
    use leptos::{
        ev,
        html::{Form, Iframe},
        prelude::*,
    };
    use wasm_bindgen::prelude::*;
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{FormData, RequestInit, Response};

    use super::unreachable;

    #[wasm_bindgen]
    extern "C" {
        /// The library's own type can not be made of a form.
        #[wasm_bindgen(js_name = URLSearchParams)]
        type Entries;
        #[wasm_bindgen(constructor, js_class = "URLSearchParams")]
        fn new(data: &FormData) -> Entries;
        #[wasm_bindgen(constructor, js_class = "URLSearchParams")]
        fn parse(entries: &str) -> Entries;
        #[wasm_bindgen(method, js_class = "URLSearchParams")]
        fn append(this: &Entries, name: &str, value: &str);
        #[wasm_bindgen(method, js_name = toString, js_class = "URLSearchParams")]
        fn text(this: &Entries) -> String;
        #[wasm_bindgen(js_namespace = ["navigator", "clipboard"], js_name = writeText, catch)]
        fn write_text(text: &str) -> Result<Promise, JsValue>;
    }

    /// The path of the page.
    pub fn path() -> String {
        window().location().pathname().unwrap_or_default()
    }

    /// What is written in a form, as it is sent.
    pub fn entries(form: NodeRef<Form>) -> String {
        let data = form.get_untracked().and_then(|form| FormData::new_with_form(&form).ok());
        data.map(|data| Entries::new(&data).text()).unwrap_or_default()
    }

    /// The same, and after it what is said where a word is empty: a field carries that in `data-own`.
    pub fn whole(form: NodeRef<Form>) -> String {
        let all = Entries::parse(&entries(form));
        let empty = document().query_selector_all("form.sheet [data-own]:placeholder-shown").ok();
        let Some(empty) = empty else { return all.text() };
        for field in (0..empty.length()).filter_map(|place| empty.item(place)) {
            let Ok(field) = field.dyn_into::<web_sys::Element>() else { continue };
            if let (Some(name), Some(own)) = (field.get_attribute("name"), field.get_attribute("data-own")) {
                all.append(&name, &own);
            }
        }
        all.text()
    }

    /// Sends a form's entries; the path of the page that comes after it, if it is another one.
    ///
    /// # Errors
    ///
    /// The server's refusal, or that it can not be reached.
    pub async fn post(path: String, entries: String) -> Result<Option<String>, Refusal> {
        let (response, body) = send(&path, &entries).await.ok_or_else(unreachable)?;
        if response.status() == 200 {
            return Ok(response.headers().get("location").ok().flatten());
        }
        Err(serde_json::from_slice(body.as_bytes()).unwrap_or_else(|_| unreachable()))
    }

    async fn send(path: &str, entries: &str) -> Option<(Response, String)> {
        let headers = web_sys::Headers::new().ok()?;
        headers.set("content-type", "application/x-www-form-urlencoded").ok()?;
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_headers(&headers);
        init.set_body(&entries.into());
        let response = JsFuture::from(window().fetch_with_str_and_init(path, &init)).await.ok()?;
        let response: Response = response.dyn_into().ok()?;
        let body: Promise = response.text().ok()?;
        let body = JsFuture::from(body).await.ok()?.as_string()?;
        Some((response, body))
    }

    /// Whether the button that sends a form has an address of its own.
    pub fn leads_on(ev: &ev::SubmitEvent) -> bool {
        ev.submitter().is_some_and(|button| button.has_attribute("formaction"))
    }

    /// Goes to another page.
    pub fn go(path: &str) {
        // Refused by a browser that is leaving the page anyway.
        let _ = window().location().assign(path);
    }

    /// Puts text into the clipboard; false where the browser has none, as on a page without https.
    pub fn copy(text: &str) -> bool {
        write_text(text).is_ok()
    }

    /// Has the browser ask before the page is left, while `wanted` says so.
    pub fn guard(wanted: impl Fn() -> bool + 'static) {
        let handle = window_event_listener(ev::beforeunload, move |ev| {
            if wanted() {
                ev.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    }

    /// Tells the page inside a frame of ours what a form says now.
    pub fn tell(frame: NodeRef<Iframe>, entries: &str) {
        let inner = frame.get_untracked().and_then(|frame| frame.content_window());
        if let (Some(inner), Ok(origin)) = (inner, window().location().origin()) {
            // A frame that is still empty is told again when it has loaded.
            let _ = inner.post_message(&entries.into(), &origin);
        }
    }
}

#[cfg(not(feature = "hydrate"))]
mod real {
    #![expect(
        missing_docs,
        clippy::missing_errors_doc,
        clippy::unused_async,
        reason = "the browser's half tells what they do, and is what they must look like"
    )]

    use domain::Refusal;
    use leptos::{
        html::{Form, Iframe},
        prelude::*,
    };

    pub fn path() -> String {
        #[cfg(feature = "ssr")]
        {
            let url = use_context::<leptos_router::location::RequestUrl>().unwrap_or_default();
            url.parse().map(|url| url.path().to_owned()).unwrap_or_default()
        }
        #[cfg(not(feature = "ssr"))]
        String::new()
    }

    pub fn entries(_form: NodeRef<Form>) -> String {
        String::new()
    }

    pub fn whole(_form: NodeRef<Form>) -> String {
        String::new()
    }

    pub async fn post(_path: String, _entries: String) -> Result<Option<String>, Refusal> {
        Err(super::unreachable())
    }

    pub fn leads_on(_ev: &leptos::ev::SubmitEvent) -> bool {
        false
    }

    pub fn go(_path: &str) {}

    pub fn copy(_text: &str) -> bool {
        false
    }

    pub fn guard(_wanted: impl Fn() -> bool + 'static) {}

    pub fn tell(_frame: NodeRef<Iframe>, _entries: &str) {}
}

pub use real::*;
