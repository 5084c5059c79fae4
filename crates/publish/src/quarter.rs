//! What the city says every quarter by itself, a report or its data: its day, how late it is, and its fact.

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::id::{CommandId, FactId};
use platform::App;
use platform::db::WriteTx;
use platform::journal::Seal;
use uuid::Uuid;

use crate::scorecard::due;
use crate::scorecard::model::Period;
use crate::scorecard::verbs::days;

/// The day on which a period is due, and by how many days now is later.
///
/// # Errors
/// When the rule of the day is not there.
pub fn when(app: &App, tx: &WriteTx<'_>, period: Period) -> Result<(Date, i64)> {
    let today = app.tz().to_datetime(tx.now()).date();
    let due = due(period, days(app, today)?);
    let late = due.until(today).map_or(0, |span| i64::from(span.get_days()));
    Ok((due, late.max(0)))
}

/// Writes the one fact of a new subject, which everyone may read; its id.
///
/// # Errors
/// When the database fails.
pub async fn say(tx: &mut WriteTx<'_>, kind: SubjectKind, payload: Payload) -> Result<Uuid> {
    let now = tx.now();
    let id = FactId::new(now, tx.rng()).uuid();
    let command = CommandId::new(now, tx.rng());
    let subject = Subject { kind, id };
    let actor = Actor::system();
    let fact = NewFact { subject, command, occurred_at: now, actor, clocks: Vec::new(), payload };
    tx.append(&fact, 1, Seal::Clear).await?;
    Ok(id)
}
