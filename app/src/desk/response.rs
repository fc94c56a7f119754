//! What a page says besides its HTML: status and headers. In the browser there is no response, and these do nothing.

#[cfg(feature = "ssr")]
mod real {
    use axum::http::{
        HeaderMap, StatusCode,
        header::{ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY},
        request::Parts,
    };
    use domain::Refusal;
    use leptos::{nonce::use_nonce, prelude::use_context, server_fn::error::ServerFnUrlError};
    use leptos_axum::ResponseOptions;
    use leptos_router::params::ParamsMap;

    use crate::{
        context::{self, Context},
        error::ApiError,
    };

    fn set(status: StatusCode) {
        if let Some(response) = use_context::<ResponseOptions>() {
            response.set_status(status);
        }
    }

    /// Nothing is wrong, though a question on the way was answered with no.
    pub fn ok() {
        set(StatusCode::OK);
    }

    /// There is no such page.
    pub fn not_found() {
        set(StatusCode::NOT_FOUND);
    }

    /// Look there instead.
    pub fn redirect(path: &str) {
        leptos_axum::redirect(path);
        set(StatusCode::FOUND);
    }

    /// The refusal of a form. One that was sent without JavaScript leads back to its page, which tells what was refused;
    /// the refusal's own status would leave the browser on the bare answer.
    #[must_use]
    pub fn refuse_form(error: impl Into<ApiError>) -> ApiError {
        let error = error.into();
        if wants_page() {
            set(StatusCode::FOUND);
        }
        error
    }

    /// Whether the browser asks by itself, to show what it gets.
    fn wants_page() -> bool {
        let accepts = |headers: &HeaderMap| {
            headers
                .get(ACCEPT)
                .and_then(|value| value.to_str().ok())
                .is_some_and(|value| value.contains("text/html"))
        };
        use_context::<Parts>().is_some_and(|parts| accepts(&parts.headers))
    }

    /// Why a form was refused that led back to its page.
    #[must_use]
    pub fn refused_form(query: &ParamsMap) -> Option<Refusal> {
        let error = query.get_str("__err")?;
        Some(ServerFnUrlError::<ApiError>::decode_err(error).0)
    }

    /// A value for the page to carry along.
    #[must_use]
    pub fn json<T: serde::Serialize>(value: &T) -> String {
        serde_json::to_string(value).unwrap_or_else(|error| {
            tracing::error!(%error, "a page's beginning can not be written");
            "null".to_owned()
        })
    }

    /// The headers of every page of ours; `frames` when it shows other documents of ours.
    pub fn headers(context: &Context, frames: bool) {
        let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
        let socket = context.public_url.replacen("http", "ws", 1);
        let policy = format!(
            "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' data:; connect-src 'self' {socket}; font-src 'self'; form-action 'self'; base-uri 'none'; \
             frame-ancestors 'none'{}",
            if frames { "; frame-src 'self'" } else { "" }
        );
        context::insert_header(CONTENT_SECURITY_POLICY, &policy);
        context::insert_header(CACHE_CONTROL, "no-store");
    }
}

#[cfg(not(feature = "ssr"))]
mod real {
    #![expect(missing_docs, reason = "the server's half tells what they do")]

    use domain::Refusal;
    use leptos_router::params::ParamsMap;

    pub fn ok() {}

    pub fn not_found() {}

    pub fn redirect(_path: &str) {}

    pub fn refused_form(_query: &ParamsMap) -> Option<Refusal> {
        None
    }

    pub fn json<T>(_value: &T) -> String {
        String::new()
    }
}

pub use real::*;
