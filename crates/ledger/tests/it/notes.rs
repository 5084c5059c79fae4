//! Notes, keys, checkpoints and cosignatures.

use ledger::checkpoint::{self, Checkpoint};
use ledger::cosignature::{self, Quorum, cosign};
use ledger::hash::EMPTY;
use ledger::note::{Error, KeyError, KeyType, Note, SigningKey, VerifierKey};
use ledger::tlog_proof::{self, TlogProof};

use crate::support::{city, entry, key, leaves, mth, signed};

/// The key and note of the tests of Go's `golang.org/x/mod/sumdb/note`.
const NEUMANN: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const THINKING: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
/// The example of signed-note.md.
const QUASIMODO: &str = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\n\
    ed è subito sera.\n\n\
    — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";
/// The example of tlog-checkpoint.md.
const SOFA: &str = "example.com/behind-the-sofa\n20852163\n\
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
    — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

#[test]
fn the_note_of_go_verifies() {
    let key: VerifierKey = NEUMANN.parse().unwrap();
    assert_eq!(key.to_string(), NEUMANN);
    assert_eq!((key.name(), key.id(), key.kind()), ("PeterNeumann", 0xc74f_20a3, KeyType::Ed25519));
    let note: Note = THINKING.parse().unwrap();
    assert_eq!(note.verify(&key), Ok(()));
    assert_eq!(note.to_string(), THINKING);
    let changed: Note = THINKING.replace("answer", "Answer").parse().unwrap();
    assert_eq!(changed.verify(&key), Err(Error::Wrong("PeterNeumann".to_owned())));
}

#[test]
fn the_examples_of_the_specifications_are_read() {
    let note: Note = QUASIMODO.parse().unwrap();
    assert!(note.text().ends_with("sole:\n\ned è subito sera.\n"));
    assert_eq!(note.signatures()[0].id(), 0x367b_a04b);
    assert_eq!(note.signatures()[0].bytes().len(), 64);
    assert_eq!(note.to_string(), QUASIMODO);
    let note: Note = SOFA.parse().unwrap();
    let sofa = Checkpoint::parse(note.text()).unwrap();
    assert_eq!((sofa.origin.as_str(), sofa.size), ("example.com/behind-the-sofa", 20_852_163));
    assert_eq!(sofa.text().unwrap(), note.text());
}

#[test]
fn a_note_that_is_none_says_why() {
    let say = |text: &str| text.parse::<Note>().unwrap_err();
    assert_eq!(say("text\n"), Error::NoSignatures);
    assert_eq!(say("text\n\n"), Error::NoSignatures);
    assert_eq!(say("text"), Error::Unfinished);
    assert_eq!(say("te\txt\n\n— a AAAAAAA=\n"), Error::Control(1));
    assert_eq!(say("text\r\n\r\n— a AAAAAAA=\r\n"), Error::Control(1));
    let good = "text\n\n— a AAAAAAA=\n";
    assert!(good.parse::<Note>().is_ok());
    for line in [
        "- a AAAAAAA=",
        "— a b AAAAAAA=",
        "— a+b AAAAAAA=",
        "— a AAAAAA==",
        "— a AAAAAAA",
        "—  AAAAAAA=",
        "— a\u{a0}b AAAAAAA=",
        "— a AAAAAAB=",
    ] {
        assert_eq!(say(&good.replace("— a AAAAAAA=", line)), Error::NotASignature(3), "{line}");
    }
    let many = |n| format!("text\n\n{}", "— a AAAAAAA=\n".repeat(n));
    assert!(many(64).parse::<Note>().is_ok());
    assert_eq!(say(&many(65)), Error::TooMany);
    let long = format!("{}\n", "x".repeat(1_000_000));
    assert_eq!(say(&long), Error::TooLong(1_000_001));
}

#[test]
fn lines_of_unknown_keys_are_not_looked_at_and_known_ones_must_fit() {
    let (mine, other) = (city(), key("other", KeyType::Ed25519, 1));
    let namesake = key(mine.name(), KeyType::Ed25519, 2);
    let note = Note::sign("text\n".to_owned(), &mine).unwrap();
    assert_eq!(note.verify(&mine.verifier()), Ok(()));
    assert_eq!(note.verify(&other.verifier()), Err(Error::NotSigned("other".to_owned())));
    // The same name, and another key: another id, so an unknown key.
    let unsigned = Err(Error::NotSigned(mine.name().to_owned()));
    assert_eq!(note.verify(&namesake.verifier()), unsigned);
    let two =
        note.clone().with(Note::sign("else\n".to_owned(), &other).unwrap().signatures()[0].clone());
    let two = two.unwrap();
    assert_eq!(two.verify(&mine.verifier()), Ok(()));
    assert_eq!(two.verify(&other.verifier()), Err(Error::Wrong("other".to_owned())));
    // A right line does not excuse a wrong one of the same key.
    let wrong = Note::sign("else\n".to_owned(), &mine).unwrap().signatures()[0].clone();
    let both = note.with(wrong).unwrap();
    assert_eq!(both.verify(&mine.verifier()), Err(Error::Wrong(mine.name().to_owned())));
}

#[test]
fn keys_have_one_spelling_and_hide_their_secret() {
    for kind in [KeyType::Ed25519, KeyType::Cosignature] {
        let mine = key("a.example/log", kind, 3);
        let text = mine.to_text();
        let again: SigningKey = text.parse().unwrap();
        assert_eq!(again.verifier(), mine.verifier());
        assert_eq!(*again.to_text(), *text);
        assert!(!format!("{mine:?}").contains(text.rsplit('+').next().unwrap()));
        assert_eq!(mine.verifier().to_string().parse(), Ok(mine.verifier()));
    }
    let say = |text: &str| text.parse::<VerifierKey>().unwrap_err();
    let found = say(&NEUMANN.replace("PeterNeumann", "PeterNeuman"));
    assert!(matches!(&found, KeyError::Id { name, .. } if name == "PeterNeuman"), "{found:?}");
    assert!(matches!(say(&NEUMANN.replace("c74f", "C74F")), KeyError::Id { .. }));
    assert_eq!(say("a+b"), KeyError::Form);
    assert_eq!(
        say(&NEUMANN.replace("ARpc", "AhpC")),
        KeyError::Kind { name: "PeterNeumann".to_owned(), kind: 2 }
    );
    assert_eq!(say("a+00000000+AQ=="), KeyError::Bytes("a".to_owned()));
    assert_eq!(
        say(" +00000000+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
        KeyError::Name(" ".to_owned())
    );
    // The neutral element, under which anything can be signed.
    assert_eq!(
        say("a+00000000+AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        KeyError::Bytes("a".to_owned())
    );
    assert_eq!(NEUMANN.parse::<SigningKey>().unwrap_err(), KeyError::PrivateForm);
    let named = SigningKey::new("a b", KeyType::Ed25519, [0; 32]).unwrap_err();
    assert_eq!(named, KeyError::Name("a b".to_owned()));
}

#[test]
fn a_checkpoint_is_that_of_its_key() {
    let note = signed(3, EMPTY);
    let (checkpoint, _) = Checkpoint::open(&note, &city().verifier()).unwrap();
    assert_eq!((checkpoint.size, checkpoint.root), (3, EMPTY));
    let foreign = key("other.example/log", KeyType::Ed25519, 7).verifier();
    let error = Checkpoint::open(&note, &foreign).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the checkpoint is of bening.example/log, not of other.example/log"
    );
    assert!(checkpoint.sign(&key("other.example/log", KeyType::Ed25519, 7)).is_err());
    let replaced = key(city().name(), KeyType::Ed25519, 8).verifier();
    assert!(matches!(
        Checkpoint::open(&note, &replaced),
        Err(checkpoint::Error::Note(Error::NotSigned(_)))
    ));
    for (from, to) in [("\n3\n", "\n4\n"), ("47DE", "48DE")] {
        let error = Checkpoint::open(&note.replace(from, to), &city().verifier()).unwrap_err();
        assert_eq!(error, checkpoint::Error::Note(Error::Wrong(city().name().to_owned())));
    }
}

#[test]
fn a_checkpoint_has_one_spelling() {
    let root = EMPTY.to_string();
    let say = |text: &str| Checkpoint::parse(text).unwrap_err();
    assert_eq!(say(&format!("a\n03\n{root}\n")), checkpoint::Error::Size);
    assert_eq!(say(&format!("a\n+3\n{root}\n")), checkpoint::Error::Size);
    assert_eq!(say(&format!("a\n18446744073709551616\n{root}\n")), checkpoint::Error::Size);
    assert_eq!(say("a\n3\nAAAA\n"), checkpoint::Error::Root);
    assert_eq!(say("a\n3\n"), checkpoint::Error::Lines(2));
    assert_eq!(say(&format!("a\n3\n{root}\n\n")), checkpoint::Error::Line(4));
    assert_eq!(say(&format!("\n3\n{root}\n")), checkpoint::Error::Line(1));
    let extended = format!("a\n3\n{root}\nmore\n");
    assert_eq!(Checkpoint::parse(&extended).unwrap().text().unwrap(), extended);
    let broken = Checkpoint { origin: "a\nb".into(), size: 0, root: EMPTY, extensions: vec![] };
    assert_eq!(broken.text(), Err(checkpoint::Error::Line(1)));
}

#[test]
fn a_cosignature_binds_checkpoint_and_time() {
    let witness = key("witness.example/w1", KeyType::Cosignature, 5);
    let note: Note = signed(3, EMPTY).parse().unwrap();
    let line = cosign(&witness, note.text(), 1_679_315_147).unwrap();
    let both = note.clone().with(line.clone()).unwrap();
    assert_eq!(cosignature::verify(&both, &witness.verifier()), Ok(1_679_315_147));
    assert_eq!(both.to_string().parse(), Ok(both.clone()));
    assert_eq!(line.to_string().parse(), Ok(line.clone()));
    // Asked for again later, the newest time counts.
    let later = both.with(cosign(&witness, note.text(), 1_679_315_150).unwrap()).unwrap();
    assert_eq!(cosignature::verify(&later, &witness.verifier()), Ok(1_679_315_150));
    let elsewhere = signed(4, EMPTY).parse::<Note>().unwrap().with(line.clone()).unwrap();
    let wrong = Err(cosignature::Error::Note(Error::Wrong("witness.example/w1".to_owned())));
    assert_eq!(cosignature::verify(&elsewhere, &witness.verifier()), wrong);
    // One second later in the line, and not in what was signed.
    let text = line.to_string();
    let base = text.trim_end().rsplit(' ').next().unwrap();
    let changed =
        text.replace(base, &format!("{}{}", &base[..15], base[15..].replacen('L', "M", 1)));
    assert_ne!(changed, text);
    let changed = note.clone().with(changed.parse().unwrap()).unwrap();
    assert!(cosignature::verify(&changed, &witness.verifier()).is_err());
    assert!(matches!(
        cosignature::verify(&note, &witness.verifier()),
        Err(cosignature::Error::Note(Error::NotSigned(_)))
    ));
}

#[test]
fn keys_do_not_sign_what_is_not_theirs() {
    let witness = key("w", KeyType::Cosignature, 5);
    let note: Note = signed(3, EMPTY).parse().unwrap();
    assert!(matches!(Note::sign("a\n".to_owned(), &witness), Err(Error::Kind { .. })));
    assert!(matches!(note.verify(&witness.verifier()), Err(Error::Kind { .. })));
    assert!(cosign(&city(), note.text(), 1).is_err());
    assert!(cosign(&witness, "no checkpoint\n", 1).is_err());
    assert!(Quorum::new(vec![city().verifier()], 1).is_err());
}

#[test]
fn a_quorum_names_who_is_missing() {
    let names = ["inspectorate", "ombudsman", "university"];
    let witnesses: Vec<SigningKey> =
        names.iter().zip(10..).map(|(name, seed)| key(name, KeyType::Cosignature, seed)).collect();
    let keys = || witnesses.iter().map(SigningKey::verifier).collect::<Vec<_>>();
    let note: Note = signed(3, EMPTY).parse().unwrap();
    let note = note.clone().with(cosign(&witnesses[1], note.text(), 77).unwrap()).unwrap();
    let met = |wanted| Quorum::new(keys(), wanted).unwrap().met(&note);
    assert_eq!(met(1), Ok(vec![("ombudsman".to_owned(), 77)]));
    let error = met(2).unwrap_err().to_string();
    assert_eq!(error, "1 of 2 witnesses have cosigned; missing are inspectorate, university");
    assert!(Quorum::new(keys(), 4).is_err());
    let twice = [keys(), vec![witnesses[0].verifier()]].concat();
    assert_eq!(Quorum::new(twice, 1), Err(cosignature::Error::Twice("inspectorate".to_owned())));
    // The same key under another name would count twice.
    let alias = key("alias", KeyType::Cosignature, 10).verifier();
    assert!(Quorum::new([keys(), vec![alias]].concat(), 1).is_err());
}

#[test]
fn a_proof_is_verified_against_key_and_entry() {
    let leaves = leaves(5);
    let checkpoint: Note = signed(5, mth(&leaves)).parse().unwrap();
    let hashes = vec![leaves[3], mth(&leaves[..2]), leaves[4]];
    let proof = TlogProof { extra: Some(b"more".to_vec()), index: 2, hashes, checkpoint };
    let text = proof.to_string();
    assert!(text.starts_with("c2sp.org/tlog-proof@v1\nextra bW9yZQ==\nindex 2\n"));
    let read: TlogProof = text.parse().unwrap();
    assert_eq!(read, proof);
    let leaf = ledger::hash::leaf_hash(&entry(2));
    assert_eq!(read.verify(leaf, &city().verifier(), None).unwrap().checkpoint.size, 5);
    let other = read.verify(leaves[1], &city().verifier(), None);
    assert!(matches!(other, Err(tlog_proof::Error::Inclusion(_))));
    let quorum = Quorum::new(vec![key("w", KeyType::Cosignature, 1).verifier()], 1).unwrap();
    let lonely = read.verify(leaf, &city().verifier(), Some(&quorum));
    assert!(matches!(lonely, Err(tlog_proof::Error::Witnesses(_))));
    let say = |from: &str, to: &str| text.replacen(from, to, 1).parse::<TlogProof>().unwrap_err();
    assert_eq!(say("@v1", "@v2"), tlog_proof::Error::Header);
    assert_eq!(say("extra b", "extra *"), tlog_proof::Error::Extra);
    assert_eq!(say("extra ", "extra"), tlog_proof::Error::Extra);
    assert_eq!(say("index 2", "index 02"), tlog_proof::Error::Index(3));
    assert_eq!(say("index 2\n", "index 2\nx\n"), tlog_proof::Error::Hash(4));
    assert_eq!(say("\n\n", "\n"), tlog_proof::Error::Hash(7));
    let many = format!("index 2\n{}", format!("{EMPTY}\n").repeat(61));
    assert_eq!(say("index 2\n", &many), tlog_proof::Error::TooMany);
}
