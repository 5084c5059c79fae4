//! When the reporter was told that a word of theirs is awaited, and whether it reached them.

use jiff::Timestamp;
use kernel::error::Result;
use kernel::id::{ComplaintId, MessageId};
use platform::db::{Tx, WriteTx, db};

/// Notes that the reporter was told by the fact `seq`. In a replayed past a notice reached whoever can be reached.
///
/// # Errors
/// When the database fails.
pub async fn note(
    tx: &mut WriteTx<'_>,
    complaint: ComplaintId,
    seq: i64,
    message: Option<MessageId>,
    reached: bool,
) -> Result<()> {
    let now = tx.now().as_microsecond();
    sqlx::query(
        "INSERT INTO complaint_notice (tenant_id, complaint_id, seq, told_at, message_id, \
         delivered_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(complaint.to_vec())
    .bind(seq)
    .bind(now)
    .bind(message.map(|id| id.to_vec()))
    .bind(reached.then_some(now))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// How many notices reached the reporter since then.
///
/// # Errors
/// When the database fails.
pub async fn delivered(tx: &mut Tx<'_>, complaint: ComplaintId, since: Timestamp) -> Result<usize> {
    let (count,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM complaint_notice n LEFT JOIN message m \
         ON m.tenant_id = n.tenant_id AND m.message_id = n.message_id \
         WHERE n.tenant_id = $1 AND n.complaint_id = $2 AND n.told_at >= $3 \
         AND (n.delivered_at IS NOT NULL OR m.state = 'sent')",
    )
    .bind(tx.tenant())
    .bind(complaint.to_vec())
    .bind(since.as_microsecond())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(usize::try_from(count).unwrap_or(0))
}
