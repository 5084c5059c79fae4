//! The only place of this slice that knows its tables: campaigns here, short links in [`links`], visits in
//! [`visits`], the projections in [`seen`].

pub mod links;
pub mod seen;
pub mod visits;

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::campaign::{Audience, Message};
use kernel::id::{CampaignId, UserId};
use kernel::service::Bilingual;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::FromRow;

use super::model::{Campaign, Due, State};

#[derive(FromRow)]
struct Stored {
    campaign_id: Vec<u8>,
    state: String,
    title: String,
    message: String,
    words_id: String,
    words_en: String,
    kelurahan: String,
    services: String,
    audience: String,
    channels: String,
    from_day: String,
    until_day: String,
    by_lot: i64,
    lot: String,
    second: String,
    drafter_id: Vec<u8>,
    drafted_at: i64,
    ended_on: String,
    due_at: Option<i64>,
    lapsed: i64,
    effect: String,
    reason: String,
    seq: i64,
}

fn json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::internal)
}

fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

fn day(text: &str) -> Result<Date> {
    text.parse().map_err(Error::internal)
}

fn unknown(what: &str) -> Error {
    Error::internal(format!("unknown {what} in the database"))
}

impl Stored {
    fn read(self) -> Result<Campaign> {
        let ended = (!self.ended_on.is_empty()).then(|| day(&self.ended_on));
        let due = self.due_at.map(|at| Due { at: from_micros(at), lapsed: self.lapsed != 0 });
        Ok(Campaign {
            id: CampaignId::from_uuid(uuid(&self.campaign_id)?),
            state: State::parse(&self.state).ok_or_else(|| unknown("state"))?,
            title: self.title,
            message: Message::parse(&self.message).ok_or_else(|| unknown("message"))?,
            words: Bilingual { id: self.words_id, en: self.words_en },
            kelurahan: json(&self.kelurahan)?,
            services: json(&self.services)?,
            audience: Audience::parse(&self.audience).ok_or_else(|| unknown("audience"))?,
            channels: json(&self.channels)?,
            from: day(&self.from_day)?,
            until: day(&self.until_day)?,
            by_lot: self.by_lot != 0,
            lot: json(&self.lot)?,
            second: json(&self.second)?,
            drafter: UserId::from_uuid(uuid(&self.drafter_id)?),
            drafted_at: from_micros(self.drafted_at),
            ended_on: ended.transpose()?,
            due,
            effect: json(&self.effect)?,
            reason: self.reason,
            seq: self.seq,
        })
    }
}

/// Keeps a draft.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut WriteTx<'_>, row: &Campaign) -> Result<()> {
    sqlx::query(
        "INSERT INTO campaign (tenant_id, campaign_id, state, title, message, words_id, words_en, \
         kelurahan, services, audience, channels, from_day, until_day, by_lot, lot, second, \
         drafter_id, drafted_at, ended_on, due_at, lapsed, effect, reason, seq) VALUES ($1, $2, $3, $4, \
         $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'null', $15, $16, $17, '', NULL, 0, 'null', '', \
         0)",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(row.state.code())
    .bind(row.title.clone())
    .bind(row.message.code())
    .bind(row.words.id.clone())
    .bind(row.words.en.clone())
    .bind(text(&row.kelurahan)?)
    .bind(text(&row.services)?)
    .bind(row.audience.code())
    .bind(text(&row.channels)?)
    .bind(row.from.to_string())
    .bind(row.until.to_string())
    .bind(i64::from(row.by_lot))
    .bind(text(&row.second)?)
    .bind(row.drafter.to_vec())
    .bind(row.drafted_at.as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes back what an act may change. `before` is the state and the number of the last fact that the act
/// saw.
///
/// # Errors
/// Conflict when someone was faster.
pub async fn update(
    tx: &mut WriteTx<'_>,
    row: &Campaign,
    (state, seq): (State, i64),
) -> Result<()> {
    let done = sqlx::query(
        "UPDATE campaign SET state = $5, lot = $6, ended_on = $7, due_at = $8, lapsed = $9, \
         effect = $10, reason = $11, seq = $12, second = $13 \
         WHERE tenant_id = $1 AND campaign_id = $2 AND state = $3 AND seq = $4",
    )
    .bind(tx.tenant())
    .bind(row.id.to_vec())
    .bind(state.code())
    .bind(seq)
    .bind(row.state.code())
    .bind(text(&row.lot)?)
    .bind(row.ended_on.map(|day| day.to_string()).unwrap_or_default())
    .bind(row.due.map(|due| due.at.as_microsecond()))
    .bind(i64::from(row.due.is_some_and(|due| due.lapsed)))
    .bind(text(&row.effect)?)
    .bind(row.reason.clone())
    .bind(row.seq)
    .bind(text(&row.second)?)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::conflict("error-changed-meanwhile")) }
}

/// The campaign of that id.
///
/// # Errors
/// Not found when there is none.
pub async fn by_id(tx: &mut Tx<'_>, id: CampaignId) -> Result<Campaign> {
    let row: Option<Stored> =
        sqlx::query_as("SELECT * FROM campaign WHERE tenant_id = $1 AND campaign_id = $2")
            .bind(tx.tenant())
            .bind(id.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    row.ok_or_else(Error::not_found)?.read()
}

/// All campaigns, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(tx: &mut Tx<'_>) -> Result<Vec<Campaign>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT * FROM campaign WHERE tenant_id = $1 ORDER BY campaign_id DESC LIMIT 200",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}
