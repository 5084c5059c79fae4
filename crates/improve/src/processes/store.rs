//! The only place of this slice that knows its table.

use kernel::Error;
use kernel::error::Result;
use kernel::facts::trial::Evaluated;
use kernel::id::{TrialId, UserId};
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, FromRow};

use super::model::{Due, State, Trial};

#[derive(FromRow)]
struct Stored {
    trial_id: Vec<u8>,
    service: String,
    version: i64,
    state: String,
    changes: String,
    units: String,
    first_day: String,
    why: String,
    proposer_id: Vec<u8>,
    proposed_at: i64,
    design: String,
    effect: String,
    reason: String,
    seq: i64,
}

/// What the column `effect` holds: what the trial changed, and by when it is to be decided.
#[derive(Serialize, Deserialize)]
struct Judged {
    #[serde(flatten)]
    effect: Evaluated,
    #[serde(default)]
    due: Option<Due>,
}

fn json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::internal)
}

fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

impl Stored {
    fn read(self) -> Result<Trial> {
        let state = State::parse(&self.state);
        let judged: Option<Judged> = json(&self.effect)?;
        Ok(Trial {
            id: TrialId::from_uuid(uuid(&self.trial_id)?),
            service: self.service,
            version: u32::try_from(self.version).map_err(Error::internal)?,
            state: state.ok_or_else(|| Error::internal("unknown state in the database"))?,
            changes: json(&self.changes)?,
            units: json(&self.units)?,
            first_day: self.first_day.parse().map_err(Error::internal)?,
            why: self.why,
            proposer: UserId::from_uuid(uuid(&self.proposer_id)?),
            proposed_at: from_micros(self.proposed_at),
            design: json(&self.design)?,
            due: judged.as_ref().and_then(|judged| judged.due),
            effect: judged.map(|judged| judged.effect),
            reason: self.reason,
            seq: self.seq,
        })
    }
}

/// Keeps a proposal.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut WriteTx<'_>, trial: &Trial) -> Result<()> {
    sqlx::query(
        "INSERT INTO trial (tenant_id, trial_id, service, version, state, changes, units, \
         first_day, why, proposer_id, proposed_at, design, effect, reason, seq) \
         VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10, 'null', 'null', '', 0)",
    )
    .bind(tx.tenant())
    .bind(trial.id.to_vec())
    .bind(trial.service.clone())
    .bind(trial.state.code())
    .bind(text(&trial.changes)?)
    .bind(text(&trial.units)?)
    .bind(trial.first_day.to_string())
    .bind(trial.why.clone())
    .bind(trial.proposer.to_vec())
    .bind(trial.proposed_at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Changes a trial that stood in `before`.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, trial: &Trial, before: State) -> Result<()> {
    let judged = trial.effect.clone().map(|effect| Judged { effect, due: trial.due });
    let changed = sqlx::query(
        "UPDATE trial SET version = $4, state = $5, design = $6, effect = $7, reason = $8, \
         seq = $9 WHERE tenant_id = $1 AND trial_id = $2 AND state = $3",
    )
    .bind(tx.tenant())
    .bind(trial.id.to_vec())
    .bind(before.code())
    .bind(i64::from(trial.version))
    .bind(trial.state.code())
    .bind(text(&trial.design)?)
    .bind(text(&judged)?)
    .bind(trial.reason.clone())
    .bind(trial.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if changed.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::conflict("error-changed-meanwhile"))
    }
}

const COLUMNS: &str = "SELECT trial_id, service, version, state, changes, units, first_day, why, \
    proposer_id, proposed_at, design, effect, reason, seq FROM trial";

/// The trial of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, id: TrialId) -> Result<Trial> {
    let sql = format!("{COLUMNS} WHERE tenant_id = $1 AND trial_id = $2");
    let row: Option<Stored> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(id.to_vec())
        .fetch_optional(tx.conn())
        .await
        .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// All trials, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(tx: &mut Tx<'_>) -> Result<Vec<Trial>> {
    let sql = format!("{COLUMNS} WHERE tenant_id = $1 ORDER BY trial_id DESC LIMIT 200");
    let rows: Vec<Stored> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .fetch_all(tx.conn())
        .await
        .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// Trials of a service, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of_service(tx: &mut Tx<'_>, service: &str) -> Result<Vec<Trial>> {
    let sql = format!("{COLUMNS} WHERE tenant_id = $1 AND service = $2 ORDER BY trial_id");
    let rows: Vec<Stored> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(tx.tenant())
        .bind(service.to_owned())
        .fetch_all(tx.conn())
        .await
        .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}
