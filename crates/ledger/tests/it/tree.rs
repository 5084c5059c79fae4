//! The frontier and the edge against RFC 6962.

use ledger::edge::Edge;
use ledger::hash::{EMPTY, leaf_hash, node_hash};
use ledger::tree::{Error, Frontier};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::support::{leaves, mth, perfect};

#[test]
fn hashes_are_those_of_the_specification() {
    assert_eq!(leaf_hash(b"abc").0, <[u8; 32]>::from(Sha256::digest(b"\0abc")));
    let (left, right) = (leaf_hash(b"l"), leaf_hash(b"r"));
    let both = [&[1][..], &left.0, &right.0].concat();
    assert_eq!(node_hash(left, right).0, <[u8; 32]>::from(Sha256::digest(both)));
    assert_eq!(EMPTY.to_string(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    assert_eq!(EMPTY.to_string().parse(), Ok(EMPTY));
}

#[test]
fn frontier_and_edge_give_the_root_of_every_size() {
    let leaves = leaves(600);
    let (mut frontier, mut edge) = (Frontier::new(), Edge::new());
    for size in 0..=leaves.len() {
        let root = mth(&leaves[..size]);
        assert_eq!(frontier.root(), root, "size {size}");
        assert_eq!(edge.root(), root, "size {size}");
        assert_eq!((frontier.size(), edge.size()), (size as u64, size as u64));
        let again = Frontier::from_hashes(size as u64, frontier.hashes().to_vec());
        assert_eq!(again.as_ref(), Ok(&frontier));
        if let Some(leaf) = leaves.get(size) {
            frontier.append(*leaf).unwrap();
            edge.append(*leaf, |_, _| ());
        }
    }
}

#[test]
fn a_frontier_of_another_number_of_hashes_is_refused() {
    let wrong = Frontier::from_hashes(6, vec![EMPTY]);
    assert_eq!(wrong, Err(Error::Subtrees { size: 6, expected: 2, found: 1 }));
    let mut odd = Frontier::new();
    odd.append(EMPTY).unwrap();
    assert_eq!(odd.append_full(1, EMPTY), Err(Error::Unaligned { size: 1, level: 1 }));
    assert_eq!(odd.append_full(64, EMPTY), Err(Error::Unaligned { size: 1, level: 64 }));
    let mut full = Frontier::from_hashes(u64::MAX, vec![EMPTY; 64]).unwrap();
    assert_eq!(full.append(EMPTY), Err(Error::Unaligned { size: u64::MAX, level: 0 }));
}

proptest! {
    /// Appending whole subtrees is the same as appending their entries.
    #[test]
    fn subtrees_are_their_entries(levels in prop::collection::vec(0u8..6, 0..12)) {
        let leaves = leaves(12 * 64);
        let mut frontier = Frontier::new();
        for level in levels {
            let size = frontier.size();
            let fits = size.is_multiple_of(1 << level);
            let root = if fits { perfect(&leaves, level, size >> level) } else { EMPTY };
            prop_assert_eq!(frontier.append_full(level, root).is_ok(), fits);
            prop_assert_eq!(frontier.root(), mth(&leaves[..frontier.size() as usize]));
        }
    }
}
