//! The right edge of a log in tiles: what a writer holds in memory, at most 255 hashes a level.

use crate::hash::{EMPTY, Hash, node_hash, reduce};
use crate::tile::{Error, TileId, WIDTH, full_tiles};

/// The partial tiles of a growing tree. All that is left of it lies in full tiles already written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    /// The hashes of the partial tile at each level, fewer than 256.
    levels: Vec<Vec<Hash>>,
}

impl Edge {
    /// The tree without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// The edge of a tree of `size` entries from its partial tiles. Compare its root with the
    /// signed one: nothing has been checked but the widths.
    ///
    /// # Errors
    /// When `fetch` fails or gives another number of hashes than it was asked for.
    pub fn read<E>(
        size: u64,
        mut fetch: impl FnMut(TileId) -> Result<Vec<Hash>, E>,
    ) -> Result<Self, E>
    where
        E: From<Error>,
    {
        let mut levels = Vec::new();
        let mut level = 0;
        while full_tiles(level, size) > 0 || TileId::edge(level, size).is_some() {
            let hashes = match TileId::edge(level, size) {
                Some(id) => exactly(id, fetch(id)?)?,
                None => Vec::new(),
            };
            levels.push(hashes);
            level += 1;
        }
        Ok(Self { levels })
    }
    /// The edge with these partial tiles, each of fewer than 256 hashes.
    pub(crate) fn of(levels: Vec<Vec<Hash>>) -> Self {
        Self { levels }
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.above(0)
    }

    /// Hashes at `level` and above, as hashes of `level`.
    fn above(&self, level: usize) -> u64 {
        let upper = self.levels.iter().skip(level).rev();
        upper.fold(0, |sum, hashes| sum * u64::from(WIDTH) + hashes.len() as u64)
    }

    /// Appends the hash of an entry and hands every tile that is full with it to `full`.
    pub fn append(&mut self, leaf: Hash, mut full: impl FnMut(TileId, &[Hash])) {
        let mut hash = leaf;
        for level in 0.. {
            if level == self.levels.len() {
                self.levels.push(Vec::new());
            }
            self.levels[level].push(hash);
            if self.levels[level].len() < usize::from(WIDTH) {
                return;
            }
            let id = TileId::full(level as u8, self.above(level + 1));
            full(id, &self.levels[level]);
            hash = reduce(&mut self.levels[level]);
            self.levels[level].clear();
        }
    }

    /// The partial tiles, from the entries up.
    pub fn partial(&self) -> impl Iterator<Item = (TileId, &[Hash])> {
        let held = self.levels.iter().enumerate().filter(|(_, hashes)| !hashes.is_empty());
        held.map(|(level, hashes)| {
            let (index, width) = (self.above(level + 1), hashes.len() as u16);
            (TileId { level: level as u8, index, width }, hashes.as_slice())
        })
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        let mut root = None;
        for hashes in &self.levels {
            let mut rest = hashes.as_slice();
            // The perfect subtrees inside a tile, smallest and rightmost first.
            while !rest.is_empty() {
                let (left, right) = rest.split_at(rest.len() - (1 << rest.len().trailing_zeros()));
                let peak = reduce(&mut right.to_vec());
                root = Some(root.map_or(peak, |below| node_hash(peak, below)));
                rest = left;
            }
        }
        root.unwrap_or(EMPTY)
    }
}

/// The hashes of tile `id`, if they are as many as its width.
fn exactly(id: TileId, hashes: Vec<Hash>) -> Result<Vec<Hash>, Error> {
    if hashes.len() != usize::from(id.width) {
        let (expected, found) = (usize::from(id.width) * 32, hashes.len() * 32);
        return Err(Error::Length { tile: id, expected, found });
    }
    Ok(hashes)
}
