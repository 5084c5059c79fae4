//! Tests of this slice.
#![allow(clippy::unwrap_used, reason = "tests")]

mod heard;
mod life;
mod pages;
mod runs;
mod spending;
mod ways;
