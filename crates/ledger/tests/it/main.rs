//! The ledger against its specifications, naive models and tampering.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod bodies;
mod decoders;
mod draw;
mod notes;
mod order;
mod proofs;
mod receipt;
mod support;
mod tiles;
mod tree;
mod walk;
mod witness;
