//! Proposals (usulan): what people, offices and the council ask the city to pay for, on their way through
//! the deliberations of a year (musrenbang kelurahan, kecamatan, kota).
//!
//! - Legal basis: UU 25/2004 Art 10 to 14 and 22 to 24, Permendagri 86/2017 (RKPD, musrenbang and the
//!   council's pokok-pokok pikiran), Perpres 33/2020 jo. 53/2023 (price standards), Permendagri 90/2019
//!   (codes).
//! - Pages: `/usulan` for everyone, `/perencana/usulan` and what is below it for planners.
//! - Invariants: a proposal meets the deliberations in their order, each at most once; no two proposals
//!   have one place in the order of a deliberation; what was sent back or merged moves no more; a merger
//!   keeps every supporter once; a proposal of the council is marked so wherever it is shown; facts and
//!   pages name no person.
//! - What support does not prove: it counts browsers, not people. Who clears cookies or has two telephones
//!   counts twice, who has none does not count. It never decides anything by itself.

pub mod model;
pub mod outside;
pub mod pages;
pub mod prices;
pub mod reader;
pub mod rules;
pub mod similar;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;
pub mod verbs;
