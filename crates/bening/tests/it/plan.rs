//! `bening plan` as an analyst types it, on the examples of the guide.

use std::process::Output;

use serde_json::Value;

use super::support::{bening, folder, root};

fn plan(arguments: &[&str]) -> Output {
    bening(&root().join("docs/examples/plan"), &[&["plan"], arguments].concat())
}

#[track_caller]
fn json(arguments: &[&str]) -> Value {
    let output = plan(&[arguments, &["--format", "json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[track_caller]
fn table(arguments: &[&str]) -> String {
    let output = plan(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn refused(arguments: &[&str], why: &str) {
    let output = plan(arguments);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(why), "{said}");
}

fn chosen(report: &Value, list: &str) -> Vec<String> {
    let rows = report[list].as_array().unwrap().iter();
    let chosen = rows.filter(|row| row["chosen"] == true || row["chosen"].is_number());
    let mut ids: Vec<String> = chosen.map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn a_plan_keeps_its_rules_and_tells_those_that_do_not_bind_yet() {
    let report = json(&["solve", "plan.toml"]);
    assert_eq!(report["gap"], 0.0);
    assert!(report["spent"][0].as_u64().unwrap() <= 2_400_000_000);
    let rules = report["rules"].as_array().unwrap();
    for rule in rules.iter().filter(|rule| rule["binds"] == true) {
        assert_eq!(rule["kept"], true, "{rule}");
    }
    let personnel =
        rules.iter().find(|rule| rule["rule"].as_str().unwrap().starts_with("Personnel"));
    assert_eq!(personnel.unwrap()["binds"], false);
    let ids = chosen(&report, "activities");
    assert!(!(ids.contains(&"J-01".to_owned()) && ids.contains(&"J-02".to_owned())), "{ids:?}");
    let said = table(&["solve", "plan.toml", "--stability", "0.1", "--times", "20"]);
    assert!(said.contains("no choice has more points"), "{said}");
    assert!(said.contains("does not bind yet"), "{said}");
    assert!(said.contains("would be level with"), "{said}");
}

#[test]
fn an_activity_is_told_why() {
    let report = json(&["solve", "plan.toml"]);
    for row in report["activities"].as_array().unwrap() {
        let id = row["id"].as_str().unwrap();
        let said = table(&["explain", "plan.toml", id]);
        let word = if row["chosen"] == true { "is in:" } else { "is out:" };
        assert!(said.starts_with(&format!("{id} {word}")), "{said}");
    }
    refused(&["explain", "plan.toml", "X-99"], "there is no X-99; there is S-01, S-02");
}

#[test]
fn rules_that_contradict_each_other_are_named() {
    let here = folder();
    let read =
        |name: &str| std::fs::read_to_string(root().join("docs/examples/plan").join(name)).unwrap();
    let plan = read("plan.toml").replace("at_least = \"20 %\"", "at_least = \"60 %\"");
    std::fs::write(here.path().join("plan.toml"), plan).unwrap();
    std::fs::write(here.path().join("activities.csv"), read("activities.csv")).unwrap();
    let output = bening(here.path(), &["plan", "solve", "plan.toml"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("no choice keeps these together; change one of them: Education"),
        "{said}"
    );
}

#[test]
fn votes_are_counted_by_each_rule() {
    let ids = |arguments: &[&str]| chosen(&json(arguments), "projects");
    assert_eq!(
        ids(&["vote", "ballot.pb", "--rule", "greedy"]),
        ["2", "1"].map(String::from).into_iter().rev().collect::<Vec<_>>()
    );
    assert_eq!(ids(&["vote", "ballot.pb", "--rule", "mes", "--completion", "none"]), ["2"]);
    let full = ids(&["vote", "ballot.pb", "--rule", "mes"]);
    assert!(full.len() >= 2, "{full:?}");
    assert!(!ids(&["vote", "ballot.pb", "--rule", "phragmen"]).is_empty());
    let said = table(&["explain", "ballot.pb", "3", "--rule", "greedy"]);
    assert!(said.contains("3 is"), "{said}");
    refused(&["vote", "plan.toml"], "the file must begin with the section META");
    refused(&["vote", "ballot.pb", "--utility", "borda"], "these allow cost or count");
}

#[test]
fn weights_come_with_where_a_judge_contradicts_themselves() {
    let report = json(&["ahp", "comparisons.csv"]);
    let weights = report["weights"].as_array().unwrap().iter();
    let sum: f64 = weights.map(|row| row["weight"].as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-9);
    let said = table(&["ahp", "comparisons.csv"]);
    assert!(said.contains("DPRD contradicts themselves"), "{said}");
    assert!(!said.contains("Bappeda contradicts"), "{said}");
}

#[test]
fn arguments_that_make_no_sense_are_refused() {
    refused(&["solve", "plan.toml", "--seconds", "nan"], "nan is no time");
    refused(&["solve", "plan.toml", "--seconds=-1"], "-1 is no time");
    refused(&["solve", "plan.toml", "--gap", "1"], "1 is no share");
    let few = ["frontier", "units.csv", "--inputs", "staff", "--outputs", "cases"];
    refused(&[&few[..], &["--replicates", "1"]].concat(), "1 repetitions give no interval");
}

#[test]
fn units_stand_beside_best_practice() {
    let rows = json(&["frontier", "units.csv", "--inputs", "staff,budget", "--outputs", "cases"]);
    for row in rows.as_array().unwrap() {
        let (score, low) = (row["efficiency"].as_f64().unwrap(), row["low"].as_f64().unwrap());
        assert!(score <= 1.0 + 1e-9 && low < score, "{row}");
    }
    refused(
        &["frontier", "units.csv", "--inputs", "people", "--outputs", "cases"],
        "there is no column people; there is kelurahan, staff, budget, cases",
    );
}

/// The recipe of the guide: the file of a group of units gives the numbers of its page.
#[test]
fn what_a_page_says_of_units_can_be_reckoned_again() {
    use prioritise::value::files::group;
    use prioritise::value::rules::{Row, Service, frontier};

    let row = |(at, (paid, finished, on_time)): (usize, &(i64, i64, i64))| Row {
        unit: format!("KEL-{at}"),
        services: vec![Service { code: "KEL-SKTM".to_owned(), finished: *finished }],
        on_time: Some(*on_time),
        untold: 0,
        paid: *paid,
        bought: None,
    };
    let numbers = [
        (61_200_000, 64, 60),
        (58_900_000, 81, 44),
        (93_000_000, 120, 118),
        (40_100_000, 12, 12),
        (77_700_000, 70, 70),
        (120_400_000, 121, 90),
    ];
    let rows: Vec<Row> = numbers.iter().enumerate().map(row).collect();
    let places: Vec<usize> = (0..rows.len()).collect();
    let shown = frontier(&rows, &places, 200).unwrap();
    let at = super::support::folder();
    std::fs::write(at.path().join("unit.csv"), group(&rows, &places).unwrap()).unwrap();
    let guide = std::fs::read_to_string(root().join("docs/guides/planning.md")).unwrap();
    let recipe = "plan frontier unit.csv --inputs paid --outputs finished,in_time --returns variable \
                  --replicates 200 --seed 1";
    assert!(guide.contains(&format!("bening {recipe}")), "the guide has another recipe");
    let mut arguments: Vec<&str> = recipe.split_whitespace().collect();
    arguments.extend(["--format", "json"]);
    let said = bening(at.path(), &arguments);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let told: Value = serde_json::from_slice(&said.stdout).unwrap();
    assert_eq!(told.as_array().unwrap().len(), shown.len());
    for (told, shown) in told.as_array().unwrap().iter().zip(&shown) {
        assert_eq!(told["unit"], rows[shown.row].unit);
        for (name, value) in [
            ("efficiency", shown.found.score),
            ("low", shown.interval.low),
            ("high", shown.interval.high),
        ] {
            let other = told[name].as_f64().unwrap();
            assert!((other - value).abs() < 1e-12, "{name} of {}: {other} {value}", told["unit"]);
        }
    }
}
