//! `bening signals` as an analyst types it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn bening(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bening")).args(arguments).output().unwrap()
}

#[track_caller]
fn json(arguments: &[&str]) -> Value {
    let output = bening(&[arguments, &["--format", "json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[track_caller]
fn refused(arguments: &[&str]) -> String {
    let output = bening(arguments);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).unwrap().trim_end().to_owned()
}

fn kinds(report: &Value) -> Vec<String> {
    let found = report["found"].as_array().unwrap();
    found.iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect()
}

/// A year with one broker, whose officer takes these files first.
fn year(folder: &Path) -> String {
    let out = folder.display().to_string();
    let made = bening(&["simulate", "city", "--plant", "each", "--out", &out]);
    assert!(made.status.success());
    folder.join("log.csv").display().to_string()
}

#[test]
fn a_planted_broker_is_found_in_a_log_without_a_server() {
    let folder = tempfile::tempdir().unwrap();
    let log = year(folder.path());
    let manifest = std::fs::read_to_string(folder.path().join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let broker = &manifest["planted"][0];
    let report = json(&["signals", "run", &log, "--group", "kelurahan", "--group", "sex"]);
    let found = report["found"].as_array().unwrap();
    for kind in ["shared_contact", "representative_jump", "steering"] {
        let finding = found.iter().find(|one| one["kind"] == kind).unwrap();
        let records = finding["records"].as_array().unwrap();
        let planted = broker["applications"].as_array().unwrap();
        let is_planted = |record: &&Value| {
            planted.iter().any(|number| Some(number.to_string().as_str()) == record.as_str())
        };
        let share = records.iter().filter(is_planted).count() as f64 / records.len() as f64;
        assert!(share > 0.9, "{kind}: {share} of its records are the broker's");
    }
    let officer = broker["officer"].to_string();
    let steering = found.iter().find(|one| one["kind"] == "steering").unwrap();
    assert_eq!(steering["subject"][1], serde_json::json!(["officer", officer]));
    // For people: a sentence each, and what it is not.
    let said = bening(&["signals", "run", &log]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("stands behind 60 cases of 60 families"), "{said}");
    assert!(said.contains("patterns, not verdicts"), "{said}");
}

/// What an evaluation of twenty seeds must show: hardly anything false, all patterns found mostly, and p-values
/// that hold.
fn holds(all: &Value, patterns: usize) {
    let number = |value: &Value| value.as_f64().unwrap();
    let false_share = number(&all["false_share"]) / number(&all["planted"]);
    assert!(false_share <= 0.05, "{false_share}");
    assert!(number(&all["honest_with_discoveries"]) <= 3.0, "{}", all["honest_with_discoveries"]);
    assert_eq!(all["power"].as_object().unwrap().len(), patterns);
    let (mut planted, mut found) = (0.0, 0.0);
    for (pattern, power) in all["power"].as_object().unwrap() {
        let (one, all) = (number(&power["found"]), number(&power["planted"]));
        // Twenty draws of a power of 0.9 stand below 14 once in 400 patterns.
        assert!(one >= 14.0, "{pattern}: {one} of {all}");
        (planted, found) = (planted + all, found + one);
    }
    assert!(found / planted >= 0.9, "{found} of {planted}");
    for (kind, counted) in all["calibration"].as_object().unwrap() {
        let tests = number(&counted["tests"]);
        for (level, seen) in
            [0.001, 0.01, 0.05].iter().zip(counted["at_or_below"].as_array().unwrap())
        {
            let most = tests * level + 4.0 * (tests * level).sqrt() + 1.0;
            assert!(number(seen) <= most, "{kind} at {level}: {seen} of {tests}");
        }
    }
}

/// Twenty cities with everything planted once in files and spending at medium strength, and as many honest
/// ones. The whole evaluation, over 200 seeds and all strengths, is `make evaluate`.
#[test]
fn what_is_found_is_mostly_true_and_what_is_planted_is_mostly_found() {
    holds(&json(&["signals", "evaluate", "--seeds", "1..20", "--strengths", "medium"]), 19);
}

/// The same of spending alone; nothing of files is tested then.
#[test]
fn what_is_planted_in_spending_is_found_and_what_is_innocent_is_not() {
    let only = ["signals", "evaluate", "--only", "spending"];
    let all = json(&[&only[..], &["--seeds", "1..20", "--strengths", "medium"]].concat());
    holds(&all, 6);
    let kinds: Vec<&str> =
        all["calibration"].as_object().unwrap().keys().map(String::as_str).collect();
    assert!(kinds.contains(&"same_supplier") && !kinds.contains(&"steering"), "{kinds:?}");
}

#[test]
fn contracts_are_tested_as_a_file_with_columns_of_any_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "NOMOR;unit;judul;penyedia;jenis;metode;nilai;tanggal\n".to_owned();
    for at in 0..240 {
        let (unit, day) = (at % 6, 1 + at * 7 % 28);
        let value = 150 + (at * 37 + at * at * 11) % 100;
        let month = 1 + at % 12;
        text += &format!(
            "K{at};U{unit};Kursi;CV {};barang;direct;{value}000000;2026-{month:02}-{day:02}\n",
            at % 7
        );
    }
    for at in 0..24 {
        let day = 1 + at;
        text += &format!("S{at};U1;Kursi;CV Dekat;barang;direct;195000000;2026-05-{day:02}\n");
    }
    let file = folder.path().join("kontrak.csv");
    std::fs::write(&file, &text).unwrap();
    let path = file.display().to_string();
    let told = ["signals", "run", &path, "--contract", "number=NOMOR"];
    let report = json(&told);
    let found = report["found"].as_array().unwrap();
    let split = found.iter().find(|one| one["kind"] == "split_purchases").unwrap();
    assert_eq!(split["subject"], serde_json::json!([["unit", "U1"], ["supplier", "CV Dekat"]]));
    assert_eq!(split["records"].as_array().unwrap().len(), 24);
    let said = String::from_utf8(bening(&told).stdout).unwrap();
    assert!(said.contains("264 contracts") && said.contains("patterns, not verdicts"), "{said}");
    assert!(!said.contains("Not tested: steering"), "nothing of files is missed: {said}");
    std::fs::write(&file, text.replace("direct;195000000;2026-05-01", "direct;mahal;2026-05-01"))
        .unwrap();
    let said = refused(&told);
    assert!(said.ends_with("kontrak.csv: Line 242, column value: \"mahal\" is no price in rupiah. Write a whole number above zero."), "{said}");
    assert_eq!(
        refused(&["signals", "run", &path, "--contract", "nomor=X"]).lines().next().unwrap(),
        "error: invalid value 'nomor=X' for '--contract <FIELD=COLUMN>': nomor=X names no field of a contract; write it as number=NOMOR"
    );
}

#[test]
fn another_offices_log_needs_only_three_columns() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("other.csv");
    let mut text = "case_id;activity;timestamp;org:resource;district\n".to_owned();
    for case in 0..400 {
        let (hour, minute) = (8 + case % 8, case % 60);
        let day = 1 + case / 20;
        // People of district 3 wait an hour longer.
        let later = if case % 5 == 3 { 3 } else { 2 };
        text += &format!("c{case};apply;2026-03-{day:02} {hour:02}:{minute:02};;d{}\n", case % 5);
        text += &format!(
            "c{case};decide;2026-03-{day:02} {:02}:{minute:02};p{};d{}\n",
            hour + later,
            case % 3,
            case % 5
        );
    }
    std::fs::write(&file, text).unwrap();
    let file = file.display().to_string();
    let report = json(&["signals", "run", &file, "--group", "district"]);
    // The decision is the only step, so that its time is the whole time.
    assert_eq!(kinds(&report), ["group_speed", "group_step_speed"]);
    assert_eq!(report["found"][0]["subject"], serde_json::json!([["district", "d3"]]));
    let report = json(&["signals", "run", &file, "--group", "district", "--unit", "district"]);
    assert!(kinds(&report).is_empty(), "a group that fills its office is compared with nobody");
}

#[test]
fn bad_input_gets_one_sentence_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let said = |name: &str, text: &str, more: &[&str]| {
        let path = file(name, text);
        let said = refused(&[&["signals", "run", path.as_str()], more].concat());
        said.replace(&format!("{}/", folder.path().display()), "")
    };
    assert_eq!(
        said("a.csv", "x,y\n1,2\n", &[]),
        "a.csv: there is no column case:concept:name or case_id or case; the log has x, y"
    );
    let good = "case,activity,time\n1,a,2026-01-02\n";
    assert_eq!(
        said("b.csv", &format!("{good}2,b,soon\n"), &[]),
        "b.csv: line 3: column time: soon is no instant; write it as 2026-03-02T08:00:00+07:00"
    );
    assert_eq!(said("c.csv", good, &["--ready", "z"]), "c.csv: no event is named z; the log has a");
    assert_eq!(
        said("d.csv", good, &["--officer", "who"]),
        "d.csv: there is no column who; the log has case, activity, time"
    );
    assert_eq!(said("e.xes", "<log", &[]).split(':').next(), Some("e.xes"));
    assert_eq!(
        said("f.txt", "", &[]),
        "f.txt: the name ends neither in .csv nor in .xes, with or without .gz"
    );
    assert_eq!(said("g.csv", "case,activity,time\n", &[]), "g.csv: the log has no events");
    assert_eq!(
        said("h.csv", good, &["--utc-offset", "seven"]),
        "--utc-offset seven: write it as +07:00"
    );
}
