//! The only place of this slice that knows its tables.

use kernel::Error;
use kernel::error::Result;
use kernel::id::OpenDataId;
use kernel::time::from_micros;
use platform::db::{Tx, WriteTx, db};
use sqlx::FromRow;
use uuid::Uuid;

use super::counts::Count;
use super::model::{File, Period, Release};

#[derive(FromRow)]
struct Stored {
    period: String,
    due: String,
    released_at: Option<i64>,
    content: String,
}

impl Stored {
    fn read(self) -> Result<Release> {
        let said = match self.released_at {
            Some(_) => Some(serde_json::from_str(&self.content).map_err(Error::internal)?),
            None => None,
        };
        Ok(Release {
            period: self.period.parse()?,
            due: self.due.parse().map_err(Error::internal)?,
            released_at: self.released_at.map(from_micros),
            said,
        })
    }
}

/// All releases, the newest first. There are four a year.
///
/// # Errors
/// When the database fails.
pub async fn all(tx: &mut Tx<'_>) -> Result<Vec<Release>> {
    let rows: Vec<Stored> = sqlx::query_as(
        "SELECT period, due, released_at, content FROM open_data WHERE tenant_id = $1 \
         ORDER BY period DESC",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    rows.into_iter().map(Stored::read).collect()
}

/// The newest period that was released or skipped.
///
/// # Errors
/// When the database fails.
pub async fn newest(tx: &mut Tx<'_>) -> Result<Option<Period>> {
    let (newest,): (Option<String>,) =
        sqlx::query_as("SELECT MAX(period) FROM open_data WHERE tenant_id = $1")
            .bind(tx.tenant())
            .fetch_one(tx.conn())
            .await
            .map_err(db)?;
    newest.map(|text| text.parse()).transpose()
}

/// The release of a period.
///
/// # Errors
/// When the database fails.
pub async fn of(tx: &mut Tx<'_>, period: Period) -> Result<Option<Release>> {
    let row: Option<Stored> = sqlx::query_as(
        "SELECT period, due, released_at, content FROM open_data \
         WHERE tenant_id = $1 AND period = $2",
    )
    .bind(tx.tenant())
    .bind(period.to_string())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    row.map(Stored::read).transpose()
}

/// A file of a release: its media type and its bytes.
///
/// # Errors
/// Not found when there is none.
pub async fn file(tx: &mut Tx<'_>, period: Period, name: &str) -> Result<(String, Vec<u8>)> {
    let found: Option<(String, Vec<u8>)> = sqlx::query_as(
        "SELECT media, content FROM open_data_file \
         WHERE tenant_id = $1 AND period = $2 AND name = $3",
    )
    .bind(tx.tenant())
    .bind(period.to_string())
    .bind(name.to_owned())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    found.ok_or_else(Error::not_found)
}

/// Keeps a release with its files, which nothing changes afterwards.
///
/// # Errors
/// Conflict when the period has one.
pub async fn insert(
    tx: &mut WriteTx<'_>,
    id: OpenDataId,
    release: &Release,
    files: &[File],
) -> Result<()> {
    let content = match &release.said {
        Some(said) => serde_json::to_string(said).map_err(Error::internal)?,
        None => String::new(),
    };
    sqlx::query(
        "INSERT INTO open_data (tenant_id, period, open_data_id, due, released_at, content) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(release.period.to_string())
    .bind(id.to_vec())
    .bind(release.due.to_string())
    .bind(release.released_at.map(|at| at.as_microsecond()))
    .bind(content)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    for file in files {
        sqlx::query(
            "INSERT INTO open_data_file (tenant_id, period, name, media, content) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(tx.tenant())
        .bind(release.period.to_string())
        .bind(file.name.clone())
        .bind(file.media.to_owned())
        .bind(file.content.clone())
        .execute(tx.conn())
        .await
        .map_err(db)?;
    }
    Ok(())
}

/// Files by month, unit, service and channel, from one month to another.
///
/// # Errors
/// When the database fails.
pub async fn counts(tx: &mut Tx<'_>, (first, last): (&str, &str)) -> Result<Vec<Count>> {
    sqlx::query_as(
        "SELECT month, unit_code, service, channel, complete, own, answered, on_time, returned \
         FROM open_data_count WHERE tenant_id = $1 AND month >= $2 AND month <= $3 \
         ORDER BY month, unit_code, service, channel",
    )
    .bind(tx.tenant())
    .bind(first.to_owned())
    .bind(last.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// An answered file.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Answered {
    /// Its id, which no release has.
    pub application_id: Vec<u8>,
    /// Code of the unit.
    pub unit_code: String,
    /// Code of the service.
    pub service: String,
    /// Whether the answer came by its date.
    pub on_time: i64,
    /// The month of the answer.
    pub answered: String,
}

/// Files that were answered from one month to another.
///
/// # Errors
/// When the database fails.
pub async fn answered(tx: &mut Tx<'_>, (first, last): (&str, &str)) -> Result<Vec<Answered>> {
    sqlx::query_as(
        "SELECT application_id, unit_code, service, on_time, answered FROM open_data_case \
         WHERE tenant_id = $1 AND answered >= $2 AND answered <= $3 ORDER BY application_id",
    )
    .bind(tx.tenant())
    .bind(first.to_owned())
    .bind(last.to_owned())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
}

/// What the projection remembers of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromRow)]
pub struct Case {
    /// Code of the unit that owes; empty before the promise runs.
    pub unit_code: String,
    /// Code of the service.
    pub service: String,
    /// By which door it came in.
    pub channel: String,
    /// Whether another handed it in under a mandate.
    pub represented: i64,
    /// Whether it was ever sent back.
    pub returned: i64,
    /// Whether the answer came by its date.
    pub on_time: i64,
    /// The month of its answer; empty before.
    pub answered: String,
}

/// What is known of a file.
///
/// # Errors
/// When the database fails.
pub async fn case(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Case>> {
    sqlx::query_as(
        "SELECT unit_code, service, channel, represented, returned, on_time, answered \
         FROM open_data_case WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(id.as_bytes().to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)
}

/// Keeps what is known of a file.
///
/// # Errors
/// When the database fails.
pub async fn keep(tx: &mut WriteTx<'_>, id: Uuid, case: &Case) -> Result<()> {
    sqlx::query(
        "INSERT INTO open_data_case (tenant_id, application_id, unit_code, service, channel, \
         represented, returned, on_time, answered) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (tenant_id, application_id) DO UPDATE SET unit_code = excluded.unit_code, \
         service = excluded.service, returned = excluded.returned, on_time = excluded.on_time, \
         answered = excluded.answered",
    )
    .bind(tx.tenant())
    .bind(id.as_bytes().to_vec())
    .bind(case.unit_code.clone())
    .bind(case.service.clone())
    .bind(case.channel.clone())
    .bind(case.represented)
    .bind(case.returned)
    .bind(case.on_time)
    .bind(case.answered.clone())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// Adds files to a month, unit, service and channel.
///
/// # Errors
/// When the database fails.
pub async fn add(tx: &mut WriteTx<'_>, more: &Count) -> Result<()> {
    sqlx::query(
        "INSERT INTO open_data_count (tenant_id, month, unit_code, service, channel, complete, own, \
         answered, on_time, returned) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (tenant_id, month, unit_code, service, channel) DO UPDATE SET \
         complete = open_data_count.complete + excluded.complete, \
         own = open_data_count.own + excluded.own, \
         answered = open_data_count.answered + excluded.answered, \
         on_time = open_data_count.on_time + excluded.on_time, \
         returned = open_data_count.returned + excluded.returned",
    )
    .bind(tx.tenant())
    .bind(more.month.clone())
    .bind(more.unit_code.clone())
    .bind(more.service.clone())
    .bind(more.channel.clone())
    .bind(more.complete)
    .bind(more.own)
    .bind(more.answered)
    .bind(more.on_time)
    .bind(more.returned)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
