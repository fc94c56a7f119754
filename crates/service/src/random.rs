//! Ids and secrets.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use domain::{ClientMessageId, Code, Refusal, webhook::Purpose};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::Result;

/// 256 random bits as 43 characters of base64url: a session or a visitor's token.
///
/// # Errors
/// The operating system has no randomness to give.
pub fn new_token() -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(bytes::<32>()?))
}

/// A random client id, for forms of browsers without JavaScript.
///
/// # Errors
/// The operating system has no randomness to give.
pub fn new_client_id() -> Result<ClientMessageId> {
    Ok(ClientMessageId(uuid::Builder::from_random_bytes(bytes::<16>()?).into_uuid()))
}

/// What a webhook is signed with: `whsec_` and 256 random bits in base64, as Standard Webhooks has it. Of a channel or a bot,
/// a part of its address.
pub(crate) fn webhook_secret(purpose: Purpose) -> Result<String> {
    match purpose {
        Purpose::Events => Ok(format!("whsec_{}", STANDARD.encode(bytes::<32>()?))),
        Purpose::Channel | Purpose::Bot => new_token(),
    }
}

/// A short public id, easy to read out: 12 of 31 characters, 59 bits. It names a site, it is no secret.
pub(crate) fn public_id() -> Result<String> {
    const ALPHABET: &[u8; 31] = b"abcdefghijkmnpqrstuvwxyz2345678";
    let pick = |byte: u8| ALPHABET.get(usize::from(byte) % ALPHABET.len()).copied().map(char::from);
    Ok(bytes::<12>()?.into_iter().filter_map(pick).collect())
}

/// A time-ordered id for a row.
pub(crate) fn row_id() -> Uuid {
    Uuid::now_v7()
}

/// An id that the same name always leads to within a `space`, and no other name.
pub(crate) fn named(space: Uuid, name: &str) -> Uuid {
    let digest = Sha256::new().chain_update(space.as_bytes()).chain_update(name.as_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// What the database keeps of a secret.
pub(crate) fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

fn bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        tracing::error!(%error, "no randomness");
        Refusal::new(Code::Unavailable, "The server could not do this just now. Try again.")
    })?;
    Ok(bytes)
}
