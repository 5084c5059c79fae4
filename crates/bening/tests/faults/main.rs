//! Whatever breaks, nothing that was acknowledged is lost, no two roots of one size exist, and the
//! server goes on by itself when the cause is gone. Every test runs the real binary and keeps the
//! clients' own ledger of acknowledgements and of the checkpoints they fetched.
//!
//! Power cuts and full disks need root and loop devices; where they are missing the test says on
//! stderr that it was skipped.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

#[path = "../it/applicant.rs"]
mod applicant;
mod city;
mod disk;
mod kill;
mod load;
mod malformed;
mod mount;
mod postgres;
mod power;
mod restored;
mod second;
#[path = "../it/support.rs"]
mod support;
