//! Fees: pure rules, and the way from the price to the treasury through the real router.

#![allow(clippy::unwrap_used, reason = "tests")]

mod journey;
mod pure;
mod support;
