//! What would be if a step were dropped: an estimate by simulation, from the log alone. Pure.

use mining::table::Log;
use mining::whatif::answer::What;
use mining::whatif::{Asked, Calendar, Change, Error, Estimate, Model, Options, ask};

/// Days that are foretold.
pub const DAYS: usize = 28;
/// Confidence of the intervals.
pub const LEVEL: f64 = 0.9;
/// Files times futures that take about a second.
const WORK: u64 = 150_000;

/// What is foretold, in office minutes of the median file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Foretold {
    /// As things are.
    pub base: Estimate,
    /// Without the step.
    pub changed: Estimate,
    /// The difference, future by future.
    pub difference: Estimate,
    /// How many futures were played.
    pub futures: u64,
}

/// Why nothing is foretold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silent {
    /// Too few files are finished.
    Few,
    /// The step cannot be dropped, or the calendar does not reach so far.
    Cannot,
}

/// Plays the coming four weeks with and without `step`, under the same draws. The same log gives the
/// same answer.
///
/// # Errors
/// Why there is none.
pub fn without(log: &Log, calendar: &Calendar, until: i64, step: &str) -> Result<Foretold, Silent> {
    let options = Options { until: Some(until), ..Options::default() };
    let model = Model::fit(log, calendar, &options).map_err(|error| silent(&error))?;
    let futures = (WORK / (log.len() as u64).max(1)).clamp(20, 200);
    let asked = Asked { days: DAYS, replications: futures, level: LEVEL, ..Asked::default() };
    let change = Change::Remove { step: step.to_owned() };
    let answer = ask(&model, &[change], &asked, &|| {}).map_err(|error| silent(&error))?;
    let row = answer.row(What::Median).ok_or(Silent::Few)?;
    match (row.base, row.changed, row.difference) {
        (Some(base), Some(changed), Some(difference)) => {
            Ok(Foretold { base, changed, difference, futures })
        }
        _ => Err(Silent::Few),
    }
}

fn silent(error: &Error) -> Silent {
    match error {
        Error::Empty | Error::Few { .. } | Error::Nothing => Silent::Few,
        _ => Silent::Cannot,
    }
}
