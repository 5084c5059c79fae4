//! Workload: the people that the recorded work of a unit needs, against those it has.
//!
//! - Legal basis: PermenPANRB 1/2020 (job and workload analysis: volume times norm over 75,000 effective
//!   minutes a year), Permendagri 12/2008 (efficiency classes A to E).
//! - Counters: the fewest by hour so that a promised wait holds, from tickets (Jennings, Mandelbaum,
//!   Massey and Whitt 1996); the promise is a rule of the city.
//! - Pages: `/perbaikan/beban`, `/perbaikan/beban/{unit}`.
//! - Invariants: a norm is the median of what was recorded all over the city, with its interval, and
//!   never that of an officer; what few files say is left out and said to be left out; the number of
//!   people is marked by where it comes from.

mod board;
pub mod feed;
pub mod hours;
pub mod pages;
pub mod rules;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;
