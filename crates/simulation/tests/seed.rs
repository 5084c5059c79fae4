//! The same seed makes the same bytes; planted truths show, and move nothing else.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use simulation::{
    Act, Broker, City, Event, Jump, Manifest, Options, Plant, Planted, SlowSignature,
};

fn run(options: Options) -> (Vec<Event>, Manifest) {
    let calendar = common::calendar();
    let city = City::new(common::metro(&calendar), options).unwrap();
    let mut stream = city.stream("2026-11-20T16:59:59Z".parse().unwrap());
    let events: Vec<Event> = stream.by_ref().map(|event| event.unwrap()).collect();
    let submitted = events.iter().filter(|event| matches!(event.act, Act::Submit(_))).count();
    // The last evening is cut off by the end of the stream, hence not all who are planned come.
    assert!((submitted as u32).abs_diff(city.planned()) < 20);
    (events, stream.manifest().clone())
}

fn bytes(events: &[Event]) -> Vec<u8> {
    serde_json::to_vec(events).unwrap()
}

#[test]
fn the_same_seed_makes_the_same_bytes() {
    let (first, manifest) = run(common::weeks(9, 6));
    let (again, manifest_again) = run(common::weeks(9, 6));
    assert!(bytes(&first) == bytes(&again));
    let json = |manifest: &Manifest| serde_json::to_string(manifest).unwrap();
    assert_eq!(json(&manifest), json(&manifest_again));
    assert_eq!(manifest.events(), first.len() as u64);
    assert!(bytes(&first) != bytes(&run(common::weeks(10, 6)).0));
}

#[test]
fn an_earlier_end_makes_a_prefix() {
    let calendar = common::calendar();
    let city = City::new(common::metro(&calendar), common::weeks(9, 4)).unwrap();
    let until = |text: &str| -> Vec<Event> {
        city.stream(text.parse().unwrap()).map(|event| event.unwrap()).collect()
    };
    let (short, long) = (until("2026-11-11T03:00:00Z"), until("2026-11-20T16:59:59Z"));
    assert!(short.len() > 500);
    assert_eq!(short[..], long[..short.len()]);
    assert!(long[short.len()].at > "2026-11-11T03:00:00Z".parse().unwrap());
}

fn submissions(events: &[Event], below: u32) -> Vec<&Event> {
    let submitted =
        |event: &&Event| event.application < below && matches!(event.act, Act::Submit(_));
    events.iter().filter(submitted).collect()
}

fn out_of_turn(events: &[Event]) -> Vec<(u32, u32)> {
    let pick = |event: &Event| match event.act {
        Act::PickOutOfTurn { officer, .. } => Some((event.application, officer)),
        _ => None,
    };
    events.iter().filter_map(pick).collect()
}

#[test]
fn a_planted_broker_shows() {
    let plain = common::weeks(21, 10);
    let (before, _) = run(plain.clone());
    let count = before.iter().map(|event| event.application).max().unwrap() + 1;
    let broker = Broker { service: "DUK-KK-UBAH".to_owned(), applications: 60 };
    let plant = Plant { brokers: vec![broker], ..Plant::default() };
    let (events, manifest) = run(Options { plant, ..plain });
    let [Planted::Broker { name, officer, applications, out_of_turn: jumped, .. }] =
        &manifest.planted[..]
    else {
        panic!("{:?}", manifest.planted)
    };
    assert_eq!(applications.len(), 60);
    assert!(jumped.len() > 5, "the helper helped {} times", jumped.len());
    let picks: Vec<(u32, u32)> =
        jumped.iter().map(|application| (*application, *officer)).collect();
    assert_eq!(out_of_turn(&events), picks);
    let mut families = BTreeSet::new();
    for event in &events {
        if let (Act::Submit(submission), true) =
            (&event.act, applications.contains(&event.application))
        {
            assert_eq!(&submission.representative.as_ref().unwrap().name, name);
            families.insert(submission.person.kk.expose().to_owned());
        }
    }
    assert_eq!(families.len(), 60);
    // Nobody else moved.
    assert_eq!(submissions(&before, count), submissions(&events, count));
}

#[test]
fn planted_jumps_show() {
    let (unit, service) = ("DISDUKCAPIL".to_owned(), "DUK-KK-UBAH".to_owned());
    let plant = Plant { jumps: vec![Jump { unit, service, count: 12 }], ..Plant::default() };
    let (events, manifest) = run(Options { plant, ..common::weeks(22, 10) });
    let [Planted::Jump { picks, .. }] = &manifest.planted[..] else { panic!("no jump") };
    assert!(picks.len() > 5, "only {} jumps in ten weeks", picks.len());
    assert_eq!(&out_of_turn(&events), picks);
}

#[test]
fn a_planted_slow_signature_shows() {
    let plain = common::weeks(23, 10);
    let (unit, service) = ("DISDUKCAPIL".to_owned(), "DUK-AKTA-LAHIR".to_owned());
    let slow = SlowSignature { unit, service, extra_minutes: 2_000 };
    let plant = Plant { slow_signatures: vec![slow], ..Plant::default() };
    let (before, _) = run(plain.clone());
    let (events, manifest) = run(Options { plant, ..plain });
    let [Planted::SlowSignature { applications, .. }] = &manifest.planted[..] else {
        panic!("no slow signature")
    };
    assert!(applications.len() > 100);
    let shortest = |events: &[Event]| {
        let mut finished = BTreeMap::new();
        let mut shortest = f64::MAX;
        for event in events.iter().filter(|event| applications.contains(&event.application)) {
            match event.act {
                Act::StepFinish { step: 1, .. } => {
                    finished.insert(event.application, event.at);
                }
                Act::StepStart { step: 2, .. } => {
                    let wait = event.at.duration_since(finished[&event.application]);
                    shortest = shortest.min(wait.as_secs_f64() / 60.0);
                }
                _ => {}
            }
        }
        shortest
    };
    assert!(shortest(&before) < 60.0);
    assert!(shortest(&events) >= 2_000.0);
    assert_eq!(submissions(&before, u32::MAX), submissions(&events, u32::MAX));
}
