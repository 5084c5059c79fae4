//! Appointments.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::id::AppointmentId;
use kernel::number::ApplicationNumber;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;

use super::super::model::Booking;
use super::{Slot, id, unchanged, unknown};

/// A row of `appointment`.
#[derive(Clone, Debug)]
pub struct Appointment {
    /// Its id.
    pub id: AppointmentId,
    /// Code of the unit.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// What an officer types in, of the shape of an application's number.
    pub number: ApplicationNumber,
    /// Digest of the secret.
    pub secret_hash: Vec<u8>,
    /// Where it stands.
    pub state: Booking,
    /// Code of the group that goes first; empty for none.
    pub group: String,
    /// The day, in local time.
    pub day: Date,
    /// When the slot starts.
    pub starts_at: Timestamp,
    /// Which seat of it.
    pub seat: i64,
    /// When it was booked.
    pub booked_at: Timestamp,
    /// Language of messages.
    pub language: String,
    /// [`super::super::model::Contact`] under the appointment's key.
    pub sealed: Vec<u8>,
    /// Its last fact.
    pub seq: i64,
}

impl Appointment {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Appointment, id: self.id.uuid() }
    }

    /// Its slot.
    pub fn slot(&self) -> Slot<'_> {
        Slot { unit: &self.unit, day: self.day, starts_at: self.starts_at }
    }
}

#[derive(FromRow)]
struct Stored {
    appointment_id: Vec<u8>,
    unit_code: String,
    service: String,
    number: String,
    secret_hash: Vec<u8>,
    state: String,
    group_code: String,
    day: String,
    starts_at: i64,
    seat: i64,
    booked_at: i64,
    language: String,
    sealed: Vec<u8>,
    seq: i64,
}

impl Stored {
    fn read(self) -> Result<Appointment> {
        Ok(Appointment {
            id: id(&self.appointment_id)?,
            unit: self.unit_code,
            service: self.service,
            number: ApplicationNumber::parse(&self.number).map_err(Error::internal)?,
            secret_hash: self.secret_hash,
            state: Booking::parse(&self.state).ok_or_else(|| unknown("state of a booking"))?,
            group: self.group_code,
            day: self.day.parse().map_err(Error::internal)?,
            starts_at: from_micros(self.starts_at),
            seat: self.seat,
            booked_at: from_micros(self.booked_at),
            language: self.language,
            sealed: self.sealed,
            seq: self.seq,
        })
    }
}

/// Writes a new appointment.
///
/// # Errors
/// When the database fails.
pub async fn insert_appointment(tx: &mut WriteTx<'_>, row: &Appointment) -> Result<()> {
    sqlx::query(
        "INSERT INTO appointment (tenant_id, appointment_id, unit_code, service, number, \
         secret_hash, state, group_code, day, starts_at, seat, booked_at, language, sealed, seq) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(row.unit.clone())
    .bind(row.service.clone())
    .bind(row.number.compact())
    .bind(row.secret_hash.clone())
    .bind(row.state.code())
    .bind(row.group.clone())
    .bind(row.day.to_string())
    .bind(row.starts_at.as_microsecond())
    .bind(row.seat)
    .bind(row.booked_at.as_microsecond())
    .bind(row.language.clone())
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
pub async fn update_appointment(
    tx: &mut WriteTx<'_>,
    row: &Appointment,
    before: i64,
) -> Result<()> {
    let done = sqlx::query(
        "UPDATE appointment SET state = $4, day = $5, starts_at = $6, seat = $7, seq = $8 \
         WHERE tenant_id = $1 AND appointment_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(before)
    .bind(row.state.code())
    .bind(row.day.to_string())
    .bind(row.starts_at.as_microsecond())
    .bind(row.seat)
    .bind(row.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    unchanged(done.rows_affected())
}

/// The appointment of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn appointment(tx: &mut Tx<'_>, appointment: AppointmentId) -> Result<Appointment> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM appointment WHERE tenant_id = $1 AND appointment_id = $2")
            .bind(tx.tenant())
            .bind(appointment.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// The appointment whose secret has that digest.
///
/// # Errors
/// When the database fails.
pub async fn appointment_by_secret(tx: &mut Tx<'_>, hash: &[u8]) -> Result<Option<Appointment>> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM appointment WHERE tenant_id = $1 AND secret_hash = $2")
            .bind(tx.tenant())
            .bind(hash.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// The appointment of that number.
///
/// # Errors
/// When the database fails.
pub async fn appointment_by_number(
    tx: &mut Tx<'_>,
    number: ApplicationNumber,
) -> Result<Option<Appointment>> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM appointment WHERE tenant_id = $1 AND number = $2")
            .bind(tx.tenant())
            .bind(number.compact())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// Who is expected in a unit on a day, by slot.
///
/// # Errors
/// When the database fails.
pub async fn expected(tx: &mut Tx<'_>, unit: &str, day: Date) -> Result<Vec<Appointment>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM appointment WHERE tenant_id = $1 AND unit_code = $2 AND day = $3 \
         AND state = 'booked' ORDER BY starts_at, seat",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// Forgets who had appointments that started before `before`, as
/// [`super::forget_tickets`] does.
///
/// # Errors
/// When the database fails.
pub async fn forget_appointments(
    tx: &mut WriteTx<'_>,
    before: Timestamp,
    most: i64,
) -> Result<Vec<AppointmentId>> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "UPDATE appointment SET secret_hash = $3, group_code = '', sealed = $3 \
         WHERE tenant_id = $1 AND appointment_id IN (SELECT appointment_id FROM appointment \
         WHERE tenant_id = $1 AND starts_at < $2 AND length(sealed) > 0 LIMIT $4) \
         RETURNING appointment_id",
    )
    .bind(tx.tenant())
    .bind(before.as_microsecond())
    .bind(Vec::<u8>::new())
    .bind(most)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.iter().map(|(bytes,)| id(bytes)).collect()
}
