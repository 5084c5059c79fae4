//! Tests of this slice.
#![allow(clippy::unwrap_used, reason = "tests")]

mod journey;
mod reckoning;
