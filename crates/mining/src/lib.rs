//! Event logs: how work really moves.
//!
//! Pure: no clock, no ambient randomness; files are read through the reader that is given.

pub mod dfg;
pub mod log;
pub mod map;
pub mod spread;
pub mod staffing;
pub mod stats;
pub mod table;
pub mod times;
pub mod whatif;
