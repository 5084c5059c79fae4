//! `bening process`: how work really moves, from the event log of any office or of this city.
//!
//! Every subcommand reads its log by [`input`] and writes its result by [`output`].

mod compare;
mod conformance;
mod convert;
mod dfg;
mod discover;
mod findings;
pub mod input;
mod journal;
mod map;
mod model;
pub mod output;
mod standard;
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
        Process::Discover(args) => discover::run(&args).await,
        Process::Conformance(args) => conformance::run(&args).await,
        Process::Dfg(args) => dfg::run(&args).await,
        Process::Map(args) => map::run(&args).await,
        Process::Convert(args) => convert::run(&args).await,
        Process::Findings(args) => findings::run(&args).await,
        Process::Compare(args) => compare::run(&args).await,
        Process::Whatif(args) => whatif::run(&args).await,
        Process::Evaluate(args) => whatif::evaluate::run(&args),
    }
}
