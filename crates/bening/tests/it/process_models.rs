//! `bening process discover` and `bening process conformance` as an analyst types them.

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

#[track_caller]
fn refused(arguments: &[&str]) -> String {
    let output = bening(arguments);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).unwrap().trim_end().to_owned()
}

fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// A case for each word, a letter an event, one a day from Monday 2 March 2026 on.
fn log(folder: &Path, words: &[&str]) -> String {
    let mut text = "case,activity,time\n".to_owned();
    for (case, word) in words.iter().enumerate() {
        for (day, letter) in word.chars().enumerate() {
            text += &format!("{case},{letter},2026-03-{:02} 08:00\n", 2 + day);
        }
    }
    file(folder, "log.csv", &text)
}

#[test]
fn a_model_is_found_written_and_held_against_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let log = log(folder.path(), &["abcd", "acbd", "aed"]);
    let text = said(&["process", "discover", &log, "--noise", "0"]);
    let mut lines = text.lines();
    assert_eq!(lines.next().unwrap(), "->( 'a', X( 'e', +( 'b', 'c' ) ), 'd' )");
    assert_eq!(
        lines.next().unwrap(),
        "Fitness by token replay 1.0000; 3 of 3 cases (100.0 percent) fit without a fault."
    );
    for name in ["model.ptml", "model.pnml"] {
        let model = folder.path().join(name).display().to_string();
        said(&["process", "discover", &log, "--noise", "0", "--out", &model]);
        for method in ["alignments", "replay"] {
            let report =
                json(&["process", "conformance", &log, "--model", &model, "--method", method]);
            assert_eq!((&report["fitness"], &report["fitting_cases"]), (&1.0.into(), &3.into()));
        }
    }
    let error = refused(&["process", "discover", &log, "--out", "model.svg"]);
    assert!(
        error.ends_with("model.svg: name the file .ptml, .pnml, .json or .txt, or give --format")
    );
}

#[test]
fn deviations_stand_in_sentences_the_commonest_first() {
    let folder = tempfile::tempdir().unwrap();
    let good = log(folder.path(), &["abcd"]);
    let model = folder.path().join("model.ptml").display().to_string();
    said(&["process", "discover", &good, "--out", &model]);
    let log = log(folder.path(), &["abcd", "acd", "acd", "abbcd"]);
    let table = said(&["process", "conformance", &log, "--model", &model]);
    assert!(table.contains("1 of 4 cases (25.0%) fit; fitness 0.9032."), "{table}");
    let at = |sentence: &str| table.find(sentence).unwrap_or_else(|| panic!("{sentence}: {table}"));
    let left_out = at("b was left out in 2 cases.");
    assert!(left_out < at("b was done more often than the model allows in 1 case."));
    let report = json(&["process", "conformance", &log, "--model", &model]);
    let costs: Vec<&Value> =
        report["variants"].as_array().unwrap().iter().map(|way| &way["cost"]).collect();
    assert_eq!(costs, [1, 1, 0]);
    let tight = json(&["process", "conformance", &log, "--model", &model, "--budget", "0"]);
    assert_eq!(tight["unfinished_cases"], 4, "{tight}");
}

#[test]
fn a_standard_says_who_skipped_and_who_was_on_time() {
    let folder = tempfile::tempdir().unwrap();
    let log = log(folder.path(), &["abcd", "abd", "acbd", "aab"]);
    let standard = "[[step]]\ncode = \"a\"\n[[step]]\ncode = \"b\"\n\
        [[step]]\ncode = \"c\"\n[[step]]\ncode = \"d\"\n";
    let standard = file(folder.path(), "standard.toml", standard);
    let asked = ["process", "conformance", &log, "--standard", &standard, "--promise"];
    let of = |promise: &[&str]| json(&[&asked[..], promise].concat());
    // Monday to Wednesday is two days, to Thursday three.
    let two = of(&["2 days"]);
    assert_eq!((&two["kept"], &two["late"]), (&1.into(), &3.into()));
    let three = of(&["3 working days", "--hours", "metro"]);
    assert_eq!(
        (&three["kept"], &three["open"], &three["as_declared"]),
        (&3.into(), &1.into(), &1.into())
    );
    let table = said(&[&asked[..], &["2 days"]].concat());
    for sentence in
        ["c was skipped in 2 cases.", "c was done before b in 1 case.", "a was repeated"]
    {
        assert!(table.contains(sentence), "{sentence}: {table}");
    }
    let error = refused(&[&asked[..], &["3 working days"]].concat());
    assert!(error.contains("--hours metro"), "{error}");
}

#[test]
fn a_broken_model_or_standard_is_one_sentence_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let log = log(folder.path(), &["ab"]);
    for (option, name, text, wanted) in [
        ("--model", "m.pnml", "<pnml>\n<net>\n<place/>", "line 3: "),
        (
            "--model",
            "m.ptml",
            "<ptml>\n<processTree root=\"x\"/></ptml>",
            "line 2: there is no node x",
        ),
        ("--model", "m.bpmn", "", "a model is a file .pnml or .ptml"),
        ("--standard", "s.toml", "[[step]]\ncode = 1", "line 2: "),
        ("--standard", "s.csv", "step,optional\na,maybe", "line 2: write yes or no"),
        ("--standard", "s.txt", "", "a standard is a file .toml or .csv"),
    ] {
        let path = file(folder.path(), name, text);
        let error = refused(&["process", "conformance", &log, option, &path]);
        assert!(error.contains(&format!("{name}: {wanted}")), "{error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
}
