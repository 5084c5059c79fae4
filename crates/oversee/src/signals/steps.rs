//! Projection "signal_steps": how long each step took, from facts that are not opened. The time of a step
//! begins when the step before it was done, the file was ready, or it came back from its citizen.

use futures_util::future::BoxFuture;
use kernel::error::Result;
use kernel::fact::{ClockOp, Positioned, SubjectKind};
use platform::db::{WriteTx, db};
use platform::journal::Projection;

/// Keeps `signal_since` and `signal_step`.
#[derive(Debug)]
pub struct SignalSteps;

impl Projection for SignalSteps {
    fn name(&self) -> &'static str {
        "signal_steps"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["signal_since", "signal_step"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts.iter().filter(|fact| fact.subject.kind == SubjectKind::Application) {
                one(tx, fact).await?;
            }
            Ok(())
        })
    }
}

async fn one(tx: &mut WriteTx<'_>, fact: &Positioned) -> Result<()> {
    let ready = fact.clocks.iter().any(|moved| {
        moved.rule.starts_with("promise/") && matches!(moved.op, ClockOp::Start { .. })
    });
    match fact.kind.as_str() {
        _ if ready => begins(tx, fact).await,
        "application.supplemented" => begins(tx, fact).await,
        "application.returned" => leaves(tx, fact).await,
        "application.step_finished" => {
            let mut measures =
                fact.clocks.iter().filter(|moved| matches!(moved.op, ClockOp::Measure));
            if let Some(step) = measures.find_map(|moved| moved.rule.strip_prefix("step/")) {
                done(tx, fact, step).await?;
            }
            begins(tx, fact).await
        }
        _ => Ok(()),
    }
}

/// From now on the next step can be done.
async fn begins(tx: &mut WriteTx<'_>, fact: &Positioned) -> Result<()> {
    sqlx::query(
        "INSERT INTO signal_since (tenant_id, application_id, since_at) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, application_id) DO UPDATE SET since_at = excluded.since_at",
    )
    .bind(tx.tenant())
    .bind(fact.subject.id.as_bytes().to_vec())
    .bind(fact.occurred_at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// What the citizen has is in nobody's hands.
async fn leaves(tx: &mut WriteTx<'_>, fact: &Positioned) -> Result<()> {
    sqlx::query("DELETE FROM signal_since WHERE tenant_id = $1 AND application_id = $2")
        .bind(tx.tenant())
        .bind(fact.subject.id.as_bytes().to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

async fn done(tx: &mut WriteTx<'_>, fact: &Positioned, step: &str) -> Result<()> {
    sqlx::query(
        "INSERT INTO signal_step (tenant_id, application_id, step, from_at, to_at) \
         SELECT tenant_id, application_id, $3, since_at, $4 FROM signal_since \
         WHERE tenant_id = $1 AND application_id = $2 AND since_at < $4 \
         ON CONFLICT (tenant_id, application_id, step) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(fact.subject.id.as_bytes().to_vec())
    .bind(step.to_owned())
    .bind(fact.occurred_at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
