//! Event logs: how work really moves.
//!
//! Pure: no clock, no ambient randomness; files are read through the reader that is given.

pub mod log;
pub mod staffing;
pub mod table;
pub mod whatif;
