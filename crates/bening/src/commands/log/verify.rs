//! `bening log verify`: as much of a log as one asks for.

use ledger::checkpoint::Checkpoint;
use ledger::cosignature::Quorum;
use ledger::note::{Note, VerifierKey};
use ledger::proof::verify_consistency;
use ledger::receipt::Receipt;
use ledger::tile::TileReader;
use ledger::verify::{Verifier, Want, Wants, check};

use super::super::{Done, Stop, progress, say};
use super::source::Source;
use super::{refused, text, vkey};
use crate::cli::Verify;

/// Checks what the arguments name.
pub fn run(args: Verify) -> Done {
    let key = vkey(&args.vkey)?;
    let quorum = quorum(&args)?;
    if let Some(file) = &args.receipt {
        receipt(&text(file)?, &key, quorum.as_ref())?;
    }
    let Some(place) = &args.log else { return Ok(()) };
    let source = Source::new(place);
    let (checkpoint, note) = source.checkpoint(&key)?;
    say(&format!("{}: {} entries, root {}", checkpoint.origin, checkpoint.size, checkpoint.root));
    cosigned(&note, quorum.as_ref())?;
    if let Some(old) = &args.old {
        grown(&source, &key, &checkpoint, &text(old)?)?;
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
    quorum.map(Some).map_err(|error| Stop::Input(vec![format!("--quorum: {error}")]))
}

fn cosigned(note: &Note, quorum: Option<&Quorum>) -> Done {
    let Some(quorum) = quorum else { return Ok(()) };
    quorum.met(note).map_err(refused)?.iter().for_each(witnessed);
    Ok(())
}

fn witnessed((name, seconds): &(String, u64)) {
    say(&format!("cosigned by {name} at {}", instant(*seconds)));
}

fn instant(seconds: u64) -> String {
    let at = i64::try_from(seconds).ok().and_then(|at| jiff::Timestamp::from_second(at).ok());
    at.map_or_else(|| format!("second {seconds}"), |at| at.to_string())
}

/// The receipt alone, without asking anyone.
fn receipt(text: &str, key: &VerifierKey, quorum: Option<&Quorum>) -> Done {
    let receipt: Receipt = text.parse().map_err(refused)?;
    let verified = receipt.verify(key, quorum).map_err(refused)?;
    let promise = &verified.promise;
    say(&format!(
        "promise: {} for {}, received {}",
        promise.number, promise.service, promise.received
    ));
    say(&format!("fee: Rp{}; {}; {}", promise.fee, promise.promise, promise.check));
    match verified.entry {
        None => say("The promise is genuine. It is not in the log yet: fetch the receipt again."),
        Some(entry) => {
            say(&format!("in the log: entry {} of {}", entry.index, entry.checkpoint.size));
            entry.witnesses.iter().for_each(witnessed);
        }
    }
    Ok(())
}

/// Whether the log of an older checkpoint is the beginning of this one.
fn grown(source: &Source, key: &VerifierKey, now: &Checkpoint, old: &str) -> Done {
    let (old, _) = Checkpoint::open(old, key)
        .map_err(|error| refused(format!("the older checkpoint: {error}")))?;
    if old.size > now.size {
        let line = format!("the log shrank: it had {} entries and has {}", old.size, now.size);
        return Err(refused(line));
    }
    let mut reader = TileReader::new(now.size, now.root, |id| source.tile(id));
    let proof = reader.consistency(old.size)?;
    verify_consistency(old.size, old.root, now.size, now.root, &proof).map_err(|error| {
        refused(format!("history was rewritten before entry {}: {error}", old.size))
    })?;
    say(&format!("grown from {} entries, none of them changed", old.size));
    Ok(())
}

/// Every entry and every tile.
fn entries(source: &Source, checkpoint: &Checkpoint) -> Done {
    let bar = progress("entries", checkpoint.size);
    let mut verifier = Verifier::new(checkpoint.size, checkpoint.root);
    for want in Wants::new(checkpoint.size) {
        match want {
            Want::Leaves(id) => {
                let checked = check(id, &source.bundle(id)?, &source.tile(id)?).map_err(refused)?;
                verifier.leaves(checked).map_err(refused)?;
            }
            Want::Tile(id) => verifier.tile(id, &source.tile(id)?).map_err(refused)?,
        }
        bar.set_position(verifier.checked());
    }
    verifier.finish().map_err(refused)?;
    bar.finish_and_clear();
    say(&format!("all {} entries stand where the root says", checkpoint.size));
    Ok(())
}
