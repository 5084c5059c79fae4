//! What a witness answers (C2SP tlog-witness): it cosigns a log that only grew, and nothing else.

use std::fmt;
use std::str::FromStr;

use crate::checkpoint::{self, Checkpoint};
use crate::cosignature::{self, cosign};
use crate::hash::{EMPTY, Hash};
use crate::note::{self, Note, SigningKey, VerifierKey};
use crate::proof::{self, verify_consistency};
use crate::text::decimal;
use crate::tlog_proof::hashes;

/// The longest request, in bytes: 63 hashes and a checkpoint with many signatures.
pub const MAX_REQUEST: usize = 65_536;

/// Why a request cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// More than [`MAX_REQUEST`].
    #[error("the request has {0} bytes; at most 65,536 are read")]
    TooLong(usize),
    /// The first line.
    #[error("line 1 of the request is not the word old and a size")]
    Old,
    /// A line of the proof.
    #[error("line {0} of the request is no hash: 32 bytes in base64")]
    Hash(usize),
    /// Too many lines of proof.
    #[error("the request has more than 63 hashes")]
    TooMany,
    /// No checkpoint follows.
    #[error("the request ends before the empty line and the checkpoint")]
    Unfinished,
    /// The checkpoint is not one.
    #[error("the checkpoint of the request: {0}")]
    Checkpoint(#[from] checkpoint::Error),
}

/// The body of `POST <prefix>/add-checkpoint`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// The size that the log believes the witness has seen last.
    pub old: u64,
    /// Consistency from that size to the checkpoint's.
    pub proof: Vec<Hash>,
    /// The signed note.
    pub checkpoint: Note,
}

impl AddCheckpoint {
    /// The log that it is about.
    pub fn origin(&self) -> &str {
        self.checkpoint.text().split('\n').next().unwrap_or_default()
    }
}

impl FromStr for AddCheckpoint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.len() > MAX_REQUEST {
            return Err(Error::TooLong(text.len()));
        }
        let (head, note) = text.split_once("\n\n").ok_or(Error::Unfinished)?;
        let mut lines = head.split('\n').zip(1..);
        let first = lines.next().and_then(|(line, _)| line.strip_prefix("old "));
        let old = first.and_then(decimal).ok_or(Error::Old)?;
        let proof = hashes(lines, Error::TooMany, Error::Hash)?;
        let checkpoint: Note = note.parse().map_err(checkpoint::Error::from)?;
        Checkpoint::parse(checkpoint.text())?;
        Ok(Self { old, proof, checkpoint })
    }
}

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

/// A log that the witness watches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownLog {
    /// Its keys, whose name is the log's origin. More than one while the log changes its key.
    pub keys: Vec<VerifierKey>,
}

impl KnownLog {
    /// The checkpoint, if one of the log's keys signed it and none signed wrongly.
    fn open(&self, note: &Note) -> Result<Checkpoint, Refusal> {
        let origin = Checkpoint::parse(note.text()).map_err(Error::from)?.origin;
        let mut opened = Err(Refusal::UnknownLog(origin.clone()));
        for key in self.keys.iter().filter(|key| key.name() == origin) {
            match Checkpoint::of(note, key) {
                Ok(checkpoint) => opened = Ok(checkpoint),
                Err(checkpoint::Error::Note(note::Error::NotSigned(_))) if opened.is_ok() => {}
                Err(checkpoint::Error::Note(note::Error::NotSigned(name))) => {
                    opened = Err(Refusal::Unsigned(name));
                }
                Err(error) => return Err(Refusal::Forged(error)),
            }
        }
        opened
    }
}

/// What the witness has seen last of a log. It keeps this on disk, before it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Number of entries.
    pub size: u64,
    /// Root of their tree.
    pub root: Hash,
}

/// What the witness answers, once `seen` is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigned {
    /// The new state.
    pub seen: Seen,
    /// The line to send, with its line break.
    pub line: String,
}

/// Why the witness does not cosign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The request cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Error),
    /// The old size is larger than the checkpoint's.
    #[error("the old size {old} is larger than the checkpoint's {new}")]
    Backwards {
        /// Size in the request's first line.
        old: u64,
        /// Size of the checkpoint.
        new: u64,
    },
    /// Nobody signed for the log.
    #[error("the checkpoint is not signed by a known key of {0}")]
    Unsigned(String),
    /// A signature in the log's name that is not its own.
    #[error(transparent)]
    Forged(checkpoint::Error),
    /// A log that this witness does not watch.
    #[error("this witness does not watch the log {0}")]
    UnknownLog(String),
    /// The witness has seen another size than the log believes.
    #[error("this witness has seen {seen} entries of the log, not {old}")]
    Stale {
        /// Size that it has seen last.
        seen: u64,
        /// Size in the request's first line.
        old: u64,
    },
    /// Two roots of one size.
    #[error("this witness has seen another root of {0} entries: the log shows two histories")]
    Fork(u64),
    /// The proof does not hold.
    #[error(transparent)]
    Inconsistent(proof::Error),
    /// The witness's own key is of the wrong kind.
    #[error("this witness cannot sign: {0}")]
    Key(cosignature::Error),
}

impl Refusal {
    /// The HTTP status that the specification asks for.
    pub fn status(&self) -> u16 {
        match self {
            Self::Unreadable(_) | Self::Backwards { .. } => 400,
            Self::Unsigned(_) | Self::Forged(_) => 403,
            Self::UnknownLog(_) => 404,
            Self::Stale { .. } | Self::Fork(_) => 409,
            Self::Inconsistent(_) => 422,
            Self::Key(_) => 500,
        }
    }

    /// The size that the witness has seen, when that is the answer (409, `text/x.tlog.size`). Not
    /// at a fork: there is nothing to continue from.
    pub fn size(&self) -> Option<u64> {
        match self {
            Self::Stale { seen, .. } => Some(*seen),
            _ => None,
        }
    }
}

/// Decides about a request for `log`, of which the witness has `seen` this much, at `seconds` since
/// 1970 UTC. The caller must keep others from deciding about the same log until the new state is on
/// disk.
///
/// # Errors
/// [`Refusal`]; the state stays as it was.
pub fn decide(
    log: &KnownLog,
    seen: Option<&Seen>,
    request: &AddCheckpoint,
    seconds: u64,
    key: &SigningKey,
) -> Result<Cosigned, Refusal> {
    let new = log.open(&request.checkpoint)?;
    if request.old > new.size {
        return Err(Refusal::Backwards { old: request.old, new: new.size });
    }
    let last = seen.copied().unwrap_or(Seen { size: 0, root: EMPTY });
    if request.old != last.size {
        return Err(Refusal::Stale { seen: last.size, old: request.old });
    }
    if new.size == last.size && new.root != last.root {
        return Err(Refusal::Fork(new.size));
    }
    verify_consistency(last.size, last.root, new.size, new.root, &request.proof)
        .map_err(Refusal::Inconsistent)?;
    let line = cosign(key, request.checkpoint.text(), seconds).map_err(Refusal::Key)?;
    Ok(Cosigned { seen: Seen { size: new.size, root: new.root }, line: line.to_string() })
}
