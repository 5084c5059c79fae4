//! A trial is judged once, after its last day.

use futures_util::future::BoxFuture;
use jiff::ToSpan as _;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockOp, TenantId};
use kernel::facts::Payload;
use kernel::facts::trial::{Evaluated, Started};
use kernel::id::TrialId;
use kernel::time::from_micros;
use platform::App;
use platform::db::{Command, Tx, WriteTx};
use platform::jobs::JobHandler;

use super::super::model::{Due, State};
use super::super::rules::{self, Answered};
use super::super::store;
use super::commit;
use crate::events::log::{self, MOST, Scope};

/// Kind of the job that judges a trial.
pub const JOB: &str = "improve.evaluate";

/// Judges a trial when it is over.
pub struct Evaluate;

impl JobHandler for Evaluate {
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
            let id: String = serde_json::from_value(payload).map_err(Error::internal)?;
            evaluate(app, tenant, id.parse().map_err(Error::internal)?).await
        })
    }
}

/// Judges a trial whose last day is over; does nothing to one that was judged or undone.
///
/// # Errors
/// Conflict while it runs; when the database fails.
pub async fn evaluate(app: &App, tenant: TenantId, id: TrialId) -> Result<()> {
    app.readers.catch_up(&app.db, tenant).await?;
    let mut tx = app.db.read(tenant).await?;
    let trial = store::by_id(&mut tx, id).await?;
    let Some(design) = trial.design.filter(|_| trial.state == State::Running) else {
        return Ok(());
    };
    if app.today() <= design.until {
        return Err(Error::conflict("processes-trial-runs"));
    }
    let files = answered(&mut tx, app, &design).await?;
    drop(tx);
    let level = app.rulebook.share("improve.level", app.today())?;
    // A second of computing must not keep the threads that serve pages.
    let task = tokio::task::spawn_blocking(move || rules::judge(&design, &files, level));
    let effect = task.await.map_err(Error::internal)?;
    app.db.write(tenant, Note { app: App::clone(app), id, effect }).await
}

/// Files of the trial's units from before it to its last day. A file that still waits counts with
/// the minutes that it has waited so far, so that slow ones are not left out.
async fn answered(tx: &mut Tx<'_>, app: &App, design: &Started) -> Result<Vec<Answered>> {
    let before = app.rulebook.count("improve.trial_before_days", app.today())?;
    let before = i32::try_from(before).map_err(Error::internal)?.days();
    let first = design.from.checked_sub(before).map_err(Error::internal)?;
    let last = design.until.tomorrow().map_err(Error::internal)?;
    let scope = Scope {
        service: design.service.clone(),
        from: log::midnight(app, first)?,
        to: log::midnight(app, last)?,
        units: Some(design.units.clone()),
    };
    let cases = log::cases(tx, &scope, 10 * MOST).await?.found;
    let now = app.db.clock().now().as_microsecond();
    let mut files = Vec::with_capacity(cases.len());
    for mut case in cases {
        case.done_at.get_or_insert(now);
        let Some(minutes) = log::worked(&app.calendar, &case)? else { continue };
        let day = app.tz().to_datetime(from_micros(case.ready_at)).date();
        files.push(Answered { unit: case.unit_code, day, minutes });
    }
    Ok(files)
}

struct Note {
    app: App,
    id: TrialId,
    effect: Evaluated,
}

impl Command for Note {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut trial = store::by_id(tx, self.id).await?;
        // Another worker was faster, or somebody undid it meanwhile.
        if trial.state != State::Running {
            return Ok(());
        }
        trial.state = State::Evaluated;
        trial.effect = Some(self.effect.clone());
        let (due, term) = Due::from(&self.app, tx.now())?;
        let clocks = vec![due.moved(trial.id, ClockOp::Start { term })];
        trial.due = Some(due);
        let payload = Payload::TrialEvaluated(self.effect.clone());
        commit(tx, trial, State::Running, Actor::system(), (payload, clocks)).await
    }
}
