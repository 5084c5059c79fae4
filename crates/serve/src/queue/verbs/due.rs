//! What happens by itself: a reminder, a missed appointment, the end of a day. Jobs, which may run
//! again: each looks first whether it still has something to do.

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::{Kind, Result};
use kernel::fact::TenantId;
use kernel::facts::Payload;
use kernel::id::AppointmentId;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::jobs::{self, JobHandler};
use serde::{Deserialize, Serialize};

use super::super::messages;
use super::super::model::{Booking, Leaving, State};
use super::super::store::{self, Appointment};
use super::book::must_be_booked;
use super::change::{end, ended};
use super::end::leave;
use super::{key_of, local, numbers};

const KIND: &str = "queue.due";

/// What is to be done, when its time has come.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Work {
    /// The holder is reminded, if the appointment still starts then.
    Remind { appointment: AppointmentId, starts_at: Timestamp },
    /// It is missed, if the holder has not come and it still starts then.
    Miss { appointment: AppointmentId, starts_at: Timestamp },
    /// Nobody waits any more on that day.
    Close { unit: String, day: Date },
}

/// The handler of these jobs.
#[derive(Debug)]
pub struct QueueDue;

impl JobHandler for QueueDue {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn run<'a>(
        &'a self,
        app: &'a App,
        tenant: TenantId,
        payload: serde_json::Value,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let work: Work = serde_json::from_value(payload).map_err(Error::internal)?;
            app.db.write(tenant, Do { app: app.clone(), work }).await
        })
    }
}

struct Do {
    app: App,
    work: Work,
}

impl Command for Do {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        match &self.work {
            Work::Remind { appointment, starts_at } => {
                let Some(row) = live(tx, *appointment, *starts_at).await? else { return Ok(()) };
                let key = key_of(tx, &self.app, row.id.uuid()).await?;
                messages::reminder(tx, &self.app, &row, &key).await
            }
            Work::Miss { appointment, starts_at } => {
                let Some(row) = live(tx, *appointment, *starts_at).await? else { return Ok(()) };
                Missed { app: self.app.clone(), id: row.id }.run(tx).await
            }
            Work::Close { unit, day } => self.close(tx, unit, *day).await,
        }
    }
}

impl Do {
    /// Whoever still waits has left; who is at a counter was not marked as served by its officer.
    async fn close(&self, tx: &mut WriteTx<'_>, unit: &str, day: Date) -> Result<()> {
        for state in [State::Waiting, State::Called] {
            for row in store::tickets(tx, unit, day, state).await? {
                leave(tx, &self.app, row, Leaving::DayOver, Actor::system()).await?;
            }
        }
        Ok(())
    }
}

/// Nobody came to an appointment.
#[derive(Clone)]
pub struct Missed {
    /// The city.
    pub app: App,
    /// Which appointment.
    pub id: AppointmentId,
}

impl Command for Missed {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let row = store::appointment(tx, self.id).await?;
        must_be_booked(&row)?;
        let payload = Payload::AppointmentMissed(ended(&row));
        end(tx, &self.app, row, Booking::Missed, (Actor::system(), payload)).await
    }
}

/// The appointment, while it is booked for that instant.
async fn live(
    tx: &mut WriteTx<'_>,
    id: AppointmentId,
    starts_at: Timestamp,
) -> Result<Option<Appointment>> {
    match store::appointment(tx, id).await {
        Ok(row) => {
            let live = row.state == Booking::Booked && row.starts_at == starts_at;
            Ok(live.then_some(row))
        }
        Err(error) if error.kind() == Kind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Asks for the reminder and for a look whether the holder came.
pub(super) async fn watch(tx: &mut WriteTx<'_>, app: &App, row: &Appointment) -> Result<()> {
    let (today, _) = local(app, tx.now());
    let numbers = numbers(app, today)?;
    let (appointment, starts_at) = (row.id, row.starts_at);
    let grid = store::kept_grid(tx, &row.unit, row.day).await?;
    let slot = grid.map_or(0, |grid| grid.slot_minutes);
    let over = SignedDuration::from_mins(slot + numbers.grace);
    let over = starts_at.checked_add(over).map_err(Error::internal)?;
    jobs::enqueue(tx, KIND, &Work::Miss { appointment, starts_at }, over).await?;
    let before = SignedDuration::from_hours(numbers.reminder);
    let at = starts_at.checked_sub(before).map_err(Error::internal)?;
    if at > tx.now() {
        jobs::enqueue(tx, KIND, &Work::Remind { appointment, starts_at }, at).await?;
    }
    Ok(())
}

/// Asks for the end of a day, at its last midnight.
pub(super) async fn close_day(
    tx: &mut WriteTx<'_>,
    app: &App,
    unit: &str,
    day: Date,
) -> Result<()> {
    let next = day.tomorrow().map_err(Error::internal)?;
    let midnight = app.tz().to_ambiguous_timestamp(next.at(0, 0, 0, 0));
    let midnight = midnight.compatible().map_err(Error::internal)?;
    jobs::enqueue(tx, KIND, &Work::Close { unit: unit.to_owned(), day }, midnight).await?;
    Ok(())
}
