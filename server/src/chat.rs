//! The full-page chat at `/chat/{site}`: the same panel, for links, QR codes and browsers without JavaScript.
//!
//! Without JavaScript there is nothing but forms and links, so here, and only here, the visitor's token is in a cookie:
//! of this one path, unreadable for scripts, set by the visitor's own first message (docs/adr/0004).

use app::{
    context::{ClientAddress, cookie, script_json, user_agent},
    widget::{self, PanelState},
};
use axum::{
    Extension, Form,
    extract::{
        Path, Query, State,
        rejection::{FormRejection, QueryRejection},
    },
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::{ClientMessageId, Refusal, site::Look, visitor::Token, wire::SendMessage, words::Language};
use leptos::prelude::*;
use serde::Deserialize;
use service::{site::Site, visitor::Client, words};
use url::form_urlencoded;

use crate::{
    frame::{FrameConfig, Wish, isolate, panel_state, policy},
    state::AppState,
    walls::{misunderstood, refuse},
};

const COOKIE: &str = "usher_chat";

/// The composer's form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Composer {
    client_id: ClientMessageId,
    text: String,
    /// What was chosen instead of written.
    #[serde(default)]
    choice: Option<String>,
}

/// Where the page is, or another one below it, in the language and the preset it is in.
pub(crate) fn address(site: &Site, below: &str, wish: Option<Language>) -> String {
    let lang = wish.map(|language| ("lang", language.tag()));
    let preset = site.preset.as_deref().map(|preset| ("preset", preset));
    let mut query = form_urlencoded::Serializer::new(String::new());
    let query = query.extend_pairs(lang.into_iter().chain(preset)).finish();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}{below}{mark}{query}", path(site))
}

fn path(site: &Site) -> String {
    format!("/chat/{}", site.public_id)
}

/// `GET /chat/{site}`
pub async fn page(
    State(state): State<AppState>,
    Path(id): Path<String>,
    query: Result<Query<Wish>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let wish = Wish::of(query);
    let site = match wish.site(&state.service, &id).await {
        Ok(site) => site,
        Err(error) => return refuse(error.into_refusal()),
    };
    respond(&state, &site, wish.language(), token_of(&headers), None).await
}

/// `POST /chat/{site}`: the form of a browser without JavaScript.
pub async fn say(
    State(state): State<AppState>,
    Path(id): Path<String>,
    query: Result<Query<Wish>, QueryRejection>,
    client_address: Option<Extension<ClientAddress>>,
    headers: HeaderMap,
    form: Result<Form<Composer>, FormRejection>,
) -> Response {
    let wish = Wish::of(query);
    let site = match wish.site(&state.service, &id).await {
        Ok(site) => site,
        Err(error) => return refuse(error.into_refusal()),
    };
    let Form(Composer { client_id, text, choice }) = match form {
        Ok(form) => form,
        Err(rejection) => {
            return refuse(misunderstood(&rejection.body_text()));
        }
    };
    let said = choice.as_ref().unwrap_or(&text).clone();
    let wish = wish.language();
    let outcome = async {
        if let Some(Extension(ClientAddress(address))) = client_address {
            state.service.limits().command(address)?;
        }
        let token = match token_of(&headers) {
            Some(token) => token,
            None => Token::parse(&service::new_token()?)?,
        };
        let client = Client { user_agent: user_agent(&headers), sender: None };
        let send = SendMessage {
            site: id.clone(),
            client_id,
            text: said,
            page: None,
            department: None,
            autos: Vec::new(),
            contact: None,
        };
        state.service.send(&site, &token, &send, &client).await?;
        Ok::<_, service::Error>(token)
    };
    match outcome.await {
        Ok(token) => {
            // Seeing the answer is a GET, so that reloading sends nothing again.
            let mut response = Redirect::to(&address(&site, "", wish)).into_response();
            remember(&state, &site, &token, &mut response);
            response
        }
        Err(error) => {
            respond(&state, &site, wish, token_of(&headers), Some((error.into_refusal(), text))).await
        }
    }
}

/// Lets the browser know its visitor again.
pub(crate) fn remember(state: &AppState, site: &Site, token: &Token, response: &mut Response) {
    let (path, token) = (path(site), token.expose());
    let secure = if state.context.is_secure() { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={token}; Path={path}; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
}

pub(crate) fn token_of(headers: &HeaderMap) -> Option<Token> {
    cookie(headers, COOKIE).and_then(|value| Token::parse(&value).ok())
}

/// The whole document. After a refusal it keeps what was written.
async fn respond(
    state: &AppState,
    site: &Site,
    wish: Option<Language>,
    token: Option<Token>,
    refused: Option<(Refusal, String)>,
) -> Response {
    let parts = async {
        let mut panel = panel_state(state, site, site.look(wish), token.as_ref()).await?;
        panel.full_page = true;
        panel.form.action = address(site, "", wish);
        panel.form.client_id = Some(service::new_client_id()?);
        let status = refused.as_ref().map_or(StatusCode::OK, |(refusal, _)| {
            StatusCode::from_u16(refusal.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
        });
        if let Some((refusal, draft)) = refused {
            panel.form.error = Some(words::refusal(&panel.look.words, &refusal));
            panel.form.draft = draft;
        }
        Ok::<_, service::Error>((panel, status, service::new_token()?))
    };
    let (panel, status, nonce) = match parts.await {
        Ok(parts) => parts,
        Err(error) => return refuse(error.into_refusal()),
    };
    let config = script_json(&FrameConfig::new(state, site, panel.look.clone(), "chat", token));
    let mut response = (status, Html(document(state, site, wish, &panel, &config, &nonce))).into_response();
    isolate(&mut response, &policy(state, "'none'", "'self'", &nonce), "no-store");
    response
}

fn document(
    state: &AppState,
    site: &Site,
    wish: Option<Language>,
    panel: &PanelState,
    config: &str,
    nonce: &str,
) -> String {
    let body = format!(
        "{}{}<script type=\"application/json\" id=\"usher-frame\">{config}</script>\
         <script type=\"module\" src=\"{}\"></script>",
        way_to_form(site, wish, panel),
        widget::render(panel),
        state.context.assets.frame_script,
    );
    around(state, &panel.look, nonce, &body)
}

/// Whoever finds nobody and has no script to be told of answers is led to the form that asks where to send them.
fn way_to_form(site: &Site, wish: Option<Language>, panel: &PanelState) -> String {
    if panel.online || panel.thread.talk.is_some() {
        return String::new();
    }
    // The panel's own words are without those of forms.
    let look = site.look(wish);
    let word = |key: &str| look.word(key).to_owned();
    let form = address(site, "/offline", wish);
    view! {
        <noscript>
            <p class="panel-note panel-page">
                <span class="grow" dir="auto">{word("offlineFormText")}</span>
                <a href=form>{word("offlineFormTitle")}</a>
            </p>
        </noscript>
    }
    .to_html()
}

/// The document around what is in it.
pub(crate) fn around(state: &AppState, look: &Look, nonce: &str, body: &str) -> String {
    let title = view! { <title>{look.title.clone()}</title> }.to_html();
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\" class=\"full-page\"><head><meta charset=\"utf-8\">{title}\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, interactive-widget=resizes-content\">\
         <link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"{style}\"><style nonce=\"{nonce}\">:root{{{colors}}}</style></head>\
         <body>{body}</body></html>",
        lang = look.language.tag(),
        style = state.context.assets.widget.style,
        colors = colors(look),
    )
}

/// The site's colours, as the frame's script says them to a framed panel. Each is checked to be `#` and six hexadecimal
/// digits when the site's settings are stored.
fn colors(look: &Look) -> String {
    let own = &look.colors;
    let named = [
        ("accent", Some(&look.accent)),
        ("chat-bg", own.chat_bg.as_ref()),
        ("client-bubble", own.client_bubble_bg.as_ref()),
        ("agent-bubble", own.agent_bubble_bg.as_ref()),
    ];
    named.into_iter().filter_map(|(name, color)| Some(format!("--{name}:{};", color?))).collect()
}
