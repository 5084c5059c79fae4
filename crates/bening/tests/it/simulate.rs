//! `bening simulate city`: the log says what the manifest states, and the waiting rooms belong to it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::support::bening;

type Row = BTreeMap<String, String>;

fn made(folder: &Path, more: &[&str]) -> Value {
    let arguments = ["simulate", "city", "--applications", "6000", "--out", "."];
    let output = bening(folder, &[&arguments, more].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(folder.join("manifest.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn rows(folder: &Path, name: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn numbers(flaw: &Value, of: &str) -> Vec<String> {
    flaw[of].as_array().unwrap().iter().map(Value::to_string).collect()
}

#[test]
fn the_log_says_what_the_manifest_states() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = made(folder.path(), &["--plant", "all", "--trial", "--tickets"]);
    let log = rows(folder.path(), "log.csv");
    for column in ["case", "activity", "time", "start", "resource", "unit"] {
        assert!(log[0].contains_key(column), "{column}");
    }
    assert!(log.iter().all(|row| row["start"].is_empty() || row["start"] <= row["time"]));
    let process = manifest["process"].as_array().unwrap();
    let flaw = |kind: &str| process.iter().find(|flaw| flaw["kind"] == kind).unwrap();
    let of = |service: &str, step: &str| -> Vec<&Row> {
        let step = |row: &&Row| row["service"] == service && row["activity"] == step;
        log.iter().filter(step).collect()
    };
    // Steps that other units do stand with those units.
    let (detour, visits) = (flaw("detour"), of("BPPRD-PBB", "note"));
    assert!(visits.iter().all(|row| row["unit"] == "DPUTR" && !row["start"].is_empty()));
    let sent = numbers(detour, "applications").len();
    assert!(visits.len() > 20 && sent - visits.len() < 10, "{} of {sent}", visits.len());
    assert!(of("PTSP-SIPA", "assess").iter().all(|row| row["unit"] == "DINKES"));
    // Initials are missing from the files of the trial and from no others.
    let tried: BTreeSet<String> = numbers(flaw("trial"), "applications").into_iter().collect();
    assert!(of("KEL-SKTM", "initial").iter().all(|row| !tried.contains(&row["case"])));
    let effect = &flaw("trial")["effect"];
    assert!(effect["difference"].as_f64().unwrap() < 0.0, "{effect}");
    // An application at a counter belongs to a ticket.
    let tickets = rows(folder.path(), "tickets.csv");
    let mut served: BTreeMap<&str, &Row> = BTreeMap::new();
    let taken: BTreeMap<&str, &Row> = tickets
        .iter()
        .filter(|row| row["act"] == "taken")
        .map(|row| (row["ticket"].as_str(), row))
        .collect();
    for row in tickets.iter().filter(|row| row["act"] == "served") {
        served.insert(&taken[row["ticket"].as_str()]["application"], row);
    }
    let counter = |row: &&Row| row["activity"] == "submit" && row["channel"] == "counter";
    for row in log.iter().filter(counter) {
        let ticket = served[row["case"].as_str()];
        assert_eq!(ticket["unit"], row["unit"]);
        assert!(row["time"] <= ticket["time"]);
    }
}

#[test]
fn parts_can_be_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = made(folder.path(), &["--plant", "flaws", "--without", "signatures,peaks"]);
    let kinds: BTreeSet<&str> = manifest["process"]
        .as_array()
        .unwrap()
        .iter()
        .map(|flaw| flaw["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, BTreeSet::from(["batch", "detour", "elsewhere", "market"]));
    assert!(!folder.path().join("tickets.csv").exists());
    let manifest = made(folder.path(), &[]);
    assert_eq!(manifest["process"], serde_json::json!([]));
}
