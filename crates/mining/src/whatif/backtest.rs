//! Months that have happened, foretold from what was known before them.

use serde::Serialize;

use super::Error;
use super::answer::{Asked, What, ask};
use super::calendar::{Calendar, MINUTE};
use super::model::{Model, Options};
use super::random::quantile;
use crate::table::{Log, UNKNOWN};

/// A period that was held back.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Held {
    /// Its first instant.
    pub from: i64,
    /// The first instant after it.
    pub to: i64,
    /// Cases that ended in it.
    pub ended: usize,
    /// The foretold median throughput, in open minutes.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// What it was.
    pub truth: f64,
}

impl Held {
    /// Whether the interval holds the truth.
    pub fn is_inside(&self) -> bool {
        self.low <= self.truth && self.truth <= self.high
    }

    /// Width of the interval over the truth.
    pub fn width(&self) -> f64 {
        (self.high - self.low) / self.truth
    }
}

/// Foretells each period from the log before it. The days are the calendar's.
///
/// # Errors
/// When a period cannot be foretold.
pub fn backtest(
    log: &Log,
    calendar: &Calendar,
    ends: &[u32],
    periods: &[(i64, i64)],
    asked: &Asked,
    tick: &(dyn Fn() + Sync),
) -> Result<Vec<Held>, Error> {
    let mut all = Vec::new();
    for (from, to) in periods {
        let options = Options { ends: ends.to_vec(), until: Some(from - 1) };
        let model = Model::fit(log, calendar, &options)?;
        let days = calendar.day(to - 1) + 1 - calendar.day(*from);
        let answer = ask(&model, &[], &Asked { days, ..asked.clone() }, tick)?;
        let median = answer.row(What::Median).and_then(|row| row.base).ok_or(Error::Nothing)?;
        let times = throughput(log, &model, (*from, *to));
        let truth = quantile(&times, 0.5).ok_or(Error::Nothing)?;
        all.push(Held {
            from: *from,
            to: *to,
            ended: times.len(),
            value: median.value,
            low: median.low,
            high: median.high,
            truth,
        });
    }
    Ok(all)
}

/// Open minutes from the first event to the end of the cases that ended in a period, sorted.
fn throughput(log: &Log, model: &Model, (from, to): (i64, i64)) -> Vec<f64> {
    let mut times: Vec<f64> = (0..log.len())
        .filter_map(|case| {
            let known = log.case(case).filter(|event| log.at[*event] != UNKNOWN);
            let first = known.clone().next()?;
            let mut ends = known.filter(|event| model.ends.contains(&log.activity[*event]));
            let ended = log.at[ends.next()?];
            let open = model.calendar.place(log.place[first]);
            let inside = from <= ended && ended < to;
            inside.then(|| open.between(log.at[first], ended) as f64 / MINUTE as f64)
        })
        .collect();
    times.sort_unstable_by(f64::total_cmp);
    times
}
