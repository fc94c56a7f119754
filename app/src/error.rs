//! What a server function may answer when it did not happen.

use domain::{Code, Refusal};
use leptos::server_fn::{codec::JsonEncoding, error::FromServerFnError, error::ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// A [`Refusal`] as the error of a server function: `{code, message, field?, retry_after_ms?}` with the code's HTTP
/// status. It is the only error type in the signature of a server function, so that nothing inner can leak.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApiError(pub Refusal);

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ApiError {}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        #[cfg(feature = "ssr")]
        crate::context::set_status(refusal.code);
        Self(refusal)
    }
}

#[cfg(feature = "ssr")]
impl From<service::Error> for ApiError {
    fn from(error: service::Error) -> Self {
        Self::from(error.into_refusal())
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let refusal = match error {
            ServerFnErrorErr::Request(_) => Refusal::new(
                Code::Unavailable,
                "The server can not be reached. Check the connection, then try again.",
            ),
            #[cfg(feature = "ssr")]
            ServerFnErrorErr::Args(reason)
            | ServerFnErrorErr::MissingArg(reason)
            | ServerFnErrorErr::Deserialization(reason) => {
                Refusal::new(Code::Malformed, format!("The request was not understood: {reason}"))
            }
            _ => Refusal::new(Code::Unavailable, "The server could not do this just now. Try again."),
        };
        Self::from(refusal)
    }
}
