//! One application: its row, read and written whole.

use jiff::Timestamp;
use kernel::Error;
use kernel::actor::Channel;
use kernel::calendar::Pause;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::id::{ApplicationId, ClockId, UnitId, UserId};
use kernel::money::Rupiah;
use kernel::number::ApplicationNumber;
use kernel::service::Applicant;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use super::super::model::{State, applicant_code, parse_applicant};
use super::{id, known};

/// A row of `application`, with what is stored in the open.
#[derive(Clone, Debug)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// The number that the citizen holds.
    pub number: ApplicationNumber,
    /// SHA-256 of the receipt's secret.
    pub secret_hash: Vec<u8>,
    /// Code of the service.
    pub service: String,
    /// Version of the standard that applies.
    pub standard_version: i64,
    /// Code of the unit that owes.
    pub unit_code: String,
    /// The unit that owes.
    pub unit_id: UnitId,
    /// Where it stands.
    pub state: State,
    /// By which door it came in.
    pub channel: Channel,
    /// Who applies for the person.
    pub applicant: Applicant,
    /// 0 for a priority group, 1 for everyone else.
    pub priority: i64,
    /// The whole price.
    pub fee: Rupiah,
    /// Keyed hash of the person's NIK.
    pub nik_lookup: Vec<u8>,
    /// Keyed hash of the phone that gets messages; empty without one.
    pub phone_lookup: Vec<u8>,
    /// The ticket of its place in the queue.
    pub ticket: Option<Uuid>,
    /// The officer who took it.
    pub officer: Option<UserId>,
    /// [`super::model::Details`] under the application's key.
    pub sealed: Vec<u8>,
    /// Its last fact.
    pub seq: i64,
    /// When it was handed in.
    pub submitted_at: Timestamp,
    /// When it became complete; the promise runs from here.
    pub completed_at: Option<Timestamp>,
    /// When the promise is due; none while its clock does not run.
    pub due_at: Option<Timestamp>,
    /// When the clock stood still.
    pub pauses: Vec<Pause>,
    /// The clock of the completeness check.
    pub check_clock: Option<ClockId>,
    /// The clock of the promise.
    pub promise_clock: Option<ClockId>,
    /// When the promise was missed.
    pub missed_at: Option<Timestamp>,
    /// When the law deemed it granted.
    pub deemed_at: Option<Timestamp>,
    /// When it was answered or ended.
    pub ended_at: Option<Timestamp>,
}

impl Application {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Application, id: self.id.uuid() }
    }

    /// What facts about openings of its personal data are about.
    pub fn access_subject(&self) -> Subject {
        Subject { kind: SubjectKind::Access, id: self.id.uuid() }
    }
}

#[derive(Serialize, Deserialize)]
struct StoredPause(i64, Option<i64>);

#[derive(FromRow)]
pub(super) struct Row {
    application_id: Vec<u8>,
    number: String,
    secret_hash: Vec<u8>,
    service: String,
    standard_version: i64,
    unit_code: String,
    unit_id: Vec<u8>,
    state: String,
    channel: String,
    applicant: String,
    priority: i64,
    fee: i64,
    nik_lookup: Vec<u8>,
    phone_lookup: Vec<u8>,
    ticket: Option<Vec<u8>>,
    officer_id: Option<Vec<u8>>,
    sealed: Vec<u8>,
    seq: i64,
    submitted_at: i64,
    completed_at: Option<i64>,
    due_at: Option<i64>,
    pauses: String,
    check_clock: Option<Vec<u8>>,
    promise_clock: Option<Vec<u8>>,
    missed_at: Option<i64>,
    deemed_at: Option<i64>,
    ended_at: Option<i64>,
}

/// The row as an application.
pub(super) fn read(row: Row) -> Result<Application> {
    let pauses: Vec<StoredPause> = serde_json::from_str(&row.pauses).map_err(Error::internal)?;
    Ok(Application {
        id: id(&row.application_id)?,
        number: ApplicationNumber::parse(&row.number).map_err(Error::internal)?,
        secret_hash: row.secret_hash,
        standard_version: row.standard_version,
        unit_id: id(&row.unit_id)?,
        state: known(State::parse(&row.state), "state", &row.state)?,
        channel: known(Channel::parse(&row.channel), "channel", &row.channel)?,
        applicant: known(parse_applicant(&row.applicant), "applicant", &row.applicant)?,
        service: row.service,
        unit_code: row.unit_code,
        priority: row.priority,
        fee: Rupiah::new(row.fee),
        nik_lookup: row.nik_lookup,
        phone_lookup: row.phone_lookup,
        ticket: row.ticket.map(|t| Uuid::from_slice(&t).map_err(Error::internal)).transpose()?,
        officer: row.officer_id.map(|o| id(&o)).transpose()?,
        sealed: row.sealed,
        seq: row.seq,
        submitted_at: from_micros(row.submitted_at),
        completed_at: row.completed_at.map(from_micros),
        due_at: row.due_at.map(from_micros),
        pauses: pauses
            .into_iter()
            .map(|StoredPause(from, until)| Pause {
                from: from_micros(from),
                until: until.map(from_micros),
            })
            .collect(),
        check_clock: row.check_clock.map(|c| id(&c)).transpose()?,
        promise_clock: row.promise_clock.map(|c| id(&c)).transpose()?,
        missed_at: row.missed_at.map(from_micros),
        deemed_at: row.deemed_at.map(from_micros),
        ended_at: row.ended_at.map(from_micros),
    })
}

fn pauses_text(pauses: &[Pause]) -> Result<String> {
    let stored: Vec<StoredPause> = pauses
        .iter()
        .map(|p| StoredPause(p.from.as_microsecond(), p.until.map(|u| u.as_microsecond())))
        .collect();
    serde_json::to_string(&stored).map_err(Error::internal)
}

fn micros(at: Option<Timestamp>) -> Option<i64> {
    at.map(|at| at.as_microsecond())
}

/// Writes a new application; its `seq` is that of its first fact.
///
/// # Errors
/// Conflict when the number is taken, which the caller answers with another number.
pub async fn insert(tx: &mut WriteTx<'_>, a: &Application) -> Result<()> {
    sqlx::query(
        "INSERT INTO application (tenant_id, application_id, number, secret_hash, service, \
         standard_version, unit_code, unit_id, state, stage, channel, applicant, priority, fee, \
         nik_lookup, phone_lookup, ticket, officer_id, sealed, seq, submitted_at, completed_at, \
         due_at, pauses, check_clock, promise_clock, missed_at, deemed_at, ended_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
         $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)",
    )
    .bind(tx.tenant())
    .bind(a.id.to_vec())
    .bind(a.number.compact())
    .bind(a.secret_hash.clone())
    .bind(a.service.clone())
    .bind(a.standard_version)
    .bind(a.unit_code.clone())
    .bind(a.unit_id.to_vec())
    .bind(a.state.code())
    .bind(a.state.stage().code())
    .bind(a.channel.code())
    .bind(applicant_code(a.applicant))
    .bind(a.priority)
    .bind(a.fee.get())
    .bind(a.nik_lookup.clone())
    .bind(a.phone_lookup.clone())
    .bind(a.ticket.map(|t| t.as_bytes().to_vec()))
    .bind(a.officer.map(|o| o.to_vec()))
    .bind(a.sealed.clone())
    .bind(a.seq)
    .bind(a.submitted_at.as_microsecond())
    .bind(micros(a.completed_at))
    .bind(micros(a.due_at))
    .bind(pauses_text(&a.pauses)?)
    .bind(a.check_clock.map(|c| c.to_vec()))
    .bind(a.promise_clock.map(|c| c.to_vec()))
    .bind(micros(a.missed_at))
    .bind(micros(a.deemed_at))
    .bind(micros(a.ended_at))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes back what an act may change. `before` is the number of the last fact that the act saw:
/// if the row has moved on since, nothing is written.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, a: &Application, before: i64) -> Result<()> {
    let done = sqlx::query(
        "UPDATE application SET state = $4, stage = $5, ticket = $6, officer_id = $7, \
         sealed = $8, seq = $9, completed_at = $10, due_at = $11, pauses = $12, \
         check_clock = $13, promise_clock = $14, missed_at = $15, deemed_at = $16, ended_at = $17 \
         WHERE tenant_id = $1 AND application_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(a.id.to_vec())
    .bind(before)
    .bind(a.state.code())
    .bind(a.state.stage().code())
    .bind(a.ticket.map(|t| t.as_bytes().to_vec()))
    .bind(a.officer.map(|o| o.to_vec()))
    .bind(a.sealed.clone())
    .bind(a.seq)
    .bind(micros(a.completed_at))
    .bind(micros(a.due_at))
    .bind(pauses_text(&a.pauses)?)
    .bind(a.check_clock.map(|c| c.to_vec()))
    .bind(a.promise_clock.map(|c| c.to_vec()))
    .bind(micros(a.missed_at))
    .bind(micros(a.deemed_at))
    .bind(micros(a.ended_at))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    Err(Error::conflict("error-changed-meanwhile"))
}

/// Writes who applies from now on, and by which secret and phone they are known: the giver of a
/// mandate took the file over. To be called after [`update`], in the same transaction.
///
/// # Errors
/// When the database fails.
pub async fn set_applicant(tx: &mut WriteTx<'_>, a: &Application) -> Result<()> {
    sqlx::query(
        "UPDATE application SET applicant = $3, secret_hash = $4, phone_lookup = $5 \
         WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(a.id.to_vec())
    .bind(applicant_code(a.applicant))
    .bind(a.secret_hash.clone())
    .bind(a.phone_lookup.clone())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The application of that id.
///
/// # Errors
/// Not found, or when the database fails.
pub async fn by_id(tx: &mut Tx<'_>, application: ApplicationId) -> Result<Application> {
    let row: Option<Row> =
        sqlx::query_as(select!("application a WHERE a.tenant_id = $1 AND a.application_id = $2"))
            .bind(tx.tenant())
            .bind(application.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    read(row.ok_or_else(Error::not_found)?)
}

/// The application of that number, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn by_number(tx: &mut Tx<'_>, number: ApplicationNumber) -> Result<Option<Application>> {
    let row: Option<Row> =
        sqlx::query_as(select!("application a WHERE a.tenant_id = $1 AND a.number = $2"))
            .bind(tx.tenant())
            .bind(number.compact())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(read).transpose()
}

/// Applications for the person whose NIK hashes to `nik_lookup`, newest last.
///
/// # Errors
/// When the database fails.
pub async fn by_nik(tx: &mut Tx<'_>, nik_lookup: &[u8]) -> Result<Vec<Application>> {
    let rows: Vec<Row> = sqlx::query_as(select!(
        "application a WHERE a.tenant_id = $1 AND a.nik_lookup = $2 ORDER BY a.application_id LIMIT 200"
    ))
    .bind(tx.tenant())
    .bind(nik_lookup.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(read).collect()
}
