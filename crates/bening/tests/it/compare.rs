//! `bening process compare` and `bening process findings` as an analyst types them.

use std::fmt::Write as _;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// Twenty-six weeks from Monday 5 January 2026: four files a working day are taken in, checked an hour later
/// (from April on, half an hour) by somebody of their office, and signed on Thursday.
fn log() -> (TempDir, String) {
    let mut text = "case,activity,time,start,resource,place,kind\n".to_owned();
    let mut case = 0;
    for day in (0..182).filter(|day| day % 7 < 5) {
        let date = |day: i64| {
            let first = jiff::civil::date(2026, 1, 5);
            first.checked_add(jiff::Span::new().days(day)).unwrap()
        };
        for file in 0..4 {
            case += 1;
            let (office, kind) = [("north", "new"), ("south", "renewal")][file % 2];
            let wait = if date(day) < jiff::civil::date(2026, 4, 1) { 60 } else { 30 };
            let minutes = |at: i64| format!("{:02}:{:02}:00+07:00", 8 + at / 60, at % 60);
            let taken = 40 * file as i64 + day % 7 * 3;
            let mut line =
                |activity: &str, day: i64, from: i64, to: i64, who: &str, place: &str| {
                    let day = date(day);
                    let (from, to) = (minutes(from), minutes(to));
                    writeln!(
                        text,
                        "{case},{activity},{day}T{to},{day}T{from},{who},{place},{kind}"
                    )
                    .unwrap();
                };
            line("receive", day, taken, taken + 1, "Ani", "front");
            line("check", day, taken + 1 + wait, taken + 11 + wait, "Budi", office);
            let ahead = (3 - day % 7).rem_euclid(7);
            line(
                "sign",
                day + ahead,
                300 + 4 * file as i64,
                302 + 4 * file as i64,
                "Citra",
                "head",
            );
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    std::fs::write(&path, text).unwrap();
    let path = path.display().to_string();
    (folder, path)
}

fn bening(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bening")).args(arguments).output().unwrap()
}

#[track_caller]
fn json(arguments: &[&str]) -> Value {
    let output = bening(&[arguments, &["--format", "json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn two_periods_differ_where_they_do() {
    let (_folder, log) = log();
    // By the clock: on the city's holidays nothing would count.
    let found = json(&["process", "compare", &log, "--split", "2026-04-01"]);
    assert_eq!(found["cases"][0].as_u64().unwrap() + found["cases"][1].as_u64().unwrap(), 520);
    let check = found["differences"]
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["of"] == "check at north")
        .unwrap();
    // Half of the files go north.
    assert!((check["difference"].as_f64().unwrap() + 15.0).abs() < 1.5, "{check}");
    assert!(check["q"].as_f64().unwrap() < 0.01);
    let text = bening(&["process", "compare", &log, "--split", "2026-04-01"]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("Second: from 2026-04-01"), "{text}");
    assert!(text.contains("they count for the first"), "{text}");
}

#[test]
fn two_groups_and_two_logs_are_compared_and_a_third_value_asks_for_two() {
    let (_folder, log) = log();
    let groups = json(&["process", "compare", &log, "--by", "kind"]);
    assert_eq!(
        (groups["first"].as_str(), groups["cases"].clone()),
        (Some("new"), serde_json::json!([260, 260]))
    );
    let same = json(&["process", "compare", &log, &log]);
    assert!(same["straddling"].is_null());
    let all = same["differences"].as_array().unwrap();
    assert!(all.iter().all(|line| line["difference"].as_f64() == Some(0.0)));
    let refused = bening(&["process", "compare", &log, "--by", "activity"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("activity has 3 values (receive, check, sign)"), "{said}");
    let refused = bening(&["process", "compare", &log, "--by", "kind", "--groups", "new,old"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(bening(&["process", "compare", &log]).status.code(), Some(2));
}

#[test]
fn thursday_is_found_and_nobody_is_named() {
    let (_folder, log) = log();
    let found = bening(&["process", "findings", &log, "--hours", "metro", "--approval", "sign"]);
    let text = String::from_utf8(found.stdout).unwrap();
    assert!(text.contains("sign at head waits for Thursday: 100 % of it begins then."), "{text}");
    assert!(text.contains("sign said no 0 times of 520"), "{text}");
    for name in ["Ani", "Budi", "Citra"] {
        assert!(!text.contains(name), "{text}");
    }
    let refused = bening(&["process", "findings", &log, "--citizen", "supplement"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("there is no activity supplement; the log has receive"), "{said}");
}
