//! Seats of slots, and who may hold one. A claim is a row whose key nobody can hold twice.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::error::Result;
use kernel::id::AppointmentId;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};

use super::super::model::Setting;

/// How a day is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Minutes of a slot.
    pub slot_minutes: i64,
    /// Seats of a slot.
    pub seats: i64,
}

impl From<&Setting> for Grid {
    fn from(setting: &Setting) -> Self {
        Self { slot_minutes: setting.slot_minutes, seats: setting.seats() }
    }
}

/// How a unit's day is divided, once a seat of it has been taken.
///
/// # Errors
/// When the database fails.
pub async fn kept_grid(tx: &mut Tx<'_>, unit: &str, day: Date) -> Result<Option<Grid>> {
    let row: Option<(i64, i64)> = sqlx::query_as(
        "SELECT slot_minutes, seats FROM slot_day \
         WHERE tenant_id = $1 AND unit_code = $2 AND day = $3",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.map(|(slot_minutes, seats)| Grid { slot_minutes, seats }))
}

/// Keeps how a day is divided, unless it is kept already; what holds.
///
/// # Errors
/// When the database fails.
pub async fn keep_grid(tx: &mut WriteTx<'_>, unit: &str, day: Date, grid: Grid) -> Result<Grid> {
    sqlx::query(
        "INSERT INTO slot_day (tenant_id, unit_code, day, slot_minutes, seats) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, unit_code, day) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .bind(grid.slot_minutes)
    .bind(grid.seats)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(kept_grid(tx, unit, day).await?.unwrap_or(grid))
}

/// Seats taken in the slots of a unit's day.
///
/// # Errors
/// When the database fails.
pub async fn taken(
    tx: &mut Tx<'_>,
    unit: &str,
    day: Date,
) -> Result<BTreeMap<Timestamp, Vec<i64>>> {
    let rows: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT starts_at, seat FROM appointment_seat \
         WHERE tenant_id = $1 AND unit_code = $2 AND day = $3 ORDER BY starts_at, seat",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let mut taken: BTreeMap<Timestamp, Vec<i64>> = BTreeMap::new();
    for (at, seat) in rows {
        taken.entry(from_micros(at)).or_default().push(seat);
    }
    Ok(taken)
}

/// A slot of a unit's day.
#[derive(Clone, Copy, Debug)]
pub struct Slot<'a> {
    /// Code of the unit.
    pub unit: &'a str,
    /// The day.
    pub day: Date,
    /// When it starts.
    pub starts_at: Timestamp,
}

/// Claims the first free seat of a slot with `seats`; none when it is full.
///
/// Who asks at the same moment for the same seat waits for the other's commit (PostgreSQL) or turn
/// (SQLite), gets nothing of it, and goes on to the next seat.
///
/// # Errors
/// When the database fails.
pub async fn claim_seat(
    tx: &mut WriteTx<'_>,
    slot: Slot<'_>,
    seats: i64,
    appointment: AppointmentId,
) -> Result<Option<i64>> {
    let held = taken(tx, slot.unit, slot.day).await?.remove(&slot.starts_at).unwrap_or_default();
    for seat in (1..=seats).filter(|seat| !held.contains(seat)) {
        let done = sqlx::query(
            "INSERT INTO appointment_seat (tenant_id, unit_code, day, starts_at, seat, \
             appointment_id) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (tenant_id, unit_code, day, starts_at, seat) DO NOTHING",
        )
        .bind(tx.tenant())
        .bind(slot.unit.to_owned())
        .bind(slot.day.to_string())
        .bind(slot.starts_at.as_microsecond())
        .bind(seat)
        .bind(appointment.to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
        if done.rows_affected() == 1 {
            return Ok(Some(seat));
        }
    }
    Ok(None)
}

/// Gives a seat back.
///
/// # Errors
/// When the database fails.
pub async fn release_seat(tx: &mut WriteTx<'_>, slot: Slot<'_>, seat: i64) -> Result<()> {
    sqlx::query(
        "DELETE FROM appointment_seat WHERE tenant_id = $1 AND unit_code = $2 AND day = $3 \
         AND starts_at = $4 AND seat = $5",
    )
    .bind(tx.tenant())
    .bind(slot.unit.to_owned())
    .bind(slot.day.to_string())
    .bind(slot.starts_at.as_microsecond())
    .bind(seat)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Claims the one live appointment for a service that a person may have; false when there is one.
///
/// # Errors
/// When the database fails.
pub async fn claim_person(
    tx: &mut WriteTx<'_>,
    service: &str,
    person: &[u8],
    appointment: AppointmentId,
) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO appointment_person (tenant_id, service, person, appointment_id) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, service, person) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(service.to_owned())
    .bind(person.to_vec())
    .bind(appointment.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(done.rows_affected() == 1)
}

/// Gives the claims of an appointment back.
///
/// # Errors
/// When the database fails.
pub async fn release_person(tx: &mut WriteTx<'_>, appointment: AppointmentId) -> Result<()> {
    sqlx::query("DELETE FROM appointment_person WHERE tenant_id = $1 AND appointment_id = $2")
        .bind(tx.tenant())
        .bind(appointment.to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}
