//! `bening process` as an analyst types it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn bening(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bening")).args(arguments).output().unwrap()
}

#[track_caller]
fn said(arguments: &[&str]) -> String {
    let output = bening(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&said(&[arguments, &["--format", "json"]].concat())).unwrap()
}

/// Two cases that go one way and one that goes another; the first event of the second is early.
const LOG: &str = "case,activity,time,start,officer,unit\n\
    1,apply,2026-03-02 08:00,,p1,KTP\n\
    1,check,2026-03-02 10:00,2026-03-02 09:00,p2,KTP\n\
    1,issue,2026-03-02 12:00,,p1,KTP\n\
    2,apply,2026-03-03 08:00,,p1,KTP\n\
    2,check,2026-03-03 10:00,2026-03-03 09:30,p2,KTP\n\
    2,issue,2026-03-04 08:00,,p1,KTP\n\
    3,apply,2026-03-05 08:00,,p3,KK\n\
    3,=issue,2026-03-05 09:00,,p3,KK\n";

fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn numbers_variants_and_graph_of_a_small_log() {
    let folder = tempfile::tempdir().unwrap();
    let log = file(folder.path(), "log.csv", LOG);
    let stats = json(&["process", "stats", &log]);
    assert_eq!((&stats["log"]["cases"], &stats["log"]["events"]), (&3.into(), &8.into()));
    assert_eq!((&stats["log"]["variants"], &stats["log"]["resources"]), (&2.into(), &3.into()));
    let hour = 3.6e9;
    assert_eq!(stats["times"]["throughput"]["median"], 4.0 * hour);
    assert_eq!(stats["times"]["touch"]["longest"], hour);
    assert_eq!(stats["times"]["waiting"]["longest"], 23.5 * hour);

    // Monday 08:00 to 12:00 is office time in Metro; Tuesday 08:00 to Wednesday 08:00 a working day.
    let office = json(&["process", "stats", &log, "--hours", "metro"]);
    let counted = office["times"]["counted"]["longest"].as_f64().unwrap() / hour;
    assert!((6.0..=8.5).contains(&counted), "{counted}");

    let table = said(&["process", "variants", &log]);
    let way = table.lines().find(|line| line.contains("apply > check > issue")).unwrap();
    let words: Vec<&str> = way.split_whitespace().collect();
    assert_eq!(words[5..], ["2", "66.7%", "66.7%", "14.0", "h"]);
    let csv = said(&["process", "dfg", &log, "--format", "csv"]);
    assert!(csv.contains("apply,check,2,7200,7200,7200\n"), "{csv}");
    assert!(csv.contains("(start),apply,3,,,\n") && csv.contains("apply,'=issue,1"), "{csv}");

    let some = json(&["process", "stats", &log, "--where", "unit=KTP", "--from", "2026-03-03"]);
    assert_eq!((&some["log"]["cases"], &some["log"]["events"]), (&1.into(), &3.into()));
}

#[test]
fn a_map_is_a_picture_with_its_words() {
    let folder = tempfile::tempdir().unwrap();
    let log = file(folder.path(), "log.csv", LOG);
    let map = said(&["process", "map", &log, "--paths", "100"]);
    assert!(map.starts_with("<svg ") && map.ends_with("</svg>\n"));
    assert!(map.contains("<title>How 3 cases go</title>"));
    assert!(map.contains("apply to check: 2 times, half of them within 2.0 h"), "{map}");
    // Without the two rarer activities the paths pass them over.
    let map = said(&["process", "map", &log, "--activities", "50"]);
    assert!(!map.contains("=issue") && map.contains("Not shown: 2 activities"), "{map}");
}

#[test]
fn a_log_is_the_same_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let log = file(folder.path(), "log.csv", LOG);
    let expected = json(&["process", "dfg", &log]);
    for name in ["a.xes", "a.xes.gz", "a.csv", "a.csv.gz", "a.jsonocel", "a.jsonocel.gz"] {
        let out = folder.path().join(name).display().to_string();
        let line = said(&["process", "convert", &log, "--out", &out]);
        assert!(line.starts_with("8 events of 3 cases in "), "{line}");
        assert_eq!(json(&["process", "dfg", &out]), expected, "{name}");
    }
}

#[test]
fn the_journal_of_a_city_is_a_log_without_names() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("city").display().to_string();
    let made = bening(&[
        "demo",
        "--only-make",
        "--data",
        &data,
        "--applications",
        "150",
        "--until",
        "2026-11-24",
    ]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let stats = json(&["process", "stats", "journal", "--data", &data, "--hours", "city"]);
    let count = |name: &str| stats["log"][name].as_u64().unwrap();
    assert!(count("cases") > 100 && count("events") > 5 * count("cases"), "{}", stats["log"]);
    assert!(count("places") > 1 && count("resources") > 1, "{}", stats["log"]);
    assert!(stats["times"]["begun"].as_u64().unwrap() > 0, "steps say when they began");
    let out = folder.path().join("log.csv").display().to_string();
    said(&["process", "convert", "journal", "--data", &data, "--out", &out]);
    let text = std::fs::read_to_string(&out).unwrap();
    let submitted = text.lines().find(|line| line.contains(",submitted,")).unwrap();
    let case = submitted.split(',').next().unwrap();
    assert!(case.len() == 24 && case.bytes().all(|byte| byte.is_ascii_hexdigit()), "{case}");
    let refused = bening(&["process", "stats", "journal", "--data", &data, "--where", "nik=1"]);
    assert_eq!(refused.status.code(), Some(2));
    let refused = String::from_utf8(refused.stderr).unwrap();
    assert!(
        refused.starts_with("journal: there is no column nik; the log has activity"),
        "{refused}"
    );
}

#[test]
fn bad_input_gets_one_sentence_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |name: &str, text: &str, more: &[&str]| {
        let path = file(folder.path(), name, text);
        let output = bening(&[&["process", "stats", path.as_str()], more].concat());
        assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stdout));
        let said = String::from_utf8(output.stderr).unwrap();
        said.replace(&format!("{}/", folder.path().display()), "").trim_end().to_owned()
    };
    let good = "case,activity,time\n1,a,2026-01-02\n";
    assert_eq!(
        refused("a.csv", "x,y\n1,2\n", &[]),
        "a.csv: there is no column case:concept:name or case_id or case or Case ID; the log has x, y"
    );
    assert_eq!(
        refused("b.csv", &format!("{good}2,b,soon\n"), &[]),
        "b.csv: line 3: column time: soon is no instant; write it as 2026-03-02T08:00:00+07:00"
    );
    assert_eq!(
        refused("c.csv", good, &["--where", "district=1"]),
        "c.csv: there is no column district; the log has case, activity, time"
    );
    assert_eq!(
        refused("d.csv", good, &["--from", "2027-01-01"]),
        "d.csv: nothing is left of the log; it has no such events"
    );
    assert_eq!(
        refused("e.xes", "<log><trace>\n<event>", &[]),
        "e.xes: line 2: the log ends inside a trace"
    );
    let timeless =
        "<log><trace><event><string key=\"concept:name\" value=\"x\"/></event></trace></log>";
    assert_eq!(
        refused("e2.xes", timeless, &[]),
        "e2.xes: none of its 1 events, from the first on, has a case, an activity and a time; \
         --case, --activity and --time name where they stand"
    );
    assert_eq!(
        refused("f.txt", "", &[]),
        "f.txt: the name does not end in .csv, .xes, .jsonocel or .xmlocel, with or without .gz"
    );
    assert_eq!(
        refused("g.csv", good, &["--utc-offset", "seven"]),
        "--utc-offset seven: write it as +07:00"
    );
}
