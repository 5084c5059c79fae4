//! The integrity pact and the yearly declaration of interests of every account.
//!
//! - Legal basis: UU 30/2014 Art 42 to 45 (conflicts of interest), PermenPANRB 17/2024; the pact is
//!   policy of the city.
//! - Pages: `/saya/integritas` (own), `/pengawasan/integritas` (heads and inspectors).
//! - Invariants: what was declared is read by its owner alone; NIK and KK of relatives are compared as
//!   keyed hashes; a share is public only for units that are large enough to hide each person.

pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;
