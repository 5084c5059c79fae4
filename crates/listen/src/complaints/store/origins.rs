//! Where reports came from.

use kernel::error::Result;
use kernel::id::ComplaintId;
use platform::db::{Tx, WriteTx, db};

/// Whether this report of that source came before.
///
/// # Errors
/// When the database fails.
pub async fn came_before(tx: &mut Tx<'_>, source: &str, external: &str) -> Result<bool> {
    let found: Option<(String,)> = sqlx::query_as(
        "SELECT external_id FROM complaint_origin \
         WHERE tenant_id = $1 AND source = $2 AND external_id = $3",
    )
    .bind(tx.tenant())
    .bind(source.to_owned())
    .bind(external.to_owned())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(found.is_some())
}

/// Notes where a report came from.
///
/// # Errors
/// Conflict when it came before.
pub async fn note_origin(
    tx: &mut WriteTx<'_>,
    (source, external): (&str, &str),
    complaint: ComplaintId,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO complaint_origin (tenant_id, source, external_id, complaint_id) \
         VALUES ($1, $2, $3, $4)",
    )
    .bind(tx.tenant())
    .bind(source.to_owned())
    .bind(external.to_owned())
    .bind(complaint.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
