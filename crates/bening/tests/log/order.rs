//! `bening log order`: picks before one's turn, recomputed from the log alone.

use ledger::entry::Entry;
use serde_json::{Value, json};

use super::ask::{Said, ours};
use super::sample::{Sample, opening};

fn clear(number: u8, kind: &str, data: Value) -> Vec<u8> {
    let kind = format!("queue.{kind}");
    Entry::Clear { commitment: [number; 32], kind, data }.encode().unwrap()
}

fn entered(number: u8, ticket: &str, priority: i64) -> Vec<u8> {
    let data = json!({"priority": priority, "queue": "q", "ticket": ticket, "v": 1});
    clear(number, "entered", data)
}

fn picked(number: u8, ticket: &str, reason: Option<&str>) -> Vec<u8> {
    let data = json!({"queue": "q", "reason": reason, "ticket": ticket, "v": 1});
    clear(number, "picked", data)
}

/// My application, and then these entries.
fn log(rest: Vec<Vec<u8>>) -> Sample {
    let mine = Entry::Sealed { commitment: opening(0).commitment().unwrap() }.encode().unwrap();
    Sample::with([vec![mine], rest].concat())
}

fn order(log: &Sample) -> Said {
    let receipt = log.put("receipt", &log.receipt(0));
    ours(&["log", "order", "--receipt", &receipt, "--log", &log.log, "--vkey", &log.vkey])
}

#[test]
fn picks_before_my_turn_are_named_with_and_without_reasons() {
    let log = log(vec![
        entered(1, "before", 1),
        entered(2, "ticket-0", 1),
        entered(3, "b", 1),
        entered(4, "c", 1),
        entered(5, "by-rule", 0),
        picked(6, "by-rule", None),
        picked(7, "c", Some("medical")),
        picked(8, "before", None),
        picked(9, "b", None),
        picked(10, "ticket-0", None),
        entered(11, "late", 1),
        picked(12, "late", None),
    ]);
    let said = order(&log).good(&[
        "overtaken 2 times:",
        "entry 7: medical",
        "entry 9: WITHOUT A REASON",
        "queue q, entered by entry 2, 1 stood before it",
        "called by entry 10",
    ]);
    assert_eq!(said.text.lines().count(), 5, "{said:?}");
}

#[test]
fn whoever_is_called_in_turn_was_not_overtaken() {
    let entries = vec![
        entered(1, "before", 1),
        entered(2, "ticket-0", 1),
        entered(3, "b", 1),
        picked(4, "before", None),
    ];
    let said = order(&log(entries.clone()));
    said.good(&["not overtaken", "1 stood before it", "still waiting, 0 stand before it"]);
    // The same with one pick more: the verdict follows from the log and nothing else.
    let overtaken = [entries, vec![picked(5, "b", None)]].concat();
    order(&log(overtaken)).good(&["overtaken 1 times:", "entry 5: WITHOUT A REASON"]);
}

#[test]
fn a_ticket_that_never_entered_is_refused() {
    order(&log(vec![entered(1, "someone", 1)])).refused(&["no place in a queue for this ticket"]);
}

#[test]
fn an_entry_that_was_taken_out_or_changed_is_refused() {
    let log = log(vec![entered(1, "ticket-0", 1), entered(2, "b", 1), picked(3, "b", None)]);
    order(&log).good(&["overtaken 1 times:"]);
    let genuine = log.read("tile/entries/000.p/4");
    // As long as before, so that the lengths before the entries still hold.
    let at = genuine.windows(4).position(|word| word == b"null").unwrap();
    let mut changed = genuine.clone();
    changed[at..at + 4].copy_from_slice(b"\"ok\"");
    log.write("tile/entries/000.p/4", changed);
    order(&log).refused(&["entry 3"]);
    log.write("tile/entries/000.p/4", genuine);
    order(&log).good(&["overtaken 1 times:"]);
}
