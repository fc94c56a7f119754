//! What a page begins with, on its way from the server to the browser.

use std::{fmt, str::FromStr};

use domain::Refusal;
use serde::{Serialize, de::DeserializeOwned};

use crate::desk::response;

/// What came of asking for it. It travels inside the page as JSON, written by the server alone and read by the reader that
/// server functions use: a second writer and a second reader of the same types would be a tenth of the desk's wasm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome<T>(pub Result<T, Refusal>);

impl<T: Serialize> fmt::Display for Outcome<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&response::json(&self.0))
    }
}

impl<T: DeserializeOwned> FromStr for Outcome<T> {
    type Err = serde_json::Error;

    fn from_str(json: &str) -> Result<Self, Self::Err> {
        serde_json::from_slice(json.as_bytes()).map(Self)
    }
}
