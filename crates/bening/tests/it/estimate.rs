//! `bening estimate` and `bening index` as an analyst types them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn vectors() -> PathBuf {
    super::support::root().join("tests/vectors/survey")
}

fn bening(arguments: &str) -> Output {
    let vectors = vectors();
    let words = arguments.split_whitespace().map(|word| match word.strip_prefix('@') {
        Some(name) => vectors.join(name).display().to_string(),
        None => word.to_owned(),
    });
    Command::new(env!("CARGO_BIN_EXE_bening")).args(words).output().unwrap()
}

#[track_caller]
fn json(arguments: &str) -> Value {
    let output = bening(&format!("{arguments} --format json"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[track_caller]
fn refused(arguments: &str) -> String {
    let output = bening(arguments);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stdout));
    let said = String::from_utf8(output.stderr).unwrap();
    let said = said.replace(&format!("{}/", vectors().display()), "");
    said.trim_end().to_owned()
}

#[track_caller]
fn near(is: &Value, should: f64) {
    let is = is.as_f64().unwrap();
    assert!((is - should).abs() <= 1e-8 * should.abs(), "{is} should be {should}");
}

const STRATIFIED: &str = "--strata stype --weight pw --population fpc";

#[test]
fn estimates_of_every_kind() {
    let all = json(&format!(
        "estimate @apistrat.csv --mean api00 --ratio api.stu/enroll --total enroll \
         --proportion comp.imp=Yes {STRATIFIED}"
    ));
    let estimates = &all["estimates"];
    for (i, value, se) in [
        (0, 662.287363159, 9.40894080278),
        (1, 3687177.532, 114641.7161),
        (2, 0.836956886941, 0.00775710316664),
        (3, 0.655649011944, 0.0337254957983),
    ] {
        near(&estimates[i]["estimate"], value);
        near(&estimates[i]["se"], se);
    }
    near(&estimates[0]["ci"][0], 643.732188272);
    assert!(all["method"].as_str().unwrap().contains("Korn-Graubard"));
    let yes =
        json(&format!("estimate @apistrat.csv --mean api00 --where comp.imp=Yes {STRATIFIED}"));
    near(&yes["estimates"][0]["se"], 11.7146787699);
}

#[test]
fn groups_tables_and_spreadsheets() {
    let by = format!("estimate @apistrat.csv --mean api00 --by stype {STRATIFIED}");
    let all = json(&by);
    assert_eq!(all["estimates"][0]["by"]["value"], "E");
    near(&all["estimates"][1]["se"], 14.9371291854);
    let table = String::from_utf8(bening(&by).stdout).unwrap();
    assert!(table.starts_with("Method: stratified by stype"), "{table}");
    let csv = String::from_utf8(bening(&format!("{by} --format csv")).stdout).unwrap();
    let header = "stype,what,formula,estimate,se,ci_low,ci_high,df,deff,n,method";
    assert_eq!(csv.lines().next(), Some(header));
    assert_eq!(csv.lines().count(), 4);
}

#[test]
fn what_needs_every_row() {
    let folder = tempfile::tempdir().unwrap();
    let totals = folder.path().join("totals.csv");
    std::fs::write(&totals, "level,total\nE,4421\nM,1018\nH,755\n").unwrap();
    let clusters =
        "estimate @apiclus1.csv --mean api00 --cluster dnum --weight pw --population fpc";
    let after = json(&format!("{clusters} --poststrata stype --totals {}", totals.display()));
    near(&after["estimates"][0]["estimate"], 642.310788212);
    near(&after["estimates"][0]["se"], 23.9204864451);
    let median = json(&format!("estimate @apistrat.csv --mean api00 --quantile 0.5 {STRATIFIED}"));
    near(&median["estimates"][0]["estimate"], 668.0);
    let replicated =
        json(&format!("estimate @apistrat.csv --mean api00 --replicates jkn {STRATIFIED}"));
    near(&replicated["estimates"][0]["estimate"], 662.287363159);
    let skewed = json(&format!("estimate @apistrat.csv --mean enroll --ci skew {STRATIFIED}"));
    let plain = json(&format!("estimate @apistrat.csv --mean enroll {STRATIFIED}"));
    let first = |report: &Value| report["estimates"][0].clone();
    let end = |report: &Value, at: usize| first(report)["ci"][at].as_f64().unwrap();
    near(&skewed["estimates"][0]["se"], first(&plain)["se"].as_f64().unwrap());
    assert!(end(&skewed, 0) > end(&plain, 0) && end(&skewed, 1) > end(&plain, 1));
    let twice =
        format!("estimate @apistrat.csv --mean enroll --ci skew --replicates jkn {STRATIFIED}");
    assert!(refused(&twice).contains("not with --replicates"));
    std::fs::write(&totals, "level,total\nE,4421\n").unwrap();
    let said = refused(&format!("{clusters} --poststrata stype --totals {}", totals.display()));
    assert!(said.contains("no line for level"), "{said}");
}

#[test]
fn indices() {
    let all = json("index skm @skm_demo.csv --strata unit --population N_unit");
    near(&all["results"][0]["estimate"], 78.3981609521);
    near(&all["results"][0]["se"], 1.13741487503);
    assert_eq!(all["results"][0]["grade"], "B");
    near(&all["results"][0]["terms"][0]["estimate"], 3.0908484913);
    let units = json("index skm @skm_demo.csv --strata unit --population N_unit --by unit");
    near(&units["results"][0]["estimate"], 63.6507936508);
    assert_eq!(units["results"][0]["group"], "IMB");
    let printed = json("index skm @skm_demo.csv --weights 0.11 --where unit=KTP");
    near(&printed["results"][0]["estimate"], 78.1);
    let spi = json("index spi @spi_2021_2025_dev.csv");
    assert_eq!(spi["results"].as_array().unwrap().len(), 2134);
}

#[test]
fn indices_of_files_that_people_make() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let kpk = write("kpk.csv", "pengalaman,potensi\n2,4\n3,5\n2.77,3.87\n");
    let all = json(&format!("index kpk2011 {}", kpk.display()));
    near(&all["results"][0]["rounded"], 3.16);
    assert_eq!(all["results"][0]["grade"], "di bawah standar");
    let ipp =
        write("ipp.csv", "nama,kebijakan,sdm,sarpras,sipp,pengaduan,inovasi\nMetro,5,5,5,5,4,4\n");
    let all = json(&format!("index ipp {}", ipp.display()));
    near(&all["results"][0]["index"], 4.78);
    assert_eq!(all["results"][0]["grade"], "A");
    let own = write(
        "own.toml",
        &std::fs::read_to_string(definition("skm-2017")).unwrap().replace("25.0", "20.0"),
    );
    let answers =
        write("skm.csv", "u1,u2,u3,u4,u5,u6,u7,u8,u9\n4,4,4,4,4,4,4,4,4\n4,4,4,4,4,4,4,4,4\n");
    let all = json(&format!("index skm {} --version {}", answers.display(), own.display()));
    near(&all["results"][0]["estimate"], 80.0);
    let wrong = write("wrong.csv", "u1,u2,u3,u4,u5,u6,u7,u8,u9\n4,4,4,4,4,4,4,4,7\n");
    let said = refused(&format!("index skm {}", wrong.display()));
    assert!(said.ends_with("line 2, column u9: 7 is not between 1 and 4"), "{said}");
}

fn definition(id: &str) -> PathBuf {
    super::support::root().join(format!("data/indices/{id}.toml"))
}

#[test]
fn mistakes_are_one_sentence_with_their_place() {
    for (arguments, sentence) in [
        (
            "estimate @apistrat.csv",
            "say what to estimate: --mean, --total, --ratio or --proportion COLUMNS",
        ),
        (
            "estimate @apistrat.csv --mean apix",
            "apistrat.csv: there is no column apix; the file has snum, stype, api00, api99, enroll, api.stu, comp.imp, pw, fpc",
        ),
        (
            "estimate @apistrat.csv --mean stype",
            "apistrat.csv: line 2, column stype: \"E\" is not a number; write one, or leave the cell empty",
        ),
        (
            "estimate @apistrat.csv --mean api00 --strata snum",
            "apistrat.csv: stratum 2077 has only one unit, so its variance cannot be seen; use --lone collapse or --lone centre",
        ),
        (
            "estimate @apistrat.csv --mean api00 --ci beta",
            "--ci: only t and skew fit means, totals and ratios; ask for shares by themselves",
        ),
        (
            "estimate @apistrat.csv --mean api00 --level 95",
            "--level 95: write a share such as 0.95",
        ),
        (
            "estimate @apistrat.csv --mean api00 --replicates jk1 --strata stype",
            "--replicates jk1 is for designs without strata; use jkn",
        ),
        (
            "estimate @apistrat.csv --proportion api00",
            "apistrat.csv: line 2, column api00: 840 is neither 0 nor 1; write --proportion api00=VALUE",
        ),
    ] {
        assert_eq!(refused(arguments), sentence);
    }
    assert!(refused("estimate no-such-file.csv --mean a").starts_with("no-such-file.csv: "));
    assert!(!Path::new("no-such-file.csv").exists());
}

/// A large file is read in parts by several threads; it says the same, and names the right line.
#[test]
fn a_large_file_in_parts() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.csv");
    let mut text = "unit,N,y\n".to_owned();
    for row in 0..250_000 {
        text += &format!("unit {},2000,{}\n", row % 300, row % 7);
    }
    std::fs::write(&file, &text).unwrap();
    let ask = format!("estimate {} --mean y --strata unit --population N", file.display());
    let all = json(&ask);
    assert_eq!(all["estimates"][0]["n"], 250_000);
    let mean = (0..250_000).map(|row| f64::from(row % 7)).sum::<f64>() / 250_000.0;
    assert!((all["estimates"][0]["estimate"].as_f64().unwrap() - mean).abs() < 1e-2);
    text += "unit 1,2000,many\n";
    std::fs::write(&file, &text).unwrap();
    assert!(refused(&ask).contains("line 250002, column y"));
}
