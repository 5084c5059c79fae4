//! Open data: one row an answer, with what could point at a person taken out until every
//! combination that is left belongs to ten people at least (k-anonymity, Sweeney 2002).

use std::collections::BTreeMap;

use kernel::Error;
use kernel::error::Result;
use kernel::survey::{Kind, Questionnaire};

use super::super::model::Stratum;
use super::super::store::Answer;
use super::Scoring;

/// The smallest cell that is shown.
pub const LEAST: usize = 10;
/// The trait that says by which door an answer came.
pub const DOOR: &str = "pintu";
/// Units that are shown together because too few answered.
pub const POOLED: &str = "GABUNGAN";
/// What stands where something was taken out.
const HIDDEN: &str = "*";

/// A row of the release.
#[derive(Clone, Debug)]
pub struct Row {
    /// The unit, or [`POOLED`].
    pub unit: String,
    /// Users that the unit, or the pooled units together, served in the period.
    pub population: i64,
    /// What could point at a person: door, kelurahan, choices; in the order of the columns.
    pub traits: Vec<String>,
    /// Answers to the other questions.
    pub answers: Vec<String>,
    /// What the respondent gives each term.
    pub terms: Vec<Option<f64>>,
    /// The respondent's index.
    pub score: Option<f64>,
}

/// What is published of a round's answers.
#[derive(Clone, Debug)]
pub struct Release {
    /// Names of the columns of [`Row::traits`].
    pub trait_names: Vec<String>,
    /// Names of the columns of [`Row::answers`].
    pub answer_names: Vec<String>,
    /// Names of the columns of [`Row::terms`].
    pub term_names: Vec<String>,
    /// The rows, sorted by what they say, so that their order says nothing.
    pub rows: Vec<Row>,
    /// Cells that were hidden.
    pub hidden: usize,
    /// The smallest group of people that share all that could point at one.
    pub smallest: usize,
}

/// Units whose answers are too few to be shown, pooled with the next smallest until they are ten:
/// by unit, where it is shown and how many users stand behind that.
fn pools(strata: &[Stratum], counts: &BTreeMap<String, usize>) -> BTreeMap<String, (String, i64)> {
    let count = |stratum: &Stratum| counts.get(&stratum.unit).copied().unwrap_or(0);
    let mut by_size: Vec<&Stratum> = strata.iter().collect();
    by_size.sort_by_key(|stratum| (count(stratum), stratum.unit.clone()));
    let mut pooled: Vec<&Stratum> = Vec::new();
    let mut together = 0;
    for stratum in by_size {
        let small = count(stratum) < LEAST;
        // One unit alone could be computed from the others, and so could a pool below ten.
        let needed = !pooled.is_empty() && (pooled.len() < 2 || together < LEAST);
        if small || needed {
            together += count(stratum);
            pooled.push(stratum);
        }
    }
    let population = pooled.iter().map(|stratum| stratum.population).sum();
    let place = |stratum: &Stratum| {
        if pooled.iter().any(|one| one.unit == stratum.unit) {
            (POOLED.to_owned(), population)
        } else {
            (stratum.unit.clone(), stratum.population)
        }
    };
    strata.iter().map(|stratum| (stratum.unit.clone(), place(stratum))).collect()
}

/// The release of a round.
///
/// # Errors
/// When an answer belongs to no unit of the round.
pub fn release(
    questionnaire: &Questionnaire,
    scoring: &Scoring,
    strata: &[Stratum],
    answers: &[Answer],
) -> Result<Release> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for answer in answers {
        *counts.entry(answer.unit.clone()).or_default() += 1;
    }
    let pools = pools(strata, &counts);
    let is_trait = |kind: &Kind| matches!(kind, Kind::Kelurahan | Kind::Choice { .. });
    let (traits, others): (Vec<_>, Vec<_>) =
        questionnaire.items.iter().partition(|item| is_trait(&item.kind));
    let value = |answer: &Answer, key: &str| answer.answers.0.get(key).cloned().unwrap_or_default();
    let mut rows = Vec::new();
    for answer in answers {
        let stray = || Error::internal("an answer of a unit that was not drawn");
        let (unit, population) = pools.get(&answer.unit).cloned().ok_or_else(stray)?;
        let terms = scoring.terms(questionnaire, &answer.answers);
        let own = traits.iter().map(|item| value(answer, &item.key));
        rows.push(Row {
            unit,
            population,
            traits: std::iter::once(answer.mode.clone()).chain(own).collect(),
            answers: others.iter().map(|item| value(answer, &item.key)).collect(),
            score: scoring.index(&terms),
            terms,
        });
    }
    let keys =
        |items: &[&kernel::survey::Item]| items.iter().map(|item| item.key.clone()).collect();
    let mut trait_names: Vec<String> = vec![DOOR.to_owned()];
    trait_names.extend::<Vec<String>>(keys(&traits));
    let (hidden, smallest) = anonymise(&mut rows);
    rows.sort_by(|a, b| (&a.unit, &a.traits, &a.answers).cmp(&(&b.unit, &b.traits, &b.answers)));
    let term_names = scoring.leaves.iter().map(|leaf| format!("nilai_{}", leaf.key)).collect();
    Ok(Release { trait_names, answer_names: keys(&others), term_names, rows, hidden, smallest })
}

/// Hides what could point at a person: first the last trait, then the one before it, for rows whose
/// combination fewer than [`LEAST`] share. Gives how many cells were hidden, and the smallest
/// combination that is left.
fn anonymise(rows: &mut [Row]) -> (usize, usize) {
    let traits = rows.first().map_or(0, |row| row.traits.len());
    let mut hidden = 0;
    for column in (0..traits).rev() {
        for group in small(rows) {
            for row in group {
                hidden += hide(&mut rows[row].traits[column]);
            }
        }
    }
    // Rows of which everything is hidden may still be few: others of their unit join them.
    while let Some(group) = small(rows).into_iter().next() {
        let unit = rows[group[0]].unit.clone();
        let others = groups(rows).into_values();
        let mut others: Vec<Vec<usize>> =
            others.filter(|other| rows[other[0]].unit == unit && *other != group).collect();
        others.sort_by_key(Vec::len);
        let Some(next) = others.into_iter().next() else { break };
        for row in next.into_iter().chain(group) {
            hidden += rows[row].traits.iter_mut().map(hide).sum::<usize>();
        }
    }
    let smallest = groups(rows).values().map(Vec::len).min().unwrap_or(0);
    (hidden, smallest)
}

fn hide(cell: &mut String) -> usize {
    let seen = cell != HIDDEN && !cell.is_empty();
    HIDDEN.clone_into(cell);
    usize::from(seen)
}

type Groups = BTreeMap<(String, Vec<String>), Vec<usize>>;

fn groups(rows: &[Row]) -> Groups {
    let mut groups = Groups::new();
    for (i, row) in rows.iter().enumerate() {
        groups.entry((row.unit.clone(), row.traits.clone())).or_default().push(i);
    }
    groups
}

fn small(rows: &[Row]) -> Vec<Vec<usize>> {
    groups(rows).into_values().filter(|group| group.len() < LEAST).collect()
}

impl Release {
    /// As CSV. `bening estimate FILE --mean skor --strata unit --population N` gives the city's
    /// index again.
    ///
    /// # Errors
    /// Never in practice.
    pub fn csv(&self) -> Result<String> {
        let mut out = csv::Writer::from_writer(Vec::new());
        let mut header = vec!["unit".to_owned(), "N".to_owned()];
        header.extend(self.trait_names.iter().cloned());
        header.extend(self.answer_names.iter().cloned());
        header.extend(self.term_names.iter().cloned());
        header.push("skor".to_owned());
        out.write_record(&header).map_err(Error::internal)?;
        for row in &self.rows {
            let mut cells = vec![row.unit.clone(), row.population.to_string()];
            cells.extend(row.traits.iter().cloned());
            cells.extend(row.answers.iter().cloned());
            let number = |value: &Option<f64>| value.map_or_else(String::new, |v| v.to_string());
            cells.extend(row.terms.iter().map(number));
            cells.push(number(&row.score));
            out.write_record(&cells).map_err(Error::internal)?;
        }
        let bytes = out.into_inner().map_err(|error| Error::internal(error.to_string()))?;
        String::from_utf8(bytes).map_err(Error::internal)
    }
}
