//! The reform as a programme: five instruments and five obstacles, each with numbers that are counted
//! from facts as they are written.
//!
//! - Basis: Caiden's instruments of reform and the obstacles that the study of Metro names
//!   (`docs/guides/mayor.md` says how they are counted); UU 25/2009 Art 35 (supervision of services).
//! - Pages: `/perbaikan/reformasi` and `/perbaikan/reformasi/{kode}`, for who may see processes.
//! - Invariants: every number is a projection of kinds, times, clocks and clear payloads, so it can be
//!   counted again after a person was erased; no number of fewer files than the rulebook says is shown;
//!   what cannot be counted yet is named, not estimated.

pub mod measures;
pub mod pages;
pub mod reader;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
