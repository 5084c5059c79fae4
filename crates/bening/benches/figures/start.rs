//! From the start of the process to the first page, on a city of `--data`: with the files in the
//! page cache, and with the program and the database put out of it.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::city;
use super::http::Connection;
use super::spread::Spread;
use super::{Outcome, machine, option};

const STARTS: usize = 11;

pub async fn run(args: &[String]) -> Outcome<()> {
    let data = option(args, "--data").ok_or("--data names the folder of a city")?;
    let data = std::fs::canonicalize(data)?;
    for (cached, what) in [(true, "in the page cache"), (false, "on disk only")] {
        let mut taken = Vec::new();
        let mut resident = 0.0;
        for _ in 0..STARTS {
            if !cached {
                forget(Path::new(env!("CARGO_BIN_EXE_bening")))?;
                forget(&data.join("bening.db"))?;
            }
            let (took, memory) = once(&data).await?;
            taken.push(took);
            resident = memory;
        }
        let spread = Spread::new(taken);
        println!(
            "files {what}: first page after {:.0} ms (median), {:.0} ms at most; {resident:.0} MiB",
            spread.percentile(50),
            spread.percentile(100)
        );
    }
    Ok(())
}

async fn once(data: &Path) -> Outcome<(Duration, f64)> {
    let from = Instant::now();
    let server = city::serve(data, &bening::config::sqlite_url(data), "warn")?;
    let answer = Connection::open(server.address).await?.get("/", "").await?;
    let took = from.elapsed();
    match answer.status {
        200 => Ok((took, machine::resident(server.process())?)),
        status => Err(format!("the first page answers {status}").into()),
    }
}

/// Asks the kernel to drop a file from its cache.
fn forget(path: &Path) -> Outcome<()> {
    let of = format!("of={}", path.display());
    let args = [of.as_str(), "oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none"];
    match Command::new("dd").args(args).status()?.success() {
        true => Ok(()),
        false => Err("dd could not drop a file from the cache".into()),
    }
}
