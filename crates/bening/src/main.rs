//! `bening`: the one binary.

use std::process::ExitCode;

use bening::cli::Cli;
use clap::Parser as _;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    bening::commands::run(Cli::parse())
}
