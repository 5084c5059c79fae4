//! Visits.

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::campaign::{Goes, Place};
use kernel::id::{CampaignId, VisitId};
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::FromRow;

use super::super::model::{Going, Visit};
use super::{day, unknown};

#[derive(FromRow)]
struct Stored {
    visit_id: Vec<u8>,
    campaign_id: Option<Vec<u8>>,
    on_day: String,
    at_time: String,
    place: String,
    name: String,
    kelurahan: String,
    unit_code: String,
    goes: String,
    state: String,
    people: i64,
    reason: String,
    due_at: i64,
    seq: i64,
}

impl Stored {
    fn read(self) -> Result<Visit> {
        let campaign = self.campaign_id.map(|id| uuid(&id)).transpose()?;
        Ok(Visit {
            id: VisitId::from_uuid(uuid(&self.visit_id)?),
            campaign: campaign.map(CampaignId::from_uuid),
            on: day(&self.on_day)?,
            at: self.at_time,
            place: Place::parse(&self.place).ok_or_else(|| unknown("place"))?,
            name: self.name,
            kelurahan: self.kelurahan,
            unit: self.unit_code,
            goes: Goes::parse(&self.goes).ok_or_else(|| unknown("capacity"))?,
            state: Going::parse(&self.state).ok_or_else(|| unknown("state"))?,
            people: self.people,
            reason: self.reason,
            due_at: from_micros(self.due_at),
            seq: self.seq,
        })
    }
}

/// Keeps a new visit.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut WriteTx<'_>, row: &Visit) -> Result<()> {
    sqlx::query(
        "INSERT INTO outreach_visit (tenant_id, visit_id, campaign_id, on_day, at_time, place, name, \
         kelurahan, unit_code, goes, state, people, reason, due_at, seq) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, '', $12, $13)",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(row.campaign.map(|id| id.to_vec()))
    .bind(row.on.to_string())
    .bind(row.at.clone())
    .bind(row.place.code())
    .bind(row.name.clone())
    .bind(row.kelurahan.clone())
    .bind(row.unit.clone())
    .bind(row.goes.code())
    .bind(row.state.code())
    .bind(row.due_at.as_microsecond())
    .bind(row.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes back what an act may change.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(tx: &mut WriteTx<'_>, row: &Visit, before: i64) -> Result<()> {
    let done = sqlx::query(
        "UPDATE outreach_visit SET state = $4, people = $5, reason = $6, seq = $7 \
         WHERE tenant_id = $1 AND visit_id = $2 AND seq = $3",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(before)
    .bind(row.state.code())
    .bind(row.people)
    .bind(row.reason.clone())
    .bind(row.seq)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}

/// The visit of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, id: VisitId) -> Result<Visit> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM outreach_visit WHERE tenant_id = $1 AND visit_id = $2")
            .bind(tx.tenant())
            .bind(id.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// Visits from a day on, in their order.
///
/// # Errors
/// When the database fails.
pub async fn since(tx: &mut Tx<'_>, first: Date) -> Result<Vec<Visit>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM outreach_visit WHERE tenant_id = $1 AND on_day >= $2 \
         ORDER BY on_day, at_time, visit_id LIMIT 1000",
    )
    .bind(tx.tenant())
    .bind(first.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// Visits of a campaign, in their order.
///
/// # Errors
/// When the database fails.
pub async fn of_campaign(tx: &mut Tx<'_>, campaign: CampaignId) -> Result<Vec<Visit>> {
    let all = since(tx, Date::MIN).await?;
    Ok(all.into_iter().filter(|visit| visit.campaign == Some(campaign)).collect())
}
