//! Refusal or failure: the two ways in which a use case does not happen.

use domain::{Code, Refusal};

/// What every use case answers.
pub type Result<T> = std::result::Result<T, Error>;

/// Why it did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller is told why.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The caller is told that it was our fault; the cause goes to the log.
    #[error("{0}")]
    Failed(#[from] store::Error),
}

impl Error {
    /// A refusal about the field `ours` is one about `theirs`, as the other server calls it.
    #[must_use]
    pub(crate) fn about(self, ours: &str, theirs: &str) -> Self {
        match self {
            Self::Refused(refusal) if refusal.field.as_deref() == Some(ours) => {
                Self::Refused(Refusal { field: Some(theirs.to_owned()), ..refusal })
            }
            other => other,
        }
    }

    /// What may cross the boundary. A failure is logged here, once.
    #[must_use]
    pub fn into_refusal(self) -> Refusal {
        match self {
            Self::Refused(refusal) => refusal,
            Self::Failed(store::Error::Full) => {
                tracing::error!("storage is full");
                let message = "Nothing could be stored just now. It is kept and sent again.";
                Refusal { retry_after_ms: Some(2000), ..Refusal::new(Code::StorageFull, message) }
            }
            Self::Failed(store::Error::Conflict(constraint)) => {
                tracing::warn!(constraint, "a unique value was used twice at once");
                Refusal::new(Code::Conflict, "This was already used for something else.")
            }
            Self::Failed(error) => {
                tracing::error!(%error, "a use case failed");
                let message = "The server could not do this just now. Try again.";
                Refusal { retry_after_ms: Some(1000), ..Refusal::new(Code::Unavailable, message) }
            }
        }
    }
}
