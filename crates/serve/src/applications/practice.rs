//! Projection "practice": how a service keeps its promise, from the clocks of facts alone.

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::error::Result;
use kernel::fact::{ClockOp, Positioned};
use platform::db::{Tx, WriteTx, db};
use platform::journal::Projection;

use super::rules::promised_service;

/// Keeps `practice`. Months are those of the city's zone.
#[derive(Debug)]
pub struct PracticeReader {
    /// The city's zone.
    pub tz: TimeZone,
}

impl Projection for PracticeReader {
    fn name(&self) -> &'static str {
        "practice"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["practice"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts {
                if !matches!(fact.kind.as_str(), "application.issued" | "application.refused") {
                    continue;
                }
                for moved in &fact.clocks {
                    let service = promised_service(&moved.rule);
                    if let (Some(service), ClockOp::Stop) = (service, &moved.op) {
                        let on_time = moved.due_at.is_none_or(|due| fact.recorded_at <= due);
                        let day = self.tz.to_datetime(fact.recorded_at).date();
                        count(tx, service, &month(day), on_time).await?;
                    }
                }
            }
            Ok(())
        })
    }
}

fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

async fn count(tx: &mut WriteTx<'_>, service: &str, month: &str, on_time: bool) -> Result<()> {
    sqlx::query(
        "INSERT INTO practice (tenant_id, service, month, finished, on_time) \
         VALUES ($1, $2, $3, 1, $4) ON CONFLICT (tenant_id, service, month) DO UPDATE SET \
         finished = practice.finished + 1, on_time = practice.on_time + excluded.on_time",
    )
    .bind(tx.tenant())
    .bind(service.to_owned())
    .bind(month.to_owned())
    .bind(i64::from(on_time))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// How a service kept its promise over the last twelve months.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Practice {
    /// Files that were answered.
    pub finished: i64,
    /// Those that were answered by their date.
    pub on_time: i64,
}

impl Practice {
    /// "9 of 10": rounded down, so that it never says more than is true. None below ten files,
    /// where a tenth would be a person.
    pub fn of_ten(self) -> Option<i64> {
        (self.finished >= 10).then(|| self.on_time * 10 / self.finished)
    }
}

/// Practice of all services over the twelve months before and with that of `today`.
///
/// # Errors
/// When the database fails.
pub async fn all(
    tx: &mut Tx<'_>,
    today: Date,
) -> Result<std::collections::BTreeMap<String, Practice>> {
    let since = format!("{:04}-{:02}", today.year() - 1, today.month());
    let rows: Vec<(String, i64, i64)> = sqlx::query_as(
        "SELECT service, CAST(SUM(finished) AS BIGINT), CAST(SUM(on_time) AS BIGINT) \
         FROM practice WHERE tenant_id = $1 AND month >= $2 GROUP BY service",
    )
    .bind(tx.tenant())
    .bind(since)
    .fetch_all(tx.conn())
    .await
    .map_err(db)?;
    Ok(rows
        .into_iter()
        .map(|(service, finished, on_time)| (service, Practice { finished, on_time }))
        .collect())
}

/// Practice of one service.
///
/// # Errors
/// When the database fails.
pub async fn of(tx: &mut Tx<'_>, service: &str, today: Date) -> Result<Practice> {
    Ok(all(tx, today).await?.remove(service).unwrap_or_default())
}
