//! What comes first when there is not enough for everything.
//!
//! Pure: no clock, no ambient randomness; a result follows from its input alone.

pub mod ahp;
pub mod frontier;
pub mod portfolio;
pub mod vote;
