//! The job that computes a scenario, away from the threads that serve pages.

use allocation::portfolio::Limits;
use futures_util::future::BoxFuture;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::PlanId;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::jobs::JobHandler;
use serde::{Deserialize, Serialize};

use super::super::solving::{self, NoPlan, Solved};
use super::super::store::{self, scenarios};

/// Kind of the job.
pub(super) const JOB: &str = "plan.solve";

/// Which scenario.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Task {
    pub(super) year: i16,
    pub(super) digest: String,
}

/// Computes scenarios.
pub struct Solve;

impl JobHandler for Solve {
    fn kind(&self) -> &'static str {
        JOB
    }

    fn run<'a>(
        &'a self,
        app: &'a App,
        tenant: TenantId,
        payload: serde_json::Value,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let task: Task = serde_json::from_value(payload).map_err(Error::internal)?;
            solve(app, tenant, task.year, &task.digest).await
        })
    }
}

/// Computes a scenario, unless that was done before. Its result follows from its files alone, so that it is
/// no act and has no fact.
///
/// # Errors
/// When the database fails.
pub async fn solve(app: &App, tenant: TenantId, year: i16, digest: &str) -> Result<()> {
    let mut tx = app.db.read(tenant).await?;
    let plan = store::of_year(&mut tx, year).await?;
    let all = scenarios::all(&mut tx, plan.id).await?;
    drop(tx);
    let found = all.into_iter().find(|one| one.digest == digest && one.result.is_none());
    let Some(scenario) = found else { return Ok(()) };
    let seconds = |rule: &str| -> Result<Limits> {
        let seconds = app.rulebook.count(rule, app.today())?;
        Ok(Limits { seconds: seconds as f64, gap: 0.0 })
    };
    let (search, reasons) = (seconds("budget.solve_seconds")?, seconds("budget.explain_seconds")?);
    let files = scenario.files;
    let task = tokio::task::spawn_blocking(move || solving::run(&files, search, reasons));
    let result = task.await.map_err(Error::internal)?;
    if let Err(NoPlan::Failed(why)) = &result {
        tracing::error!(digest, why, "a scenario could not be computed");
    }
    app.db.write(tenant, Note { plan: plan.id, digest: digest.to_owned(), result }).await
}

struct Note {
    plan: PlanId,
    digest: String,
    result: std::result::Result<Solved, NoPlan>,
}

impl Command for Note {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        scenarios::note(tx, self.plan, &self.digest, &self.result).await
    }
}
