//! Every kind of tampering with a log: good before, refused after, by both verifiers, each naming
//! the place.

use ledger::note::{KeyType, SigningKey};

use super::ask::{both_good, both_refuse, caught, outside, verify};
use super::sample::{Sample, city, witness_key};

/// Two full tiles, and one of 88.
const SIZE: u64 = 600;
/// Where an entry's own bytes begin in a bundle whose first entry it is.
const FIRST: usize = 2;

#[test]
fn a_byte_of_an_entry() {
    let log = Sample::of(SIZE);
    let place = ["entry 256 does not have the hash that tile/0/001 says"];
    caught(&log, &[], || log.flip("tile/entries/001", FIRST + 20), &place, &place);
    let log = Sample::of(SIZE);
    let place = ["entry 512 does not have the hash that tile/0/002.p/88 says"];
    caught(&log, &[], || log.flip("tile/entries/002.p/88", FIRST + 20), &place, &place);
}

#[test]
fn a_byte_of_a_leaf_tile() {
    let log = Sample::of(SIZE);
    let place = ["entry 259 does not have the hash that tile/0/001 says"];
    caught(&log, &[], || log.flip("tile/0/001", 3 * 32), &place, &place);
}

/// Threads read ahead, and whoever repeats the check gets the same answer.
#[test]
fn of_several_wrong_places_the_first_is_named() {
    let log = Sample::of(65_537);
    let tamper = || {
        for name in ["tile/entries/200", "tile/entries/003", "tile/entries/002"] {
            log.flip(name, FIRST);
        }
        log.remove("tile/0/004");
    };
    let place = ["entry 512 does not have the hash that tile/0/002 says"];
    caught(&log, &[], tamper, &place, &place);
}

#[test]
fn an_entry_and_its_leaf_tile_alike() {
    let log = Sample::of(SIZE);
    let other = Sample::rewritten(SIZE, 300);
    let take = |name: &str| log.write(name, other.read(name));
    let both = || ["tile/entries/001", "tile/0/001"].map(take);
    caught(
        &log,
        &[],
        || both().into_iter().collect(),
        &["hash 1 of tile/1/000.p/2 does not follow from tile/0/001"],
        &["hash 1 of tile/1/000.p/2 does not follow from the entries below it"],
    );
    take("tile/1/000.p/2");
    let root = ["the tiles give another root of 600 entries than the signed one"];
    both_refuse(&log, &[], &root, &root);
}

#[test]
fn a_byte_of_an_upper_tile() {
    let log = Sample::of(SIZE);
    let tamper = || log.flip("tile/1/000.p/2", 0);
    let place = ["hash 0 of tile/1/000.p/2 does not follow from "];
    caught(&log, &[], tamper, &place, &place);
    let log = Sample::of(65_537);
    let place = ["hash 255 of tile/1/000 does not follow from "];
    caught(&log, &[], || log.flip("tile/1/000", 255 * 32 + 31), &place, &place);
    let log = Sample::of(65_537);
    let place = ["hash 0 of tile/2/000.p/1 does not follow from "];
    caught(&log, &[], || log.flip("tile/2/000.p/1", 5), &place, &place);
}

#[test]
fn a_missing_file() {
    for name in ["tile/0/001", "tile/entries/001", "tile/1/000.p/2", "tile/0/002.p/88"] {
        let log = Sample::of(SIZE);
        let place = [format!("{name} is missing")];
        let place = [place[0].as_str()];
        caught(&log, &[], || log.remove(name), &place, &place);
    }
    let log = Sample::of(SIZE);
    let place = ["checkpoint is missing"];
    caught(&log, &[], || log.remove("checkpoint"), &place, &place);
}

#[test]
fn a_file_of_another_length() {
    let cut = |log: &Sample, name: &str, by: usize| {
        let bytes = log.read(name);
        log.write(name, &bytes[..bytes.len() - by]);
    };
    let log = Sample::of(SIZE);
    let place = ["tile/0/001 has 8191 bytes instead of 8192"];
    caught(&log, &[], || cut(&log, "tile/0/001", 1), &place, &place);
    let log = Sample::of(SIZE);
    let (ours, theirs) = ("the file ends inside entry 599", "ends inside entry 599");
    let tamper = || cut(&log, "tile/entries/002.p/88", 1);
    caught(&log, &[], tamper, &["tile/entries/002.p/88", ours], &["tile/entries/002.p/88", theirs]);
    let log = Sample::of(SIZE);
    let longer = || log.write("tile/entries/001", [log.read("tile/entries/001"), vec![0]].concat());
    let place = ["tile/entries/001: 1 bytes are left after"];
    caught(&log, &[], longer, &place, &place);
}

#[test]
fn the_size_in_the_checkpoint() {
    let log = Sample::of(SIZE);
    let edit = |log: &Sample, from: &str, to: &str| {
        let text = String::from_utf8(log.read("checkpoint")).unwrap();
        assert!(text.contains(from), "{text}");
        log.write("checkpoint", text.replacen(from, to, 1));
    };
    let ours = ["checkpoint: the signature of bening.example/log does not fit the text"];
    let theirs = ["checkpoint: invalid signature for key bening.example/log"];
    caught(&log, &[], || edit(&log, "\n600\n", "\n599\n"), &ours, &theirs);
    // Signed by the city itself, with the root of another size.
    let log = Sample::of(SIZE);
    let smaller = || log.write("checkpoint", log.signed(512, &city(), &[]));
    let place = ["the tiles give another root of 512 entries than the signed one"];
    caught(&log, &[], smaller, &["root of 512 entries"], &place);
    let log = Sample::of(SIZE);
    let larger = || log.write("checkpoint", log.signed(601, &city(), &[]));
    let place = ["002.p/89 is missing"];
    caught(&log, &[], larger, &place, &place);
}

#[test]
fn the_origin_of_the_checkpoint() {
    let log = Sample::of(SIZE);
    let text = String::from_utf8(log.read("checkpoint")).unwrap();
    let renamed = text.replacen("bening.example/log", "bening.example/other", 1);
    let ours = ["the checkpoint is of bening.example/other, not of bening.example/log"];
    // Theirs looks at the signature before it looks at the text.
    let theirs = ["checkpoint: invalid signature for key bening.example/log"];
    caught(&log, &[], || log.write("checkpoint", renamed), &ours, &theirs);
}

#[test]
fn another_origin_under_the_true_key() {
    let log = Sample::of(SIZE);
    let text = log.checkpoint(&[]).replacen("bening.example/log", "bening.example/other", 1);
    let (text, _) = text.split_once("\n\n").unwrap();
    let note = ledger::note::Note::sign(format!("{text}\n"), &city()).unwrap();
    let ours = ["the checkpoint is of bening.example/other, not of bening.example/log"];
    let theirs = ["its origin is bening.example/other, not bening.example/log"];
    caught(&log, &[], || log.write("checkpoint", note.to_string()), &ours, &theirs);
}

#[test]
fn a_foreign_key() {
    let log = Sample::of(SIZE);
    let stranger = SigningKey::new(city().name(), KeyType::Ed25519, [8; 32]).unwrap();
    let signed = log.signed(SIZE, &stranger, &[]);
    let ours = ["checkpoint: the note is not signed by bening.example/log"];
    let theirs = ["checkpoint: it is not signed by bening.example/log"];
    caught(&log, &[], || log.write("checkpoint", &signed), &ours, &theirs);
    // Whoever trusts the stranger's key is told that it is good, and of the city's that it is not.
    log.put("vkey", &stranger.verifier().to_string());
    both_good(&log, &[]);
    log.write("checkpoint", log.checkpoint(&[]));
    both_refuse(&log, &[], &ours, &theirs);
}

#[test]
fn rewritten_history_under_the_true_key() {
    let log = Sample::of(SIZE);
    let old = log.put("old", &log.older(400));
    let other = Sample::rewritten(SIZE, 300);
    let tamper = || {
        for name in ["tile/entries/001", "tile/0/001", "tile/1/000.p/2", "checkpoint"] {
            log.write(name, other.read(name));
        }
    };
    let place = ["history was rewritten before entry 400"];
    caught(&log, &["--old", &old], tamper, &place, &place);
    // Without what was seen before, the new history looks like any other.
    both_good(&log, &[]);
    // What was rewritten behind the old checkpoint is not before it.
    let old = log.put("old", &log.older(290));
    both_good(&log, &["--old", &old]);
}

#[test]
fn a_split_view() {
    let (log, other) = (Sample::of(SIZE), Sample::rewritten(SIZE, 599));
    let old = log.put("old", &log.checkpoint(&[]));
    both_good(&log, &["--old", &old]);
    both_good(&other, &[]);
    let place = ["history was rewritten before entry 600"];
    both_refuse(&other, &["--old", &old], &place, &place);
}

#[test]
fn a_log_that_shrank() {
    let log = Sample::of(SIZE);
    let old = log.put("old", &log.older(601));
    let place = ["the log shrank: it had 601 entries and has 600"];
    both_refuse(&log, &["--old", &old], &place, &place);
    both_good(&Sample::of(601), &["--old", &old]);
}

#[test]
fn an_older_checkpoint_of_someone_else() {
    let log = Sample::of(SIZE);
    let old = log.put("old", &log.older(400));
    let stranger = SigningKey::new(city().name(), KeyType::Ed25519, [8; 32]).unwrap();
    let tamper = || {
        log.put("old", &log.signed(400, &stranger, &[]));
    };
    let ours = ["the older checkpoint: the note is not signed by"];
    let theirs = ["the older checkpoint: it is not signed by"];
    caught(&log, &["--old", &old], tamper, &ours, &theirs);
}

#[test]
fn too_few_witnesses() {
    let log = Sample::of(SIZE);
    let keys = [witness_key(1), witness_key(2), witness_key(3)];
    let two = ["--witness", &keys[0], "--witness", &keys[1], "--quorum", "2"];
    let one_of_two = ["--witness", &keys[0], "--witness", &keys[1], "--quorum", "1"];
    let stranger = ["--witness", &keys[2]];
    let drop_one = || log.write("checkpoint", log.checkpoint(&[1]));
    let place = ["1 of 2 witnesses have cosigned; missing are witness-2.example"];
    caught(&log, &two, drop_one, &place, &place);
    both_good(&log, &one_of_two);
    // Cosigned by two, of whom nobody here knows one.
    let place = ["0 of 1 witnesses have cosigned; missing are witness-3.example"];
    both_refuse(&log, &stranger, &place, &place);
    log.write("checkpoint", log.checkpoint(&[3]));
    both_good(&log, &stranger);
    let place = ["missing are witness-1.example, witness-2.example"];
    both_refuse(&log, &one_of_two, &place, &place);
}

#[test]
fn a_cosignature_that_was_changed() {
    let key = witness_key(1);
    let log = Sample::of(SIZE);
    // The line of another checkpoint in the place of this one's.
    let other = Sample::of(601).checkpoint(&[1]);
    let line = other.lines().find(|line| line.contains("witness-1")).unwrap();
    let tamper = || log.write("checkpoint", format!("{}{line}\n", log.checkpoint(&[2])));
    let ours = ["the signature of witness-1.example does not fit the text"];
    let theirs = ["invalid signature for key witness-1.example"];
    caught(&log, &["--witness", &key], tamper, &ours, &theirs);
    // Nobody asked for that witness.
    both_good(&log, &["--witness", &witness_key(2)]);
}

#[test]
fn without_all_the_entries_are_not_read_and_are_not_vouched_for() {
    let log = Sample::of(SIZE);
    log.flip("tile/entries/001", FIRST);
    let args = ["--log", &log.log, "--vkey", &log.vkey];
    let said = verify(&args).good(&["600 entries, root"]);
    assert!(!said.text.contains("stand where"), "{said:?}");
    if let Some(said) = outside(&args) {
        said.refused(&["entry 256"]);
    }
}
