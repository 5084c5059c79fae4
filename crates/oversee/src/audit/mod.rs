//! The audit trail: who opened personal data, and who did what an inspector asks about first. Each
//! row can be checked against the public log.
//!
//! - Legal basis: UU 27/2022 Art 35 and 39 (personal data are guarded against unlawful access), PP
//!   71/2019 Art 22 (an audit trail of every system), PP 12/2017 (supervision by the Inspectorate).
//! - Pages: `/pengawasan/jejak` (the trail), `/pengawasan/jejak/{position}` (one row, its proof).
//! - Invariants: only the Inspectorate reads it; names stand in it by their first letters; whoever
//!   opens a row leaves a row, and the person whose data it was can read that; it holds nothing of
//!   cases and no number of a report, because an inspector may be the one whom they are about.

pub mod model;
pub mod pages;
pub mod reader;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;
