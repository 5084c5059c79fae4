//! Answers with intervals: as it is, as it would be, and the difference under the same draws.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use super::Error;
use super::calendar::MINUTE;
use super::future::Future;
use super::model::Model;
use super::random::{Stream, quantile};
use super::run::{Ready, Seen};
use super::scenario::{Change, Setting};

/// How far a simulation misses besides all that it draws, in logarithms of its times: what is found on
/// synthetic cities that no evaluation uses (`docs/reference/evaluation.md`).
const MISSES: f64 = 0.07;
/// The purpose of the draws of it; see [`super::future`] for the others.
const MISS: u64 = 7;

/// What is asked of a model.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Days to foretell, from the day after the end of the log.
    pub days: usize,
    /// Futures.
    pub replications: u64,
    /// Seed of all draws.
    pub seed: u64,
    /// Level of the intervals.
    pub level: f64,
    /// Open time that was promised, in microseconds.
    pub promise: Option<i64>,
    /// Threads.
    pub threads: usize,
}

impl Default for Asked {
    /// Four weeks in two hundred futures, intervals of 90 %.
    fn default() -> Self {
        Self { days: 28, replications: 200, seed: 1, level: 0.9, promise: None, threads: 1 }
    }
}

/// A value, and where it lies in the given share of futures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The middle of the futures.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Estimate {
    /// Of values of as many futures; none when there is none.
    pub fn of(values: impl IntoIterator<Item = f64>, level: f64) -> Option<Self> {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_unstable_by(f64::total_cmp);
        let tail = (1.0 - level) / 2.0;
        Some(Self {
            value: quantile(&values, 0.5)?,
            low: quantile(&values, tail)?,
            high: quantile(&values, 1.0 - tail)?,
        })
    }
}

/// What a row tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Median of the open minutes from coming in to the end.
    Median,
    /// The open minutes in which nine of ten are over.
    NineOfTen,
    /// Share of ended cases that kept the promise.
    Kept,
    /// Cases that ended.
    Ended,
    /// Cases under way at the end.
    Left,
    /// Mean open minutes of waiting for an officer before an activity.
    Wait,
    /// Share of the time in which the officers of a place were there that they worked on these cases.
    Use,
}

/// One line of an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// What it tells.
    pub what: What,
    /// Of which activity or place; empty for the whole.
    pub of: String,
    /// As it is.
    pub base: Option<Estimate>,
    /// As it would be.
    pub changed: Option<Estimate>,
    /// By how much that is more, future by future.
    pub difference: Option<Estimate>,
}

/// An answer.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// Open minutes of a usual day.
    pub working_day: f64,
    /// Days foretold.
    pub days: usize,
    /// Futures.
    pub replications: u64,
    /// Seed of all draws.
    pub seed: u64,
    /// Level of the intervals.
    pub level: f64,
    /// Whether anything was changed.
    pub changed: bool,
    /// All lines.
    pub rows: Vec<Row>,
}

impl Answer {
    /// The line that tells something of the whole.
    pub fn row(&self, what: What) -> Option<&Row> {
        self.rows.iter().find(|row| row.what == what)
    }
}

/// Foretells the days after the log, as things are and after the changes. `tick` is called after
/// each future.
///
/// # Errors
/// When a change cannot be made, the calendar is too short, or nothing ends.
pub fn ask(
    model: &Model,
    changes: &[Change],
    asked: &Asked,
    tick: &(dyn Fn() + Sync),
) -> Result<Answer, Error> {
    let days = days(model, asked.days)?;
    let base = Ready::new(model, Setting::base(model));
    let changed = match changes {
        [] => None,
        changes => Some(Ready::new(model, Setting::new(model, changes)?)),
    };
    let end = model.calendar.midnight_after(days.end - 1) - 1;
    let pairs = futures(asked, tick, |number| {
        let run = |ready: &Ready<'_>| {
            let future = Future::draw(model, ready.setting(), &days, asked.seed, number);
            let seen = ready.run(&future, end);
            let hours: Vec<i64> =
                future.hours.iter().map(|hours| hours.between(model.until, end)).collect();
            (seen, hours)
        };
        (run(&base), changed.as_ref().map(run))
    });
    let side = |ready: &Ready<'_>, number: usize, seen: &(Seen, Vec<i64>)| {
        let miss = Stream::new(asked.seed, MISS, number as u64).normal();
        Side::of(model, ready, seen, asked.promise, libm::exp(MISSES * miss))
    };
    let numbered = || pairs.iter().enumerate();
    let bases: Vec<Side> = numbered().map(|(number, pair)| side(&base, number, &pair.0)).collect();
    let others: Option<Vec<Side>> = changed.as_ref().map(|ready| {
        numbered()
            .filter_map(|(number, pair)| Some(side(ready, number, pair.1.as_ref()?)))
            .collect()
    });
    let keys: BTreeSet<(What, String)> = bases
        .iter()
        .chain(others.iter().flatten())
        .flat_map(|side| side.0.keys().cloned())
        .collect();
    let rows: Vec<Row> =
        keys.iter().map(|key| row(key, &bases, others.as_deref(), asked.level)).collect();
    if !rows.iter().any(|row| row.what == What::Median && row.base.is_some()) {
        return Err(Error::Nothing);
    }
    Ok(Answer {
        working_day: model.calendar.working_day() as f64 / MINUTE as f64,
        days: asked.days,
        replications: asked.replications,
        seed: asked.seed,
        level: asked.level,
        changed: changed.is_some(),
        rows,
    })
}

/// The days to foretell.
pub(super) fn days(model: &Model, count: usize) -> Result<Range<usize>, Error> {
    let first = model.calendar.day(model.until) + 1;
    let days = first..first + count.max(1);
    if days.end > model.calendar.days().len() { Err(Error::Short) } else { Ok(days) }
}

/// Runs all futures, in as many threads; the answers are in the order of their numbers.
pub(super) fn futures<T: Send>(
    asked: &Asked,
    tick: &(dyn Fn() + Sync),
    one: impl Fn(u64) -> T + Sync,
) -> Vec<T> {
    let threads = asked.threads.max(1) as u64;
    let mut all: Vec<(u64, T)> = std::thread::scope(|scope| {
        let part = |thread: u64| {
            let one = &one;
            let numbers = (thread..asked.replications).step_by(threads as usize);
            scope.spawn(move || {
                let done = |number: u64| {
                    let seen = (number, one(number));
                    tick();
                    seen
                };
                numbers.map(done).collect::<Vec<_>>()
            })
        };
        let handles: Vec<_> = (0..threads).map(part).collect();
        let join = |handle: std::thread::ScopedJoinHandle<'_, Vec<(u64, T)>>| {
            handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        handles.into_iter().flat_map(join).collect()
    });
    all.sort_by_key(|(number, _)| *number);
    all.into_iter().map(|(_, seen)| seen).collect()
}

/// Statistics of one future.
struct Side(std::collections::BTreeMap<(What, String), f64>);

impl Side {
    /// `miss` is the factor by which the simulation's times miss.
    fn of(
        model: &Model,
        ready: &Ready<'_>,
        (seen, hours): &(Seen, Vec<i64>),
        promise: Option<i64>,
        miss: f64,
    ) -> Self {
        let minutes = |time: f64| miss * time / MINUTE as f64;
        let mut all = std::collections::BTreeMap::new();
        let times = sorted(&seen.times);
        let mut tell = |what, of: &str, value: Option<f64>| {
            if let Some(value) = value {
                all.insert((what, of.to_owned()), value);
            }
        };
        tell(What::Median, "", quantile(&times, 0.5).map(minutes));
        tell(What::NineOfTen, "", quantile(&times, 0.9).map(minutes));
        tell(What::Ended, "", Some(times.len() as f64));
        tell(What::Left, "", Some(seen.left as f64));
        if let Some(promise) = promise.filter(|_| !times.is_empty()) {
            let kept = times.partition_point(|time| miss * *time <= promise as f64);
            tell(What::Kept, "", Some(kept as f64 / times.len() as f64));
        }
        for (activity, waits) in &seen.waits {
            let mean = waits.iter().sum::<i64>() as f64 / waits.len().max(1) as f64;
            tell(What::Wait, model.activities.name(*activity), Some(minutes(mean)));
        }
        let officers = &ready.setting().officers;
        let places: BTreeSet<u32> = officers.iter().map(|officer| officer.place).collect();
        for place in places {
            let here = |values: &[i64]| -> i64 {
                let values = officers.iter().zip(values);
                values.filter(|(one, _)| one.place == place).map(|(_, value)| *value).sum()
            };
            let there = here(hours);
            let share = here(&seen.busy) as f64 / there as f64;
            tell(What::Use, model.places.name(place), (there > 0).then_some(share));
        }
        Self(all)
    }
}

fn sorted(values: &[i64]) -> Vec<f64> {
    let mut values: Vec<f64> = values.iter().map(|value| *value as f64).collect();
    values.sort_unstable_by(f64::total_cmp);
    values
}

fn row(key: &(What, String), bases: &[Side], others: Option<&[Side]>, level: f64) -> Row {
    let estimate = |sides: &[Side]| {
        Estimate::of(sides.iter().filter_map(|side| side.0.get(key).copied()), level)
    };
    let difference = others.and_then(|others| {
        let pairs = bases.iter().zip(others);
        let each = pairs.filter_map(|(base, other)| Some(other.0.get(key)? - base.0.get(key)?));
        Estimate::of(each, level)
    });
    Row {
        what: key.0,
        of: key.1.clone(),
        base: estimate(bases),
        changed: others.and_then(estimate),
        difference,
    }
}
