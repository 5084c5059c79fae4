//! Draws through the real router, and computed again from the journal as the public log shows it.

#![allow(clippy::unwrap_used, reason = "tests")]

mod house;
mod life;
mod overrides;
