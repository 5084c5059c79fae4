//! `verify --entries N`: what it takes to check a whole log in a folder. The peers are the same leaf
//! and node hashes computed in memory, and the outside verifier on Go's `x/mod/sumdb/tlog`
//! (`scripts/verify-log`). Also the memory that it takes, and one proof made and checked.

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ledger::bundle;
use ledger::checkpoint::Checkpoint;
use ledger::edge::Edge;
use ledger::entry::Entry;
use ledger::hash::{Hash, leaf_hash, node_hash};
use ledger::note::{KeyType, SigningKey};
use ledger::proof::{self, inclusion, verify_inclusion};
use ledger::tile::{self, TileId};
use tempfile::TempDir;

use super::spread::median_of;
use super::{Outcome, machine, option};

const PASSES: usize = 7;
const PROOFS: u64 = 100_000;
/// Entries of the log whose memory is compared.
const SMALL: u64 = 100_000;

pub fn run(args: &[String]) -> Outcome<()> {
    let size = option(args, "--entries").unwrap_or("1000000").parse::<u64>()?.max(1);
    let log = Log::make(size)?;
    println!("{size} entries of {} bytes on average", log.bytes / size);
    let hashing = median_of(PASSES, || {
        black_box(hash_all(black_box(&log.entries)));
        Ok(())
    })?;
    println!("(a) leaf and node hashes in memory: {hashing:.0} ms");
    let ours = median_of(PASSES, || log.check(&mut log.bening()))?;
    println!("(b) bening log verify --all: {ours:.0} ms, {:.2} times (a)", ours / hashing);
    let outside = log.folder.path().join("verify-log");
    build(&outside)?;
    let theirs = median_of(PASSES, || log.check(&mut log.outside(&outside)))?;
    println!("(c) on Go's x/mod/sumdb/tlog: {theirs:.0} ms, {:.2} times (b)", theirs / ours);
    let small = Log::make(SMALL)?.peak()?;
    println!("(d) memory of (b): {small:.1} MiB for {SMALL} entries, {:.1} MiB", log.peak()?);
    let proof = log.proofs()?;
    println!("(e) a proof made and checked: {:.1} microseconds", proof.as_secs_f64() * 1e6);
    Ok(())
}

/// A log in memory and in a folder.
struct Log {
    folder: TempDir,
    entries: Vec<Vec<u8>>,
    bytes: u64,
    root: Hash,
}

impl Log {
    fn make(size: u64) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let entries = (0..size).map(entry).collect::<Outcome<Vec<_>>>()?;
        let bytes = entries.iter().map(|entry| entry.len() as u64).sum();
        let mut log = Self { folder, entries, bytes, root: Edge::new().root() };
        log.root = log.write_tiles()?;
        for (held, index) in log.entries.chunks(256).zip(0..) {
            let id = TileId { level: 0, index, width: u16::try_from(held.len())? };
            log.write(&id.bundle_path(), &bundle::encode(held)?)?;
        }
        let key = SigningKey::new("bening.example/log", KeyType::Ed25519, [7; 32])?;
        let (origin, extensions) = (key.name().to_owned(), Vec::new());
        let checkpoint = Checkpoint { origin, size, root: log.root, extensions }.sign(&key)?;
        log.write("checkpoint", checkpoint.as_bytes())?;
        log.write("vkey", key.verifier().to_string().as_bytes())?;
        Ok(log)
    }

    fn write_tiles(&self) -> Outcome<Hash> {
        let mut edge = Edge::new();
        let mut full = Vec::new();
        for entry in &self.entries {
            edge.append(leaf_hash(entry), |id, hashes| full.push((id, tile::encode(hashes))));
        }
        full.extend(edge.partial().map(|(id, hashes)| (id, tile::encode(hashes))));
        for (id, bytes) in full {
            self.write(&id.path(), &bytes)?;
        }
        Ok(edge.root())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Outcome<()> {
        let path = self.folder.path().join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(std::fs::write(path, bytes)?)
    }

    fn bening(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bening"));
        command.args(["log", "verify", "--all", "--log"]).arg(self.folder.path());
        command.arg("--vkey").arg(self.folder.path().join("vkey"));
        command
    }

    fn outside(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.arg("-log").arg(self.folder.path());
        command.arg("-vkey").arg(self.folder.path().join("vkey"));
        command
    }

    /// Runs a verifier, which must say that all entries are good.
    fn check(&self, verifier: &mut Command) -> Outcome<()> {
        let output = verifier.output()?;
        let good = format!("all {} entries stand where the root says", self.entries.len());
        if output.status.success() && String::from_utf8(output.stdout)?.contains(&good) {
            return Ok(());
        }
        Err(format!("{verifier:?}: {}", String::from_utf8_lossy(&output.stderr)).into())
    }

    /// The most memory that our verifier held, in MiB.
    fn peak(&self) -> Outcome<f64> {
        machine::peak_of(self.bening().stdout(Stdio::null()).spawn()?)
    }

    /// The mean time of a proof over entries all over the tree, from hashes in memory.
    fn proofs(&self) -> Outcome<Duration> {
        let (levels, size) = (hash_all(&self.entries), self.entries.len() as u64);
        let read = |level: u8, at: u64| {
            Ok::<_, proof::Error>(levels[usize::from(level)][usize::try_from(at).unwrap_or(0)])
        };
        let from = Instant::now();
        for number in 0..PROOFS {
            let index = number * 611_953 % size;
            let proof = black_box(inclusion(index, size, read)?);
            verify_inclusion(read(0, index)?, index, size, self.root, &proof)?;
        }
        Ok(from.elapsed() / u32::try_from(PROOFS)?)
    }
}

/// Two of three are sealed, one is a place in a queue: about what a year of the demo has.
fn entry(index: u64) -> Outcome<Vec<u8>> {
    let mut commitment = [7; 32];
    commitment[..8].copy_from_slice(&index.to_be_bytes());
    let ticket = format!("{index:032x}");
    let entry = match index % 3 {
        0 => Entry::Clear {
            commitment,
            kind: "queue.entered".to_owned(),
            data: serde_json::json!({
                "priority": 1, "queue": "DISDUKCAPIL/DUK-KTP-HILANG", "ticket": ticket, "v": 1,
            }),
        },
        _ => Entry::Sealed { commitment },
    };
    Ok(entry.encode()?)
}

/// The hashes of all entries and of all complete subtrees, each computed once.
fn hash_all(entries: &[Vec<u8>]) -> Vec<Vec<Hash>> {
    let mut levels = vec![entries.iter().map(|entry| leaf_hash(entry)).collect::<Vec<_>>()];
    while let Some(below) = levels.last().filter(|below| below.len() > 1) {
        let (pairs, _) = below.as_chunks::<2>();
        levels.push(pairs.iter().map(|[left, right]| node_hash(*left, *right)).collect());
    }
    levels
}

fn build(program: &Path) -> Outcome<()> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/verify-log/build.sh");
    match Command::new(script).arg(program).status()?.success() {
        true => Ok(()),
        false => Err("the outside verifier needs golang-go and golang-golang-x-mod-dev".into()),
    }
}
