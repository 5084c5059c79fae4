//! `bening process`: how work really moves, from the event log of any office or of this city.
//!
//! Every subcommand reads its log by [`input`] and writes its result by [`output`].

mod convert;
mod dfg;
pub mod input;
mod journal;
mod map;
pub mod output;
mod stats;
mod variants;
mod whatif;

use super::Done;
use crate::cli::Process;

/// Reads a log and says what was asked.
pub async fn run(process: Process) -> Done {
    match process {
        Process::Stats(args) => stats::run(&args).await,
        Process::Variants(args) => variants::run(&args).await,
        Process::Dfg(args) => dfg::run(&args).await,
        Process::Map(args) => map::run(&args).await,
        Process::Convert(args) => convert::run(&args).await,
        Process::Whatif(args) => whatif::run(&args).await,
        Process::Evaluate(args) => whatif::evaluate::run(&args),
    }
}
