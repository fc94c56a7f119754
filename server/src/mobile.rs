//! The page that mluvii's libraries for Android and iOS show inside an app: empty but for the real loader, and a script that
//! tells the app of it (`CONTRACT 3.3`).

use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
};

use crate::{frame::isolate, state::AppState};

/// Our own scripts, frames and style sheets of scripts; an app shows it as a page of its own.
const POLICY: &str = "default-src 'none'; script-src 'self'; frame-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; \
    frame-ancestors 'none'";

/// `GET /MobileSdkWidget?c=company&t=tenant&l=language&p=preset&s=scope`: the same for everybody, its script reads the rest.
pub async fn document(State(state): State<AppState>) -> Response {
    let script = &state.context.assets.mobile_script;
    let html = format!(
        "<!DOCTYPE html><html><meta charset=\"utf-8\"><title>Chat</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, interactive-widget=resizes-content\">\
         <meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"data:,\"><body>\
         <script src=\"{script}\"></script><script src=\"/widget/OOWidget.js\"></script>"
    );
    let mut response = Html(html).into_response();
    isolate(&mut response, POLICY, "public, max-age=60");
    response
}
