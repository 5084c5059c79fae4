//! Proofs against the recursive definitions of RFC 6962, and against tampering.

use ledger::Hash;
use ledger::hash::EMPTY;
use ledger::proof::{Error, consistency, inclusion, root, verify_consistency, verify_inclusion};
use proptest::prelude::*;

use crate::support::{flipped, largest_power_below, leaves, mth, perfect};

const MOST: usize = 130;

/// PATH of section 2.1.1, word for word.
fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(largest_power_below(leaves.len()));
    let (mut path, sibling) = match index.checked_sub(left.len()) {
        None => (path(index, left), mth(right)),
        Some(index) => (path(index, right), mth(left)),
    };
    path.push(sibling);
    path
}

/// SUBPROOF of section 2.1.2, word for word.
fn subproof(old: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if whole { Vec::new() } else { vec![mth(leaves)] };
    }
    let (left, right) = leaves.split_at(largest_power_below(leaves.len()));
    let (mut proof, sibling) = match old.checked_sub(left.len()) {
        None | Some(0) => (subproof(old, left, whole), mth(right)),
        Some(old) => (subproof(old, right, false), mth(left)),
    };
    proof.push(sibling);
    proof
}

fn read(leaves: &[Hash]) -> impl FnMut(u8, u64) -> Result<Hash, Error> {
    |level, index| Ok(perfect(leaves, level, index))
}

#[test]
fn every_inclusion_proof_is_the_specified_one_and_binds_every_hash() {
    let all = leaves(MOST as u64);
    for size in 1..=MOST {
        let (tree, root) = (&all[..size], mth(&all[..size]));
        for (index, leaf) in tree.iter().enumerate() {
            let proof = inclusion(index as u64, size as u64, read(tree)).unwrap();
            assert_eq!(proof, path(index, tree), "entry {index} of {size}");
            let check = |leaf, index: usize, root, proof: &[Hash]| {
                verify_inclusion(leaf, index as u64, size as u64, root, proof)
            };
            assert_eq!(check(*leaf, index, root, &proof), Ok(()));
            let wrong = Err(Error::Inclusion { index: index as u64, size: size as u64 });
            let bit = size + 3 * index;
            assert_eq!(check(flipped(*leaf, bit), index, root, &proof), wrong);
            assert_eq!(check(*leaf, index, flipped(root, bit), &proof), wrong);
            for place in 0..proof.len() {
                let mut other = proof.clone();
                other[place] = flipped(other[place], bit + place);
                assert_eq!(check(*leaf, index, root, &other), wrong);
            }
            assert!(
                (0..size + 2)
                    .filter(|i| *i != index)
                    .all(|i| { check(*leaf, i, root, &proof).is_err() })
            );
            let (expected, longer) = (proof.len(), [proof, vec![EMPTY]].concat());
            let found = expected + 1;
            assert_eq!(check(*leaf, index, root, &longer), Err(Error::Length { expected, found }));
        }
    }
}

#[test]
fn every_consistency_proof_is_the_specified_one_and_binds_every_hash() {
    let all = leaves(MOST as u64);
    for new in 0..=MOST {
        let (tree, new_root) = (&all[..new], mth(&all[..new]));
        for old in 0..=new {
            let old_root = mth(&all[..old]);
            let proof = consistency(old as u64, new as u64, read(tree)).unwrap();
            let specified = if old == 0 { Vec::new() } else { subproof(old, tree, true) };
            assert_eq!(proof, specified, "{old} to {new}");
            let check = |old_root, new_root, proof: &[Hash]| {
                verify_consistency(old as u64, old_root, new as u64, new_root, proof)
            };
            assert_eq!(check(old_root, new_root, &proof), Ok(()));
            let bit = new + 3 * old;
            assert!(check(flipped(old_root, bit), new_root, &proof).is_err());
            // Of nothing, everything is a continuation.
            let binds = old > 0 || new == 0;
            assert_eq!(check(old_root, flipped(new_root, bit), &proof).is_err(), binds);
            for place in 0..proof.len() {
                let mut other = proof.clone();
                other[place] = flipped(other[place], bit + place);
                assert!(check(old_root, new_root, &other).is_err(), "{old} to {new}, {place}");
            }
            let longer = [proof.clone(), vec![EMPTY]].concat();
            let refused = check(old_root, new_root, &longer);
            assert!(matches!(refused, Err(Error::Length { .. })), "{old} to {new}");
            if let [shorter @ .., _] = proof.as_slice() {
                let refused = check(old_root, new_root, shorter);
                assert!(matches!(refused, Err(Error::Length { .. })), "{old} to {new}");
            }
        }
    }
}

#[test]
fn what_cannot_be_proved_is_named() {
    let none = leaves(3);
    assert_eq!(inclusion(3, 3, read(&none)), Err(Error::Outside { index: 3, size: 3 }));
    assert_eq!(consistency(4, 3, read(&none)), Err(Error::Shrunk { old: 4, new: 3 }));
    let shrunk = verify_consistency(4, EMPTY, 3, EMPTY, &[]);
    assert_eq!(shrunk, Err(Error::Shrunk { old: 4, new: 3 }));
    let outside = verify_inclusion(EMPTY, 3, 3, EMPTY, &[]);
    assert_eq!(outside, Err(Error::Outside { index: 3, size: 3 }));
}

#[test]
fn rewritten_history_says_which_root_is_wrong() {
    let all = leaves(20);
    let proof = consistency(11, 20, read(&all)).unwrap();
    let (old, new) = (mth(&all[..11]), mth(&all));
    let check = |old, new| verify_consistency(11, old, 20, new, &proof);
    assert_eq!(check(flipped(old, 1), new), Err(Error::Old { old: 11 }));
    assert_eq!(check(old, flipped(new, 1)), Err(Error::New { old: 11, new: 20 }));
    assert_eq!(
        verify_consistency(20, new, 20, flipped(new, 1), &[]),
        Err(Error::New { old: 20, new: 20 })
    );
}

proptest! {
    /// Any single bit, in trees too large to try all.
    #[test]
    fn one_bit_anywhere_breaks_a_proof(
        size in 131usize..3000, at in any::<prop::sample::Index>(), bit in any::<usize>(),
    ) {
        let tree = leaves(size as u64);
        let (index, top) = (at.index(size), mth(&tree));
        prop_assert_eq!(root(size as u64, read(&tree)).unwrap(), top);
        let proof = inclusion(index as u64, size as u64, read(&tree)).unwrap();
        let mut hashes = [vec![tree[index], top], proof].concat();
        let check = |hashes: &[Hash]| {
            verify_inclusion(hashes[0], index as u64, size as u64, hashes[1], &hashes[2..])
        };
        prop_assert_eq!(check(&hashes), Ok(()));
        let place = bit / 256 % hashes.len();
        hashes[place] = flipped(hashes[place], bit % 256);
        prop_assert!(check(&hashes).is_err());
    }

    /// No input makes the checks panic.
    #[test]
    fn the_checks_take_anything(
        a in any::<u64>(), b in any::<u64>(), hashes in prop::collection::vec(any::<u8>(), 0..70),
    ) {
        let hashes: Vec<Hash> = hashes.into_iter().map(|byte| Hash([byte; 32])).collect();
        prop_assert!(verify_inclusion(EMPTY, a, b, Hash([9; 32]), &hashes).is_err());
        prop_assert!(verify_consistency(a.max(1), EMPTY, b, Hash([9; 32]), &hashes).is_err());
    }
}
