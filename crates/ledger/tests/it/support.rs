//! A log in memory, and naive models of its tree.

use std::collections::BTreeMap;

use ledger::Hash;
use ledger::bundle;
use ledger::checkpoint::Checkpoint;
use ledger::edge::Edge;
use ledger::hash::leaf_hash;
use ledger::note::{KeyType, SigningKey};
use ledger::tile::{self, TileId};
use sha2::{Digest as _, Sha256};

/// Sizes around the edges of tiles.
pub const SIZES: [u64; 11] = [0, 1, 2, 255, 256, 257, 511, 513, 65_535, 65_536, 65_537];

/// A key whose seed is `seed` 32 times.
pub fn key(name: &str, kind: KeyType, seed: u8) -> SigningKey {
    SigningKey::new(name, kind, [seed; 32]).unwrap()
}

/// The city's own key.
pub fn city() -> SigningKey {
    key("bening.example/log", KeyType::Ed25519, 7)
}

/// Entry number `index`, of varying length.
pub fn entry(index: u64) -> Vec<u8> {
    format!("entry {index} {}", "x".repeat(index as usize % 40)).into_bytes()
}

/// Hashes of the first `size` entries.
pub fn leaves(size: u64) -> Vec<Hash> {
    (0..size).map(|index| leaf_hash(&entry(index))).collect()
}

/// MTH of RFC 6962 section 2.1 over the hashes of entries, word for word.
pub fn mth(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash(Sha256::digest([]).into()),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(largest_power_below(leaves.len()));
            let (left, right) = (mth(left), mth(right));
            Hash(Sha256::digest([&[1][..], &left.0, &right.0].concat()).into())
        }
    }
}

/// The largest power of two smaller than `n`.
pub fn largest_power_below(n: usize) -> usize {
    let mut k = 1;
    while 2 * k < n {
        k *= 2;
    }
    k
}

/// Root of the perfect subtree `index` at `level`.
pub fn perfect(leaves: &[Hash], level: u8, index: u64) -> Hash {
    let width = 1usize << level;
    mth(&leaves[index as usize * width..(index as usize + 1) * width])
}

/// The files of a log by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The files of the log with the first `size` entries, and its root.
pub fn log(size: u64) -> (Files, Hash) {
    log_of((0..size).map(entry))
}

/// The files of the log with these `entries`, and its root.
pub fn log_of(entries: impl Iterator<Item = Vec<u8>>) -> (Files, Hash) {
    let (mut files, mut edge, mut held) = (Files::new(), Edge::new(), Vec::new());
    for entry in entries {
        edge.append(leaf_hash(&entry), |id, hashes| {
            files.insert(id.path(), tile::encode(hashes));
        });
        held.push(entry);
        if held.len() == 256 {
            let id = TileId::full(0, edge.size() / 256 - 1);
            files.insert(id.bundle_path(), bundle::encode(&held).unwrap());
            held.clear();
        }
    }
    for (id, hashes) in edge.partial() {
        files.insert(id.path(), tile::encode(hashes));
        if id.level == 0 {
            files.insert(id.bundle_path(), bundle::encode(&held).unwrap());
        }
    }
    (files, edge.root())
}

/// The signed checkpoint of a tree.
pub fn signed(size: u64, root: Hash) -> String {
    let origin = city().name().to_owned();
    Checkpoint { origin, size, root, extensions: Vec::new() }.sign(&city()).unwrap()
}

/// The hash with one bit changed.
pub fn flipped(hash: Hash, bit: usize) -> Hash {
    let mut bytes = hash.0;
    bytes[bit / 8 % 32] ^= 1 << (bit % 8);
    Hash(bytes)
}
