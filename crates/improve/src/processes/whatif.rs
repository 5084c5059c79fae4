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

/// Office minutes from coming in to the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// As things are.
    pub base: Estimate,
    /// Without the step.
    pub changed: Estimate,
    /// The difference, future by future.
    pub difference: Estimate,
}

/// What is foretold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Foretold {
    /// Of the median file.
    pub median: Told,
    /// In which nine of ten files are over: where only some files wait, the median hardly moves.
    pub nine: Option<Told>,
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
    let told = |what| {
        let row = answer.row(what)?;
        Some(Told { base: row.base?, changed: row.changed?, difference: row.difference? })
    };
    let median = told(What::Median).ok_or(Silent::Few)?;
    Ok(Foretold { median, nine: told(What::NineOfTen), futures })
}

fn silent(error: &Error) -> Silent {
    match error {
        Error::Empty | Error::Few { .. } | Error::Nothing => Silent::Few,
        _ => Silent::Cannot,
    }
}
