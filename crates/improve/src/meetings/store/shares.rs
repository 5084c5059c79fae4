//! How units come and keep their promises, by month.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::error::Result;
use platform::db::{Tx, db};

/// What a unit did in a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Code of the unit.
    pub unit: String,
    /// The month, such as `2026-11`.
    pub month: String,
    /// Meetings to which one of its heads came.
    pub came: i64,
    /// Meetings to which they were asked; visits are none.
    pub asked: i64,
    /// Promises due that its unit says are done, or the chair agreed.
    pub done: i64,
    /// Promises whose first date lies in the month and has passed, without those released in time.
    pub due: i64,
}

/// Shares of all units in the months from `first` to `last`, such as `2026-11`, by month and unit.
///
/// # Errors
/// When the database fails.
pub async fn shares(
    tx: &mut Tx<'_>,
    (first, last): (&str, &str),
    now: Timestamp,
) -> Result<Vec<Share>> {
    let came: Vec<(String, String, i64, i64)> = sqlx::query_as(
        "SELECT unit, in_month, CAST(SUM(came) AS BIGINT), COUNT(*) FROM \
         (SELECT a.unit, a.in_month, a.meeting_id, MAX(a.present) AS came \
         FROM meeting_attendance a JOIN meeting m ON m.tenant_id = a.tenant_id \
         AND m.meeting_id = a.meeting_id WHERE a.tenant_id = $1 AND a.in_month >= $2 \
         AND a.in_month <= $3 AND a.unit <> '' AND m.kind <> 'visit' \
         GROUP BY a.unit, a.in_month, a.meeting_id) seats GROUP BY unit, in_month",
    )
    .bind(tx.tenant())
    .bind(first.to_owned())
    .bind(last.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let kept: Vec<(String, String, i64, i64)> = sqlx::query_as(
        "SELECT unit, in_month, \
         CAST(SUM(CASE WHEN state IN ('done', 'confirmed') THEN 1 ELSE 0 END) AS BIGINT), COUNT(*) \
         FROM meeting_promise WHERE tenant_id = $1 AND in_month >= $2 AND in_month <= $3 \
         AND first_due_at <= $4 AND (state <> 'released' OR missed = 1) GROUP BY unit, in_month",
    )
    .bind(tx.tenant())
    .bind(first.to_owned())
    .bind(last.to_owned())
    .bind(now.as_microsecond())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    Ok(joined(came, kept))
}

type Counted = (String, String, i64, i64);

fn joined(came: Vec<Counted>, kept: Vec<Counted>) -> Vec<Share> {
    let mut all: BTreeMap<(String, String), Share> = BTreeMap::new();
    let mut of = |unit: String, month: String, change: &dyn Fn(&mut Share)| {
        let share = all.entry((month.clone(), unit.clone())).or_default();
        (share.unit, share.month) = (unit, month);
        change(share);
    };
    for (unit, month, part, whole) in came {
        of(unit, month, &|share| (share.came, share.asked) = (part, whole));
    }
    for (unit, month, part, whole) in kept {
        of(unit, month, &|share| (share.done, share.due) = (part, whole));
    }
    all.into_values().collect()
}
