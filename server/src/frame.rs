//! The hidden frame: a small document that may be cached, the panel it fetches when the visitor opens it, and the words of
//! another language.

use app::{
    context::{ClientAddress, script_json},
    widget::{self, PanelState},
};
use axum::{
    Extension, Json,
    extract::{
        Path, Query, State,
        rejection::{JsonRejection, QueryRejection},
    },
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use domain::{
    Refusal,
    contact::ContactForm,
    rule::Rule,
    site::{Colors, Look, Settings},
    visitor::Token,
    words::{self as domain_words, Language, Words},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use service::{Service, site::Site, words};
use url::Url;

use crate::{
    state::AppState,
    walls::{misunderstood, refuse},
};

/// What may follow the address of a document: `?lang=es` is another language than the site's; `?tenant=7` a part of the
/// company that the address names and `?preset=sales` one of the site's presets (`CONTRACT 3.2 init`).
#[derive(Default, Deserialize)]
pub struct Wish {
    lang: Option<String>,
    tenant: Option<String>,
    preset: Option<String>,
}

impl Wish {
    /// What can not be read is no wish.
    pub(crate) fn of(query: Result<Query<Self>, QueryRejection>) -> Self {
        query.map(|Query(wish)| wish).unwrap_or_default()
    }

    /// A language that is not spoken here is no wish (`CONTRACT 2.2 locale`).
    pub(crate) fn language(&self) -> Option<Language> {
        Language::parse(self.lang.as_deref()?)
    }

    /// The site that is meant: that of the tenant if it has one, and as the preset has it.
    pub(crate) async fn site(&self, service: &Service, id: &str) -> service::Result<Site> {
        let of_tenant = match &self.tenant {
            Some(tenant) => service.site(&format!("{id}/{tenant}")).await.ok(),
            None => None,
        };
        let site = match of_tenant {
            Some(site) => site,
            None => service.site(id).await?,
        };
        Ok(site.in_preset(self.preset.as_deref()))
    }
}

/// What the frame's script needs to know; read by `frontend/embed/src/frame`.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) struct FrameConfig {
    pub(crate) look: Look,
    pub(crate) domains: Vec<String>,
    /// Whether pages may speak for their visitor (`CONTRACT 1.6.1`), where the owner has chosen; the annex reads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) extras: Option<bool>,
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
        // The panel brings its own words along.
        let look = Look { words: words::for_frame(&look.words), ..look };
        Self {
            look,
            extras: site.settings.extras,
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

const EMBEDDER_POLICY: HeaderName = HeaderName::from_static("cross-origin-embedder-policy");

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
    set(EMBEDDER_POLICY, "require-corp");
}

/// `GET /frame/{site}`
pub async fn document(
    State(state): State<AppState>,
    Path(id): Path<String>,
    query: Result<Query<Wish>, QueryRejection>,
) -> Response {
    let wish = Wish::of(query);
    let site = match wish.site(&state.service, &id).await {
        Ok(site) => site,
        Err(error) => return refuse(error.into_refusal()),
    };
    let look = site.look(wish.language());
    let lang = look.language.tag();
    let title = view! { <title>{look.word("chat").to_owned()}</title> }.to_html();
    let config = script_json(&FrameConfig::new(&state, &site, look, "frame", None));
    let script = &state.context.assets.frame_script;
    let html = format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><meta charset=\"utf-8\">{title}\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, interactive-widget=resizes-content\">\
         <body><script type=\"application/json\" id=\"usher-frame\">{config}</script>\
         <script type=\"module\" src=\"{script}\"></script>"
    );
    let mut response = Html(html).into_response();
    let own_form = own_form(&site);
    let mut policy = policy(&state, &site.frame_ancestors(), "'none'", "");
    if let Some(origin) = &own_form {
        policy.push_str("; frame-src ");
        policy.push_str(origin);
    }
    // Short: after a deploy the document names bundles that must fit the panel the new server renders.
    isolate(&mut response, &policy, "public, max-age=60");
    if own_form.is_some() {
        // An owner's page does not say that it may be shown inside such a document.
        response.headers_mut().remove(EMBEDDER_POLICY);
    }
    response
}

/// Where the owner's own form comes from, if there is one.
fn own_form(site: &Site) -> Option<String> {
    let address = Url::parse(&site.settings.contact_form.own_page).ok()?;
    Some(address.origin().ascii_serialization())
}

/// What only the pages of one vendor want to know of a site.
#[derive(Serialize)]
struct Annex {
    /// Its automatic actions, which pages may read, too (`CONTRACT 1.2 jivo_config.rules`).
    rules: Vec<Rule>,
    /// What forms ask for.
    contact_form: ContactForm,
    /// Why nobody can be called back; None if that is possible (`CONTRACT 1.6 isCallbackEnabled`).
    callback: Option<&'static str>,
    /// Whether it takes somebody who is online; the frame knows whether there is one.
    needs_operator: bool,
}

/// `GET /frame/{site}/annex`: apart from the document, since most frames have no use for it.
pub async fn annex(State(state): State<AppState>, Path(id): Path<String>) -> Response {
    let site = match state.service.site(&id).await {
        Ok(site) => site,
        Err(error) => return refuse(error.into_refusal()),
    };
    let callback = match state.service.office(&site).await {
        Ok(callback) => callback,
        Err(error) => return refuse(error.into_refusal()),
    };
    let Settings { rules, contact_form, calls, .. } = site.settings;
    let annex = Annex { rules, contact_form, callback, needs_operator: calls.twilio.is_none() };
    let mut response = Json(annex).into_response();
    isolate(&mut response, "default-src 'none'; frame-ancestors 'none'", "public, max-age=10");
    response
}

/// What a page wants otherwise than the site has it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Overrides {
    /// Another language; one that is not spoken here is none.
    language: Option<String>,
    /// Other words; keys that the panel has no use for are none (`CONTRACT 2.3 setLocale`).
    words: Words,
    /// Other colours; what is no `#rrggbb` is none (`CONTRACT 2.3 setColors`).
    colors: Colors,
    /// One of the site's presets (`CONTRACT 3.2 init`); see [`Site::in_preset`].
    pub(crate) preset: Option<String>,
}

impl Overrides {
    /// The look of a site that is in its preset, as the page wants it.
    ///
    /// # Errors
    /// `too_long` for words that nobody would read.
    pub(crate) fn look(&self, site: &Site) -> Result<Look, Refusal> {
        domain_words::check(&self.words)?;
        let mut look = site.look(self.language.as_deref().and_then(Language::parse));
        words::overlay(&mut look.words, &self.words);
        look.word("headerTitle").to_owned().clone_into(&mut look.title);
        look.colors.overlay(&self.colors);
        Ok(look)
    }
}

/// The visitor's token, if the frame has one.
///
/// # Errors
/// `invalid` for one that is none.
pub(crate) fn bearer(headers: &HeaderMap) -> Result<Option<Token>, Refusal> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.strip_prefix("Bearer ")).map(Token::parse).transpose()
}

/// `POST /frame/{site}/panel`: the panel as its visitor sees it and its page wants it, for the frame's script to insert.
pub async fn panel(
    State(state): State<AppState>,
    Path(id): Path<String>,
    client_address: Option<Extension<ClientAddress>>,
    headers: HeaderMap,
    overrides: Result<Json<Overrides>, JsonRejection>,
) -> Response {
    let overrides = match overrides {
        Ok(Json(overrides)) => overrides,
        Err(rejection) => return refuse(misunderstood(&rejection.body_text())),
    };
    let token = match bearer(&headers) {
        Ok(token) => token,
        Err(refusal) => return refuse(refusal),
    };
    let rendered = async {
        if let Some(Extension(ClientAddress(address))) = client_address {
            state.service.limits().command(address)?;
        }
        let site = state.service.site(&id).await?.in_preset(overrides.preset.as_deref());
        let look = overrides.look(&site)?;
        panel_state(&state, &site, look, token.as_ref()).await
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

/// The words of a language, complete.
#[derive(Serialize)]
struct Lexicon {
    language: Language,
    words: Words,
}

/// `GET /frame/{site}/words/{lang}`: what the panel says in another language (`CONTRACT 2.3 setLanguage`).
pub async fn lexicon(
    State(state): State<AppState>,
    Path((id, language)): Path<(String, String)>,
    query: Result<Query<Wish>, QueryRejection>,
) -> Response {
    let Some(language) = Language::parse(&language) else { return refuse(Refusal::not_found()) };
    match Wish::of(query).site(&state.service, &id).await {
        Ok(site) => {
            let Look { language, words, .. } = site.look(Some(language));
            let caching = [(header::CACHE_CONTROL, "public, max-age=60")];
            (caching, Json(Lexicon { language, words })).into_response()
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
    let look = Look { words: words::for_panel(&look.words), ..look };
    let mut panel =
        PanelState { look, online: state.service.answers(site, None).online, ..PanelState::default() };
    panel.thread.talk = view.talk;
    panel.thread.lines = view.messages;
    panel.thread.more = view.more;
    Ok(panel)
}
