//! What would change, and by how much: a simulation of discrete events that lives on the log alone.
//!
//! [`Model::fit`] reads a log: cases become plans (what was done, how long somebody worked on it, how
//! long it lay or waited for the citizen), days become demand, officers get skills and absences.
//! [`ask`] draws futures, lets each run as things are and as they would be under the same draws, and
//! gives both and their difference with intervals. [`backtest`] foretells months that have happened.
//!
//! # What an interval holds
//!
//! Each replication draws its own weights of the past (the Bayesian bootstrap over weeks), its own
//! level of demand, its own weeks of absence and its own arrivals. So an interval says how the coming
//! time may turn out, not only how exact the simulation is.
//!
//! # What is assumed
//!
//! - Among cases that wait for the same work the one that came in first goes first.
//! - Whoever has done all activities of a piece of work at a place can do it.
//! - A case waits for an officer only as long as none is free; what it lay although one was free,
//!   and what it waited for the citizen, stays as it was.
//! - Demand does not answer to the change: a Saturday opening draws nobody who would not have come.
//! - Throughput and waits are told in today's open hours, so that an additional opening does not
//!   count as a working day (as in the law's working days).
//!
//! Nobody's pace is estimated or shown: touch times belong to the work, officers are numbers.

pub mod answer;
pub mod backtest;
pub mod calendar;
mod demand;
mod future;
mod idle;
pub mod learn;
mod model;
mod order;
mod plan;
mod queues;
pub mod random;
mod run;
mod scenario;
mod staff;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod touch;

pub use answer::{Answer, Asked, Estimate, Row, ask};
pub use backtest::{Held, backtest};
pub use calendar::{Calendar, Day, Open};
pub use model::{Model, Options};
pub use scenario::Change;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No event has a time.
    #[error("the log has no event with a time; give a log with times")]
    Empty,
    /// The days do not cover the log.
    #[error("the calendar does not cover all days of the log; give a calendar that does")]
    Calendar,
    /// The calendar ends before what is to be foretold.
    #[error("the calendar ends before the days that are to be foretold; give a longer one")]
    Short,
    /// Too few cases to learn from.
    #[error("only {finished} cases end with {}, and 30 are needed; give a longer log or name other ends", ends.join(" or "))]
    Few {
        /// Finished cases.
        finished: usize,
        /// Names of the ends.
        ends: Vec<String>,
    },
    /// A name that the log does not know.
    #[error("no {what} is named {name}; the log has {}", known.join(", "))]
    Unknown {
        /// What was named.
        what: &'static str,
        /// The name.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// The end of a case cannot go.
    #[error("cases end with {0}, so it cannot be removed; name another step")]
    Ending(String),
    /// Nobody works where work is to go.
    #[error("nobody works at {0}; name a unit in whose name somebody has acted")]
    Nobody(String),
    /// Nothing ended in the futures.
    #[error("no case ends in the days that are foretold; ask for more days")]
    Nothing,
}
