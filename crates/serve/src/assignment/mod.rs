//! Fair assignment: for listed steps with discretion (`discretionary.csv`) the officer is drawn, so
//! that nobody chooses whom a citizen will meet.
//!
//! - Legal basis: UU 30/2014 Art 42 to 45 (conflict of interest, duty to declare it and to step
//!   aside), UU 25/2009 Art 34 (conduct of officers); the draw itself is the city's own promise.
//! - Pages: `/petugas/berhalangan` (an officer's days of absence and conflicts),
//!   `/petugas/atasan/penugasan` (a head's drawn files), `/log/penugasan` (counts for everyone).
//! - Invariants: the pool with its loads is in the log before a file enters, and the seed comes after
//!   (`ledger::draw`); one ticket is drawn once, and again only without the one drawn before, from
//!   the same seed; nobody picks a drawn file but who was drawn; only a head overrides, with a
//!   listed reason that becomes public.
//! - A file that entered before its queue had a pool stands in the common order, and so does the
//!   replayed past of a demo, which keeps the officers that the simulation chose.

pub mod interests;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;
pub mod worker;
