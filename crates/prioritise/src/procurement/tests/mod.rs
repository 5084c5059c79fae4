//! Tests of contracts: files, and what planners and everyone see.
#![allow(clippy::unwrap_used, reason = "tests")]

mod files;
mod journey;
mod prices;
