//! The tree as it grows: the roots of the perfect subtrees that make it up, and nothing else.

use crate::hash::{EMPTY, Hash, node_hash};

/// Why a tree cannot be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Another number of perfect subtrees than the size has ones.
    #[error("a tree of {size} entries has {expected} perfect subtrees, not {found}")]
    Subtrees {
        /// Number of entries.
        size: u64,
        /// Ones in the binary form of the size.
        expected: u32,
        /// Hashes given.
        found: usize,
    },
    /// A subtree that does not begin where the tree ends.
    #[error("a subtree of 2^{level} entries cannot follow a tree of {size}")]
    Unaligned {
        /// Number of entries.
        size: u64,
        /// Level of the subtree's root; leaves are 0.
        level: u8,
    },
}

/// The right edge of a tree (a "compact range"): enough to append and to give the root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    hashes: Vec<Hash>,
}

impl Frontier {
    /// The tree without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// A tree of `size` entries from the roots of its perfect subtrees, largest first.
    ///
    /// # Errors
    /// When their number is not that of the ones in `size`.
    pub fn from_hashes(size: u64, hashes: Vec<Hash>) -> Result<Self, Error> {
        let expected = size.count_ones();
        if hashes.len() != expected as usize {
            return Err(Error::Subtrees { size, expected, found: hashes.len() });
        }
        Ok(Self { size, hashes })
    }

    /// The roots of the perfect subtrees, largest first.
    pub fn hashes(&self) -> &[Hash] {
        &self.hashes
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends the hash of an entry.
    ///
    /// # Errors
    /// Only at 2^64 entries.
    pub fn append(&mut self, leaf: Hash) -> Result<(), Error> {
        self.append_full(0, leaf)
    }

    /// Appends a perfect subtree of 2^`level` entries by its `root`.
    ///
    /// # Errors
    /// When the tree does not end at a multiple of 2^`level`, or would be too large.
    pub fn append_full(&mut self, level: u8, root: Hash) -> Result<(), Error> {
        let unaligned = Error::Unaligned { size: self.size, level };
        let width = 1u64.checked_shl(u32::from(level)).ok_or(unaligned)?;
        let size = self.size.checked_add(width).ok_or(unaligned)?;
        if !self.size.is_multiple_of(width) {
            return Err(unaligned);
        }
        // Every subtree that is complete with this one joins it.
        let joined = size.trailing_zeros() - u32::from(level);
        let mut hash = root;
        for _ in 0..joined {
            hash = self.hashes.pop().map_or(hash, |left| node_hash(left, hash));
        }
        self.hashes.push(hash);
        self.size = size;
        Ok(())
    }

    /// The root of the tree (RFC 6962 section 2.1).
    pub fn root(&self) -> Hash {
        let from_the_right = self.hashes.iter().rev().copied();
        from_the_right.reduce(|right, left| node_hash(left, right)).unwrap_or(EMPTY)
    }
}
