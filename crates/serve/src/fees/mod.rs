//! Fees: charged, paid, waived, given back, with nothing else chargeable.
//!
//! - Legal basis: UU 25/2009 Art 21 (the tariff is part of the published standard) and Art 31 (it is
//!   set by law); UU 1/2022 Art 87 to 96 (levies, their tariffs in the city's regulation, relief);
//!   UU 23/2006 jo. 24/2013 Art 79A (civil registry is free).
//! - Pages: `/lacak/{number}/bayar` (the citizen's slip, with the pages of tracking),
//!   `/petugas/berkas/{number}/biaya`, `/petugas/biaya`, `/petugas/atasan/biaya`.
//! - Invariants: an application has one fee at most, and exactly the one that its published standard
//!   names; only its whole amount can come in, by a reference that is used once; who asks to waive does
//!   not waive; what is due holds the product back, and the promise stands still as long; what is free
//!   is never held.

pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;
