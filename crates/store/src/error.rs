//! What can go wrong below: told apart only as far as a caller can do something about it.

/// A failed statement or commit. Nothing of the transaction was stored.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// A unique constraint was hit; the name says which.
    #[error("already there: {0}")]
    Conflict(String),
    /// The disk or the database's quota is full.
    #[error("storage is full")]
    Full,
    /// A row contradicts the schema or the types.
    #[error("corrupt row in {table}: {reason}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// What was found.
        reason: String,
    },
    /// The engine refused or could not be reached.
    #[error("database: {0}")]
    Driver(String),
}

/// SQLite's primary result codes for "no room": `SQLITE_FULL`, and `SQLITE_IOERR_WRITE` as some file systems report it.
const SQLITE_FULL: [&str; 2] = ["13", "778"];
/// PostgreSQL: `disk_full` and `out_of_memory` of shared storage.
const POSTGRES_FULL: [&str; 1] = ["53100"];

impl Error {
    pub(crate) fn of(error: &sqlx::Error) -> Self {
        if let sqlx::Error::Database(database) = error {
            if database.is_unique_violation() {
                return Self::Conflict(database.message().to_owned());
            }
            let code = database.code().unwrap_or_default();
            if SQLITE_FULL.contains(&code.as_ref()) || POSTGRES_FULL.contains(&code.as_ref()) {
                return Self::Full;
            }
        }
        Self::Driver(error.to_string())
    }

    pub(crate) fn corrupt(table: &'static str, reason: &dyn std::fmt::Display) -> Self {
        Self::Corrupt { table, reason: reason.to_string() }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::of(&error)
    }
}
