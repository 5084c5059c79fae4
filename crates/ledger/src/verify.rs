//! Walking a whole log: every entry, every tile, up to the signed root, in constant memory.
//!
//! The caller fetches what [`Wants`] lists, in that order and as far ahead as it likes. Bundles are
//! checked on their own ([`check`]), so several threads can do it; the [`Verifier`] then puts them
//! together. Each hash is computed once.

use std::fmt;

use crate::bundle::{self, entries};
use crate::edge::Edge;
use crate::hash::{Hash, leaf_hash, reduce};
use crate::tile::{self, HEIGHT, LEVELS, TileId, WIDTH, decode, full_tiles};

/// Why a log does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A bundle cannot be read.
    #[error(transparent)]
    Bundle(#[from] bundle::Error),
    /// A tile has the wrong length.
    #[error(transparent)]
    Tile(#[from] tile::Error),
    /// An entry is not what the tile says.
    #[error("entry {entry} does not have the hash that {tile} says")]
    Entry {
        /// Number of the entry, from 0.
        entry: u64,
        /// The tile.
        tile: TileId,
    },
    /// A hash of an upper tile does not follow from the tiles below.
    #[error("hash {place} of {tile} does not follow from {below}")]
    Upper {
        /// The tile.
        tile: TileId,
        /// Place in the tile, from 0.
        place: u64,
        /// The tile that the hash is of.
        below: TileId,
    },
    /// Everything fits but the root.
    #[error("the tiles give another root of {0} entries than the signed one")]
    Root(u64),
    /// The caller handed in something else than was wanted; a fault of ours.
    #[error("{found} was handed in, and {wanted} was wanted")]
    Turn {
        /// What came.
        found: String,
        /// What should have come.
        wanted: String,
    },
}

/// What the verifier needs next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// A tile of level 0 and the bundle of its entries, for [`check`] and [`Verifier::leaves`].
    Leaves(TileId),
    /// A tile of a higher level, for [`Verifier::tile`].
    Tile(TileId),
}

impl fmt::Display for Want {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leaves(id) => write!(f, "{id} with its entries"),
            Self::Tile(id) => write!(f, "{id}"),
        }
    }
}

/// Everything that makes up a log of a size, in the order in which the verifier wants it: each tile
/// right after the last tile below it, and the right edge at the end.
#[derive(Clone, Debug)]
pub struct Wants {
    size: u64,
    /// Full bundles given.
    bundles: u64,
    /// Level of the tile that may have become full with the last bundle; 0 for none.
    above: u8,
    /// Level of the next partial tile.
    edge: u8,
}

impl Wants {
    /// Of a log of `size` entries.
    pub fn new(size: u64) -> Self {
        Self { size, bundles: 0, above: 0, edge: 0 }
    }

    /// The tile at level `above` if the last bundle made it full.
    fn full_above(&self) -> Option<TileId> {
        let shift = u32::from(self.above) * u32::from(HEIGHT);
        let full = self.bundles.checked_shr(shift).unwrap_or(0);
        let just_now = self.above > 0 && full > 0 && self.bundles == full << shift;
        just_now.then(|| TileId::full(self.above, full - 1))
    }
}

impl Iterator for Wants {
    type Item = Want;

    fn next(&mut self) -> Option<Want> {
        if let Some(id) = self.full_above() {
            self.above += 1;
            return Some(Want::Tile(id));
        }
        self.above = 0;
        if self.bundles < full_tiles(0, self.size) {
            self.bundles += 1;
            self.above = 1;
            return Some(Want::Leaves(TileId::full(0, self.bundles - 1)));
        }
        let edge = (self.edge..LEVELS).find_map(|level| TileId::edge(level, self.size))?;
        self.edge = edge.level + 1;
        Some(if edge.level == 0 { Want::Leaves(edge) } else { Want::Tile(edge) })
    }
}

/// Entries that have the hashes of their tile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    id: TileId,
    /// The root of a full tile, or the hashes of a partial one.
    hashes: Vec<Hash>,
}

/// Checks that the entries of a `bundle` have the hashes of the `tile` of level 0 above it.
///
/// # Errors
/// When one of the two cannot be read, or an entry has another hash; the error names it.
pub fn check(id: TileId, bundle: &[u8], tile: &[u8]) -> Result<Checked, Error> {
    let mut hashes = decode(id, tile)?;
    for (place, entry) in entries(id, bundle).enumerate() {
        if hashes.get(place) != Some(&leaf_hash(entry?)) {
            let entry = id.index.saturating_mul(u64::from(WIDTH)).saturating_add(place as u64);
            return Err(Error::Entry { entry, tile: id });
        }
    }
    if id.is_full() {
        hashes = vec![reduce(&mut hashes)];
    }
    Ok(Checked { id, hashes })
}

/// Puts checked bundles and tiles together. Holds at most 255 hashes a level.
#[derive(Clone, Debug)]
pub struct Verifier {
    size: u64,
    root: Hash,
    wants: Wants,
    /// What follows from the tiles below, by level; level 0 only at the end.
    levels: [Vec<Hash>; LEVELS as usize],
    checked: u64,
}

impl Verifier {
    /// Of the log with this `size` and `root`, which the caller has verified.
    pub fn new(size: u64, root: Hash) -> Self {
        Self { size, root, wants: Wants::new(size), levels: Default::default(), checked: 0 }
    }

    /// Entries checked so far.
    pub fn checked(&self) -> u64 {
        self.checked
    }

    /// What is needed next; `None` when all is there.
    pub fn want(&self) -> Option<Want> {
        self.wants.clone().next()
    }

    /// Takes a bundle that has been checked.
    ///
    /// # Errors
    /// When another one was wanted.
    pub fn leaves(&mut self, checked: Checked) -> Result<(), Error> {
        self.turn(Want::Leaves(checked.id))?;
        self.checked += u64::from(checked.id.width);
        let level = usize::from(checked.id.is_full());
        self.levels[level].extend(checked.hashes);
        Ok(())
    }

    /// Takes the `bytes` of the tile `id` of a higher level, which must be exactly what follows
    /// from the tiles below.
    ///
    /// # Errors
    /// When it is not, with the place; or when another one was wanted.
    pub fn tile(&mut self, id: TileId, bytes: &[u8]) -> Result<(), Error> {
        self.turn(Want::Tile(id))?;
        let level = usize::from(id.level);
        let below = &mut self.levels[level];
        let said = decode(id, bytes)?;
        let wrong = said.iter().zip(below.iter()).position(|(said, found)| said != found);
        if let Some(place) = wrong {
            let place = place as u64;
            let below = TileId::full(id.level - 1, id.index * u64::from(WIDTH) + place);
            return Err(Error::Upper { tile: id, place, below });
        }
        if id.is_full() {
            let root = reduce(below);
            below.clear();
            self.levels[level + 1].push(root);
        }
        Ok(())
    }

    /// Says whether all that was taken is the whole log with the signed root.
    ///
    /// # Errors
    /// When something is still wanted, or the root is another.
    pub fn finish(mut self) -> Result<(), Error> {
        if let Some(wanted) = self.wants.next() {
            return Err(Error::Turn { found: "the end".to_owned(), wanted: wanted.to_string() });
        }
        let root = Edge::of(self.levels.into()).root();
        if root == self.root { Ok(()) } else { Err(Error::Root(self.size)) }
    }

    fn turn(&mut self, found: Want) -> Result<(), Error> {
        match self.wants.next() {
            Some(wanted) if wanted == found => Ok(()),
            wanted => {
                let wanted = wanted.map_or("the end".to_owned(), |wanted| wanted.to_string());
                Err(Error::Turn { found: found.to_string(), wanted })
            }
        }
    }
}
