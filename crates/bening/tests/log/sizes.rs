//! Logs of every size around the edges of tiles are good, for both verifiers.

use super::ask::{outside, verify};
use super::sample::{SIZES, Sample, witness_key};

#[test]
fn whole_logs_with_growth_receipts_and_witnesses() {
    let keys = [witness_key(1), witness_key(2)];
    for size in SIZES {
        let log = Sample::of(size);
        let witnesses = ["--witness", &keys[0], "--witness", &keys[1], "--quorum", "2"];
        let all = format!("all {size} entries stand where the root says");
        let seen = ["cosigned by witness-1.example", "cosigned by witness-2.example"];
        let mut args = [log.arguments().as_slice(), &witnesses].concat();
        for (index, place) in around(size, 0).into_iter().zip(["first", "second", "third"]) {
            let receipt = log.put(place, &log.receipt(index));
            let args = [args.as_slice(), &["--receipt", &receipt]].concat();
            let entry = format!("entry {index} of {size}");
            both(&args, &[&all, &entry, seen[0], seen[1]]);
        }
        // Reading all entries once more for each older size shows nothing new of ours.
        args.retain(|arg| *arg != "--all");
        for older in around(size, 1) {
            let old = log.put("old", &log.older(older));
            let args = [args.as_slice(), &["--old", &old]].concat();
            both(&args, &[&format!("grown from {older} entries, none of them changed")]);
        }
    }
}

/// First, middle and last of `size`, counted from `first`.
fn around(size: u64, first: u64) -> Vec<u64> {
    let mut around = vec![first, (size / 2).max(first), size - 1 + first];
    around.dedup();
    around
}

fn both(args: &[&str], words: &[&str]) {
    verify(args).good(words);
    if let Some(said) = outside(args) {
        said.good(words);
    }
}

#[test]
fn a_full_tile_stands_for_its_partial_forms() {
    let log = Sample::of(513);
    let grown = Sample::of(768);
    for name in ["tile/0/002", "tile/entries/002"] {
        log.remove(&format!("{name}.p/1"));
        log.write(name, grown.read(name));
    }
    both(&log.arguments(), &["all 513 entries stand where the root says"]);
}

#[test]
fn a_printed_proof_is_that_of_the_receipt() {
    let log = Sample::of(600);
    let proof = super::ask::ours(&["log", "proof", "300", "--log", &log.log, "--vkey", &log.vkey]);
    let proof: ledger::tlog_proof::TlogProof = proof.good(&[]).text.parse().unwrap();
    let receipt: ledger::tlog_proof::TlogProof = log.receipt(300).parse().unwrap();
    assert_eq!((proof.index, &proof.hashes), (300, &receipt.hashes));
    super::ask::ours(&["log", "proof", "600", "--log", &log.log, "--vkey", &log.vkey])
        .ends(2, &["there is no entry 600"]);
}
