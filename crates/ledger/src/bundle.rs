//! Entry bundles (C2SP tlog-tiles): the entries below a tile of level 0, each behind its length.

use crate::tile::{TileId, WIDTH};

/// The longest entry, in bytes: its length has 16 bits.
pub const MAX_ENTRY: usize = 65_535;

/// Why entries are no bundle. Entries are counted over the whole log, from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// An entry is longer than its length can say.
    #[error("entry {place} of the bundle has {length} bytes; 65,535 fit")]
    TooLong {
        /// Place in the bundle, from 0.
        place: usize,
        /// Its bytes.
        length: usize,
    },
    /// The file ends inside an entry.
    #[error("{bundle}: the file ends inside entry {entry}")]
    Cut {
        /// The bundle's path.
        bundle: String,
        /// Number of the entry.
        entry: u64,
    },
    /// Bytes are left after the last entry.
    #[error("{bundle}: {bytes} bytes are left after entry {entry}, which is the last")]
    Longer {
        /// The bundle's path.
        bundle: String,
        /// Number of the last entry.
        entry: u64,
        /// How many.
        bytes: usize,
    },
}

/// The bytes of a bundle with these `entries`.
///
/// # Errors
/// When one is longer than [`MAX_ENTRY`].
pub fn encode<B: AsRef<[u8]>>(entries: &[B]) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    for (place, entry) in entries.iter().map(AsRef::as_ref).enumerate() {
        let length = entry.len();
        let prefix = u16::try_from(length).map_err(|_| Error::TooLong { place, length })?;
        bytes.extend_from_slice(&prefix.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    Ok(bytes)
}

/// The entries of the bundle below tile `id`, whose width says how many there are.
///
/// # Errors
/// When the bytes are fewer or more than those entries.
pub fn decode(id: TileId, bytes: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
    entries(id, bytes).map(|entry| entry.map(<[u8]>::to_vec)).collect()
}

/// The partial bundle `id` from the `bytes` of the full one that has replaced it.
///
/// # Errors
/// When the bytes end before its last entry.
pub fn part(id: TileId, bytes: &[u8]) -> Result<&[u8], Error> {
    let mut entries = entries(id, bytes);
    for _ in 0..id.width {
        if let Some(entry) = entries.next() {
            entry?;
        }
    }
    Ok(&bytes[..bytes.len() - entries.rest.len()])
}

/// Like [`decode`], one entry after the other and without copies. Nothing follows an error.
pub fn entries(id: TileId, bytes: &[u8]) -> Entries<'_> {
    Entries { id, rest: bytes, next: 0, failed: false }
}

/// The entries of a bundle; see [`entries`].
#[derive(Clone, Debug)]
pub struct Entries<'b> {
    id: TileId,
    rest: &'b [u8],
    next: u16,
    failed: bool,
}

impl<'b> Iterator for Entries<'b> {
    type Item = Result<&'b [u8], Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        if self.next == self.id.width {
            self.failed = !self.rest.is_empty();
            return self.failed.then(|| Err(self.longer()));
        }
        let Some((entry, rest)) = first(self.rest) else {
            self.failed = true;
            return Some(Err(self.cut()));
        };
        self.rest = rest;
        self.next += 1;
        Some(Ok(entry))
    }
}

impl Entries<'_> {
    fn number(&self, place: u16) -> u64 {
        self.id.index.saturating_mul(u64::from(WIDTH)).saturating_add(u64::from(place))
    }

    fn cut(&self) -> Error {
        Error::Cut { bundle: self.id.bundle_path(), entry: self.number(self.next) }
    }

    fn longer(&self) -> Error {
        let entry = self.number(self.next.saturating_sub(1));
        Error::Longer { bundle: self.id.bundle_path(), entry, bytes: self.rest.len() }
    }
}

/// The first entry of `bytes` and what follows it.
fn first(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}
