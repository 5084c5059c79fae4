#![allow(clippy::unwrap_used, reason = "tests")]

mod histories;
mod listed;
mod pages;
mod plans;
