//! Jobs: work that follows a command, enqueued in the command's own transaction, so that it exists
//! exactly when the command does. A job runs at least once; its handler makes a repetition
//! harmless.

#[cfg(test)]
mod tests;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, join_all};
use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::JobId;
use serde::Serialize;
use sqlx::FromRow;

use crate::app::App;
use crate::db::{Command, WriteTx, db};
use crate::journal::uuid;

/// How long a claimed job belongs to its worker. A worker that died gives it back this late.
pub const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// How often a job is tried before it is `dead`. With [`backoff`] that is about 32 hours, so mail
/// outlives a server that is down for a night.
pub const ATTEMPTS: i64 = 16;

/// How many jobs one claim takes. They run side by side, within one lease.
const BATCH: i64 = 16;

const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(15);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(6);

/// Does the jobs of one kind.
pub trait JobHandler: Send + Sync {
    /// The kind, such as `message.send`.
    fn kind(&self) -> &'static str;

    /// Does the job. It may have been done before, wholly or in part.
    ///
    /// An error is tried again later; its operator's context is kept and logged, so it holds no
    /// personal data.
    fn run<'a>(
        &'a self,
        app: &'a App,
        tenant: TenantId,
        payload: serde_json::Value,
    ) -> BoxFuture<'a, Result<()>>;
}

/// Enqueues a job of `kind` for `run_at`. The payload holds ids only, never personal data: the
/// table is not encrypted.
///
/// # Errors
/// When the payload cannot be written as JSON or the database fails.
pub async fn enqueue(
    tx: &mut WriteTx<'_>,
    kind: &'static str,
    payload: &(impl Serialize + Sync),
    run_at: Timestamp,
) -> Result<JobId> {
    let payload = serde_json::to_string(payload).map_err(Error::internal)?;
    let now = tx.now();
    let id = JobId::new(now, tx.rng());
    sqlx::query(
        "INSERT INTO job (tenant_id, job_id, kind, payload, state, run_at, attempts, last_error) \
         VALUES ($1, $2, $3, $4, 'ready', $5, 0, '')",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .bind(kind)
    .bind(payload)
    .bind(run_at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(id)
}

/// Claims the jobs whose time has come, at most a batch, runs them and returns how many there
/// were. A job that fails runs again after [`backoff`]; the failure is its own and not an error
/// here.
///
/// # Errors
/// When the database fails.
pub async fn run_ready(
    app: &App,
    tenant: TenantId,
    handlers: &[Arc<dyn JobHandler>],
) -> Result<usize> {
    // A look costs no commit; most looks find nothing.
    if !anything_due(app, tenant).await? {
        return Ok(0);
    }
    let claimed = app.db.write(tenant, Claim).await?;
    let count = claimed.len();
    let outcomes = join_all(claimed.into_iter().map(|job| work(app, tenant, handlers, job))).await;
    outcomes.into_iter().collect::<Result<Vec<()>>>()?;
    Ok(count)
}

/// How long a job waits after its failed attempt number `attempts`: 15 s, doubled each time, at
/// most 6 h.
pub fn backoff(attempts: i64) -> SignedDuration {
    let doublings = u32::try_from(attempts.clamp(1, ATTEMPTS) - 1).unwrap_or(0);
    FIRST_PAUSE.saturating_mul(1 << doublings).min(LONGEST_PAUSE)
}

async fn work(
    app: &App,
    tenant: TenantId,
    handlers: &[Arc<dyn JobHandler>],
    job: Claimed,
) -> Result<()> {
    let outcome = attempt(app, tenant, handlers, &job).await;
    let labels = [("kind", job.kind.clone()), ("outcome", word(&outcome).to_owned())];
    metrics::counter!("bening_jobs_total", &labels).increment(1);
    if let Err(error) = &outcome {
        log(&job, error)?;
    }
    app.db.write(tenant, Finish { job, error: outcome.err().map(|error| told(&error)) }).await
}

fn log(job: &Claimed, error: &Error) -> Result<()> {
    let (id, error) = (uuid(&job.job_id)?, told(error));
    if job.attempts >= ATTEMPTS {
        tracing::error!(job = %id, kind = job.kind, error, "a job failed and is given up");
    } else {
        tracing::warn!(job = %id, kind = job.kind, attempt = job.attempts, error, "a job failed");
    }
    Ok(())
}

fn word(outcome: &Result<()>) -> &'static str {
    if outcome.is_ok() { "done" } else { "failed" }
}

/// What may be kept of an error: not the values meant for the person, which may be their own data.
fn told(error: &Error) -> String {
    format!("{}: {}", error.key(), error.internal_context())
}

async fn attempt(
    app: &App,
    tenant: TenantId,
    handlers: &[Arc<dyn JobHandler>],
    job: &Claimed,
) -> Result<()> {
    let handler = handlers
        .iter()
        .find(|handler| handler.kind() == job.kind)
        .ok_or_else(|| Error::internal(format!("no handler does jobs of kind {}", job.kind)))?;
    let payload = serde_json::from_str(&job.payload).map_err(Error::internal)?;
    AssertUnwindSafe(handler.run(app, tenant, payload))
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Err(Error::internal("the handler panicked")))
}

async fn anything_due(app: &App, tenant: TenantId) -> Result<bool> {
    let mut tx = app.db.read(tenant).await?;
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT attempts FROM job \
         WHERE tenant_id = $1 AND state IN ('ready', 'running') AND run_at <= $2 LIMIT 1",
    )
    .bind(tx.tenant())
    .bind(app.db.clock().now().as_microsecond())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.is_some())
}

#[derive(Clone, Debug, FromRow)]
struct Claimed {
    job_id: Vec<u8>,
    kind: String,
    payload: String,
    attempts: i64,
}

/// Takes due jobs for one lease. While a job is `running`, its `run_at` is the end of the lease:
/// past it the worker is taken for dead and the job for due.
struct Claim;

impl Command for Claim {
    type Output = Vec<Claimed>;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Vec<Claimed>> {
        let now = tx.now();
        bury_exhausted(tx).await?;
        // The outer conditions are looked at again under the row's lock, so that of two workers
        // that chose the same job the second gets nothing.
        sqlx::query_as(
            "UPDATE job SET state = 'running', attempts = attempts + 1, run_at = $3 \
             WHERE tenant_id = $1 AND state IN ('ready', 'running') AND run_at <= $2 \
             AND job_id IN (SELECT job_id FROM job WHERE tenant_id = $1 \
             AND state IN ('ready', 'running') AND run_at <= $2 ORDER BY run_at LIMIT $4) \
             RETURNING job_id, kind, payload, attempts",
        )
        .bind(tx.tenant())
        .bind(now.as_microsecond())
        .bind((now + LEASE).as_microsecond())
        .bind(BATCH)
        .fetch_all(tx.conn())
        .await
        .map_err(db)
    }
}

/// A job that takes its worker down with it every time must end as well.
async fn bury_exhausted(tx: &mut WriteTx<'_>) -> Result<()> {
    sqlx::query(
        "UPDATE job SET state = 'dead', last_error = 'the worker died during the last attempt' \
         WHERE tenant_id = $1 AND state = 'running' AND run_at <= $2 AND attempts >= $3",
    )
    .bind(tx.tenant())
    .bind(tx.now().as_microsecond())
    .bind(ATTEMPTS)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Ends one attempt: a job that is done goes away, one that failed waits or is dead. `attempts`
/// fences it: a worker whose lease is over changes nothing any more.
struct Finish {
    job: Claimed,
    error: Option<String>,
}

impl Command for Finish {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        match &self.error {
            None => remove(tx, &self.job).await,
            Some(error) => put_back(tx, &self.job, error).await,
        }
    }
}

async fn remove(tx: &mut WriteTx<'_>, job: &Claimed) -> Result<()> {
    sqlx::query(
        "DELETE FROM job \
         WHERE tenant_id = $1 AND job_id = $2 AND state = 'running' AND attempts = $3",
    )
    .bind(tx.tenant())
    .bind(job.job_id.clone())
    .bind(job.attempts)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

async fn put_back(tx: &mut WriteTx<'_>, job: &Claimed, error: &str) -> Result<()> {
    let state = if job.attempts >= ATTEMPTS { "dead" } else { "ready" };
    sqlx::query(
        "UPDATE job SET state = $3, run_at = $4, last_error = $5 \
         WHERE tenant_id = $1 AND job_id = $2 AND state = 'running' AND attempts = $6",
    )
    .bind(tx.tenant())
    .bind(job.job_id.clone())
    .bind(state)
    .bind((tx.now() + backoff(job.attempts)).as_microsecond())
    .bind(error.to_owned())
    .bind(job.attempts)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
