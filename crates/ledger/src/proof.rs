//! Proofs of inclusion and consistency: made as RFC 9162 sections 2.1.3.1 and 2.1.4.1 define them,
//! checked by the algorithms of 2.1.3.2 and 2.1.4.2.

use crate::hash::{EMPTY, Hash, node_hash};

/// Why a proof cannot be made or does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The entry is not in a tree of this size.
    #[error("entry {index} is not in a tree of {size} entries, which are counted from 0")]
    Outside {
        /// Number of the entry, from 0.
        index: u64,
        /// Number of entries in the tree.
        size: u64,
    },
    /// A tree never shrinks.
    #[error("a tree of {old} entries cannot have grown into one of {new}")]
    Shrunk {
        /// Entries of the older tree.
        old: u64,
        /// Entries of the newer tree.
        new: u64,
    },
    /// Too few or too many hashes.
    #[error("the proof has {found} hashes and the sizes ask for {expected}")]
    Length {
        /// Hashes that a proof for these sizes has.
        expected: usize,
        /// Hashes that were given.
        found: usize,
    },
    /// The way up from the entry leads to another root.
    #[error("entry {index} with this proof does not lead to the root of {size} entries")]
    Inclusion {
        /// Number of the entry, from 0.
        index: u64,
        /// Number of entries in the tree.
        size: u64,
    },
    /// The older root is not the one that the proof begins with.
    #[error("the proof does not lead to the root of {old} entries: history was rewritten")]
    Old {
        /// Entries of the older tree.
        old: u64,
    },
    /// The newer root does not continue the older tree.
    #[error("the root of {new} entries does not continue the tree of {old}: history was rewritten")]
    New {
        /// Entries of the older tree.
        old: u64,
        /// Entries of the newer tree.
        new: u64,
    },
}

/// The proof that entry `index` is in the tree of `size` entries: from its sibling up to the root's
/// child. `read(level, index)` gives the root of the perfect subtree over the entries from
/// `index * 2^level` to `(index + 1) * 2^level`.
///
/// # Errors
/// When the tree has no such entry, or `read` fails.
pub fn inclusion<E: From<Error>>(
    index: u64,
    size: u64,
    mut read: impl FnMut(u8, u64) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    if index >= size {
        return Err(Error::Outside { index, size }.into());
    }
    let (mut from, mut to) = (0, size);
    let mut proof = Vec::new();
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            proof.push(subtree(middle, to, &mut read)?);
            to = middle;
        } else {
            proof.push(subtree(from, middle, &mut read)?);
            from = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The proof that the tree of `new` entries continues the tree of `old`. Empty when the sizes are
/// equal or `old` is 0. For `read` see [`inclusion`].
///
/// # Errors
/// When `old` is larger, or `read` fails.
pub fn consistency<E: From<Error>>(
    old: u64,
    new: u64,
    mut read: impl FnMut(u8, u64) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    if old > new {
        return Err(Error::Shrunk { old, new }.into());
    }
    let mut proof = Vec::new();
    if old == 0 {
        return Ok(proof);
    }
    let (mut from, mut to) = (0, new);
    // The loop ends at the subtree that the older tree ends with.
    while old != to {
        let middle = from + split(to - from);
        if old <= middle {
            proof.push(subtree(middle, to, &mut read)?);
            to = middle;
        } else {
            proof.push(subtree(from, middle, &mut read)?);
            from = middle;
        }
    }
    // The checker knows the older root, and so this subtree if it is the whole older tree.
    if from > 0 {
        proof.push(subtree(from, to, &mut read)?);
    }
    proof.reverse();
    Ok(proof)
}

/// The root of the tree of `size` entries. For `read` see [`inclusion`].
///
/// # Errors
/// When `read` fails.
pub fn root<E>(size: u64, mut read: impl FnMut(u8, u64) -> Result<Hash, E>) -> Result<Hash, E> {
    if size == 0 { Ok(EMPTY) } else { subtree(0, size, &mut read) }
}

/// The largest power of two below `width`, which is at least 2.
fn split(width: u64) -> u64 {
    1 << (u64::BITS - 1 - (width - 1).leading_zeros())
}

/// Root of the subtree over the entries from `from` to `to`, which begins where a subtree may.
fn subtree<E>(
    from: u64,
    to: u64,
    read: &mut impl FnMut(u8, u64) -> Result<Hash, E>,
) -> Result<Hash, E> {
    let width = to - from;
    if width.is_power_of_two() {
        let level = width.trailing_zeros();
        return read(level as u8, from >> level);
    }
    let middle = from + split(width);
    let left = subtree(from, middle, read)?;
    Ok(node_hash(left, subtree(middle, to, read)?))
}

/// Checks that the entry with hash `leaf` is number `index`, from 0, of the tree of `size` entries
/// with this `root` (RFC 9162 section 2.1.3.2).
///
/// # Errors
/// [`Error`], which says what does not fit.
pub fn verify_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    root: Hash,
    proof: &[Hash],
) -> Result<(), Error> {
    if index >= size {
        return Err(Error::Outside { index, size });
    }
    let expected = inclusion_length(index, size);
    if proof.len() != expected {
        return Err(Error::Length { expected, found: proof.len() });
    }
    let (mut node, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in proof {
        if node & 1 == 1 || node == last {
            hash = node_hash(*sibling, hash);
            (node, last) = past_lonely(node, last);
        } else {
            hash = node_hash(hash, *sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if hash == root { Ok(()) } else { Err(Error::Inclusion { index, size }) }
}

/// Past the levels at which the last node has no sibling.
fn past_lonely(mut node: u64, mut last: u64) -> (u64, u64) {
    while node & 1 == 0 && node != 0 {
        (node, last) = (node >> 1, last >> 1);
    }
    (node, last)
}

/// Hashes in the proof for `index`: one for each level below the point where the way leaves the
/// right edge, and one for each perfect subtree to the left above it.
fn inclusion_length(index: u64, size: u64) -> usize {
    let inner = u64::BITS - (index ^ (size - 1)).leading_zeros();
    let border = index.checked_shr(inner).unwrap_or(0).count_ones();
    (inner + border) as usize
}

/// Checks that the tree of `new` entries with `new_root` continues the tree of `old` entries with
/// `old_root` (RFC 9162 section 2.1.4.2).
///
/// # Errors
/// [`Error`], which says what does not fit.
pub fn verify_consistency(
    old: u64,
    old_root: Hash,
    new: u64,
    new_root: Hash,
    proof: &[Hash],
) -> Result<(), Error> {
    if old > new {
        return Err(Error::Shrunk { old, new });
    }
    if old == 0 && old_root != EMPTY {
        return Err(Error::Old { old });
    }
    if old == 0 || old == new {
        let same = old == 0 && new > 0 || old_root == new_root;
        return match (proof.is_empty(), same) {
            (false, _) => Err(Error::Length { expected: 0, found: proof.len() }),
            (true, false) => Err(Error::New { old, new }),
            (true, true) => Ok(()),
        };
    }
    let expected = consistency_length(old, new);
    if proof.len() != expected {
        return Err(Error::Length { expected, found: proof.len() });
    }
    let (old_found, new_found) = climb(old, old_root, new, proof);
    if old_found != old_root {
        return Err(Error::Old { old });
    }
    if new_found == new_root { Ok(()) } else { Err(Error::New { old, new }) }
}

/// Hashes in the proof from `old` to `new`, both more than 0 and different: the way up from the
/// last complete subtree of the older tree, and that subtree unless it is the whole of it.
fn consistency_length(old: u64, new: u64) -> usize {
    let level = old.trailing_zeros();
    let way = inclusion_length((old - 1) >> level, ((new - 1) >> level) + 1);
    way + usize::from(!old.is_power_of_two())
}

/// The two roots to which the proof leads.
fn climb(old: u64, old_root: Hash, new: u64, proof: &[Hash]) -> (Hash, Hash) {
    let level = old.trailing_zeros();
    let (mut node, mut last) = ((old - 1) >> level, (new - 1) >> level);
    let (start, rest) = match proof {
        [first, rest @ ..] if !old.is_power_of_two() => (*first, rest),
        _ => (old_root, proof),
    };
    let (mut old_hash, mut new_hash) = (start, start);
    for sibling in rest {
        if node & 1 == 1 || node == last {
            old_hash = node_hash(*sibling, old_hash);
            new_hash = node_hash(*sibling, new_hash);
            (node, last) = past_lonely(node, last);
        } else {
            new_hash = node_hash(new_hash, *sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    (old_hash, new_hash)
}
