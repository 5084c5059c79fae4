//! Tests of this slice.

mod blinded;
mod citizen;
mod clocks;
mod closing;
mod exchange;
mod lists;
mod machine;
mod office;
mod open311;
mod seeded;
