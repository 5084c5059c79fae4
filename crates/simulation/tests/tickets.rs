//! Waiting rooms: every application at a counter belongs to one ticket, people are called in order, and
//! a peak makes them wait.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use proptest::prelude::*;
use simulation::{
    Act, Broker, Channel, City, Errand, Event, Options, Peak, PriorityGroup, Process, TicketAct,
    TicketEvent,
};

fn until() -> Timestamp {
    "2026-11-20T16:59:59Z".parse().unwrap()
}

fn run(options: Options) -> (Vec<Event>, Vec<TicketEvent>) {
    let calendar = common::calendar();
    let options = Options { counters: true, ..options };
    let city = City::new(common::metro(&calendar), options).unwrap();
    let mut stream = city.stream(until());
    let events = stream.by_ref().map(|event| event.unwrap()).collect();
    (events, stream.tickets())
}

#[derive(Clone, Debug)]
struct Ticket {
    unit: String,
    taken: Timestamp,
    errand: Errand,
    priority: Option<PriorityGroup>,
    booked: bool,
    called: Option<(Timestamp, u32)>,
    ended: Option<Timestamp>,
    served: bool,
}

/// Replays the list; panics when an act is out of its order.
fn tickets(events: &[TicketEvent]) -> BTreeMap<u32, Ticket> {
    let mut tickets: BTreeMap<u32, Ticket> = BTreeMap::new();
    let (mut booked, mut missed) = (BTreeMap::new(), BTreeSet::new());
    let mut last = Timestamp::MIN;
    for event in events {
        assert!(event.at >= last, "order of time");
        last = event.at;
        match &event.act {
            TicketAct::Booked { appointment, slot } => {
                assert!(booked.insert(*appointment, *slot).is_none());
            }
            TicketAct::Missed { appointment } => {
                let slot = booked[appointment];
                assert_eq!(event.at.duration_since(slot).as_secs(), 15 * 60);
                assert!(missed.insert(*appointment));
            }
            TicketAct::Taken { ticket, errand, priority, appointment, .. } => {
                if let Some(appointment) = appointment {
                    let early = booked[appointment].duration_since(event.at).as_secs();
                    assert!((0..=15 * 60).contains(&early), "{early} s before the time");
                    assert!(!missed.contains(appointment));
                }
                let ticket_now = Ticket {
                    unit: event.unit.clone(),
                    taken: event.at,
                    errand: *errand,
                    priority: *priority,
                    booked: appointment.is_some(),
                    called: None,
                    ended: None,
                    served: false,
                };
                assert!(tickets.insert(*ticket, ticket_now).is_none(), "taken twice");
            }
            TicketAct::Called { ticket, counter } => {
                let ticket = tickets.get_mut(ticket).unwrap();
                assert!(ticket.called.is_none() && ticket.ended.is_none());
                ticket.called = Some((event.at, *counter));
            }
            TicketAct::Served { ticket } | TicketAct::Left { ticket } => {
                let ticket = tickets.get_mut(ticket).unwrap();
                ticket.served = matches!(event.act, TicketAct::Served { .. });
                assert_eq!(ticket.called.is_some(), ticket.served);
                assert!(ticket.ended.replace(event.at).is_none(), "ended twice");
            }
        }
    }
    tickets
}

/// One at a time at each counter; nobody is called before one who is there and goes first.
fn counters_serve_in_order(tickets: &BTreeMap<u32, Ticket>) {
    let mut by_counter: BTreeMap<(&str, u32), Vec<(Timestamp, Timestamp)>> = BTreeMap::new();
    let mut by_unit: BTreeMap<&str, Vec<(u32, &Ticket)>> = BTreeMap::new();
    for (number, ticket) in tickets {
        by_unit.entry(&ticket.unit).or_default().push((*number, ticket));
        if let (Some((called, counter)), Some(ended)) = (ticket.called, ticket.ended) {
            by_counter.entry((&ticket.unit, counter)).or_default().push((called, ended));
        }
    }
    for times in by_counter.values_mut() {
        times.sort();
        assert!(times.windows(2).all(|two| two[0].1 <= two[1].0), "two at one counter");
    }
    let place = |number: u32, t: &Ticket| (!t.booked, t.priority.is_none(), t.taken, number);
    for all in by_unit.values() {
        for (number, ticket) in all {
            let Some((called, _)) = ticket.called else { continue };
            let waits = |other: &Ticket| {
                let until = other.called.map(|called| called.0).or(other.ended);
                other.taken <= called && until.is_none_or(|until| until > called)
            };
            for (other, earlier) in all.iter().filter(|(_, other)| waits(other)) {
                assert!(place(*number, ticket) < place(*other, earlier), "{other} was first");
            }
        }
    }
}

fn applications_belong_to_tickets(events: &[Event], tickets: &BTreeMap<u32, Ticket>) -> usize {
    let mut of: BTreeMap<u32, &Ticket> = BTreeMap::new();
    for ticket in tickets.values() {
        if let Errand::Apply { application, .. } = ticket.errand {
            assert!(of.insert(application, ticket).is_none(), "two tickets for one application");
        }
    }
    let (mut counter, mut gone) = (0, 0);
    for event in events {
        let Act::Submit(submission) = &event.act else { continue };
        let ticket = of.get(&event.application);
        if submission.channel == Channel::Counter {
            counter += 1;
            let ticket = ticket.unwrap();
            let Errand::Apply { service, .. } = ticket.errand else { panic!() };
            assert_eq!((service, &ticket.unit), (submission.service, &submission.unit));
            assert_eq!(ticket.priority, submission.priority);
            assert!(ticket.called.unwrap().0 <= event.at);
            assert!(ticket.ended.is_none_or(|ended| event.at <= ended));
        } else if let Some(ticket) = ticket {
            // Went home, and applied from there.
            gone += 1;
            assert!(!ticket.served && ticket.ended.unwrap() < event.at);
        }
    }
    assert!(counter > 100);
    gone
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5))]

    #[test]
    fn every_seed_serves_in_order(seed in any::<u64>(), weeks in 2u32..5, peak in 0u32..80) {
        let mut options = common::weeks(seed, weeks);
        let unit = "DISDUKCAPIL".to_owned();
        let peaks = vec![Peak { unit, percent: peak, minutes: 20 }];
        options.plant.process = Process { peaks, ..Process::default() };
        options.plant.brokers =
            vec![Broker { service: "DUK-KK-UBAH".to_owned(), applications: 10 }];
        let (events, list) = run(options);
        let tickets = tickets(&list);
        counters_serve_in_order(&tickets);
        applications_belong_to_tickets(&events, &tickets);
    }
}

/// Mean minutes from ticket to call of those who come at eight, and how many those are.
fn at_eight(list: &[TicketEvent]) -> (f64, usize) {
    let calendar = common::calendar();
    let at_eight = |ticket: &&Ticket| {
        ticket.unit == "DISDUKCAPIL" && calendar.tz().to_datetime(ticket.taken).hour() == 8
    };
    let tickets = tickets(list);
    let waits: Vec<f64> = tickets
        .values()
        .filter(at_eight)
        .filter_map(|ticket| Some(ticket.called?.0.duration_since(ticket.taken).as_secs_f64()))
        .collect();
    (waits.iter().sum::<f64>() / waits.len() as f64 / 60.0, waits.len())
}

#[test]
fn a_peak_makes_people_wait() {
    let plain = common::weeks(41, 12);
    let mut planted = plain.clone();
    let peak = Peak { unit: "DISDUKCAPIL".to_owned(), percent: 30, minutes: 20 };
    planted.plant.process.peaks = vec![peak];
    let (before, (events, list)) = (run(plain), run(planted));
    let ((short, few), (long, many)) = (at_eight(&before.1), at_eight(&list));
    assert!(many as f64 > 1.4 * few as f64, "{few} came, now {many}");
    assert!(long > 3.0 * short, "{short} minutes, now {long}");
    assert!(long < 60.0, "nobody is ever served");
    let gone = applications_belong_to_tickets(&events, &tickets(&list));
    assert!(gone > 0, "nobody ever leaves");
    let codes: BTreeSet<&str> = list.iter().map(|event| event.act.code()).collect();
    assert_eq!(codes, BTreeSet::from(["booked", "called", "left", "missed", "served", "taken"]));
}

#[test]
fn the_same_seed_makes_the_same_tickets() {
    let json = |list: &[TicketEvent]| serde_json::to_string(list).unwrap();
    let (first, again) = (run(common::weeks(42, 3)), run(common::weeks(42, 3)));
    assert_eq!(json(&first.1), json(&again.1));
    assert!(first.0 == again.0);
    assert_ne!(json(&first.1), json(&run(common::weeks(43, 3)).1));
    // Without counters nobody waits, and what people apply for is the same.
    let calendar = common::calendar();
    let city = City::new(common::metro(&calendar), common::weeks(42, 3)).unwrap();
    let mut stream = city.stream(until());
    let plain: Vec<Event> = stream.by_ref().map(|event| event.unwrap()).collect();
    assert!(stream.tickets().is_empty());
    let who = |events: &[Event]| -> BTreeMap<u32, (usize, String)> {
        let submit = |event: &Event| match &event.act {
            Act::Submit(submission) => {
                let nik = submission.person.nik.expose().to_owned();
                Some((event.application, (submission.service, nik)))
            }
            _ => None,
        };
        events.iter().filter_map(submit).collect()
    };
    let (with, without) = (who(&first.0), who(&plain));
    assert!(with.iter().all(|(application, who)| without.get(application) == Some(who)));
    assert!(without.len() - with.len() < 20, "only the last evening is cut off");
}
