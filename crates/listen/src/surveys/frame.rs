//! Projection "survey_frame": applications that were finished, by unit and day, and whether the
//! person applied alone. It sees roles and clocks, never what a file says.

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::actor::Role;
use kernel::error::Result;
use kernel::fact::{ClockOp, Positioned};
use platform::db::{Tx, WriteTx, db};
use platform::journal::{Projection, uuid};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// Keeps `survey_frame`. Days are those of the city's zone.
#[derive(Debug)]
pub struct Frame {
    /// The city's zone.
    pub tz: TimeZone,
}

impl Projection for Frame {
    fn name(&self) -> &'static str {
        "survey_frame"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["survey_frame"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts {
                match fact.kind.as_str() {
                    "application.submitted" => {
                        submitted(tx, fact.subject.id, fact.role == Role::Representative).await?;
                    }
                    "application.issued" | "application.refused" => {
                        let stop = |op: &ClockOp| matches!(op, ClockOp::Stop);
                        if let Some(clock) = fact.clocks.iter().find(|clock| stop(&clock.op)) {
                            let day = self.tz.to_datetime(fact.recorded_at).date();
                            finished(tx, fact.subject.id, &clock.owner, day).await?;
                        }
                    }
                    _ => {}
                }
            }
            Ok(())
        })
    }
}

async fn submitted(tx: &mut WriteTx<'_>, application: Uuid, represented: bool) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_frame (tenant_id, application_id, represented, unit, finished_on) \
         VALUES ($1, $2, $3, '', '')",
    )
    .bind(tx.tenant())
    .bind(application.as_bytes().to_vec())
    .bind(i64::from(represented))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The first answer counts: a refusal that is issued later finishes nothing anew.
async fn finished(tx: &mut WriteTx<'_>, application: Uuid, unit: &str, day: Date) -> Result<()> {
    sqlx::query(
        "UPDATE survey_frame SET unit = $3, finished_on = $4 \
         WHERE tenant_id = $1 AND application_id = $2 AND finished_on = ''",
    )
    .bind(tx.tenant())
    .bind(application.as_bytes().to_vec())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// How many direct users each unit served from a day to a day.
///
/// # Errors
/// When the database fails.
pub async fn counts(tx: &mut Tx<'_>, from: Date, to: Date) -> Result<Vec<(String, i64)>> {
    by_unit(tx, (from, to), "AND represented = 0").await
}

/// How many users each unit served from a day to a day, alone or by somebody else.
///
/// # Errors
/// When the database fails.
pub async fn served(tx: &mut Tx<'_>, from: Date, to: Date) -> Result<Vec<(String, i64)>> {
    by_unit(tx, (from, to), "").await
}

async fn by_unit(
    tx: &mut Tx<'_>,
    (from, to): (Date, Date),
    only: &'static str,
) -> Result<Vec<(String, i64)>> {
    let sql = format!(
        "SELECT unit, COUNT(*) FROM survey_frame WHERE tenant_id = $1 AND finished_on >= $2 \
         AND finished_on <= $3 {only} GROUP BY unit ORDER BY unit"
    );
    sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(from.to_string())
        .bind(to.to_string())
        .fetch_all(tx.conn())
        .await
        .map_err(db)
}

/// The applications of direct users that a unit finished from a day to a day.
///
/// # Errors
/// When the database fails.
pub async fn applications(tx: &mut Tx<'_>, unit: &str, from: Date, to: Date) -> Result<Vec<Uuid>> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "SELECT application_id FROM survey_frame WHERE tenant_id = $1 AND finished_on >= $2 \
         AND finished_on <= $3 AND represented = 0 AND unit = $4 ORDER BY application_id",
    )
    .bind(tx.tenant())
    .bind(from.to_string())
    .bind(to.to_string())
    .bind(unit.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.iter().map(|(id,)| uuid(id)).collect()
}
