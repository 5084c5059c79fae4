//! Logs of any size, made by `ledger` alone: entries, tiles, checkpoint, cosignatures, receipts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::Timestamp;
use ledger::bundle;
use ledger::checkpoint::Checkpoint;
use ledger::cosignature::cosign;
use ledger::edge::Edge;
use ledger::entry::Entry;
use ledger::hash::{Hash, leaf_hash};
use ledger::note::{KeyType, Note, SigningKey};
use ledger::receipt::{Opening, Promise, Receipt};
use ledger::tile::{self, TileId, TileReader};
use tempfile::TempDir;

/// Sizes around the edges of tiles.
pub const SIZES: [u64; 10] = [1, 2, 255, 256, 257, 511, 513, 65_535, 65_536, 65_537];
/// When the witnesses cosign, in seconds since 1970 UTC.
pub const SEEN_AT: u64 = 1_764_041_600;

/// The city's key.
pub fn city() -> SigningKey {
    SigningKey::new("bening.example/log", KeyType::Ed25519, [7; 32]).unwrap()
}

/// The key of witness number `number`.
pub fn witness(number: u8) -> SigningKey {
    let name = format!("witness-{number}.example");
    SigningKey::new(&name, KeyType::Cosignature, [100 + number; 32]).unwrap()
}

/// The public key of witness number `number`, as an argument.
pub fn witness_key(number: u8) -> String {
    witness(number).verifier().to_string()
}

/// What opens entry number `index`.
pub fn opening(index: u64) -> Opening {
    let fact = format!(
        r#"{{"payload":{{"data":{{"fee":0,"number":"{index:08}","service":"PTSP-NIB","v":1}},"kind":"application.submitted"}},"recorded_at":1764041567123456,"seq":1,"tenant":1,"v":1}}"#
    );
    let mut salt = [9; 32];
    salt[..8].copy_from_slice(&index.to_be_bytes());
    Opening { salt, fact, ticket: Some(format!("ticket-{index}")) }
}

/// The city's promise for the application behind entry number `index`.
pub fn promise(index: u64) -> Note {
    let number = format!("{index:08}");
    let promise = Promise {
        origin: city().name().to_owned(),
        number: format!("{}-{}", &number[..4], &number[4..]),
        service: "PTSP-NIB".to_owned(),
        received: Timestamp::from_second(1_764_041_567).unwrap(),
        promise: "promise/PTSP-NIB 60 minute".to_owned(),
        check: "serve.completeness_check 2 working_day".to_owned(),
        fee: 0,
    };
    promise.sign(&city()).unwrap()
}

/// Entry number `index`: an application, a place in a queue, or something sealed.
fn entry(index: u64) -> Vec<u8> {
    let mut commitment = [7; 32];
    commitment[..8].copy_from_slice(&index.to_be_bytes());
    let opened = SIZES.iter().any(|size| [0, size / 2, size - 1].contains(&index));
    let entry = match index % 16 {
        _ if opened => Entry::Sealed { commitment: opening(index).commitment().unwrap() },
        5 => Entry::Clear {
            commitment,
            kind: "queue.entered".to_owned(),
            data: serde_json::json!({"priority": 1, "queue": "q", "ticket": index.to_string(), "v": 1}),
        },
        _ => Entry::Sealed { commitment },
    };
    entry.encode().unwrap()
}

static ENTRIES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| (0..=65_536).map(entry).collect());

/// A log in a folder that goes away.
pub struct Sample {
    at: TempDir,
    /// The folder of the log, as an argument.
    pub log: String,
    /// The file with the city's key, as an argument.
    pub vkey: String,
    /// Number of entries.
    pub size: u64,
    root: Hash,
    files: BTreeMap<String, Vec<u8>>,
}

impl Sample {
    /// The log with the first `size` entries, signed, and cosigned by the witnesses 1 and 2.
    pub fn of(size: u64) -> Self {
        Self::with(ENTRIES[..size as usize].to_vec())
    }

    /// The same log, in which another entry stands at `index`.
    pub fn rewritten(size: u64, index: u64) -> Self {
        let mut entries = ENTRIES[..size as usize].to_vec();
        entries[index as usize] = Entry::Sealed { commitment: [1; 32] }.encode().unwrap();
        Self::with(entries)
    }

    /// The log with these entries.
    pub fn with(entries: Vec<Vec<u8>>) -> Self {
        let (files, root) = files_of(&entries);
        let (at, size) = (tempfile::tempdir().unwrap(), entries.len() as u64);
        let path = |name: &str| at.path().join(name).display().to_string();
        let (log, vkey) = (path("log"), path("vkey"));
        let log = Self { at, log, vkey, size, root, files };
        for (name, bytes) in &log.files {
            log.write(name, bytes);
        }
        log.write("checkpoint", log.checkpoint(&[1, 2]));
        log.put("vkey", &format!("{}\n", city().verifier()));
        log
    }

    /// Writes a file beside the log and returns its path as an argument.
    pub fn put(&self, name: &str, text: &str) -> String {
        let path = self.at.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// `--log`, `--vkey` and `--all`.
    pub fn arguments(&self) -> [&str; 5] {
        ["--all", "--log", &self.log, "--vkey", &self.vkey]
    }

    /// Writes a file of the log.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.at.path().join("log").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Reads a file of the log.
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.at.path().join("log").join(name)).unwrap()
    }

    /// Removes a file of the log.
    pub fn remove(&self, name: &str) {
        std::fs::remove_file(self.at.path().join("log").join(name)).unwrap();
    }

    /// Changes one bit of byte `at` of a file of the log.
    pub fn flip(&self, name: &str, at: usize) {
        let mut bytes = self.read(name);
        bytes[at] ^= 1;
        self.write(name, bytes);
    }

    /// The checkpoint, cosigned by these witnesses.
    pub fn checkpoint(&self, witnesses: &[u8]) -> String {
        self.signed(self.size, &city(), witnesses)
    }

    /// The checkpoint that this log had at `size` entries.
    pub fn older(&self, size: u64) -> String {
        let (_, root) = files_of(&ENTRIES[..size as usize]);
        checkpoint(size, root, &city(), &[])
    }

    /// The present root as that of `size` entries, signed by `key` and by witnesses.
    pub fn signed(&self, size: u64, key: &SigningKey, witnesses: &[u8]) -> String {
        checkpoint(size, self.root, key, witnesses)
    }

    /// The receipt of entry number `index`.
    pub fn receipt(&self, index: u64) -> String {
        self.receipt_with(index, promise(index), opening(index))
    }

    /// A receipt that claims entry number `index` for this promise and opening.
    pub fn receipt_with(&self, index: u64, promise: Note, opening: Opening) -> String {
        let fetch = |id: TileId| Ok::<_, tile::Error>(self.files[&id.path()].clone());
        let hashes = TileReader::new(self.size, self.root, fetch).inclusion(index).unwrap();
        let checkpoint = self.checkpoint(&[1, 2]);
        Receipt::proven(promise, opening, index, hashes, &checkpoint).unwrap().to_string()
    }

    /// The proof that the log of `old` entries is its beginning.
    pub fn consistency(&self, old: u64) -> Vec<Hash> {
        let fetch = |id: TileId| Ok::<_, tile::Error>(self.files[&id.path()].clone());
        TileReader::new(self.size, self.root, fetch).consistency(old).unwrap()
    }
}

/// The files of the log with these entries, and its root.
fn files_of(entries: &[Vec<u8>]) -> (BTreeMap<String, Vec<u8>>, Hash) {
    let (mut files, mut edge) = (BTreeMap::new(), Edge::new());
    for entry in entries {
        edge.append(leaf_hash(entry), |id, hashes| {
            files.insert(id.path(), tile::encode(hashes));
        });
    }
    files.extend(edge.partial().map(|(id, hashes)| (id.path(), tile::encode(hashes))));
    for (held, index) in entries.chunks(256).zip(0..) {
        let id = TileId { level: 0, index, width: held.len() as u16 };
        files.insert(id.bundle_path(), bundle::encode(held).unwrap());
    }
    (files, edge.root())
}

fn checkpoint(size: u64, root: Hash, key: &SigningKey, witnesses: &[u8]) -> String {
    let origin = key.name().to_owned();
    let signed = Checkpoint { origin, size, root, extensions: Vec::new() }.sign(key).unwrap();
    let mut note: Note = signed.parse().unwrap();
    for number in witnesses {
        let line = cosign(&witness(*number), note.text(), SEEN_AT).unwrap();
        note = note.with(line).unwrap();
    }
    note.to_string()
}
