//! The projections: standards as published, who applied for themselves, gifts and complaints by unit.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::error::Result;
use kernel::id::UnitId;
use kernel::service::Standard;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use uuid::Uuid;

use super::{day, json, text};

/// Keeps a published version of a standard.
///
/// # Errors
/// When the database fails.
pub async fn publish(tx: &mut WriteTx<'_>, version: i64, standard: &Standard) -> Result<()> {
    sqlx::query(
        "INSERT INTO outreach_service (tenant_id, service, version, valid_from, standard) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(tx.tenant())
    .bind(standard.code.clone())
    .bind(version)
    .bind(standard.valid_from.to_string())
    .bind(text(standard)?)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Forgets a version that holds no longer.
///
/// # Errors
/// When the database fails.
pub async fn withdraw(tx: &mut WriteTx<'_>, service: &str, version: i64) -> Result<()> {
    sqlx::query(
        "DELETE FROM outreach_service WHERE tenant_id = $1 AND service = $2 AND version = $3",
    )
    .bind(tx.tenant())
    .bind(service.to_owned())
    .bind(version)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The standard of each service that holds on `today`, by code.
///
/// # Errors
/// When the database fails.
pub async fn catalogue(tx: &mut Tx<'_>, today: Date) -> Result<BTreeMap<String, Standard>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT service, standard FROM outreach_service WHERE tenant_id = $1 AND valid_from <= $2 \
         ORDER BY service, valid_from, version",
    )
    .bind(tx.tenant())
    .bind(today.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    // The last of each service wins.
    rows.into_iter().map(|(service, standard)| Ok((service, json(&standard)?))).collect()
}

/// Notes that somebody handed in an application.
///
/// # Errors
/// When the database fails.
pub async fn submit(
    tx: &mut WriteTx<'_>,
    application: Uuid,
    day: Date,
    represented: bool,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO outreach_file (tenant_id, application_id, day, represented, mandated, service, \
         unit_code) VALUES ($1, $2, $3, $4, 0, '', '')",
    )
    .bind(tx.tenant())
    .bind(application.as_bytes().to_vec())
    .bind(day.to_string())
    .bind(i64::from(represented))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Notes for which service an application is, and who owes it.
///
/// # Errors
/// When the database fails.
pub async fn complete(
    tx: &mut WriteTx<'_>,
    application: Uuid,
    (service, unit): (&str, &str),
) -> Result<()> {
    sqlx::query(
        "UPDATE outreach_file SET service = $3, unit_code = $4 \
         WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(application.as_bytes().to_vec())
    .bind(service.to_owned())
    .bind(unit.to_owned())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Notes that a mandate for an application was used, or that its person took it over.
///
/// # Errors
/// When the database fails.
pub async fn mandate(
    tx: &mut WriteTx<'_>,
    application: Uuid,
    (represented, mandated): (bool, bool),
) -> Result<()> {
    sqlx::query(
        "UPDATE outreach_file SET represented = $3, mandated = $4 \
         WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(application.as_bytes().to_vec())
    .bind(i64::from(represented))
    .bind(i64::from(mandated))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Counts a gift or a complaint at a unit.
///
/// # Errors
/// When the database fails.
pub async fn count(tx: &mut WriteTx<'_>, (measure, unit): (&str, &str), day: Date) -> Result<()> {
    sqlx::query(
        "INSERT INTO outreach_count (tenant_id, measure, unit_code, day, count) \
         VALUES ($1, $2, $3, $4, 1) ON CONFLICT (tenant_id, measure, unit_code, day) \
         DO UPDATE SET count = outreach_count.count + 1",
    )
    .bind(tx.tenant())
    .bind(measure.to_owned())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Code of a unit; empty when it is unknown.
///
/// # Errors
/// When the database fails.
pub async fn unit_code(tx: &mut Tx<'_>, unit: UnitId) -> Result<String> {
    let row: Option<(String,)> =
        sqlx::query_as("SELECT code FROM unit WHERE tenant_id = $1 AND unit_id = $2")
            .bind(tx.tenant())
            .bind(unit.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    Ok(row.map(|(code,)| code).unwrap_or_default())
}

/// An application as the projection knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// Its id.
    pub application: Uuid,
    /// The day on which it was handed in.
    pub day: Date,
    /// Whether somebody acts for its person under a mandate.
    pub represented: bool,
    /// Whether a mandate was used.
    pub mandated: bool,
    /// Code of the service; empty until it was complete.
    pub service: String,
    /// Code of the unit that owes it; empty until then.
    pub unit: String,
}

/// Applications of a span of days.
///
/// # Errors
/// When the database fails.
pub async fn files(tx: &mut Tx<'_>, (first, last): (Date, Date)) -> Result<Vec<Handed>> {
    type Row = (Vec<u8>, String, i64, i64, String, String);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT application_id, day, represented, mandated, service, unit_code FROM outreach_file \
         WHERE tenant_id = $1 AND day >= $2 AND day <= $3 ORDER BY application_id",
    )
    .bind(tx.tenant())
    .bind(first.to_string())
    .bind(last.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let read = |(id, on, represented, mandated, service, unit): Row| {
        Ok(Handed {
            application: uuid(&id)?,
            day: day(&on)?,
            represented: represented != 0,
            mandated: mandated != 0,
            service,
            unit,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Gifts or complaints by unit and day in a span.
///
/// # Errors
/// When the database fails.
pub async fn counts(
    tx: &mut Tx<'_>,
    measure: &str,
    (first, last): (Date, Date),
) -> Result<Vec<(String, Date, i64)>> {
    let rows: Vec<(String, String, i64)> = sqlx::query_as(
        "SELECT unit_code, day, count FROM outreach_count \
         WHERE tenant_id = $1 AND measure = $2 AND day >= $3 AND day <= $4",
    )
    .bind(tx.tenant())
    .bind(measure.to_owned())
    .bind(first.to_string())
    .bind(last.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(|(unit, on, count)| Ok((unit, day(&on)?, count))).collect()
}
