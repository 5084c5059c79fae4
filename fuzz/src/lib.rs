//! The bodies of the targets, shared with the tests of the ledger.

#[path = "../../crates/ledger/tests/it/bodies.rs"]
pub mod bodies;
