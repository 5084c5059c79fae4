//! Signals: patterns in the city's records that are very unlikely to be chance, each explained, each
//! with the people's side of it.
//!
//! - Legal basis: PP 94/2021 Art 5 (abuse of authority, acting as an intermediary, illegal levies)
//!   says what inspectors look for; Perpres 16/2018 with 12/2021 and 46/2025 what buying must be; UU 27/2022 Art 10 that nobody is judged by a machine alone.
//! - Pages: `/pengawasan/sinyal`, `/pengawasan/sinyal/{id}`; `/saya/sinyal` (the officer who was asked).
//! - Invariants: a signal names a pattern and never a guilt; the share of false ones is held over all
//!   tests of all runs; a run looks at files that no run before has looked at, so what was dismissed
//!   comes back with new evidence only; only inspectors see signals, and who was asked sees the question
//!   and their own part; none becomes a case before someone concerned was heard or had the time, unless
//!   a reason for haste is written down; each has a time by which it is
//!   dismissed with a reason or becomes a case.

mod feed;
pub mod model;
pub mod pages;
pub mod reader;
pub mod spending;
pub mod steps;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;
pub mod ways;
