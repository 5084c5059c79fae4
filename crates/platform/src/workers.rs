//! Work in the background: positions and readers, clocks, jobs, housekeeping. Each loop goes its
//! own way: one that fails notes it, waits and goes on, and the others do not feel it.

#[cfg(test)]
mod tests;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, join_all};
use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app::{App, Platform};
use crate::auth::session;
use crate::clocks::lapse_due;
use crate::db::{Command, WriteTx, db};
use crate::jobs::{JobHandler, run_ready};
use crate::journal::positioner::place_pending;

/// Readers run at most this often under load, so that they take many facts at once.
const COALESCE: Duration = Duration::from_millis(20);
/// How soon facts that another process wrote are seen.
const LOOK: Duration = Duration::from_millis(200);
/// How late a clock may be noticed whose start another process wrote.
const CLOCKS: Duration = Duration::from_secs(5);
/// Between two batches of jobs, so that a flood of messages leaves the disk to the counter.
const BREATH: Duration = Duration::from_millis(100);
/// How late a job may start whose time has come.
const JOBS: Duration = Duration::from_secs(1);
/// How often what is stale is put away.
const HOUSEKEEPING: Duration = Duration::from_secs(3600);
/// How long a loop rests after a failure, so that a database that is down is not hammered.
const REST: Duration = Duration::from_secs(1);

/// The running loops.
#[derive(Debug)]
pub struct Workers {
    loops: JoinSet<()>,
}

impl Workers {
    /// Waits until every loop has ended. After `stop` each ends with the step that it is in.
    ///
    /// # Errors
    /// When a loop was ended from outside.
    pub async fn finished(mut self) -> Result<()> {
        while let Some(ended) = self.loops.join_next().await {
            ended.map_err(Error::internal)?;
        }
        Ok(())
    }
}

/// Starts the loops for all cities of `app`, also for those that are added later. They end when
/// `stop` says true or its sender is gone.
pub fn spawn(
    app: &App,
    handlers: Vec<Arc<dyn JobHandler>>,
    stop: &watch::Receiver<bool>,
) -> Workers {
    let mut loops = JoinSet::new();
    let work: [Work; 4] =
        [Work::Readers, Work::Clocks, Work::Jobs(handlers.into()), Work::Housekeeping];
    for work in work {
        loops.spawn(turn(Arc::clone(app), work, stop.clone()));
    }
    Workers { loops }
}

/// Gives every committed fact its position and brings the readers up to the last one. For tests
/// and for the loader, which do not wait for the loops.
///
/// # Errors
/// When the database fails or a reader cannot apply a fact.
pub async fn settle(app: &Platform, tenant: TenantId) -> Result<()> {
    while unsettled(app, tenant).await? {
        place_pending(&app.db, tenant).await?;
        app.readers.catch_up(&app.db, tenant).await?;
    }
    Ok(())
}

/// What one loop does.
enum Work {
    Readers,
    Clocks,
    Jobs(Arc<[Arc<dyn JobHandler>]>),
    Housekeeping,
}

/// What a step found, which decides when the next one comes.
enum Next {
    /// There was work, and there may be more.
    Soon,
    /// Nothing is left until something changes or this much time passes.
    After(Duration),
}

impl Work {
    fn name(&self) -> &'static str {
        match self {
            Self::Readers => "readers",
            Self::Clocks => "clocks",
            Self::Jobs(_) => "jobs",
            Self::Housekeeping => "housekeeping",
        }
    }

    /// Whether a commit of this process may bring work.
    fn follows_changes(&self) -> bool {
        matches!(self, Self::Readers | Self::Jobs(_))
    }

    /// The least time between two steps.
    fn pace(&self) -> Duration {
        if matches!(self, Self::Jobs(_)) { BREATH } else { COALESCE }
    }

    /// One step for one city.
    fn step<'a>(&'a self, app: &'a App, tenant: TenantId) -> BoxFuture<'a, Result<Next>> {
        match self {
            Self::Readers => Box::pin(read(app, tenant)),
            Self::Clocks => Box::pin(watch_clocks(app, tenant)),
            Self::Jobs(handlers) => Box::pin(do_jobs(app, tenant, handlers)),
            Self::Housekeeping => Box::pin(keep_house(app, tenant)),
        }
    }
}

/// Turns until told to stop. A step that has begun is never cut off.
async fn turn(app: App, work: Work, mut stop: watch::Receiver<bool>) {
    let changed = app.db.changed();
    while !*stop.borrow() {
        // Before the step, so that a commit during the step wakes the wait after it.
        let change = changed.notified();
        tokio::pin!(change);
        change.as_mut().enable();
        let pause = match step_all(&app, &work).await {
            Next::Soon => work.pace(),
            Next::After(pause) => {
                tokio::select! {
                    () = change, if work.follows_changes() => work.pace(),
                    () = tokio::time::sleep(pause) => Duration::ZERO,
                    _ = stop.changed() => Duration::ZERO,
                }
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            gone = stop.changed() => if gone.is_err() { return },
        }
    }
}

/// One step for every city, side by side, and the soonest next one.
async fn step_all(app: &App, work: &Work) -> Next {
    let tenants = match app.db.tenants().await {
        Ok(tenants) => tenants,
        Err(error) => return failed(work, &error),
    };
    let steps = tenants.into_iter().map(|tenant| async move {
        let step = AssertUnwindSafe(work.step(app, tenant)).catch_unwind().await;
        step.unwrap_or_else(|_| Err(Error::internal("a step panicked")))
            .unwrap_or_else(|error| failed(work, &error))
    });
    join_all(steps).await.into_iter().fold(Next::After(HOUSEKEEPING), |soonest, next| {
        match (soonest, next) {
            (Next::After(one), Next::After(other)) => Next::After(one.min(other)),
            _ => Next::Soon,
        }
    })
}

fn failed(work: &Work, error: &Error) -> Next {
    metrics::counter!("bening_worker_errors_total", "worker" => work.name()).increment(1);
    tracing::error!(worker = work.name(), %error, "a background step failed and is tried again");
    Next::After(REST)
}

async fn read(app: &App, tenant: TenantId) -> Result<Next> {
    if !unsettled(app, tenant).await? {
        return Ok(Next::After(LOOK));
    }
    settle(app, tenant).await?;
    Ok(Next::Soon)
}

/// Whether a fact waits for its position or a reader for a fact. A look costs no commit.
async fn unsettled(app: &Platform, tenant: TenantId) -> Result<bool> {
    let mut tx = app.db.read(tenant).await?;
    let waiting: Option<(i64,)> =
        sqlx::query_as("SELECT seq FROM fact_pending WHERE tenant_id = $1 LIMIT 1")
            .bind(tx.tenant())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    drop(tx);
    Ok(waiting.is_some() || app.readers.behind(&app.db, tenant).await?)
}

/// Acts on clocks that ran out, once the table of clocks knows every fact that could have stopped
/// them.
async fn watch_clocks(app: &App, tenant: TenantId) -> Result<Next> {
    settle(app, tenant).await?;
    lapse_due(&app.db, tenant, &app.on_lapse).await?;
    let now = app.db.clock().now();
    let pause = next_due(app, tenant, now).await?.map(|due| until(now, due));
    Ok(Next::After(pause.unwrap_or(CLOCKS).min(CLOCKS)))
}

/// The first running clock that is due from `now` on. One that is overdue and whose owner could
/// not act waits for its turn like the others.
async fn next_due(app: &App, tenant: TenantId, now: Timestamp) -> Result<Option<Timestamp>> {
    let mut tx = app.db.read(tenant).await?;
    let row: (Option<i64>,) = sqlx::query_as(
        "SELECT MIN(due_at) FROM clock \
         WHERE tenant_id = $1 AND state = 'running' AND due_at >= $2",
    )
    .bind(tx.tenant())
    .bind(now.as_microsecond())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.0.map(kernel::time::from_micros))
}

/// A moment past `due`: at the very instant a clock has not run out yet.
fn until(now: Timestamp, due: Timestamp) -> Duration {
    let micros = (due.as_microsecond() - now.as_microsecond()).unsigned_abs();
    Duration::from_micros(micros) + Duration::from_millis(1)
}

async fn do_jobs(app: &App, tenant: TenantId, handlers: &[Arc<dyn JobHandler>]) -> Result<Next> {
    match run_ready(app, tenant, handlers).await? {
        0 => Ok(Next::After(JOBS)),
        _ => Ok(Next::Soon),
    }
}

async fn keep_house(app: &App, tenant: TenantId) -> Result<Next> {
    app.limits.forget_idle(app.db.clock().now());
    app.db.write(tenant, SweepSessions).await?;
    Ok(Next::After(HOUSEKEEPING))
}

struct SweepSessions;

impl Command for SweepSessions {
    type Output = u64;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<u64> {
        session::sweep(tx).await
    }
}
