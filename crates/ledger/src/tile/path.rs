//! Names of the files of a log.

use super::{HEIGHT, TileId, WIDTH};
use crate::text::decimal;

/// The highest level that a path may name; a tree of 2^64 entries needs 8.
const MAX_LEVEL: u64 = 63;

/// What a path below the log's prefix names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// A tile of hashes.
    Tile(TileId),
    /// The bundle of the entries below a tile of level 0.
    Entries(TileId),
}

/// The text is not the path of a tile or a bundle.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} names no tile: write tile/LEVEL/INDEX or tile/entries/INDEX, with the index in groups of \
     three digits as in x001/234, and .p/WIDTH behind it when it is partial"
)]
pub struct PathError(pub String);

impl Path {
    /// Reads a path such as `tile/0/x001/234` or `tile/entries/000.p/17`. There is only one
    /// spelling for each file.
    ///
    /// # Errors
    /// When it is no such path.
    pub fn parse(path: &str) -> Result<Self, PathError> {
        let read = || {
            let (level, place) = path.strip_prefix("tile/")?.split_once('/')?;
            let (index, width) = match place.split_once(".p/") {
                Some((index, width)) => (index, decimal(width)?),
                None => (place, u64::from(WIDTH)),
            };
            let entries = level == "entries";
            let level = if entries { 0 } else { decimal(level).filter(|n| *n <= MAX_LEVEL)? };
            let id = TileId {
                level: u8::try_from(level).ok()?,
                index: parse_index(index)?,
                width: u16::try_from(width).ok()?,
            };
            Some(if entries { Self::Entries(id) } else { Self::Tile(id) })
        };
        let found = read().filter(|found| found.exists() && found.to_string() == path);
        found.ok_or_else(|| PathError(path.to_owned()))
    }

    /// The tile, or that above the bundle.
    pub fn id(self) -> TileId {
        match self {
            Self::Tile(id) | Self::Entries(id) => id,
        }
    }

    /// Whether a tree of fewer than 2^64 entries can have it: nothing may begin behind its end.
    fn exists(self) -> bool {
        let TileId { level, index, width } = self.id();
        let hashes = u128::from(index) * u128::from(WIDTH) + u128::from(width.max(1));
        let bits = u32::from(level) * u32::from(HEIGHT);
        width > 0 && width <= WIDTH && bits < u64::BITS && hashes <= u128::from(u64::MAX >> bits)
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&match self {
            Self::Tile(id) => id.path(),
            Self::Entries(id) => id.bundle_path(),
        })
    }
}

impl TileId {
    /// Where the tile lies below the log's prefix: `tile/0/x001/234.p/17`.
    pub fn path(self) -> String {
        format!("tile/{}/{}", self.level, self.place())
    }

    /// Where the bundle of its entries lies: `tile/entries/x001/234.p/17`.
    pub fn bundle_path(self) -> String {
        format!("tile/entries/{}", self.place())
    }

    /// Whether `path` names a full tile or a full bundle.
    pub fn is_full_path(path: &str) -> bool {
        Path::parse(path).is_ok_and(|path| path.id().is_full())
    }

    fn place(self) -> String {
        let mut place = format!("{:03}", self.index % 1000);
        let mut rest = self.index / 1000;
        while rest > 0 {
            place = format!("x{:03}/{place}", rest % 1000);
            rest /= 1000;
        }
        if self.is_full() { place } else { format!("{place}.p/{}", self.width) }
    }
}

/// The number that groups of three digits spell; all groups but the last begin with an x. The
/// caller checks that it is spelled in the only way.
fn parse_index(text: &str) -> Option<u64> {
    let mut index = 0u64;
    for group in text.split('/') {
        let digits = group.strip_prefix('x').unwrap_or(group);
        let all_digits = digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let value: u64 = if all_digits { digits.parse().ok()? } else { return None };
        index = index.checked_mul(1000)?.checked_add(value)?;
    }
    Some(index)
}
