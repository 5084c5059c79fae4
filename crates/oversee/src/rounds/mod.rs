//! Rounds of supervision: planned, held, with findings and what follows; and which units nobody visited.
//!
//! - Legal basis: PP 12/2017 (supervision of local government), UU 25/2009 Art 35.
//! - Page: `/pengawasan/keliling` (heads for their own units, inspectors for the city).
//! - Invariants: a head neither sees nor ends a round that the Inspectorate planned; a round that was
//!   not held in time stays owed.

pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;
