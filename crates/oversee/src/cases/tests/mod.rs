#![allow(clippy::unwrap_used, reason = "tests")]

mod head;
mod journey;
mod machine;
mod secrecy;
