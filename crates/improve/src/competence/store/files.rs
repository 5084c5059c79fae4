//! Files by officer: the projection's rows.

use kernel::error::Result;
use kernel::id::UserId;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::FromRow;
use uuid::Uuid;

use super::super::model::Cell;

/// What must be remembered of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Code of the unit that owes; empty until the file is complete.
    pub unit: String,
    /// Code of the service; empty until then.
    pub service: String,
    /// Through which door it came.
    pub channel: String,
    /// Whether nothing was missing when it was handed in.
    pub complete: bool,
    /// When that was, in microseconds.
    pub submitted_at: i64,
    /// Who verified it.
    pub officer: Option<UserId>,
    /// In which month.
    pub month: String,
    /// How often it went back after that.
    pub returned: i64,
}

/// A file comes in.
///
/// # Errors
/// When the database fails.
pub async fn begin(tx: &mut WriteTx<'_>, id: Uuid, channel: &str, at: i64) -> Result<()> {
    sqlx::query(
        "INSERT INTO competence_file (tenant_id, application_id, unit_code, service, channel, \
         complete, submitted_at, officer_id, month, returned) \
         VALUES ($1, $2, '', '', $3, 0, $4, NULL, '', 0)",
    )
    .bind(tx.tenant())
    .bind(id.as_bytes().to_vec())
    .bind(channel.to_owned())
    .bind(at)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

#[derive(FromRow)]
struct Stored {
    unit_code: String,
    service: String,
    channel: String,
    complete: i64,
    submitted_at: i64,
    officer_id: Option<Vec<u8>>,
    month: String,
    returned: i64,
}

fn user(bytes: &[u8]) -> Result<UserId> {
    uuid(bytes).map(UserId::from_uuid)
}

/// What is remembered of a file.
///
/// # Errors
/// When the database fails.
pub async fn file(tx: &mut WriteTx<'_>, id: Uuid) -> Result<Option<File>> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT unit_code, service, channel, complete, submitted_at, officer_id, month, returned \
         FROM competence_file WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(id.as_bytes().to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let file = |row: Stored| {
        Ok(File {
            unit: row.unit_code,
            service: row.service,
            channel: row.channel,
            complete: row.complete != 0,
            submitted_at: row.submitted_at,
            officer: row.officer_id.as_deref().map(user).transpose()?,
            month: row.month,
            returned: row.returned,
        })
    };
    row.map(file).transpose()
}

/// Remembers what a file has become.
///
/// # Errors
/// When the database fails.
pub async fn keep(tx: &mut WriteTx<'_>, id: Uuid, file: &File) -> Result<()> {
    sqlx::query(
        "UPDATE competence_file SET unit_code = $3, service = $4, complete = $5, officer_id = $6, \
         month = $7, returned = $8 WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(id.as_bytes().to_vec())
    .bind(file.unit.clone())
    .bind(file.service.clone())
    .bind(i64::from(file.complete))
    .bind(file.officer.map(|officer| officer.to_vec()))
    .bind(file.month.clone())
    .bind(file.returned)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Nothing more will happen to a file.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut WriteTx<'_>, id: Uuid) -> Result<()> {
    sqlx::query("DELETE FROM competence_file WHERE tenant_id = $1 AND application_id = $2")
        .bind(tx.tenant())
        .bind(id.as_bytes().to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

/// Adds files, those that went back and those that did again, to the cell of a verified file.
///
/// # Errors
/// When the database fails.
pub async fn count(tx: &mut WriteTx<'_>, file: &File, more: [i64; 3]) -> Result<()> {
    let Some(officer) = file.officer else { return Ok(()) };
    sqlx::query(
        "INSERT INTO competence_count (tenant_id, month, unit_code, officer_id, service, channel, \
         complete, n, returned, again) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (tenant_id, month, unit_code, officer_id, service, channel, complete) \
         DO UPDATE SET n = competence_count.n + excluded.n, \
         returned = competence_count.returned + excluded.returned, \
         again = competence_count.again + excluded.again",
    )
    .bind(tx.tenant())
    .bind(file.month.clone())
    .bind(file.unit.clone())
    .bind(officer.to_vec())
    .bind(file.service.clone())
    .bind(file.channel.clone())
    .bind(i64::from(file.complete))
    .bind(more[0])
    .bind(more[1])
    .bind(more[2])
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

#[derive(FromRow)]
struct Row {
    month: String,
    unit_code: String,
    officer_id: Vec<u8>,
    service: String,
    channel: String,
    complete: i64,
    n: i64,
    returned: i64,
    again: i64,
}

fn cells(rows: Vec<Row>) -> Result<Vec<Cell>> {
    let cell = |row: Row| {
        Ok(Cell {
            month: row.month,
            unit: row.unit_code,
            officer: user(&row.officer_id)?,
            service: row.service,
            channel: row.channel,
            complete: row.complete != 0,
            files: row.n,
            returned: row.returned,
            again: row.again,
        })
    };
    rows.into_iter().map(cell).collect()
}

/// Files of the whole city from a month on, months taken together.
///
/// # Errors
/// When the database fails.
pub async fn since(tx: &mut Tx<'_>, month: &str) -> Result<Vec<Cell>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT '' AS month, unit_code, officer_id, service, channel, complete, \
         CAST(SUM(n) AS BIGINT) AS n, CAST(SUM(returned) AS BIGINT) AS returned, \
         CAST(SUM(again) AS BIGINT) AS again FROM competence_count \
         WHERE tenant_id = $1 AND month >= $2 \
         GROUP BY unit_code, officer_id, service, channel, complete \
         ORDER BY unit_code, officer_id, service, channel, complete",
    )
    .bind(tx.tenant())
    .bind(month.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    cells(rows)
}

/// Files of the whole city from a month on, by month.
///
/// # Errors
/// When the database fails.
pub async fn by_month(tx: &mut Tx<'_>, month: &str) -> Result<Vec<Cell>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT month, unit_code, officer_id, service, channel, complete, n, returned, again \
         FROM competence_count WHERE tenant_id = $1 AND month >= $2 \
         ORDER BY month, unit_code, officer_id, service, channel, complete",
    )
    .bind(tx.tenant())
    .bind(month.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    cells(rows)
}

/// Files of a unit from a month on, by month.
///
/// # Errors
/// When the database fails.
pub async fn of_unit(tx: &mut Tx<'_>, unit: &str, month: &str) -> Result<Vec<Cell>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT month, unit_code, officer_id, service, channel, complete, n, returned, again \
         FROM competence_count WHERE tenant_id = $1 AND unit_code = $2 AND month >= $3 \
         ORDER BY month, officer_id, service, channel, complete",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(month.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    cells(rows)
}
