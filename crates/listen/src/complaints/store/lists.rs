//! Reports of one inbox, and how units end theirs.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::error::Result;
use kernel::id::ComplaintId;
use platform::db::{Tx, db};

use super::super::model::Stage;
use super::row::Stored;
use super::{COORDINATOR, INSPECTORATE, Row};

/// Reports of one tab of an inbox by when they are due, after the one given.
///
/// # Errors
/// When the database fails.
pub async fn of_desk(
    tx: &mut Tx<'_>,
    desk: &str,
    stage: Stage,
    after: Option<(i64, ComplaintId)>,
    most: i64,
) -> Result<Vec<Row>> {
    let (due, last) = after.map_or((-1, Vec::new()), |(due, id)| (due, id.to_vec()));
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM complaint WHERE tenant_id = $1 AND desk = $2 AND stage = $3 AND \
         (due_at > $4 OR (due_at = $4 AND complaint_id > $5)) \
         ORDER BY due_at, complaint_id LIMIT $6",
    )
    .bind(tx.tenant())
    .bind(desk.to_owned())
    .bind(stage.code())
    .bind(due)
    .bind(last)
    .bind(most)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// How many reports stand in each tab of an inbox.
///
/// # Errors
/// When the database fails.
pub async fn counts(tx: &mut Tx<'_>, desk: &str) -> Result<BTreeMap<String, i64>> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "SELECT stage, COUNT(*) FROM complaint WHERE tenant_id = $1 AND desk = $2 GROUP BY stage",
    )
    .bind(tx.tenant())
    .bind(desk.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    Ok(rows.into_iter().collect())
}

/// Reports that are not over, by inbox: inbox, how many, how many of them are beyond a legal time.
///
/// # Errors
/// When the database fails.
pub async fn open_by_desk(tx: &mut Tx<'_>) -> Result<Vec<(String, i64, i64)>> {
    sqlx::query_as(
        // By desk and stage, so that the index finds what is open among however many are closed.
        "SELECT desk, COUNT(*), CAST(SUM(missed) AS BIGINT) FROM complaint WHERE tenant_id = $1 \
         AND desk IN (SELECT code FROM unit WHERE tenant_id = $1 UNION ALL SELECT $2 \
         UNION ALL SELECT $3) AND stage IN ('new', 'work', 'waiting') AND state <> 'joined' \
         GROUP BY desk ORDER BY desk",
    )
    .bind(tx.tenant())
    .bind(COORDINATOR)
    .bind(INSPECTORATE)
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// Other open reports of the same category about the same unit in the same inbox, the newest first: the
/// likely duplicates of this one.
///
/// # Errors
/// When the database fails.
pub async fn beside(tx: &mut Tx<'_>, row: &Row, since: Timestamp) -> Result<Vec<Row>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM complaint WHERE tenant_id = $1 AND desk = $2 AND stage IN ('new', 'work', \
         'waiting') AND category = $3 AND about = $4 AND complaint_id <> $5 AND received_at >= $6 \
         AND joined_into IS NULL ORDER BY received_at DESC LIMIT 5",
    )
    .bind(tx.tenant())
    .bind(row.desk())
    .bind(row.matter.category.clone())
    .bind(row.matter.about.clone().unwrap_or_default())
    .bind(row.id.to_vec())
    .bind(since.as_microsecond())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// Reports that joined this one and have not ended.
///
/// # Errors
/// When the database fails.
pub async fn joined_to(tx: &mut Tx<'_>, main: ComplaintId) -> Result<Vec<Row>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM complaint WHERE tenant_id = $1 AND joined_into = $2 AND state = 'joined' \
         ORDER BY complaint_id",
    )
    .bind(tx.tenant())
    .bind(main.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// How many reports of each unit are past their time at `now`, most first. Reports that are kept from a
/// unit or whose reporter is secret are not among them, nor those of the inboxes of the coordinator and
/// the Inspectorate: a count must not tell of them.
///
/// # Errors
/// When the database fails.
pub async fn late_by_unit(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<(String, i64)>> {
    sqlx::query_as(
        "SELECT desk, COUNT(*) FROM complaint WHERE tenant_id = $1 AND stage IN ('new', 'work') \
         AND due_at > 0 AND due_at < $2 AND secret = 0 AND kept_from = '[]' \
         AND class <> 'supervision' AND desk NOT IN ($3, $4) \
         AND desk IN (SELECT code FROM unit WHERE tenant_id = $1) \
         GROUP BY desk ORDER BY 2 DESC, desk",
    )
    .bind(tx.tenant())
    .bind(now.as_microsecond())
    .bind(COORDINATOR)
    .bind(INSPECTORATE)
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// How one unit ends its reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Code of the unit, or of the inbox of the coordinator or the Inspectorate.
    pub unit: String,
    /// Reports that ended.
    pub ended: i64,
    /// Their reporters agreed.
    pub consent: i64,
    /// Their reporters were silent after two notices.
    pub silence: i64,
    /// Ended for a listed reason.
    pub overridden: i64,
    /// Nothing was mended and nobody called to account.
    pub without_act: i64,
    /// Said to be done on the last day of the legal time.
    pub last_day: i64,
    /// Opened again, over all reports of the unit.
    pub reopened: i64,
    /// Legal times that ran out, over all reports of the unit.
    pub missed: i64,
    /// Reports there are.
    pub all: i64,
}

#[derive(sqlx::FromRow)]
struct Counted {
    desk: String,
    ended: i64,
    consent: i64,
    silence: i64,
    overridden: i64,
    without_act: i64,
    last_day: i64,
    reopened: i64,
    missed: i64,
    there: i64,
}

/// How each unit ended the reports that came in after one instant and up to another.
///
/// # Errors
/// When the database fails.
pub async fn standing(
    tx: &mut Tx<'_>,
    after: Timestamp,
    until: Timestamp,
) -> Result<Vec<Standing>> {
    let rows: Vec<Counted> = sqlx::query_as(
        "SELECT desk, CAST(SUM(CASE WHEN state = 'closed' THEN 1 ELSE 0 END) AS BIGINT) AS ended, \
         CAST(SUM(CASE WHEN ending = 'consent' THEN 1 ELSE 0 END) AS BIGINT) AS consent, \
         CAST(SUM(CASE WHEN ending = 'silence' THEN 1 ELSE 0 END) AS BIGINT) AS silence, \
         CAST(SUM(CASE WHEN ending NOT IN ('', 'consent', 'silence') THEN 1 ELSE 0 END) AS BIGINT) AS overridden, \
         CAST(SUM(CASE WHEN state = 'closed' AND outcome NOT IN ('mended', 'corrected') \
         AND class IN ('ordinary', 'supervision') THEN 1 ELSE 0 END) AS BIGINT) AS without_act, \
         CAST(SUM(proposed_late) AS BIGINT) AS last_day, CAST(SUM(reopened) AS BIGINT) AS reopened, \
         CAST(SUM(missed) AS BIGINT) AS missed, COUNT(*) AS there \
         FROM complaint WHERE tenant_id = $1 AND received_at > $2 AND received_at <= $3 \
         GROUP BY desk ORDER BY desk",
    )
    .bind(tx.tenant())
    .bind(after.as_microsecond())
    .bind(until.as_microsecond())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let read = |row: Counted| Standing {
        unit: row.desk,
        ended: row.ended,
        consent: row.consent,
        silence: row.silence,
        overridden: row.overridden,
        without_act: row.without_act,
        last_day: row.last_day,
        reopened: row.reopened,
        missed: row.missed,
        all: row.there,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// How many reports came in since then from each kelurahan that was named, by category.
///
/// # Errors
/// When the database fails.
pub async fn by_kelurahan(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<(String, String, i64)>> {
    sqlx::query_as(
        "SELECT kelurahan, category, CAST(COUNT(*) AS BIGINT) FROM complaint WHERE tenant_id = $1 \
         AND received_at >= $2 AND kelurahan <> '' GROUP BY kelurahan, category \
         ORDER BY kelurahan, category",
    )
    .bind(tx.tenant())
    .bind(since.as_microsecond())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// How many reports of a category are about each unit, of those that came in since then.
///
/// # Errors
/// When the database fails.
pub async fn about_units(
    tx: &mut Tx<'_>,
    category: &str,
    since: Timestamp,
) -> Result<Vec<(String, i64)>> {
    sqlx::query_as(
        "SELECT about, CAST(COUNT(*) AS BIGINT) FROM complaint WHERE tenant_id = $1 \
         AND category = $2 AND received_at >= $3 AND about <> '' GROUP BY about ORDER BY about",
    )
    .bind(tx.tenant())
    .bind(category.to_owned())
    .bind(since.as_microsecond())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}
