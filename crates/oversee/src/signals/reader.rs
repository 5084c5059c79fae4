//! Projection "signals": from facts of applications, unopened, what the tests look at.

use futures_util::future::BoxFuture;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use kernel::error::Result;
use kernel::fact::{ClockOp, Positioned, SubjectKind};
use platform::db::{WriteTx, db};
use platform::journal::Projection;

/// An act that is recorded longer than this after it is said to have happened is recorded late.
const LATE: SignedDuration = SignedDuration::from_mins(15);

/// Keeps `signal_case` and `signal_act`. Months are those of the city's zone.
#[derive(Debug)]
pub struct SignalReader {
    /// The city's zone.
    pub tz: TimeZone,
}

impl Projection for SignalReader {
    fn name(&self) -> &'static str {
        "signals"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["signal_case", "signal_act"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts.iter().filter(|fact| fact.subject.kind == SubjectKind::Application) {
                self.one(tx, fact).await?;
            }
            Ok(())
        })
    }
}

impl SignalReader {
    async fn one(&self, tx: &mut WriteTx<'_>, fact: &Positioned) -> Result<()> {
        for moved in &fact.clocks {
            let promised = moved.rule.strip_prefix("promise/");
            if let (Some(service), ClockOp::Start { .. }) = (promised, &moved.op) {
                let due = moved.due_at.map(|due| due.as_microsecond());
                ready(tx, fact, &moved.owner, service, due).await?;
            }
        }
        let at = fact.occurred_at.as_microsecond();
        match fact.kind.as_str() {
            "application.picked" => picked(tx, fact, at, false).await?,
            "application.picked_out_of_turn" => picked(tx, fact, at, true).await?,
            "application.returned" => returned(tx, fact).await?,
            "application.approved" | "application.refused" => done(tx, fact, at).await?,
            _ => {}
        }
        self.act(tx, fact).await
    }

    /// Counts an officer's act, and notes one that was recorded late.
    async fn act(&self, tx: &mut WriteTx<'_>, fact: &Positioned) -> Result<()> {
        let Some(officer) = fact.actor else { return Ok(()) };
        let late = fact.recorded_at.duration_since(fact.occurred_at) > LATE;
        let day = self.tz.to_datetime(fact.recorded_at).date();
        let unit: Option<(String,)> = sqlx::query_as(
            "SELECT unit_code FROM signal_case WHERE tenant_id = $1 AND application_id = $2",
        )
        .bind(tx.tenant())
        .bind(fact.subject.id.as_bytes().to_vec())
        .fetch_optional(tx.conn())
        .await
        .map_err(db)?;
        // What happens before a file is complete has no queue to be compared in.
        let Some((unit,)) = unit else { return Ok(()) };
        sqlx::query(
            "INSERT INTO signal_act (tenant_id, month, unit_code, kind, officer_id, recorded, late) \
             VALUES ($1, $2, $3, $4, $5, 1, $6) \
             ON CONFLICT (tenant_id, month, unit_code, kind, officer_id) DO UPDATE SET \
             recorded = signal_act.recorded + 1, late = signal_act.late + excluded.late",
        )
        .bind(tx.tenant())
        .bind(format!("{:04}-{:02}", day.year(), day.month()))
        .bind(unit)
        .bind(fact.kind.clone())
        .bind(officer.to_vec())
        .bind(i64::from(late))
        .execute(tx.conn())
        .await
        .map_err(db)?;
        if late {
            sqlx::query(
                "UPDATE signal_case SET late_by = late_by || $3 \
                 WHERE tenant_id = $1 AND application_id = $2",
            )
            .bind(tx.tenant())
            .bind(fact.subject.id.as_bytes().to_vec())
            .bind(format!("{officer} "))
            .execute(tx.conn())
            .await
            .map_err(db)?;
        }
        Ok(())
    }
}

async fn ready(
    tx: &mut WriteTx<'_>,
    fact: &Positioned,
    unit: &str,
    service: &str,
    due: Option<i64>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO signal_case (tenant_id, application_id, unit_code, service, channel, ready_at, \
         picked_at, done_at, due_at, officer_id, returns, interrupted, out_of_turn, late_by) \
         VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL, $7, NULL, 0, 0, 0, '') \
         ON CONFLICT (tenant_id, application_id) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(fact.subject.id.as_bytes().to_vec())
    .bind(unit.to_owned())
    .bind(service.to_owned())
    .bind(fact.channel.code())
    .bind(fact.occurred_at.as_microsecond())
    .bind(due)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

async fn picked(tx: &mut WriteTx<'_>, fact: &Positioned, at: i64, early: bool) -> Result<()> {
    sqlx::query(
        "UPDATE signal_case SET picked_at = COALESCE(picked_at, $3), \
         officer_id = COALESCE(officer_id, $4), out_of_turn = $5 \
         WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(fact.subject.id.as_bytes().to_vec())
    .bind(at)
    .bind(fact.actor.map(|officer| officer.to_vec()))
    .bind(i64::from(early))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// A file that goes back after it was complete has been with its citizen in between.
async fn returned(tx: &mut WriteTx<'_>, fact: &Positioned) -> Result<()> {
    sqlx::query(
        "UPDATE signal_case SET returns = returns + 1, interrupted = 1 \
         WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(fact.subject.id.as_bytes().to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

async fn done(tx: &mut WriteTx<'_>, fact: &Positioned, at: i64) -> Result<()> {
    sqlx::query("UPDATE signal_case SET done_at = $3 WHERE tenant_id = $1 AND application_id = $2")
        .bind(tx.tenant())
        .bind(fact.subject.id.as_bytes().to_vec())
        .bind(at)
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}
