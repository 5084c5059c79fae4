//! Mandates whose last day is over, and whose turn it is.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::error::Result;
use kernel::id::{ApplicationId, MandateId};
use platform::db::{Tx, WriteTx, db};

use super::id;

/// Waits until no other transaction counts the mandates of this receiver: two applications at the
/// same moment must not both find room for one more. The row stays locked until the commit.
///
/// # Errors
/// When the database fails.
pub async fn take_turn(tx: &mut WriteTx<'_>, receiver: &[u8]) -> Result<()> {
    sqlx::query(
        "INSERT INTO mandate_turn (tenant_id, receiver_lookup, turn) VALUES ($1, $2, 1) \
         ON CONFLICT (tenant_id, receiver_lookup) DO UPDATE SET turn = mandate_turn.turn + 1",
    )
    .bind(tx.tenant())
    .bind(receiver.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Mandates of open files that hold by their state, and whose last day was before `today`.
///
/// # Errors
/// When the database fails.
pub async fn expired(tx: &mut Tx<'_>, today: Date, most: i64) -> Result<Vec<MandateId>> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "SELECT m.mandate_id FROM mandate m JOIN application a ON a.tenant_id = m.tenant_id \
         AND a.application_id = m.application_id WHERE m.tenant_id = $1 AND m.state = 'confirmed' \
         AND m.valid_until < $2 AND a.state NOT IN ('collected', 'refused', 'withdrawn') \
         ORDER BY m.valid_until, m.mandate_id LIMIT $3",
    )
    .bind(tx.tenant())
    .bind(today.to_string())
    .bind(most)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.iter().map(|(bytes,)| id(bytes)).collect()
}

/// Keeps the digest of the receiver's secret of before.
///
/// # Errors
/// When the database fails.
pub async fn insert_over(
    tx: &mut WriteTx<'_>,
    application: ApplicationId,
    secret_hash: &[u8],
) -> Result<()> {
    sqlx::query(
        "INSERT INTO mandate_over (tenant_id, application_id, secret_hash, claimed_at) \
         VALUES ($1, $2, $3, NULL)",
    )
    .bind(tx.tenant())
    .bind(application.to_vec())
    .bind(secret_hash.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// A file that went back because the last day was over.
#[derive(Clone, Debug)]
pub struct Over {
    /// Digest of the receiver's secret of before.
    pub secret_hash: Vec<u8>,
    /// Whether the giver has fetched a secret of their own.
    pub claimed: bool,
}

/// How the file of a mandate went back because its last day was over, if it did.
///
/// # Errors
/// When the database fails.
pub async fn over(tx: &mut Tx<'_>, application: ApplicationId) -> Result<Option<Over>> {
    let row: Option<(Vec<u8>, Option<i64>)> = sqlx::query_as(
        "SELECT secret_hash, claimed_at FROM mandate_over \
         WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(application.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.map(|(secret_hash, at)| Over { secret_hash, claimed: at.is_some() }))
}

/// Notes that the giver fetched a secret; false when they have one already.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    tx: &mut WriteTx<'_>,
    application: ApplicationId,
    at: Timestamp,
) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE mandate_over SET claimed_at = $3 \
         WHERE tenant_id = $1 AND application_id = $2 AND claimed_at IS NULL",
    )
    .bind(tx.tenant())
    .bind(application.to_vec())
    .bind(at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(done.rows_affected() == 1)
}
