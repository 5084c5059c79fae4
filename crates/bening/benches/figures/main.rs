//! Measures the figures that the house promises: `cargo bench -p bening --bench figures -- WHAT`,
//! where WHAT is `accept`, `home`, `reports`, `room`, `scale`, `scorecard`, `start`,
//! `survey`, `verify` or `weight`. Everything is measured on
//! the real binary, over a socket where it serves. Nothing here is a test: it prints what it found.
//! `docs/reference/performance.md` keeps the numbers of the last run that was worth keeping.

#![allow(clippy::print_stdout, reason = "a measurement answers on stdout")]

mod accept;
mod city;
mod fill;
mod http;
mod machine;
mod officer;
mod peer;
mod reports;
mod room;
mod scale;
mod spread;
mod start;
mod survey;
mod trace;
mod verify;
mod weight;

use std::error::Error;

/// A measurement that cannot be made stops with a sentence.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    // One thread for the client: what is left of the machine belongs to the server.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    println!("{}", machine::describe()?);
    let (what, rest) = args.split_first().ok_or(
        "say what to measure: accept, home, reports, room, scale, scorecard, start, survey, verify, weight",
    )?;
    runtime.block_on(async {
        match what.as_str() {
            "accept" => accept::run(rest).await,
            "reports" => reports::run(rest).await,
            "home" => room::run(rest, &room::HOME).await,
            "room" => room::run(rest, &room::ROOM).await,
            "scale" => scale::run(rest).await,
            "scorecard" => room::run(rest, &room::SCORECARD).await,
            "start" => start::run(rest).await,
            "survey" => survey::run(rest),
            "verify" => verify::run(rest),
            "weight" => weight::run(rest).await,
            other => Err(format!(
                "{other} is none of accept, home, reports, room, scale, scorecard, start, survey, verify, \
                 weight"
            )
            .into()),
        }
    })
}

/// The value after `flag`, if it is there.
fn option<'a>(args: &'a [String], flag: &str) -> Option<&'a str> {
    let at = args.iter().position(|arg| arg == flag)?;
    args.get(at + 1).map(String::as_str)
}
