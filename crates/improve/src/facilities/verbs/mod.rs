//! What is done with facilities: somebody looks, the calendar counts.

mod audit;
mod week;

pub(crate) use audit::NOTE;
pub use audit::{Audit, OpenKey};
pub use week::{CountWeeks, JOB, WeekJob};
