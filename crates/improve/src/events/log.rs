//! The event log of a service in a period.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::calendar::WorkCalendar;
use kernel::error::Result;
use kernel::time::from_micros;
use mining::table::{Builder, Log, Row, UNKNOWN};
use platform::App;
use platform::db::Tx;
use uuid::Uuid;

use super::store::{self, Case};

/// Most files that a log holds.
pub const MOST: i64 = 20_000;
/// Buckets of files: all of them are all files.
pub const BUCKETS: i64 = 256;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Code of the service.
    pub service: String,
    /// From when on files were complete.
    pub from: Timestamp,
    /// Before when.
    pub to: Timestamp,
    /// In which units; none means all.
    pub units: Option<Vec<String>>,
}

impl Scope {
    /// The twelve months up to now.
    pub fn year(app: &App, service: &str, units: Option<Vec<String>>) -> Self {
        let to = app.db.clock().now();
        let from = to - SignedDuration::from_hours(24 * 365);
        Self { service: service.to_owned(), from, to, units }
    }

    /// When its log begins: a file may have come in long before it was complete.
    pub fn first(&self, log: &Log) -> Timestamp {
        let known = log.at.iter().chain(&log.started).filter(|at| **at != UNKNOWN);
        known.min().map_or(self.from, |at| from_micros(*at)).min(self.from)
    }

    fn span(&self) -> (i64, i64) {
        (self.from.as_microsecond(), self.to.as_microsecond())
    }

    fn holds(&self, unit: &str) -> bool {
        self.units.as_ref().is_none_or(|units| units.iter().any(|own| own == unit))
    }

    /// How many buckets hold at most `most` of `all` files, and how many of 100 files these are.
    fn buckets(all: i64, most: i64) -> (i64, u32) {
        if all <= most {
            return (BUCKETS, 100);
        }
        let buckets = (BUCKETS * most / all).clamp(1, BUCKETS);
        (buckets, u32::try_from(100 * buckets / BUCKETS).unwrap_or(100).max(1))
    }
}

/// Files and how many of them were looked at.
#[derive(Clone, Debug)]
pub struct Sampled<T> {
    /// What was found.
    pub found: T,
    /// How many of 100 files were looked at, drawn at random; 100 means all.
    pub percent: u32,
}

/// Files of a scope, at most about `most`.
///
/// # Errors
/// When the database fails.
pub async fn cases(tx: &mut Tx<'_>, scope: &Scope, most: i64) -> Result<Sampled<Vec<Case>>> {
    let all = store::count(tx, &scope.service, scope.span()).await?;
    let (buckets, percent) = Scope::buckets(all, most);
    let mut found = store::cases(tx, &scope.service, scope.span(), buckets).await?;
    found.retain(|case| scope.holds(&case.unit_code));
    Ok(Sampled { found, percent })
}

/// Ended events of the files of a scope, of at most about `most` files.
///
/// # Errors
/// When the database fails.
pub async fn events(tx: &mut Tx<'_>, scope: &Scope, most: i64) -> Result<Vec<store::Event>> {
    let all = store::count(tx, &scope.service, scope.span()).await?;
    let (buckets, _) = Scope::buckets(all, most);
    store::events(tx, &scope.service, scope.span(), buckets).await
}

/// What comes after the answer: the citizen fetches it when it suits them, which tells nothing of the
/// work and would outweigh all that does.
const AFTER: &str = "collected";

/// The log of a scope, up to the answer. Officers are numbers, cases are ids that no page shows.
///
/// # Errors
/// When the database fails.
pub async fn gather(tx: &mut Tx<'_>, scope: &Scope) -> Result<Sampled<Log>> {
    gather_some(tx, scope, MOST).await
}

/// The same of at most about `most` files of the service, in whatever unit.
///
/// # Errors
/// When the database fails.
pub async fn gather_some(tx: &mut Tx<'_>, scope: &Scope, most: i64) -> Result<Sampled<Log>> {
    let all = store::count(tx, &scope.service, scope.span()).await?;
    let (buckets, percent) = Scope::buckets(all, most);
    let events = store::events(tx, &scope.service, scope.span(), buckets).await?;
    let mut builder = Builder::default();
    for event in
        events.iter().filter(|event| event.activity != AFTER && scope.holds(&event.unit_code))
    {
        let case = Uuid::from_slice(&event.application_id).map_err(Error::internal)?;
        let resource = if event.actor == 0 { String::new() } else { event.actor.to_string() };
        builder.push(&Row {
            case: &case.simple().to_string(),
            activity: &event.activity,
            at: event.at,
            started: event.started_at.unwrap_or(UNKNOWN),
            resource: &resource,
            place: &event.unit_code,
        });
    }
    Ok(Sampled { found: builder.finish(), percent })
}

/// From how many files on a number is shown.
///
/// # Errors
/// When the rulebook does not say.
pub fn fewest(app: &App) -> Result<u64> {
    Ok(app.rulebook.count("improve.fewest_files", app.today())?.unsigned_abs())
}

/// Codes of the offices that did these files.
pub fn offices(cases: &[Case]) -> BTreeSet<&str> {
    cases.iter().map(|case| case.unit_code.as_str()).collect()
}

/// The first instant of a day.
///
/// # Errors
/// When the day is none of this calendar's.
pub fn midnight(app: &App, day: Date) -> Result<Timestamp> {
    let at = app.tz().to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible();
    at.map_err(Error::internal)
}

/// Office minutes of `unit` between two instants in microseconds.
pub fn minutes(calendar: &WorkCalendar, unit: &str, from: i64, to: i64) -> f64 {
    calendar.working_time(unit, from_micros(from), from_micros(to)).as_secs_f64() / 60.0
}

/// Office minutes from the completeness of a file to its answer, without the time in which the
/// citizen had it; none while it waits.
///
/// # Errors
/// When the row was changed by hand.
pub fn worked(calendar: &WorkCalendar, case: &Case) -> Result<Option<f64>> {
    let Some(done) = case.done_at else { return Ok(None) };
    let mut all = minutes(calendar, &case.unit_code, case.ready_at, done);
    for (from, to) in case.pauses()? {
        let (from, to) = (from.max(case.ready_at), to.unwrap_or(done).min(done));
        all -= minutes(calendar, &case.unit_code, from, to);
    }
    Ok(Some(all.max(0.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_files_are_all_looked_at_and_many_are_drawn() {
        assert_eq!(Scope::buckets(10, 10), (256, 100));
        assert_eq!(Scope::buckets(40_000, 20_000), (128, 50));
        assert_eq!(Scope::buckets(100_000_000, 20_000), (1, 1));
    }
}
