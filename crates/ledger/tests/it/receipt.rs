//! The citizen's file: what it shows, and that every change of it is refused by name.

use std::sync::LazyLock;

use jiff::Timestamp;
use ledger::Hash;
use ledger::cosignature::{Quorum, cosign};
use ledger::entry::{self, Entry};
use ledger::hash::leaf_hash;
use ledger::note::{KeyType, Note, VerifierKey};
use ledger::proof::{self, inclusion};
use ledger::receipt::{Error, Opening, Promise, PromiseError, Receipt, grouped, seal_digits};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{city, key, mth, perfect, signed};

const INDEX: u64 = 6;

fn promise() -> Promise {
    Promise {
        origin: city().name().to_owned(),
        number: "K7M4-2Q9P".to_owned(),
        service: "DUK-KTP-HILANG".to_owned(),
        received: Timestamp::from_second(1_764_041_567).unwrap(),
        promise: "promise/DUK-KTP-HILANG 1 working_day".to_owned(),
        check: "serve.completeness_check 2 working_day".to_owned(),
        fee: 0,
    }
}

fn fact() -> Value {
    json!({
        "v": 1, "tenant": 1, "seq": 1, "recorded_at": 1_764_041_567_123_456_i64,
        "payload": {"kind": "application.submitted", "data": {
            "v": 1, "number": "K7M42Q9P", "service": "DUK-KTP-HILANG", "standard": 2, "unit": "DUKCAPIL",
            "applicant": "oneself", "fee": 0, "missing": [],
        }},
    })
}

fn opening(fact: &Value) -> Opening {
    let fact = serde_json_canonicalizer::to_string(fact).unwrap();
    Opening { salt: [9; 32], fact, ticket: Some("0b9e".to_owned()) }
}

/// The log of ten entries in which the fact is number [`INDEX`].
fn leaves(opening: &Opening) -> Vec<Hash> {
    (0..10)
        .map(|index| match index {
            INDEX => opening.leaf().unwrap(),
            other => leaf_hash(&[other as u8]),
        })
        .collect()
}

fn proof(leaves: &[Hash], index: u64) -> Vec<Hash> {
    let read = |level, index| Ok::<_, proof::Error>(perfect(leaves, level, index));
    inclusion(index, leaves.len() as u64, read).unwrap()
}

fn receipt_of(promise: &Promise, fact: &Value) -> Receipt {
    let opening = opening(fact);
    let leaves = leaves(&opening);
    let checkpoint = signed(10, mth(&leaves));
    let note = promise.sign(&city()).unwrap();
    Receipt::proven(note, opening, INDEX, proof(&leaves, INDEX), &checkpoint).unwrap()
}

/// Signing is slow without optimisation, so it is done once.
fn receipt() -> Receipt {
    static RECEIPT: LazyLock<Receipt> = LazyLock::new(|| receipt_of(&promise(), &fact()));
    RECEIPT.clone()
}

fn vkey() -> VerifierKey {
    city().verifier()
}

#[test]
fn a_promise_is_written_as_agreed() {
    let note = promise().sign(&city()).unwrap();
    assert_eq!(
        note.text(),
        "bening-promise/v1\n\
         origin bening.example/log\n\
         number K7M4-2Q9P\n\
         service DUK-KTP-HILANG\n\
         received 2025-11-25T03:32:47Z\n\
         promise promise/DUK-KTP-HILANG 1 working_day\n\
         check serve.completeness_check 2 working_day\n\
         fee 0\n"
    );
    let receipt: Receipt = note.to_string().parse().unwrap();
    let verified = receipt.verify(&vkey(), None).unwrap();
    assert_eq!((verified.promise, verified.entry), (promise(), None));
    assert_eq!((receipt.ticket(), receipt.to_string()), (None, note.to_string()));
}

#[test]
fn a_promise_has_one_spelling() {
    let text = promise().sign(&city()).unwrap().text().to_owned();
    let say = |from: &str, to: &str| Promise::parse(&text.replacen(from, to, 1)).unwrap_err();
    let line = |line, name| PromiseError::Line { line, name };
    assert_eq!(say("/v1", "/v2"), PromiseError::Header);
    assert_eq!(say("number ", "nummer "), line(3, "number"));
    assert_eq!(say("number K7M4-2Q9P", "number "), line(3, "number"));
    assert_eq!(say("number K7M4-2Q9P", "number  K7M4-2Q9P"), line(3, "number"));
    assert_eq!(say("number K7M4-2Q9P\n", ""), line(3, "number"));
    assert_eq!(say("03:32:47Z", "03:32:47.5Z"), line(5, "received"));
    assert_eq!(say("03:32:47Z", "10:32:47+07:00"), line(5, "received"));
    assert_eq!(say("fee 0", "fee -1"), line(8, "fee"));
    assert_eq!(say("fee 0", "fee 00"), line(8, "fee"));
    assert_eq!(say("fee 0\n", "fee 0\nfee 0\n"), PromiseError::Lines(9));
    let broken = Promise { service: "a\nfee 9".to_owned(), ..promise() };
    assert!(broken.sign(&city()).is_err());
    let fraction = Promise { received: Timestamp::from_millisecond(1_500).unwrap(), ..promise() };
    assert_eq!(fraction.sign(&city()).unwrap_err(), line(5, "received"));
    assert!(matches!(
        promise().sign(&key("other", KeyType::Ed25519, 7)),
        Err(PromiseError::Origin { .. })
    ));
}

#[test]
fn a_receipt_shows_promise_entry_and_witnesses() {
    let receipt = receipt();
    let text = receipt.to_string();
    assert_eq!(text.parse(), Ok(receipt.clone()));
    assert_eq!(receipt.ticket(), Some("0b9e"));
    let verified = receipt.verify(&vkey(), None).unwrap();
    assert_eq!(verified.promise, promise());
    let entry = verified.entry.unwrap();
    assert_eq!(
        (entry.index, entry.checkpoint.size, entry.leaf),
        (6, 10, opening(&fact()).leaf().unwrap())
    );
    let witness = key("ombudsman", KeyType::Cosignature, 9);
    let quorum = Quorum::new(vec![witness.verifier()], 1).unwrap();
    let lonely = receipt.verify(&vkey(), Some(&quorum)).unwrap_err().to_string();
    assert_eq!(
        lonely,
        "the witnesses of the proof: 0 of 1 witnesses have cosigned; missing are ombudsman"
    );
    let line = cosign(&witness, receipt.checkpoint().unwrap().text(), 5).unwrap();
    let seen: Receipt = format!("{text}{line}").parse().unwrap();
    let entry = seen.verify(&vkey(), Some(&quorum)).unwrap().entry.unwrap();
    assert_eq!(entry.witnesses, [("ombudsman".to_owned(), 5)]);
}

#[test]
fn the_commitment_is_an_hmac_and_the_seal_its_entry() {
    // RFC 4231, test case 2, with the key padded by zeros to 32 bytes, which HMAC does anyway.
    let mut salt = [0u8; 32];
    salt[..4].copy_from_slice(b"Jefe");
    let opening = Opening { salt, fact: "what do ya want for nothing?".to_owned(), ticket: None };
    let mac: String =
        opening.commitment().unwrap().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(mac, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    let leaf = Entry::Sealed { commitment: opening.commitment().unwrap() }.leaf().unwrap();
    assert_eq!(opening.leaf(), Ok(leaf));
    let hash = Hash(std::array::from_fn(|place| (place as u8 % 16) * 17));
    assert_eq!(seal_digits(&hash), "0011223344556677");
    assert_eq!(grouped(&seal_digits(&hash)), "0011 2233 4455 6677");
    assert!(!format!("{opening:?}").contains("want"));
}

/// The receipt's file with another promise, fact, salt or version inside.
fn with_extra(change: impl Fn(&mut Value)) -> String {
    let text = receipt().to_string();
    let mut proof: ledger::tlog_proof::TlogProof = text.parse().unwrap();
    let mut extra: Value = serde_json::from_slice(proof.extra.as_deref().unwrap()).unwrap();
    change(&mut extra);
    proof.extra = Some(serde_json_canonicalizer::to_vec(&extra).unwrap());
    proof.to_string()
}

fn refusal(text: &str) -> Error {
    text.parse::<Receipt>().and_then(|receipt| receipt.verify(&vkey(), None)).unwrap_err()
}

#[test]
fn every_tampering_is_refused_by_name() {
    let not_in_log = |error: &Error| matches!(error, Error::NotInLog(_));
    let changed = refusal(&with_extra(|extra| extra["salt"] = json!("A".repeat(43) + "=")));
    assert!(not_in_log(&changed), "{changed}");
    let changed = refusal(&with_extra(|extra| extra["fact"]["seq"] = json!(2)));
    assert!(not_in_log(&changed), "{changed}");
    let text = receipt().to_string();
    for index in ["index 5", "index 9"] {
        assert!(not_in_log(&refusal(&text.replace("index 6", index))));
    }
    let hash = receipt().to_string().lines().nth(3).unwrap().to_owned();
    let other = if hash.starts_with('A') { "B" } else { "A" };
    let changed = text.replace(&hash, &format!("{other}{}", &hash[1..]));
    assert!(not_in_log(&refusal(&changed)));
    assert!(not_in_log(&refusal(&text.replace(&format!("{hash}\n"), ""))));

    let say = |text: &str| refusal(text).to_string();
    let kept = "does not fit the text: the text or the signature was changed";
    let checkpoint =
        format!("the checkpoint of the proof: the signature of {} {kept}", city().name());
    assert_eq!(say(&text.replace("\n10\n", "\n11\n")), checkpoint);
    let promised = format!("the promise: the signature of {} {kept}", city().name());
    let fee = |extra: &mut Value| {
        extra["promise"] = json!(extra["promise"].as_str().unwrap().replace("fee 0", "fee 1"));
    };
    assert_eq!(say(&with_extra(fee)), promised);
    let other = "the promise is of bening.example/log, not of other.example/log";
    let foreign = key("other.example/log", KeyType::Ed25519, 7).verifier();
    assert_eq!(receipt().verify(&foreign, None).unwrap_err().to_string(), other);
    let replaced = key(city().name(), KeyType::Ed25519, 8).verifier();
    let unsigned = format!("the promise: the note is not signed by {}", city().name());
    assert_eq!(receipt().verify(&replaced, None).unwrap_err().to_string(), unsigned);
}

#[test]
fn promise_and_fact_must_agree() {
    let say = |change: fn(&mut Value)| {
        let mut fact = fact();
        change(&mut fact);
        receipt_of(&promise(), &fact).verify(&vkey(), None).unwrap_err()
    };
    let number = say(|fact| fact["payload"]["data"]["number"] = json!("K7M42Q9Q"));
    assert_eq!(
        number.to_string(),
        "the promise says number K7M42Q9P and the logged fact says K7M42Q9Q"
    );
    let service = say(|fact| fact["payload"]["data"]["service"] = json!("DUK-KK"));
    assert!(matches!(service, Error::Disagree { what: "service", .. }));
    let fee = say(|fact| fact["payload"]["data"]["fee"] = json!(5000));
    assert!(matches!(fee, Error::Disagree { what: "fee", .. }));
    let later = say(|fact| fact["recorded_at"] = json!(1_764_041_568_000_000_i64));
    assert!(matches!(later, Error::Disagree { what: "second", .. }));
    let kind = say(|fact| fact["payload"]["kind"] = json!("application.withdrawn"));
    assert_eq!(kind, Error::NotSubmitted);
    assert_eq!(say(|fact| fact["payload"] = json!(1)), Error::NotSubmitted);
}

#[test]
fn a_receipt_of_another_entry_is_refused() {
    let opening = opening(&fact());
    let leaves = leaves(&opening);
    let checkpoint = signed(10, mth(&leaves));
    let note = promise().sign(&city()).unwrap();
    let other = Receipt::proven(note, opening, 5, proof(&leaves, 5), &checkpoint).unwrap();
    assert!(matches!(other.verify(&vkey(), None), Err(Error::NotInLog(_))));
}

#[test]
fn the_extra_line_has_one_spelling() {
    let say = |change: fn(&mut Value)| with_extra(change).parse::<Receipt>().unwrap_err();
    assert!(matches!(say(|extra| extra["v"] = json!(2)), Error::Extra(_)));
    assert!(matches!(say(|extra| extra["more"] = json!(2)), Error::Extra(_)));
    assert!(matches!(say(|extra| extra["ticket"] = json!(null)), Error::Extra(_)));
    assert!(matches!(say(|extra| extra["salt"] = json!("AAAA")), Error::Extra(_)));
    assert!(matches!(say(|extra| extra["promise"] = json!("text\n")), Error::Promise(_)));
    let spaced = Opening { fact: "{ }".to_owned(), ..opening(&fact()) };
    let note = promise().sign(&city()).unwrap();
    let refused = Receipt::proven(note, spaced, 0, Vec::new(), &signed(1, Hash([0; 32])));
    assert_eq!(refused, Err(Error::Fact));
    let none = receipt()
        .to_string()
        .lines()
        .filter(|line| !line.starts_with("extra"))
        .fold(String::new(), |text, line| text + line + "\n");
    assert!(matches!(none.parse::<Receipt>(), Err(Error::Extra(_))));
}

#[test]
fn entries_have_one_spelling() {
    let sealed = Entry::Sealed { commitment: [0; 32] };
    let zeros = "A".repeat(43) + "=";
    let text = format!(r#"{{"commitment":"{zeros}","v":1}}"#);
    assert_eq!(sealed.encode().unwrap(), text.as_bytes());
    let data = json!({"v": 1, "queue": "u/s", "ticket": "é"});
    let clear = Entry::Clear { commitment: [0; 32], kind: "queue.entered".to_owned(), data };
    let clear_text = format!(
        r#"{{"commitment":"{zeros}","data":{{"queue":"u/s","ticket":"é","v":1}},"kind":"queue.entered","v":1}}"#
    );
    assert_eq!(clear.encode().unwrap(), clear_text.as_bytes());
    assert_eq!(Entry::decode(clear_text.as_bytes()), Ok(clear));
    assert_eq!(Entry::decode(text.as_bytes()), Ok(sealed));
    let null = Entry::Clear { commitment: [0; 32], kind: "k".to_owned(), data: Value::Null };
    assert_eq!(Entry::decode(&null.encode().unwrap()), Ok(null));
    let say = |from: &str, to: &str| {
        Entry::decode(clear_text.replacen(from, to, 1).as_bytes()).unwrap_err()
    };
    assert_eq!(say(r#","v":1}"#, r#", "v":1}"#), entry::Error::Spelling);
    assert_eq!(say("é", r"\u00e9"), entry::Error::Spelling);
    assert_eq!(
        say(r#","kind":"queue.entered","v":1}"#, r#","v":1,"kind":"queue.entered"}"#),
        entry::Error::Spelling
    );
    assert_eq!(
        say(r#""kind":"queue.entered","v":1"#, r#""kind":"queue.entered","v":2"#),
        entry::Error::Version(2)
    );
    assert_eq!(say(r#""kind":"queue.entered","#, ""), entry::Error::Half);
    assert!(matches!(say(r#""kind""#, r#""more":1,"kind""#), entry::Error::Json(_)));
    assert_eq!(say("AAAA", "AAA"), entry::Error::Commitment);
    let data = Value::String("x".repeat(65_535));
    let long = Entry::Clear { commitment: [0; 32], kind: "k".to_owned(), data };
    assert!(matches!(long.encode(), Err(entry::Error::TooLong(_))));
}

proptest! {
    /// Whatever character changes, the receipt shows the same or is refused. Lines of others below
    /// the checkpoint and the ticket are nobody's signature.
    #[test]
    fn one_changed_character_shows_nothing_new(place in any::<prop::sample::Index>(), other in "[0-9A-Za-z+/=\n ]") {
        let receipt = receipt();
        let text = receipt.to_string();
        let at = (0..text.len()).filter(|at| text.is_char_boundary(*at)).nth(place.index(text.len() - 4)).unwrap_or(0);
        let end = (at + 1..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap();
        let changed = format!("{}{other}{}", &text[..at], &text[end..]);
        let shown = changed.parse::<Receipt>().and_then(|receipt| receipt.verify(&vkey(), None));
        if let Ok(shown) = shown {
            prop_assert_eq!(shown, receipt.verify(&vkey(), None).unwrap());
        }
    }
}

/// The parts are notes, so that a reader who has only C2SP tools can check them.
#[test]
fn the_promise_inside_is_a_plain_note() {
    let note: Note = receipt().promise().clone();
    assert_eq!(note.verify(&vkey()), Ok(()));
}
