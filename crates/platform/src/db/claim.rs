//! Which process publishes, over one database. It only decides who works: that two never sign
//! against each other is the work of the epoch.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::path::Path;

use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, Connection as _};
use tokio::sync::Mutex;

use super::{Backend, db};

/// "BENING" in ASCII, in front of the tenant: nobody else's advisory lock has this number.
const NAMESPACE: i64 = 0x0042_454e_494e_4700;

/// The claims of this process.
#[derive(Debug)]
pub(super) struct Claims {
    options: AnyConnectOptions,
    held: Mutex<BTreeMap<TenantId, Held>>,
}

/// What the other process sees. The system lets go of both when the process ends.
#[derive(Debug)]
enum Held {
    /// A locked file beside the database.
    File(#[expect(dead_code, reason = "closing it gives the lock back")] File),
    /// A connection whose session has an advisory lock.
    Session(AnyConnection),
}

impl Claims {
    pub(super) fn new(options: AnyConnectOptions) -> Self {
        Self { options, held: Mutex::default() }
    }

    pub(super) async fn claim(
        &self,
        backend: Backend,
        database: &Path,
        tenant: TenantId,
    ) -> Result<bool> {
        let mut held = self.held.lock().await;
        let alive = match held.get_mut(&tenant) {
            Some(Held::File(_)) => true,
            // A database that was started again has forgotten the session.
            Some(Held::Session(session)) => session.ping().await.is_ok(),
            None => false,
        };
        if alive {
            return Ok(true);
        }
        held.remove(&tenant);
        let claim = match backend {
            Backend::Sqlite => file(database, tenant)?,
            Backend::Postgres => self.session(tenant).await?,
        };
        let free = claim.is_some();
        held.extend(claim.map(|claim| (tenant, claim)));
        Ok(free)
    }

    async fn session(&self, tenant: TenantId) -> Result<Option<Held>> {
        let mut session = AnyConnection::connect_with(&self.options).await.map_err(db)?;
        let (free,): (i64,) = sqlx::query_as(
            "SELECT CAST(CASE WHEN pg_try_advisory_lock($1) THEN 1 ELSE 0 END AS BIGINT)",
        )
        .bind(NAMESPACE ^ tenant.0)
        .fetch_one(&mut session)
        .await
        .map_err(db)?;
        Ok((free == 1).then_some(Held::Session(session)))
    }

    pub(super) async fn drop_all(&self) {
        for (_, held) in std::mem::take(&mut *self.held.lock().await) {
            if let Held::Session(session) = held
                && let Err(error) = session.close().await
            {
                tracing::debug!(%error, "the session of a claim had already ended");
            }
        }
    }
}

fn file(database: &Path, tenant: TenantId) -> Result<Option<Held>> {
    let mut name = database.as_os_str().to_owned();
    name.push(format!("-publisher-{}", tenant.0));
    let path = Path::new(&name);
    let at = |error: std::io::Error| Error::internal(error).context(path.display());
    let file = File::create(path).map_err(at)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Held::File(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(at(error)),
    }
}
