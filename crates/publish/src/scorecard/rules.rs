//! Which report is due. Pure.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::model::Period;

/// What is to be done with a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Its day has come: publish it.
    Publish(Period),
    /// Its day is over and a later period is due: it is shown as skipped.
    Skip(Period),
}

/// The day on which the report of a period is due, so many days after its last.
pub fn due(period: Period, days: i64) -> Date {
    period.last().saturating_add(days.days())
}

/// What is to be done today, the oldest period first. `known` is the newest period that has a report or
/// was skipped; without one nothing was ever promised, and only the newest period is due.
pub fn next(known: Option<Period>, today: Date, days: i64) -> Vec<Act> {
    let mut newest = Period::of(today).before();
    while due(newest, days) > today {
        newest = newest.before();
    }
    let mut period = known.map_or(newest, Period::after);
    let mut acts = Vec::new();
    while period < newest {
        acts.push(Act::Skip(period));
        period = period.after();
    }
    if period == newest {
        acts.push(Act::Publish(newest));
    }
    acts
}
