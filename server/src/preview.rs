//! An empty page of ours with a site's real widget on it, for its owner to see what the settings do.
//!
//! The dashboard shows it in a frame and tells its script what the form says now; what is not stored yet is seen nowhere
//! else.

use app::context::{Context, script_json, session_token};
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::{Html, IntoResponse, Response},
};
use domain::Refusal;
use serde::Serialize;
use service::{Error, site::Site};

use crate::{frame::isolate, state::AppState, walls::refuse};

/// What the script needs to know.
#[derive(Serialize)]
struct PreviewConfig {
    /// The site's public id.
    site: String,
    /// The loader's path.
    loader: &'static str,
}

/// `GET /preview/{site}`
pub async fn page(State(state): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let site = match administered(&state.context, &headers, &id).await {
        Ok(site) => site,
        Err(error) => return refuse(error.into_refusal()),
    };
    let config = script_json(&PreviewConfig { site: site.public_id, loader: "/widget/usher.js" });
    let script = &state.context.assets.preview_script;
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Preview</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <body><script type=\"application/json\" id=\"usher-preview\">{config}</script>\
         <script type=\"module\" src=\"{script}\"></script>"
    );
    let mut response = Html(html).into_response();
    let policy = "default-src 'none'; script-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; \
                  frame-ancestors 'self'";
    isolate(&mut response, policy, "no-store");
    response
}

/// The site, for somebody who decides about it; to everybody else there is none.
async fn administered(context: &Context, headers: &HeaderMap, id: &str) -> service::Result<Site> {
    let token = session_token(context, headers).ok_or_else(Refusal::not_found)?;
    let operator = match context.service.operator(&token).await {
        Err(Error::Refused(_)) => return Err(Refusal::not_found().into()),
        outcome => outcome?,
    };
    let site = context.service.site(id).await?;
    if operator.administers() && operator.organisation == site.organisation {
        Ok(site)
    } else {
        Err(Refusal::not_found().into())
    }
}
