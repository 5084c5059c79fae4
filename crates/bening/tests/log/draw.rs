//! `bening log draw`: the draw of an officer, recomputed from the log alone.

use kernel::facts::assignment::{Drawn, Member, PoolPublished};
use ledger::draw::{pool_hash, seed_of, winner};
use ledger::entry::Entry;
use ledger::note::{KeyType, Note, SigningKey};
use serde_json::{Value, json};

use super::ask::{Said, ours};
use super::sample::{Sample, city, opening, witness, witness_key};

const QUEUE: &str = "DPMPTSP/PTSP-PBG";

fn clear(number: u8, kind: &str, data: Value) -> Vec<u8> {
    Entry::Clear { commitment: [number; 32], kind: kind.to_owned(), data }.encode().unwrap()
}

fn pool(loads: &[u64]) -> PoolPublished {
    let member =
        |(at, load): (usize, &u64)| Member { pseudonym: format!("{at:032x}"), load: *load };
    let members = loads.iter().enumerate().map(member).collect();
    PoolPublished { v: 1, queue: QUEUE.to_owned(), period: "2026-11".to_owned(), members }
}

/// My application, the pool and my place in the queue.
fn beginning(pool: &PoolPublished) -> Vec<Vec<u8>> {
    let mine = Entry::Sealed { commitment: opening(0).commitment().unwrap() }.encode().unwrap();
    let entered = json!({"priority": 1, "queue": QUEUE, "ticket": "ticket-0", "v": 1});
    vec![
        mine,
        clear(1, "pool.published", serde_json::to_value(pool).unwrap()),
        clear(2, "queue.entered", entered),
    ]
}

/// The draw, as a city with the witness 1 (or none) writes it once its log has these entries.
fn drawn(pool: &PoolPublished, before: &[Vec<u8>], witnessed: bool) -> Drawn {
    let log = Sample::with(before.to_vec());
    let note: Note = log.checkpoint(if witnessed { &[1] } else { &[] }).parse().unwrap();
    let key = witness(1).verifier();
    let seed = seed_of(&note, &city().verifier(), witnessed.then_some(&key)).unwrap();
    let excluded = vec![pool.members[0].pseudonym.clone()];
    Drawn {
        v: 1,
        queue: QUEUE.to_owned(),
        ticket: "ticket-0".to_owned(),
        pool: 1,
        pool_hash: pool_hash(pool).unwrap(),
        checkpoint: note.to_string(),
        witness: witnessed.then(|| witness_key(1)),
        drawn: winner(&seed.bytes, "ticket-0", &pool.members, &excluded).unwrap().to_owned(),
        excluded,
    }
}

fn log(pool: &PoolPublished, drawn: &Drawn, rest: Vec<Vec<u8>>) -> Sample {
    let fact = clear(3, "queue.drawn", serde_json::to_value(drawn).unwrap());
    Sample::with([beginning(pool), vec![fact], rest].concat())
}

fn ask(log: &Sample, more: &[&str]) -> Said {
    let receipt = log.put("receipt", &log.receipt(0));
    let words = ["log", "draw", "--receipt", &receipt, "--log", &log.log, "--vkey", &log.vkey];
    ours(&[&words[..], more].concat())
}

#[test]
fn a_witnessed_draw_holds_and_says_how_far_the_seed_is() {
    let pool = pool(&[0, 1, 2, 3]);
    let drawn = drawn(&pool, &beginning(&pool), true);
    let log = log(&pool, &drawn, Vec::new());
    let found = format!("the draw holds: entry 3 gives the file to {}", drawn.drawn);
    let words = [found.as_str(), "4 officers, 1 of them excluded", "0 of them after it", "seconds"];
    ask(&log, &["--witness", &witness_key(1)]).good(&words);
    ask(&log, &[]).good(&words);
    ask(&log, &["--witness", &witness_key(2)]).refused(&["another witness"]);
    ask(&log, &["--witness", "nonsense"]).ends(2, &["--witness nonsense"]);
}

#[test]
fn a_draw_that_nobody_outside_has_seen_says_so() {
    let pool = pool(&[0, 1, 2]);
    let drawn = drawn(&pool, &beginning(&pool), false);
    let log = log(&pool, &drawn, Vec::new());
    ask(&log, &[]).good(&["the draw holds", "NO WITNESS stood for this draw"]);
    ask(&log, &["--witness", &witness_key(1)]).refused(&["no witness stood"]);
}

#[test]
fn a_changed_pool_seed_exclusion_or_winner_is_refused() {
    let pool = pool(&[0, 1, 2, 3]);
    let good = drawn(&pool, &beginning(&pool), true);
    let refused = |pool: &PoolPublished, change: &dyn Fn(&mut Drawn), words: &str| {
        let mut drawn = good.clone();
        change(&mut drawn);
        ask(&log(pool, &drawn, Vec::new()), &[]).refused(&[words]);
    };
    let mut other = pool.clone();
    other.members[1].load = 9;
    refused(&other, &|_| {}, "another pool");
    let name = pool.members.iter().map(|member| &member.pseudonym);
    let wrong = name.clone().find(|name| **name != good.drawn).unwrap();
    refused(&pool, &|drawn| drawn.drawn.clone_from(wrong), "the computation gives");
    refused(&pool, &|drawn| drawn.excluded.push(good.drawn.clone()), "the computation gives");
    refused(&pool, &|drawn| drawn.checkpoint = drawn.checkpoint.replace("\n3\n", "\n4\n"), "");
    let late = [beginning(&pool), vec![clear(9, "queue.other", json!({"v": 1}))]].concat();
    let from_late = drawn(&pool, &late, true);
    // A checkpoint that the log never had: its fourth entry is another one.
    ask(&log(&pool, &from_late, vec![clear(8, "queue.other", json!({"v": 1}))]), &[]).refused(&[]);
}

#[test]
fn an_override_and_a_missing_draw_are_told() {
    let pool = pool(&[0, 1, 2]);
    let drawn = drawn(&pool, &beginning(&pool), true);
    let data = json!({"pseudonym": "ff", "queue": QUEUE, "reason": "illness", "ticket": "ticket-0",
        "v": 1});
    let given = clear(4, "queue.reassigned", data);
    ask(&log(&pool, &drawn, vec![given]), &[]).good(&["OVERRIDDEN by entry 4", "illness"]);
    ask(&Sample::with(beginning(&pool)), &[]).good(&["nobody has been drawn"]);
}

/// The log has a new key; the draw was signed by the one before, which the log told of.
#[test]
fn a_draw_by_an_earlier_key_of_the_city_holds_and_says_so() {
    let pool = pool(&[0, 1, 2, 3]);
    let old = SigningKey::new(city().name(), KeyType::Ed25519, [77; 32]).unwrap();
    let mut before = beginning(&pool);
    let vkey = old.verifier().to_string();
    let told = json!({"purpose": "log", "v": 1, "vkey": vkey});
    before.push(clear(5, "key.published", told));
    let mut drawn = drawn(&pool, &before, true);
    let note: Note = Sample::with(before.clone()).signed(4, &old, &[1]).parse().unwrap();
    let seed = seed_of(&note, &old.verifier(), Some(&witness(1).verifier())).unwrap();
    drawn.checkpoint = note.to_string();
    drawn.drawn =
        winner(&seed.bytes, "ticket-0", &pool.members, &drawn.excluded).unwrap().to_owned();
    let fact = clear(3, "queue.drawn", serde_json::to_value(&drawn).unwrap());
    let with_key = Sample::with([before, vec![fact.clone()]].concat());
    ask(&with_key, &[]).good(&["the draw holds", "signed by an earlier key", &vkey]);
    let other = clear(5, "queue.other", json!({"v": 1}));
    let without = Sample::with([beginning(&pool), vec![other, fact]].concat());
    ask(&without, &[]).refused(&[]);
}
