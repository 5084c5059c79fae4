//! `bening log proof`.

use ledger::tile::TileReader;
use ledger::tlog_proof::TlogProof;

use super::super::{Done, Stop, say_raw};
use super::source::Source;
use super::vkey;
use crate::cli::Proof;

/// Prints the proof of an entry.
pub fn run(args: &Proof) -> Done {
    let key = vkey(&args.source.vkey)?;
    let source = Source::new(&args.source.log);
    let (checkpoint, note) = source.checkpoint(&key)?;
    if args.index >= checkpoint.size {
        let line = format!(
            "the log has {} entries, numbered from 0; there is no entry {}",
            checkpoint.size, args.index
        );
        return Err(Stop::Input(vec![line]));
    }
    let fetch = |id| source.tile(id);
    let mut reader = TileReader::new(checkpoint.size, checkpoint.root, fetch);
    let hashes = reader.inclusion(args.index)?;
    let proof = TlogProof { extra: None, index: args.index, hashes, checkpoint: note };
    say_raw(&proof.to_string());
    Ok(())
}
