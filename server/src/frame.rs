//! The hidden frame: a small document that may be cached, and the panel it fetches when the visitor opens it.

use app::{
    context::script_json,
    widget::{self, PanelState},
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use domain::{site::Look, visitor::Token};
use serde::Serialize;
use service::site::Site;

use crate::{state::AppState, walls::refuse};

/// What the frame's script needs to know; read by `frontend/embed/src/frame`.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) struct FrameConfig {
    pub(crate) look: Look,
    pub(crate) domains: Vec<String>,
    pub(crate) assets: FrameAssets,
    /// `frame` or `chat`.
    pub(crate) page: &'static str,
    /// The visitor's token, for the full-page chat alone.
    pub(crate) token: Option<Token>,
}

#[derive(Serialize)]
pub(crate) struct FrameAssets {
    style: String,
    script: String,
    wasm: String,
}

impl FrameConfig {
    pub(crate) fn new(
        state: &AppState,
        site: &Site,
        look: Look,
        page: &'static str,
        token: Option<Token>,
    ) -> Self {
        let bundle = state.context.assets.widget.clone();
        Self {
            look,
            domains: site.settings.domains.iter().map(|domain| domain.as_str().to_owned()).collect(),
            assets: FrameAssets { style: bundle.style, script: bundle.script, wasm: bundle.wasm },
            page,
            token,
        }
    }
}

/// The policy of documents that visitors see. Scripts are our own files, so that the frame's document needs no nonce and
/// may be cached.
pub(crate) fn policy(state: &AppState, ancestors: &str, form_action: &str, style_nonce: &str) -> String {
    let socket = state.settings.public_url.replacen("http", "ws", 1);
    let style = if style_nonce.is_empty() { String::new() } else { format!(" 'nonce-{style_nonce}'") };
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'{style}; img-src 'self' data:; \
         connect-src 'self' {socket}; form-action {form_action}; base-uri 'none'; frame-ancestors {ancestors}"
    )
}

/// Headers that let a page under COEP embed our documents, and nobody else use them.
pub(crate) fn isolate(response: &mut Response, policy: &str, caching: &'static str) {
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| match HeaderValue::from_str(value) {
        Ok(value) => drop(headers.insert(name, value)),
        Err(error) => tracing::error!(%error, "a header could not be set"),
    };
    set(header::CONTENT_SECURITY_POLICY, policy);
    set(header::CACHE_CONTROL, caching);
    set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    set(HeaderName::from_static("cross-origin-embedder-policy"), "require-corp");
}

/// `GET /frame/{site}`
pub async fn document(State(state): State<AppState>, Path(id): Path<String>) -> Response {
    let site = match state.service.site(&id).await {
        Ok(site) => site,
        Err(error) => return refuse(error.into_refusal()),
    };
    let config = script_json(&FrameConfig::new(&state, &site, site.look(None), "frame", None));
    let script = &state.context.assets.frame_script;
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Chat</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, interactive-widget=resizes-content\">\
         <body><script type=\"application/json\" id=\"usher-frame\">{config}</script>\
         <script type=\"module\" src=\"{script}\"></script>"
    );
    let mut response = Html(html).into_response();
    let policy = policy(&state, &site.frame_ancestors(), "'none'", "");
    // Short: after a deploy the document names bundles that must fit the panel the new server renders.
    isolate(&mut response, &policy, "public, max-age=60");
    response
}

/// `GET /frame/{site}/panel`: the panel as its visitor sees it, for the frame's script to insert.
pub async fn panel(State(state): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = match value.and_then(|value| value.strip_prefix("Bearer ")).map(Token::parse).transpose() {
        Ok(token) => token,
        Err(refusal) => return refuse(refusal),
    };
    let rendered = async {
        let site = state.service.site(&id).await?;
        panel_state(&state, &site, site.look(None), token.as_ref()).await
    };
    match rendered.await {
        Ok(panel) => {
            let mut response = Html(widget::render(&panel)).into_response();
            isolate(&mut response, "default-src 'none'; frame-ancestors 'none'", "no-store");
            // A frame whose document is older than this server names other files, and loads itself again.
            if let Ok(script) = HeaderValue::from_str(&state.context.assets.widget.script) {
                response.headers_mut().insert("usher-script", script);
            }
            response
        }
        Err(error) => refuse(error.into_refusal()),
    }
}

/// What the panel of this visitor shows now.
pub(crate) async fn panel_state(
    state: &AppState,
    site: &Site,
    look: Look,
    token: Option<&Token>,
) -> service::Result<PanelState> {
    let view = state.service.view(site, token).await?;
    let mut panel = PanelState { look, online: state.service.online(site), ..PanelState::default() };
    panel.thread.talk = view.talk;
    panel.thread.lines = view.messages;
    panel.thread.more = view.more;
    Ok(panel)
}
