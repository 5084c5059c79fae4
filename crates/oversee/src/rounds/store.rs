//! The only place of this slice that knows its table.

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::id::SupervisionId;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::{AssertSqlSafe, FromRow};

use platform::running::Clocks;

/// A round.
#[derive(Clone, Debug)]
pub struct Round {
    /// Its id.
    pub id: SupervisionId,
    /// Code of the unit that is visited.
    pub unit: String,
    /// Who holds it: the unit's own head, by the unit's code, or the Inspectorate.
    pub owner: String,
    /// `routine`, `unannounced` or `follow_up`.
    pub kind: String,
    /// It was not held in time.
    pub missed: bool,
    /// How many findings.
    pub findings: u32,
    /// What follows, under the round's key; empty before it is held.
    pub sealed: Vec<u8>,
    /// Its clock.
    pub clocks: Clocks,
    /// Its last fact.
    pub seq: i64,
    /// By when.
    pub due: Timestamp,
    /// When it was planned.
    pub planned_at: Timestamp,
    /// When it was held.
    pub done_at: Option<Timestamp>,
}

impl Round {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Supervision, id: self.id.uuid() }
    }
}

#[derive(FromRow)]
struct Stored {
    round_id: Vec<u8>,
    unit: String,
    owner: String,
    kind: String,
    missed: i64,
    findings: i64,
    sealed: Vec<u8>,
    clocks: String,
    seq: i64,
    due_at: i64,
    planned_at: i64,
    done_at: Option<i64>,
}

impl Stored {
    fn read(self) -> Result<Round> {
        Ok(Round {
            id: SupervisionId::from_uuid(uuid(&self.round_id)?),
            unit: self.unit,
            owner: self.owner,
            kind: self.kind,
            missed: self.missed != 0,
            findings: u32::try_from(self.findings).map_err(Error::internal)?,
            sealed: self.sealed,
            clocks: serde_json::from_str(&self.clocks).map_err(Error::internal)?,
            seq: self.seq,
            due: from_micros(self.due_at),
            planned_at: from_micros(self.planned_at),
            done_at: self.done_at.map(from_micros),
        })
    }
}

/// The round of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, id: SupervisionId) -> Result<Round> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM supervision_round WHERE tenant_id = $1 AND round_id = $2")
            .bind(tx.tenant())
            .bind(id.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// Rounds of these owners or of all, those that are owed first, then the newest.
///
/// # Errors
/// When the database fails.
pub async fn list(tx: &mut Tx<'_>, owners: Option<&[String]>) -> Result<Vec<Round>> {
    let owned = owners.unwrap_or_default();
    let marks: Vec<String> = (0..owned.len()).map(|at| format!("${}", at + 2)).collect();
    let only = match owners {
        None => String::new(),
        Some([]) => return Ok(Vec::new()),
        Some(_) => format!(" AND owner IN ({})", marks.join(", ")),
    };
    let sql = format!(
        "SELECT * FROM supervision_round WHERE tenant_id = $1{only} ORDER BY \
         CASE WHEN done_at IS NULL THEN 0 ELSE 1 END, due_at DESC, round_id LIMIT 200"
    );
    let mut query = sqlx::query_as::<_, Stored>(AssertSqlSafe(sql)).bind(tx.tenant());
    for owner in owned {
        query = query.bind(owner.clone());
    }
    let rows = query.fetch_all(tx.conn()).await.map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// How often each unit was visited after `since`, and when last.
///
/// # Errors
/// When the database fails.
pub async fn coverage(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<(String, i64, i64)>> {
    sqlx::query_as(
        "SELECT unit, COUNT(*), MAX(done_at) FROM supervision_round WHERE tenant_id = $1 \
         AND done_at >= $2 GROUP BY unit ORDER BY unit",
    )
    .bind(tx.tenant())
    .bind(since.as_microsecond())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// Writes a new round.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut WriteTx<'_>, round: &Round) -> Result<()> {
    sqlx::query(
        "INSERT INTO supervision_round (tenant_id, round_id, unit, owner, kind, missed, findings, \
         sealed, clocks, seq, due_at, planned_at, done_at) \
         VALUES ($1, $2, $3, $4, $5, 0, 0, $6, '', 0, $7, $8, NULL)",
    )
    .bind(tx.tenant())
    .bind(round.id.to_vec())
    .bind(round.unit.clone())
    .bind(round.owner.clone())
    .bind(round.kind.clone())
    .bind(round.sealed.clone())
    .bind(round.due.as_microsecond())
    .bind(round.planned_at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    update(tx, round, 0).await
}

/// Writes back what an act may change. `before` is the number of the last fact that the act saw.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, round: &Round, before: i64) -> Result<()> {
    let done = sqlx::query(
        "UPDATE supervision_round SET missed = $4, findings = $5, sealed = $6, clocks = $7, \
         seq = $8, done_at = $9 WHERE tenant_id = $1 AND round_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(round.id.to_vec())
    .bind(before)
    .bind(i64::from(round.missed))
    .bind(i64::from(round.findings))
    .bind(round.sealed.clone())
    .bind(serde_json::to_string(&round.clocks).map_err(Error::internal)?)
    .bind(round.seq)
    .bind(round.done_at.map(Timestamp::as_microsecond))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}
