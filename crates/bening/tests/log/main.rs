//! The public log from outside: every log is checked by `bening log verify` and by a verifier that
//! is not ours (`scripts/verify-log`, on Go's `x/mod/sumdb`), and whatever is tampered with is
//! refused by both.
//!
//! The outside verifier is the file that `BENING_TEST_VERIFY_LOG` names; `make test` builds it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

#[path = "../it/support.rs"]
mod support;

mod ask;
mod draw;
mod input;
mod live;
mod order;
mod receipts;
mod running;
mod sample;
mod sizes;
mod tampering;
mod witnesses;
