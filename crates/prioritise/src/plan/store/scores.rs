//! Scores, and what was agreed on.

use std::collections::BTreeMap;

use kernel::error::Result;
use kernel::id::{PlanId, UserId};
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::FromRow;

use super::{json, text};

/// What one account gave.
#[derive(Clone, Debug)]
pub struct Score {
    /// A number within the activity, from 1.
    pub scorer: i64,
    /// The account.
    pub user: UserId,
    /// A mark for each criterion.
    pub marks: Vec<i64>,
    /// What was hashed before the marks, in hexadecimal.
    pub salt: String,
}

/// What was agreed on.
#[derive(Clone, Debug)]
pub struct Agreed {
    /// Marks in thousandths.
    pub marks: Vec<i64>,
    /// Why these.
    pub reason: String,
}

/// Scores of one activity.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// In the order in which they were given.
    pub scores: Vec<Score>,
    /// What was agreed on.
    pub agreed: Option<Agreed>,
}

impl Given {
    /// The marks alone.
    pub fn marks(&self) -> Vec<Vec<i64>> {
        self.scores.iter().map(|score| score.marks.clone()).collect()
    }
}

#[derive(FromRow)]
struct Stored {
    code: String,
    scorer: i64,
    user_id: Vec<u8>,
    marks: String,
    salt: String,
}

/// All scores by a version of the criteria, by activity.
///
/// # Errors
/// When the database fails.
pub async fn all(tx: &mut Tx<'_>, plan: PlanId, version: i64) -> Result<BTreeMap<String, Given>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT code, scorer, user_id, marks, salt FROM plan_score \
         WHERE tenant_id = $1 AND plan_id = $2 AND version = $3 ORDER BY code, scorer",
    )
    .bind(tx.tenant())
    .bind(plan.to_vec())
    .bind(version)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let mut found: BTreeMap<String, Given> = BTreeMap::new();
    for row in rows {
        let score = Score {
            scorer: row.scorer,
            user: UserId::from_uuid(uuid(&row.user_id)?),
            marks: json(&row.marks)?,
            salt: row.salt,
        };
        found.entry(row.code).or_default().scores.push(score);
    }
    let agreed: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT code, marks, reason FROM plan_agreed \
         WHERE tenant_id = $1 AND plan_id = $2 AND version = $3",
    )
    .bind(tx.tenant())
    .bind(plan.to_vec())
    .bind(version)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    for (code, marks, reason) in agreed {
        found.entry(code).or_default().agreed = Some(Agreed { marks: json(&marks)?, reason });
    }
    Ok(found)
}

/// Keeps a score.
///
/// # Errors
/// Conflict when the account has scored the activity already.
pub async fn add(
    tx: &mut WriteTx<'_>,
    plan: PlanId,
    (version, code): (i64, &str),
    score: &Score,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO plan_score (tenant_id, plan_id, version, code, scorer, user_id, marks, salt) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(tx.tenant())
    .bind(plan.to_vec())
    .bind(version)
    .bind(code.to_owned())
    .bind(score.scorer)
    .bind(score.user.to_vec())
    .bind(text(&score.marks)?)
    .bind(score.salt.clone())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Keeps what was agreed on.
///
/// # Errors
/// Conflict when something was agreed on before.
pub async fn agree(
    tx: &mut WriteTx<'_>,
    plan: PlanId,
    (version, code): (i64, &str),
    agreed: &Agreed,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO plan_agreed (tenant_id, plan_id, version, code, marks, reason) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(plan.to_vec())
    .bind(version)
    .bind(code.to_owned())
    .bind(text(&agreed.marks)?)
    .bind(agreed.reason.clone())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
