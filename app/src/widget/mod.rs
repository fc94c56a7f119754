//! What the visitor sees: the panel inside the frame, and the same panel full-page at `/chat/{site}`.

pub mod api;

/// Takes over the panel that the server rendered.
#[cfg(feature = "hydrate")]
pub fn hydrate() {}
