//! How a sample was drawn.

use thiserror::Error;

/// What to do with a stratum in which only one unit was drawn: its variance cannot be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lone {
    /// Refuse, naming the stratum.
    #[default]
    Refuse,
    /// Count it with the next stratum, in the order in which they first stood in the file.
    Collapse,
    /// Measure it from the mean of all units (R: `survey.lonely.psu = "adjust"`).
    Centre,
}

/// What is wrong with a design. Numbers name strata and units in the order of their first row.
#[derive(Clone, Copy, Debug, Error, PartialEq)]
pub enum Fault {
    /// Nothing was drawn.
    #[error("no row has a value")]
    Empty,
    /// A stratum with one unit, when [`Lone::Refuse`].
    #[error("stratum {stratum} has only one unit")]
    Lone {
        /// Which stratum.
        stratum: u32,
    },
    /// More was drawn than there is.
    #[error("stratum {stratum} has {drawn} units of {population}")]
    Population {
        /// Which stratum.
        stratum: u32,
        /// Units drawn.
        drawn: u64,
        /// Units there are.
        population: f64,
    },
    /// A first-stage unit with one of several second-stage units, when [`Lone::Refuse`].
    #[error("unit {unit} has only one second-stage unit")]
    LoneSecond {
        /// Which first-stage unit.
        unit: u32,
    },
    /// More was drawn within a first-stage unit than it has.
    #[error("unit {unit} has {drawn} second-stage units of {population}")]
    Second {
        /// Which first-stage unit.
        unit: u32,
        /// Units drawn.
        drawn: u64,
        /// Units there are.
        population: f64,
    },
}

/// What is estimated of a pair of variables `(u, v)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The mean of `v`; `u` is one for every row that has a value.
    Mean,
    /// The share of rows with `v` one, of those with a value.
    Proportion,
    /// The total of `v`.
    Total,
    /// The total of `v` over the total of `u`.
    Ratio,
}

/// An estimate and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// What is estimated.
    pub target: Target,
    /// The estimate, in the unit of the variable.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// Degrees of freedom: units drawn minus strata, among those that have a value.
    pub df: f64,
    /// Rows that have a value.
    pub n: u64,
    /// The estimated number of people behind them: the sum of weights.
    pub weight: f64,
    /// Variance over that of a simple sample of as many from the same population (Kish); NaN for
    /// ratios and where a simple sample would know everything.
    pub deff: f64,
    /// The same over a simple sample with replacement.
    pub deff_replace: f64,
    /// (sum of weights)^2 over the sum of squared weights: the size that unequal weights leave.
    pub kish: f64,
}
