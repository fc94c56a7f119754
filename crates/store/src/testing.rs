//! Fresh databases for tests. Every test that stores something runs on both engines; see [`both`].

use std::{env, future::Future};

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tempfile::TempDir;
use uuid::Uuid;

use crate::Store;

/// Where the tests' PostgreSQL listens: a URL of a superuser without a database name. `script/postgres` sets it.
pub const POSTGRES: &str = "USHER_TEST_POSTGRES";

/// A database that is empty and nobody else's.
pub struct TestDatabase {
    /// Its URL.
    pub url: String,
    /// Keeps SQLite's folder until the test ends.
    _folder: Option<TempDir>,
}

impl TestDatabase {
    /// A file in a new folder.
    ///
    /// # Panics
    /// When the folder can not be made.
    #[must_use]
    pub fn sqlite() -> Self {
        #[expect(clippy::expect_used, reason = "a test without a folder has failed")]
        let folder = TempDir::new().expect("a temporary folder");
        Self { url: format!("sqlite:{}", folder.path().join("usher.db").display()), _folder: Some(folder) }
    }

    /// A new database on the tests' server.
    ///
    /// # Panics
    /// When the server is not there.
    #[expect(
        clippy::expect_used,
        reason = "a test without its server has failed; the sentence says what to do"
    )]
    pub async fn postgres() -> Self {
        let server = env::var(POSTGRES).expect(
            "USHER_TEST_POSTGRES is not set: run ./script/test, or eval \"$(script/postgres start)\"",
        );
        let name = format!("t{}", Uuid::new_v4().simple());
        let mut connection = PgConnection::connect(&format!("{server}/postgres"))
            .await
            .expect("the tests' PostgreSQL answers");
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.expect("a new database");
        connection.close().await.expect("closes");
        Self { url: format!("{server}/{name}"), _folder: None }
    }

    /// Opens it.
    ///
    /// # Panics
    /// When it can not be opened.
    #[expect(clippy::expect_used, reason = "a test without its database has failed")]
    pub async fn open(&self) -> Store {
        Store::open(&self.url).await.expect("the database opens")
    }
}

/// Runs a test on SQLite, then on PostgreSQL.
pub async fn both<F: Future<Output = ()>>(test: impl Fn(Store) -> F) {
    for database in [TestDatabase::sqlite(), TestDatabase::postgres().await] {
        let store = database.open().await;
        test(store.clone()).await;
        store.close().await;
    }
}
