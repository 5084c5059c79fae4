//! Small logs made by hand in the shape of well-known ones of municipalities and a bank, with what is odd
//! in those: globals, nested attributes, lists, planned events without a time, starts and completes,
//! headers of an exported table.

#![allow(clippy::unwrap_used, reason = "tests")]

use mining::conformance::replay;
use mining::dfg::Dfg;
use mining::discovery::inductive;
use mining::log::load::{Format, Lifecycle, Loaded, Reading, load};
use mining::petri::of_tree;
use mining::table::{Log, NONE, UNKNOWN, variants};
use mining::times::{Calendar, Times};

const PERMITS: &[u8] = include_bytes!("logs/permits.xes");
const LOANS: &[u8] = include_bytes!("logs/loans.xes");
const RECEIPT: &[u8] = include_bytes!("logs/receipt.csv");

fn read(bytes: &[u8], format: Format, lifecycle: Lifecycle) -> Loaded {
    load(bytes, format, &Reading { lifecycle, ..Reading::default() }).unwrap()
}

/// Every way and its cases, as texts.
fn ways(log: &Log) -> Vec<(String, u64)> {
    let text = |activities: &[u32]| -> Vec<&str> {
        activities.iter().map(|one| log.activities.name(*one)).collect()
    };
    variants(log).iter().map(|way| (text(&way.activities).join(" > "), way.cases)).collect()
}

/// The model that a log shows, and whether every case goes as it says.
fn discovered(log: &Log) -> (String, bool) {
    let ways = variants(log);
    let tree = inductive(&ways, &log.activities, 0.0);
    let replayed = replay(&of_tree(&tree), &ways, &log.activities, 1_000, &|| ());
    (tree.to_string(), replayed.tokens.iter().all(|tokens| tokens.unwrap().fits()))
}

#[test]
fn permits_whose_cases_have_planned_events_and_nested_attributes() {
    let loaded = read(PERMITS, Format::Xes, Lifecycle::All);
    let log = loaded.log;
    assert_eq!(loaded.left_out, 1, "planned and never done");
    assert_eq!(log.cases.iter().collect::<Vec<_>>(), ["7000001", "7000002", "7000003"]);
    let all = "01_HOOFD_010 > 01_HOOFD_015 > 01_HOOFD_480".to_owned();
    let short = "01_HOOFD_010 > 01_HOOFD_480".to_owned();
    assert_eq!(ways(&log), [(all, 2), (short, 1)], "the third stands in another order in the file");
    let dfg = Dfg::of(&log);
    let counts: Vec<u64> = dfg.edges.iter().map(|edge| edge.count).collect();
    assert_eq!(counts, [2, 1, 2]);
    assert_eq!(log.resource[6], NONE, "the default of a global is no value");
    // The night in which summer time ends has an hour more.
    let second = Times::of(&log.filter(|case| case == 1), &Calendar::Always);
    assert_eq!(second.throughput.median / 3.6e9, 25.0);
    let tree = "->( '01_HOOFD_010', X( tau, '01_HOOFD_015' ), '01_HOOFD_480' )";
    assert_eq!(discovered(&log), (tree.to_owned(), true));
}

#[test]
fn loans_whose_work_has_a_start_and_a_complete() {
    let log = read(LOANS, Format::Xes, Lifecycle::All).log;
    assert_eq!((log.events(), log.len()), (7, 2));
    let log = read(LOANS, Format::Xes, Lifecycle::Pair).log;
    let (accepted, declined) = (
        "A_SUBMITTED > W_Completeren aanvraag > A_APPROVED".to_owned(),
        "A_SUBMITTED > A_DECLINED".to_owned(),
    );
    let mut found = ways(&log);
    found.sort();
    assert_eq!(found, [(declined, 1), (accepted, 1)]);
    assert_eq!(log.at[1] - log.started[1], 507_480_000, "from START to COMPLETE");
    assert_eq!(log.started.iter().filter(|at| **at != UNKNOWN).count(), 1);
    assert!(discovered(&log).1);
}

#[test]
fn receipts_in_an_exported_table() {
    let loaded = read(RECEIPT, Format::Csv, Lifecycle::All);
    let log = loaded.log;
    assert_eq!((loaded.left_out, log.events(), log.len()), (1, 7, 3));
    assert_eq!(log.resources.iter().collect::<Vec<_>>(), ["Resource1", "Resource2", "Resource3"]);
    let stopped = "Confirmation of receipt > T06 Determine necessity of stop advice > T02 Check \
                   confirmation of receipt";
    assert!(ways(&log).contains(&(stopped.to_owned(), 1)), "one instant keeps the file's order");
    assert!(discovered(&log).1);
}
