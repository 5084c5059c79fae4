//! The fair draw of an officer, recomputed from the public log by anyone who has a ticket.
//!
//! The pool, with the loads of its members, stands in the log before the ticket enters; the seed is
//! a witness's line under a checkpoint that holds the ticket already. So whoever publishes the pool
//! does not know the seed, and whoever makes the seed cannot change the pool. The city's own
//! signature would be no such seed: it could sign many roots until it likes one.
//!
//! For each member `SHA-256(seed || ticket || pseudonym)` is computed; of the two lowest the one
//! with the smaller load is taken (of equal loads, the lower hash). Two choices instead of one keep
//! loads close together (Azar, Broder, Karlin, Upfal 1999) and leave nobody anything to choose.

use std::collections::BTreeMap;

use kernel::facts::assignment::{Drawn, Member, PoolPublished, Reassigned};
use kernel::facts::log::{KeyPublished, KeyRevoked};
use kernel::facts::queue::Entered;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::checkpoint::{self, Checkpoint};
use crate::cosignature;
use crate::entry::Entry;
use crate::note::{Note, VerifierKey};

/// Why a draw does not hold. Entries are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The payload is not what its kind has.
    #[error("entry {index}: {kind} cannot be read: {why}")]
    Payload {
        /// Number of the entry.
        index: u64,
        /// Its kind.
        kind: String,
        /// What the reader says.
        why: String,
    },
    /// The note is no checkpoint of this city.
    #[error("the checkpoint of the draw: {0}")]
    Checkpoint(#[from] checkpoint::Error),
    /// The witness's line is missing or wrong.
    #[error("the witness of the draw: {0}")]
    Witness(#[from] cosignature::Error),
    /// A seed must be one line, or there would be one to choose from.
    #[error("the checkpoint of the draw has {0} lines of the key whose line is the seed, not one")]
    Lines(usize),
    /// The named witness is no key.
    #[error("the witness of the draw is no key: {0}")]
    Key(String),
    /// The checkpoint does not hold the ticket, or is younger than the draw.
    #[error(
        "the checkpoint of the draw has {size} entries; it must hold entry {entered} and be older than entry {drawn}"
    )]
    Size {
        /// Its size.
        size: u64,
        /// The ticket's entry.
        entered: u64,
        /// The draw's entry.
        drawn: u64,
    },
    /// No pool stands before the ticket.
    #[error("entry {0}: it was drawn without a pool published before the ticket entered")]
    NoPool(u64),
    /// Another pool is named than the last one before the ticket.
    #[error("entry {at}: the draw names another pool than that of entry {pool}")]
    Pool {
        /// The draw.
        at: u64,
        /// The pool that holds.
        pool: u64,
    },
    /// Someone is excluded who is not in the pool, or twice.
    #[error("entry {0}: the excluded are not members of the pool, each once")]
    Excluded(u64),
    /// The computation gives someone else.
    #[error("entry {at}: {named} was recorded, and the computation gives {computed}")]
    Winner {
        /// The draw.
        at: u64,
        /// Who was recorded.
        named: String,
        /// Whom the pool and the seed give.
        computed: String,
    },
    /// Drawn again, though nobody left the pool, or from other things.
    #[error("entry {0}: the ticket was drawn again without the one drawn before being excluded")]
    Again(u64),
    /// A ticket was drawn in a queue in which it does not stand.
    #[error("entry {0}: the ticket does not stand in the queue that the draw names")]
    Queue(u64),
}

/// The purpose of keys that sign the log.
const LOG: &str = "log";

/// The seed: SHA-256 over the bytes of a signature line.
pub fn seed(line: &[u8]) -> [u8; 32] {
    Sha256::digest(line).into()
}

/// SHA-256 over the canonical JSON (RFC 8785) of a pool, in hexadecimal digits.
///
/// # Errors
/// Only if serde cannot write the pool, which would be a fault of ours.
pub fn pool_hash(pool: &PoolPublished) -> Result<String, String> {
    let bytes = serde_json_canonicalizer::to_vec(pool).map_err(|error| error.to_string())?;
    Ok(hex(&Sha256::digest(bytes)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Who is drawn; `None` when everyone is excluded.
pub fn winner<'m>(
    seed: &[u8; 32],
    ticket: &str,
    members: &'m [Member],
    excluded: &[String],
) -> Option<&'m str> {
    let rank = |member: &'m Member| {
        let mut hash = Sha256::new();
        hash.update(seed);
        hash.update(ticket);
        hash.update(&member.pseudonym);
        let hash: [u8; 32] = hash.finalize().into();
        (hash, member)
    };
    let mut ranked: Vec<_> =
        members.iter().filter(|member| !excluded.contains(&member.pseudonym)).map(rank).collect();
    ranked.sort_by_key(|(hash, _)| *hash);
    let chosen = ranked.into_iter().take(2).min_by_key(|(hash, member)| (member.load, *hash));
    chosen.map(|(_, member)| member.pseudonym.as_str())
}

/// What a seed was taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seed {
    /// The seed.
    pub bytes: [u8; 32],
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// When the witness cosigned it, in seconds since 1970 UTC; none without a witness.
    pub witnessed_at: Option<u64>,
}

/// The seed that a note gives: the one line of the witness, or without a witness that of the city.
///
/// # Errors
/// When the city or the witness did not sign, a line does not fit, or there are several.
pub fn seed_of(
    note: &Note,
    city: &VerifierKey,
    witness: Option<&VerifierKey>,
) -> Result<Seed, Error> {
    let checkpoint = Checkpoint::of(note, city)?;
    let witnessed_at = witness.map(|key| cosignature::verify(note, key)).transpose()?;
    let key = witness.unwrap_or(city);
    let lines: Vec<_> = note.signatures_of(key).collect();
    let [line] = lines.as_slice() else { return Err(Error::Lines(lines.len())) };
    Ok(Seed { bytes: seed(line.bytes()), checkpoint, witnessed_at })
}

/// A draw that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Number of its entry.
    pub index: u64,
    /// What it says.
    pub fact: Drawn,
    /// From what it was drawn.
    pub seed: Seed,
    /// How many were in the pool.
    pub members: usize,
    /// The city's key that signed the checkpoint, when it is an earlier one that the log told of before
    /// the draw; none for the key that signs the log now.
    pub earlier_key: Option<String>,
}

/// What the log says of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The queue, and the entry with which the ticket entered; none when it did not.
    pub entered: Option<(String, u64)>,
    /// The draws, oldest first: one more for each conflict of interest that was declared.
    pub draws: Vec<Held>,
    /// The entry with which a superior gave the file to someone else, and what it says.
    pub overrides: Vec<(u64, Reassigned)>,
}

/// Reads a log in its order and checks the draws of one ticket.
#[derive(Clone, Debug)]
pub struct Draws {
    ticket: String,
    city: VerifierKey,
    /// The city's keys that the log told of so far and that it has not revoked.
    told: Vec<String>,
    pools: BTreeMap<String, (u64, PoolPublished)>,
    found: Verdict,
}

impl Draws {
    /// Follows `ticket` in the log of `city`.
    pub fn of(ticket: &str, city: &VerifierKey) -> Self {
        let found = Verdict { entered: None, draws: Vec::new(), overrides: Vec::new() };
        let (pools, told) = (BTreeMap::new(), Vec::new());
        Self { ticket: ticket.to_owned(), city: city.clone(), told, pools, found }
    }

    /// Reads the next entry, whose number is `index` from 0.
    ///
    /// # Errors
    /// When a draw of this ticket does not hold, or a fact cannot be read.
    pub fn see(&mut self, index: u64, entry: &Entry) -> Result<(), Error> {
        let Entry::Clear { kind, data, .. } = entry else { return Ok(()) };
        match kind.as_str() {
            "key.published" => {
                let key: KeyPublished = payload(index, kind, data)?;
                if key.purpose == LOG {
                    self.told.push(key.vkey);
                }
            }
            "key.revoked" => {
                let key: KeyRevoked = payload(index, kind, data)?;
                self.told.retain(|told| *told != key.vkey);
            }
            // Only the pools before the ticket count.
            "pool.published" if self.found.entered.is_none() => {
                let pool: PoolPublished = payload(index, kind, data)?;
                self.pools.insert(pool.queue.clone(), (index, pool));
            }
            "queue.entered" => {
                let entered: Entered = payload(index, kind, data)?;
                if entered.ticket == self.ticket && self.found.entered.is_none() {
                    self.pools.retain(|queue, _| *queue == entered.queue);
                    self.found.entered = Some((entered.queue, index));
                }
            }
            "queue.drawn" => {
                let drawn: Drawn = payload(index, kind, data)?;
                if drawn.ticket == self.ticket {
                    let held = self.check(index, drawn)?;
                    self.found.draws.push(held);
                }
            }
            "queue.reassigned" => {
                let other: Reassigned = payload(index, kind, data)?;
                if other.ticket == self.ticket {
                    self.found.overrides.push((index, other));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// What has been found.
    pub fn verdict(self) -> Verdict {
        self.found
    }

    fn check(&self, at: u64, fact: Drawn) -> Result<Held, Error> {
        let entered = self.found.entered.as_ref().filter(|(queue, _)| *queue == fact.queue);
        let Some((queue, entered)) = entered else { return Err(Error::Queue(at)) };
        let (pool_at, pool) = self.pools.get(queue).ok_or(Error::NoPool(at))?;
        let unreadable = |why| Error::Payload { index: *pool_at, kind: "pool".to_owned(), why };
        if fact.pool != *pool_at || fact.pool_hash != pool_hash(pool).map_err(unreadable)? {
            return Err(Error::Pool { at, pool: *pool_at });
        }
        self.follows(at, &fact)?;
        let (seed, earlier_key) = self.seed(&fact)?;
        let size = seed.checkpoint.size;
        if size <= *entered || size > at {
            return Err(Error::Size { size, entered: *entered, drawn: at });
        }
        let member = |name: &String| pool.members.iter().any(|m| m.pseudonym == *name);
        let once = |at: usize, name: &String| !fact.excluded[..at].contains(name);
        if !fact.excluded.iter().enumerate().all(|(at, name)| member(name) && once(at, name)) {
            return Err(Error::Excluded(at));
        }
        let computed = winner(&seed.bytes, &self.ticket, &pool.members, &fact.excluded);
        if computed != Some(fact.drawn.as_str()) {
            let computed = computed.unwrap_or("nobody").to_owned();
            return Err(Error::Winner { at, named: fact.drawn, computed });
        }
        Ok(Held { index: at, members: pool.members.len(), fact, seed, earlier_key })
    }

    /// The seed, and the earlier key of the city that signed its checkpoint, if the present one did not.
    fn seed(&self, fact: &Drawn) -> Result<(Seed, Option<String>), Error> {
        let note: Note = fact.checkpoint.parse().map_err(checkpoint::Error::from)?;
        let witness = fact.witness.as_ref();
        let witness = witness.map(|key| key.parse::<VerifierKey>()).transpose();
        let witness = witness.map_err(|error| Error::Key(error.to_string()))?;
        let refused = match seed_of(&note, &self.city, witness.as_ref()) {
            Ok(seed) => return Ok((seed, None)),
            Err(error) => error,
        };
        let earlier = self.told.iter().rev().find_map(|told| {
            let key: VerifierKey = told.parse().ok()?;
            Some((seed_of(&note, &key, witness.as_ref()).ok()?, Some(told.clone())))
        });
        earlier.ok_or(refused)
    }

    /// A second draw has the same seed and pool, and one more who may not have the file: so nobody
    /// can draw until they like what comes.
    fn follows(&self, at: u64, fact: &Drawn) -> Result<(), Error> {
        let Some(Held { fact: before, .. }) = self.found.draws.last() else { return Ok(()) };
        let same = before.checkpoint == fact.checkpoint && before.witness == fact.witness;
        let kept = before.excluded.iter().all(|name| fact.excluded.contains(name));
        if same && kept && fact.excluded.contains(&before.drawn) {
            return Ok(());
        }
        Err(Error::Again(at))
    }
}

fn payload<T: DeserializeOwned>(index: u64, kind: &str, data: &Value) -> Result<T, Error> {
    T::deserialize(data).map_err(|error| {
        let (kind, why) = (kind.to_owned(), error.to_string());
        Error::Payload { index, kind, why }
    })
}
