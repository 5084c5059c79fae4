//! The only place of this slice that knows its tables: plans, criteria and activities here, scores in
//! [`scores`], scenarios in [`scenarios`].

pub mod scenarios;
pub mod scores;

use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::facts::plan::{Criterion, WeightsFrom};
use kernel::id::{PlanId, UserId};
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::FromRow;

use super::model::{Activity, Course};

/// A plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// The budget that it is for.
    pub budget_year: i16,
    /// What stands above it.
    pub note: String,
    /// Where it stands.
    pub course: Course,
    /// Digest of the scenario that was adopted; empty before.
    pub adopted: String,
    /// Who began it.
    pub begun_by: Option<UserId>,
    /// Its last fact.
    pub seq: i64,
}

impl Plan {
    /// What facts about it are about.
    pub fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Plan, id: self.id.uuid() }
    }
}

/// A version of the criteria.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its number, from 1.
    pub version: i64,
    /// The set.
    pub criteria: Vec<Criterion>,
    /// Its digest.
    pub digest: String,
    /// From where the weights come.
    pub from: WeightsFrom,
    /// How many people compared.
    pub judges: i64,
    /// The worst consistency ratio, in thousandths.
    pub ratio: i64,
    /// Why its scores count no more; empty while they do.
    pub voided: String,
    /// When it was frozen, in microseconds.
    pub frozen_at: i64,
}

#[derive(FromRow)]
struct Stored {
    plan_id: Vec<u8>,
    budget_year: i64,
    note: String,
    version: i64,
    frozen: i64,
    scores: i64,
    adopted: String,
    begun_by: Option<Vec<u8>>,
    seq: i64,
}

impl Stored {
    fn read(self) -> Result<Plan> {
        let begun_by = self.begun_by.map(|bytes| uuid(&bytes)).transpose()?;
        Ok(Plan {
            id: PlanId::from_uuid(uuid(&self.plan_id)?),
            budget_year: i16::try_from(self.budget_year).map_err(Error::internal)?,
            note: self.note,
            course: Course {
                version: self.version,
                frozen: self.frozen != 0,
                scores: self.scores,
                adopted: !self.adopted.is_empty(),
            },
            adopted: self.adopted,
            begun_by: begun_by.map(UserId::from_uuid),
            seq: self.seq,
        })
    }
}

/// A column of JSON.
pub(super) fn json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::internal)
}

/// What stands in a column of JSON.
pub(super) fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

/// Budgets for which there is a plan, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn years(tx: &mut Tx<'_>) -> Result<Vec<i16>> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "SELECT budget_year FROM plan WHERE tenant_id = $1 ORDER BY budget_year DESC",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(|(year,)| i16::try_from(year).map_err(Error::internal)).collect()
}

/// The plan of that budget.
///
/// # Errors
/// Not found when there is none.
pub async fn of_year(tx: &mut Tx<'_>, year: i16) -> Result<Plan> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM plan WHERE tenant_id = $1 AND budget_year = $2")
            .bind(tx.tenant())
            .bind(i64::from(year))
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// Writes a new plan; its `seq` is that of its first fact.
///
/// # Errors
/// Conflict when the year has one.
pub async fn insert(tx: &mut WriteTx<'_>, plan: &Plan) -> Result<()> {
    sqlx::query(
        "INSERT INTO plan (tenant_id, plan_id, budget_year, note, version, frozen, scores, adopted, \
         begun_by, seq) VALUES ($1, $2, $3, $4, 0, 0, 0, '', $5, $6)",
    )
    .bind(tx.tenant())
    .bind(plan.id.to_vec())
    .bind(i64::from(plan.budget_year))
    .bind(plan.note.clone())
    .bind(plan.begun_by.map(UserId::to_vec))
    .bind(plan.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes back what an act changed. `before` is the number of the last fact that the act saw.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, plan: &Plan, before: i64) -> Result<()> {
    let done = sqlx::query(
        "UPDATE plan SET version = $4, frozen = $5, scores = $6, adopted = $7, seq = $8 \
         WHERE tenant_id = $1 AND plan_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(plan.id.to_vec())
    .bind(before)
    .bind(plan.course.version)
    .bind(i64::from(plan.course.frozen))
    .bind(plan.course.scores)
    .bind(plan.adopted.clone())
    .bind(plan.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}

#[derive(FromRow)]
struct StoredVersion {
    version: i64,
    criteria: String,
    digest: String,
    weights_from: String,
    judges: i64,
    ratio: i64,
    voided: String,
    frozen_at: i64,
}

/// All versions of a plan's criteria, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn versions(tx: &mut Tx<'_>, plan: PlanId) -> Result<Vec<Version>> {
    let rows: Vec<StoredVersion> = sqlx::query_as(
        "SELECT version, criteria, digest, weights_from, judges, ratio, voided, frozen_at \
         FROM plan_criteria WHERE tenant_id = $1 AND plan_id = $2 ORDER BY version DESC",
    )
    .bind(tx.tenant())
    .bind(plan.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let read = |row: StoredVersion| {
        Ok(Version {
            version: row.version,
            criteria: json(&row.criteria)?,
            digest: row.digest,
            from: json(&row.weights_from)?,
            judges: row.judges,
            ratio: row.ratio,
            voided: row.voided,
            frozen_at: row.frozen_at,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Keeps a version of the criteria.
///
/// # Errors
/// When the database fails.
pub async fn keep_version(tx: &mut WriteTx<'_>, plan: PlanId, version: &Version) -> Result<()> {
    sqlx::query(
        "INSERT INTO plan_criteria (tenant_id, plan_id, version, criteria, digest, weights_from, \
         judges, ratio, voided, frozen_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9)",
    )
    .bind(tx.tenant())
    .bind(plan.to_vec())
    .bind(version.version)
    .bind(text(&version.criteria)?)
    .bind(version.digest.clone())
    .bind(text(&version.from)?)
    .bind(version.judges)
    .bind(version.ratio)
    .bind(version.frozen_at)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Notes why a version counts no more.
///
/// # Errors
/// When the database fails.
pub async fn void_version(
    tx: &mut WriteTx<'_>,
    plan: PlanId,
    version: i64,
    reason: &str,
) -> Result<()> {
    sqlx::query(
        "UPDATE plan_criteria SET voided = $4 \
         WHERE tenant_id = $1 AND plan_id = $2 AND version = $3",
    )
    .bind(tx.tenant())
    .bind(plan.to_vec())
    .bind(version)
    .bind(reason.to_owned())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The activities of a plan, in their order.
///
/// # Errors
/// When the database fails.
pub async fn activities(tx: &mut Tx<'_>, plan: PlanId) -> Result<Vec<Activity>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT activity FROM plan_activity WHERE tenant_id = $1 AND plan_id = $2 ORDER BY place",
    )
    .bind(tx.tenant())
    .bind(plan.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(|(row,)| json(&row)).collect()
}

/// Adds activities behind those that are there.
///
/// # Errors
/// Conflict when a code is taken.
pub async fn add_activities(
    tx: &mut WriteTx<'_>,
    plan: PlanId,
    first: i64,
    new: &[Activity],
) -> Result<()> {
    for (place, activity) in (first..).zip(new) {
        sqlx::query(
            "INSERT INTO plan_activity (tenant_id, plan_id, code, place, activity) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(tx.tenant())
        .bind(plan.to_vec())
        .bind(activity.code.clone())
        .bind(place)
        .bind(text(activity)?)
        .execute(tx.conn())
        .await
        .map_err(db)?;
    }
    Ok(())
}

/// A proposal that the deliberation of the city accepted.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Accepted {
    /// Its number.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// Code of its kelurahan.
    pub kelurahan: String,
    /// What it costs, if that is known.
    pub cost: Option<i64>,
}

/// Proposals for that budget that the deliberation of the city accepted.
///
/// # Errors
/// When the database fails.
pub async fn accepted(tx: &mut Tx<'_>, year: i16) -> Result<Vec<Accepted>> {
    sqlx::query_as(
        "SELECT number, title, kelurahan, cost FROM plan_accepted \
         WHERE tenant_id = $1 AND budget_year = $2 AND accepted = 1 ORDER BY number",
    )
    .bind(tx.tenant())
    .bind(i64::from(year))
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}
