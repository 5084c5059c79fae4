//! One-time codes and tokens that were used.

use kernel::Error;
use kernel::error::Result;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use uuid::Uuid;

use super::bytes;
use crate::surveys::model::Mode;

/// Puts a one-time code into the pool; `sealed` is the code itself, until it is handed out.
///
/// # Errors
/// When the database fails.
pub async fn insert_code(
    tx: &mut WriteTx<'_>,
    round: Uuid,
    unit: &str,
    hash: Vec<u8>,
    mode: Mode,
    sealed: Option<Vec<u8>>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_code (tenant_id, round_id, code_hash, unit, kind, sealed) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(hash)
    .bind(unit.to_owned())
    .bind(mode.code())
    .bind(sealed)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Takes a sealed code of a unit out of the pool. Codes lie in the order of their hashes, which is
/// no order at all.
///
/// # Errors
/// When the pool is empty or the database fails.
pub async fn pop_code(tx: &mut WriteTx<'_>, round: Uuid, unit: &str) -> Result<Vec<u8>> {
    let row: Option<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
        "SELECT code_hash, sealed FROM survey_code WHERE tenant_id = $1 AND round_id = $2 \
         AND unit = $3 AND sealed IS NOT NULL ORDER BY code_hash LIMIT 1",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(unit.to_owned())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let (hash, sealed) = row.ok_or_else(|| Error::internal("the pool of codes is empty"))?;
    let done = sqlx::query(
        "UPDATE survey_code SET sealed = NULL WHERE tenant_id = $1 AND round_id = $2 \
         AND code_hash = $3 AND sealed IS NOT NULL",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(hash)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(sealed) } else { Err(Error::conflict("surveys-error-again")) }
}

/// The round, unit and kind of a code that was handed out and not used.
///
/// # Errors
/// When the database fails.
pub async fn code(tx: &mut Tx<'_>, hash: &[u8]) -> Result<Option<(Uuid, String, Mode)>> {
    let row: Option<(Vec<u8>, String, String)> = sqlx::query_as(
        "SELECT c.round_id, c.unit, c.kind FROM survey_round r JOIN survey_code c \
         ON c.tenant_id = r.tenant_id AND c.round_id = r.round_id \
         WHERE r.tenant_id = $1 AND r.state = 'open' AND c.code_hash = $2 AND c.sealed IS NULL",
    )
    .bind(tx.tenant())
    .bind(hash.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let Some((round, unit, kind)) = row else { return Ok(None) };
    let mode = Mode::parse(&kind).ok_or_else(|| Error::internal("a code's kind"))?;
    Ok(Some((uuid(&round)?, unit, mode)))
}

/// Uses a code up.
///
/// # Errors
/// `surveys-error-spent` when it was used before.
pub async fn use_code(tx: &mut WriteTx<'_>, round: Uuid, hash: &[u8]) -> Result<()> {
    let done = sqlx::query(
        "DELETE FROM survey_code WHERE tenant_id = $1 AND round_id = $2 AND code_hash = $3",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(hash.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("surveys-error-spent")) }
}

/// Forgets the codes that nobody used, and first keyings without a second.
///
/// # Errors
/// When the database fails.
pub async fn forget_codes(tx: &mut WriteTx<'_>, round: Uuid) -> Result<()> {
    sqlx::query("DELETE FROM survey_code WHERE tenant_id = $1 AND round_id = $2")
        .bind(tx.tenant())
        .bind(bytes(round))
        .execute(tx.conn())
        .await
        .map_err(db)?;
    sqlx::query("DELETE FROM survey_paper WHERE tenant_id = $1 AND round_id = $2")
        .bind(tx.tenant())
        .bind(bytes(round))
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

/// Uses a token up.
///
/// # Errors
/// `surveys-error-spent` when it was used before.
pub async fn spend(tx: &mut WriteTx<'_>, round: Uuid, token: &[u8]) -> Result<()> {
    let done = sqlx::query(
        "INSERT INTO survey_spent (tenant_id, round_id, token_hash) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, round_id, token_hash) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(token.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("surveys-error-spent")) }
}

/// Whether a token was used.
///
/// # Errors
/// When the database fails.
pub async fn is_spent(tx: &mut Tx<'_>, round: Uuid, token: &[u8]) -> Result<bool> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT tenant_id FROM survey_spent WHERE tenant_id = $1 AND round_id = $2 \
         AND token_hash = $3",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(token.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.is_some())
}
