//! Pools that were published, and whose their pseudonyms are.

use std::collections::BTreeMap;

use kernel::Error;
use kernel::error::Result;
use kernel::facts::assignment::PoolPublished;
use kernel::id::UserId;
use platform::db::{Tx, WriteTx, db};
use uuid::Uuid;

use super::super::rules;
use super::id;

/// How many files of `queue` were drawn for each officer and are not decided.
///
/// # Errors
/// When the database fails.
pub async fn loads(tx: &mut Tx<'_>, queue: &str) -> Result<BTreeMap<UserId, u64>> {
    let rows: Vec<(Vec<u8>, i64)> = sqlx::query_as(
        "SELECT d.officer_id, CAST(COUNT(*) AS BIGINT) FROM draw d JOIN application a \
         ON a.tenant_id = d.tenant_id AND a.application_id = d.application_id \
         WHERE d.tenant_id = $1 AND d.queue = $2 AND d.officer_id IS NOT NULL \
         AND a.stage IN ('new', 'working', 'with_citizen') GROUP BY d.officer_id",
    )
    .bind(tx.tenant())
    .bind(queue.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.iter().map(|(bytes, count)| Ok((id(bytes)?, count.unsigned_abs()))).collect()
}

/// The last pool of `queue` that was written, and the number of its fact.
///
/// # Errors
/// When the database fails.
pub async fn last_pool(tx: &mut Tx<'_>, queue: &str) -> Result<Option<(i64, PoolPublished)>> {
    let row: Option<(i64, String)> = sqlx::query_as(
        "SELECT seq, body FROM pool WHERE tenant_id = $1 AND queue = $2 ORDER BY seq DESC LIMIT 1",
    )
    .bind(tx.tenant())
    .bind(queue.to_owned())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.map(|(seq, body)| Ok((seq, serde_json::from_str(&body).map_err(Error::internal)?)))
        .transpose()
}

/// The pool that holds for a ticket which entered at `position`: the last one before it in the log,
/// with its own position.
///
/// # Errors
/// When the database fails.
pub async fn pool_before(
    tx: &mut Tx<'_>,
    queue: &str,
    position: i64,
) -> Result<Option<(i64, PoolPublished)>> {
    let row: Option<(i64, String)> = sqlx::query_as(
        "SELECT q.position, p.body FROM pool p JOIN position q ON q.tenant_id = p.tenant_id \
         AND q.subject_kind = 'pool' AND q.subject_id = $3 AND q.seq = p.seq \
         WHERE p.tenant_id = $1 AND p.queue = $2 AND q.position < $4 \
         ORDER BY p.seq DESC LIMIT 1",
    )
    .bind(tx.tenant())
    .bind(queue.to_owned())
    .bind(rules::pool_subject(queue).as_bytes().to_vec())
    .bind(position)
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.map(|(at, body)| Ok((at, serde_json::from_str(&body).map_err(Error::internal)?)))
        .transpose()
}

/// The position at which a ticket entered; none while it has none.
///
/// # Errors
/// When the database fails.
pub async fn entered_at(tx: &mut Tx<'_>, ticket: Uuid) -> Result<Option<i64>> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT position FROM position WHERE tenant_id = $1 AND subject_kind = 'queue_entry' \
         AND subject_id = $2 AND seq = 1",
    )
    .bind(tx.tenant())
    .bind(ticket.as_bytes().to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.map(|(position,)| position))
}

/// Keeps a pool that was published, and whose its pseudonyms are.
///
/// # Errors
/// When the database fails.
pub async fn insert_pool(
    tx: &mut WriteTx<'_>,
    seq: i64,
    pool: &PoolPublished,
    members: &BTreeMap<String, UserId>,
) -> Result<()> {
    sqlx::query("INSERT INTO pool (tenant_id, queue, seq, body) VALUES ($1, $2, $3, $4)")
        .bind(tx.tenant())
        .bind(pool.queue.clone())
        .bind(seq)
        .bind(serde_json::to_string(pool).map_err(Error::internal)?)
        .execute(tx.conn())
        .await
        .map_err(db)?;
    for (pseudonym, user) in members {
        keep_pseudonym(tx, pseudonym, *user).await?;
    }
    Ok(())
}

/// Keeps whose a pseudonym is.
///
/// # Errors
/// When the database fails.
pub async fn keep_pseudonym(tx: &mut WriteTx<'_>, pseudonym: &str, user: UserId) -> Result<()> {
    sqlx::query(
        "INSERT INTO officer_pseudonym (tenant_id, pseudonym, user_id) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, pseudonym) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(pseudonym.to_owned())
    .bind(user.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Whose a pseudonym is.
///
/// # Errors
/// Internal when nobody's: it was never published.
pub async fn behind(tx: &mut Tx<'_>, pseudonym: &str) -> Result<UserId> {
    let row: Option<(Vec<u8>,)> = sqlx::query_as(
        "SELECT user_id FROM officer_pseudonym WHERE tenant_id = $1 AND pseudonym = $2",
    )
    .bind(tx.tenant())
    .bind(pseudonym.to_owned())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let (bytes,) = row.ok_or_else(|| Error::internal("a pseudonym without an officer"))?;
    id(&bytes)
}
