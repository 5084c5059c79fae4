//! Event logs: how work really moves.
//!
//! Pure: no clock, no ambient randomness; files are read through the reader that is given.

pub mod batch;
pub mod compare;
pub mod conformance;
pub mod dfg;
pub mod discovery;
pub mod findings;
pub mod log;
pub mod map;
pub mod petri;
pub mod rework;
pub mod spread;
pub mod staffing;
pub mod stats;
pub mod table;
pub mod times;
pub mod tree;
pub mod wait;
pub mod whatif;
