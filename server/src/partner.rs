//! Other servers that take part in conversations: bots and channels, in the vendor's form (`CONTRACT 1.9`).
//!
//! They know themselves by a secret in their address, and send no `Origin`. Bots are refused as the vendor's documents say,
//! by a status and `{"error": {"code", "message"}}`; channels by a status and a sentence.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use domain::{Code, Refusal, WebhookId};
use serde::de::DeserializeOwned;
use serde_json::json;
use service::{bot, channel};

use crate::{state::AppState, walls::misunderstood};

/// `POST /webhooks/{bot}/{token}`: a bot says something.
pub async fn bot(
    State(state): State<AppState>,
    Path((bot, token)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    let heard = async {
        let said: bot::Said = read(&body)?;
        state.service.hear_bot(id(&bot)?, &token, &said).await.map_err(service::Error::into_refusal)
    };
    match heard.await {
        Ok(()) => Json(json!({ "result": "ok" })).into_response(),
        Err(refusal) => {
            let error = json!({ "code": refusal.code, "message": sentence(&refusal) });
            (status(refusal.code), Json(json!({ "error": error }))).into_response()
        }
    }
}

/// `POST /{secret}/{channel}`: a channel brings something.
pub async fn channel(
    State(state): State<AppState>,
    Path((secret, channel)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    let heard = async {
        let brought: channel::Brought = read(&body)?;
        state
            .service
            .hear_channel(id(&channel)?, &secret, &brought)
            .await
            .map_err(service::Error::into_refusal)
    };
    match heard.await {
        Ok(()) => plain(StatusCode::OK, "OK".to_owned()),
        Err(refusal) => plain(channel_status(refusal.code), sentence(&refusal)),
    }
}

/// `GET /{secret}/{channel}/status`: `1` while somebody answers, else `0`.
pub async fn channel_online(
    State(state): State<AppState>,
    Path((secret, channel)): Path<(String, String)>,
) -> Response {
    let online = async {
        state.service.channel_online(id(&channel)?, &secret).await.map_err(service::Error::into_refusal)
    };
    match online.await {
        Ok(online) => plain(StatusCode::OK, u8::from(online).to_string()),
        Err(refusal) => plain(channel_status(refusal.code), sentence(&refusal)),
    }
}

fn id(raw: &str) -> Result<WebhookId, Refusal> {
    raw.parse().map_err(|_| Refusal::not_found())
}

/// Reads a body; what is wrong with it is named by its place.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| misunderstood(&format!("{}: {}", error.path(), error.inner())))
}

/// The vendor's servers know no 422.
fn status(code: Code) -> StatusCode {
    match StatusCode::from_u16(code.status()) {
        Ok(StatusCode::UNPROCESSABLE_ENTITY) => StatusCode::BAD_REQUEST,
        Ok(status) => status,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Every 4xx is the last word to a channel, so what may be tried again is none.
fn channel_status(code: Code) -> StatusCode {
    match code {
        Code::TooManyRequests => StatusCode::SERVICE_UNAVAILABLE,
        code => status(code),
    }
}

fn sentence(refusal: &Refusal) -> String {
    match &refusal.field {
        Some(field) => format!("{field}: {}", refusal.message),
        None => refusal.message.clone(),
    }
}

fn plain(status: StatusCode, words: String) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], words).into_response()
}
