//! Reading hashes out of tiles that nobody vouches for.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Error, HEIGHT, TileId, decode, full_tiles};
use crate::edge::Edge;
use crate::hash::{Hash, leaf_hash, node_hash};
use crate::proof;

/// Full tiles that are kept, of 16 KiB each.
const KEPT: usize = 64;

/// Reads hashes of the tree with a known size and root out of tiles. Every tile is hashed up to the
/// root before anything in it is believed: the right edge first, then each tile against the one
/// above it.
#[derive(Debug)]
pub struct TileReader<F> {
    size: u64,
    root: Hash,
    fetch: F,
    edge: Option<Vec<Arc<Loaded>>>,
    kept: VecDeque<Arc<Loaded>>,
}

/// A tile that has been checked, with all complete subtrees inside it, level by level.
#[derive(Debug)]
struct Loaded {
    id: TileId,
    nodes: Vec<Vec<Hash>>,
}

impl Loaded {
    fn new(id: TileId, hashes: Vec<Hash>) -> Self {
        let mut nodes = vec![hashes];
        for level in 0..usize::from(HEIGHT) {
            let (pairs, _) = nodes[level].as_chunks::<2>();
            let above = pairs.iter().map(|[left, right]| node_hash(*left, *right)).collect();
            nodes.push(above);
        }
        Self { id, nodes }
    }

    /// Root of subtree `index` at `level`, counted inside the tile.
    fn node(&self, level: u8, index: u64) -> Option<Hash> {
        self.nodes.get(usize::from(level))?.get(usize::try_from(index).ok()?).copied()
    }
}

/// The caller's error, into which a proof's error fits by way of ours.
struct Lifted<E>(E);

impl<E: From<Error>> From<proof::Error> for Lifted<E> {
    fn from(error: proof::Error) -> Self {
        Self(Error::from(error).into())
    }
}

impl<E: From<Error>, F: FnMut(TileId) -> Result<Vec<u8>, E>> TileReader<F> {
    /// A reader of the tree of `size` entries with this `root`, which the caller has verified.
    /// `fetch` gives the bytes of a tile; when a partial tile is gone, it may give
    /// [`part`](super::part) of the full one.
    pub fn new(size: u64, root: Hash, fetch: F) -> Self {
        Self { size, root, fetch, edge: None, kept: VecDeque::new() }
    }

    /// Root of the complete subtree `index` at `level` of the tree; level 0 are the entries' hashes.
    ///
    /// # Errors
    /// When the tree has no such subtree, a tile cannot be fetched, or one of them does not belong
    /// to the tree; the error names it.
    pub fn hash(&mut self, level: u8, index: u64) -> Result<Hash, E> {
        let outside = Error::Outside { level, index, size: self.size };
        let held = self.size.checked_shr(u32::from(level)).unwrap_or(0);
        if index >= held {
            return Err(outside.into());
        }
        let (tile_level, inside) = (level / HEIGHT, level % HEIGHT);
        let below = HEIGHT - inside;
        let tile = self.tile(tile_level, index >> below)?;
        Ok(tile.node(inside, index & ((1 << below) - 1)).ok_or(outside)?)
    }

    /// The root that the tree had at `size` entries.
    ///
    /// # Errors
    /// As [`TileReader::hash`].
    pub fn root_at(&mut self, size: u64) -> Result<Hash, E> {
        proof::root(size, |level, index| self.hash(level, index))
    }

    /// Checks that `bytes` are entry number `index`, from 0.
    ///
    /// # Errors
    /// As [`TileReader::hash`], and when the entry has another hash.
    pub fn check_entry(&mut self, index: u64, bytes: &[u8]) -> Result<(), E> {
        if self.hash(0, index)? == leaf_hash(bytes) {
            return Ok(());
        }
        Err(Error::Entry { entry: index, size: self.size }.into())
    }

    /// The proof that the tree holds entry number `index`, from 0.
    ///
    /// # Errors
    /// As [`TileReader::hash`].
    pub fn inclusion(&mut self, index: u64) -> Result<Vec<Hash>, E> {
        let size = self.size;
        let read = |level, index| self.hash(level, index).map_err(Lifted);
        proof::inclusion(index, size, read).map_err(|Lifted(error)| error)
    }

    /// The proof that the tree continues the one of `old` entries.
    ///
    /// # Errors
    /// As [`TileReader::hash`].
    pub fn consistency(&mut self, old: u64) -> Result<Vec<Hash>, E> {
        let size = self.size;
        let read = |level, index| self.hash(level, index).map_err(Lifted);
        proof::consistency(old, size, read).map_err(|Lifted(error)| error)
    }

    fn tile(&mut self, level: u8, index: u64) -> Result<Arc<Loaded>, E> {
        if index == full_tiles(level, self.size) {
            return self.edge_tile(level, index);
        }
        let id = TileId::full(level, index);
        if let Some(known) = self.kept.iter().find(|known| known.id == id) {
            return Ok(Arc::clone(known));
        }
        let above = self.tile(level + 1, index >> HEIGHT)?;
        let place = index & ((1 << HEIGHT) - 1);
        let tile = Loaded::new(id, self.fetch(id)?);
        if tile.node(HEIGHT, 0) != above.node(0, place) {
            return Err(Error::Mismatch { tile: id, above: above.id, place }.into());
        }
        let tile = Arc::new(tile);
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(Arc::clone(&tile));
        Ok(tile)
    }

    fn edge_tile(&mut self, level: u8, index: u64) -> Result<Arc<Loaded>, E> {
        let edge = match self.edge.take() {
            Some(edge) => edge,
            None => self.read_edge()?,
        };
        let found = edge.iter().find(|tile| tile.id.level == level).cloned();
        self.edge = Some(edge);
        Ok(found.ok_or(Error::Outside { level: level * HEIGHT, index, size: self.size })?)
    }

    fn read_edge(&mut self) -> Result<Vec<Arc<Loaded>>, E> {
        let size = self.size;
        let edge = Edge::read(size, |id| self.fetch(id))?;
        if edge.root() != self.root {
            let tiles: Vec<String> = edge.partial().map(|(id, _)| id.path()).collect();
            return Err(Error::Edge { tiles: tiles.join(", "), size }.into());
        }
        let loaded = edge.partial().map(|(id, hashes)| Loaded::new(id, hashes.to_vec()));
        Ok(loaded.map(Arc::new).collect())
    }

    fn fetch(&mut self, id: TileId) -> Result<Vec<Hash>, E> {
        Ok(decode(id, &(self.fetch)(id)?)?)
    }
}
