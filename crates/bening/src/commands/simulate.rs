//! `bening simulate city`: the events of a synthetic year as files, without a server.

use std::fs::File;
use std::io::{BufWriter, Write as _};

use kernel::Error;

use super::{Done, Stop, say};
use crate::city::{self, Sources};
use crate::cli::SimulateCity;
use crate::load;

/// Writes `events.jsonl` and `manifest.json`.
pub fn run(args: SimulateCity) -> Done {
    let sources = Sources::metro();
    let city = city::read(&sources)?;
    let demand = load::demand("demand.csv", sources.text("demand.csv")?).map_err(|e| vec![e])?;
    let options = load::options(args.seed, args.until, args.applications, args.plant);
    let spec = load::spec(&city, &demand, options.first_day())?;
    let simulated = simulation::City::new(spec, options).map_err(wrong)?;
    let until = end_of_day(&city, args.until)?;
    std::fs::create_dir_all(&args.out)?;

    let bar = super::progress("events", u64::from(simulated.planned()) * 10);
    let mut out = BufWriter::new(File::create(args.out.join("events.jsonl"))?);
    let mut stream = simulated.stream(until);
    for event in stream.by_ref() {
        let event = event.map_err(wrong)?;
        serde_json::to_writer(&mut out, &event).map_err(Error::internal)?;
        out.write_all(b"\n")?;
        bar.inc(1);
    }
    out.flush()?;
    bar.finish_and_clear();
    let manifest = serde_json::to_string_pretty(stream.manifest()).map_err(Error::internal)?;
    std::fs::write(args.out.join("manifest.json"), manifest)?;
    say(&format!("{} events in {}", stream.manifest().events(), args.out.display()));
    Ok(())
}

/// The last instant of `day` in the city.
pub fn end_of_day(city: &city::City, day: jiff::civil::Date) -> Result<jiff::Timestamp, Stop> {
    let next = day.tomorrow().map_err(Error::internal)?;
    let midnight = city.calendar.tz().to_timestamp(next.into()).map_err(Error::internal)?;
    Ok(midnight.checked_sub(jiff::SignedDuration::from_millis(1)).map_err(Error::internal)?)
}

fn wrong(error: simulation::Error) -> Stop {
    Stop::Input(vec![error.to_string()])
}
