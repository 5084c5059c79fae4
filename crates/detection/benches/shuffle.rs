//! `cargo bench -p detection --bench shuffle -- [--files N] [--draws N] [--numpy-draws N]`: every subject of N files against as many
//! shuffles within strata, without stopping early, and the same in NumPy (`make .make/peers`), which
//! makes fewer draws, since each of them costs it the same.

#![allow(clippy::print_stdout, reason = "a measurement answers on stdout")]

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use detection::shuffle::{Depth, Subject, Values, as_low};
use rand::{RngExt as _, SeedableRng as _};
use rand_xoshiro::Xoshiro256PlusPlus;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const STRATUM: usize = 10;
const OF_A_SUBJECT: usize = 20;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().collect();
    let number = |flag: &str, usual: &str| {
        let at = args.iter().position(|arg| arg == flag);
        at.and_then(|at| args.get(at + 1)).map_or(usual, String::as_str).parse::<usize>()
    };
    let files = number("--files", "1000000")? / (STRATUM * OF_A_SUBJECT) * (STRATUM * OF_A_SUBJECT);
    let draws = number("--draws", "10000")?;
    let peer_draws = number("--numpy-draws", "200")?;
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
    let raw: Vec<f64> = (0..files).map(|_| rng.random_range(0.0..4.0f64)).collect();
    let mut owners: Vec<u32> = (0..files).map(|file| (file / OF_A_SUBJECT) as u32).collect();
    for place in (1..files).rev() {
        owners.swap(place, rng.random_range(0..=place));
    }
    let (values, subjects) = table(&raw, &owners);
    println!("{files} files, {} subjects, {draws} draws each", subjects.len());
    let begin = Instant::now();
    let ours = all(&values, &subjects, draws)?;
    let taken = begin.elapsed().as_secs_f64();
    println!("(a) detection: {taken:.1} s, {:.0} MiB of memory", peak()?);
    let (theirs, one) = numpy(&raw, &owners, peer_draws)?;
    let whole = one * draws as f64;
    println!(
        "(b) NumPy: {:.1} ms a draw, so {whole:.0} s for as many: {:.0} times (a)",
        one * 1000.0,
        whole / taken
    );
    let apart =
        ours.iter().zip(&theirs).map(|(a, b)| (a - b).abs()).sum::<f64>() / ours.len() as f64;
    // Mean distance of two estimates of one p from so many draws: under sqrt(p(1-p)/draws).
    println!(
        "p-values are {apart:.4} apart on average; {peer_draws} draws allow {:.4}",
        0.5 / (peer_draws as f64).sqrt()
    );
    Ok(())
}

/// The most memory that this process ever had, in MiB.
fn peak() -> Outcome<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: f64 = line.unwrap_or("0").trim().trim_end_matches(" kB").parse()?;
    Ok(kib / 1024.0)
}

fn table(raw: &[f64], owners: &[u32]) -> (Values, Vec<Subject>) {
    let mut values = Values::new();
    let mut subjects = vec![Subject::default(); owners.len() / OF_A_SUBJECT];
    for (stratum, members) in raw.chunks(STRATUM).enumerate() {
        let place = values.push(members);
        for case in 0..STRATUM {
            let subject = &mut subjects[owners[stratum * STRATUM + case] as usize];
            subject.sum += f64::from(values.at(place, case as u32));
            match subject.cases.last_mut() {
                Some((last, own)) if *last == place => *own += 1,
                _ => subject.cases.push((place, 1)),
            }
        }
    }
    (values, subjects)
}

fn all(values: &Values, subjects: &[Subject], draws: usize) -> Outcome<Vec<f64>> {
    let threads = std::thread::available_parallelism()?.get();
    let depth = Depth::fixed(u32::try_from(draws)?);
    let part = subjects.len().div_ceil(threads);
    Ok(std::thread::scope(|scope| {
        let one = |(number, part): (usize, &[Subject])| {
            let seed = number as u64 * 1_000_000;
            let p = |(place, subject): (usize, &Subject)| {
                as_low(values, subject, depth, seed + place as u64)
            };
            part.iter().enumerate().map(p).collect::<Vec<f64>>()
        };
        let start = |part| scope.spawn(move || one(part));
        let handles: Vec<_> = subjects.chunks(part).enumerate().map(start).collect();
        handles.into_iter().flat_map(|handle| handle.join().unwrap_or_default()).collect()
    }))
}

/// p-values of the peer, and seconds for one draw over all subjects.
fn numpy(raw: &[f64], owners: &[u32], draws: usize) -> Outcome<(Vec<f64>, f64)> {
    let folder = tempfile::tempdir()?;
    let bytes: Vec<u8> = raw.iter().flat_map(|value| value.to_le_bytes()).collect();
    std::fs::write(folder.path().join("values.f64"), bytes)?;
    let bytes: Vec<u8> = owners.iter().flat_map(|owner| owner.to_le_bytes()).collect();
    std::fs::write(folder.path().join("owners.u32"), bytes)?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(root.join(".make/peers/bin/python"))
        .arg(root.join("scripts/shuffle-race/race.py"))
        .arg(folder.path())
        .arg(draws.to_string())
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let said = String::from_utf8(output.stdout)?;
    let mut numbers = said.lines().map(str::parse::<f64>);
    let seconds = numbers.next().ok_or("NumPy says nothing")??;
    Ok((numbers.collect::<Result<_, _>>()?, seconds / draws as f64))
}
