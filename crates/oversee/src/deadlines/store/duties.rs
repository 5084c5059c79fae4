//! Duties of heads.

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::id::DutyId;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use platform::running::Clocks;

/// A head's duty to summon and examine.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Its id.
    pub id: DutyId,
    /// What it comes from: the id of a report or a case.
    pub source: Uuid,
    /// The kind of the fact that it comes from.
    pub because: String,
    /// Code of the unit whose head owes it.
    pub unit: String,
    /// It was not done in time.
    pub missed: bool,
    /// Its clock.
    pub clocks: Clocks,
    /// Its last fact.
    pub seq: i64,
    /// Since when.
    pub assigned_at: Timestamp,
    /// When the first summons went out.
    pub done_at: Option<Timestamp>,
}

impl Duty {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Duty, id: self.id.uuid() }
    }
}

#[derive(FromRow)]
struct Stored {
    duty_id: Vec<u8>,
    source_id: Vec<u8>,
    because: String,
    unit: String,
    missed: i64,
    clocks: String,
    seq: i64,
    assigned_at: i64,
    done_at: Option<i64>,
}

impl Stored {
    fn read(self) -> Result<Duty> {
        Ok(Duty {
            id: DutyId::from_uuid(uuid(&self.duty_id)?),
            source: uuid(&self.source_id)?,
            because: self.because,
            unit: self.unit,
            missed: self.missed != 0,
            clocks: serde_json::from_str(&self.clocks).map_err(Error::internal)?,
            seq: self.seq,
            assigned_at: from_micros(self.assigned_at),
            done_at: self.done_at.map(from_micros),
        })
    }
}

const COLUMNS: &str = "SELECT duty_id, source_id, because, unit, missed, clocks, seq, assigned_at, \
                       done_at FROM superior_duty WHERE tenant_id = $1";

/// The duty of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, id: DutyId) -> Result<Duty> {
    let sql = format!("{COLUMNS} AND duty_id = $2");
    let row: Option<Stored> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(id.to_vec())
        .fetch_optional(tx.conn())
        .await
        .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// The duty of `unit` that comes from `source`, if it was assigned.
///
/// # Errors
/// When the database fails.
pub async fn assigned(tx: &mut Tx<'_>, source: Uuid, unit: &str) -> Result<Option<Duty>> {
    let sql = format!("{COLUMNS} AND source_id = $2 AND unit = $3");
    let row: Option<Stored> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(source.as_bytes().to_vec())
        .bind(unit.to_owned())
        .fetch_optional(tx.conn())
        .await
        .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// Duties, those that are owed first, then the newest; of some units or of all.
///
/// # Errors
/// When the database fails.
pub async fn duties(tx: &mut Tx<'_>, units: Option<&[String]>) -> Result<Vec<Duty>> {
    let all = units.is_none();
    let marks: Vec<String> =
        (0..units.map_or(0, <[String]>::len)).map(|at| format!("${}", at + 2)).collect();
    let only = if all { String::new() } else { format!(" AND unit IN ({})", marks.join(", ")) };
    let sql = format!(
        "{COLUMNS}{only} ORDER BY CASE WHEN done_at IS NULL THEN 0 ELSE 1 END, assigned_at DESC, \
         duty_id LIMIT 500"
    );
    let mut query = sqlx::query_as::<_, Stored>(AssertSqlSafe(sql)).bind(tx.tenant());
    for unit in units.unwrap_or_default() {
        query = query.bind(unit.clone());
    }
    let rows = query.fetch_all(tx.conn()).await.map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// How many duties the heads of each unit missed.
///
/// # Errors
/// When the database fails.
pub async fn missed_by_unit(tx: &mut Tx<'_>) -> Result<Vec<(String, i64)>> {
    sqlx::query_as(
        "SELECT unit, COUNT(*) FROM superior_duty WHERE tenant_id = $1 AND missed = 1 \
         GROUP BY unit ORDER BY 2 DESC, unit",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// How many duties the heads of each unit missed and still owe. Every miss is counted in public before.
///
/// # Errors
/// When the database fails.
pub async fn overdue_by_unit(tx: &mut Tx<'_>) -> Result<Vec<(String, i64)>> {
    sqlx::query_as(
        // By unit and state, so that the index finds what is owed among however many are done.
        "SELECT unit, COUNT(*) FROM superior_duty WHERE tenant_id = $1 \
         AND unit IN (SELECT code FROM unit WHERE tenant_id = $1) AND state = 'owed' \
         AND missed = 1 GROUP BY unit ORDER BY 2 DESC, unit",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// Writes a new duty.
///
/// # Errors
/// Conflict when the unit has this duty already.
pub async fn insert(tx: &mut WriteTx<'_>, duty: &Duty) -> Result<()> {
    sqlx::query(
        "INSERT INTO superior_duty (tenant_id, duty_id, source_id, because, unit, state, missed, \
         clocks, seq, assigned_at, done_at) VALUES ($1, $2, $3, $4, $5, 'owed', 0, '', 0, $6, NULL)",
    )
    .bind(tx.tenant())
    .bind(duty.id.to_vec())
    .bind(duty.source.as_bytes().to_vec())
    .bind(duty.because.clone())
    .bind(duty.unit.clone())
    .bind(duty.assigned_at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    update(tx, duty, 0).await
}

/// Writes back what an act may change. `before` is the number of the last fact that the act saw.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, duty: &Duty, before: i64) -> Result<()> {
    let done = sqlx::query(
        "UPDATE superior_duty SET state = $4, missed = $5, clocks = $6, seq = $7, done_at = $8 \
         WHERE tenant_id = $1 AND duty_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(duty.id.to_vec())
    .bind(before)
    .bind(if duty.done_at.is_some() { "done" } else { "owed" })
    .bind(i64::from(duty.missed))
    .bind(serde_json::to_string(&duty.clocks).map_err(Error::internal)?)
    .bind(duty.seq)
    .bind(duty.done_at.map(Timestamp::as_microsecond))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}

const READER: &str = "duties";

/// How far the journal was read.
///
/// # Errors
/// When the database fails.
pub async fn read_position(tx: &mut Tx<'_>) -> Result<i64> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT position FROM superior_duty_read WHERE tenant_id = $1 AND name = $2",
    )
    .bind(tx.tenant())
    .bind(READER)
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.map_or(0, |(position,)| position))
}

/// Notes how far the journal was read.
///
/// # Errors
/// When the database fails.
pub async fn set_read_position(tx: &mut WriteTx<'_>, position: i64) -> Result<()> {
    sqlx::query(
        "INSERT INTO superior_duty_read (tenant_id, name, position) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, name) DO UPDATE SET position = excluded.position",
    )
    .bind(tx.tenant())
    .bind(READER)
    .bind(position)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
