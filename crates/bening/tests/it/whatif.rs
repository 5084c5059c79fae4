//! `bening process whatif` and `evaluate` as an analyst types them.

use std::fmt::Write as _;
use std::process::{Command, Output};

use serde_json::Value;

fn bening(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bening")).args(arguments).output().unwrap()
}

/// Three cities of `make evaluate`: intervals that hold the truth and are not wide.
#[test]
fn held_back_months_of_three_cities() {
    let output = bening(&[
        "process",
        "evaluate",
        "--seeds",
        "104..106",
        "--replications",
        "40",
        "--format",
        "json",
    ]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let cities: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(cities.len(), 3);
    let inside = cities.iter().filter(|city| city["inside"] == true).count();
    assert!(inside >= 2, "{cities:?}");
    for city in &cities {
        let held = |name: &str| city["held"][name].as_f64().unwrap();
        assert!((held("high") - held("low")) / held("truth") < 2.0, "{city}");
    }
}

/// Twelve weeks of an office with one officer: a case an hour, each checked for half of it.
fn log(folder: &std::path::Path) -> String {
    let mut text = "case,activity,time,officer,unit\n".to_owned();
    let mut case = 0;
    for day in (0..84).filter(|day| day % 7 < 5) {
        let date = jiff::civil::date(2026, 1, 5).saturating_add(jiff::Span::new().days(day));
        for hour in 8..14 {
            case += 1;
            writeln!(text, "{case},come,{date} {hour:02}:00,,hall").unwrap();
            writeln!(text, "{case},check,{date} {hour:02}:{},anna,hall", 20 + case % 20).unwrap();
            writeln!(text, "{case},sign,{date} {hour:02}:{},anna,hall", 42 + case % 7).unwrap();
        }
    }
    let path = folder.join("office.csv");
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn a_change_is_told_in_a_sentence_and_the_same_seed_tells_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let log = log(folder.path());
    let arguments =
        ["process", "whatif", &log, "--remove", "check", "--replications", "40", "--promise", "1"];
    let (one, other) = (bening(&arguments), bening(&arguments));
    assert!(one.status.success(), "{}", String::from_utf8_lossy(&one.stderr));
    assert_eq!(one.stdout, other.stdout);
    let text = String::from_utf8(one.stdout).unwrap();
    assert!(text.contains("Median throughput"), "{text}");
    assert!(text.contains("→") && text.contains("(90 %: \u{2212}"), "{text}");
    let months = bening(&["process", "whatif", &log, "--backtest", "--hold-back", "1"]);
    let told = String::from_utf8_lossy(&months.stderr).into_owned();
    assert!(told.contains("three whole months"), "{told}");
}

#[test]
fn mistakes_are_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let log = log(folder.path());
    let output = bening(&["process", "whatif", &log, "--remove", "stamp"]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains("no step is named stamp; the log has check, come, sign"), "{text}");
    let output = bening(&["process", "whatif", &log, "--open", "someday"]);
    assert_eq!(output.status.code(), Some(2));
}
