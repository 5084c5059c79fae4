//! What a million entries cost: hashing them in memory (the peer), walking them as a log, and one
//! proof made and checked.

use divan::{Bencher, black_box};
use ledger::Hash;
use ledger::bundle;
use ledger::edge::Edge;
use ledger::entry::Entry;
use ledger::hash::{leaf_hash, node_hash};
use ledger::proof::{self, inclusion, verify_inclusion};
use ledger::tile::{self, TileId};
use ledger::verify::{Verifier, Want, check};
use std::collections::HashMap;
use std::sync::LazyLock;

const SIZE: u64 = 1_000_000;

/// A log with all levels of its tree.
struct Log {
    entries: Vec<Vec<u8>>,
    levels: Vec<Vec<Hash>>,
    root: Hash,
    files: HashMap<String, Vec<u8>>,
}

static LOG: LazyLock<Log> = LazyLock::new(|| {
    let entries: Vec<Vec<u8>> = (0..SIZE).filter_map(entry).collect();
    let (mut files, mut edge) = (HashMap::new(), Edge::new());
    for entry in &entries {
        edge.append(leaf_hash(entry), |id, hashes| {
            files.insert(id.path(), tile::encode(hashes));
        });
    }
    files.extend(edge.partial().map(|(id, hashes)| (id.path(), tile::encode(hashes))));
    for (held, index) in entries.chunks(256).zip(0..) {
        let id = TileId { level: 0, index, width: held.len() as u16 };
        files.extend(bundle::encode(held).map(|bytes| (id.bundle_path(), bytes)));
    }
    Log { levels: hash_all(&entries), root: edge.root(), entries, files }
});

/// A sealed entry, as almost all are.
fn entry(index: u64) -> Option<Vec<u8>> {
    let mut commitment = [7u8; 32];
    commitment[..8].copy_from_slice(&index.to_be_bytes());
    Entry::Sealed { commitment }.encode().ok()
}

/// The hashes of all entries and of all complete subtrees.
fn hash_all(entries: &[Vec<u8>]) -> Vec<Vec<Hash>> {
    let mut levels = vec![entries.iter().map(|entry| leaf_hash(entry)).collect::<Vec<_>>()];
    while let Some(below) = levels.last().filter(|below| below.len() > 1) {
        let (pairs, _) = below.as_chunks::<2>();
        levels.push(pairs.iter().map(|[left, right]| node_hash(*left, *right)).collect());
    }
    levels
}

fn walk(log: &Log) -> bool {
    let mut verifier = Verifier::new(SIZE, log.root);
    while let Some(want) = verifier.want() {
        let taken = match want {
            Want::Leaves(id) => check(id, &log.files[&id.bundle_path()], &log.files[&id.path()])
                .and_then(|checked| verifier.leaves(checked)),
            Want::Tile(id) => verifier.tile(id, &log.files[&id.path()]),
        };
        if taken.is_err() {
            return false;
        }
    }
    verifier.finish().is_ok()
}

/// The peer.
#[divan::bench(sample_count = 7)]
fn hash_a_million_in_memory(bencher: Bencher) {
    let log = &*LOG;
    bencher.bench(|| hash_all(black_box(&log.entries)));
}

#[divan::bench(sample_count = 7)]
fn verify_a_million(bencher: Bencher) {
    let log = &*LOG;
    assert!(walk(log));
    bencher.bench(|| walk(black_box(log)));
}

#[divan::bench]
fn proof_made_and_checked(bencher: Bencher) {
    let log = &*LOG;
    let mut index = 0;
    bencher.bench_local(|| {
        index = (index + 611_953) % SIZE;
        let read = |level, at| Ok::<_, proof::Error>(log.levels[usize::from(level)][at as usize]);
        let proof = inclusion(index, SIZE, read)?;
        verify_inclusion(log.levels[0][index as usize], index, SIZE, log.root, &proof)
    });
}

#[divan::bench(sample_count = 7)]
fn append_a_million(bencher: Bencher) {
    let log = &*LOG;
    bencher.bench(|| {
        let (mut edge, mut bytes) = (Edge::new(), 0);
        for entry in &log.entries {
            edge.append(leaf_hash(entry), |_, hashes| bytes += tile::encode(hashes).len());
        }
        (edge.root(), bytes)
    });
}

fn main() {
    divan::main();
}
