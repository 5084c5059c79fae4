//! The only place of this slice that knows its table.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::decision::Taken;
use kernel::id::DecisionId;
use kernel::time::from_micros;
use platform::App;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use platform::keys;
use platform::vault::SubjectKey;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::{AssertSqlSafe, FromRow};

use super::model::{Card, Decision, Source, State};
use super::rules::order;

const SEALED: &str = "decision.card";

fn json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::internal)
}

fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

#[derive(FromRow)]
struct Stored {
    decision_id: Vec<u8>,
    state: String,
    sealed: Vec<u8>,
    due_day: String,
    missed: i64,
    postponed: String,
    clocks: String,
    taken: String,
    taken_at: Option<i64>,
    reviewed: String,
    seq: i64,
}

const COLUMNS: &str = "SELECT decision_id, state, sealed, due_day, missed, postponed, clocks, taken, \
    taken_at, reviewed, seq FROM decision WHERE tenant_id = $1";

async fn open(tx: &mut Tx<'_>, app: &App, row: Stored) -> Result<(Decision, SubjectKey)> {
    let id = DecisionId::from_uuid(uuid(&row.decision_id)?);
    let key = keys::find(tx, &app.vault, id.uuid()).await?.ok_or_else(Error::not_found)?;
    let card: Card = key.open_json(SEALED, &row.sealed)?;
    let state = State::parse(&row.state);
    let decision = Decision {
        id,
        state: state.ok_or_else(|| Error::internal("unknown state in the database"))?,
        card,
        due: row.due_day.parse().map_err(Error::internal)?,
        missed: row.missed != 0,
        postponed: row.postponed,
        clocks: json(&row.clocks)?,
        taken: json(&row.taken)?,
        taken_at: row.taken_at.map(from_micros),
        reviewed: json(&row.reviewed)?,
        seq: row.seq,
    };
    Ok((decision, key))
}

async fn open_all(tx: &mut Tx<'_>, app: &App, rows: Vec<Stored>) -> Result<Vec<Decision>> {
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.push(open(tx, app, row).await?.0);
    }
    Ok(all)
}

/// Keeps a new decision under its key.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut WriteTx<'_>, key: &SubjectKey, decision: &Decision) -> Result<()> {
    let sealed = key.seal_json(SEALED, &decision.card, tx.rng())?;
    sqlx::query(
        "INSERT INTO decision (tenant_id, decision_id, source, reference, state, sealed, due_day, \
         missed, postponed, clocks, taken, taken_at, reviewed, seq) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(tx.tenant())
    .bind(decision.id.to_vec())
    .bind(decision.card.source.code())
    .bind(decision.card.reference.clone())
    .bind(decision.state.code())
    .bind(sealed)
    .bind(decision.due.to_string())
    .bind(i64::from(decision.missed))
    .bind(decision.postponed.clone())
    .bind(text(&decision.clocks)?)
    .bind(text(&decision.taken)?)
    .bind(decision.taken_at.map(Timestamp::as_microsecond))
    .bind(text(&decision.reviewed)?)
    .bind(decision.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Changes a decision whose last fact was number `before`.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, decision: &Decision, before: i64) -> Result<()> {
    let changed = sqlx::query(
        "UPDATE decision SET state = $4, due_day = $5, missed = $6, postponed = $7, clocks = $8, \
         taken = $9, taken_at = $10, reviewed = $11, seq = $12 \
         WHERE tenant_id = $1 AND decision_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(decision.id.to_vec())
    .bind(before)
    .bind(decision.state.code())
    .bind(decision.due.to_string())
    .bind(i64::from(decision.missed))
    .bind(decision.postponed.clone())
    .bind(text(&decision.clocks)?)
    .bind(text(&decision.taken)?)
    .bind(decision.taken_at.map(Timestamp::as_microsecond))
    .bind(text(&decision.reviewed)?)
    .bind(decision.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if changed.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::conflict("error-changed-meanwhile"))
    }
}

/// A decision and its key.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, app: &App, id: DecisionId) -> Result<(Decision, SubjectKey)> {
    let sql = format!("{COLUMNS} AND decision_id = $2");
    let row: Option<Stored> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(id.to_vec())
        .fetch_optional(tx.conn())
        .await
        .map_err(db)?;
    open(tx, app, row.ok_or_else(Error::not_found)?).await
}

/// Proposals that wait, the most pressing first.
///
/// # Errors
/// When the database fails.
pub async fn waiting(tx: &mut Tx<'_>, app: &App) -> Result<Vec<Decision>> {
    let sql = format!("{COLUMNS} AND state = 'proposed' ORDER BY decision_id");
    let rows: Vec<Stored> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .fetch_all(tx.conn())
        .await
        .map_err(db)?;
    let mut all = open_all(tx, app, rows).await?;
    all.sort_by(|a, b| order(&a.card, &b.card, app.today()));
    Ok(all)
}

/// Decisions that were taken, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn taken(tx: &mut Tx<'_>, app: &App, most: i64) -> Result<Vec<Decision>> {
    let sql = format!(
        "{COLUMNS} AND state IN ('taken', 'reviewed') ORDER BY taken_at DESC, decision_id LIMIT $2"
    );
    let rows: Vec<Stored> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(most)
        .fetch_all(tx.conn())
        .await
        .map_err(db)?;
    open_all(tx, app, rows).await
}

/// Findings that were decided or dropped from an instant on, by source and name.
///
/// # Errors
/// When the database fails.
pub async fn answered_since(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<(String, String)>> {
    sqlx::query_as(
        "SELECT source, reference FROM decision \
         WHERE tenant_id = $1 AND state IN ('taken', 'reviewed') AND taken_at >= $2",
    )
    .bind(tx.tenant())
    .bind(since.as_microsecond())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// What was decided about findings of a source, and what waits: by the name of the finding, the newest.
///
/// # Errors
/// When the database fails.
pub async fn about(tx: &mut Tx<'_>, source: Source) -> Result<BTreeMap<String, About>> {
    let rows: Vec<(String, Vec<u8>, String, Option<i64>)> = sqlx::query_as(
        "SELECT reference, decision_id, taken, taken_at FROM decision \
         WHERE tenant_id = $1 AND source = $2 AND state <> 'dropped' ORDER BY decision_id",
    )
    .bind(tx.tenant())
    .bind(source.code())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let mut known = BTreeMap::new();
    for (reference, id, taken, at) in rows {
        let taken: Option<Taken> = json(&taken)?;
        let about = About {
            id: DecisionId::from_uuid(uuid(&id)?),
            option: taken.zip(at).map(|(taken, at)| (taken.option, from_micros(at))),
        };
        known.insert(reference, about);
    }
    Ok(known)
}

/// Where the decision about a finding stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Its id.
    pub id: DecisionId,
    /// The code of what was chosen, and when; none while it waits.
    pub option: Option<(String, Timestamp)>,
}

/// A decision as a mark on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its id.
    pub id: DecisionId,
    /// What was decided.
    pub taken: Taken,
}

/// Decisions to do something, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn marks(tx: &mut Tx<'_>) -> Result<Vec<Mark>> {
    let rows: Vec<(Vec<u8>, String)> = sqlx::query_as(
        "SELECT decision_id, taken FROM decision \
         WHERE tenant_id = $1 AND state IN ('taken', 'reviewed') ORDER BY taken_at, decision_id",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let mut marks = Vec::new();
    for (id, taken) in rows {
        if let Some(taken) = json::<Option<Taken>>(&taken)?
            && taken.option != super::model::LEAVE
        {
            marks.push(Mark { id: DecisionId::from_uuid(uuid(&id)?), taken });
        }
    }
    Ok(marks)
}

/// Days of proposals that passed without a decision: source and day, the longest ago first.
///
/// # Errors
/// When the database fails.
pub async fn overdue(tx: &mut Tx<'_>) -> Result<Vec<(String, Date)>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT source, due_day FROM decision \
         WHERE tenant_id = $1 AND state = 'proposed' AND missed = 1 ORDER BY due_day, decision_id",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let day = |(source, day): (String, String)| Ok((source, day.parse().map_err(Error::internal)?));
    rows.into_iter().map(day).collect()
}
