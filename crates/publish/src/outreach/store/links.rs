//! Short links and how often they were followed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::id::CampaignId;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;

use super::super::model::Way;
use super::{day, unknown};

/// The target of a link to the page of reports.
pub const REPORT: &str = "";
/// The target of a link to the list of services.
pub const ALL: &str = "*";

/// A short link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its code.
    pub code: String,
    /// Its campaign.
    pub campaign: CampaignId,
    /// By which way, and with which message, it is spread.
    pub way: Way,
    /// Code of a service, [`REPORT`] or [`ALL`].
    pub target: String,
    /// When it was last counted, in microseconds.
    pub last_at: i64,
}

impl Link {
    /// The page that it leads to.
    pub fn leads_to(&self) -> String {
        match self.target.as_str() {
            REPORT => "/lapor".to_owned(),
            ALL => "/layanan".to_owned(),
            service => format!("/layanan/{service}"),
        }
    }
}

type Row = (String, Vec<u8>, String, String, i64);

fn read((code, campaign, medium, target, last_at): Row) -> Result<Link> {
    Ok(Link {
        code,
        campaign: CampaignId::from_uuid(uuid(&campaign)?),
        way: Way::parse(&medium).ok_or_else(|| unknown("medium"))?,
        target,
        last_at,
    })
}

/// Keeps a link.
///
/// # Errors
/// Conflict when the code is taken.
pub async fn insert(tx: &mut WriteTx<'_>, link: &Link) -> Result<()> {
    sqlx::query(
        "INSERT INTO campaign_link (tenant_id, code, campaign_id, medium, target, last_at) \
         VALUES ($1, $2, $3, $4, $5, 0)",
    )
    .bind(tx.tenant())
    .bind(link.code.clone())
    .bind(link.campaign.to_vec())
    .bind(link.way.code())
    .bind(link.target.clone())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The link of that code.
///
/// # Errors
/// Not found when there is none.
pub async fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Link> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT code, campaign_id, medium, target, last_at FROM campaign_link \
         WHERE tenant_id = $1 AND code = $2",
    )
    .bind(tx.tenant())
    .bind(code.to_owned())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    read(row.ok_or_else(Error::not_found)?)
}

/// All links of a campaign.
///
/// # Errors
/// When the database fails.
pub async fn of_campaign(tx: &mut Tx<'_>, campaign: CampaignId) -> Result<Vec<Link>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT code, campaign_id, medium, target, last_at FROM campaign_link \
         WHERE tenant_id = $1 AND campaign_id = $2 ORDER BY medium, target",
    )
    .bind(tx.tenant())
    .bind(campaign.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(read).collect()
}

/// How often a message by a channel was counted on a day.
///
/// # Errors
/// When the database fails.
pub async fn of_day(tx: &mut Tx<'_>, link: &Link, day: Date) -> Result<i64> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT count FROM campaign_reach \
         WHERE tenant_id = $1 AND campaign_id = $2 AND day = $3 AND medium = $4",
    )
    .bind(tx.tenant())
    .bind(link.campaign.to_vec())
    .bind(day.to_string())
    .bind(link.way.code())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(row.map_or(0, |(count,)| count))
}

/// Counts a link once more.
///
/// # Errors
/// When the database fails.
pub async fn count(tx: &mut WriteTx<'_>, link: &Link, day: Date) -> Result<()> {
    let now = tx.now().as_microsecond();
    sqlx::query("UPDATE campaign_link SET last_at = $3 WHERE tenant_id = $1 AND code = $2")
        .bind(tx.tenant())
        .bind(link.code.clone())
        .bind(now)
        .execute(tx.conn())
        .await
        .map_err(db)?;
    sqlx::query(
        "INSERT INTO campaign_reach (tenant_id, campaign_id, day, medium, count, told) \
         VALUES ($1, $2, $3, $4, 1, 0) ON CONFLICT (tenant_id, campaign_id, day, medium) \
         DO UPDATE SET count = campaign_reach.count + 1",
    )
    .bind(tx.tenant())
    .bind(link.campaign.to_vec())
    .bind(day.to_string())
    .bind(link.way.code())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Writes a day of the past as it was: only the loader of a synthetic year does this.
///
/// # Errors
/// When the database fails.
pub async fn replay(
    tx: &mut WriteTx<'_>,
    campaign: CampaignId,
    (day, way): (Date, Way),
    count: i64,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO campaign_reach (tenant_id, campaign_id, day, medium, count, told) \
         VALUES ($1, $2, $3, $4, $5, 0)",
    )
    .bind(tx.tenant())
    .bind(campaign.to_vec())
    .bind(day.to_string())
    .bind(way.code())
    .bind(count)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Days before `today` of which no fact tells yet, with their counts.
///
/// # Errors
/// When the database fails.
pub async fn untold(
    tx: &mut Tx<'_>,
    campaign: CampaignId,
    today: Date,
) -> Result<BTreeMap<Date, Vec<(Way, i64)>>> {
    let rows: Vec<(String, String, i64)> = sqlx::query_as(
        "SELECT day, medium, count FROM campaign_reach \
         WHERE tenant_id = $1 AND campaign_id = $2 AND told = 0 AND day < $3 ORDER BY day, medium",
    )
    .bind(tx.tenant())
    .bind(campaign.to_vec())
    .bind(today.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let mut days: BTreeMap<Date, Vec<(Way, i64)>> = BTreeMap::new();
    for (on, medium, count) in rows {
        let way = Way::parse(&medium).ok_or_else(|| unknown("medium"))?;
        days.entry(day(&on)?).or_default().push((way, count));
    }
    Ok(days)
}

/// Notes that a fact tells of a day.
///
/// # Errors
/// When the database fails.
pub async fn tell(tx: &mut WriteTx<'_>, campaign: CampaignId, day: Date) -> Result<()> {
    sqlx::query(
        "UPDATE campaign_reach SET told = 1 \
         WHERE tenant_id = $1 AND campaign_id = $2 AND day = $3",
    )
    .bind(tx.tenant())
    .bind(campaign.to_vec())
    .bind(day.to_string())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// How often each message by each channel of a campaign was counted altogether.
///
/// # Errors
/// When the database fails.
pub async fn totals(tx: &mut Tx<'_>, campaign: CampaignId) -> Result<BTreeMap<Way, i64>> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "SELECT medium, CAST(SUM(count) AS BIGINT) FROM campaign_reach \
         WHERE tenant_id = $1 AND campaign_id = $2 GROUP BY medium",
    )
    .bind(tx.tenant())
    .bind(campaign.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let known = rows.into_iter().filter_map(|(medium, count)| Some((Way::parse(&medium)?, count)));
    Ok(known.collect())
}

/// How often a campaign was counted on each day.
///
/// # Errors
/// When the database fails.
pub async fn by_day(tx: &mut Tx<'_>, campaign: CampaignId) -> Result<Vec<(Date, i64)>> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "SELECT day, CAST(SUM(count) AS BIGINT) FROM campaign_reach \
         WHERE tenant_id = $1 AND campaign_id = $2 GROUP BY day ORDER BY day",
    )
    .bind(tx.tenant())
    .bind(campaign.to_vec())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(|(on, count)| Ok((day(&on)?, count))).collect()
}
