//! The walls around every route: who may ask, how much, and the headers of every answer.

use std::net::{IpAddr, SocketAddr};

use app::context::ClientAddress;
use axum::{
    Json,
    body::Body,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{Code, Refusal};

use crate::state::AppState;

/// Largest body of a request: a message of 4,000 characters in the widest encoding, and room.
pub const MAX_BODY: usize = 64 * 1024;

/// A refusal as an HTTP response.
pub fn refuse(refusal: Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let retry_after = refusal.retry_after_ms.map(|ms| ms.div_ceil(1000).to_string());
    let mut response = (status, Json(refusal)).into_response();
    if let Some(value) = retry_after.and_then(|seconds| HeaderValue::from_str(&seconds).ok()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// The answer to a body that can not be read.
pub fn misunderstood(why: &str) -> Refusal {
    Refusal::new(Code::Malformed, format!("The request was not understood: {why}"))
}

/// Notes where the request came from.
pub async fn client_address(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let forwarded = if state.settings.behind_proxy { forwarded_for(request.headers()) } else { None };
    if let Some(address) = forwarded.or(peer) {
        request.extensions_mut().insert(ClientAddress(address));
    }
    next.run(request).await
}

/// The address the nearest proxy saw; the ones before it are the client's own words.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}

/// Refuses what another site's page asks for in the visitor's or operator's name (S-25, S-26).
///
/// Reading is free; everything else must come from a page of our own: the browser says so by `Sec-Fetch-Site`, older ones
/// by `Origin`. A request that says neither is refused, too.
pub async fn same_origin(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reading || is_ours(&state, request.headers()) {
        return next.run(request).await;
    }
    tracing::info!(path = request.uri().path(), "a request of another site was refused");
    refuse(Refusal::new(Code::Forbidden, "This must be asked from a page of this server."))
}

/// Whether a request was made by a page of ours.
#[must_use]
pub fn is_ours(state: &AppState, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => origin_is_ours(state, headers),
    }
}

/// Whether the `Origin` header names this server, as the settings or the request know it.
#[must_use]
pub fn origin_is_ours(state: &AppState, headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = text(header::ORIGIN) else { return false };
    let host = origin.split_once("://").map(|(_, host)| host);
    origin == state.settings.public_url || (host.is_some() && host == text(header::HOST))
}

/// Refuses a body that says it is too large before reading it; one that lies is cut by the body limit below.
pub async fn body_limit(request: Request, next: Next) -> Response {
    let length = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > MAX_BODY) {
        let message = format!("A request has at most {MAX_BODY} bytes. Write less, then try again.");
        let mut response = refuse(Refusal::new(Code::TooLong, message));
        *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        return response;
    }
    let (parts, body) = request.into_parts();
    let body = Body::new(http_body_util::Limited::new(body, MAX_BODY));
    next.run(Request::from_parts(parts, body)).await
}

/// The headers of every answer; what a page has set itself stays.
pub async fn headers(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let defaults = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
        (
            "content-security-policy",
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ];
    for (name, value) in defaults {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if state.context.is_secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

/// The answer to a handler that panicked.
pub fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    refuse(Refusal::new(Code::Unavailable, "The server could not do this just now. Try again."))
}
