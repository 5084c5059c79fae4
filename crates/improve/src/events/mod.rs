//! What happened to files: a projection of the journal that opens no payload, and the event log that
//! every analysis of this context reads.
//!
//! - Invariants: dropped and rebuilt it has the same rows, also after a person was erased; an officer
//!   is a number; a log of more files than the bound is a random sample, and says so.

pub mod log;
pub mod reader;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;
