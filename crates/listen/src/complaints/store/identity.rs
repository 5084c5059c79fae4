//! Who asked to see a hidden name, and whether a second person agreed.

use kernel::Error;
use kernel::error::Result;
use kernel::id::{ComplaintId, UserId};
use platform::db::{Tx, WriteTx, db};

use super::id;

/// A wish to see a hidden name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Who asked.
    pub by: UserId,
    /// What the second person said, once they did.
    pub agreed: Option<bool>,
}

/// Notes the wish.
///
/// # Errors
/// Conflict when the same person asked before.
pub async fn ask(tx: &mut WriteTx<'_>, complaint: ComplaintId, by: UserId) -> Result<()> {
    if asked(tx, complaint).await?.iter().any(|asked| asked.by == by) {
        return Err(Error::conflict("complaint-identity-asked-before"));
    }
    sqlx::query(
        "INSERT INTO complaint_opening (tenant_id, complaint_id, asked_by, asked_at, decided_by, \
         agreed) VALUES ($1, $2, $3, $4, NULL, NULL)",
    )
    .bind(tx.tenant())
    .bind(complaint.to_vec())
    .bind(by.to_vec())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Notes what the second person said.
///
/// # Errors
/// Conflict when nobody asked, or it was decided before.
pub async fn decide(
    tx: &mut WriteTx<'_>,
    complaint: ComplaintId,
    asked_by: UserId,
    decided_by: UserId,
    agreed: bool,
) -> Result<()> {
    let done = sqlx::query(
        "UPDATE complaint_opening SET decided_by = $4, agreed = $5 \
         WHERE tenant_id = $1 AND complaint_id = $2 AND asked_by = $3 AND agreed IS NULL",
    )
    .bind(tx.tenant())
    .bind(complaint.to_vec())
    .bind(asked_by.to_vec())
    .bind(decided_by.to_vec())
    .bind(i64::from(agreed))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}

/// Everyone who asked.
///
/// # Errors
/// When the database fails.
pub async fn asked(tx: &mut Tx<'_>, complaint: ComplaintId) -> Result<Vec<Asked>> {
    let rows: Vec<(Vec<u8>, Option<i64>)> = sqlx::query_as(
        "SELECT asked_by, agreed FROM complaint_opening \
         WHERE tenant_id = $1 AND complaint_id = $2 ORDER BY asked_at",
    )
    .bind(tx.tenant())
    .bind(complaint.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let read = |(by, agreed): (Vec<u8>, Option<i64>)| {
        Ok(Asked { by: id(&by)?, agreed: agreed.map(|agreed| agreed != 0) })
    };
    rows.into_iter().map(read).collect()
}
