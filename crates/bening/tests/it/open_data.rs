//! The city's data as an outsider takes it: fetched from the server, reckoned again by the commands that the
//! page names, attacked, and read by programs that are not ours.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use kernel::facts::open_data::Released;
use kernel::facts::scorecard::{Finding, Form, ScorecardPublished};
use publish::open_data::recipes::{Recipe, recipe, recipes};
use serde_json::Value;

use super::support::{Served, bening, city, folder, root};

/// Counts above 0 and below this may be in no table.
const FEWEST: i64 = 10;

/// A release that was fetched, and the report of the same period.
struct Fetched {
    period: String,
    at: PathBuf,
    report: ScorecardPublished,
}

/// Fetches every release of the demo into folders of their own, and the catalogue beside them.
async fn fetch(to: &Path) -> Vec<Fetched> {
    let data = city();
    let served = Served::demo(data.path());
    let get = async |path: &str| {
        let answer = reqwest::get(format!("{}{path}", served.url)).await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.bytes().await.unwrap()
    };
    std::fs::write(to.join("katalog.jsonld"), get("/data/katalog.jsonld").await).unwrap();
    let page = String::from_utf8(get("/data").await.to_vec()).unwrap();
    let mut periods: Vec<String> = page
        .split("href=\"/data/")
        .filter_map(|rest| rest.split_once("/rilis.json\"").map(|(period, _)| period.to_owned()))
        .filter(|period| period.len() == 7)
        .collect();
    periods.sort();
    let mut all = Vec::new();
    for period in periods {
        let at = to.join(&period);
        std::fs::create_dir(&at).unwrap();
        let list = String::from_utf8(get(&format!("/data/{period}/daftar.txt")).await.to_vec());
        for address in list.unwrap().lines() {
            let name = address.rsplit_once('/').unwrap().1;
            let content = get(&format!("/data/{period}/{name}")).await;
            std::fs::write(at.join(name), content).unwrap();
        }
        let report = get(&format!("/rapor/{period}/rapor.json")).await;
        let report: ScorecardPublished = serde_json::from_slice(&report).unwrap();
        all.push(Fetched { period, at, report });
    }
    served.stop();
    all
}

/// A table as rows by name of column.
fn rows(at: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(at.join(name)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// Runs a recipe in the folder of a release.
fn run(at: &Path, recipe: &Recipe) -> Value {
    let mut words: Vec<String> = Vec::new();
    let mut quoted = false;
    for part in recipe.command.split('"') {
        if quoted {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
        quoted = !quoted;
    }
    assert_eq!(words.remove(0), "bening");
    words.extend(["--format".to_owned(), "json".to_owned()]);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let output = bening(at, &words);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}", recipe.command);
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What a recipe says of a finding, in millionths.
fn reckoned(answer: &Value, finding: &Finding) -> i64 {
    let all = answer["estimates"].as_array().unwrap();
    let mine = |one: &&Value| finding.unit.is_empty() || one["by"]["value"] == *finding.unit;
    let one = all.iter().find(mine).unwrap_or_else(|| panic!("{finding:?} is not in {answer}"));
    (one["estimate"].as_f64().unwrap() * 1e6).round() as i64
}

fn every_number_is_reckoned_again(release: &Fetched) {
    let findings = &release.report.findings;
    let names = findings.iter().map(|finding| (finding.code.as_str(), finding.unit.as_str()));
    let answers: Vec<(Recipe, Value)> = recipes(names)
        .into_iter()
        .map(|recipe| (recipe.clone(), run(&release.at, &recipe)))
        .collect();
    for finding in findings {
        let wanted = recipe(&finding.code, finding.unit.is_empty());
        let (_, answer) = answers.iter().find(|(recipe, _)| *recipe == wanted).unwrap();
        let number = reckoned(answer, finding);
        assert_eq!(
            number, finding.now.value,
            "{} {} by {}",
            release.period, finding.code, wanted.command
        );
    }
    let verified = bening(&release.at, &["data", "verify", "."]);
    let said = String::from_utf8_lossy(&verified.stdout).into_owned();
    let why = String::from_utf8_lossy(&verified.stderr);
    assert!(verified.status.success(), "{said}{why}");
    assert!(said.contains(&format!("{} numbers are the same", findings.len())), "{said}");
}

fn copy(release: &Fetched, to: &Path) -> PathBuf {
    let to = to.join("copy");
    super::support::copy_all(&release.at, &to);
    to
}

/// A changed file is refused; so is one whose digest was changed with it.
fn a_changed_number_is_seen(release: &Fetched, at: &Path) {
    let verify = |at: &Path| -> Output { bening(at, &["data", "verify", "."]) };
    let changed = copy(release, at);
    let path = changed.join("ukuran.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let row = text.lines().find(|line| line.starts_with("out-of-turn,kota,")).unwrap();
    let cells: Vec<&str> = row.split(',').collect();
    let n = cells[3].parse::<i64>().unwrap() + 1;
    let forged = text.replace(row, &row.replace(&format!(",{},", cells[3]), &format!(",{n},")));
    std::fs::write(&path, &forged).unwrap();
    let output = verify(&changed);
    let why = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{why}");
    assert!(why.contains("ukuran.csv is not the file that was released"), "{why}");
    let fact = changed.join("rilis.json");
    let mut said: Released = serde_json::from_slice(&std::fs::read(&fact).unwrap()).unwrap();
    let digest = publish::open_data::hex(&platform::vault::sha256(forged.as_bytes()));
    said.files.iter_mut().find(|file| file.name == "ukuran.csv").unwrap().sha256 = digest;
    std::fs::write(&fact, serde_json::to_vec(&said).unwrap()).unwrap();
    let output = verify(&changed);
    let (out, why) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{out}{why}");
    assert!(out.contains("DIFFERENT") && why.contains("out-of-turn of kota"), "{out}{why}");
    std::fs::remove_file(&fact).unwrap();
    assert_eq!(verify(&changed).status.code(), Some(2), "what is not there is a mistake of ours");
}

fn number(row: &BTreeMap<String, String>, column: &str) -> Option<i64> {
    let text = row.get(column).unwrap();
    (!text.is_empty()).then(|| text.parse().unwrap())
}

#[track_caller]
fn large(count: i64, what: &impl std::fmt::Debug) {
    assert!(count == 0 || count >= FEWEST, "{count}: {what:?}");
}

/// Pairs of a whole and a part of it.
const PAIRS: [(&str, &str); 3] =
    [("complete", "own"), ("answered", "on_time"), ("answered", "returned")];

/// No count of people is small, nor a part's opposite, nor what a group leaves of the group above it.
fn nobody_stands_alone(release: &Fetched) {
    let mut levels: Vec<BTreeMap<(String, &str), i64>> = Vec::new();
    let mut units: BTreeMap<(String, &str), i64> = BTreeMap::new();
    let mut turns = (0, 0);
    for row in rows(&release.at, "ukuran.csv").iter().filter(|row| row["counts"] != "acts") {
        let n = number(row, "n").unwrap();
        large(n, row);
        if row["counts"] == "turns" {
            // How many went before others is in the ledger, one by one; how many were taken is of people.
            turns = if row["unit"] == "kota" { (n, 0) } else { (turns.0, turns.1 + n) };
            continue;
        }
        let names = match row["measure"].as_str() {
            "on-time" => Some(("answered", "on_time")),
            "returned" => Some(("answered", "returned")),
            "self-application" => Some(("complete", "own")),
            _ => None,
        };
        let path = if row["unit"] == "kota" { String::new() } else { format!("/{}", row["unit"]) };
        if let Some((whole, part)) = names {
            units.insert((path.clone(), whole), n);
            if let Some(total) = number(row, "total") {
                units.insert((path, part), total);
            }
        }
        if let Some(total) = number(row, "total") {
            large(total, row);
            large(n - total, row);
        }
    }
    large(turns.0 - turns.1, &turns);
    levels.push(units.iter().filter(|((path, _), _)| path.is_empty()).map(own).collect());
    levels.push(units.iter().filter(|((path, _), _)| !path.is_empty()).map(own).collect());
    for (file, parts) in [
        ("permohonan-layanan.csv", vec!["unit", "service"]),
        ("permohonan-bulan.csv", vec!["unit", "service", "month"]),
        ("permohonan-kanal.csv", vec!["unit", "service", "month", "channel"]),
    ] {
        let mut level = BTreeMap::new();
        for row in rows(&release.at, file) {
            let path: String = parts.iter().map(|part| format!("/{}", row[*part])).collect();
            for (whole, part) in PAIRS {
                let (n, with) = (number(&row, whole), number(&row, part));
                assert!(n.is_some() || with.is_none(), "{row:?}");
                if let Some(n) = n {
                    large(n, &row);
                    level.insert((path.clone(), whole), n);
                }
                if let Some((n, with)) = n.zip(with) {
                    large(with, &row);
                    large(n - with, &row);
                    level.insert((path.clone(), part), with);
                }
            }
        }
        levels.push(level);
    }
    for pair in levels.windows(2) {
        let (above, below) = (&pair[0], &pair[1]);
        for ((path, column), whole) in above {
            let inside = format!("{path}/");
            let children = below.iter().filter(|((child, name), _)| {
                name == column && child.starts_with(&inside) && !child[inside.len()..].contains('/')
            });
            let together: i64 = children.map(|(_, count)| count).sum();
            large(whole - together, &(path, column, &release.period));
        }
    }
}

fn own<'c>(entry: (&(String, &'c str), &i64)) -> ((String, &'c str), i64) {
    (entry.0.clone(), *entry.1)
}

/// Two releases have no month in common, and what the later says of the earlier is what that said of itself.
fn two_releases_tell_no_more_than_each(all: &[Fetched]) {
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    for release in all {
        let mut months = BTreeSet::new();
        for file in
            ["permohonan-bulan.csv", "permohonan-kanal.csv", "pengaduan.csv", "gratifikasi.csv"]
        {
            months.extend(
                rows(&release.at, file)
                    .into_iter()
                    .map(|row| (file.to_owned(), row["month"].clone())),
            );
        }
        assert!(seen.is_disjoint(&months), "{}: {months:?}", release.period);
        seen.extend(months);
        for finding in &release.report.findings {
            let Some(before) = &finding.before else { continue };
            let Some(earlier) = all.iter().find(|one| one.period == before.period) else {
                continue;
            };
            if finding.form == Form::Index {
                continue;
            }
            let unit = if finding.unit.is_empty() { "kota" } else { &finding.unit };
            let counted = rows(&earlier.at, "ukuran.csv");
            let row =
                counted.iter().find(|row| row["measure"] == finding.code && row["unit"] == unit);
            let row =
                row.unwrap_or_else(|| panic!("{finding:?} tells what {} hid", earlier.period));
            assert_eq!(number(row, "n"), Some(before.figure.n), "{finding:?}");
            assert_eq!(number(row, "total"), Some(before.figure.total), "{finding:?}");
        }
    }
}

/// Nobody is named, no pseudonym comes twice, and each way is that of ten at least.
fn the_log_knows_nobody(all: &[Fetched]) {
    let mut names = BTreeSet::new();
    for release in all {
        let path = release.at.join("peristiwa.xes.gz");
        if !path.exists() {
            continue;
        }
        let converted = release.at.join("log.csv");
        let words = ["process", "convert", "peristiwa.xes.gz", "--out", "log.csv"];
        let output = bening(&release.at, &words);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut ways: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut cases: BTreeMap<String, Vec<BTreeMap<String, String>>> = BTreeMap::new();
        for row in rows(&release.at, "log.csv") {
            cases.entry(row["case:concept:name"].clone()).or_default().push(row);
        }
        std::fs::remove_file(converted).unwrap();
        for (case, events) in cases {
            assert!(names.insert(case.clone()), "{case} comes twice");
            let service = case.split('/').nth(1).unwrap();
            let mut way = format!("{service} {}", events[0]["org:group"]);
            for event in &events {
                assert!(["", "officer"].contains(&event["org:resource"].as_str()), "{event:?}");
                assert!(
                    event["time:timestamp"].ends_with("17:00:00Z"),
                    "a day of +07:00: {event:?}"
                );
                way += &format!(" {}", event["concept:name"]);
            }
            ways.entry(way).or_default().push(case);
        }
        for (way, cases) in ways {
            assert!(
                cases.len() as i64 >= FEWEST,
                "{}: only {} went {way}",
                release.period,
                cases.len()
            );
        }
        let ocel = bening(&release.at, &["process", "stats", "peristiwa.jsonocel.gz"]);
        assert!(ocel.status.success(), "{}", String::from_utf8_lossy(&ocel.stderr));
    }
}

/// Frictionless reads the package, SHACL the catalogue, and checksums agree. `make test` names the Python that
/// has them.
fn others_accept_it(all: &[Fetched], at: &Path) {
    let Some(python) = std::env::var_os("BENING_TEST_OPEN_DATA") else { return };
    let (script, shapes) = ("scripts/open-data-check/check.py", "tests/vectors/dcat/shapes.ttl");
    for release in all {
        let mut command = Command::new(&python);
        command.arg(root().join(script)).arg(&release.at).arg(at.join("katalog.jsonld"));
        let output = command.arg(root().join(shapes)).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[tokio::test]
async fn outsiders_reckon_every_number_again_and_find_nobody() {
    let at = folder();
    let all = fetch(at.path()).await;
    assert!(all.len() >= 2, "only {} releases", all.len());
    let mut told = BTreeSet::new();
    for release in &all {
        every_number_is_reckoned_again(release);
        nobody_stands_alone(release);
        told.extend(release.report.findings.iter().map(|finding| finding.code.clone()));
    }
    for code in ["index", "on-time", "self-application", "out-of-turn"] {
        assert!(
            told.contains(code),
            "no report tells {code}, so nothing of it was reckoned: {told:?}"
        );
    }
    two_releases_tell_no_more_than_each(&all);
    the_log_knows_nobody(&all);
    a_changed_number_is_seen(all.last().unwrap(), at.path());
    others_accept_it(&all, at.path());
}
