//! The calendar of a year's budget: fourteen steps from the deliberations of the kelurahan to the Perda,
//! each with a last day that a clock watches and a day on which it was done.
//!
//! - Legal basis: Permendagri 86/2017 (RKPD), PP 12/2019 Art 90, 91, 104 and 106 (KUA-PPAS, Raperda APBD,
//!   approval), by rules `budget.*` of the rulebook.
//! - Pages: `/kalender-anggaran` for everyone, `/perencana/kalender` for planners.
//! - Invariants: the steps of a year are begun once; a step is done once and never on a day to come; what
//!   was late stays late in public, also when it was entered later.

pub mod model;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;
