//! The only place of this slice that knows its tables.

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::trial::{Change, Started};
use kernel::service::Bilingual;
use platform::db::{Tx, WriteTx, db};
use uuid::Uuid;

use super::model::Step;

/// Keeps the steps of a service, in order, as version 1.
///
/// # Errors
/// Conflict when the service has steps already.
pub async fn insert(tx: &mut WriteTx<'_>, service: &str, steps: &[Step]) -> Result<()> {
    for (place, step) in (0_i64..).zip(steps) {
        sqlx::query(
            "INSERT INTO work_step (tenant_id, service, version, place, step, name_id, name_en) \
             VALUES ($1, $2, 1, $3, $4, $5, $6)",
        )
        .bind(tx.tenant())
        .bind(service.to_owned())
        .bind(place)
        .bind(step.code.clone())
        .bind(step.name.id.clone())
        .bind(step.name.en.clone())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    }
    Ok(())
}

/// The steps of a service, in order.
///
/// # Errors
/// When the database fails.
pub async fn steps(tx: &mut Tx<'_>, service: &str) -> Result<Vec<Step>> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT step, name_id, name_en FROM work_step \
         WHERE tenant_id = $1 AND service = $2 AND version = 1 ORDER BY place",
    )
    .bind(tx.tenant())
    .bind(service.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let step = |(code, id, en)| Step { code, name: Bilingual { id, en } };
    Ok(rows.into_iter().map(step).collect())
}

/// What a trial that began changes, for each of its units.
///
/// # Errors
/// When the database fails.
pub async fn begin(tx: &mut WriteTx<'_>, trial: Uuid, started: &Started) -> Result<()> {
    let changes = serde_json::to_string(&started.changes).map_err(Error::internal)?;
    for stage in &started.stages {
        sqlx::query(
            "INSERT INTO work_change (tenant_id, service, trial_id, unit_code, version, changes, \
             from_day, until_day, outcome) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open') \
             ON CONFLICT (tenant_id, service, trial_id, unit_code) DO NOTHING",
        )
        .bind(tx.tenant())
        .bind(started.service.clone())
        .bind(trial.as_bytes().to_vec())
        .bind(stage.unit.clone())
        .bind(i64::from(started.version))
        .bind(changes.clone())
        .bind(stage.from.to_string())
        .bind(started.until.to_string())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    }
    Ok(())
}

/// A trial was decided: it holds everywhere from now on, or nowhere.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut WriteTx<'_>, trial: Uuid, kept: bool) -> Result<()> {
    sqlx::query("UPDATE work_change SET outcome = $3 WHERE tenant_id = $1 AND trial_id = $2")
        .bind(tx.tenant())
        .bind(trial.as_bytes().to_vec())
        .bind(if kept { "kept" } else { "undone" })
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

/// What trials change about a service in `unit` on `day`, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn changes(tx: &mut Tx<'_>, service: &str, unit: &str, day: Date) -> Result<Vec<Change>> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT DISTINCT version, changes FROM work_change WHERE tenant_id = $1 AND service = $2 \
         AND (outcome = 'kept' OR (outcome = 'open' AND unit_code = $3 \
         AND from_day <= $4 AND until_day >= $4)) ORDER BY version",
    )
    .bind(tx.tenant())
    .bind(service.to_owned())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let mut changes = Vec::new();
    for (_, row) in rows {
        changes.extend(serde_json::from_str::<Vec<Change>>(&row).map_err(Error::internal)?);
    }
    Ok(changes)
}
