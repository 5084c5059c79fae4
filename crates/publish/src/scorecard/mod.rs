//! The city's own report: every quarter, by itself, on its day.
//!
//! For: UU 14/2008 Art 9 (information that is published without being asked for), UU 25/2009 Art 10 and
//! 38 (evaluation of services and its publication).
//! URLs: `/rapor`, `/rapor/{period}`, its `rapor.csv` and `rapor.json`, and
//! `/rapor/{period}/poster/{unit}` for the wall of an office.
//!
//! What always holds:
//! - What a page, a file or a poster says is what the fact in the ledger says.
//! - Nobody decides whether a report appears: it is published when its day comes, late by so many days
//!   when the server stood still, and a period that was never published is shown as skipped.
//! - A number of few cases is not in it.

pub mod model;
pub mod pages;
mod rules;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;

pub use rules::{Act, due, next};
