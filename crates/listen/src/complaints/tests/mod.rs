//! Tests of this slice.

mod blinded;
mod citizen;
mod clocks;
mod closing;
mod machine;
mod office;
mod open311;
mod seeded;
