//! Partners: neighbours who help without pay (co-production) and firms under contract (privatisation of
//! a step), under the same clocks and beside the same numbers as own officers.
//!
//! - Legal basis: UU 25/2009 Art 13 and 14 (cooperation with other parties; the provider stays
//!   responsible), Art 18 and 39 (participation); UU 27/2022 Art 51 (who works on personal data for
//!   another does it as told).
//! - Pages: `/mitra`, `/mitra/tugas`, `/petugas/atasan/mitra`, `/pengesah/mitra`; what a citizen sees and
//!   rates is on the tracking page.
//! - Invariants: two people agree to a contract; a partner knows of a file only while a step of it is
//!   handed over under a contract in force, and then only what the step needs; each opening is a fact
//!   that the citizen reads; an ended contract closes all doors at once; cells of few steps are hidden,
//!   and no cost of own work is invented.

pub mod model;
pub mod pages;
pub mod reader;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;
