//! What we count is what PM4Py counts, and it reads back what we write.
//!
//! Runs when `BENING_TEST_PM4PY` names a Python that has it (`make .make/mining`; `make test` does).

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use mining::dfg::Dfg;
use mining::log::load::{Format, Reading, load};
use mining::log::write::write;
use mining::table::{Builder, Log, Row, UNKNOWN, variants};
use serde_json::{Value, json};

/// Events without activity or time, equal times, nested attributes, dates with and without zone.
const MESSY: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xes.features="nested-attributes">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="__INVALID__"/></global>
  <classifier name="Activity" keys="concept:name"/>
  <trace>
    <string key="concept:name" value="case &amp; 1"/>
    <event><string key="concept:name" value="receive"/><date key="time:timestamp" value="2011-10-11T13:45:40.276+02:00"/><string key="lifecycle:transition" value="start"/></event>
    <event><string key="concept:name" value="T02 Check"/><string key="org:resource" value="r"><string key="concept:name" value="inner"/></string><date key="time:timestamp" value="2011-10-12T08:26:25.398+02:00"/></event>
    <event><string key="concept:name" value="too early"/><date key="time:timestamp" value="2011-10-10T08:26:25.398+02:00"/></event>
    <event><string key="concept:name" value="no time"/></event>
    <event><string key="org:group" value="G"/><date key="time:timestamp" value="2011-10-12T08:26:25.398+02:00"/></event>
    <event><string key="concept:name" value="same time"/><date key="time:timestamp" value="2011-10-12T06:26:25.398Z"/></event>
    <event><string key="concept:name" value="without zone"/><date key="time:timestamp" value="2011-10-13T06:26:25.398"/></event>
  </trace>
  <trace><string key="concept:name" value="empty"/></trace>
  <trace>
    <string key="concept:name" value="case 2"/>
    <event><string key="concept:name" value="receive"/><date key="time:timestamp" value="2011-11-11T13:45:40.276+02:00"/></event>
    <event><string key="concept:name" value="receive"/><date key="time:timestamp" value="2011-11-11T13:45:40.276+02:00"/></event>
  </trace>
</log>
"#;

/// A seeded log in which events of equal times stand in an order of their own.
fn made() -> Log {
    let mut builder = Builder::default();
    let mut state = 7u64;
    let mut below = |end: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % end
    };
    for _ in 0..600 {
        let case = format!("case-{}", below(40));
        let activity = ["apply", "check & <ask>", "say \"no\"", "sign; send", "arsip é"];
        let activity = activity[below(5) as usize];
        let at = 1_767_225_600_000_000 + below(200) as i64 * 60_000_000;
        let started = if below(2) == 0 { UNKNOWN } else { at - 30_000_000 };
        let (resource, place) = (format!("r{}", below(4)), format!("unit {}", below(3)));
        let (case, resource, place) = (&case, &resource, &place);
        builder.push(&Row { case, activity, at, started, resource, place });
    }
    builder.finish()
}

fn sort(found: &mut Value) {
    for list in ["edges", "starts", "ends", "variants"] {
        found[list].as_array_mut().unwrap().sort_by_key(ToString::to_string);
    }
}

fn ours(log: &Log) -> Value {
    let name = |number: u32| log.activities.name(number);
    let dfg = Dfg::of(log);
    let edges = dfg.edges.iter().map(|e| json!([name(e.from), name(e.to), e.count]));
    let starts = dfg.nodes.iter().filter(|n| n.starts > 0).map(|n| json!([n.name, n.starts]));
    let ends = dfg.nodes.iter().filter(|n| n.ends > 0).map(|n| json!([n.name, n.ends]));
    let ways = variants(log).into_iter().map(|way| {
        json!([way.activities.iter().map(|one| name(*one)).collect::<Vec<_>>(), way.cases])
    });
    let mut found = json!({
        "events": log.events(),
        "edges": edges.collect::<Vec<_>>(),
        "starts": starts.collect::<Vec<_>>(),
        "ends": ends.collect::<Vec<_>>(),
        "variants": ways.collect::<Vec<_>>(),
    });
    sort(&mut found);
    found
}

fn theirs(python: &Path, folder: &Path) -> BTreeMap<String, Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/by_pm4py.py");
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("found.json");
    let done = Command::new(python).args([&script, folder, &out]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let mut found: BTreeMap<String, Value> =
        serde_json::from_slice(&std::fs::read(out).unwrap()).unwrap();
    found.values_mut().for_each(sort);
    found
}

#[test]
fn as_pm4py_has_it() {
    let Some(python) = std::env::var_os("BENING_TEST_PM4PY") else { return };
    let folder = tempfile::tempdir().unwrap();
    let log = made();
    let mut expected = BTreeMap::new();
    for (name, format) in
        [("made.csv", Format::Csv), ("made.xes", Format::Xes), ("made.jsonocel", Format::OcelJson)]
    {
        let mut bytes = Vec::new();
        write(&log, format, &mut bytes).unwrap();
        std::fs::write(folder.path().join(name), bytes).unwrap();
        expected.insert(name.to_owned(), ours(&log));
    }
    std::fs::write(folder.path().join("messy.xes"), MESSY).unwrap();
    let messy = load(MESSY.as_bytes(), Format::Xes, &Reading::default()).unwrap();
    assert_eq!(messy.left_out, 2);
    expected.insert("messy.xes".to_owned(), ours(&messy.log));
    for (name, log) in [
        ("permits.xes", include_str!("logs/permits.xes")),
        ("loans.xes", include_str!("logs/loans.xes")),
    ] {
        std::fs::write(folder.path().join(name), log).unwrap();
        let loaded = load(log.as_bytes(), Format::Xes, &Reading::default()).unwrap();
        expected.insert(name.to_owned(), ours(&loaded.log));
    }
    let found = theirs(Path::new(&python), folder.path());
    for (name, expected) in expected {
        for part in ["events", "starts", "ends", "edges", "variants"] {
            assert!(found[&name][part] == expected[part], "{name}: {part} are not the same");
        }
    }
}
