//! `bening data verify`: the numbers of the city's report, reckoned again from the files of a release.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use improve::reform::measures::{Form, Measure, measure};
use improve::reform::rules::{self, Sum};
use kernel::facts::open_data::Released;
use kernel::facts::scorecard::Moved;
use platform::vault::sha256;
use publish::open_data::hex;
use publish::open_data::table::decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::estimate::lines;
use super::estimate::output::say_table;
use super::{Done, Stop, say};
use crate::cli::{DataVerify, Design, Estimate, Lone};
use crate::scorecard::millionths;
use crate::scorecard::order::{self, BUDGET_ORDER};

/// A row of `rapor.csv`.
#[derive(Clone, Debug, Deserialize)]
struct Finding {
    code: String,
    unit: String,
    form: String,
    n: i64,
    total: i64,
    value: String,
    low: String,
    high: String,
    before_n: Option<i64>,
    before_total: Option<i64>,
    before_value: String,
    moved: String,
}

/// A row of `ukuran.csv`.
#[derive(Clone, Debug, Deserialize)]
struct Counted {
    measure: String,
    unit: String,
    n: i64,
    total: Option<i64>,
}

/// What is published of a finding, or was reckoned: value, ends of its interval, cases, the value before, the change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Said {
    value: String,
    ends: (String, String),
    cases: (i64, i64),
    before: String,
    moved: String,
}

/// Checks a folder.
pub fn verify(args: &DataVerify) -> Done {
    let folder = Folder { path: args.folder.clone() };
    let checked = folder.digests()?;
    let findings: Vec<Finding> = folder.rows("rapor.csv")?;
    let counted: Vec<Counted> = folder.rows("ukuran.csv")?;
    let counted: BTreeMap<(String, String), Counted> =
        counted.into_iter().map(|row| ((row.measure.clone(), row.unit.clone()), row)).collect();
    let indices = if findings.iter().any(|finding| finding.form == "index") {
        folder.indices()?
    } else {
        BTreeMap::new()
    };
    let mut table = vec![["", "", "published", "reckoned", ""].map(str::to_owned).to_vec()];
    let mut differ = Vec::new();
    for finding in &findings {
        let published = finding.said();
        let reckoned = match finding.form.as_str() {
            "index" => indices.get(&finding.unit).map(|said| finding.index(said)),
            _ => finding.counted(&counted),
        };
        let same = reckoned.as_ref() == Some(&published);
        if !same {
            differ.push(format!("{} of {}", finding.code, finding.unit));
        }
        let value = reckoned.map_or_else(|| "nothing".to_owned(), |said| said.value);
        let word = if same { "same" } else { "DIFFERENT" };
        let row = [&finding.code, &finding.unit, &published.value, &value, word];
        table.push(row.into_iter().map(ToString::to_string).collect());
    }
    say_table(&table, 2);
    if differ.is_empty() {
        say(&format!(
            "{} numbers are the same; {checked} files have their digest.",
            findings.len()
        ));
        return Ok(());
    }
    let why = "value, interval, cases or change are not what the files say";
    Err(Stop::Refused(format!("{}: {why}", differ.join(", "))))
}

impl Finding {
    fn said(&self) -> Said {
        Said {
            value: self.value.clone(),
            ends: (self.low.clone(), self.high.clone()),
            cases: (self.n, self.total),
            before: self.before_value.clone(),
            moved: self.moved.clone(),
        }
    }

    /// From the counts of its measure; nothing when the files have none.
    fn counted(&self, all: &BTreeMap<(String, String), Counted>) -> Option<Said> {
        let row = all.get(&(self.code.clone(), self.unit.clone()))?;
        let total = row.total?;
        if self.form == "count" {
            // Nothing is said of the difference of two such numbers.
            let before = self.before_n.map(|n| decimal(n * 1_000_000)).unwrap_or_default();
            let (value, moved) = (decimal(row.n * 1_000_000), self.moved.clone());
            return Some(Said { value, cases: (row.n, total), before, moved, ..Said::default() });
        }
        if self.code == BUDGET_ORDER {
            return self.order(row.n, total);
        }
        let measure = measure(&self.code).filter(|measure| measure.form == Form::Share)?;
        let now = sum(row.n, total);
        let found = rules::figure(&measure, now, 1)?;
        let ends = (decimal(millionths(found.low)), decimal(millionths(found.high)));
        let (before, moved) = self.change(&measure, now)?;
        let value = decimal(millionths(found.value));
        Some(Said { value, ends, cases: (row.n, total), before, moved })
    }

    /// How the order of the budget was kept: every activity is counted, so that a difference is one.
    fn order(&self, n: i64, total: i64) -> Option<Said> {
        let now = (n > 0).then(|| order::share(total, n))?;
        let before = self.before_n.zip(self.before_total).filter(|(n, _)| *n > 0);
        let before = before.map(|(n, total)| order::share(total, n));
        let moved = before.map_or(Moved::First, |before| order::moved(now, before));
        Some(Said {
            value: decimal(now),
            cases: (n, total),
            before: before.map(decimal).unwrap_or_default(),
            moved: moved.code().to_owned(),
            ..Said::default()
        })
    }

    /// The share before, and what may be said of the difference.
    fn change(&self, measure: &Measure, now: Sum) -> Option<(String, String)> {
        let Some((n, total)) = self.before_n.zip(self.before_total) else {
            return Some((String::new(), "first".to_owned()));
        };
        let before = sum(n, total);
        let value = rules::figure(measure, before, 1)?.value;
        let (_, moved) = rules::change(measure, before, now, 1)?;
        Some((decimal(millionths(value)), moved.code().to_owned()))
    }

    /// From the answers to the survey, which hold neither the round before nor its change.
    fn index(&self, of_answers: &Said) -> Said {
        Said { before: self.before_value.clone(), moved: self.moved.clone(), ..of_answers.clone() }
    }
}

/// A trait is 0 or 1, and so is its square.
fn sum(n: i64, total: i64) -> Sum {
    Sum { n, total, squares: total }
}

struct Folder {
    path: PathBuf,
}

impl Folder {
    fn read(&self, name: &str) -> Result<Vec<u8>, Stop> {
        let path = self.path.join(name);
        std::fs::read(&path).map_err(|error| {
            let next = "fetch the whole release, as the page /data says";
            Stop::Input(vec![format!("{}: {error}; {next}", path.display())])
        })
    }

    fn wrong(&self, name: &str, what: &dyn std::fmt::Display) -> Stop {
        Stop::Input(vec![format!("{}: {what}", self.path.join(name).display())])
    }

    /// How many files there are, each with the digest of the release.
    fn digests(&self) -> Result<usize, Stop> {
        let name = "rilis.json";
        let said: Released =
            serde_json::from_slice(&self.read(name)?).map_err(|error| self.wrong(name, &error))?;
        let mut checked = 0;
        // A name is a part of a path: no other folder is looked into.
        let there = |name: &str| {
            Path::new(name).components().count() == 1 && self.path.join(name).is_file()
        };
        for file in said.files.iter().filter(|file| there(&file.name)) {
            let digest = hex(&sha256(&self.read(&file.name)?));
            if digest != file.sha256 {
                let why = format!("{} is not the file that was released", file.name);
                return Err(Stop::Refused(format!("{why}: its SHA-256 is {digest}")));
            }
            checked += 1;
        }
        Ok(checked)
    }

    fn rows<R: DeserializeOwned>(&self, name: &str) -> Result<Vec<R>, Stop> {
        let bytes = self.read(name)?;
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        reader.deserialize().collect::<Result<_, _>>().map_err(|error| self.wrong(name, &error))
    }

    /// The index of the city (`kota`) and of each unit, from the answers.
    fn indices(&self) -> Result<BTreeMap<String, Said>, Stop> {
        let file = self.path.join("jawaban.csv");
        let estimate = |by: Option<&str>| Estimate {
            file: file.clone(),
            mean: vec!["skor".to_owned()],
            total: Vec::new(),
            ratio: Vec::new(),
            proportion: Vec::new(),
            quantile: None,
            design: Design {
                strata: Some("unit".to_owned()),
                population: Some("N".to_owned()),
                lone: Lone::Collapse,
                by: by.map(str::to_owned),
                level: 0.95,
                ..Design::default()
            },
            poststrata: None,
            totals: None,
            rake: None,
            replicates: None,
            seed: 1,
            ci: None,
        };
        let mut all = BTreeMap::new();
        for by in [None, Some("unit")] {
            for line in lines(&estimate(by))? {
                let Some((found, ends)) = line.found else { continue };
                // A sample that is the whole has no interval but itself.
                let end =
                    |end: f64| decimal(millionths(if end.is_finite() { end } else { found.value }));
                let said = Said {
                    value: decimal(millionths(found.value)),
                    ends: (end(ends.low), end(ends.high)),
                    cases: (i64::try_from(found.n).unwrap_or(i64::MAX), 0),
                    ..Said::default()
                };
                all.insert(line.group.unwrap_or_else(|| "kota".to_owned()), said);
            }
        }
        Ok(all)
    }
}
