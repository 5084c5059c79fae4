//! Draws: computed again from a log, refused when anything was changed, and fair.

use kernel::facts::assignment::{Drawn, Member, PoolPublished};
use ledger::Hash;
use ledger::checkpoint::Checkpoint;
use ledger::cosignature::cosign;
use ledger::draw::{Draws, Error, Verdict, pool_hash, seed, seed_of, winner};
use ledger::entry::Entry;
use ledger::note::{KeyType, Note, SigningKey};
use ledger::order::{Order, Verdict as Turn};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::support::{city, key};

const QUEUE: &str = "DPMPTSP/PTSP-PBG";

fn clear(kind: &str, data: Value) -> Entry {
    Entry::Clear { commitment: [0; 32], kind: kind.to_owned(), data }
}

fn members(loads: &[u64]) -> Vec<Member> {
    let member =
        |(at, load): (usize, &u64)| Member { pseudonym: format!("{at:032x}"), load: *load };
    loads.iter().enumerate().map(member).collect()
}

fn pool(loads: &[u64]) -> PoolPublished {
    let (queue, period) = (QUEUE.to_owned(), "2026-11".to_owned());
    PoolPublished { v: 1, queue, period, members: members(loads) }
}

fn published(pool: &PoolPublished) -> Entry {
    clear("pool.published", serde_json::to_value(pool).unwrap())
}

fn entered(ticket: &str) -> Entry {
    let data = json!({"v": 1, "queue": QUEUE, "ticket": ticket, "priority": 1});
    clear("queue.entered", data)
}

fn witness() -> SigningKey {
    key("ombudsman.example", KeyType::Cosignature, 9)
}

/// A checkpoint of `size` entries, cosigned `seconds` after 1970.
fn note(size: u64, seconds: u64) -> Note {
    let checkpoint = Checkpoint {
        origin: city().name().to_owned(),
        size,
        root: Hash([3; 32]),
        extensions: Vec::new(),
    };
    let note: Note = checkpoint.sign(&city()).unwrap().parse().unwrap();
    let line = cosign(&witness(), note.text(), seconds).unwrap();
    note.with(line).unwrap()
}

/// The draw of `ticket` from the pool at entry 0, as a city would write it.
fn draw(ticket: &str, pool: &PoolPublished, note: &Note, excluded: Vec<String>) -> Drawn {
    let seed = seed_of(note, &city().verifier(), Some(&witness().verifier())).unwrap();
    let drawn = winner(&seed.bytes, ticket, &pool.members, &excluded).unwrap().to_owned();
    Drawn {
        v: 1,
        queue: QUEUE.to_owned(),
        ticket: ticket.to_owned(),
        pool: 0,
        pool_hash: pool_hash(pool).unwrap(),
        checkpoint: note.to_string(),
        witness: Some(witness().verifier().to_string()),
        excluded,
        drawn,
    }
}

fn fact(drawn: &Drawn) -> Entry {
    clear("queue.drawn", serde_json::to_value(drawn).unwrap())
}

fn judge(log: &[Entry]) -> Result<Verdict, Error> {
    let mut draws = Draws::of("mine", &city().verifier());
    for (entry, index) in log.iter().zip(0..) {
        draws.see(index, entry)?;
    }
    Ok(draws.verdict())
}

#[test]
fn a_draw_from_what_was_published_before_holds() {
    let (pool, note) = (pool(&[0, 0, 0]), note(2, 1000));
    let drawn = draw("mine", &pool, &note, Vec::new());
    let later = published(&self::pool(&[5, 5, 5]));
    let found = judge(&[published(&pool), entered("mine"), later, fact(&drawn)]).unwrap();
    assert_eq!(found.entered, Some((QUEUE.to_owned(), 1)));
    assert_eq!(found.draws[0].fact, drawn);
    assert_eq!(found.draws[0].seed.witnessed_at, Some(1000));
}

#[test]
fn whatever_was_changed_is_refused() {
    let (pool, note) = (pool(&[0, 1, 2, 3]), note(2, 1000));
    let good = draw("mine", &pool, &note, vec![pool.members[3].pseudonym.clone()]);
    let log = |drawn: &Drawn| [published(&pool), entered("mine"), fact(drawn)];
    judge(&log(&good)).unwrap();
    let other = |name: &str| pool.members.iter().find(|m| m.pseudonym != name).unwrap();
    let changed = |change: &dyn Fn(&mut Drawn)| {
        let mut drawn = good.clone();
        change(&mut drawn);
        judge(&log(&drawn)).unwrap_err()
    };
    let named = |drawn: &mut Drawn| drawn.drawn = other(&good.drawn).pseudonym.clone();
    assert!(matches!(changed(&named), Error::Winner { at: 2, .. }));
    assert!(matches!(changed(&|drawn| drawn.pool = 1), Error::Pool { at: 2, pool: 0 }));
    assert!(matches!(changed(&|drawn| drawn.pool_hash.clear()), Error::Pool { .. }));
    let winner_out = |drawn: &mut Drawn| drawn.excluded.push(good.drawn.clone());
    assert!(matches!(changed(&winner_out), Error::Winner { .. }));
    let twice = |drawn: &mut Drawn| drawn.excluded.push(good.excluded[0].clone());
    assert_eq!(changed(&twice), Error::Excluded(2));
    let stranger = |drawn: &mut Drawn| drawn.excluded.push("nobody".to_owned());
    assert_eq!(changed(&stranger), Error::Excluded(2));
    assert_eq!(changed(&|drawn| drawn.queue.push('X')), Error::Queue(2));
    // The seed: another line, none, a signature of someone else, a checkpoint without the ticket.
    let forged = |drawn: &mut Drawn| drawn.checkpoint = drawn.checkpoint.replace("\n2\n", "\n3\n");
    assert!(matches!(changed(&forged), Error::Checkpoint(_)));
    let unknown = |drawn: &mut Drawn| {
        let key = key("other.example", KeyType::Cosignature, 8).verifier();
        drawn.witness = Some(key.to_string());
    };
    assert!(matches!(changed(&unknown), Error::Witness(_)));
    for (size, seconds) in [(1, 1000), (3, 1000)] {
        let early = draw("mine", &pool, &self::note(size, seconds), Vec::new());
        assert!(matches!(judge(&log(&early)), Err(Error::Size { .. })), "{size}");
    }
    let choice = note.clone().with(cosign(&witness(), note.text(), 2000).unwrap()).unwrap();
    let many = |drawn: &mut Drawn| drawn.checkpoint = choice.to_string();
    assert_eq!(changed(&many), Error::Lines(2));
}

#[test]
fn there_is_no_draw_without_a_pool_before_the_ticket() {
    let (pool, note) = (pool(&[0, 0]), note(1, 1000));
    let mut drawn = draw("mine", &pool, &note, Vec::new());
    drawn.pool = 1;
    let late = [entered("mine"), published(&pool), fact(&drawn)];
    assert_eq!(judge(&late).unwrap_err(), Error::NoPool(2));
}

#[test]
fn drawing_again_needs_that_the_first_one_may_not_have_the_file() {
    let (pool, note) = (pool(&[0, 0, 0]), note(2, 1000));
    let first = draw("mine", &pool, &note, Vec::new());
    let second = draw("mine", &pool, &note, vec![first.drawn.clone()]);
    let log = |second: &Drawn| [published(&pool), entered("mine"), fact(&first), fact(second)];
    let found = judge(&log(&second)).unwrap();
    assert_eq!(found.draws.len(), 2);
    assert_ne!(found.draws[1].fact.drawn, first.drawn);
    assert_eq!(judge(&log(&first)).unwrap_err(), Error::Again(3));
    let fresh = draw("mine", &pool, &self::note(3, 1001), vec![first.drawn.clone()]);
    assert_eq!(judge(&log(&fresh)).unwrap_err(), Error::Again(3), "no second seed to choose");
}

#[test]
fn without_a_witness_the_seed_is_the_citys_own_signature() {
    let note = note(2, 1000);
    let alone = seed_of(&note, &city().verifier(), None).unwrap();
    let seen = seed_of(&note, &city().verifier(), Some(&witness().verifier())).unwrap();
    assert_ne!(alone.bytes, seen.bytes);
    assert_eq!(alone.witnessed_at, None);
}

#[test]
fn a_drawn_ticket_stands_in_the_line_of_its_officer() {
    let (pool, note) = (pool(&[0, 0]), note(4, 1000));
    let drawn = |ticket: &str, officer: usize| {
        let mut drawn = draw(ticket, &pool, &note, Vec::new());
        drawn.drawn = pool.members[officer].pseudonym.clone();
        fact(&drawn)
    };
    let picked = |ticket: &str| {
        let data = json!({"v": 1, "queue": QUEUE, "ticket": ticket, "reason": null});
        clear("queue.picked", data)
    };
    let log = |last: &str| {
        let beginning = [entered("mine"), entered("a"), entered("b")];
        let drawn = [drawn("mine", 0), drawn("a", 1), drawn("b", 0)];
        let mut order = Order::of("mine");
        for (entry, index) in beginning.iter().chain(&drawn).chain([&picked(last)]).zip(0..) {
            order.see(index, entry).unwrap();
        }
        order.verdict()
    };
    assert!(matches!(log("a"), Turn::NotOvertaken(_)), "another officer's line");
    assert!(matches!(log("b"), Turn::Overtaken(_, picks) if picks.len() == 1), "the same line");
}

proptest! {
    /// Whatever the pool, the computation gives one member who is not excluded, whatever the order
    /// in which members are written, and gives it again.
    #[test]
    fn one_member_is_drawn_and_never_an_excluded_one(
        loads in prop::collection::vec(0u64..4, 1..8),
        out in prop::collection::vec(any::<bool>(), 8),
        line: [u8; 16],
        ticket in "[0-9a-f]{8}",
    ) {
        let members = members(&loads);
        let excluded: Vec<String> = members.iter().zip(&out)
            .filter(|(_, out)| **out).map(|(member, _)| member.pseudonym.clone()).collect();
        let seed = seed(&line);
        let drawn = winner(&seed, &ticket, &members, &excluded);
        prop_assert_eq!(drawn.is_none(), excluded.len() == members.len());
        if let Some(drawn) = drawn {
            prop_assert!(!excluded.contains(&drawn.to_owned()));
            let reversed: Vec<Member> = members.iter().rev().cloned().collect();
            prop_assert_eq!(winner(&seed, &ticket, &reversed, &excluded), Some(drawn));
            let less = members.iter().find(|m| m.pseudonym == drawn).unwrap().load;
            let fewer = members.iter().filter(|m| !excluded.contains(&m.pseudonym));
            // With two choices only the most loaded of all can never win, unless alone.
            let most = fewer.clone().map(|m| m.load).max().unwrap();
            let top = fewer.clone().filter(|m| m.load == most).count();
            prop_assert!(less < most || top >= 2 || fewer.count() == 1);
        }
    }

    /// A recorded draw holds for everyone who computes it again; any other winner does not.
    #[test]
    fn recomputation_gives_the_recorded_winner(
        loads in prop::collection::vec(0u64..4, 2..8),
        seconds in 1u64..1_000_000,
        other in 0usize..8,
    ) {
        let (pool, note) = (pool(&loads), note(2, seconds));
        let mut drawn = draw("mine", &pool, &note, Vec::new());
        prop_assert!(judge(&[published(&pool), entered("mine"), fact(&drawn)]).is_ok());
        let wrong = &pool.members[other % pool.members.len()].pseudonym;
        if *wrong != drawn.drawn {
            drawn.drawn = wrong.clone();
            let told = judge(&[published(&pool), entered("mine"), fact(&drawn)]);
            let refused = matches!(told, Err(Error::Winner { .. }));
            prop_assert!(refused);
        }
    }
}

/// Chi-square with 9 degrees of freedom: 27.88 is passed by chance once in a thousand times.
#[test]
fn equal_loads_are_drawn_equally_often() {
    let members = members(&[0; 10]);
    let mut counts = [0u32; 10];
    for number in 0..20_000u32 {
        let seed = seed(&number.to_be_bytes());
        let drawn = winner(&seed, "ticket", &members, &[]).unwrap();
        counts[members.iter().position(|member| member.pseudonym == drawn).unwrap()] += 1;
    }
    let chi: f64 = counts.iter().map(|&count| (f64::from(count) - 2000.0).powi(2) / 2000.0).sum();
    assert!(chi < 27.88, "{chi}: {counts:?}");
}

#[test]
fn two_choices_keep_loads_close_together() {
    let spread = |choose_by_load: bool| {
        let mut members = members(&[0; 10]);
        for number in 0..2000u32 {
            let seed = seed(&number.to_be_bytes());
            let shown = if choose_by_load { members.clone() } else { self::members(&[0; 10]) };
            let drawn = winner(&seed, "ticket", &shown, &[]).unwrap().to_owned();
            members.iter_mut().find(|member| member.pseudonym == drawn).unwrap().load += 1;
        }
        let loads = members.iter().map(|member| member.load);
        loads.clone().max().unwrap() - loads.min().unwrap()
    };
    assert!(spread(true) <= 8, "{}", spread(true));
    assert!(spread(false) > 20, "one choice spreads them: {}", spread(false));
}

/// The city has a new key since: the draw was signed by one that the log had told of before.
#[test]
fn a_draw_by_an_earlier_key_holds_when_the_log_told_of_it_in_time() {
    let old = key(city().name(), KeyType::Ed25519, 77);
    let pool = pool(&[0, 0, 0]);
    let checkpoint = Checkpoint {
        origin: city().name().to_owned(),
        size: 3,
        root: Hash([3; 32]),
        extensions: Vec::new(),
    };
    let note: Note = checkpoint.sign(&old).unwrap().parse().unwrap();
    let line = cosign(&witness(), note.text(), 1000).unwrap();
    let note = note.with(line).unwrap();
    let seed = seed_of(&note, &old.verifier(), Some(&witness().verifier())).unwrap();
    let mut drawn = draw("mine", &pool, &self::note(3, 1000), Vec::new());
    drawn.checkpoint = note.to_string();
    drawn.drawn = winner(&seed.bytes, "mine", &pool.members, &[]).unwrap().to_owned();
    let vkey = old.verifier().to_string();
    let told =
        |purpose: &str| clear("key.published", json!({"v": 1, "purpose": purpose, "vkey": vkey}));
    let data = json!({"v": 1, "purpose": "log", "vkey": vkey, "reason": "leaked"});
    let revoked = clear("key.revoked", data);
    let (pool, place, drawn) = (published(&pool), entered("mine"), fact(&drawn));
    let nothing = || clear("queue.other", json!({"v": 1}));
    for (name, log, holds) in [
        ("told", [pool.clone(), place.clone(), told("log"), drawn.clone(), nothing()], true),
        ("never told", [pool.clone(), place.clone(), nothing(), drawn.clone(), nothing()], false),
        ("told later", [pool.clone(), place.clone(), nothing(), drawn.clone(), told("log")], false),
        (
            "another use",
            [pool.clone(), place.clone(), told("mail"), drawn.clone(), nothing()],
            false,
        ),
        (
            "revoked after",
            [pool.clone(), place.clone(), told("log"), drawn.clone(), revoked.clone()],
            true,
        ),
    ] {
        let found = judge(&log);
        assert_eq!(found.is_ok(), holds, "{name}: {found:?}");
        if let Ok(found) = found {
            assert_eq!(found.draws[0].earlier_key.as_deref(), Some(vkey.as_str()), "{name}");
        }
    }
    let before = [pool, place, told("log"), revoked, drawn];
    assert!(judge(&before).is_err(), "a key that was revoked signs no more");
}
