//! Tests of mandates and of the register, through the real router.

mod counter;
mod ends;
mod flow;
mod limits;
mod machine;
mod register;
mod support;
mod texts;
