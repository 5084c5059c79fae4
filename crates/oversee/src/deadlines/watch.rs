//! Projection "deadline_watch": every clock of the journal, and when it was first missed. It sees
//! clocks alone, never what a fact says.

use futures_util::future::BoxFuture;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, Positioned};
use platform::db::{WriteTx, db};
use platform::journal::Projection;

/// Under which name its position is kept.
pub const NAME: &str = "deadline_watch";

/// Keeps `deadline_watch`.
#[derive(Debug)]
pub struct Watch;

impl Projection for Watch {
    fn name(&self) -> &'static str {
        NAME
    }

    fn tables(&self) -> &'static [&'static str] {
        &["deadline_watch"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts {
                for moved in &fact.clocks {
                    match moved.op {
                        ClockOp::Start { .. } => start(tx, fact, moved).await?,
                        ClockOp::Measure => {}
                        _ => change(tx, fact, moved).await?,
                    }
                }
            }
            Ok(())
        })
    }
}

async fn start(tx: &mut WriteTx<'_>, fact: &Positioned, moved: &ClockMove) -> Result<()> {
    sqlx::query(
        "INSERT INTO deadline_watch (tenant_id, clock_id, subject_kind, subject_id, rule, owner, \
         started_at, due_at, missed_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL)",
    )
    .bind(tx.tenant())
    .bind(moved.clock.to_vec())
    .bind(fact.subject.kind.code())
    .bind(fact.subject.id.as_bytes().to_vec())
    .bind(moved.rule.clone())
    .bind(moved.owner.clone())
    .bind(fact.recorded_at.as_microsecond())
    .bind(moved.due_at.map(|due| due.as_microsecond()))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// A clock that is moved after its time was missed, also when nobody had noticed that yet.
async fn change(tx: &mut WriteTx<'_>, fact: &Positioned, moved: &ClockMove) -> Result<()> {
    let at = fact.recorded_at.as_microsecond();
    let lapsed = matches!(moved.op, ClockOp::Lapse);
    let ended = matches!(moved.op, ClockOp::Stop).then_some(at);
    sqlx::query(
        "UPDATE deadline_watch SET \
         missed_at = CASE WHEN missed_at IS NULL AND (due_at < $3 OR $4 = 1) THEN due_at \
         ELSE missed_at END, \
         due_at = $5, ended_at = $6 WHERE tenant_id = $1 AND clock_id = $2",
    )
    .bind(tx.tenant())
    .bind(moved.clock.to_vec())
    .bind(at)
    .bind(i64::from(lapsed))
    .bind(moved.due_at.map(|due| due.as_microsecond()))
    .bind(ended)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    wait_for_a_look(tx, moved).await
}

/// A clock whose miss is seen waits to be looked at, unless it was looked at before: that is never
/// rebuilt.
async fn wait_for_a_look(tx: &mut WriteTx<'_>, moved: &ClockMove) -> Result<()> {
    sqlx::query(
        "INSERT INTO deadline_next (tenant_id, clock_id, look_at) \
         SELECT tenant_id, clock_id, missed_at FROM deadline_watch \
         WHERE tenant_id = $1 AND clock_id = $2 AND missed_at IS NOT NULL \
         ON CONFLICT (tenant_id, clock_id) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(moved.clock.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
