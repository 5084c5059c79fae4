//! `bening signals`: patterns in an event log that are very unlikely to be chance.

mod city;
mod columns;
mod contracts;
mod evaluate;
mod known;
pub mod log;
mod output;
mod run;
mod spending;

use super::{Done, Stop};
use crate::cli::Signals;

/// Runs or evaluates.
pub fn run(signals: Signals) -> Done {
    match signals {
        Signals::Run(args) => run::run(&args),
        Signals::Evaluate(args) => evaluate::run(&args),
    }
}

fn wrong(error: simulation::Error) -> Stop {
    Stop::Input(vec![error.to_string()])
}
