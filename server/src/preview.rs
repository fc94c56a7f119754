//! The page inside the settings that shows how a site will look: empty but for the real loader.

use app::context::{script_json, session_token};
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::{Html, IntoResponse, Response},
};
use domain::{Code, Refusal};
use serde_json::json;

use crate::{frame::isolate, state::AppState, walls::refuse};

/// Our own scripts, frames and style sheets of scripts; shown by our own pages alone.
const POLICY: &str = "default-src 'none'; script-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; \
    frame-ancestors 'self'";

/// `GET /preview/{site}`: for whoever may change the site; to everybody else there is nothing here.
pub async fn document(State(state): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let known = async {
        let token = session_token(&state.context, &headers).ok_or_else(Refusal::not_found)?;
        let operator = state.service.operator(&token).await?;
        state.service.site_to_settle(&operator, &id).await
    };
    let site = match known.await.map_err(service::Error::into_refusal) {
        Ok(site) => site,
        Err(refusal) if refusal.code == Code::Unauthenticated => return refuse(Refusal::not_found()),
        Err(refusal) => return refuse(refusal),
    };
    let config = script_json(&json!({ "orgId": site.public_id }));
    let script = &state.context.assets.preview_script;
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Preview</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\
         <body><script type=\"application/json\" id=\"usher-preview\">{config}</script>\
         <script src=\"{script}\"></script><script src=\"/widget/usher.js\"></script>"
    );
    let mut response = Html(html).into_response();
    isolate(&mut response, POLICY, "no-store");
    response
}
