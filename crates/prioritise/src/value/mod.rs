//! What the city gets for its money: cost of a file and of a file that kept its promise, by unit and service,
//! beside price, time and the index.
//!
//! - Legal basis: PP 12/2019 Art 3 (efficient, economical, effective); how the numbers are made is the city's
//!   own, and stands on the page.
//! - Pages: `/anggaran/{year}/nilai` and its files, for everyone.
//! - Invariants: money is what was paid on lines that name services, files are those that the same unit
//!   answered for them in the same months; below the smallest count that may be shown nothing is shown; the
//!   comparison of units is a pattern and never a verdict.

pub mod files;
pub mod frontiers;
pub mod pages;
pub mod reader;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
