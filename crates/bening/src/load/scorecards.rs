//! The reports of a synthetic year, and its data: one for each whole quarter whose day has come, each on its day.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;
use publish::open_data::verbs::Release;
use publish::scorecard::due;
use publish::scorecard::model::Period;
use publish::scorecard::verbs::{Publish, days};

use super::surveys::At;
use crate::open_data::draft;
use crate::scorecard::{entries, findings};

/// At this hour the server publishes.
const HOUR: i8 = 6;

/// Publishes the reports and the data of the quarters between two days.
///
/// # Errors
/// When the database fails.
pub async fn run(app: &App, tenant: TenantId, (first, until): (Date, Timestamp)) -> Result<()> {
    let last = app.tz().to_datetime(until).date();
    let wait = days(app, last)?;
    // The quarter in which the year begins is not whole.
    let mut period = Period::of(first.saturating_sub(1.day())).after();
    while due(period, wait) <= last {
        let mut tx = app.db.read(tenant).await?;
        let findings = findings(&mut tx, app, period).await?;
        let entries = entries(&mut tx, period).await?;
        drop(tx);
        let local = due(period, wait).at(HOUR, 0, 0, 0);
        let at = app.tz().to_timestamp(local).map_err(Error::internal)?.min(until);
        let command = Publish { app: app.clone(), period, findings, entries };
        app.db.write(tenant, At { at, command }).await?;
        let mut tx = app.db.read(tenant).await?;
        let draft = draft(&mut tx, app, period).await?;
        drop(tx);
        if let Some(draft) = draft.map(Arc::new) {
            let command = Release { app: app.clone(), draft };
            app.db.write(tenant, At { at, command }).await?;
        }
        period = period.after();
    }
    Ok(())
}
