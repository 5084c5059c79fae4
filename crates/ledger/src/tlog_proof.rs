//! Proofs for keeping (C2SP tlog-proof): entry number, way to the root and signed checkpoint in one
//! file that is verified offline.

use std::fmt;
use std::str::FromStr;

use crate::checkpoint::{self, Checkpoint};
use crate::cosignature::{self, Quorum};
use crate::hash::Hash;
use crate::note::{MAX_NOTE, Note, VerifierKey};
use crate::proof;
use crate::text::{base64, decimal, unbase64};

/// The first line.
pub const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// The longest file, in bytes.
pub const MAX_PROOF: usize = 2 * MAX_NOTE;
/// Hashes in a proof of a tree of 2^63 entries.
pub(crate) const MAX_HASHES: usize = 63;

/// Why a file is no proof, or does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// More than [`MAX_PROOF`].
    #[error("the proof has {0} bytes; at most 2,000,000 are read")]
    TooLong(usize),
    /// Another first line.
    #[error("line 1 of the proof is not {HEADER}")]
    Header,
    /// The line with further data.
    #[error("line 2 of the proof begins with extra and holds no base64")]
    Extra,
    /// The line with the number of the entry.
    #[error("line {0} of the proof is not the word index and a number")]
    Index(usize),
    /// A hash.
    #[error("line {0} of the proof is no hash: 32 bytes in base64")]
    Hash(usize),
    /// Too many hashes.
    #[error("the proof has more than 63 hashes")]
    TooMany,
    /// No checkpoint follows.
    #[error("the proof ends before the empty line and the checkpoint")]
    Unfinished,
    /// The checkpoint is not one, or not of this log.
    #[error("the checkpoint of the proof: {0}")]
    Checkpoint(#[from] checkpoint::Error),
    /// The entry is not in the tree of the checkpoint.
    #[error(transparent)]
    Inclusion(#[from] proof::Error),
    /// Too few witnesses.
    #[error("the witnesses of the proof: {0}")]
    Witnesses(#[from] cosignature::Error),
}

/// A proof that a log holds an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    /// What the application adds. Nobody has signed it.
    pub extra: Option<Vec<u8>>,
    /// Number of the entry, from 0.
    pub index: u64,
    /// From the entry's sibling up to the root's child.
    pub hashes: Vec<Hash>,
    /// The signed note.
    pub checkpoint: Note,
}

/// What a proof has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The log and its size.
    pub checkpoint: Checkpoint,
    /// The witnesses of the quorum that have cosigned, and when, in seconds since 1970 UTC; empty
    /// when none was asked for.
    pub witnesses: Vec<(String, u64)>,
}

impl TlogProof {
    /// Checks that the log with this `key` holds the entry with hash `leaf`, and that the `quorum`
    /// has seen it.
    ///
    /// # Errors
    /// [`Error`], which says which part is wrong.
    pub fn verify(
        &self,
        leaf: Hash,
        key: &VerifierKey,
        quorum: Option<&Quorum>,
    ) -> Result<Shown, Error> {
        let checkpoint = Checkpoint::of(&self.checkpoint, key)?;
        proof::verify_inclusion(leaf, self.index, checkpoint.size, checkpoint.root, &self.hashes)?;
        let witnesses = quorum.map_or(Ok(Vec::new()), |quorum| quorum.met(&self.checkpoint))?;
        Ok(Shown { checkpoint, witnesses })
    }
}

impl FromStr for TlogProof {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.len() > MAX_PROOF {
            return Err(Error::TooLong(text.len()));
        }
        // The checkpoint's own text has no empty line, so the first one is ours.
        let (head, note) = text.split_once("\n\n").ok_or(Error::Unfinished)?;
        let mut lines = head.split('\n').zip(1..).peekable();
        if lines.next().is_none_or(|(line, _)| line != HEADER) {
            return Err(Error::Header);
        }
        let extra = lines.next_if(|(line, _)| line.starts_with("extra"));
        let extra = extra.map(|(line, _)| line.strip_prefix("extra ").and_then(unbase64));
        let extra = extra.map(|data| data.ok_or(Error::Extra)).transpose()?;
        let (line, number) = lines.next().ok_or(Error::Unfinished)?;
        let index = line.strip_prefix("index ").and_then(decimal);
        let index = index.ok_or(Error::Index(number))?;
        let hashes = hashes(lines, Error::TooMany, Error::Hash)?;
        let checkpoint: Note = note.parse().map_err(checkpoint::Error::from)?;
        Checkpoint::parse(checkpoint.text())?;
        Ok(Self { extra, index, hashes, checkpoint })
    }
}

/// One hash a line, 63 at most.
pub(crate) fn hashes<'t, E>(
    lines: impl Iterator<Item = (&'t str, usize)>,
    too_many: E,
    wrong: impl Fn(usize) -> E,
) -> Result<Vec<Hash>, E> {
    let mut hashes = Vec::new();
    for (line, number) in lines {
        if hashes.len() == MAX_HASHES {
            return Err(too_many);
        }
        hashes.push(line.parse().map_err(|_| wrong(number))?);
    }
    Ok(hashes)
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
