//! From counts to numbers: a value with its interval, its change, and what a decision did to it.

use std::collections::{BTreeMap, BTreeSet};

use estimation::dist::t_quantile;
use estimation::impact::{self, Effect, Missing, Panel, Point, Step};
use estimation::interval::wilson;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;

use super::measures::{Form, Measure};
use super::store::Count;

/// Level of all intervals.
const LEVEL: f64 = 0.95;
/// Months on either side of a change, and at most around a decision.
pub const MONTHS: usize = 3;

/// The month of a day, such as `2026-11`.
pub fn month_of(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The first day of a month.
///
/// # Errors
/// When it is none.
pub fn first_day(month: &str) -> Result<Date> {
    format!("{month}-01").parse().map_err(Error::internal)
}

/// The last `n` months that are over on a day, the oldest first.
pub fn months_before(today: Date, n: usize) -> Vec<String> {
    let back = |k: usize| today.first_of_month().saturating_sub((k as i64).months());
    (1..=n).rev().map(|k| month_of(back(k))).collect()
}

/// Cases of a measure, taken together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Cases.
    pub n: i64,
    /// Their sum.
    pub total: i64,
    /// The sum of their squares.
    pub squares: i64,
}

impl Sum {
    /// Of some counts.
    pub fn of<'a>(counts: impl Iterator<Item = &'a Count>) -> Self {
        counts.fold(Self::default(), |sum, count| Self {
            n: sum.n + count.n,
            total: sum.total + count.total,
            squares: sum.squares + count.squares,
        })
    }

    /// Their mean and the variance of that mean; none without a case.
    pub fn point(self, form: Form) -> Option<Point> {
        if self.n <= 0 {
            return None;
        }
        let n = self.n as f64;
        let mut value = self.total as f64 / n;
        if form == Form::Share {
            // What is counted in one month may have begun in the one before.
            value = value.clamp(0.0, 1.0);
        }
        let spread = match form {
            // A share of few that is 0 or 1 has an error too (Laplace).
            Form::Share => {
                let share = ((self.total as f64).clamp(0.0, n) + 1.0) / (n + 2.0);
                share * (1.0 - share)
            }
            Form::Mean | Form::Minutes | Form::Percent => {
                (self.squares as f64 / n - value * value).max(0.0) * n / (n - 1.0).max(1.0)
            }
        };
        Some(Point { value, variance: spread / n })
    }
}

/// A number with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The value.
    pub value: f64,
    /// Lower end of its interval of 95 %.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Cases behind it.
    pub n: i64,
}

/// The number of a measure; none below `fewest` cases.
pub fn figure(measure: &Measure, sum: Sum, fewest: i64) -> Option<Figure> {
    let point = sum.point(measure.form).filter(|_| sum.n >= fewest)?;
    let n = sum.n as f64;
    let (low, high) = match measure.form {
        Form::Share => {
            let interval = wilson(point.value.clamp(0.0, 1.0), n, LEVEL);
            (interval.low, interval.high)
        }
        Form::Mean | Form::Minutes | Form::Percent => {
            let t = t_quantile(f64::midpoint(1.0, LEVEL), (n - 1.0).max(1.0));
            let half = t * point.variance.sqrt();
            ((point.value - half).max(0.0), point.value + half)
        }
    };
    Some(Figure { value: point.value, low, high, n: sum.n })
}

/// How a measure moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// To the better, beyond chance.
    Better,
    /// To the worse, beyond chance.
    Worse,
    /// The difference may be chance.
    Uncertain,
}

impl Move {
    /// Used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Uncertain => "uncertain",
        }
    }
}

/// The difference from one time to another, and what it allows to say; none when one has too few
/// cases.
pub fn change(measure: &Measure, before: Sum, now: Sum, fewest: i64) -> Option<(f64, Move)> {
    if before.n < fewest || now.n < fewest {
        return None;
    }
    let (b, a) = (before.point(measure.form)?, now.point(measure.form)?);
    let difference = a.value - b.value;
    let df = (before.n.min(now.n) - 1).max(1) as f64;
    let half = t_quantile(f64::midpoint(1.0, LEVEL), df) * (a.variance + b.variance).sqrt();
    let said = if difference.abs() <= half {
        Move::Uncertain
    } else if (difference > 0.0) == measure.more_is_better {
        Move::Better
    } else {
        Move::Worse
    };
    Some((difference, said))
}

/// A decision that was to move a measure: its day, and the units that it concerns (none is all).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The day from which it holds.
    pub day: Date,
    /// Codes of the units.
    pub units: Option<BTreeSet<String>>,
}

/// A measure by unit and month, as decisions are judged on it.
#[derive(Clone, Debug)]
pub struct Table {
    units: Vec<String>,
    months: Vec<String>,
    panel: Panel,
}

impl Table {
    /// From counts of one measure; a month of a unit with fewer than `fewest` cases is left out.
    pub fn new(measure: &Measure, counts: &[Count], months: &[String], fewest: i64) -> Self {
        let mut by: BTreeMap<&str, BTreeMap<&str, &Count>> = BTreeMap::new();
        for count in counts.iter().filter(|count| count.measure == measure.code) {
            by.entry(&count.unit_code).or_default().insert(&count.month, count);
        }
        let point = |row: &BTreeMap<&str, &Count>, month: &String| {
            let count = row.get(month.as_str()).filter(|count| count.n >= fewest)?;
            Sum::of(std::iter::once(*count)).point(measure.form)
        };
        Self {
            panel: by
                .values()
                .map(|row| months.iter().map(|month| point(row, month)).collect())
                .collect(),
            units: by.keys().map(|unit| (*unit).to_owned()).collect(),
            months: months.to_vec(),
        }
    }

    fn step(&self, turn: &Turn) -> Step {
        let month = month_of(turn.day);
        let before = self.months.iter().filter(|one| **one < month).count();
        // A month in which something was decided is neither before nor after it, unless on its first.
        let mixed = turn.day.day() > 1 && self.months.contains(&month);
        let mine = |unit: &String| turn.units.as_ref().is_none_or(|units| units.contains(unit));
        Step {
            before,
            after: before + usize::from(mixed),
            units: (0..self.units.len()).filter(|place| mine(&self.units[*place])).collect(),
        }
    }

    /// What `turns[which]` changed.
    ///
    /// # Errors
    /// What is missing to say anything.
    pub fn effect(&self, turns: &[Turn], which: usize) -> Result<Effect, Missing> {
        let steps: Vec<Step> = turns.iter().map(|turn| self.step(turn)).collect();
        impact::effect(&self.panel, &steps, which, MONTHS, LEVEL)
    }
}
