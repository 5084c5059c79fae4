//! Decisions: three to five findings with their evidence, the chance that they are coincidence, options
//! with effect and cost, and a date; what was decided, and whether it helped.
//!
//! - Legal basis: UU 30/2014 Art 10 (carefulness: decisions rest on documents), UU 25/2009 Art 35
//!   (supervision by the head), UU 14/2008 Art 11 (decisions and their reasons are public).
//! - Pages: `/keputusan` for everyone; proposals and their options for the head of the city alone.
//! - Invariants: at most five proposals wait at once, chosen by [`rules::rank`] and nothing else; every
//!   proposal has a date, and a date that passes is public; what is decided is a clear fact with a day
//!   of review; "certain" is said only when the interval leaves out zero.

pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;
