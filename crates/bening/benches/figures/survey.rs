//! `survey [--rows N] [--python PROGRAM] [--grow N,N]`: means of nine items by unit with their errors
//! from a CSV file of 300 strata, against one plain pass of the `csv` crate over the file, R's
//! `survey`, and PyPI's `samplics` and `svy` (`make .make/peers` installs them). All must give the
//! same numbers. `--grow` counts larger files, for time and memory as they grow.

use std::collections::BTreeMap;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::spread::median_of;
use super::{Outcome, machine, option};

const PASSES: usize = 9;
const STRATA: u64 = 300;
const ITEMS: usize = 9;
/// Relative difference up to which two numbers are the same.
const SAME: f64 = 1e-8;

pub fn run(args: &[String]) -> Outcome<()> {
    let rows = option(args, "--rows").unwrap_or("200000").parse()?;
    let python = option(args, "--python").unwrap_or(".make/peers/bin/python");
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("rows.csv");
    make(&file, rows)?;
    println!("{rows} rows, {STRATA} strata, {ITEMS} items, {} bytes", file.metadata()?.len());
    let pass = median_of(PASSES, || plain_pass(&file))?;
    println!("(a) one plain pass of the csv crate: {pass:.1} ms");
    let mut cells = String::new();
    let ours = median_of(PASSES, || {
        cells = answer(&mut bening(&file))?;
        Ok(())
    })?;
    println!("(b) bening estimate: {ours:.1} ms, {:.2} times (a)", ours / pass);
    let cells = ours_of(&cells)?;
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/survey-race");
    let peer = |name: &str, program: &str, script: &str, words: &[&str]| -> Outcome<()> {
        let mut command = Command::new(program);
        command.arg(scripts.join(script)).args(words).arg(&file);
        let from = Instant::now();
        let said = answer(&mut command)?;
        let taken = from.elapsed().as_secs_f64() * 1000.0;
        let off = largest_difference(&cells, &said)?;
        println!("{name}: {taken:.0} ms, {:.0} times (b); same to {off:.1e}", taken / ours);
        Ok(())
    };
    let python = python_path(python)?;
    peer("(c) R survey, svyby", "Rscript", "race.R", &[])?;
    peer("(d) svy", &python, "race.py", &["svy"])?;
    let sizes =
        option(args, "--grow").unwrap_or_default().split(',').filter(|size| !size.is_empty());
    for size in sizes {
        let larger = folder.path().join("larger.csv");
        make(&larger, size.parse()?)?;
        let from = Instant::now();
        let peak = peak(&larger)?;
        let taken = from.elapsed().as_secs_f64();
        println!("(e) {size} rows: {taken:.2} s, {peak:.1} MiB");
    }
    // Last, because it takes minutes.
    peer("(f) samplics", &python, "race.py", &["samplics"])
}

/// Programs of the repository are named from its root.
fn python_path(name: &str) -> Outcome<String> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    match path.exists() {
        true => Ok(path.display().to_string()),
        false => Err(format!("{name} is not there; make .make/peers").into()),
    }
}

/// Rows in no order, 1 to 4 for each item, 100 units of three strata each.
fn make(file: &Path, rows: u64) -> Outcome<()> {
    let stratum_of = |rng: &mut ChaCha8Rng| rng.random_range(0..STRATA);
    let mut drawn = vec![0_u64; usize::try_from(STRATA)?];
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    for _ in 0..rows {
        drawn[usize::try_from(stratum_of(&mut rng))?] += 1;
    }
    let mut out = BufWriter::new(File::create(file)?);
    writeln!(out, "stratum,unit,weight,population,u1,u2,u3,u4,u5,u6,u7,u8,u9")?;
    // The same strata once more: the population is known only when all are counted.
    let (mut rng, mut items) = (ChaCha8Rng::seed_from_u64(1), ChaCha8Rng::seed_from_u64(2));
    for _ in 0..rows {
        let stratum = stratum_of(&mut rng);
        let weight = 2 + stratum % 7;
        let there = drawn[usize::try_from(stratum)?] * weight;
        write!(out, "s{stratum},k{},{weight},{there}", stratum / 3)?;
        for _ in 0..ITEMS {
            write!(out, ",{}", items.random_range(1..=4))?;
        }
        writeln!(out)?;
    }
    Ok(out.flush()?)
}

fn plain_pass(file: &Path) -> Outcome<()> {
    let mut reader = csv::Reader::from_path(file)?;
    let mut record = csv::ByteRecord::new();
    let mut fields = 0;
    while reader.read_byte_record(&mut record)? {
        fields += record.len();
    }
    black_box(fields);
    Ok(())
}

fn bening(file: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bening"));
    command.arg("estimate").arg(file).args(["--mean", "u1,u2,u3,u4,u5,u6,u7,u8,u9"]);
    command.args(["--strata", "stratum", "--weight", "weight", "--population", "population"]);
    command.args(["--by", "unit", "--format", "json"]);
    command
}

fn answer(command: &mut Command) -> Outcome<String> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into())
}

/// Mean and error of each unit and item.
type Cells = BTreeMap<(String, String), (f64, f64)>;

fn ours_of(json: &str) -> Outcome<Cells> {
    let report: serde_json::Value = serde_json::from_str(json)?;
    let lines = report["estimates"].as_array().ok_or("no estimates")?;
    let cell = |line: &serde_json::Value| {
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let names = (text(&line["by"]["value"])?, text(&line["formula"])?);
        Some((names, (line["estimate"].as_f64()?, line["se"].as_f64()?)))
    };
    Ok(lines.iter().map(cell).collect::<Option<_>>().ok_or("a line without its numbers")?)
}

/// How far a peer's `unit,item,mean,se` lines are from ours, relatively.
fn largest_difference(ours: &Cells, said: &str) -> Outcome<f64> {
    let mut largest = 0.0_f64;
    let mut count = 0;
    for line in said.lines() {
        let [unit, item, mean, error] = line.split(',').collect::<Vec<_>>()[..] else {
            return Err(format!("a peer says {line}").into());
        };
        let own = ours.get(&(unit.to_owned(), item.to_owned())).ok_or("another cell")?;
        for (own, other) in [(own.0, mean.parse::<f64>()?), (own.1, error.parse::<f64>()?)] {
            largest = largest.max((own - other).abs() / other.abs());
        }
        count += 1;
    }
    if count != ours.len() || largest > SAME {
        return Err(format!("{count} of {} cells, {largest:e} apart", ours.len()).into());
    }
    Ok(largest)
}

/// Runs ours once, and says how much memory it took, in MiB.
fn peak(file: &Path) -> Outcome<f64> {
    machine::peak_of(bening(file).stdout(Stdio::null()).spawn()?)
}
