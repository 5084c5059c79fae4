//! The only place of this slice that knows its tables.

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::shift::Slot;
use kernel::id::{SwapId, UserId};
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::FromRow;

use super::model::{Shift, State, Swap, part_code, part_of};

fn unknown(what: &str) -> Error {
    Error::internal(format!("unknown {what} in the database"))
}

#[derive(FromRow)]
struct StoredShift {
    unit_code: String,
    day: String,
    part: String,
    counter: i64,
    user_id: Vec<u8>,
}

fn slot(unit: &str, (day, part, counter): (&str, &str, i64)) -> Result<Slot> {
    let part = part_of(part).ok_or_else(|| unknown("half of a day"))?;
    Ok(Slot { unit: unit.to_owned(), day: day.parse().map_err(Error::internal)?, part, counter })
}

impl StoredShift {
    fn read(self) -> Result<Shift> {
        let slot = slot(&self.unit_code, (&self.day, &self.part, self.counter))?;
        Ok(Shift { slot, officer: UserId::from_uuid(uuid(&self.user_id)?) })
    }
}

/// Shifts of a unit between two days, both included, in the order of time.
///
/// # Errors
/// When the database fails.
pub async fn roster(tx: &mut Tx<'_>, unit: &str, from: Date, until: Date) -> Result<Vec<Shift>> {
    let rows: Vec<StoredShift> = sqlx::query_as(
        "SELECT unit_code, day, part, counter, user_id FROM counter_shift \
         WHERE tenant_id = $1 AND unit_code = $2 AND day >= $3 AND day <= $4 \
         ORDER BY day, part DESC, counter",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(from.to_string())
    .bind(until.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(StoredShift::read).collect()
}

/// Shifts of an officer from a day on, in every unit, in the order of time.
///
/// # Errors
/// When the database fails.
pub async fn of_officer(tx: &mut Tx<'_>, officer: UserId, from: Date) -> Result<Vec<Shift>> {
    let rows: Vec<StoredShift> = sqlx::query_as(
        "SELECT unit_code, day, part, counter, user_id FROM counter_shift \
         WHERE tenant_id = $1 AND user_id = $2 AND day >= $3 ORDER BY day, part DESC",
    )
    .bind(tx.tenant())
    .bind(officer.to_vec())
    .bind(from.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(StoredShift::read).collect()
}

/// Who sits in a slot; none when it is free.
///
/// # Errors
/// When the database fails.
pub async fn holder(tx: &mut Tx<'_>, slot: &Slot) -> Result<Option<UserId>> {
    let row: Option<(Vec<u8>,)> = sqlx::query_as(
        "SELECT user_id FROM counter_shift WHERE tenant_id = $1 AND unit_code = $2 AND day = $3 \
         AND part = $4 AND counter = $5",
    )
    .bind(tx.tenant())
    .bind(slot.unit.clone())
    .bind(slot.day.to_string())
    .bind(part_code(slot.part))
    .bind(slot.counter)
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.map(|(bytes,)| Ok(UserId::from_uuid(uuid(&bytes)?))).transpose()
}

/// Frees a slot that `officer` holds.
///
/// # Errors
/// Conflict when they do not hold it any more.
pub async fn leave(tx: &mut WriteTx<'_>, slot: &Slot, officer: UserId) -> Result<()> {
    let done = sqlx::query(
        "DELETE FROM counter_shift WHERE tenant_id = $1 AND unit_code = $2 AND day = $3 \
         AND part = $4 AND counter = $5 AND user_id = $6",
    )
    .bind(tx.tenant())
    .bind(slot.unit.clone())
    .bind(slot.day.to_string())
    .bind(part_code(slot.part))
    .bind(slot.counter)
    .bind(officer.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("shifts-changed")) }
}

/// Puts `officer` into a free slot.
///
/// # Errors
/// Conflict when somebody sits there, or the officer sits elsewhere at that time.
pub async fn sit(tx: &mut WriteTx<'_>, slot: &Slot, officer: UserId) -> Result<()> {
    let done = sqlx::query(
        "INSERT INTO counter_shift (tenant_id, unit_code, day, part, counter, user_id) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(slot.unit.clone())
    .bind(slot.day.to_string())
    .bind(part_code(slot.part))
    .bind(slot.counter)
    .bind(officer.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("shifts-changed")) }
}

#[derive(FromRow)]
struct StoredSwap {
    swap_id: Vec<u8>,
    unit_code: String,
    state: String,
    asker_id: Vec<u8>,
    give_day: String,
    give_part: String,
    give_counter: i64,
    colleague_id: Vec<u8>,
    take_day: String,
    take_part: String,
    take_counter: i64,
    asked_at: i64,
}

impl StoredSwap {
    fn read(self) -> Result<Swap> {
        let unit = self.unit_code.as_str();
        Ok(Swap {
            id: SwapId::from_uuid(uuid(&self.swap_id)?),
            state: State::parse(&self.state).ok_or_else(|| unknown("state of a swap"))?,
            asker: UserId::from_uuid(uuid(&self.asker_id)?),
            give: slot(unit, (&self.give_day, &self.give_part, self.give_counter))?,
            colleague: UserId::from_uuid(uuid(&self.colleague_id)?),
            take: slot(unit, (&self.take_day, &self.take_part, self.take_counter))?,
            asked_at: from_micros(self.asked_at),
        })
    }
}

/// Keeps a swap that somebody asks for.
///
/// # Errors
/// When the database fails.
pub async fn insert_swap(tx: &mut WriteTx<'_>, swap: &Swap) -> Result<()> {
    sqlx::query(
        "INSERT INTO shift_swap (tenant_id, swap_id, unit_code, state, asker_id, give_day, \
         give_part, give_counter, colleague_id, take_day, take_part, take_counter, asked_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(tx.tenant())
    .bind(swap.id.to_vec())
    .bind(swap.give.unit.clone())
    .bind(swap.state.code())
    .bind(swap.asker.to_vec())
    .bind(swap.give.day.to_string())
    .bind(part_code(swap.give.part))
    .bind(swap.give.counter)
    .bind(swap.colleague.to_vec())
    .bind(swap.take.day.to_string())
    .bind(part_code(swap.take.part))
    .bind(swap.take.counter)
    .bind(swap.asked_at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Ends a swap that was asked for.
///
/// # Errors
/// Conflict when it was answered meanwhile.
pub async fn end_swap(tx: &mut WriteTx<'_>, id: SwapId, state: State) -> Result<()> {
    let done = sqlx::query(
        "UPDATE shift_swap SET state = $3 \
         WHERE tenant_id = $1 AND swap_id = $2 AND state = 'asked'",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .bind(state.code())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("shifts-answered")) }
}

/// The swap of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn swap(tx: &mut Tx<'_>, id: SwapId) -> Result<Swap> {
    let row: Option<StoredSwap> =
        sqlx::query_as("SELECT * FROM shift_swap WHERE tenant_id = $1 AND swap_id = $2")
            .bind(tx.tenant())
            .bind(id.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// The last swaps of a unit, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn swaps(tx: &mut Tx<'_>, unit: &str, most: i64) -> Result<Vec<Swap>> {
    let rows: Vec<StoredSwap> = sqlx::query_as(
        "SELECT * FROM shift_swap WHERE tenant_id = $1 AND unit_code = $2 \
         ORDER BY asked_at DESC, swap_id DESC LIMIT $3",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(most)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(StoredSwap::read).collect()
}
