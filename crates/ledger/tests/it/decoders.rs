//! The bodies of the fuzz targets on valid samples, on samples changed a little, and on anything.

use std::sync::LazyLock;

use ledger::bundle;
use ledger::entry::Entry;
use ledger::hash::EMPTY;
use ledger::note::{KeyType, Note};
use ledger::receipt::{Opening, Promise, Receipt};
use ledger::tlog_proof::TlogProof;
use ledger::witness::AddCheckpoint;
use proptest::prelude::*;

use crate::bodies::BODIES;
use crate::support::{city, key, signed};

/// A valid input for each body, in their order. Signing is slow without optimisation.
static SAMPLES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(samples);

fn samples() -> Vec<Vec<u8>> {
    let note: Note = signed(3, EMPTY).parse().unwrap();
    let witness = key("witness.example/w1", KeyType::Cosignature, 5);
    let line = ledger::cosignature::cosign(&witness, note.text(), 1).unwrap();
    let note = note.with(line).unwrap();
    let hashes = vec![EMPTY; 2];
    let proof = TlogProof {
        extra: Some(vec![1, 2, 3]),
        index: 2,
        hashes: hashes.clone(),
        checkpoint: note.clone(),
    };
    let request = AddCheckpoint { old: 2, proof: hashes.clone(), checkpoint: note.clone() };
    let data = serde_json::json!({"a": [1, 2.5, "é", null], "b": {"c": true}});
    let entry = Entry::Clear { commitment: [3; 32], kind: "queue.left".to_owned(), data };
    let bundle = bundle::encode(&[&b"one"[..], b"", b"three"]).unwrap();
    vec![
        note.to_string().into_bytes(),
        note.text().as_bytes().to_vec(),
        proof.to_string().into_bytes(),
        receipt(&note.to_string()).to_string().into_bytes(),
        b"tile/entries/x001/x234/067.p/17".to_vec(),
        [&[2][..], &bundle].concat(),
        request.to_string().into_bytes(),
        entry.encode().unwrap(),
    ]
}

fn receipt(checkpoint: &str) -> Receipt {
    let promise = Promise {
        origin: city().name().to_owned(),
        number: "K7M4-2Q9P".to_owned(),
        service: "DUK-KTP-HILANG".to_owned(),
        received: jiff::Timestamp::from_second(1_764_041_567).unwrap(),
        promise: "rule 1 working_day".to_owned(),
        check: "rule 2 working_day".to_owned(),
        fee: 5000,
    };
    let opening = Opening { salt: [1; 32], fact: r#"{"a":[1]}"#.to_owned(), ticket: None };
    Receipt::proven(promise.sign(&city()).unwrap(), opening, 2, vec![EMPTY; 2], checkpoint).unwrap()
}

#[test]
fn the_samples_are_taken() {
    for ((name, body), sample) in BODIES.iter().zip(SAMPLES.iter()) {
        assert!(body(sample), "{name}");
    }
}

/// One change of a sample.
#[derive(Clone, Debug)]
enum Change {
    Set(u8),
    Insert(Vec<u8>),
    Remove(usize),
    Repeat(usize),
}

fn change() -> impl Strategy<Value = Change> {
    let byte = prop_oneof![any::<u8>(), prop::sample::select(b"\n 0+=/-xA\"{}\xe2".to_vec())];
    prop_oneof![
        byte.clone().prop_map(Change::Set),
        prop::collection::vec(byte, 1..5).prop_map(Change::Insert),
        (1usize..80).prop_map(Change::Remove),
        (1usize..80).prop_map(Change::Repeat),
    ]
}

fn apply(bytes: &mut Vec<u8>, at: prop::sample::Index, change: Change) {
    if bytes.is_empty() {
        return;
    }
    let at = at.index(bytes.len());
    let end = |length: usize| (at + length).min(bytes.len());
    match change {
        Change::Set(byte) => bytes[at] = byte,
        Change::Insert(more) => drop(bytes.splice(at..at, more)),
        Change::Remove(length) => drop(bytes.drain(at..end(length))),
        Change::Repeat(length) => {
            let again = bytes[at..end(length)].to_vec();
            drop(bytes.splice(at..at, again));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn changed_samples_are_refused_or_written_as_they_were(
        which in 0..BODIES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), change()), 1..4),
    ) {
        let mut sample = SAMPLES[which].clone();
        for (at, change) in changes {
            apply(&mut sample, at, change);
        }
        BODIES[which].1(&sample);
    }

    #[test]
    fn anything_is_refused_or_written_as_it_was(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for (_, body) in BODIES {
            body(&bytes);
        }
    }
}
