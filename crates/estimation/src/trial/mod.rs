//! A trial of a better way, staged by units, and what it changed.
//!
//! # What is drawn by lot
//!
//! A trial is judged by its own lot (randomisation inference: Fisher 1935; for stepped wedges Wang and
//! De Gruttola 2017, Thompson et al. 2018): how large would the difference have been under each other
//! outcome of the lot? That asks nothing of how days, units and files vary. Its strength is the number
//! of outcomes that the lot has. Two offices in a drawn order have two, so p is never below 1/2 and the
//! interval at 95 % has no ends ([`Bounds`] says so). A [`Plan`] therefore draws more than an order:
//!
//! - [`Design::Staged`]: the order of units **and** each one's first day within a window (Edgington;
//!   regulated randomisation of Koehler and Levin 1998). Two offices with windows of eight days have
//!   128 outcomes. For work that lasts over days: who began the new way keeps to it.
//! - [`Design::Crossover`]: pairs of blocks of days; for each pair, by lot, half of the units work the
//!   new way in the first block and the others in the second. For work that ends on its day (counters),
//!   because a block must leave nothing over to the next.
//!
//! # What is compared
//!
//! A unit-day of the new way with the unit-days of the same day that are not yet in it, each as its
//! difference from the unit's own days before the trial: differences in differences with not-yet-treated
//! controls (Callaway and Sant'Anna 2021; de Chaisemartin and D'Haultfœuille 2020). What happens to all
//! units on a day cancels, and no unit that has changed serves as control for another. Days on which all
//! units stand on one side say nothing and are left out.
//!
//! An outcome belongs to the day on which the file **came in**, so that the new way does not choose
//! its own files.

mod effect;
mod invert;
mod plan;
mod stable;

use thiserror::Error;

pub use effect::effect;
pub use plan::{draw, draw_order};

use crate::interval::Interval;

/// Days from `from` to `to`, both included, in any count that goes up by one a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// First day.
    pub from: i32,
    /// Last day.
    pub to: i32,
}

impl Span {
    /// Whether a day lies in it.
    pub fn holds(self, day: i32) -> bool {
        self.from <= day && day <= self.to
    }
}

/// What the lot decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Design {
    /// As many windows as units: a drawn unit begins on a drawn day of the first window, another in
    /// the second, and so on; each keeps to the new way until the trial ends.
    Staged {
        /// Days on which a unit may begin.
        windows: Vec<Vec<i32>>,
    },
    /// Half of the units (rounded down), drawn anew for each pair, are in the new way in its first
    /// block, all others in its second.
    Crossover {
        /// Blocks of days, two by two.
        pairs: Vec<[Span; 2]>,
    },
}

/// A trial before the lot is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How many units take part.
    pub units: u32,
    /// The days of the trial; what came in before is the time to compare with.
    pub days: Span,
    /// What the lot decides.
    pub design: Design,
}

/// Outcome of the lot: the days of the new way of each unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule(pub Vec<Vec<Span>>);

impl Schedule {
    /// Whether a unit works in the new way on a day.
    pub fn new_way(&self, unit: u32, day: i32) -> bool {
        self.0.get(unit as usize).is_some_and(|spans| spans.iter().any(|span| span.holds(day)))
    }
}

/// What became of one file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// Its unit.
    pub unit: u32,
    /// The day on which it came in.
    pub day: i32,
    /// What is measured, such as working minutes.
    pub value: f64,
}

/// How the files of one unit and day become one number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// Mean of logarithms; values below 1 count as 1. The effect is a ratio: see [`Effect::percent`].
    #[default]
    Log,
    /// Mean.
    Mean,
    /// Median.
    Median,
    /// Mean without the lowest and the highest tenth.
    Trimmed,
}

/// How to judge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// How the files of a day become one number.
    pub scale: Scale,
    /// Confidence of the interval.
    pub level: f64,
    /// All outcomes of the lot are looked at when there are at most so many; otherwise so many are
    /// drawn.
    pub outcomes: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { scale: Scale::Log, level: 0.95, outcomes: 4_999 }
    }
}

/// What the lot allows to say. Either end may be missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bounds {
    /// The effect lies in it.
    Between(Interval),
    /// The lot has too few outcomes: an end is infinite, and nothing is certain at this level.
    Unbounded(Interval),
}

impl Bounds {
    /// Its ends; infinite where there is none.
    pub fn interval(self) -> Interval {
        match self {
            Self::Between(interval) | Self::Unbounded(interval) => interval,
        }
    }
}

/// What the new way changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Its scale.
    pub scale: Scale,
    /// New way less old, in the values' unit; on [`Scale::Log`] the logarithm of the ratio.
    pub estimate: f64,
    /// Its interval by the lot: asks that the effect is about the same on all unit-days, and nothing
    /// else.
    pub bounds: Bounds,
    /// How often the lot would give so large a difference if the new way changed nothing.
    pub p: f64,
    /// Outcomes of the lot that were looked at.
    pub outcomes: u64,
    /// Whether these were all.
    pub exact: bool,
    /// The smallest p that this lot could give.
    pub least_p: f64,
    /// The weaker interval: holds only **if** units differ from each other during the trial as they
    /// did before it. It comes from the same comparison at dates before the trial, and is missing
    /// where these are fewer than four. Never to be shown without its condition.
    pub if_stable: Option<Interval>,
    /// Unit-days of the new way that had another unit to be compared with.
    pub compared: u64,
    /// Files that came in on compared days.
    pub files: u64,
}

impl Effect {
    /// A value of this effect as change in percent; −20 means a fifth less. Only on [`Scale::Log`].
    pub fn percent(self, value: f64) -> Option<f64> {
        (self.scale == Scale::Log).then(|| 100.0 * libm::expm1(value))
    }
}

/// Why a trial cannot be drawn or judged. Units are named by their numbers.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Fault {
    /// One unit alone.
    #[error("a trial needs two units or more, so that each has another to be compared with")]
    TooFewUnits,
    /// The design does not fit the plan.
    #[error("{0}")]
    Design(&'static str),
    /// A schedule that the plan's lot cannot give.
    #[error("this schedule is no outcome of the plan's lot; judge only what was drawn")]
    NotDrawn,
    /// An outcome of a unit that takes no part.
    #[error("unit {unit} takes no part in the trial")]
    Stranger {
        /// Which.
        unit: u32,
    },
    /// A value that is no number.
    #[error("unit {unit} has a value on day {day} that is no number")]
    Value {
        /// Which unit.
        unit: u32,
        /// Which day.
        day: i32,
    },
    /// Too little from before the trial.
    #[error("unit {unit} has files on fewer than five days before the trial")]
    NoBefore {
        /// Which.
        unit: u32,
    },
    /// No day on which the units differed.
    #[error("there is no day yet on which one unit was in the new way and another was not")]
    NothingToCompare,
}
