//! The only place of this slice that knows its tables.

mod ends;
mod register;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::id::{ApplicationId, ClockId, Id, MandateId, UserId};
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;
use uuid::Uuid;

use super::model::State;

pub use ends::{Over, claim, expired, insert_over, over, take_turn};
pub use register::{Entry, entries, entry, insert_entry, of_person, update_entry};

/// A row of `mandate`.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub id: MandateId,
    /// The application that was made under it.
    pub application: ApplicationId,
    /// Where it stands.
    pub state: State,
    /// Keyed hash of the receiver's NIK.
    pub receiver: Vec<u8>,
    /// The registered profession for which no limit applies; empty for everyone else.
    pub profession: String,
    /// SHA-256 of the code of the giver's page.
    pub code_hash: Vec<u8>,
    /// The last day on which it holds.
    pub until: Date,
    /// The officer who typed the application in, when one did.
    pub typed_by: Option<UserId>,
    /// The clock of the giver's answer, while it runs.
    pub clock: Option<ClockId>,
    /// When the answer is due.
    pub due_at: Option<Timestamp>,
    /// When it was given.
    pub given_at: Timestamp,
    /// When the giver answered, or the time to answer was over.
    pub answered_at: Option<Timestamp>,
    /// The giver did not answer in time.
    pub silent: bool,
    /// [`super::model::Contents`] under the mandate's key.
    pub sealed: Vec<u8>,
    /// Its last fact.
    pub seq: i64,
}

impl Row {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Mandate, id: self.id.uuid() }
    }
}

#[derive(FromRow)]
struct Stored {
    mandate_id: Vec<u8>,
    application_id: Vec<u8>,
    state: String,
    receiver_lookup: Vec<u8>,
    profession: String,
    code_hash: Vec<u8>,
    valid_until: String,
    typed_by: Option<Vec<u8>>,
    clock_id: Option<Vec<u8>>,
    due_at: Option<i64>,
    given_at: i64,
    answered_at: Option<i64>,
    silent: i64,
    sealed: Vec<u8>,
    seq: i64,
}

fn id<K>(bytes: &[u8]) -> Result<Id<K>> {
    Uuid::from_slice(bytes).map(Id::from_uuid).map_err(Error::internal)
}

fn unknown(what: &str) -> Error {
    Error::internal(format!("unknown {what} in the database"))
}

impl Stored {
    fn read(self) -> Result<Row> {
        Ok(Row {
            id: id(&self.mandate_id)?,
            application: id(&self.application_id)?,
            state: State::parse(&self.state).ok_or_else(|| unknown("state"))?,
            receiver: self.receiver_lookup,
            profession: self.profession,
            code_hash: self.code_hash,
            until: self.valid_until.parse().map_err(Error::internal)?,
            typed_by: self.typed_by.map(|user| id(&user)).transpose()?,
            clock: self.clock_id.map(|clock| id(&clock)).transpose()?,
            due_at: self.due_at.map(from_micros),
            given_at: from_micros(self.given_at),
            answered_at: self.answered_at.map(from_micros),
            silent: self.silent != 0,
            sealed: self.sealed,
            seq: self.seq,
        })
    }
}

/// Writes a new mandate; its `seq` is that of its last fact.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut WriteTx<'_>, row: &Row) -> Result<()> {
    sqlx::query(
        "INSERT INTO mandate (tenant_id, mandate_id, application_id, state, receiver_lookup, \
         profession, code_hash, valid_until, typed_by, clock_id, due_at, given_at, answered_at, \
         silent, sealed, seq) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(row.application.to_vec())
    .bind(row.state.code())
    .bind(row.receiver.clone())
    .bind(row.profession.clone())
    .bind(row.code_hash.clone())
    .bind(row.until.to_string())
    .bind(row.typed_by.map(|user| user.to_vec()))
    .bind(row.clock.map(|clock| clock.to_vec()))
    .bind(row.due_at.map(Timestamp::as_microsecond))
    .bind(row.given_at.as_microsecond())
    .bind(row.answered_at.map(Timestamp::as_microsecond))
    .bind(i64::from(row.silent))
    .bind(row.sealed.clone())
    .bind(row.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes back what an act may change. `before` is the number of the last fact that the act saw.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, row: &Row, before: i64) -> Result<()> {
    let done = sqlx::query(
        "UPDATE mandate SET state = $4, clock_id = $5, due_at = $6, answered_at = $7, silent = $8, \
         seq = $9 WHERE tenant_id = $1 AND mandate_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(before)
    .bind(row.state.code())
    .bind(row.clock.map(|clock| clock.to_vec()))
    .bind(row.due_at.map(Timestamp::as_microsecond))
    .bind(row.answered_at.map(Timestamp::as_microsecond))
    .bind(i64::from(row.silent))
    .bind(row.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}

/// The mandate of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, mandate: MandateId) -> Result<Row> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM mandate WHERE tenant_id = $1 AND mandate_id = $2")
            .bind(tx.tenant())
            .bind(mandate.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// The mandate whose giver was sent the code with this hash, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn by_code(tx: &mut Tx<'_>, code_hash: &[u8]) -> Result<Option<Row>> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM mandate WHERE tenant_id = $1 AND code_hash = $2")
            .bind(tx.tenant())
            .bind(code_hash.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// The mandate under which an application was made, if it was made under one.
///
/// # Errors
/// When the database fails.
pub async fn of_application(tx: &mut Tx<'_>, application: ApplicationId) -> Result<Option<Row>> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM mandate WHERE tenant_id = $1 AND application_id = $2")
            .bind(tx.tenant())
            .bind(application.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// When the mandates were given that the receiver holds since `since` and that no giver refused.
///
/// # Errors
/// When the database fails.
pub async fn given_since(
    tx: &mut Tx<'_>,
    receiver: &[u8],
    since: Timestamp,
) -> Result<Vec<Timestamp>> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "SELECT given_at FROM mandate WHERE tenant_id = $1 AND receiver_lookup = $2 \
         AND given_at >= $3 AND state <> 'refused'",
    )
    .bind(tx.tenant())
    .bind(receiver.to_vec())
    .bind(since.as_microsecond())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    Ok(rows.into_iter().map(|(at,)| from_micros(at)).collect())
}

/// How many mandates of the receiver were refused by their givers, silence included.
///
/// # Errors
/// When the database fails.
pub async fn count_refused(tx: &mut Tx<'_>, receiver: &[u8]) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM mandate WHERE tenant_id = $1 AND receiver_lookup = $2 \
         AND state = 'refused'",
    )
    .bind(tx.tenant())
    .bind(receiver.to_vec())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(count)
}

/// Mandates that their givers refused, or did not answer, newest first, after the one given.
///
/// # Errors
/// When the database fails.
pub async fn refused(
    tx: &mut Tx<'_>,
    before: Option<(Timestamp, MandateId)>,
    most: i64,
) -> Result<Vec<Row>> {
    let (at, last) =
        before.map_or((i64::MAX, Vec::new()), |(at, id)| (at.as_microsecond(), id.to_vec()));
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM mandate WHERE tenant_id = $1 AND state = 'refused' \
         AND (answered_at < $2 OR (answered_at = $2 AND mandate_id < $3)) \
         ORDER BY answered_at DESC, mandate_id DESC LIMIT $4",
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
