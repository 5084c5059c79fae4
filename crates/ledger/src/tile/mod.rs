//! Tiles (C2SP tlog-tiles): the hashes of the tree in files of 256, eight levels of the tree high.

mod path;
mod reader;

pub use path::{Path, PathError};
pub use reader::TileReader;

use std::fmt;

use crate::hash::Hash;
use crate::proof;

/// Hashes of a full tile, and entries of a full bundle.
pub const WIDTH: u16 = 256;
/// Levels of the tree in a tile.
pub(crate) const HEIGHT: u8 = 8;
/// Bytes of a hash.
const HASH: usize = 32;
/// Tile levels of a tree of 2^64 entries.
pub(crate) const LEVELS: u8 = 8;

/// Which tile. The bundle of entries below a tile of level 0 has the same index and width.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    /// Tile level; 0 holds the hashes of entries.
    pub level: u8,
    /// Number of the tile in its level, from 0.
    pub index: u64,
    /// Hashes in it: 1 to 255 in a partial tile, 256 in a full one.
    pub width: u16,
}

/// Why a file is not the tile that it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Another length than its width says.
    #[error("{tile} has {found} bytes instead of {expected}")]
    Length {
        /// The tile.
        tile: TileId,
        /// Bytes that it should have.
        expected: usize,
        /// Bytes that it has.
        found: usize,
    },
    /// Its hashes do not give what the tile above it says.
    #[error("{tile} does not match hash {place} of {above}")]
    Mismatch {
        /// The tile.
        tile: TileId,
        /// The tile above, which has been checked.
        above: TileId,
        /// Where the tile above speaks of it, from 0.
        place: u64,
    },
    /// The partial tiles of the right edge, together, do not give the signed root.
    #[error("{tiles} do not give the root of {size} entries")]
    Edge {
        /// All partial tiles, by name.
        tiles: String,
        /// Entries of the tree.
        size: u64,
    },
    /// An entry is not what the tree says.
    #[error("entry {entry} does not have the hash that the tree of {size} entries has there")]
    Entry {
        /// Number of the entry, from 0.
        entry: u64,
        /// Entries of the tree.
        size: u64,
    },
    /// There is no such proof.
    #[error(transparent)]
    Proof(#[from] proof::Error),
    /// No tile speaks of it.
    #[error("a tree of {size} entries has no complete subtree {index} at level {level}")]
    Outside {
        /// Level of the subtree's root; leaves are 0.
        level: u8,
        /// Number of the subtree in its level.
        index: u64,
        /// Entries of the tree.
        size: u64,
    },
}

impl TileId {
    /// The full tile `index` of `level`.
    pub const fn full(level: u8, index: u64) -> Self {
        Self { level, index, width: WIDTH }
    }

    /// The partial tile that a tree of `size` entries ends with at `level`, if it has one.
    pub fn edge(level: u8, size: u64) -> Option<Self> {
        let width = (hashes(level, size) % u64::from(WIDTH)) as u16;
        (width > 0).then_some(Self { level, index: full_tiles(level, size), width })
    }

    /// Whether it holds 256 hashes and never changes.
    pub const fn is_full(self) -> bool {
        self.width == WIDTH
    }
}

impl fmt::Display for TileId {
    /// Its path.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path())
    }
}

impl fmt::Debug for TileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Hashes that the tiles of `level` hold in a tree of `size` entries.
fn hashes(level: u8, size: u64) -> u64 {
    size.checked_shr(u32::from(level) * u32::from(HEIGHT)).unwrap_or(0)
}

/// Full tiles of `level` in a tree of `size` entries.
pub(crate) fn full_tiles(level: u8, size: u64) -> u64 {
    hashes(level, size) / u64::from(WIDTH)
}

/// Every tile of a tree of `size` entries, level by level, from left to right.
pub fn tiles_of(size: u64) -> impl Iterator<Item = TileId> {
    new_tiles(0, size)
}

/// The tiles to write when a tree grows from `old` to `new` entries: those that became full, and
/// the new right edge.
pub fn new_tiles(old: u64, new: u64) -> impl Iterator<Item = TileId> {
    (0..LEVELS).flat_map(move |level| {
        let full = full_tiles(level, old)..full_tiles(level, new);
        let changed = hashes(level, old) < hashes(level, new);
        let edge = TileId::edge(level, new).filter(|_| changed);
        full.map(move |index| TileId::full(level, index)).chain(edge)
    })
}

/// The bytes of a tile with these `hashes`.
pub fn encode(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// The hashes of the tile `id` from its `bytes`.
///
/// # Errors
/// When there are more or fewer bytes than its width says.
pub fn decode(id: TileId, bytes: &[u8]) -> Result<Vec<Hash>, Error> {
    let expected = usize::from(id.width) * HASH;
    if bytes.len() != expected {
        return Err(Error::Length { tile: id, expected, found: bytes.len() });
    }
    let (hashes, _) = bytes.as_chunks::<HASH>();
    Ok(hashes.iter().copied().map(Hash).collect())
}

/// The partial tile `id` from the `bytes` of the full tile that has replaced it.
///
/// # Errors
/// When these are not as many bytes as a full tile has.
pub fn part(id: TileId, bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let full = TileId::full(id.level, id.index);
    let hashes = decode(full, bytes)?;
    Ok(encode(&hashes[..usize::from(id.width.min(WIDTH))]))
}

/// A tile of our own that is wrong is a fault of ours.
impl From<Error> for kernel::Error {
    fn from(error: Error) -> Self {
        Self::internal(error)
    }
}
