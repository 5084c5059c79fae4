//! Event logs: how work really moves.
//!
//! Pure: no clock, no ambient randomness; files are read through the reader that is given.

pub mod batch;
pub mod compare;
pub mod dfg;
pub mod findings;
pub mod log;
pub mod map;
pub mod rework;
pub mod spread;
pub mod staffing;
pub mod stats;
pub mod table;
pub mod times;
pub mod wait;
pub mod whatif;
