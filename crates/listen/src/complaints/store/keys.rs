//! Programs that may hand in reports.

use kernel::error::Result;
use platform::db::{Tx, WriteTx, db};
use platform::vault::sha256;

/// Lets the program called `name` hand in reports with this key.
///
/// # Errors
/// When the database fails.
pub async fn add_key(tx: &mut WriteTx<'_>, name: &str, key: &str) -> Result<()> {
    sqlx::query(
        "INSERT INTO complaint_api_key (tenant_id, key_hash, name, created_at) \
         VALUES ($1, $2, $3, $4)",
    )
    .bind(tx.tenant())
    .bind(sha256(key.as_bytes()).to_vec())
    .bind(name.to_owned())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Whether some program was given this key.
///
/// # Errors
/// When the database fails.
pub async fn knows_key(tx: &mut Tx<'_>, key: &str) -> Result<bool> {
    let found: Option<(i64,)> = sqlx::query_as(
        "SELECT created_at FROM complaint_api_key WHERE tenant_id = $1 AND key_hash = $2",
    )
    .bind(tx.tenant())
    .bind(sha256(key.as_bytes()).to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(found.is_some())
}
