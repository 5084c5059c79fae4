//! Competence: how often files come back, told to the officer alone and to the unit together; trainings,
//! what they changed, and notes between an officer and their coach.
//!
//! - Legal basis: UU 20/2023 Art 21 (development of state servants), PP 11/2017 Art 203 and PP 30/2019
//!   (coaching as part of performance), UU 25/2009 Art 34 (behaviour of officers); UU 27/2022 Art 16
//!   (no more personal data than the purpose needs).
//! - Pages: `/saya/kinerja` for the officer, `/perbaikan/kecakapan/{unit}` for the unit's head and coach
//!   and for who looks at the city, `/pembina` for coaches.
//! - Invariants: the number of one officer is on no page but their own, and nobody is ranked; numbers
//!   are adjusted for service, channel and completeness, and drawn towards the usual as far as chance
//!   explains them (`estimation::shrink`); a number of a unit rests on several officers; notes open to
//!   the officer and to a coach of the unit while the officer wants one, and each opening by a coach is
//!   a fact; the projection opens no payload.

pub mod model;
pub mod numbers;
pub mod pages;
pub mod reader;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;
