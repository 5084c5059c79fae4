//! Papers keyed once, answers, and what was published of them.

use kernel::Error;
use kernel::error::Result;
use kernel::survey::Answers;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use uuid::Uuid;

use super::bytes;

/// The first keying of a paper: who, and what.
///
/// # Errors
/// When the database fails.
pub async fn paper(tx: &mut Tx<'_>, round: Uuid, hash: &[u8]) -> Result<Option<(Uuid, Answers)>> {
    let row: Option<(Vec<u8>, String)> = sqlx::query_as(
        "SELECT keyed_by, body FROM survey_paper WHERE tenant_id = $1 AND round_id = $2 \
         AND code_hash = $3",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(hash.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let Some((by, body)) = row else { return Ok(None) };
    Ok(Some((uuid(&by)?, serde_json::from_str(&body).map_err(Error::internal)?)))
}

/// Keeps the first keying of a paper.
///
/// # Errors
/// When the database fails.
pub async fn set_paper(
    tx: &mut WriteTx<'_>,
    round: Uuid,
    hash: &[u8],
    by: Uuid,
    answers: &Answers,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_paper (tenant_id, round_id, code_hash, keyed_by, body) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, round_id, code_hash) \
         DO UPDATE SET keyed_by = excluded.keyed_by, body = excluded.body",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(hash.to_vec())
    .bind(bytes(by))
    .bind(serde_json::to_string(answers).map_err(Error::internal)?)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Forgets the first keying of a paper.
///
/// # Errors
/// When the database fails.
pub async fn delete_paper(tx: &mut WriteTx<'_>, round: Uuid, hash: &[u8]) -> Result<()> {
    sqlx::query(
        "DELETE FROM survey_paper WHERE tenant_id = $1 AND round_id = $2 AND code_hash = $3",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(hash.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// An answer, of which nobody knows whose it is, nor when it came.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Answer {
    /// Code of the unit.
    pub unit: String,
    /// By which door it came.
    pub mode: String,
    /// What was answered.
    pub answers: Answers,
}

/// Keeps an answer under a random id.
///
/// # Errors
/// When the database fails.
pub async fn insert_answer(
    tx: &mut WriteTx<'_>,
    round: Uuid,
    id: Uuid,
    answer: &Answer,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_answer (tenant_id, round_id, answer_id, unit, mode, body) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(bytes(id))
    .bind(answer.unit.clone())
    .bind(answer.mode.clone())
    .bind(serde_json::to_string(&answer.answers).map_err(Error::internal)?)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The answers of a round, in the order of their random ids.
///
/// # Errors
/// When the database fails.
pub async fn answers(tx: &mut Tx<'_>, round: Uuid) -> Result<Vec<Answer>> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT unit, mode, body FROM survey_answer WHERE tenant_id = $1 AND round_id = $2 \
         ORDER BY answer_id",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let read = |(unit, mode, body): (String, String, String)| {
        let answers = serde_json::from_str(&body).map_err(Error::internal)?;
        Ok(Answer { unit, mode, answers })
    };
    rows.into_iter().map(read).collect()
}

/// How many answers lie open, and how many in boxes.
///
/// # Errors
/// When the database fails.
pub async fn count_answers(tx: &mut Tx<'_>, round: Uuid) -> Result<(i64, i64)> {
    let open: (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM survey_answer WHERE tenant_id = $1 AND round_id = $2")
            .bind(tx.tenant())
            .bind(bytes(round))
            .fetch_one(tx.conn())
            .await
            .map_err(db)?;
    let boxed: (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM survey_box WHERE tenant_id = $1 AND round_id = $2")
            .bind(tx.tenant())
            .bind(bytes(round))
            .fetch_one(tx.conn())
            .await
            .map_err(db)?;
    Ok((open.0, boxed.0))
}

/// Keeps what was published of a round.
///
/// # Errors
/// When the database fails.
pub async fn insert_result(
    tx: &mut WriteTx<'_>,
    round: Uuid,
    body: &str,
    data: &str,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_result (tenant_id, round_id, body, data) VALUES ($1, $2, $3, $4)",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(body.to_owned())
    .bind(data.to_owned())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// What was published of a round.
///
/// # Errors
/// When the database fails.
pub async fn result(tx: &mut Tx<'_>, round: Uuid) -> Result<Option<(String, String)>> {
    sqlx::query_as("SELECT body, data FROM survey_result WHERE tenant_id = $1 AND round_id = $2")
        .bind(tx.tenant())
        .bind(bytes(round))
        .fetch_optional(tx.conn())
        .await
        .map_err(db)
}
