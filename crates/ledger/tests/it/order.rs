//! The order of queues against a naive model.

use ledger::entry::Entry;
use ledger::order::{Error, Order, Pick, Place, Verdict};
use proptest::prelude::*;
use serde_json::{Value, json};

fn clear(kind: &str, data: Value) -> Entry {
    Entry::Clear { commitment: [0; 32], kind: kind.to_owned(), data }
}

fn entered(queue: &str, ticket: &str, priority: i64) -> Entry {
    let data = json!({"v": 1, "queue": queue, "ticket": ticket, "priority": priority});
    clear("queue.entered", data)
}

fn picked(queue: &str, ticket: &str, reason: Option<&str>) -> Entry {
    let data = json!({"v": 1, "queue": queue, "ticket": ticket, "reason": reason});
    clear("queue.picked", data)
}

fn left(queue: &str, ticket: &str) -> Entry {
    clear("queue.left", json!({"v": 1, "queue": queue, "ticket": ticket}))
}

fn judge(ticket: &str, log: &[Entry]) -> Result<Verdict, Error> {
    let mut order = Order::of(ticket);
    for (entry, index) in log.iter().zip(0..) {
        order.see(index, entry)?;
    }
    Ok(order.verdict())
}

fn place(queue: &str, entered_at: u64) -> Place {
    Place {
        queue: queue.to_owned(),
        priority: 1,
        entered_at,
        ahead_at_entry: 0,
        ahead: 0,
        picked_at: None,
        left_at: None,
    }
}

#[test]
fn the_queue_in_its_order_overtakes_nobody() {
    let log = [
        entered("q", "a", 1),
        Entry::Sealed { commitment: [1; 32] },
        entered("q", "me", 1),
        entered("other", "x", 0),
        entered("q", "first-by-rule", 0),
        picked("other", "x", None),
        picked("q", "first-by-rule", None),
        picked("q", "a", None),
        picked("q", "me", None),
        entered("q", "late", 1),
        picked("q", "late", Some("after mine")),
    ];
    let mine = Place { ahead_at_entry: 1, picked_at: Some(8), ..place("q", 2) };
    assert_eq!(judge("me", &log), Ok(Verdict::NotOvertaken(mine)));
    let waiting = Place { ahead_at_entry: 1, ahead: 2, ..place("q", 2) };
    assert_eq!(judge("me", &log[..5]), Ok(Verdict::NotOvertaken(waiting)));
    assert_eq!(judge("nobody", &log), Ok(Verdict::NotEntered));
}

#[test]
fn picks_before_mine_are_named_with_their_reasons() {
    let log = [
        entered("q", "me", 1),
        entered("q", "b", 1),
        entered("q", "c", 1),
        picked("q", "b", Some("urgent-medical")),
        picked("q", "c", None),
        left("q", "me"),
        entered("q", "d", 1),
        picked("q", "d", Some("mine is gone")),
    ];
    let picks = vec![
        Pick { index: 3, reason: Some("urgent-medical".to_owned()) },
        Pick { index: 4, reason: None },
    ];
    let mine = Place { left_at: Some(5), ..place("q", 0) };
    assert_eq!(judge("me", &log), Ok(Verdict::Overtaken(mine, picks)));
}

#[test]
fn facts_that_make_no_sense_are_named() {
    let say = |log: &[Entry]| judge("me", log).unwrap_err();
    let me = entered("q", "me", 1);
    assert_eq!(say(&[me.clone(), me.clone()]), Error::Twice(1));
    assert_eq!(say(&[me.clone(), picked("q", "me", None), me.clone()]), Error::Twice(2));
    assert_eq!(say(&[entered("q", "a", 1), entered("q", "a", 1)]), Error::Twice(1));
    assert_eq!(say(&[picked("q", "ghost", None)]), Error::NotWaiting(0));
    // Naming another queue than that in which a ticket waits hides no overtaking.
    let other = [me.clone(), entered("q", "b", 1), picked("elsewhere", "b", None)];
    assert_eq!(say(&other), Error::NotWaiting(2));
    let gone = [me, entered("q", "b", 1), left("elsewhere", "b")];
    assert_eq!(say(&gone), Error::NotWaiting(2));
    let broken = say(&[clear("queue.entered", json!({"queue": 1}))]);
    assert!(matches!(broken, Error::Payload { index: 0, .. }), "{broken}");
}

/// One act in a small office: which ticket of which queue, and what happens to it.
#[derive(Clone, Debug)]
enum Act {
    Enter(u8, u8, i64),
    Pick(u8, bool),
    Leave(u8),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0u8..3, 0u8..24, 0i64..2).prop_map(|(queue, ticket, priority)| Act::Enter(queue, ticket, priority)),
        3 => (0u8..24, any::<bool>()).prop_map(|(ticket, reason)| Act::Pick(ticket, reason)),
        1 => (0u8..24).prop_map(Act::Leave),
    ]
}

/// What the model remembers of a ticket.
#[derive(Clone, Debug)]
struct Was {
    queue: u8,
    priority: i64,
    entered: u64,
    /// The number and kind of the entry that ended its waiting.
    ended: Option<(u64, bool)>,
    reason: Option<String>,
}

proptest! {
    /// The model keeps everything for ever and looks at all of it for each question.
    #[test]
    fn the_verdict_is_that_of_the_naive_model(acts in prop::collection::vec(act(), 0..120)) {
        let mut log = Vec::new();
        let mut all: std::collections::BTreeMap<u8, Was> = Default::default();
        for act in acts {
            let now = log.len() as u64;
            match act {
                Act::Enter(queue, ticket, priority) if !all.contains_key(&ticket) => {
                    all.insert(ticket, Was { queue, priority, entered: now, ended: None, reason: None });
                    log.push(entered(&queue.to_string(), &ticket.to_string(), priority));
                }
                Act::Pick(ticket, with_reason) => {
                    let Some(was) = all.get_mut(&ticket).filter(|was| was.ended.is_none()) else { continue };
                    was.ended = Some((now, true));
                    was.reason = with_reason.then(|| format!("reason {now}"));
                    log.push(picked(&was.queue.to_string(), &ticket.to_string(), was.reason.as_deref()));
                }
                Act::Leave(ticket) => {
                    let Some(was) = all.get_mut(&ticket).filter(|was| was.ended.is_none()) else { continue };
                    was.ended = Some((now, false));
                    log.push(left(&was.queue.to_string(), &ticket.to_string()));
                }
                Act::Enter(..) => log.push(Entry::Sealed { commitment: [2; 32] }),
            }
        }
        for ticket in 0u8..24 {
            let verdict = judge(&ticket.to_string(), &log).unwrap();
            let Some(mine) = all.get(&ticket) else {
                prop_assert_eq!(verdict, Verdict::NotEntered);
                continue;
            };
            let end = mine.ended.map_or(u64::MAX, |(at, _)| at);
            let rank = |was: &Was| (was.priority, was.entered);
            let ahead = |at: u64| {
                all.values()
                    .filter(|was| was.queue == mine.queue && was.entered < at && rank(was) < rank(mine))
                    .filter(|was| was.ended.is_none_or(|(ended, _)| ended > at))
                    .count() as u64
            };
            let mut picks: Vec<Pick> = all
                .values()
                .filter(|was| was.queue == mine.queue && rank(was) > rank(mine))
                .filter_map(|was| match was.ended {
                    Some((at, true)) if at > mine.entered && at < end => {
                        Some(Pick { index: at, reason: was.reason.clone() })
                    }
                    _ => None,
                })
                .collect();
            picks.sort_by_key(|pick| pick.index);
            let place = Place {
                queue: mine.queue.to_string(),
                priority: mine.priority,
                entered_at: mine.entered,
                ahead_at_entry: ahead(mine.entered),
                ahead: ahead(end),
                picked_at: mine.ended.filter(|(_, picked)| *picked).map(|(at, _)| at),
                left_at: mine.ended.filter(|(_, picked)| !*picked).map(|(at, _)| at),
            };
            let expected = match picks.is_empty() {
                true => Verdict::NotOvertaken(place),
                false => Verdict::Overtaken(place, picks),
            };
            prop_assert_eq!(verdict, expected);
        }
    }
}
