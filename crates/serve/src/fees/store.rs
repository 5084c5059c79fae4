//! The only place of this slice that knows its tables.

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::id::{ApplicationId, Id};
use kernel::money::Rupiah;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;
use uuid::Uuid;

use super::model::{Fee, State};
use super::rules::Line;

#[derive(FromRow)]
struct Stored {
    application_id: Vec<u8>,
    unit_code: String,
    service: String,
    class: String,
    amount: i64,
    state: String,
    charged_at: i64,
    settled_at: Option<i64>,
    refunded_at: Option<i64>,
    asked_by: Option<Vec<u8>>,
    reason: String,
}

fn id<K>(bytes: &[u8]) -> Result<Id<K>> {
    Uuid::from_slice(bytes).map(Id::from_uuid).map_err(Error::internal)
}

impl Stored {
    fn read(self) -> Result<Fee> {
        let state = State::parse(&self.state);
        Ok(Fee {
            application: id(&self.application_id)?,
            unit: self.unit_code,
            service: self.service,
            class: self.class,
            amount: Rupiah::new(self.amount),
            state: state.ok_or_else(|| Error::internal("unknown state of a fee"))?,
            charged_at: from_micros(self.charged_at),
            settled_at: self.settled_at.map(from_micros),
            refunded_at: self.refunded_at.map(from_micros),
            asked_by: self.asked_by.map(|who| id(&who)).transpose()?,
            reason: self.reason,
        })
    }
}

/// Writes a fee that was just charged.
///
/// # Errors
/// Conflict when the application has one already.
pub async fn insert(tx: &mut WriteTx<'_>, fee: &Fee) -> Result<()> {
    sqlx::query(
        "INSERT INTO fee (tenant_id, application_id, unit_code, service, class, amount, state, \
         charged_at, settled_at, refunded_at, asked_by, reason) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL, NULL, '')",
    )
    .bind(tx.tenant())
    .bind(fee.application.to_vec())
    .bind(fee.unit.clone())
    .bind(fee.service.clone())
    .bind(fee.class.clone())
    .bind(fee.amount.get())
    .bind(fee.state.code())
    .bind(fee.charged_at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes back what an act may change.
///
/// # Errors
/// When the database fails.
pub async fn update(tx: &mut WriteTx<'_>, fee: &Fee) -> Result<()> {
    sqlx::query(
        "UPDATE fee SET state = $3, settled_at = $4, refunded_at = $5, asked_by = $6, reason = $7 \
         WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(fee.application.to_vec())
    .bind(fee.state.code())
    .bind(fee.settled_at.map(Timestamp::as_microsecond))
    .bind(fee.refunded_at.map(Timestamp::as_microsecond))
    .bind(fee.asked_by.map(|who| who.to_vec()))
    .bind(fee.reason.clone())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The fee of an application, if one was charged.
///
/// # Errors
/// When the database fails.
pub async fn of(tx: &mut Tx<'_>, application: ApplicationId) -> Result<Option<Fee>> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM fee WHERE tenant_id = $1 AND application_id = $2")
            .bind(tx.tenant())
            .bind(application.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// Uses a reference.
///
/// # Errors
/// Conflict when it was used before.
pub async fn use_reference(
    tx: &mut WriteTx<'_>,
    application: ApplicationId,
    line: &Line,
) -> Result<()> {
    let done = sqlx::query(
        "INSERT INTO fee_payment (tenant_id, reference, application_id, way, paid_on) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(line.reference.clone())
    .bind(application.to_vec())
    .bind(line.way.code())
    .bind(line.paid_on.to_string())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("fees-reference-used")) }
}

/// A fee in a list, with the number of its application.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The application's number, without hyphen.
    pub number: String,
    /// The fee.
    pub fee: Fee,
    /// The reference under which it was paid; empty without one.
    pub reference: String,
}

#[derive(FromRow)]
struct ListedRow {
    number: String,
    reference: Option<String>,
    #[sqlx(flatten)]
    fee: Stored,
}

fn listed(rows: Vec<ListedRow>) -> Result<Vec<Listed>> {
    let read = |row: ListedRow| {
        let reference = row.reference.unwrap_or_default();
        Ok(Listed { number: row.number, fee: row.fee.read()?, reference })
    };
    rows.into_iter().map(read).collect()
}

/// Fees of a unit that are still owed, the oldest first. A file that was refused or taken back owes
/// nothing any more.
///
/// # Errors
/// When the database fails.
pub async fn outstanding(tx: &mut Tx<'_>, unit: &str) -> Result<Vec<Listed>> {
    let rows: Vec<ListedRow> = sqlx::query_as(
        "SELECT f.*, a.number, NULL AS reference FROM fee f JOIN application a \
         ON a.tenant_id = f.tenant_id AND a.application_id = f.application_id \
         WHERE f.tenant_id = $1 AND f.unit_code = $2 AND f.state IN ('due', 'asked') \
         AND a.state NOT IN ('refused', 'withdrawn') \
         ORDER BY f.charged_at, f.application_id LIMIT 2000",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    listed(rows)
}

/// Fees of a unit that were charged, paid, waived or given back in `[from, until)`.
///
/// # Errors
/// When the database fails.
pub async fn moved(
    tx: &mut Tx<'_>,
    unit: &str,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<Listed>> {
    let rows: Vec<ListedRow> = sqlx::query_as(
        "SELECT f.*, a.number, p.reference FROM fee f JOIN application a \
         ON a.tenant_id = f.tenant_id AND a.application_id = f.application_id \
         LEFT JOIN fee_payment p \
         ON p.tenant_id = f.tenant_id AND p.application_id = f.application_id \
         WHERE f.tenant_id = $1 AND f.unit_code = $2 AND ((f.charged_at >= $3 AND f.charged_at < $4) \
         OR (f.settled_at >= $3 AND f.settled_at < $4) \
         OR (f.refunded_at >= $3 AND f.refunded_at < $4)) \
         ORDER BY f.charged_at, f.application_id LIMIT 2000",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(from.as_microsecond())
    .bind(until.as_microsecond())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    listed(rows)
}
