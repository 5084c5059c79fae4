//! Partners: pure rules and intervals, and the life of a contract and a handed step.

#![allow(clippy::unwrap_used, reason = "tests")]

mod journey;
mod kept;
mod pure;
