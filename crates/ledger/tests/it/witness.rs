//! What a witness answers, and that no sequence of requests makes it contradict itself.

use ledger::Hash;
use ledger::cosignature;
use ledger::hash::EMPTY;
use ledger::note::{KeyType, Note, SigningKey};
use ledger::proof::{self, consistency};
use ledger::witness::{AddCheckpoint, Cosigned, Error, KnownLog, Refusal, Seen, decide};
use proptest::prelude::*;

use crate::support::{city, flipped, key, leaves, mth, perfect, signed};

const NOW: u64 = 1_764_000_000;

fn witness() -> SigningKey {
    key("witness.example/w1", KeyType::Cosignature, 40)
}

fn known() -> KnownLog {
    KnownLog { keys: vec![city().verifier()] }
}

fn seen(leaves: &[Hash]) -> Seen {
    Seen { size: leaves.len() as u64, root: mth(leaves) }
}

/// An honest request from `old` to all of `leaves`.
fn request(old: u64, leaves: &[Hash]) -> AddCheckpoint {
    let read = |level, index| Ok::<_, proof::Error>(perfect(leaves, level, index));
    let proof = consistency(old, leaves.len() as u64, read).unwrap();
    let checkpoint = signed(leaves.len() as u64, mth(leaves)).parse().unwrap();
    AddCheckpoint { old, proof, checkpoint }
}

fn ask(seen: Option<&Seen>, request: &AddCheckpoint) -> Result<Cosigned, Refusal> {
    decide(&known(), seen, request, NOW, &witness())
}

#[test]
fn growth_is_cosigned() {
    let all = leaves(9);
    let first = ask(None, &request(0, &all[..4])).unwrap();
    assert_eq!(first.seen, seen(&all[..4]));
    let second = ask(Some(&first.seen), &request(4, &all)).unwrap();
    let note = format!("{}{}", signed(9, mth(&all)), second.line).parse::<Note>().unwrap();
    assert_eq!(cosignature::verify(&note, &witness().verifier()), Ok(NOW));
    // Asked again, it signs again.
    assert!(ask(Some(&second.seen), &request(9, &all)).is_ok());
}

#[test]
fn a_request_is_written_as_specified_and_read_back() {
    let all = leaves(7);
    let request = request(3, &all);
    let text = request.to_string();
    assert!(text.starts_with(&format!("old 3\n{}\n", request.proof[0])));
    assert!(text.contains("\n\nbening.example/log\n7\n"));
    assert_eq!(text.parse(), Ok(request.clone()));
    assert_eq!(request.origin(), "bening.example/log");
    let say =
        |from: &str, to: &str| text.replacen(from, to, 1).parse::<AddCheckpoint>().unwrap_err();
    assert_eq!(say("old 3", "old 03"), Error::Old);
    assert_eq!(say("old 3", "new 3"), Error::Old);
    assert_eq!(say("old 3\n", "old 3\nx\n"), Error::Hash(2));
    assert_eq!(
        say("old 3\n", &format!("old 3\n{}", format!("{EMPTY}\n").repeat(60))),
        Error::TooMany
    );
    assert!(matches!(say("\n7\n", "\n07\n"), Error::Checkpoint(_)));
    let long = text.clone() + &"x".repeat(65_536);
    assert_eq!(long.parse::<AddCheckpoint>().unwrap_err(), Error::TooLong(long.len()));
}

fn status(seen: Option<&Seen>, request: &AddCheckpoint) -> (u16, Option<u64>) {
    let refusal = ask(seen, request).unwrap_err();
    (refusal.status(), refusal.size())
}

#[test]
fn refusals_have_the_statuses_of_the_specification() {
    let all = leaves(9);
    let state = seen(&all[..4]);
    // The old size is larger than the checkpoint.
    let mut backwards = request(0, &all);
    backwards.old = 10;
    assert_eq!(status(Some(&state), &backwards), (400, None));
    // Another old size than the witness has seen.
    assert_eq!(status(Some(&state), &request(3, &all)), (409, Some(4)));
    assert_eq!(status(Some(&state), &request(0, &all)), (409, Some(4)));
    assert_eq!(status(None, &request(4, &all)), (409, Some(0)));
    // Shrunk: an older checkpoint, from any size.
    assert_eq!(status(Some(&seen(&all)), &request(4, &all[..6])), (409, Some(9)));
    // Another history of the same size.
    let fork = leaves(5)[1..].to_vec();
    assert_eq!(status(Some(&state), &request(4, &fork)), (409, None));
    // Another history that is longer.
    let rewritten = [&[flipped(all[0], 3)], &all[1..]].concat();
    assert_eq!(status(Some(&state), &request(4, &rewritten)), (422, None));
    // A proof where there should be none.
    let mut more = request(0, &all);
    more.proof.push(EMPTY);
    assert_eq!(status(None, &more), (422, None));
}

#[test]
fn only_the_known_log_is_cosigned() {
    let all = leaves(4);
    let honest = request(0, &all);
    let of = |keys: Vec<SigningKey>| {
        let known = KnownLog { keys: keys.iter().map(SigningKey::verifier).collect() };
        decide(&known, None, &honest, NOW, &witness())
    };
    assert!(of(vec![city()]).is_ok());
    let renewed = || key(city().name(), KeyType::Ed25519, 50);
    assert!(of(vec![renewed(), city()]).is_ok());
    assert!(of(vec![city(), renewed()]).is_ok());
    let unsigned = of(vec![renewed()]).unwrap_err();
    assert_eq!((unsigned.status(), unsigned), (403, Refusal::Unsigned(city().name().to_owned())));
    let elsewhere = of(vec![key("other.example/log", KeyType::Ed25519, 7)]).unwrap_err();
    assert_eq!(elsewhere.status(), 404);
    assert_eq!(elsewhere.to_string(), "this witness does not watch the log bening.example/log");
    assert_eq!(of(vec![]).unwrap_err().status(), 404);
    // A line in the log's name that it did not write.
    let mut forged = honest.clone();
    forged.checkpoint = honest.checkpoint.to_string().replace("\n4\n", "\n5\n").parse().unwrap();
    let refusal = decide(&known(), None, &forged, NOW, &witness()).unwrap_err();
    assert_eq!(refusal.status(), 403);
    // A witness with a key of the wrong kind signs nothing.
    assert_eq!(decide(&known(), None, &honest, NOW, &city()).unwrap_err().status(), 500);
}

proptest! {
    /// Two histories that part somewhere, offered in any order and mixed with wrong proofs: the
    /// witness only ever sees one of them from the point where they part, and never shrinks.
    #[test]
    fn no_sequence_of_requests_makes_it_cosign_a_fork(
        parting in 1usize..12,
        offers in prop::collection::vec((any::<bool>(), 1usize..24, any::<prop::sample::Index>(), any::<bool>()), 1..30),
    ) {
        let honest = leaves(24);
        let forged: Vec<Hash> = honest.iter().enumerate()
            .map(|(place, leaf)| if place < parting { *leaf } else { flipped(*leaf, place) })
            .collect();
        let mut state: Option<Seen> = None;
        let mut cosigned = Vec::new();
        for (other, size, old, spoil) in offers {
            let history = if other { &forged } else { &honest };
            let known = state.map_or(0, |seen| seen.size);
            let old = if old.index(3) > 0 { known } else { old.index(size + 1) as u64 };
            if old > size as u64 {
                continue;
            }
            let mut request = request(old, &history[..size]);
            if spoil && let Some(hash) = request.proof.first_mut() {
                *hash = flipped(*hash, size);
            }
            if let Ok(Cosigned { seen, .. }) = ask(state.as_ref(), &request) {
                prop_assert!(seen.size >= known);
                state = Some(seen);
                cosigned.push(seen);
            }
        }
        let of = |history: &[Hash]| {
            cosigned.iter().all(|seen| seen.root == mth(&history[..seen.size as usize]))
        };
        prop_assert!(of(&honest) || of(&forged));
    }
}
