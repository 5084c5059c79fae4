//! Conformance: how far what happened is what a model or a service standard allows.
//!
//! Alignments say it exactly (van der Aalst, Adriansyah, van Dongen, Replaying History on Process
//! Models for Conformance Checking and Performance Analysis, 2012), token replay faster and more
//! roughly (Rozinat, van der Aalst, Conformance checking of processes based on monitoring real
//! behavior, 2008), precision the other way round: how much more a model allows.

mod align;
mod bounds;
mod deviations;
mod precision;
mod replay;
mod space;
pub mod standard;

pub use align::{Aligned, Alignment, Limits, Step, align};
pub use deviations::{Deviation, Kind, commonest};
pub use precision::precision;
pub use replay::{Replayed, Tokens, replay};

#[cfg(test)]
mod tests;
