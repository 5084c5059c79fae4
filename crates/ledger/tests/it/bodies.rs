//! What every decoder must do with any bytes: refuse them, or give something that is written as
//! exactly these bytes again. Shared with the targets in `fuzz/`, so it needs nothing of the tests.

use std::fmt::Display;
use std::str::FromStr;

use ledger::bundle;
use ledger::checkpoint::Checkpoint;
use ledger::entry::Entry;
use ledger::note::Note;
use ledger::receipt::Receipt;
use ledger::tile::{Path, TileId};
use ledger::tlog_proof::TlogProof;
use ledger::witness::AddCheckpoint;

/// A decoder under test; says whether it took the bytes.
pub type Body = fn(&[u8]) -> bool;

/// All of them, by the name of their target.
pub const BODIES: [(&str, Body); 8] = [
    ("note", note),
    ("checkpoint", checkpoint),
    ("tlog_proof", tlog_proof),
    ("receipt", receipt),
    ("tile_path", tile_path),
    ("bundle", bundle),
    ("add_checkpoint", add_checkpoint),
    ("entry", entry),
];

fn same<T: FromStr + Display>(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let Ok(value) = text.parse::<T>() else { return false };
    assert_eq!(value.to_string(), text);
    true
}

/// A signed note.
pub fn note(bytes: &[u8]) -> bool {
    same::<Note>(bytes)
}

/// The text of a checkpoint.
pub fn checkpoint(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let Ok(checkpoint) = Checkpoint::parse(text) else { return false };
    assert_eq!(checkpoint.text().as_deref(), Ok(text));
    true
}

/// A proof.
pub fn tlog_proof(bytes: &[u8]) -> bool {
    same::<TlogProof>(bytes)
}

/// A receipt.
pub fn receipt(bytes: &[u8]) -> bool {
    same::<Receipt>(bytes)
}

/// The path of a tile or bundle.
pub fn tile_path(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let Ok(path) = Path::parse(text) else { return false };
    assert_eq!(path.to_string(), text);
    true
}

/// A bundle; the first byte says of how many entries.
pub fn bundle(bytes: &[u8]) -> bool {
    let Some((width, bytes)) = bytes.split_first() else { return false };
    let id = TileId { level: 0, index: u64::MAX, width: u16::from(*width) + 1 };
    let Ok(entries) = bundle::decode(id, bytes) else { return false };
    assert_eq!(entries.len(), usize::from(id.width));
    assert_eq!(bundle::encode(&entries).as_deref(), Ok(bytes));
    true
}

/// A request to a witness.
pub fn add_checkpoint(bytes: &[u8]) -> bool {
    same::<AddCheckpoint>(bytes)
}

/// An entry of the log.
pub fn entry(bytes: &[u8]) -> bool {
    let Ok(entry) = Entry::decode(bytes) else { return false };
    assert_eq!(entry.encode().as_deref(), Ok(bytes));
    true
}
