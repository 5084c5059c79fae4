//! A unit's day: the numbers given, the calls made, and who waits with which telephone.

use jiff::civil::Date;
use kernel::error::Result;
use kernel::id::TicketId;
use platform::db::{WriteTx, db};

use super::Ticket;

/// The next number of a unit's day, from 1. The row is locked until the command ends.
///
/// # Errors
/// When the database fails.
pub async fn next_number(tx: &mut WriteTx<'_>, unit: &str, day: Date) -> Result<i64> {
    let (number,): (i64,) = sqlx::query_as(
        "INSERT INTO queue_day (tenant_id, unit_code, day, last_number, calls) \
         VALUES ($1, $2, $3, 1, 0) ON CONFLICT (tenant_id, unit_code, day) \
         DO UPDATE SET last_number = queue_day.last_number + 1 RETURNING last_number",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(number)
}

/// Counts one more call of the day and locks the day, so that two counters do not decide at once.
/// None when nobody has taken a ticket on that day.
///
/// # Errors
/// When the database fails.
pub async fn next_call(tx: &mut WriteTx<'_>, unit: &str, day: Date) -> Result<Option<i64>> {
    let row: Option<(i64,)> = sqlx::query_as(
        "UPDATE queue_day SET calls = calls + 1 \
         WHERE tenant_id = $1 AND unit_code = $2 AND day = $3 RETURNING calls",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.map(|(calls,)| calls))
}

/// Claims the day of a unit for a telephone; false when it waits there already.
///
/// # Errors
/// When the database fails.
pub async fn claim_wait(tx: &mut WriteTx<'_>, ticket: &Ticket, person: Vec<u8>) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO ticket_person (tenant_id, unit_code, day, person, ticket_id) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, unit_code, day, person) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(ticket.unit.clone())
    .bind(ticket.day.to_string())
    .bind(person)
    .bind(ticket.id.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(done.rows_affected() == 1)
}

/// Gives that claim back.
///
/// # Errors
/// When the database fails.
pub async fn release_wait(tx: &mut WriteTx<'_>, ticket: TicketId) -> Result<()> {
    sqlx::query("DELETE FROM ticket_person WHERE tenant_id = $1 AND ticket_id = $2")
        .bind(tx.tenant())
        .bind(ticket.to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}
