//! The database: SQLite by default, PostgreSQL by URL, one schema and one SQL text for both.
//!
//! [`Db::read`] gives a [`Tx`] to look with; [`Db::write`] runs a [`Command`] in a transaction and
//! returns after the commit is on disk. On SQLite one writer groups waiting commands into one
//! commit; on PostgreSQL each command is a transaction of its own.

pub mod archive;
mod claim;
mod error;
pub mod migrate;
mod statistics;
mod tx;
mod wal;
mod writer;

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, Once};
use std::time::Duration;

use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::{Clock, Error};
use sqlx::Connection as _;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyPool, AssertSqlSafe, Executor as _};

pub use error::{DbResult, db};
pub use migrate::Migration;
pub use tx::{Tx, WriteTx};

use crate::entropy::Entropy;
use writer::Writer;

pub use writer::Hold;

/// Which database this is. Only this module and the positioner may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file on this machine.
    Sqlite,
    /// A server.
    Postgres,
}

/// One change of the city's state. It may run twice (a group is rolled back when one of its
/// commands fails, and each is then run alone), so it keeps no state of its own, touches only its
/// transaction, and does slow cryptography before.
pub trait Command: Send + Sync + 'static {
    /// What the caller gets after the commit.
    type Output: Send + 'static;

    /// Reads, decides and writes; every change of a public matter appends its fact here.
    fn run(&self, tx: &mut WriteTx<'_>) -> impl Future<Output = Result<Self::Output>> + Send;
}

/// A handle to the database, cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    backend: Backend,
    /// The file, on SQLite.
    file: PathBuf,
    readers: AnyPool,
    writer: Writer,
    clock: Clock,
    entropy: Entropy,
    changed: Arc<tokio::sync::Notify>,
    claims: claim::Claims,
}

/// How many commands one commit may hold. Beyond it latency grows and the rate does not.
pub const GROUP: usize = 64;

impl Db {
    /// Opens the database at `url` (`sqlite:///path` or `postgres://...`) and brings its schema up
    /// to `migrations`. Where an [`archive::Archiver`] follows, no connection may empty the log by
    /// itself: then `archived` is true.
    ///
    /// # Errors
    /// When the database cannot be reached or a migration fails; the message names the cause.
    pub async fn open(
        url: &str,
        migrations: &[Migration],
        clock: Clock,
        entropy: Entropy,
        archived: bool,
    ) -> Result<Self> {
        install_drivers();
        let backend = backend_of(url)?;
        let options = AnyConnectOptions::from_str(url).map_err(db)?;
        let mut first = sqlx::AnyConnection::connect_with(&options).await.map_err(db)?;
        prepare_raw(backend, archived, &mut first).await.map_err(db)?;
        migrate::run(&mut first, backend, migrations, clock.now()).await?;

        let readers = pool(backend, archived, 8).connect_with(options.clone()).await.map_err(db)?;
        let changed = Arc::new(tokio::sync::Notify::new());
        let writer = match backend {
            Backend::Sqlite => Writer::grouping(first, clock.clone(), entropy.clone()),
            Backend::Postgres => {
                first.close().await.map_err(db)?;
                Writer::direct(
                    pool(backend, archived, 16).connect_with(options.clone()).await.map_err(db)?,
                )
            }
        };
        let file = file_of(backend, url)?;
        let claims = claim::Claims::new(options);
        let inner = Inner { backend, file, readers, writer, clock, entropy, changed, claims };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The file of a SQLite database.
    pub fn file(&self) -> &Path {
        &self.inner.file
    }

    /// Lets the writer finish what it is in and stand still until the hold is dropped.
    ///
    /// # Errors
    /// On PostgreSQL, or when the writer has stopped.
    pub async fn hold(&self) -> Result<Hold> {
        self.inner.writer.hold().await
    }

    /// Which database this is.
    pub fn backend(&self) -> Backend {
        self.inner.backend
    }

    /// A connection to look with. Each statement sees what was committed before it.
    ///
    /// # Errors
    /// When no connection is free in time.
    pub async fn read(&self, tenant: TenantId) -> Result<Tx<'static>> {
        let conn = self.inner.readers.acquire().await.map_err(db)?;
        Ok(Tx::owned(conn, tenant))
    }

    /// Runs `command` and returns once its commit is durable.
    ///
    /// # Errors
    /// Whatever the command refuses with, or an internal error when the database fails; in both
    /// cases nothing of the command is left behind.
    pub async fn write<C: Command>(&self, tenant: TenantId, command: C) -> Result<C::Output> {
        let inner = &self.inner;
        let output = inner.writer.run(tenant, command, &inner.clock, &inner.entropy).await?;
        inner.changed.notify_waiters();
        Ok(output)
    }

    /// Wakes up after a commit by this process.
    pub fn changed(&self) -> Arc<tokio::sync::Notify> {
        Arc::clone(&self.inner.changed)
    }

    /// The clock that commands see.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// The source of randomness that commands see.
    pub fn entropy(&self) -> &Entropy {
        &self.inner.entropy
    }

    /// All tenants, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tenants(&self) -> Result<Vec<TenantId>> {
        let mut conn = self.inner.readers.acquire().await.map_err(db)?;
        let rows: Vec<(i64,)> = sqlx::query_as("SELECT tenant_id FROM tenant ORDER BY tenant_id")
            .fetch_all(&mut *conn)
            .await
            .map_err(db)?;
        Ok(rows.into_iter().map(|(id,)| TenantId(id)).collect())
    }

    /// Writes a consistent copy of a SQLite database to `path`, while others go on working.
    ///
    /// # Errors
    /// On PostgreSQL (use `pg_dump`), or when the copy cannot be written.
    pub async fn copy_to(&self, path: &str) -> Result<()> {
        if self.inner.backend == Backend::Postgres {
            return Err(Error::internal("VACUUM INTO is for SQLite; PostgreSQL has pg_dump"));
        }
        let mut conn = self.inner.readers.acquire().await.map_err(db)?;
        sqlx::query("VACUUM INTO $1")
            .bind(path.to_owned())
            .execute(&mut *conn)
            .await
            .map_err(db)?;
        Ok(())
    }

    /// Claims the publishing of a city's log for this process. The claim ends with the process,
    /// however that ends, or with [`Db::close`]; claiming again is free. False while another process
    /// has it.
    ///
    /// # Errors
    /// When the database or, on SQLite, its folder cannot be reached.
    pub async fn claim(&self, tenant: TenantId) -> Result<bool> {
        let inner = &self.inner;
        inner.claims.claim(inner.backend, &inner.file, tenant).await
    }

    /// Waits for the last commit and closes all connections.
    pub async fn close(&self) {
        self.inner.writer.close().await;
        self.inner.readers.close().await;
        self.inner.claims.drop_all().await;
    }
}

fn install_drivers() {
    static ONCE: Once = Once::new();
    ONCE.call_once(sqlx::any::install_default_drivers);
}

fn backend_of(url: &str) -> Result<Backend> {
    if url.starts_with("sqlite:") {
        return Ok(Backend::Sqlite);
    }
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(Backend::Postgres);
    }
    Err(Error::internal("the database URL must begin with sqlite:// or postgres://"))
}

fn file_of(backend: Backend, url: &str) -> Result<PathBuf> {
    match backend {
        Backend::Postgres => Ok(PathBuf::new()),
        Backend::Sqlite => {
            let options = sqlx::sqlite::SqliteConnectOptions::from_str(url).map_err(db)?;
            Ok(options.get_filename().to_owned())
        }
    }
}

/// How long a request waits for a database that is being started again.
const ACQUIRE: Duration = Duration::from_secs(10);

fn pool(backend: Backend, archived: bool, size: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(ACQUIRE)
        .test_before_acquire(backend == Backend::Postgres)
        .after_connect(move |conn, _| Box::pin(prepare_raw(backend, archived, conn)))
}

/// How often SQLite waits for the disk. A trial of power cuts names another word in
/// `BENING_TEST_SYNCHRONOUS`, to see that it loses.
fn synchronous() -> String {
    #[cfg(feature = "testing")]
    if let Ok(word) = std::env::var("BENING_TEST_SYNCHRONOUS") {
        return word;
    }
    "FULL".to_owned()
}

/// `synchronous=FULL` on every connection: NORMAL lost acknowledged commits in power-cut trials.
async fn prepare_raw(
    backend: Backend,
    archived: bool,
    conn: &mut sqlx::AnyConnection,
) -> sqlx::Result<()> {
    if backend == Backend::Sqlite {
        conn.execute("PRAGMA busy_timeout = 10000").await?;
        conn.execute("PRAGMA journal_mode = WAL").await?;
        conn.execute(AssertSqlSafe(format!("PRAGMA synchronous = {}", synchronous()))).await?;
        conn.execute("PRAGMA foreign_keys = ON").await?;
        // Nine connections, 4 MiB each; the file cache of the system holds the rest.
        conn.execute("PRAGMA cache_size = -4096").await?;
        if archived {
            conn.execute("PRAGMA wal_autocheckpoint = 0").await?;
        }
    }
    Ok(())
}
