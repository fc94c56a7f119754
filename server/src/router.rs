//! The list of routes and layers, readable top to bottom.

use app::desk::{App, shell};
use axum::{
    Router,
    extract::State,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    response::IntoResponse,
    routing::{get, post},
};
use leptos_axum::{LeptosRoutes as _, generate_route_list, handle_server_fns_with_context};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

use crate::{
    assets, chat, frame, live, mobile, partner, preview, scene, settings, state::AppState, twilio, walls,
};

/// The paths of all routes but the desk's pages, which [`App`] lists, and the server functions, which list themselves.
pub mod path {
    /// The hidden frame's document.
    pub const FRAME: &str = "/frame/{site}";
    /// The panel inside it.
    pub const PANEL: &str = "/frame/{site}/panel";
    /// What it says in another language.
    pub const WORDS: &str = "/frame/{site}/words/{lang}";
    /// What only one vendor's pages want to know.
    pub const ANNEX: &str = "/frame/{site}/annex";
    /// Its forms.
    pub const SCENE: &str = "/frame/{site}/scene/{scene}";
    /// The full-page chat.
    pub const CHAT: &str = "/chat/{site}";
    /// The form for who finds nobody there.
    pub const OFFLINE: &str = "/chat/{site}/offline";
    /// What comes after it.
    pub const OFFLINE_SENT: &str = "/chat/{site}/offline/success";
    /// The settings' first page.
    pub const SETTINGS: &str = "/settings";
    /// Every other page of the settings.
    pub const SETTINGS_PAGE: &str = "/settings/{*path}";
    /// How sites come onto their pages.
    pub const INSTALL: &str = "/install";
    /// How a site looks with settings that are not saved yet.
    pub const PREVIEW: &str = "/preview/{site}";
    /// Server functions.
    pub const API: &str = "/api/{*path}";
    /// The websocket.
    pub const LIVE: &str = "/live";
    /// How a call goes on that Twilio makes.
    pub const TWILIO: &str = "/calls/twilio/{call}/{leg}";
    /// What a bot says.
    pub const BOT: &str = "/webhooks/{bot}/{token}";
    /// What a channel brings.
    pub const CHANNEL: &str = "/{secret}/{channel}";
    /// Whether somebody answers on it.
    pub const CHANNEL_STATUS: &str = "/{secret}/{channel}/status";
    /// What our pages load.
    pub const ASSET: &str = "/assets/{name}";
    /// What customers' pages load.
    pub const LOADER: &str = "/widget/{name}";
    /// The same for pages that were written for Chatra.
    pub const CHATRA: &str = "/chatra.js";
    /// The same for pages that were written for Brevo Conversations.
    pub const BREVO: &str = "/brevo-conversations.js";
    /// The same for pages that were written for Jivo and name their site in an attribute.
    pub const JIVO: &str = "/widget.js";
    /// The same for pages that were written for onWebChat, whose address names the site.
    pub const ONWEBCHAT: &str = "/clientchat/{*chat}";
    /// The page that apps show which have mluvii's library.
    pub const MOBILE: &str = "/MobileSdkWidget";
    /// Jivo's older address.
    pub const JIVO_SCRIPT: &str = "/script/widget/{id}";
    /// Jivo's older address for pages that ask where the visitor is.
    pub const JIVO_GEO: &str = "/script/geo-widget/{id}";
    /// Whether the program runs.
    pub const ALIVE: &str = "/health/live";
    /// Whether it takes requests.
    pub const READY: &str = "/health/ready";
    /// All of them; a test walks this list.
    pub const ALL: [&str; 29] = [
        FRAME,
        PANEL,
        WORDS,
        ANNEX,
        SCENE,
        CHAT,
        OFFLINE,
        OFFLINE_SENT,
        SETTINGS,
        SETTINGS_PAGE,
        INSTALL,
        PREVIEW,
        API,
        LIVE,
        TWILIO,
        BOT,
        CHANNEL,
        CHANNEL_STATUS,
        ASSET,
        LOADER,
        CHATRA,
        BREVO,
        JIVO,
        JIVO_SCRIPT,
        JIVO_GEO,
        ONWEBCHAT,
        MOBILE,
        ALIVE,
        READY,
    ];
}

/// Everything the program answers.
pub fn router(state: &AppState) -> Router {
    let context = state.context.clone();
    let pages = generate_route_list(App);
    let provide = {
        let context = context.clone();
        move || context.provide()
    };
    let server_fn_context = context.clone();
    let missing = {
        let context = context.clone();
        leptos_axum::render_app_async_with_context(move || context.provide(), shell)
    };
    let documents = Router::new()
        .route(path::FRAME, get(frame::document))
        .route(path::PANEL, post(frame::panel))
        .route(path::WORDS, get(frame::lexicon))
        .route(path::ANNEX, get(frame::annex))
        .route(path::CHAT, get(chat::page).post(chat::say))
        .route(path::SCENE, post(scene::scene))
        .route(path::OFFLINE, get(scene::page).post(scene::leave))
        .route(path::OFFLINE_SENT, get(scene::sent))
        .route(path::SETTINGS, get(settings::page))
        .route(path::SETTINGS_PAGE, get(settings::page).post(settings::form))
        .route(path::INSTALL, get(settings::page))
        .route(path::PREVIEW, get(preview::document))
        .route(path::MOBILE, get(mobile::document))
        .route(
            path::API,
            post(move |request| {
                let context = server_fn_context.clone();
                handle_server_fns_with_context(move || context.provide(), request)
            }),
        )
        .leptos_routes_with_context(state, pages, provide, shell)
        .fallback(missing.clone())
        .layer(CompressionLayer::new());
    let unless_removed = from_fn_with_state(state.clone(), assets::unless_removed);
    // Asked by servers, not by pages: who asks is known by a signature or by a secret.
    let servers = Router::new()
        .route(path::TWILIO, post(twilio::heard))
        .route(path::BOT, post(partner::bot))
        // Every address of two parts that is nothing else looks like this one.
        .route(path::CHANNEL, post(partner::channel).fallback(missing))
        .route(path::CHANNEL_STATUS, get(partner::channel_online))
        .layer(from_fn(walls::body_limit));
    Router::new()
        .merge(documents)
        .route(path::LIVE, get(live::upgrade))
        .route(path::ASSET, get(assets::asset))
        .route(path::LOADER, get(assets::loader).layer(unless_removed.clone()))
        .route(path::CHATRA, get(assets::chatra))
        .route(path::BREVO, get(assets::brevo))
        .route(path::JIVO, get(assets::jivo))
        .route(path::ONWEBCHAT, get(assets::onwebchat))
        .route(path::JIVO_SCRIPT, get(assets::jivo).layer(unless_removed.clone()))
        .route(path::JIVO_GEO, get(assets::jivo).layer(unless_removed))
        .route(path::ALIVE, get(|| async { "ok" }))
        .route(path::READY, get(ready))
        .layer(from_fn(walls::body_limit))
        .layer(from_fn_with_state(state.clone(), walls::same_origin))
        .merge(servers)
        .layer(CatchPanicLayer::custom(walls::panicked))
        .layer(from_fn_with_state(state.clone(), walls::headers))
        .layer(from_fn_with_state(state.clone(), walls::client_address))
        .with_state(state.clone())
}

/// Whether a balancer may send people here.
async fn ready(State(state): State<AppState>) -> impl IntoResponse {
    if state.shutdown.has_begun() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping");
    }
    match state.service.probe().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}
