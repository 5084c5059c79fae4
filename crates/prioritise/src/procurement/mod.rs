//! Procurement (pengadaan): what the city bought, from whom, how, and at what price.
//!
//! - Legal basis: Perpres 16/2018 as amended by Perpres 12/2021 and 46/2025 (methods and their limits),
//!   UU 14/2008 Art 9 and 11 (contracts are open to everyone), Perpres 33/2020 jo. 53/2023 (price standards).
//!   Files are CSV, or JSON by the Open Contracting Data Standard 1.1.
//! - Pages: `/kontrak` for everyone, `/perencana/kontrak/impor` for planners.
//! - Invariants: a contract is known by its number and taken once, however often a file names it; each one is
//!   one fact `contract.awarded`; whatever of a file cannot be read is named with its place, and keeps nothing
//!   else out; what we write is read back the same; a firm stands here as a party, never as guilty of anything.

pub mod files;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
pub mod verbs;
