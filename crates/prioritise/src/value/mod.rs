//! What the city gets for its money: cost of a file and of a file that kept its promise, by unit and service,
//! beside price, time and the index.
//!
//! - Legal basis: PP 12/2019 Art 3 (efficient, economical, effective); how the numbers are made is the city's
//!   own, and stands on the page.
//! - Pages: `/anggaran/{year}/nilai` and its files, for everyone.
//! - Invariants: money is what was paid on lines that name services, files are those that the city's open data tell of
//!   the same unit and quarters, so that this page hides what they hide; the comparison of units is a pattern and
//!   never a verdict.

pub mod files;
pub mod frontiers;
pub mod pages;
pub mod rules;
#[cfg(test)]
mod tests;
pub mod told;
