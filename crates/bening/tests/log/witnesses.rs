//! A witness as a process: it cosigns a log that grows, and of a split view one side only.

use std::path::{Path, PathBuf};

use ledger::note::Note;
use ledger::witness::AddCheckpoint;
use reqwest::StatusCode;
use tempfile::TempDir;

use super::ask::{both_good, both_refuse, ours, verify};
use super::running::Running;
use super::sample::Sample;
use super::support::folder;

/// A witness in its own folder, with a key of its own.
struct Witness {
    at: TempDir,
    vkey: String,
    running: Running,
}

impl Witness {
    fn of(log: &Sample) -> Self {
        let at = folder();
        let (key, vkey) = make_key(at.path(), "ombudsman.example/lampung");
        let running = Running::witness(at.path(), &key, Path::new(&log.vkey));
        Self { at, vkey, running }
    }

    /// The same one after it was stopped and started.
    fn again(self, log: &Sample) -> Self {
        self.running.stop();
        let key = self.at.path().join("witness.key");
        let running = Running::witness(self.at.path(), &key, Path::new(&log.vkey));
        Self { running, ..self }
    }

    /// Sends the checkpoint of `log` to one that has last seen `old` entries of it.
    async fn add(&self, log: &Sample, old: u64) -> (StatusCode, String) {
        let checkpoint: Note = log.checkpoint(&[]).parse().unwrap();
        let proof = if old < log.size { log.consistency(old) } else { Vec::new() };
        let body = AddCheckpoint { old, proof, checkpoint }.to_string();
        let url = format!("{}/add-checkpoint", self.running.url);
        let answer = reqwest::Client::new().post(url).body(body).send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    }
}

/// `bening log key witness`: the secret file, and the public key.
pub fn make_key(at: &Path, name: &str) -> (PathBuf, String) {
    let key = at.join("witness.key");
    ours(&["log", "key", "witness", "--name", name, "--out", key.to_str().unwrap()]).good(&[]);
    let vkey = std::fs::read_to_string(at.join("witness.vkey")).unwrap().trim().to_owned();
    (key, vkey)
}

#[tokio::test]
async fn cosigns_growth_and_both_verifiers_believe_it() {
    let log = Sample::of(600);
    let witness = Witness::of(&log);
    let (status, line) = witness.add(&log, 0).await;
    assert_eq!(status, 200, "{line}");
    log.write("checkpoint", format!("{}{line}", log.checkpoint(&[])));
    let more = ["--witness", witness.vkey.as_str(), "--quorum", "1"];
    both_good(&log, &more);
    verify(&[log.arguments().as_slice(), &more].concat())
        .good(&["cosigned by ombudsman.example/lampung"]);
    let grown = Sample::of(700);
    let (status, line) = witness.add(&grown, 600).await;
    assert_eq!(status, 200, "{line}");
    // Its line is for this checkpoint and no other.
    log.write("checkpoint", format!("{}{line}", log.checkpoint(&[])));
    let (ours, theirs) = ("does not fit the text", "invalid signature for key");
    both_refuse(&log, &more, &["ombudsman.example/lampung", ours], &[theirs]);
}

#[tokio::test]
async fn refuses_a_split_view_a_rewritten_and_a_shrunk_log() {
    let log = Sample::of(600);
    let witness = Witness::of(&log);
    assert_eq!(witness.add(&log, 0).await.0, 200);
    let state = || std::fs::read_to_string(witness.at.path().join("state")).unwrap();
    let before = state();
    assert!(before.starts_with("600 ") && before.ends_with(" bening.example/log\n"), "{before}");

    let (status, why) = witness.add(&Sample::rewritten(600, 599), 600).await;
    assert_eq!(status, 409, "{why}");
    assert!(why.contains("another root of 600 entries"), "{why}");
    let (status, why) = witness.add(&Sample::rewritten(700, 300), 600).await;
    assert_eq!(status, 422, "{why}");
    let (status, why) = witness.add(&Sample::of(500), 500).await;
    assert_eq!((status, why.as_str()), (StatusCode::CONFLICT, "600\n"));
    let (status, why) = witness.add(&Sample::of(500), 600).await;
    assert_eq!(status, 400, "{why}");
    assert_eq!(state(), before, "a refusal changes nothing");
    assert_eq!(witness.add(&log, 600).await.0, 200, "the true history goes on");
}

#[tokio::test]
async fn keeps_what_it_saw_when_it_starts_again() {
    let log = Sample::of(600);
    let witness = Witness::of(&log);
    assert_eq!(witness.add(&log, 0).await.0, 200);
    let witness = witness.again(&log);
    let (status, size) = witness.add(&Sample::rewritten(600, 599), 0).await;
    assert_eq!((status, size.as_str()), (StatusCode::CONFLICT, "600\n"));
    let state = witness.at.path().join("state");
    std::fs::write(&state, "600 and no root\n").unwrap();
    let key = witness.at.path().join("witness.key");
    let args = ["log", "witness", "--key", key.to_str().unwrap(), "--log", &log.vkey];
    ours(&[args.as_slice(), &["--state", state.to_str().unwrap()]].concat())
        .ends(2, &["state, line 1"]);
}
