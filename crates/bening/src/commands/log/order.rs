//! `bening log order`: whether the holder of a receipt was overtaken, recomputed from the queue's
//! clear facts alone.

use ledger::entry::Entry;
use ledger::order::{Order, Pick, Place, Verdict};
use ledger::receipt::Receipt;
use ledger::tile::{TileId, TileReader};
use ledger::{bundle, checkpoint::Checkpoint};

use super::super::{Done, Stop, progress, say};
use super::source::Source;
use super::{refused, text, vkey};
use crate::cli;

/// Reads the log to its end and says what it found.
pub fn run(args: &cli::Order) -> Done {
    let key = vkey(&args.source.vkey)?;
    let receipt: Receipt = text(&args.receipt)?.parse().map_err(refused)?;
    receipt.verify(&key, None).map_err(refused)?;
    let Some(ticket) = receipt.ticket() else {
        let line = "the receipt holds no ticket yet; fetch it again once the file is complete";
        return Err(Stop::Input(vec![line.to_owned()]));
    };
    let source = Source::new(&args.source.log);
    let (checkpoint, _) = source.checkpoint(&key)?;
    let mut order = Order::of(ticket);
    read(&source, &checkpoint, |at, entry| order.see(at, entry).map_err(refused))?;
    tell(&order.verdict())
}

/// Every entry in order, each checked against the checkpoint.
pub(super) fn read(
    source: &Source,
    checkpoint: &Checkpoint,
    mut see: impl FnMut(u64, &Entry) -> Done,
) -> Done {
    let size = checkpoint.size;
    let bar = progress("entries", size);
    let mut reader = TileReader::new(size, checkpoint.root, |id| source.tile(id));
    for index in 0..size.div_ceil(256) {
        let id = TileId { level: 0, index, width: (size - index * 256).min(256) as u16 };
        let entries = bundle::decode(id, &source.bundle(id)?).map_err(refused)?;
        for (place, bytes) in entries.iter().enumerate() {
            let at = index * 256 + place as u64;
            reader.check_entry(at, bytes)?;
            let wrong = |error| refused(format!("entry {at}: {error}"));
            see(at, &Entry::decode(bytes).map_err(wrong)?)?;
        }
        bar.set_position(index * 256);
    }
    bar.finish_and_clear();
    Ok(())
}

fn tell(verdict: &Verdict) -> Done {
    match verdict {
        Verdict::NotEntered => {
            Err(Stop::Refused("the log shows no place in a queue for this ticket".to_owned()))
        }
        Verdict::NotOvertaken(place) => {
            say("not overtaken");
            show(place);
            Ok(())
        }
        Verdict::Overtaken(place, picks) => {
            say(&format!("overtaken {} times:", picks.len()));
            for Pick { index, reason } in picks {
                say(&format!(
                    "  entry {index}: {}",
                    reason.as_deref().unwrap_or("WITHOUT A REASON")
                ));
            }
            show(place);
            Ok(())
        }
    }
}

/// Where the ticket stood.
fn show(place: &Place) {
    say(&format!(
        "queue {}, entered by entry {}, {} stood before it",
        place.queue, place.entered_at, place.ahead_at_entry
    ));
    match (place.picked_at, place.left_at) {
        (Some(index), _) => say(&format!("called by entry {index}")),
        (None, Some(index)) => say(&format!("left by entry {index}")),
        (None, None) => say(&format!("still waiting, {} stand before it", place.ahead)),
    }
}
