//! What survey pages need to know of the city: history, places in the log.

use kernel::error::Result;
use platform::db::{Tx, WriteTx, db};
use uuid::Uuid;

use super::bytes;

/// An index that others measured before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// Which index, such as `spi`.
    pub family: String,
    /// Of which year.
    pub year: i64,
    /// The value, as it was published.
    pub value: String,
    /// Who published it.
    pub source: String,
    /// Whether somebody has read it there.
    pub verified: bool,
}

/// Keeps what others measured.
///
/// # Errors
/// When the database fails.
pub async fn insert_history(tx: &mut WriteTx<'_>, point: &History) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_history (tenant_id, family, year, value, source, verified) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(point.family.clone())
    .bind(point.year)
    .bind(point.value.clone())
    .bind(point.source.clone())
    .bind(i64::from(point.verified))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// What others measured, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn history(tx: &mut Tx<'_>) -> Result<Vec<History>> {
    let rows: Vec<(String, i64, String, String, i64)> = sqlx::query_as(
        "SELECT family, year, value, source, verified FROM survey_history WHERE tenant_id = $1 \
         ORDER BY family, year",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let point = |(family, year, value, source, verified)| {
        let verified: i64 = verified;
        History { family, year, value, source, verified: verified != 0 }
    };
    Ok(rows.into_iter().map(point).collect())
}

/// Where the first fact of a subject stands in the public log; none before it has a place.
///
/// # Errors
/// When the database fails.
pub async fn position(
    tx: &mut Tx<'_>,
    kind: kernel::fact::SubjectKind,
    id: Uuid,
) -> Result<Option<i64>> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT position FROM position WHERE tenant_id = $1 AND subject_kind = $2 \
         AND subject_id = $3 AND seq = 1",
    )
    .bind(tx.tenant())
    .bind(kind.code())
    .bind(bytes(id))
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.map(|(position,)| position))
}
