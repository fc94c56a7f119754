//! The settings' pages, and the forms that browsers without JavaScript send to them.
//!
//! Such a form goes to its own page, with the name of its server function in the query: `?form=site/texts`. It is answered
//! by that function, which does not know the difference. A form that is saved leads on by a redirect, so that "reload" sends
//! nothing twice; one that is refused is shown again in place, with all that was written, which a redirect could not carry.

use app::{
    context::Context,
    settings::{shell, start::Sent},
};
use axum::{
    body::{Body, to_bytes},
    extract::{Query, Request, State},
    http::{HeaderValue, Method, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Code, Refusal};
use leptos::prelude::provide_context;
use leptos_axum::{handle_server_fns_with_context, render_app_async_with_context};
use serde::Deserialize;

use crate::{
    state::AppState,
    walls::{MAX_BODY, refuse},
};

/// `GET` of a page.
pub async fn page(State(state): State<AppState>, request: Request) -> Response {
    render(state.context, None, request).await
}

async fn render(context: Context, sent: Option<Sent>, request: Request) -> Response {
    let provide = move || {
        context.provide();
        if let Some(sent) = &sent {
            provide_context(sent.clone());
        }
    };
    render_app_async_with_context(provide, shell)(request).await
}

/// Which form it is.
#[derive(Deserialize)]
pub struct Which {
    /// The path of its server function below `/api/`.
    form: String,
    /// A button that changes what is written, and stores nothing: the form is shown again with the change.
    draft: Option<String>,
}

/// `POST` of a form to its page.
pub async fn form(
    State(state): State<AppState>,
    Query(Which { form, draft }): Query<Which>,
    request: Request,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return refuse(Refusal::new(Code::TooLong, format!("A request has at most {MAX_BODY} bytes.")));
    };
    let entries = String::from_utf8_lossy(&body).into_owned();
    let call = format!("/api/{form}");
    if draft.is_some() {
        parts.method = Method::GET;
        let sent = Some(Sent { call, refusal: None, draft, entries });
        return render(state.context, sent, Request::from_parts(parts, Body::empty())).await;
    }
    let Some(question) = question(&parts, &call, body.into()) else {
        return refuse(Refusal::not_found());
    };
    let context = state.context.clone();
    let answer = handle_server_fns_with_context(move || context.provide(), question).await.into_response();
    let status = answer.status();
    if status.is_success() {
        let next = answer.headers().get(header::LOCATION).and_then(|path| path.to_str().ok());
        return Redirect::to(&next.map_or_else(|| saved(&parts.uri), str::to_owned)).into_response();
    }
    let refusal = to_bytes(answer.into_body(), MAX_BODY).await.ok();
    let refusal = refusal.and_then(|body| serde_json::from_slice(&body).ok());
    let refusal = refusal.unwrap_or_else(|| Refusal::new(Code::Malformed, "The form was not understood."));
    parts.method = Method::GET;
    let sent = Some(Sent { call, refusal: Some(refusal), draft, entries });
    let mut page = render(state.context, sent, Request::from_parts(parts, Body::empty())).await;
    if page.status() == StatusCode::OK {
        *page.status_mut() = status;
    }
    page
}

/// The same as a script would send it.
fn question(parts: &Parts, call: &str, body: Body) -> Option<Request> {
    let mut question = Request::new(body);
    *question.method_mut() = Method::POST;
    *question.uri_mut() = call.parse().ok()?;
    question.headers_mut().clone_from(&parts.headers);
    question.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    question.extensions_mut().clone_from(&parts.extensions);
    Some(question)
}

/// The page of a form that was saved: the same one, which says so.
fn saved(uri: &Uri) -> String {
    let query = uri.query().unwrap_or_default().split('&');
    let rest: Vec<&str> = query.filter(|pair| !pair.starts_with("form=") && *pair != "saved").collect();
    format!("{}?{}", uri.path(), [rest, vec!["saved"]].concat().join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_form_leads_to_its_page() {
        let saved = |uri: &'static str| saved(&Uri::from_static(uri));
        assert_eq!(saved("/settings/a?form=site/texts"), "/settings/a?saved");
        assert_eq!(saved("/settings/a?language=ru&saved&form=x"), "/settings/a?language=ru&saved");
    }
}
