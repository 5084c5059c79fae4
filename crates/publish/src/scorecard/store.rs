//! The only place of this slice that knows its tables.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::id::ScorecardId;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use platform::journal::uuid;
use sqlx::FromRow;

use super::model::{Period, Report};

#[derive(FromRow)]
struct Stored {
    period: String,
    due: String,
    published_at: Option<i64>,
    content: String,
}

impl Stored {
    fn read(self) -> Result<Report> {
        let said = match self.published_at {
            Some(_) => Some(serde_json::from_str(&self.content).map_err(Error::internal)?),
            None => None,
        };
        Ok(Report {
            period: self.period.parse()?,
            due: self.due.parse().map_err(Error::internal)?,
            said,
        })
    }
}

/// A period that was published or skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The quarter.
    pub period: Period,
    /// The day on which its report was due.
    pub due: Date,
    /// When it was published; none when it was skipped.
    pub published: Option<Timestamp>,
    /// The id of its fact.
    pub id: ScorecardId,
}

/// All periods, the newest first, without what their reports say. There are four a year.
///
/// # Errors
/// When the database fails.
pub async fn heads(tx: &mut Tx<'_>) -> Result<Vec<Head>> {
    type Row = (String, String, Option<i64>, Vec<u8>);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT period, due, published_at, scorecard_id FROM scorecard WHERE tenant_id = $1 \
         ORDER BY period DESC",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    let head = |(period, due, published, id): Row| {
        Ok(Head {
            period: period.parse()?,
            due: due.parse().map_err(Error::internal)?,
            published: published.map(from_micros),
            id: ScorecardId::from_uuid(uuid(&id)?),
        })
    };
    rows.into_iter().map(head).collect()
}

/// The newest report that was published.
///
/// # Errors
/// When the database fails.
pub async fn latest(tx: &mut Tx<'_>) -> Result<Option<Report>> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT period, due, published_at, content FROM scorecard \
         WHERE tenant_id = $1 AND published_at IS NOT NULL ORDER BY period DESC LIMIT 1",
    )
    .bind(tx.tenant())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// The newest period that was published or skipped.
///
/// # Errors
/// When the database fails.
pub async fn newest(tx: &mut Tx<'_>) -> Result<Option<Period>> {
    let (newest,): (Option<String>,) =
        sqlx::query_as("SELECT MAX(period) FROM scorecard WHERE tenant_id = $1")
            .bind(tx.tenant())
            .fetch_one(tx.conn())
            .await
            .map_err(db)?;
    newest.map(|text| text.parse()).transpose()
}

/// The report of a period.
///
/// # Errors
/// When the database fails.
pub async fn of(tx: &mut Tx<'_>, period: Period) -> Result<Option<Report>> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT period, due, published_at, content FROM scorecard \
         WHERE tenant_id = $1 AND period = $2",
    )
    .bind(tx.tenant())
    .bind(period.to_string())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// Keeps a report.
///
/// # Errors
/// Conflict when the period has one.
pub async fn insert(tx: &mut WriteTx<'_>, id: ScorecardId, report: &Report) -> Result<()> {
    let content = match &report.said {
        Some(said) => serde_json::to_string(said).map_err(Error::internal)?,
        None => String::new(),
    };
    sqlx::query(
        "INSERT INTO scorecard (tenant_id, period, scorecard_id, due, published_at, content) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(report.period.to_string())
    .bind(id.to_vec())
    .bind(report.due.to_string())
    .bind(report.said.as_ref().map(|_| tx.now().as_microsecond()))
    .bind(content)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
