//! What a file cost, and which units do with less. Pure.
//!
//! **Economy** is the price of what was bought beside the standard price. **Efficiency** is what was paid for each
//! file that was answered, **effectiveness** the share that kept its promise, and the index of the survey.
//! Lines of one unit that name a service in common pay for the same files, so they are one row. Files are those that
//! the city's open data tell; of what they do not tell only the sum is known, so a cost is a span.

use std::collections::BTreeSet;

use allocation::frontier::{
    Efficiency, Incomparable, Interval, Technology, Unit, efficiencies, intervals,
};

use super::told::Told;
use crate::execution::model::{Contract, Course};

/// Level of the intervals.
pub const LEVEL: f64 = 0.95;
/// Seed of the bootstrap, so that everyone finds the same intervals.
pub const SEED: u64 = 1;
/// With what units are compared: mixtures of units of about the same size.
pub const TECHNOLOGY: Technology = Technology::VariableReturns;

/// Files of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its code.
    pub code: String,
    /// How many were answered.
    pub finished: i64,
}

/// What a file cost, in rupiah: the same at both ends when all files are told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// If everything that is not told belongs here.
    pub low: f64,
    /// If nothing of it does.
    pub high: f64,
}

/// What a unit did with the money for some services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Code of the unit.
    pub unit: String,
    /// Its services, by code.
    pub services: Vec<Service>,
    /// How many files kept their promise; nothing where that is not told of all.
    pub on_time: Option<i64>,
    /// Files that may belong here although nothing tells of them.
    pub untold: i64,
    /// What was paid, in rupiah.
    pub paid: i64,
    /// Things with a standard price: what they cost, and what they would by the standard.
    pub bought: Option<(i64, i64)>,
}

impl Row {
    /// All files that are told.
    pub fn finished(&self) -> i64 {
        self.services.iter().map(|one| one.finished).sum()
    }

    /// Rupiah for each file; none below the fewest files that may be shown.
    pub fn cost(&self, fewest: i64) -> Option<Cost> {
        self.each(self.finished(), fewest)
    }

    /// Rupiah for each file that kept its promise.
    pub fn cost_in_time(&self, fewest: i64) -> Option<Cost> {
        self.each(self.on_time?, fewest)
    }

    /// Share of files that kept their promise.
    pub fn in_time(&self, fewest: i64) -> Option<f64> {
        let finished = self.finished();
        let on_time = self.on_time?;
        (finished >= fewest.max(1)).then(|| on_time as f64 / finished as f64)
    }

    fn each(&self, files: i64, fewest: i64) -> Option<Cost> {
        let paid = self.paid as f64;
        let span = || Cost { low: paid / (files + self.untold) as f64, high: paid / files as f64 };
        (files >= fewest.max(1)).then(span)
    }

    /// Whether what is not told is at most that share of its files.
    fn is_told(&self, most_untold: f64) -> bool {
        self.untold as f64 <= most_untold * self.finished() as f64
    }

    fn codes(&self) -> Vec<&str> {
        self.services.iter().map(|one| one.code.as_str()).collect()
    }
}

/// Lines of one unit that pay for the same files.
struct Together<'a> {
    unit: &'a str,
    services: BTreeSet<&'a str>,
    lines: Vec<&'a Course>,
}

fn together(courses: &[Course]) -> Vec<Together<'_>> {
    let mut all: Vec<Together<'_>> = Vec::new();
    for course in courses.iter().filter(|course| !course.line.services.is_empty()) {
        let unit = course.line.unit.as_str();
        let services: BTreeSet<&str> = course.line.services.iter().map(String::as_str).collect();
        let mut one = Together { unit, services, lines: vec![course] };
        // A line may bring together some that had nothing in common before.
        while let Some(at) = all
            .iter()
            .position(|other| other.unit == unit && !other.services.is_disjoint(&one.services))
        {
            let other = all.remove(at);
            one.services.extend(other.services);
            one.lines.extend(other.lines);
        }
        all.push(one);
    }
    all.sort_by(|a, b| (a.unit, &a.services).cmp(&(b.unit, &b.services)));
    all
}

/// What units did with their money, by unit, in the months of which files are told.
pub fn rows(courses: &[Course], told: &Told, contracts: &[Contract]) -> Vec<Row> {
    let row = |one: Together<'_>| {
        let service = |code: &&str| Service {
            code: (*code).to_owned(),
            finished: told.finished(one.unit, code),
        };
        let mine = |contract: &&Contract| {
            contract.unit == one.unit
                && one.lines.iter().any(|course| course.line.code == contract.code)
        };
        let (cost, standard) = contracts
            .iter()
            .filter(mine)
            .fold((0, 0), |sum, contract| (sum.0 + contract.compared, sum.1 + contract.standard));
        Row {
            unit: one.unit.to_owned(),
            services: one.services.iter().map(service).collect(),
            on_time: told.on_time(one.unit, &one.services),
            untold: told.untold(one.unit, &one.services),
            paid: one.lines.iter().map(|course| course.until(told.until())).sum(),
            bought: (standard > 0).then_some((cost, standard)),
        }
    };
    together(courses).into_iter().map(row).collect()
}

/// What a comparison asks for.
#[derive(Clone, Copy, Debug)]
pub struct Least {
    /// Files that a unit must have at least.
    pub files: i64,
    /// Units that a group must have at least.
    pub units: usize,
    /// What may be untold at most, as a share of what is told.
    pub untold: f64,
}

/// Units that pay for the same services and can be laid side by side: places of their rows. Units with fewer files
/// than may be shown, with too many that are not told, or without a payment are left out, and small groups.
pub fn groups(rows: &[Row], least: Least) -> Vec<Vec<usize>> {
    let mut groups: Vec<(Vec<&str>, Vec<usize>)> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let few = row.finished() < least.files.max(1);
        if few || row.paid <= 0 || !row.is_told(least.untold) {
            continue;
        }
        let codes = row.codes();
        match groups.iter_mut().find(|(known, _)| *known == codes) {
            Some((_, places)) => places.push(place),
            None => groups.push((codes, vec![place])),
        }
    }
    groups.retain(|(_, places)| places.len() >= least.units.max(2));
    groups.into_iter().map(|(_, places)| places).collect()
}

/// A unit beside the best practice of its group.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// Place of its row.
    pub row: usize,
    /// Share of its money with which others bring about as much, and with whom it is compared.
    pub found: Efficiency,
    /// How far chance reaches.
    pub interval: Interval,
}

/// Whether of each unit of a group it is told how many files were in time.
pub fn is_timed(rows: &[Row], group: &[usize]) -> bool {
    group.iter().all(|place| rows[*place].on_time.is_some())
}

/// The units of a group beside their best practice: money comes in, files come out, and files in time where that is
/// told of all of them. Peers are places in the group.
///
/// # Errors
/// When units cannot be compared.
pub fn frontier(
    rows: &[Row],
    group: &[usize],
    replicates: u32,
) -> Result<Vec<Beside>, Incomparable> {
    let timed = is_timed(rows, group);
    let unit = |place: &usize| {
        let row = &rows[*place];
        let in_time = row.on_time.filter(|_| timed);
        let outputs = std::iter::once(row.finished()).chain(in_time);
        Unit {
            name: row.unit.clone(),
            inputs: vec![row.paid as f64],
            outputs: outputs.map(|count| count as f64).collect(),
        }
    };
    let units: Vec<Unit> = group.iter().map(unit).collect();
    let found = efficiencies(&units, TECHNOLOGY)?;
    let ranges = intervals(&units, TECHNOLOGY, replicates, LEVEL, SEED)?;
    let beside = |((row, found), interval)| Beside { row, found, interval };
    Ok(group.iter().copied().zip(found).zip(ranges).map(beside).collect())
}
