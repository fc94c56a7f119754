//! Engine dispatch: the only place that names an engine in every method.

use std::{str::FromStr, time::Duration};

use domain::OrganisationId;
use sqlx::{
    Encode, FromRow, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction, Type,
    postgres::{PgArguments, PgConnectOptions, PgPool, PgPoolOptions, PgRow},
    query::Query as SqlxQuery,
    sqlite::{
        SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
        SqliteSynchronous,
    },
};

use crate::{
    Directory, Error, Result,
    writer::{Lease, Writer},
};

/// A value both engines bind with the same meaning.
pub trait Bind<'q>: Encode<'q, Sqlite> + Type<Sqlite> + Encode<'q, Postgres> + Type<Postgres> + Send {}
impl<'q, T> Bind<'q> for T where
    T: Encode<'q, Sqlite> + Type<Sqlite> + Encode<'q, Postgres> + Type<Postgres> + Send
{
}

/// A row both engines decode. `#[derive(FromRow)]` gives both at once.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// Which engine keeps the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, one file.
    Sqlite,
    /// A server.
    Postgres,
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store(Pools);

#[derive(Clone)]
enum Pools {
    Sqlite { read: SqlitePool, writer: Writer },
    Postgres(PgPool),
}

/// The URL of a database names no engine that Usher knows; nothing was created.
#[derive(Debug, thiserror::Error)]
#[error("database_url: “{0}…” is unknown; sqlite:FILE or postgres://USER@HOST/NAME are expected")]
pub struct UnknownScheme(String);

impl Engine {
    /// Tells the engine by the scheme of a database URL.
    ///
    /// # Errors
    /// Anything but `sqlite:`, `postgres:` and `postgresql:`.
    pub fn of(url: &str) -> std::result::Result<Self, UnknownScheme> {
        match url.split_once(':').map_or("", |(scheme, _)| scheme) {
            "sqlite" => Ok(Self::Sqlite),
            "postgres" | "postgresql" => Ok(Self::Postgres),
            other => Err(UnknownScheme(other.chars().take(12).collect())),
        }
    }
}

/// Long enough for a queue of writers, short enough that a caller learns of a dead database.
const ACQUIRE: Duration = Duration::from_secs(5);

impl Store {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// An unknown scheme, a database that can not be reached or written, or one of a newer version.
    pub async fn open(url: &str) -> Result<Self> {
        let store = match Engine::of(url).map_err(|error| Error::Driver(error.to_string()))? {
            Engine::Sqlite => Self::open_sqlite(url).await?,
            Engine::Postgres => Self::open_postgres(url).await?,
        };
        Ok(store)
    }

    async fn open_sqlite(url: &str) -> Result<Self> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An ack means "on the disk": NORMAL could forget the last commits when the power fails.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(ACQUIRE);
        let migrating = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        sqlx::migrate!("../../migrations/sqlite").run(&migrating).await.map_err(|error| migration(&error))?;
        migrating.close().await;
        let writer = Writer::start(options.clone()).await?;
        let read = SqlitePoolOptions::new()
            .max_connections(8)
            .acquire_timeout(ACQUIRE)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self(Pools::Sqlite { read, writer }))
    }

    async fn open_postgres(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)?.options([("synchronous_commit", "on")]);
        let pool =
            PgPoolOptions::new().max_connections(16).acquire_timeout(ACQUIRE).connect_with(options).await?;
        sqlx::migrate!("../../migrations/postgres").run(&pool).await.map_err(|error| migration(&error))?;
        Ok(Self(Pools::Postgres(pool)))
    }

    /// Which engine this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.0 {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// The handle to one organisation's rows.
    #[must_use]
    pub fn organisation(&self, id: OrganisationId) -> Organisation {
        Organisation { store: self.clone(), id }
    }

    /// The questions that come before an organisation is known.
    #[must_use]
    pub fn directory(&self) -> Directory {
        Directory { store: self.clone() }
    }

    /// Finishes what is under way and closes every connection.
    pub async fn close(&self) {
        match &self.0 {
            Pools::Sqlite { read, writer } => {
                writer.close().await;
                read.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    pub(crate) async fn begin_read(&self) -> Result<Connection> {
        Ok(match &self.0 {
            Pools::Sqlite { read, .. } => Connection::SqliteRead(read.begin().await?),
            Pools::Postgres(pool) => {
                // One snapshot for all statements, as SQLite gives by itself.
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Connection::Postgres(pool.begin_with(begin).await?)
            }
        })
    }

    pub(crate) async fn begin_write(&self) -> Result<Connection> {
        Ok(match &self.0 {
            Pools::Sqlite { writer, .. } => Connection::SqliteWrite(writer.lease().await?),
            Pools::Postgres(pool) => Connection::Postgres(pool.begin().await?),
        })
    }
}

fn migration(error: &sqlx::migrate::MigrateError) -> Error {
    Error::Driver(format!("migration: {error}"))
}

/// The only way to a tenant's rows.
#[derive(Clone)]
pub struct Organisation {
    store: Store,
    id: OrganisationId,
}

impl Organisation {
    /// Whose rows these are.
    #[must_use]
    pub fn id(&self) -> OrganisationId {
        self.id
    }

    /// A consistent view; writes fail.
    ///
    /// # Errors
    /// The database can not be reached.
    pub async fn read(&self) -> Result<Tx> {
        Ok(Tx { connection: self.store.begin_read().await?, organisation: self.id })
    }

    /// A transaction that may write. Keep it short and await nothing but the database in it: on SQLite it holds the
    /// only writer. Dropped without [`Tx::commit`] it leaves no trace.
    ///
    /// # Errors
    /// The database can not be reached.
    pub async fn write(&self) -> Result<Tx> {
        Ok(Tx { connection: self.store.begin_write().await?, organisation: self.id })
    }
}

/// A transaction of one organisation.
pub struct Tx {
    connection: Connection,
    organisation: OrganisationId,
}

impl Tx {
    /// Whose rows these are.
    #[must_use]
    pub fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    /// A statement with the organisation bound as `$1`.
    pub(crate) fn query(&mut self, sql: &'static str) -> Query<'_> {
        debug_assert!(sql.contains("organisation_id"), "a statement forgot its organisation: {sql}");
        self.connection.query(sql).bind(self.organisation)
    }

    /// Returns once everything is stored and synced.
    ///
    /// # Errors
    /// Nothing was stored.
    pub async fn commit(self) -> Result<()> {
        self.connection.commit().await
    }
}

pub(crate) enum Connection {
    SqliteRead(Transaction<'static, Sqlite>),
    SqliteWrite(Lease),
    Postgres(Transaction<'static, Postgres>),
}

impl Connection {
    pub(crate) fn query(&mut self, sql: &'static str) -> Query<'_> {
        Query(match self {
            Self::SqliteRead(tx) => Inner::Sqlite(&mut *tx, sqlx::query(sql)),
            Self::SqliteWrite(lease) => Inner::Sqlite(lease.connection(), sqlx::query(sql)),
            Self::Postgres(tx) => Inner::Postgres(&mut *tx, sqlx::query(sql)),
        })
    }

    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::SqliteRead(tx) => Ok(tx.commit().await?),
            Self::SqliteWrite(lease) => lease.commit().await,
            Self::Postgres(tx) => Ok(tx.commit().await?),
        }
    }
}

/// A statement on its way.
pub(crate) struct Query<'t>(Inner<'t>);

enum Inner<'t> {
    Sqlite(&'t mut SqliteConnection, SqlxQuery<'static, Sqlite, SqliteArguments>),
    Postgres(&'t mut PgConnection, SqlxQuery<'static, Postgres, PgArguments>),
}

impl Query<'_> {
    pub(crate) fn bind<'q>(self, value: impl Bind<'q>) -> Self {
        Query(match self.0 {
            Inner::Sqlite(connection, query) => Inner::Sqlite(connection, query.bind(value)),
            Inner::Postgres(connection, query) => Inner::Postgres(connection, query.bind(value)),
        })
    }

    /// Every row.
    pub(crate) async fn all<T: Row>(self) -> Result<Vec<T>> {
        let rows: sqlx::Result<Vec<T>> = match self.0 {
            Inner::Sqlite(connection, query) => {
                query.fetch_all(connection).await?.iter().map(T::from_row).collect()
            }
            Inner::Postgres(connection, query) => {
                query.fetch_all(connection).await?.iter().map(T::from_row).collect()
            }
        };
        Ok(rows?)
    }

    /// The row, if there is one.
    pub(crate) async fn maybe<T: Row>(self) -> Result<Option<T>> {
        let row = match self.0 {
            Inner::Sqlite(connection, query) => {
                query.fetch_optional(connection).await?.as_ref().map(T::from_row).transpose()
            }
            Inner::Postgres(connection, query) => {
                query.fetch_optional(connection).await?.as_ref().map(T::from_row).transpose()
            }
        };
        Ok(row?)
    }

    /// The row that must be there.
    pub(crate) async fn one<T: Row>(self, table: &'static str) -> Result<T> {
        self.maybe().await?.ok_or_else(|| Error::corrupt(table, &"a row is missing"))
    }

    /// Runs it; how many rows it changed.
    pub(crate) async fn run(self) -> Result<u64> {
        Ok(match self.0 {
            Inner::Sqlite(connection, query) => query.execute(connection).await?.rows_affected(),
            Inner::Postgres(connection, query) => query.execute(connection).await?.rows_affected(),
        })
    }
}
