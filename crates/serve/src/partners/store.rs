//! The only place of this slice that knows its tables.

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::partner::PartnerStep;
use kernel::id::{ApplicationId, ClockId, HandoverId, Id, PartnerId, UserId};
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;
use uuid::Uuid;

use super::model::{Partner, State, Task, TaskState};

fn id<K>(bytes: &[u8]) -> Result<Id<K>> {
    Uuid::from_slice(bytes).map(Id::from_uuid).map_err(Error::internal)
}

fn unknown(what: &str) -> Error {
    Error::internal(format!("unknown {what} in the database"))
}

#[derive(FromRow)]
struct Stored {
    partner_id: Vec<u8>,
    state: String,
    terms: String,
    user_id: Vec<u8>,
    proposed_by: Vec<u8>,
}

impl Stored {
    fn read(self) -> Result<Partner> {
        Ok(Partner {
            id: id(&self.partner_id)?,
            state: State::parse(&self.state).ok_or_else(|| unknown("state of a partner"))?,
            terms: serde_json::from_str(&self.terms).map_err(Error::internal)?,
            user: id(&self.user_id)?,
            proposed_by: id(&self.proposed_by)?,
        })
    }
}

fn partners(rows: Vec<Stored>) -> Result<Vec<Partner>> {
    rows.into_iter().map(Stored::read).collect()
}

/// Writes a proposed contract.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut WriteTx<'_>, partner: &Partner) -> Result<()> {
    let now = tx.now();
    sqlx::query(
        "INSERT INTO partner (tenant_id, partner_id, unit_code, state, terms, user_id, \
         proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(tx.tenant())
    .bind(partner.id.to_vec())
    .bind(partner.terms.unit.clone())
    .bind(partner.state.code())
    .bind(serde_json::to_string(&partner.terms).map_err(Error::internal)?)
    .bind(partner.user.to_vec())
    .bind(partner.proposed_by.to_vec())
    .bind(now.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes where a contract stands.
///
/// # Errors
/// When the database fails.
pub async fn set_state(tx: &mut WriteTx<'_>, partner: &Partner) -> Result<()> {
    sqlx::query("UPDATE partner SET state = $3 WHERE tenant_id = $1 AND partner_id = $2")
        .bind(tx.tenant())
        .bind(partner.id.to_vec())
        .bind(partner.state.code())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

/// The partner of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, partner: PartnerId) -> Result<Partner> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM partner WHERE tenant_id = $1 AND partner_id = $2")
            .bind(tx.tenant())
            .bind(partner.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// Every contract, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn all(tx: &mut Tx<'_>) -> Result<Vec<Partner>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM partner WHERE tenant_id = $1 ORDER BY proposed_at DESC, partner_id LIMIT 500",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    partners(rows)
}

/// Contracts whose steps the account `user` does.
///
/// # Errors
/// When the database fails.
pub async fn of_user(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<Partner>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM partner WHERE tenant_id = $1 AND user_id = $2 ORDER BY partner_id",
    )
    .bind(tx.tenant())
    .bind(user.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    partners(rows)
}

#[derive(FromRow)]
struct TaskRow {
    task_id: Vec<u8>,
    partner_id: Vec<u8>,
    application_id: Vec<u8>,
    service: String,
    step: String,
    state: String,
    why: String,
    due_since: i64,
    handed_at: i64,
    due_at: i64,
    ended_at: Option<i64>,
    clock_id: Vec<u8>,
    rating: i64,
}

impl TaskRow {
    fn read(self) -> Result<Task> {
        Ok(Task {
            id: id(&self.task_id)?,
            partner: id(&self.partner_id)?,
            application: id(&self.application_id)?,
            service: self.service,
            step: PartnerStep::parse(&self.step).ok_or_else(|| unknown("step"))?,
            state: TaskState::parse(&self.state).ok_or_else(|| unknown("state of a step"))?,
            why: self.why,
            due_since: from_micros(self.due_since),
            handed_at: from_micros(self.handed_at),
            due_at: from_micros(self.due_at),
            ended_at: self.ended_at.map(from_micros),
            clock: id(&self.clock_id)?,
            rating: self.rating,
        })
    }
}

fn tasks(rows: Vec<TaskRow>) -> Result<Vec<Task>> {
    rows.into_iter().map(TaskRow::read).collect()
}

/// Writes a step that was just handed over.
///
/// # Errors
/// When the database fails.
pub async fn insert_task(tx: &mut WriteTx<'_>, task: &Task) -> Result<()> {
    sqlx::query(
        "INSERT INTO partner_task (tenant_id, task_id, partner_id, application_id, service, step, \
         state, why, due_since, handed_at, due_at, ended_at, clock_id, rating) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, $10, NULL, $11, 0)",
    )
    .bind(tx.tenant())
    .bind(task.id.to_vec())
    .bind(task.partner.to_vec())
    .bind(task.application.to_vec())
    .bind(task.service.clone())
    .bind(task.step.code())
    .bind(task.state.code())
    .bind(task.due_since.as_microsecond())
    .bind(task.handed_at.as_microsecond())
    .bind(task.due_at.as_microsecond())
    .bind(task.clock.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes back what an act may change.
///
/// # Errors
/// When the database fails.
pub async fn update_task(tx: &mut WriteTx<'_>, task: &Task) -> Result<()> {
    sqlx::query(
        "UPDATE partner_task SET state = $3, why = $4, ended_at = $5, rating = $6 \
         WHERE tenant_id = $1 AND task_id = $2",
    )
    .bind(tx.tenant())
    .bind(task.id.to_vec())
    .bind(task.state.code())
    .bind(task.why.clone())
    .bind(task.ended_at.map(Timestamp::as_microsecond))
    .bind(task.rating)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The handed step of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn task(tx: &mut Tx<'_>, task: HandoverId) -> Result<Task> {
    let row: Option<TaskRow> =
        sqlx::query_as("SELECT * FROM partner_task WHERE tenant_id = $1 AND task_id = $2")
            .bind(tx.tenant())
            .bind(task.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// The handed step whose clock that is.
///
/// # Errors
/// When the database fails.
pub async fn by_clock(tx: &mut Tx<'_>, clock: ClockId) -> Result<Option<Task>> {
    let row: Option<TaskRow> =
        sqlx::query_as("SELECT * FROM partner_task WHERE tenant_id = $1 AND clock_id = $2")
            .bind(tx.tenant())
            .bind(clock.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(TaskRow::read).transpose()
}

/// Steps that were handed to a partner since then, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_partner(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    since: Timestamp,
) -> Result<Vec<Task>> {
    let rows: Vec<TaskRow> = sqlx::query_as(
        "SELECT * FROM partner_task WHERE tenant_id = $1 AND partner_id = $2 AND handed_at >= $3 \
         ORDER BY handed_at DESC, task_id LIMIT 20000",
    )
    .bind(tx.tenant())
    .bind(partner.to_vec())
    .bind(since.as_microsecond())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    tasks(rows)
}

/// Handed steps of a file, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of_file(tx: &mut Tx<'_>, application: ApplicationId) -> Result<Vec<Task>> {
    let rows: Vec<TaskRow> = sqlx::query_as(
        "SELECT * FROM partner_task WHERE tenant_id = $1 AND application_id = $2 \
         ORDER BY handed_at, task_id",
    )
    .bind(tx.tenant())
    .bind(application.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    tasks(rows)
}

/// The same step of a file, as the projection saw it begin and end.
#[derive(Clone, Debug, FromRow)]
pub struct Own {
    /// The file.
    pub application_id: Vec<u8>,
    /// Its service.
    pub service: String,
    /// When it could be done first.
    pub began_at: i64,
    /// When it was done.
    pub ended_at: Option<i64>,
    /// 1 when it was handed to a partner.
    pub handed: i64,
}

/// A step of files of a unit since then, by file and time.
///
/// # Errors
/// When the database fails.
pub async fn own(
    tx: &mut Tx<'_>,
    (unit, step): (&str, PartnerStep),
    since: Timestamp,
) -> Result<Vec<Own>> {
    sqlx::query_as(
        "SELECT application_id, service, began_at, ended_at, handed FROM partner_own \
         WHERE tenant_id = $1 AND unit_code = $2 AND step = $3 AND began_at >= $4 \
         ORDER BY application_id, began_at LIMIT 50000",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(step.code())
    .bind(since.as_microsecond())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// The projection: a step of a file can be done from now on.
///
/// # Errors
/// When the database fails.
pub async fn own_begins(
    tx: &mut WriteTx<'_>,
    application: Uuid,
    (unit, service, step): (&str, &str, PartnerStep),
    at: Timestamp,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO partner_own (tenant_id, application_id, began_at, step, unit_code, service, \
         ended_at, handed) VALUES ($1, $2, $3, $4, $5, $6, NULL, 0) ON CONFLICT DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(application.as_bytes().to_vec())
    .bind(at.as_microsecond())
    .bind(step.code())
    .bind(unit.to_owned())
    .bind(service.to_owned())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The projection: it was done.
///
/// # Errors
/// When the database fails.
pub async fn own_ends(tx: &mut WriteTx<'_>, application: Uuid, at: Timestamp) -> Result<()> {
    sqlx::query(
        "UPDATE partner_own SET ended_at = $3 WHERE tenant_id = $1 AND application_id = $2 \
         AND ended_at IS NULL",
    )
    .bind(tx.tenant())
    .bind(application.as_bytes().to_vec())
    .bind(at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The projection: it is a partner's.
///
/// # Errors
/// When the database fails.
pub async fn own_handed(tx: &mut WriteTx<'_>, application: Uuid) -> Result<()> {
    sqlx::query(
        "UPDATE partner_own SET handed = 1 WHERE tenant_id = $1 AND application_id = $2 \
         AND ended_at IS NULL",
    )
    .bind(tx.tenant())
    .bind(application.as_bytes().to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
