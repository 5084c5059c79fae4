//! `bening log verify`: as much of a log as one asks for.

use std::sync::mpsc::{SyncSender, sync_channel};

use kernel::Error;
use ledger::checkpoint::Checkpoint;
use ledger::cosignature::Quorum;
use ledger::note::{Note, VerifierKey};
use ledger::proof::verify_consistency;
use ledger::receipt::Receipt;
use ledger::tile::{TileId, TileReader};
use ledger::verify::{Checked, Verifier, Want, Wants, check};

use super::super::{Done, Stop, progress, say};
use super::source::Source;
use super::{refused, text, vkey};
use crate::cli::Verify;

/// The most threads that read a log: a web server may not like more.
const MOST_THREADS: usize = 4;
/// How many bundles a thread may be ahead. Memory does not grow with the log.
const AHEAD: usize = 16;

/// Checks what the arguments name.
pub fn run(args: Verify) -> Done {
    let key = vkey(&args.vkey)?;
    let quorum = quorum(&args)?;
    let proven = match &args.receipt {
        Some(file) => receipt(&text(file)?, &key, quorum.as_ref())?,
        None => None,
    };
    let Some(place) = &args.log else { return Ok(()) };
    let source = Source::new(place);
    let (checkpoint, note) = source.checkpoint(&key)?;
    say(&format!("{}: {} entries, root {}", checkpoint.origin, checkpoint.size, checkpoint.root));
    cosigned(&note, quorum.as_ref())?;
    if let Some(old) = &args.old {
        let (old, _) = Checkpoint::open(&text(old)?, &key)
            .map_err(|error| refused(format!("the older checkpoint: {error}")))?;
        grown(&source, &checkpoint, &old, "")?;
    }
    if let Some(proven) = &proven {
        grown(&source, &checkpoint, proven, "the checkpoint of the receipt: ")?;
    }
    if args.all {
        entries(&source, &checkpoint)?;
    }
    Ok(())
}

/// The witnesses that were named, and how many must have signed.
fn quorum(args: &Verify) -> Result<Option<Quorum>, Stop> {
    if args.witnesses.is_empty() {
        return match args.quorum {
            None | Some(0) => Ok(None),
            Some(_) => Err(Stop::Input(vec!["--quorum needs --witness VKEY".to_owned()])),
        };
    }
    let mut witnesses = Vec::new();
    for text in &args.witnesses {
        let key: VerifierKey = text
            .trim()
            .parse()
            .map_err(|error| Stop::Input(vec![format!("--witness {text}: {error}")]))?;
        witnesses.push(key);
    }
    let k = args.quorum.unwrap_or(witnesses.len());
    let quorum = Quorum::new(witnesses, k);
    quorum.map(Some).map_err(|error| Stop::Input(vec![format!("--witness, --quorum: {error}")]))
}

fn cosigned(note: &Note, quorum: Option<&Quorum>) -> Done {
    let Some(quorum) = quorum else { return Ok(()) };
    quorum.met(note).map_err(refused)?.iter().for_each(witnessed);
    Ok(())
}

fn witnessed((name, seconds): &(String, u64)) {
    say(&format!("cosigned by {name} at {}", instant(*seconds)));
}

pub(super) fn instant(seconds: u64) -> String {
    let at = i64::try_from(seconds).ok().and_then(|at| jiff::Timestamp::from_second(at).ok());
    at.map_or_else(|| format!("second {seconds}"), |at| at.to_string())
}

/// The receipt alone, without asking anyone. Gives the checkpoint of its proof, if it has one.
fn receipt(
    text: &str,
    key: &VerifierKey,
    quorum: Option<&Quorum>,
) -> Result<Option<Checkpoint>, Stop> {
    let receipt: Receipt = text.parse().map_err(refused)?;
    let verified = receipt.verify(key, quorum).map_err(refused)?;
    let promise = &verified.promise;
    say(&format!(
        "promise: {} for {}, received {}",
        promise.number, promise.service, promise.received
    ));
    say(&format!("fee: Rp{}; {}; {}", promise.fee, promise.promise, promise.check));
    let Some(entry) = verified.entry else {
        say("The promise is genuine. It is not in the log yet: fetch the receipt again.");
        return Ok(None);
    };
    say(&format!("in the log: entry {} of {}", entry.index, entry.checkpoint.size));
    entry.witnesses.iter().for_each(witnessed);
    Ok(Some(entry.checkpoint))
}

/// Whether the log of an older checkpoint, which `whose` names, is the beginning of this one.
pub(super) fn grown(source: &Source, now: &Checkpoint, old: &Checkpoint, whose: &str) -> Done {
    if old.size > now.size {
        let (before, after) = (old.size, now.size);
        return Err(refused(format!(
            "{whose}the log shrank: it had {before} entries and has {after}"
        )));
    }
    let mut reader = TileReader::new(now.size, now.root, |id| source.tile(id));
    let proof = reader.consistency(old.size)?;
    verify_consistency(old.size, old.root, now.size, now.root, &proof).map_err(|error| {
        refused(format!("{whose}history was rewritten before entry {}: {error}", old.size))
    })?;
    say(&format!("grown from {} entries, none of them changed", old.size));
    Ok(())
}

/// What a thread has brought of what is wanted.
enum Brought {
    Leaves(Checked),
    Tile(TileId, Vec<u8>),
}

/// Every entry and every tile. Threads fetch and hash ahead, each its share; the verifier takes
/// what they bring in the log's order, so the first place that is wrong is the one that is named.
fn entries(source: &Source, checkpoint: &Checkpoint) -> Done {
    let Checkpoint { size, root, .. } = *checkpoint;
    let bar = progress("entries", size);
    let threads = std::thread::available_parallelism()?.get().min(MOST_THREADS);
    let mut verifier = Verifier::new(size, root);
    std::thread::scope(|scope| -> Done {
        let share = |thread| {
            let (give, take) = sync_channel(AHEAD);
            let wants = Wants::new(size).skip(thread).step_by(threads);
            scope.spawn(move || bring(source, wants, &give));
            take
        };
        let shares: Vec<_> = (0..threads).map(share).collect();
        for (_, share) in Wants::new(size).zip(shares.iter().cycle()) {
            match share.recv().map_err(Error::internal)?? {
                Brought::Leaves(checked) => verifier.leaves(checked).map_err(refused)?,
                Brought::Tile(id, bytes) => verifier.tile(id, &bytes).map_err(refused)?,
            }
            bar.set_position(verifier.checked());
        }
        Ok(())
    })?;
    verifier.finish().map_err(refused)?;
    bar.finish_and_clear();
    say(&format!("all {size} entries stand where the root says"));
    Ok(())
}

/// Fetches `wants` one after the other until one fails or nobody takes them any more.
fn bring(
    source: &Source,
    wants: impl Iterator<Item = Want>,
    give: &SyncSender<Result<Brought, Stop>>,
) {
    for want in wants {
        let brought = match want {
            Want::Leaves(id) => leaves(source, id),
            Want::Tile(id) => source.tile(id).map(|bytes| Brought::Tile(id, bytes)),
        };
        let failed = brought.is_err();
        if give.send(brought).is_err() || failed {
            return;
        }
    }
}

fn leaves(source: &Source, id: TileId) -> Result<Brought, Stop> {
    let (bundle, tile) = (source.bundle(id)?, source.tile(id)?);
    check(id, &bundle, &tile).map(Brought::Leaves).map_err(refused)
}
