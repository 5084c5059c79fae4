//! The only place of this slice that knows its table.

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::id::CaseId;
use kernel::number::ApplicationNumber;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::FromRow;

use super::model::Phase;
use platform::running::Clocks;

/// A row of `oversight_case`.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub id: CaseId,
    /// Its number.
    pub number: ApplicationNumber,
    /// Code of the unit concerned.
    pub unit: String,
    /// Where it stands, for lists.
    pub phase: String,
    /// Keyed hash of whom it is about; empty while nobody is known.
    pub person: Vec<u8>,
    /// Prohibition and sanction, once it is final with one.
    pub closed_with: Option<(String, String)>,
    /// [`super::verbs::Contents`] under the case's key.
    pub sealed: Vec<u8>,
    /// Its clocks.
    pub clocks: Clocks,
    /// Its last fact.
    pub seq: i64,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it became final.
    pub final_at: Option<Timestamp>,
}

impl Row {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Case, id: self.id.uuid() }
    }
}

#[derive(FromRow)]
struct Stored {
    case_id: Vec<u8>,
    number: String,
    unit: String,
    phase: String,
    person: Vec<u8>,
    prohibition: String,
    sanction: String,
    sealed: Vec<u8>,
    clocks: String,
    seq: i64,
    opened_at: i64,
    final_at: Option<i64>,
}

impl Stored {
    fn read(self) -> Result<Row> {
        let closed_with = (self.prohibition, self.sanction);
        Ok(Row {
            id: CaseId::from_uuid(uuid(&self.case_id)?),
            number: ApplicationNumber::parse(&self.number).map_err(Error::internal)?,
            unit: self.unit,
            phase: self.phase,
            person: self.person,
            closed_with: Some(closed_with).filter(|(_, sanction)| !sanction.is_empty()),
            sealed: self.sealed,
            clocks: serde_json::from_str(&self.clocks).map_err(Error::internal)?,
            seq: self.seq,
            opened_at: from_micros(self.opened_at),
            final_at: self.final_at.map(from_micros),
        })
    }
}

/// Writes a new case; its `seq` is that of its first fact.
///
/// # Errors
/// Conflict when the number is taken.
pub async fn insert(tx: &mut WriteTx<'_>, row: &Row) -> Result<()> {
    sqlx::query(
        "INSERT INTO oversight_case (tenant_id, case_id, number, unit, phase, person, prohibition, \
         sanction, sealed, clocks, seq, opened_at, final_at) \
         VALUES ($1, $2, $3, $4, '', $5, '', '', $6, '', 0, $7, NULL)",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(row.number.compact())
    .bind(row.unit.clone())
    .bind(row.person.clone())
    .bind(row.sealed.clone())
    .bind(row.opened_at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    update(tx, row, 0).await
}

/// Writes back what an act may change. `before` is the number of the last fact that the act saw.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, row: &Row, before: i64) -> Result<()> {
    let (prohibition, sanction) = row.closed_with.clone().unwrap_or_default();
    let done = sqlx::query(
        "UPDATE oversight_case SET phase = $4, person = $5, prohibition = $6, sanction = $7, \
         sealed = $8, clocks = $9, seq = $10, final_at = $11 \
         WHERE tenant_id = $1 AND case_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(before)
    .bind(row.phase.clone())
    .bind(row.person.clone())
    .bind(prohibition)
    .bind(sanction)
    .bind(row.sealed.clone())
    .bind(serde_json::to_string(&row.clocks).map_err(Error::internal)?)
    .bind(row.seq)
    .bind(row.final_at.map(Timestamp::as_microsecond))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}

/// The case of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, case: CaseId) -> Result<Row> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM oversight_case WHERE tenant_id = $1 AND case_id = $2")
            .bind(tx.tenant())
            .bind(case.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// The case of that number, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn by_number(tx: &mut Tx<'_>, number: ApplicationNumber) -> Result<Option<Row>> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM oversight_case WHERE tenant_id = $1 AND number = $2")
            .bind(tx.tenant())
            .bind(number.compact())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// Cases, the newest first, after the one given.
///
/// # Errors
/// When the database fails.
pub async fn list(
    tx: &mut Tx<'_>,
    before: Option<(Timestamp, CaseId)>,
    most: i64,
) -> Result<Vec<Row>> {
    let (at, last) =
        before.map_or((i64::MAX, Vec::new()), |(at, id)| (at.as_microsecond(), id.to_vec()));
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM oversight_case WHERE tenant_id = $1 AND \
         (opened_at < $2 OR (opened_at = $2 AND case_id < $3)) \
         ORDER BY opened_at DESC, case_id DESC LIMIT $4",
    )
    .bind(tx.tenant())
    .bind(at)
    .bind(last)
    .bind(most)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// Cases that have no end yet, or ended before anything was found.
///
/// # Errors
/// When the database fails.
pub async fn running(tx: &mut Tx<'_>) -> Result<Vec<Row>> {
    let rows: Vec<Stored> =
        sqlx::query_as("SELECT * FROM oversight_case WHERE tenant_id = $1 AND final_at IS NULL")
            .bind(tx.tenant())
            .fetch_all(tx.conn())
            .await
            .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// Cases about these units in which a sanction waits for a second person, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn proposed(tx: &mut Tx<'_>, units: &[String]) -> Result<Vec<Row>> {
    let mut found = Vec::new();
    for unit in units {
        let rows: Vec<Stored> = sqlx::query_as(
            "SELECT * FROM oversight_case WHERE tenant_id = $1 AND final_at IS NULL AND unit = $2 \
             AND phase = $3 ORDER BY opened_at, case_id",
        )
        .bind(tx.tenant())
        .bind(unit.clone())
        .bind(Phase::Proposed.code())
        .fetch_all(tx.conn())
        .await
        .map_err(db)?;
        found.extend(rows);
    }
    found.into_iter().map(Stored::read).collect()
}

/// Cases about one person, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn about(tx: &mut Tx<'_>, person: &[u8]) -> Result<Vec<Row>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM oversight_case WHERE tenant_id = $1 AND person = $2 \
         ORDER BY opened_at DESC, case_id DESC LIMIT 100",
    )
    .bind(tx.tenant())
    .bind(person.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// Sanctions of final cases with the same prohibition, and how often each was given.
///
/// # Errors
/// When the database fails.
pub async fn earlier(tx: &mut Tx<'_>, prohibition: &str) -> Result<Vec<(String, i64)>> {
    sqlx::query_as(
        "SELECT sanction, COUNT(*) FROM oversight_case WHERE tenant_id = $1 AND prohibition = $2 \
         AND final_at IS NOT NULL AND sanction <> '' GROUP BY sanction ORDER BY 2 DESC, sanction",
    )
    .bind(tx.tenant())
    .bind(prohibition.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}
