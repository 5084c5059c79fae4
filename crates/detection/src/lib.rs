//! Patterns in the records of a city's offices that are very unlikely to be chance.
//!
//! Every test has a stated null model, a p-value with P(p ≤ α) ≤ α under it ([`tail`], [`shuffle`]),
//! an effect that people understand, and the records behind it. Over all tests of a run, and over
//! runs, the share of false discoveries is held ([`discovery`]). What is found is a pattern and
//! never a verdict.
//!
//! Pure: no clock, no ambient randomness, no files.

pub mod cases;
pub mod clock;
pub mod discovery;
pub mod fence;
pub mod kinds;
pub mod log;
pub mod order;
pub mod pairs;
pub mod run;
pub mod shuffle;
pub mod spending;
mod strata;
pub mod tail;
