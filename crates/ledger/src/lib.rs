//! The public log, without disk, network or clock: the tree of RFC 6962, its tiles and entry
//! bundles (C2SP tlog-tiles), signed notes, checkpoints and cosignatures, proofs, what a witness
//! decides, and what Bening writes into the log: entries, receipts and the order of a queue.
//!
//! What always holds:
//! - What is parsed has one spelling: formatting it again gives the same bytes.
//! - Nothing fetched is believed before it has been hashed up to a signed root.
//! - Every refusal names the line, the tile or the entry.

pub mod bundle;
pub mod checkpoint;
pub mod cosignature;
pub mod draw;
pub mod edge;
pub mod entry;
pub mod hash;
pub mod note;
pub mod order;
pub mod proof;
pub mod receipt;
mod text;
pub mod tile;
pub mod tlog_proof;
pub mod tree;
pub mod verify;
pub mod witness;

pub use hash::Hash;
