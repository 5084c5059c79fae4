//! Shifts at counters: a head says who sits where, and officers swap among themselves.
//!
//! - Legal basis: UU 25/2009 Art 15 (who serves keeps to the standard), PP 94/2021 Art 4 (working hours
//!   are kept). Swapping is a practice of the city, not a right.
//! - Pages: `/petugas/jadwal` (an officer's own shifts, how many will come, swaps) and
//!   `/petugas/atasan/jadwal` (a head plans, and sees every swap).
//! - Invariants: a counter has one officer at a time and an officer one counter; a swap happens only when
//!   both still hold what they give, both agree and both are there; nobody swaps what begins today. The
//!   head is not asked and sees it at once.

pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;
