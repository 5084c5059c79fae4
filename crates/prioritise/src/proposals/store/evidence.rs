//! Tables of the projection "proposal_evidence".

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::facility::{Crowded, FixCosted};
use kernel::money::Rupiah;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};

/// A repair that was costed and not mended since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Costed {
    /// Code of the unit.
    pub unit: String,
    /// Code of what is to be mended.
    pub item: String,
    /// What it costs.
    pub cost: Rupiah,
    /// Its code in the price standard of the audit.
    pub price_code: String,
    /// When it was costed.
    pub at: Timestamp,
}

/// A repair was costed; the last cost holds.
///
/// # Errors
/// When the database fails.
pub async fn cost(tx: &mut WriteTx<'_>, fix: &FixCosted, at: Timestamp) -> Result<()> {
    sqlx::query(
        "INSERT INTO evidence_repair (tenant_id, unit_code, item, cost, price_code, told_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, unit_code, item) DO UPDATE SET \
         cost = excluded.cost, price_code = excluded.price_code, told_at = excluded.told_at",
    )
    .bind(tx.tenant())
    .bind(fix.unit.clone())
    .bind(fix.item.clone())
    .bind(fix.cost.get())
    .bind(fix.price_code.clone())
    .bind(at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// It was looked at again: what was costed before holds no longer.
///
/// # Errors
/// When the database fails.
pub async fn look(tx: &mut WriteTx<'_>, unit: &str, item: &str) -> Result<()> {
    sqlx::query(
        "DELETE FROM evidence_repair WHERE tenant_id = $1 AND unit_code = $2 AND item = $3",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(item.to_owned())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// A waiting room was too small in a week.
///
/// # Errors
/// When the database fails.
pub async fn crowd(tx: &mut WriteTx<'_>, week: &Crowded) -> Result<()> {
    sqlx::query(
        "INSERT INTO evidence_crowd (tenant_id, unit_code, week, peak, seats) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, unit_code, week) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(week.unit.clone())
    .bind(week.week.to_string())
    .bind(week.peak)
    .bind(week.seats)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// All repairs, the dearest first.
///
/// # Errors
/// When the database fails.
pub async fn repairs(tx: &mut Tx<'_>) -> Result<Vec<Costed>> {
    let rows: Vec<(String, String, i64, String, i64)> = sqlx::query_as(
        "SELECT unit_code, item, cost, price_code, told_at FROM evidence_repair \
         WHERE tenant_id = $1 ORDER BY cost DESC, unit_code, item",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let costed = |(unit, item, cost, price_code, at)| Costed {
        unit,
        item,
        cost: Rupiah::new(cost),
        price_code,
        at: from_micros(at),
    };
    Ok(rows.into_iter().map(costed).collect())
}

/// In how many weeks since a day the waiting room of a unit was too small, and the last of them: Monday,
/// peak and seats.
///
/// # Errors
/// When the database fails.
pub async fn crowds(
    tx: &mut Tx<'_>,
    unit: &str,
    since: Date,
) -> Result<(usize, Option<(Date, i64, i64)>)> {
    let rows: Vec<(String, i64, i64)> = sqlx::query_as(
        "SELECT week, peak, seats FROM evidence_crowd \
         WHERE tenant_id = $1 AND unit_code = $2 AND week >= $3 ORDER BY week DESC",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(since.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let last = rows.first().map(|(week, peak, seats)| {
        week.parse().map(|week| (week, *peak, *seats)).map_err(Error::internal)
    });
    Ok((rows.len(), last.transpose()?))
}
