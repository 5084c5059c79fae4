//! What is done with contracts: a file is held for a look, and then taken.

mod award;
mod hold;

pub use award::{Award, judge};
pub use hold::Hold;
