//! Who works where, who is absent, and who may not have which file.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::id::{ApplicationId, UserId};
use platform::db::{Tx, WriteTx, db};

use super::id;

/// Officers of `unit` who work there and are not absent on `day`.
///
/// # Errors
/// When the database fails.
pub async fn present(tx: &mut Tx<'_>, unit: &str, day: Date) -> Result<BTreeSet<UserId>> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "SELECT DISTINCT a.user_id FROM account_grant g JOIN account a \
         ON a.tenant_id = g.tenant_id AND a.user_id = g.user_id \
         WHERE g.tenant_id = $1 AND g.unit_code = $2 AND g.role = 'officer' \
         AND a.disabled_at IS NULL AND NOT EXISTS (SELECT 1 FROM officer_absence o \
         WHERE o.tenant_id = $1 AND o.user_id = a.user_id AND o.from_day <= $3 \
         AND o.until_day >= $3)",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(day.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.iter().map(|(bytes,)| id(bytes)).collect()
}

/// Notes that an officer is absent; false when that was noted before.
///
/// # Errors
/// When the database fails.
pub async fn insert_absence(
    tx: &mut WriteTx<'_>,
    officer: UserId,
    from: Date,
    until: Date,
) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO officer_absence (tenant_id, user_id, from_day, until_day) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, user_id, from_day, until_day) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(officer.to_vec())
    .bind(from.to_string())
    .bind(until.to_string())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(done.rows_affected() == 1)
}

/// The absences of an officer that end on `day` or later, as `(from, until)`.
///
/// # Errors
/// When the database fails.
pub async fn absences(tx: &mut Tx<'_>, officer: UserId, day: Date) -> Result<Vec<(Date, Date)>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT from_day, until_day FROM officer_absence \
         WHERE tenant_id = $1 AND user_id = $2 AND until_day >= $3 ORDER BY from_day",
    )
    .bind(tx.tenant())
    .bind(officer.to_vec())
    .bind(day.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let day = |text: &str| text.parse::<Date>().map_err(Error::internal);
    rows.iter().map(|(from, until)| Ok((day(from)?, day(until)?))).collect()
}

/// Notes a conflict of interest; false when it was noted before.
///
/// # Errors
/// When the database fails.
pub async fn insert_conflict(
    tx: &mut WriteTx<'_>,
    officer: UserId,
    about: Vec<u8>,
) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO officer_conflict (tenant_id, user_id, about) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, user_id, about) DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(officer.to_vec())
    .bind(about)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(done.rows_affected() == 1)
}

/// Whether an officer declared a conflict with this application or its person.
///
/// # Errors
/// When the database fails.
pub async fn is_conflicted(
    tx: &mut Tx<'_>,
    officer: UserId,
    application: ApplicationId,
    nik_lookup: &[u8],
) -> Result<bool> {
    let (count,): (i64,) = sqlx::query_as(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM officer_conflict \
         WHERE tenant_id = $1 AND user_id = $2 AND (about = $3 OR about = $4)",
    )
    .bind(tx.tenant())
    .bind(officer.to_vec())
    .bind(application.to_vec())
    .bind(nik_lookup.to_vec())
    .fetch_one(tx.conn())
    .await
    .map_err(db)?;
    Ok(count > 0)
}
