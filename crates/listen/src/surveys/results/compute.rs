//! From the release to the report: the sample is stratified by unit, everyone in a unit had the same
//! chance, and each answer stands for N / n users of its unit, which makes up for those of the unit
//! who did not answer.

use std::collections::BTreeMap;

use estimation::design::{Estimate, Lone, Target};
use estimation::index;
use estimation::interval::{Interval, Method, interval};
use estimation::rank::places;
use estimation::streaming::{NO_DOMAIN, Row as Place, Shape, Solved, Streaming};
use kernel::Error;
use kernel::error::Result;
use kernel::survey::{Kind, Questionnaire};

use super::super::model::Stratum;
use super::release::{DOOR, LEAST, Release, Row};
use super::report::{Cell, Change, Figure, Group, Report, Share, Term, Unit};
use super::score::Scoring;

const LEVEL: f64 = 0.95;

/// What is known of a round beside its release.
pub struct Known<'a> {
    /// What was asked.
    pub questionnaire: &'a Questionnaire,
    /// How it is scored.
    pub scoring: &'a Scoring,
    /// The units of the round.
    pub strata: &'a [Stratum],
    /// The report of the round before, with the same questionnaire.
    pub before: Option<&'a Report>,
}

/// The report of a release.
///
/// # Errors
/// When the design contradicts itself, which would be a fault of ours.
pub fn compute(known: &Known<'_>, release: &Release) -> Result<Report> {
    let mut report = bare(known, release);
    if release.rows.len() < LEAST {
        return Ok(report);
    }
    let sample = Sample { known, release };
    let (solved, units) = sample.by(|row| Some(row.unit.clone()))?;
    let all: Vec<u32> = (0_u32..).take(units.len()).collect();
    let city = solved.estimate(0, &all).map_err(Error::internal)?;
    report.deff = Some(city.deff).filter(|deff| deff.is_finite());
    report.city = Some(figure(&city));
    report.change =
        known.before.and_then(|before| Change::between(&figure(&city), before.city.as_ref()?));
    let share = 1.0 / units.len() as f64;
    let each: Vec<(u32, f64)> = all.iter().map(|unit| (*unit, share)).collect();
    report.unit_mean = Some(figure(&solved.combination(0, &each).map_err(Error::internal)?));
    report.units = sample.units(&solved, &units)?;
    report.terms = sample.terms(&solved, &all)?;
    report.shares = sample.shares(&solved, &all)?;
    for (column, name) in release.trait_names.iter().enumerate() {
        let (solved, values) = sample.by(|row| shown(&row.traits[column]))?;
        report.groups.push(group(name, &solved, &values)?);
    }
    if let Some(column) = release.trait_names.iter().position(|name| name == DOOR) {
        sample.apart(column, &mut report.groups[column])?;
    }
    Ok(report)
}

fn shown(value: &str) -> Option<String> {
    (!value.is_empty() && value != "*").then(|| value.to_owned())
}

fn bare(known: &Known<'_>, release: &Release) -> Report {
    let sum = |number: fn(&Stratum) -> i64| known.strata.iter().map(number).sum();
    Report {
        index: known.questionnaire.index.clone(),
        code: known.questionnaire.code.clone(),
        population: sum(|stratum| stratum.population),
        drawn: sum(|stratum| stratum.drawn),
        answers: release.rows.len() as i64,
        city: None,
        deff: None,
        unit_mean: None,
        units: Vec::new(),
        terms: Vec::new(),
        shares: Vec::new(),
        groups: Vec::new(),
        response: response(known, release),
        change: None,
        hidden: release.hidden,
        smallest: release.smallest,
    }
}

/// Units as they are shown: those that are pooled stand together.
fn response(known: &Known<'_>, release: &Release) -> Vec<(String, i64, i64)> {
    let mut answered: BTreeMap<String, i64> = BTreeMap::new();
    for row in &release.rows {
        *answered.entry(row.unit.clone()).or_default() += 1;
    }
    let mut invited: BTreeMap<String, i64> = BTreeMap::new();
    for stratum in known.strata {
        let own = answered.contains_key(&stratum.unit);
        let name = if own { stratum.unit.as_str() } else { super::release::POOLED };
        *invited.entry(name.to_owned()).or_default() += stratum.drawn;
    }
    let line = |(unit, drawn): (String, i64)| {
        let answers = answered.get(&unit).copied().unwrap_or(0);
        (unit, drawn, answers)
    };
    invited.into_iter().map(line).collect()
}

struct Sample<'a> {
    known: &'a Known<'a>,
    release: &'a Release,
}

impl Sample<'_> {
    /// Quantities: the index, each term, each question of yes and no.
    fn targets(&self) -> Vec<Target> {
        let mut targets = vec![Target::Mean; 1 + self.known.scoring.leaves.len()];
        targets.extend(self.yes_no().map(|_| Target::Proportion));
        targets
    }

    /// Questions of yes and no, each with its column among the answers.
    fn yes_no(&self) -> impl Iterator<Item = (usize, &kernel::survey::Item, bool)> {
        let items = self.known.questionnaire.items.iter();
        items.filter_map(|item| match item.kind {
            Kind::YesNo { good } => {
                let column = self.release.answer_names.iter().position(|name| *name == item.key);
                column.map(|column| (column, item, good))
            }
            _ => None,
        })
    }

    /// The sample with the domains that `domain` names; gives their names.
    fn by(&self, domain: impl Fn(&Row) -> Option<String>) -> Result<(Solved, Vec<String>)> {
        let targets = self.targets();
        let shape = Shape { lone: Lone::Collapse, ..Shape::default() };
        let mut sample = Streaming::new(&targets, &vec![0.0; targets.len()], shape);
        let (mut strata, mut domains) = (Vec::new(), Vec::new());
        for row in &self.release.rows {
            let stratum = number(&mut strata, row.unit.clone());
            sample.population(stratum, row.population as f64);
            let domain = domain(row).map_or(NO_DOMAIN, |name| number(&mut domains, name));
            let place = Place { stratum, domain, ..Place::default() };
            sample.push(place, &self.values(row));
        }
        Ok((sample.finish().map_err(Error::internal)?, domains))
    }

    fn values(&self, row: &Row) -> Vec<Option<(f64, f64)>> {
        let pair = |value: f64| (1.0, value);
        let mut values = vec![row.score.map(pair)];
        values.extend(row.terms.iter().map(|term| term.map(pair)));
        values.extend(self.yes_no().map(|(column, _, _)| match row.answers[column].as_str() {
            "yes" => Some((1.0, 1.0)),
            "no" => Some((1.0, 0.0)),
            _ => None,
        }));
        values
    }

    /// How far each cell of a group stands from everyone else.
    fn apart(&self, column: usize, group: &mut Group) -> Result<()> {
        for cell in group.cells.iter_mut().filter(|cell| cell.figure.is_some()) {
            let (solved, names) = self.by(|row| {
                let value = shown(&row.traits[column])?;
                Some(if value == cell.value { "in" } else { "out" }.to_owned())
            })?;
            let [one, other] = ["in", "out"].map(|name| names.iter().position(|one| one == name));
            let (Some(one), Some(other)) = (one, other) else { continue };
            let place = |at: usize| u32::try_from(at).unwrap_or(NO_DOMAIN);
            let difference = solved.combination(0, &[(place(one), 1.0), (place(other), -1.0)]);
            cell.apart = Change::of(figure(&difference.map_err(Error::internal)?));
        }
        Ok(())
    }

    fn units(&self, solved: &Solved, names: &[String]) -> Result<Vec<Unit>> {
        let estimates = (0_u32..).take(names.len()).map(|unit| solved.estimate(0, &[unit]));
        let estimates: Vec<Estimate> =
            estimates.collect::<Result<_, _>>().map_err(Error::internal)?;
        let places = places(&estimates, LEVEL);
        let population = |name: &str| {
            self.release.rows.iter().find(|row| row.unit == name).map_or(0, |row| row.population)
        };
        let mut units: Vec<Unit> = names
            .iter()
            .zip(&estimates)
            .zip(places)
            .map(|((name, estimate), place)| Unit {
                unit: name.clone(),
                population: population(name),
                figure: figure(estimate),
                best: place.best,
                worst: place.worst,
            })
            .collect();
        units.sort_by(|a, b| b.figure.value.total_cmp(&a.figure.value));
        Ok(units)
    }

    fn terms(&self, solved: &Solved, all: &[u32]) -> Result<Vec<Term>> {
        let definition: &index::Definition = self.known.scoring.definition;
        let mut terms = Vec::new();
        for (i, leaf) in self.known.scoring.leaves.iter().enumerate() {
            let mean = figure(&solved.estimate(1 + i, all).map_err(Error::internal)?);
            let weight = leaf.weight * definition.scale;
            let lost = Figure {
                value: weight * (definition.high - mean.value),
                low: weight * (definition.high - mean.high),
                high: weight * (definition.high - mean.low),
                se: weight * mean.se,
                ..mean
            };
            let (id, en) = (leaf.label.id.clone(), leaf.label.en.clone());
            terms.push(Term { key: leaf.key.clone(), id, en, mean, lost });
        }
        terms.sort_by(|a, b| b.lost.value.total_cmp(&a.lost.value));
        Ok(terms)
    }

    fn shares(&self, solved: &Solved, all: &[u32]) -> Result<Vec<Share>> {
        let first = 1 + self.known.scoring.leaves.len();
        let mut shares = Vec::new();
        for (i, (_, item, good)) in self.yes_no().enumerate() {
            // Nobody may have answered an optional question.
            let Ok(estimate) = solved.estimate(first + i, all) else { continue };
            if estimate.n < LEAST as u64 {
                continue;
            }
            let ends = interval(&estimate, Method::Rare, LEVEL);
            shares.push(Share {
                key: item.key.clone(),
                id: item.text.id.clone(),
                en: item.text.en.clone(),
                good,
                figure: with_ends(&estimate, ends),
            });
        }
        Ok(shares)
    }
}

fn number(names: &mut Vec<String>, name: String) -> u32 {
    let known = names.iter().position(|one| *one == name);
    let place = known.unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    });
    u32::try_from(place).unwrap_or(u32::MAX - 1)
}

fn figure(estimate: &Estimate) -> Figure {
    with_ends(estimate, interval(estimate, Method::T, LEVEL))
}

fn with_ends(estimate: &Estimate, ends: Interval) -> Figure {
    // A sample that is the whole has no degree of freedom left and needs none.
    let end = |end: f64| if end.is_finite() { end } else { estimate.value };
    Figure {
        value: estimate.value,
        low: end(ends.low),
        high: end(ends.high),
        se: estimate.se,
        df: estimate.df,
        n: estimate.n,
    }
}

/// Cells below ten are not shown; when one alone would be hidden, it could be computed from the
/// others, so the next smallest is hidden with it.
fn group(name: &str, solved: &Solved, values: &[String]) -> Result<Group> {
    let mut cells = Vec::new();
    for (domain, value) in (0_u32..).zip(values) {
        let estimate = solved.estimate(0, &[domain]).map_err(Error::internal)?;
        cells.push((
            estimate.n,
            Cell { value: value.clone(), figure: Some(figure(&estimate)), apart: None },
        ));
    }
    cells.sort_by_key(|(n, _)| *n);
    let small = cells.iter().filter(|(n, _)| *n < LEAST as u64).count();
    let hidden = if small == 1 { 2 } else { small };
    cells.iter_mut().take(hidden).for_each(|(_, cell)| cell.figure = None);
    let mut cells: Vec<Cell> = cells.into_iter().map(|(_, cell)| cell).collect();
    cells.sort_by(|a, b| a.value.cmp(&b.value));
    Ok(Group { key: name.to_owned(), cells })
}
