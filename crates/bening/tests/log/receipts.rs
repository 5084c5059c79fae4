//! Receipts, offline and with their log: whatever is changed in one is refused by both verifiers.

use ledger::checkpoint::Checkpoint;
use ledger::hash::Hash;
use ledger::note::{KeyType, Note, SigningKey};
use ledger::tlog_proof::TlogProof;

use super::ask::{Said, both_good, both_refuse, outside, verify};
use super::sample::{Sample, city, opening, promise, witness_key};

const SIZE: u64 = 600;
/// The entry of the receipt.
const INDEX: u64 = 512;
const PARTS: &str = "fact, salt, index and hashes of the receipt do not belong together";

/// Both verifiers must find the genuine receipt good, and refuse it after `tamper`.
fn caught(tamper: impl FnOnce(&mut TlogProof), ours: &str, theirs: &str) {
    let log = Sample::of(SIZE);
    let genuine = log.receipt(INDEX);
    let file = log.put("receipt", &genuine);
    let args = ["--receipt", &file, "--vkey", &log.vkey];
    good(&args);
    let mut proof: TlogProof = genuine.parse().unwrap();
    tamper(&mut proof);
    assert_ne!(proof.to_string(), genuine, "nothing was tampered with");
    log.put("receipt", &proof.to_string());
    verify(&args).refused(&[ours]);
    if let Some(said) = outside(&args) {
        said.refused(&[theirs]);
    }
    // The log itself is as good as before.
    both_good(&log, &[]);
}

fn good(args: &[&str]) {
    verify(args).good(&["entry 512 of 600"]);
    if let Some(said) = outside(args) {
        said.good(&["entry 512 of 600"]);
    }
}

/// Puts `to` in the place of `from` in the extra line.
fn edit(proof: &mut TlogProof, from: &str, to: &str) {
    let extra = String::from_utf8(proof.extra.clone().unwrap()).unwrap();
    assert_eq!(extra.matches(from).count(), 1, "{from:?} in {extra}");
    proof.extra = Some(extra.replace(from, to).into_bytes());
}

#[test]
fn a_receipt_of_another_entry() {
    let log = Sample::of(SIZE);
    let other: TlogProof = log.receipt(510).parse().unwrap();
    let place = |proof: &mut TlogProof| (proof.index, proof.hashes) = (other.index, other.hashes);
    caught(place, PARTS, PARTS);
    caught(|proof| proof.index -= 1, PARTS, PARTS);
    caught(|proof| proof.hashes[3].0[0] ^= 1, PARTS, PARTS);
    caught(|proof| proof.hashes.truncate(5), PARTS, PARTS);
    caught(|proof| proof.hashes.push(Hash([0; 32])), PARTS, PARTS);
    caught(|proof| proof.index = SIZE, PARTS, PARTS);
}

#[test]
fn an_altered_salt() {
    let salt = ledger::Hash(opening(INDEX).salt).to_string();
    let other = ledger::Hash(opening(INDEX + 1).salt).to_string();
    caught(|proof| edit(proof, &salt, &other), PARTS, PARTS);
    let length = "the salt";
    caught(|proof| edit(proof, &salt, &salt[4..]), length, length);
}

#[test]
fn an_altered_fact() {
    caught(|proof| edit(proof, "\"seq\":1", "\"seq\":2"), PARTS, PARTS);
    let fee = "the promise says fee 0 and the logged fact says 5";
    caught(|proof| edit(proof, "\"fee\":0", "\"fee\":5"), fee, fee);
    let kind = "the fact of the receipt is not that an application was submitted";
    caught(|proof| edit(proof, "application.submitted", "application.withdrawn"), kind, kind);
    let extra = "the extra line of the receipt";
    caught(|proof| edit(proof, "\"seq\":1", "\"seq\": 1"), extra, extra);
}

#[test]
fn an_altered_promise() {
    let ours = "the promise: the signature of bening.example/log does not fit the text";
    let theirs = "the promise: invalid signature for key bening.example/log";
    caught(|proof| edit(proof, "\\nfee 0\\n", "\\nfee 9\\n"), ours, theirs);
    caught(|proof| edit(proof, "60 minute", "60 working_day"), ours, theirs);
}

#[test]
fn a_genuine_promise_of_another_application() {
    let said = "the promise says number 00000510 and the logged fact says 00000512";
    let json = |note: Note| serde_json::to_string(&note.to_string()).unwrap();
    let (mine, other) = (json(promise(INDEX)), json(promise(510)));
    caught(|proof| edit(proof, &mine, &other), said, said);
}

#[test]
fn a_checkpoint_that_the_city_did_not_sign() {
    let stranger = SigningKey::new(city().name(), KeyType::Ed25519, [8; 32]).unwrap();
    let foreign = |proof: &mut TlogProof| {
        let checkpoint = Checkpoint::parse(proof.checkpoint.text()).unwrap();
        proof.checkpoint = checkpoint.sign(&stranger).unwrap().parse().unwrap();
    };
    let theirs = "the checkpoint of the receipt: it is not signed by bening.example/log";
    caught(foreign, "the checkpoint of the proof: the note is not signed by", theirs);
    let other: Note = Sample::rewritten(SIZE, 0).checkpoint(&[]).parse().unwrap();
    caught(|proof| proof.checkpoint = other, PARTS, PARTS);
}

#[test]
fn witnesses_of_the_receipt_itself() {
    let log = Sample::of(SIZE);
    let file = log.put("receipt", &log.receipt(INDEX));
    let (known, unknown) = (witness_key(1), witness_key(3));
    let args = ["--receipt", &file, "--vkey", &log.vkey, "--witness"];
    good(&[args.as_slice(), &[&known]].concat());
    let args = [args.as_slice(), &[&unknown]].concat();
    let missing = ["0 of 1 witnesses have cosigned; missing are witness-3.example"];
    verify(&args).refused(&missing);
    if let Some(said) = outside(&args) {
        said.refused(&missing);
    }
}

/// The promise alone, in the first seconds.
#[test]
fn a_promise_before_it_is_in_the_log() {
    let log = Sample::of(SIZE);
    let note = promise(INDEX).to_string();
    let file = log.put("receipt", &note);
    let args = ["--receipt", &file, "--vkey", &log.vkey];
    let ask = |ends: &dyn Fn(Said) -> Said| {
        ends(verify(&args));
        if let Some(said) = outside(&args) {
            ends(said);
        }
    };
    ask(&|said| said.good(&["not in the log yet"]));
    log.put("receipt", &note.replacen("fee 0", "fee 1", 1));
    ask(&|said| said.refused(&["the promise: ", "bening.example/log"]));
}

/// The receipt's own checkpoint must be a beginning of the log that is shown today.
#[test]
fn a_receipt_from_a_history_that_the_log_denies() {
    let log = Sample::of(SIZE);
    let receipt = log.put("receipt", &log.receipt(INDEX));
    let more = ["--receipt", receipt.as_str()];
    both_good(&log, &more);
    both_good(&Sample::of(700), &more);
    let denied = ["the checkpoint of the receipt: history was rewritten before entry 600"];
    for index in [0, INDEX, SIZE - 1] {
        let other = Sample::rewritten(700, index);
        both_good(&other, &[]);
        both_refuse(&other, &more, &denied, &denied);
    }
    let shrank = ["the checkpoint of the receipt: the log shrank: it had 600 entries and has 550"];
    both_refuse(&Sample::of(550), &more, &shrank, &shrank);
}
