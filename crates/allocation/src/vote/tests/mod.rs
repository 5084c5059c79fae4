#![allow(clippy::unwrap_used, reason = "tests")]

mod reading;
mod rules;
