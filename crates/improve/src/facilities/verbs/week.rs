//! Once a week the people who waited are held against the seats. A job, which may run again: a week that
//! was counted is not counted twice.

use futures_util::future::BoxFuture;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::facts::{Payload, facility as facts};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::jobs::{self, JobHandler};
use platform::journal::next_seq;

use super::super::items::WAITING_ROOM;
use super::super::model::{Week, subject};
use super::super::rules::{crowd, monday};
use super::super::store::{self, waiting};
use super::audit::append;
use crate::events::log::midnight;

/// Kind of the job that counts a week.
pub const JOB: &str = "facilities.week";

const MINUTE: i64 = 60_000_000;

/// Counts the weeks of a unit when they are over.
pub struct WeekJob;

impl JobHandler for WeekJob {
    fn kind(&self) -> &'static str {
        JOB
    }

    fn run<'a>(
        &'a self,
        app: &'a App,
        tenant: TenantId,
        payload: serde_json::Value,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let unit: String = serde_json::from_value(payload).map_err(Error::internal)?;
            app.readers.catch_up(&app.db, tenant).await?;
            app.db.write(tenant, CountWeeks { app: app.clone(), unit }).await?;
            Ok(())
        })
    }
}

/// Asks for a look on the next Monday, in the hour after midnight.
pub(super) async fn watch(tx: &mut WriteTx<'_>, app: &App, unit: &str) -> Result<()> {
    let today = app.tz().to_datetime(tx.now()).date();
    let next = midnight(app, monday(today).saturating_add(7.days()))?;
    jobs::enqueue(tx, JOB, &unit, next).await?;
    Ok(())
}

/// Counts every week of a unit that is over and was not counted, as far as the city looks back.
#[derive(Clone)]
pub struct CountWeeks {
    /// The city.
    pub app: App,
    /// Code of the unit.
    pub unit: String,
}

impl Command for CountWeeks {
    /// How many weeks were counted now.
    type Output = usize;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<usize> {
        let look = store::last_look(tx, &self.unit, WAITING_ROOM).await?;
        // A waiting room that is there no more: its next look with seats begins again.
        let Some(seats) = look.and_then(|look| look.seats()) else { return Ok(0) };
        let today = self.app.tz().to_datetime(tx.now()).date();
        let back = self.app.rulebook.count("facility.look_back_days", today)?;
        let mut first = monday(today.saturating_sub(back.days()));
        let mut counted = 0;
        while first < monday(today) {
            counted += usize::from(self.week(tx, first, seats).await?);
            first = first.saturating_add(7.days());
        }
        // Whoever counted the last week has asked for the next.
        if counted > 0 {
            watch(tx, &self.app, &self.unit).await?;
        }
        Ok(counted)
    }
}

impl CountWeeks {
    async fn week(&self, tx: &mut WriteTx<'_>, first: Date, seats: i64) -> Result<bool> {
        let span = (first, first.saturating_add(7.days()));
        let visits = waiting::visits(tx, &self.unit, span).await?;
        let (peak, standing) = crowd(&visits, seats);
        let people = waiting::people(tx, span.0, span.1).await?;
        let days =
            people.iter().find(|(unit, ..)| *unit == self.unit).map_or(0, |(.., days)| *days);
        let unit = self.unit.clone();
        let week = Week { unit, monday: first, peak, seats, standing: standing / MINUTE, days };
        let fresh = store::count_week(tx, &week).await?;
        if fresh && week.is_crowded() {
            let crowded = facts::Crowded { v: 1, unit: week.unit, week: first, peak, seats };
            let seq = next_seq(tx, subject(&self.unit)).await?;
            let act = Payload::FacilityCrowded(crowded);
            append(tx, &self.unit, (Actor::system(), seq), act).await?;
        }
        Ok(fresh)
    }
}
