//! Tests of this slice.
#![allow(clippy::unwrap_used, reason = "tests")]

mod counted;
mod rules;
