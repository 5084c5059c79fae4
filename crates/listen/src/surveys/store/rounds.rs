//! Rounds and their units.

use kernel::Error;
use kernel::error::Result;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::FromRow;
use uuid::Uuid;

use super::{bytes, day};
use crate::surveys::model::{Round, State, Stratum};

#[derive(FromRow)]
struct RoundRow {
    round_id: Vec<u8>,
    questionnaire_id: Vec<u8>,
    from_day: String,
    to_day: String,
    closes: String,
    state: String,
    seq: i64,
    planned_by: Option<Vec<u8>>,
    opened_on: String,
    lost: i64,
}

impl RoundRow {
    fn read(self) -> Result<Round> {
        let opened = (!self.opened_on.is_empty()).then(|| day(&self.opened_on)).transpose()?;
        Ok(Round {
            id: uuid(&self.round_id)?,
            questionnaire: uuid(&self.questionnaire_id)?,
            from: day(&self.from_day)?,
            to: day(&self.to_day)?,
            closes: day(&self.closes)?,
            state: State::parse(&self.state).ok_or_else(|| Error::internal("a round's state"))?,
            seq: self.seq,
            planned_by: self.planned_by.as_deref().map(uuid).transpose()?,
            opened_on: opened,
            lost: self.lost,
        })
    }
}

/// Every round, the newest period first.
///
/// # Errors
/// When the database fails.
pub async fn rounds(tx: &mut Tx<'_>) -> Result<Vec<Round>> {
    let rows: Vec<RoundRow> = sqlx::query_as(
        "SELECT round_id, questionnaire_id, from_day, to_day, closes, state, seq, planned_by, \
         opened_on, lost FROM survey_round WHERE tenant_id = $1 ORDER BY to_day DESC, round_id DESC",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(RoundRow::read).collect()
}

/// One round.
///
/// # Errors
/// Not found when there is none.
pub async fn round(tx: &mut Tx<'_>, id: Uuid) -> Result<Round> {
    let row: Option<RoundRow> = sqlx::query_as(
        "SELECT round_id, questionnaire_id, from_day, to_day, closes, state, seq, planned_by, \
         opened_on, lost FROM survey_round WHERE tenant_id = $1 AND round_id = $2",
    )
    .bind(tx.tenant())
    .bind(bytes(id))
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// Keeps a new round with its plan.
///
/// # Errors
/// When the database fails.
pub async fn insert_round(tx: &mut WriteTx<'_>, round: &Round, plan: &[Stratum]) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_round (tenant_id, round_id, questionnaire_id, from_day, to_day, closes, \
         state, seq, planned_by, opened_on, lost) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', 0)",
    )
    .bind(tx.tenant())
    .bind(bytes(round.id))
    .bind(bytes(round.questionnaire))
    .bind(round.from.to_string())
    .bind(round.to.to_string())
    .bind(round.closes.to_string())
    .bind(round.state.code())
    .bind(round.seq)
    .bind(round.planned_by.map(bytes))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    for stratum in plan {
        set_stratum(tx, round.id, stratum).await?;
    }
    Ok(())
}

/// Notes where a round stands; refuses when it moved since it was read at `before`.
///
/// # Errors
/// `surveys-error-state`.
pub async fn update_round(tx: &mut WriteTx<'_>, round: &Round, before: State) -> Result<()> {
    let done = sqlx::query(
        "UPDATE survey_round SET state = $3, seq = $4, opened_on = $5, lost = $6 \
         WHERE tenant_id = $1 AND round_id = $2 AND state = $7",
    )
    .bind(tx.tenant())
    .bind(bytes(round.id))
    .bind(round.state.code())
    .bind(round.seq)
    .bind(round.opened_on.map_or_else(String::new, |day| day.to_string()))
    .bind(round.lost)
    .bind(before.code())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("surveys-error-state")) }
}

#[derive(FromRow)]
struct StratumRow {
    unit: String,
    population: i64,
    drawn: i64,
    public_key: Vec<u8>,
    sealed_key: Vec<u8>,
}

/// The units of a round.
///
/// # Errors
/// When the database fails.
pub async fn strata(tx: &mut Tx<'_>, round: Uuid) -> Result<Vec<Stratum>> {
    let rows: Vec<StratumRow> = sqlx::query_as(
        "SELECT unit, population, drawn, public_key, sealed_key FROM survey_stratum \
         WHERE tenant_id = $1 AND round_id = $2 ORDER BY unit",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let read = |StratumRow { unit, population, drawn, public_key, sealed_key }| Stratum {
        unit,
        population,
        drawn,
        public_key,
        sealed_key,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Keeps a unit of a round.
///
/// # Errors
/// When the database fails.
pub async fn set_stratum(tx: &mut WriteTx<'_>, round: Uuid, stratum: &Stratum) -> Result<()> {
    sqlx::query(
        "INSERT INTO survey_stratum (tenant_id, round_id, unit, population, drawn, public_key, \
         sealed_key) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (tenant_id, round_id, unit) DO UPDATE SET population = excluded.population, \
         drawn = excluded.drawn, public_key = excluded.public_key, sealed_key = excluded.sealed_key",
    )
    .bind(tx.tenant())
    .bind(bytes(round))
    .bind(stratum.unit.clone())
    .bind(stratum.population)
    .bind(stratum.drawn)
    .bind(stratum.public_key.clone())
    .bind(stratum.sealed_key.clone())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
