//! The city's data for everyone: from it outsiders reckon every number of the city's report again, and find
//! no person in it.
//!
//! For: UU 14/2008 Art 9 and 17 letter h (information published unasked, without private life), Perpres 39/2019
//! (Satu Data: metadata and codes), UU 27/2022 Art 16 (only what is needed).
//! URLs: `/data`, `/data/{dataset}`, `/data/{period}/{file}`, `/data/katalog.jsonld`.
//!
//! What always holds:
//! - A release is frozen: its files are stored as they were given, and their digests stand in the fact.
//! - It appears on its day without anybody's decision, on the days of the city's report; a period that was never
//!   released is shown as skipped.
//! - No count of people or files between 0 and the rule `open_data.fewest` is in a release, nor can be
//!   reckoned from it, from the report, from another release (`disclosure`) or from what a file cost, which is reckoned
//!   from releases alone.
//! - A period's tables hold that period alone, never a sum up to it: the difference of two releases is no new number.

pub mod catalogue;
pub mod counts;
pub mod datasets;
mod describe;
pub mod disclosure;
pub mod guarded;
pub mod model;
pub mod pages;
pub mod reader;
pub mod recipes;
pub mod store;
pub mod table;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod verbs;

pub use describe::{files, hex};
