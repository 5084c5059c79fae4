//! Gratuities: an officer who is offered a gift records the refusal in four fields; one who was given
//! something reports it, and the gratuity unit (UPG) brings it to the KPK and to its end.
//!
//! - Legal basis: KPK Regulation 2/2019 as amended by 1/2026 (in force on 20 January 2026), UU 20/2001
//!   Art 12B and 12C. What was given before that day stays under the amounts and times of before.
//! - Pages: `/petugas/hadiah` (the officer), `/inspektorat/hadiah` (the gratuity unit).
//! - Invariants: what is tied to an open application of its giver is never exempt; who reported what
//!   is seen by the officer and the gratuity unit alone; the chain of keepers has no gap.

pub mod exemptions;
pub mod model;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;

/// Who answers for what the gratuity unit owes, and whose inspectors are its unit.
const UPG: &str = "INSPECTORATE";
