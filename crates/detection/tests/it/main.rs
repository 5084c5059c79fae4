//! Tests of the tails, the shuffles, the false-discovery control and whole runs.
#![allow(clippy::unwrap_used, reason = "tests")]

mod discovery;
mod order;
mod run;
mod shuffle;
mod spending;
mod tail;
