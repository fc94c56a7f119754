//! What pages and server functions may use on the server, and who is asking.
//!
//! There is one list of contexts, [`Context::provide`], for pages and server functions alike.

use std::net::{IpAddr, Ipv4Addr};

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts};
use domain::{Code, Refusal, visitor::Token};
use leptos::prelude::{provide_context, use_context};
use leptos_axum::ResponseOptions;
use service::{Operator, Service, visitor::Client};

use crate::error::ApiError;

/// What a page or a server function may use.
#[derive(Clone)]
pub struct Context {
    /// The use cases.
    pub service: Service,
    /// Hashed names of what browsers load.
    pub assets: Assets,
    /// Where browsers reach us, without a slash at the end: `https://chat.example`.
    pub public_url: String,
}

/// Paths of what browsers load; their names carry a hash of the content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    /// The widget's bundle.
    pub widget: Bundle,
    /// The desk's bundle.
    pub dashboard: Bundle,
    /// The settings' bundle.
    pub settings: Bundle,
    /// The script of the hidden frame and of the full-page chat.
    pub frame_script: String,
    /// The desk's link.
    pub desk_script: String,
    /// The script of the page that shows how a site will look.
    pub preview_script: String,
    /// The script of the page that apps show.
    pub mobile_script: String,
}

/// A Leptos bundle.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundle {
    /// The style sheet.
    pub style: String,
    /// The module.
    pub script: String,
    /// The wasm.
    pub wasm: String,
}

/// The address a request came from; the server's outermost layer puts it into the request.
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub IpAddr);

impl Context {
    /// Makes the context known to the page or server function that runs now.
    pub fn provide(&self) {
        provide_context(self.clone());
    }

    /// Whether browsers reach us by https, so that cookies can be bound to it.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The name of the session's cookie. `__Host-` keeps other hosts of the domain from setting it.
    #[must_use]
    pub fn session_cookie(&self) -> &'static str {
        if self.is_secure() { "__Host-usher_session" } else { "usher_session" }
    }
}

/// What this page or server function may use.
///
/// # Errors
/// `unavailable` when it is not run by our router, which is a mistake in the program.
pub fn context() -> Result<Context, ApiError> {
    use_context::<Context>().ok_or_else(|| {
        Refusal::new(Code::Unavailable, "The server could not do this just now. Try again.").into()
    })
}

/// The use cases.
///
/// # Errors
/// As [`context`].
pub fn service() -> Result<Service, ApiError> {
    Ok(context()?.service)
}

fn headers() -> HeaderMap {
    use_context::<Parts>().map(|parts| parts.headers).unwrap_or_default()
}

/// The value of a cookie.
#[must_use]
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = pairs.flat_map(|value| value.split("; ")).filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).next()
}

/// The session's token, if the browser sent one.
#[must_use]
pub fn session_token(context: &Context, headers: &HeaderMap) -> Option<String> {
    cookie(headers, context.session_cookie())
}

/// The session's token of the request that is answered now.
#[must_use]
pub fn current_session(context: &Context) -> Option<String> {
    session_token(context, &headers())
}

/// The operator who asks.
///
/// # Errors
/// `unauthenticated`.
pub async fn operator() -> Result<Operator, ApiError> {
    let context = context()?;
    let token = current_session(&context).ok_or_else(Refusal::unauthenticated)?;
    Ok(context.service.operator(&token).await?)
}

/// The operator who asks for a thing by its id. To a stranger nothing exists, so that an id tells nothing.
///
/// # Errors
/// `not_found` when nobody is logged in.
pub async fn operator_for_id() -> Result<Operator, ApiError> {
    operator().await.map_err(|error| match error.0.code {
        Code::Unauthenticated => Refusal::not_found().into(),
        _ => error,
    })
}

/// The visitor's token, from the `Authorization` header: never from a cookie, so that no other page can use it.
///
/// # Errors
/// `unauthenticated` without one, `invalid` for one of the wrong form.
pub fn visitor_token() -> Result<Token, ApiError> {
    let headers = headers();
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = value.and_then(|value| value.strip_prefix("Bearer ")).ok_or_else(Refusal::unauthenticated)?;
    Ok(Token::parse(token)?)
}

/// What the browser told beside the body.
#[must_use]
pub fn client() -> Client {
    Client { user_agent: user_agent(&headers()), sender: None }
}

/// The browser's own name for itself, cut to 500 characters.
#[must_use]
pub fn user_agent(headers: &HeaderMap) -> String {
    let value = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.chars().take(500).collect()
}

/// The address the request came from.
#[must_use]
pub fn address() -> IpAddr {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<ClientAddress>().copied())
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.0)
}

/// Gives the response the status of a refusal.
pub fn set_status(code: Code) {
    if let (Some(response), Ok(status)) =
        (use_context::<ResponseOptions>(), StatusCode::from_u16(code.status()))
    {
        response.set_status(status);
    }
}

/// Adds a header to the response.
pub fn insert_header(name: HeaderName, value: &str) {
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(value)) {
        response.append_header(name, value);
    } else {
        tracing::error!(%name, "a header could not be set");
    }
}

/// Hands the session's token to the browser; without one, takes it away.
pub fn set_session(context: &Context, token: Option<&str>) {
    let (name, secure) = (context.session_cookie(), if context.is_secure() { "; Secure" } else { "" });
    let (value, age) = token.map_or(("", 0), |token| (token, 90 * 24 * 3600));
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}");
    insert_header(header::SET_COOKIE, &cookie);
}

/// JSON for a `<script type="application/json">`: a `<` could end the element, so none is left.
#[must_use]
pub fn script_json<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_string(value) {
        Ok(json) => json.replace('<', "\\u003c"),
        Err(error) => {
            tracing::error!(%error, "a value can not be written");
            "null".to_owned()
        }
    }
}
