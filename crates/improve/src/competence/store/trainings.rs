//! Trainings and who took part.

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::id::{TrainingId, UserId};
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::FromRow;

use super::super::model::Training;

#[derive(FromRow)]
struct Stored {
    training_id: Vec<u8>,
    unit_code: String,
    topic: String,
    day: String,
    seats: i64,
    held: i64,
}

impl Stored {
    fn open(self) -> Result<Training> {
        Ok(Training {
            id: TrainingId::from_uuid(uuid(&self.training_id)?),
            unit: self.unit_code,
            topic: self.topic,
            day: self.day.parse().map_err(Error::internal)?,
            seats: self.seats,
            held: self.held != 0,
        })
    }
}

/// Keeps a new training.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut WriteTx<'_>, training: &Training) -> Result<()> {
    sqlx::query(
        "INSERT INTO training (tenant_id, training_id, unit_code, topic, day, seats, held) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tx.tenant())
    .bind(training.id.to_vec())
    .bind(training.unit.clone())
    .bind(training.topic.clone())
    .bind(training.day.to_string())
    .bind(training.seats)
    .bind(i64::from(training.held))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Who took part in a training is known now.
///
/// # Errors
/// Conflict when it was known before.
pub async fn hold(tx: &mut WriteTx<'_>, id: TrainingId, users: &[UserId]) -> Result<()> {
    let changed = sqlx::query(
        "UPDATE training SET held = 1 WHERE tenant_id = $1 AND training_id = $2 AND held = 0",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if changed.rows_affected() != 1 {
        return Err(Error::conflict("competence-held-before"));
    }
    for user in users {
        sqlx::query(
            "INSERT INTO training_seat (tenant_id, training_id, user_id) VALUES ($1, $2, $3)",
        )
        .bind(tx.tenant())
        .bind(id.to_vec())
        .bind(user.to_vec())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    }
    Ok(())
}

/// A training.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, id: TrainingId) -> Result<Training> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT training_id, unit_code, topic, day, seats, held FROM training \
         WHERE tenant_id = $1 AND training_id = $2",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.ok_or_else(Error::not_found)?.open()
}

/// Trainings of a unit from a day on, the earliest first.
///
/// # Errors
/// When the database fails.
pub async fn of_unit(tx: &mut Tx<'_>, unit: &str, since: Date) -> Result<Vec<Training>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT training_id, unit_code, topic, day, seats, held FROM training \
         WHERE tenant_id = $1 AND unit_code = $2 AND day >= $3 ORDER BY day, training_id",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(since.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::open).collect()
}

/// Who took part in trainings of a unit from a day on: training and account.
///
/// # Errors
/// When the database fails.
pub async fn attended(
    tx: &mut Tx<'_>,
    unit: &str,
    since: Date,
) -> Result<Vec<(TrainingId, UserId)>> {
    let rows: Vec<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
        "SELECT s.training_id, s.user_id FROM training t JOIN training_seat s \
         ON s.tenant_id = t.tenant_id AND s.training_id = t.training_id \
         WHERE t.tenant_id = $1 AND t.unit_code = $2 AND t.day >= $3 \
         ORDER BY s.training_id, s.user_id",
    )
    .bind(tx.tenant())
    .bind(unit.to_owned())
    .bind(since.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let pair = |(training, user): (Vec<u8>, Vec<u8>)| {
        Ok((TrainingId::from_uuid(uuid(&training)?), UserId::from_uuid(uuid(&user)?)))
    };
    rows.into_iter().map(pair).collect()
}
