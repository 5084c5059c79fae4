//! Boxes of answers: sealed as they come, shuffled by the batch.

use kernel::error::Result;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use platform::vault::SubjectKey;
use rand::Rng as _;
use rand::seq::SliceRandom as _;
use uuid::Uuid;

use super::store::{self, Answer};

/// For what an answer is sealed.
const PURPOSE: &str = "survey.answer";
/// A batch is not shuffled before it has as many answers, unless the round closes.
pub const BATCH: usize = 10;

/// Puts an answer into a box.
///
/// # Errors
/// When it cannot be sealed or the database fails.
pub async fn put(
    tx: &mut WriteTx<'_>,
    round: Uuid,
    (batch, key): &(Uuid, SubjectKey),
    answer: &Answer,
) -> Result<()> {
    let sealed = key.seal_json(PURPOSE, answer, tx.rng())?;
    let item = random_id(tx);
    sqlx::query(
        "INSERT INTO survey_box (tenant_id, round_id, batch, item_id, sealed) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(tx.tenant())
    .bind(round.as_bytes().to_vec())
    .bind(batch.as_bytes().to_vec())
    .bind(item.as_bytes().to_vec())
    .bind(sealed)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// 122 random bits, with nothing of the time in them.
pub fn random_id(tx: &mut WriteTx<'_>) -> Uuid {
    let mut bytes = [0u8; 16];
    tx.rng().fill_bytes(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// Batches of a round that still hold something, and how much.
///
/// # Errors
/// When the database fails.
pub async fn filled(tx: &mut Tx<'_>, round: Uuid) -> Result<Vec<(Uuid, usize)>> {
    let rows: Vec<(Vec<u8>, i64)> = sqlx::query_as(
        "SELECT batch, COUNT(*) FROM survey_box WHERE tenant_id = $1 AND round_id = $2 \
         GROUP BY batch",
    )
    .bind(tx.tenant())
    .bind(round.as_bytes().to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.iter().map(|(batch, count)| Ok((uuid(batch)?, *count as usize))).collect()
}

/// Takes a batch out: its answers become readable in an order drawn by lot, under new random ids.
///
/// # Errors
/// When an answer does not open or the database fails.
pub async fn take_out(
    tx: &mut WriteTx<'_>,
    round: Uuid,
    batch: Uuid,
    key: &SubjectKey,
) -> Result<()> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "SELECT sealed FROM survey_box WHERE tenant_id = $1 AND round_id = $2 AND batch = $3",
    )
    .bind(tx.tenant())
    .bind(round.as_bytes().to_vec())
    .bind(batch.as_bytes().to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let open = |(sealed,): &(Vec<u8>,)| key.open_json::<Answer>(PURPOSE, sealed);
    let mut answers = rows.iter().map(open).collect::<Result<Vec<_>>>()?;
    answers.shuffle(tx.rng());
    for answer in &answers {
        let id = random_id(tx);
        store::insert_answer(tx, round, id, answer).await?;
    }
    empty(tx, round, batch).await
}

/// Empties a batch; what is in it and was not taken out is lost.
///
/// # Errors
/// When the database fails.
pub async fn empty(tx: &mut WriteTx<'_>, round: Uuid, batch: Uuid) -> Result<()> {
    sqlx::query("DELETE FROM survey_box WHERE tenant_id = $1 AND round_id = $2 AND batch = $3")
        .bind(tx.tenant())
        .bind(round.as_bytes().to_vec())
        .bind(batch.as_bytes().to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}
