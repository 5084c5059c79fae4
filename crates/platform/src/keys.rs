//! The keys of subjects in the database, and erasure by destroying one.

use jiff::Timestamp;
use kernel::error::Result;
use rand::Rng as _;
use uuid::Uuid;

use crate::db::{Tx, WriteTx, db};
use crate::vault::{SubjectKey, Vault};

/// Makes and stores a key for a new subject.
///
/// # Errors
/// When the database fails.
pub async fn create(tx: &mut WriteTx<'_>, vault: &Vault, subject: Uuid) -> Result<SubjectKey> {
    let (key, wrapped) = vault.new_key(subject, tx.rng())?;
    sqlx::query(
        "INSERT INTO subject_key (tenant_id, subject_id, wrapped, created_at) \
         VALUES ($1, $2, $3, $4)",
    )
    .bind(tx.tenant())
    .bind(subject.as_bytes().to_vec())
    .bind(wrapped)
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(key)
}

/// The key of `subject`, or `None` when it has been erased or never was.
///
/// # Errors
/// When the database fails or the key does not open.
pub async fn find(tx: &mut Tx<'_>, vault: &Vault, subject: Uuid) -> Result<Option<SubjectKey>> {
    let row: Option<(Vec<u8>,)> =
        sqlx::query_as("SELECT wrapped FROM subject_key WHERE tenant_id = $1 AND subject_id = $2")
            .bind(tx.tenant())
            .bind(subject.as_bytes().to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.map(|(wrapped,)| vault.unwrap_key(subject, &wrapped)).transpose()
}

/// Destroys the key of `subject` and notes the erasure, so that a restored backup repeats it.
/// Everything sealed under it can never be read again; leaves of the journal stay.
///
/// # Errors
/// When the database fails.
pub async fn erase(tx: &mut WriteTx<'_>, subject: Uuid) -> Result<()> {
    let mut noise = [0u8; 60];
    tx.rng().fill_bytes(&mut noise);
    // Overwritten before it is deleted, so that the page on disk does not keep the old bytes.
    sqlx::query("UPDATE subject_key SET wrapped = $3 WHERE tenant_id = $1 AND subject_id = $2")
        .bind(tx.tenant())
        .bind(subject.as_bytes().to_vec())
        .bind(noise.to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    sqlx::query("DELETE FROM subject_key WHERE tenant_id = $1 AND subject_id = $2")
        .bind(tx.tenant())
        .bind(subject.as_bytes().to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    sqlx::query(
        "INSERT INTO erasure (tenant_id, subject_id, erased_at) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, subject_id) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(subject.as_bytes().to_vec())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Everyone who has been erased, and when.
///
/// # Errors
/// When the database fails.
pub async fn erased(tx: &mut Tx<'_>) -> Result<Vec<(Uuid, Timestamp)>> {
    let rows: Vec<(Vec<u8>, i64)> = sqlx::query_as(
        "SELECT subject_id, erased_at FROM erasure WHERE tenant_id = $1 ORDER BY erased_at",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter()
        .map(|(id, at)| Ok((crate::journal::uuid(&id)?, kernel::time::from_micros(at))))
        .collect()
}
