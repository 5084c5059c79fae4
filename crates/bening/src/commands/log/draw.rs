//! `bening log draw`: who was drawn for the file of a receipt, recomputed from the clear facts of
//! the log alone.

use ledger::draw::{Draws, Held, Verdict};
use ledger::note::VerifierKey;
use ledger::receipt::Receipt;

use super::super::{Done, Stop, say};
use super::order::read;
use super::source::Source;
use super::verify::{grown, instant};
use super::{refused, text, vkey};
use crate::cli;

/// Reads the log to its end and says whether the draw holds.
pub fn run(args: &cli::Draw) -> Done {
    let key = vkey(&args.source.vkey)?;
    let witness = args.witness.as_deref().map(witness_key).transpose()?;
    let receipt: Receipt = text(&args.receipt)?.parse().map_err(refused)?;
    let promise = receipt.verify(&key, None).map_err(refused)?.promise;
    let Some(ticket) = receipt.ticket() else {
        let line = "the receipt holds no ticket yet; fetch it again once the file is complete";
        return Err(Stop::Input(vec![line.to_owned()]));
    };
    let source = Source::new(&args.source.log);
    let (checkpoint, _) = source.checkpoint(&key)?;
    let mut draws = Draws::of(ticket, &key);
    read(&source, &checkpoint, |at, entry| draws.see(at, entry).map_err(refused))?;
    let verdict = draws.verdict();
    let Some((queue, entered)) = verdict.entered.clone() else {
        return Err(refused("the log shows no place in a queue for this ticket"));
    };
    let Some(first) = verdict.draws.first() else { return not_drawn(&verdict, &queue, entered) };
    named(first, witness.as_ref())?;
    // A city that signed another history for the draw would be found here.
    grown(&source, &checkpoint, &first.seed.checkpoint, "the checkpoint of the draw: ")?;
    for held in &verdict.draws {
        tell(held);
    }
    distance(first, entered, promise.received);
    overridden(&verdict);
    Ok(())
}

fn witness_key(text: &str) -> Result<VerifierKey, Stop> {
    let wrong = |error| Stop::Input(vec![format!("--witness {text}: {error}")]);
    text.trim().parse().map_err(|error: ledger::note::KeyError| wrong(error))
}

/// Whether the seed is the line of the witness that the reader trusts.
fn named(held: &Held, trusted: Option<&VerifierKey>) -> Done {
    let of = |key: &VerifierKey| key.to_string();
    match (&held.fact.witness, trusted.map(of)) {
        (_, None) => Ok(()),
        (Some(named), Some(trusted)) if *named == trusted => Ok(()),
        (Some(named), Some(_)) => {
            Err(refused(format!("the seed is the line of another witness: {named}")))
        }
        (None, Some(_)) => Err(refused("no witness stood for this draw")),
    }
}

fn tell(held: &Held) {
    let (fact, out) = (&held.fact, held.fact.excluded.len());
    say(&format!(
        "the draw holds: entry {} gives the file to {}, from entry {} with {} officers, {} of them \
         excluded",
        held.index, fact.drawn, fact.pool, held.members, out
    ));
    if let Some(key) = &held.earlier_key {
        say(&format!(
            "its checkpoint is signed by an earlier key of the city, which the log told of before \
             the draw: {key}"
        ));
    }
}

/// What lies between "complete" and the seed: the shorter, the less could be tried out.
fn distance(held: &Held, entered: u64, received: jiff::Timestamp) {
    let between = held.seed.checkpoint.size - entered - 1;
    say(&format!(
        "complete by entry {entered}; the checkpoint of the seed has {} entries, {between} of them \
         after it",
        held.seed.checkpoint.size
    ));
    let Some(seconds) = held.seed.witnessed_at else {
        say("NO WITNESS stood for this draw: nobody outside the city has seen it, and the city \
             could have tried several seeds");
        return;
    };
    let waited = i64::try_from(seconds).map_or(i64::MAX, |at| at - received.as_second());
    say(&format!(
        "cosigned by the witness {} at {}, {waited} seconds after the application was received",
        held.fact.witness.as_deref().unwrap_or_default(),
        instant(seconds)
    ));
}

fn overridden(verdict: &Verdict) {
    for (index, other) in &verdict.overrides {
        say(&format!(
            "OVERRIDDEN by entry {index}: given to {}; reason: {}",
            other.pseudonym, other.reason
        ));
    }
}

/// No draw: an override without one is told; else the file waits or stands in the common order.
fn not_drawn(verdict: &Verdict, queue: &str, entered: u64) -> Done {
    say(&format!("queue {queue}, entered by entry {entered}: nobody has been drawn"));
    overridden(verdict);
    Ok(())
}
