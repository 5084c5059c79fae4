//! What is no log and no key ends with exit code 2, before anything is said about a log.

use super::ask::{outside, verify};
use super::sample::{Sample, city, witness_key};

/// Both end with 2, and ours names the place.
fn input(args: &[&str], words: &[&str]) {
    let said = verify(args).ends(2, words);
    assert!(!said.text.contains("DOES NOT VERIFY"), "{said:?}");
    if let Some(said) = outside(args) {
        said.ends(2, &[]);
    }
}

#[test]
fn what_is_not_there() {
    let log = Sample::of(10);
    input(&["--log", "nowhere", "--vkey", &log.vkey], &["nowhere"]);
    input(&["--log", &log.log, "--vkey", "nowhere"], &["nowhere"]);
    input(&["--log", &log.log, "--vkey", &log.vkey, "--old", "nowhere"], &["nowhere"]);
    input(&["--receipt", "nowhere", "--vkey", &log.vkey], &["nowhere"]);
    input(&["--vkey", &log.vkey], &["--log"]);
    input(&["--log", &log.log], &["--vkey"]);
    verify(&["--log", "http://127.0.0.1:1", "--vkey", &log.vkey]).ends(2, &["127.0.0.1:1"]);
}

#[test]
fn what_is_no_key() {
    let log = Sample::of(10);
    let vkey = city().verifier().to_string();
    let wrong_id = vkey.replacen("+", "+0", 1);
    for text in ["", "hello", &wrong_id, &city().to_text()] {
        let file = log.put("wrong", text);
        input(&["--log", &log.log, "--vkey", &file], &["wrong"]);
    }
    let witness = log.put("wrong", &witness_key(1));
    input(&["--log", &log.log, "--vkey", &witness], &["wrong", "key of a witness"]);
    for text in ["hello", &vkey] {
        input(&["--log", &log.log, "--vkey", &log.vkey, "--witness", text], &["witness"]);
    }
}

#[test]
fn a_quorum_that_cannot_be_met() {
    let log = Sample::of(10);
    let args = ["--log", &log.log, "--vkey", &log.vkey, "--quorum", "2"];
    input(&args, &["--quorum"]);
    let key = witness_key(1);
    input(&[args.as_slice(), &["--witness", &key]].concat(), &["2 witnesses", "1"]);
    let twice = ["--witness", key.as_str(), "--witness", &key];
    input(&[args.as_slice(), &twice].concat(), &["witness-1.example", "twice"]);
}
