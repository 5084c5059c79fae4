#![allow(clippy::unwrap_used, reason = "tests")]

mod journey;
mod machine;
mod secrecy;
