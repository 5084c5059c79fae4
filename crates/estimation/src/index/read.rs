//! The file of a definition.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use thiserror::Error;

use super::{Band, Definition, Kind, Label, Term};

/// What is wrong with a definition's file.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{0}")]
pub struct DefinitionError(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    family: String,
    source: String,
    since: String,
    verified: bool,
    kind: KindName,
    low: f64,
    high: f64,
    scale: f64,
    decimals: u8,
    standard: Option<f64>,
    #[serde(default)]
    minus: Vec<String>,
    term: Vec<TermTable>,
    band: Vec<BandTable>,
    #[serde(default)]
    variants: BTreeMap<String, f64>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum KindName {
    Respondent,
    Components,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermTable {
    key: String,
    weight: String,
    id: String,
    en: String,
    #[serde(default)]
    parts: Vec<TermTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BandTable {
    below: Option<f64>,
    grade: String,
    id: String,
    en: String,
}

impl Definition {
    /// Reads a definition whose file is called `id`.
    ///
    /// # Errors
    /// What is wrong, with the line where the text itself is.
    pub fn parse(id: &str, text: &str) -> Result<Self, DefinitionError> {
        let wrong = |error: &dyn std::fmt::Display| DefinitionError(error.to_string());
        let file: File = toml::from_str(text).map_err(|error| wrong(&error))?;
        let since: Date = file.since.parse().map_err(|error: jiff::Error| {
            wrong(&format!("since: {error}; write a date as 2017-05-09"))
        })?;
        let terms = file.term.into_iter().map(term).collect::<Result<Vec<_>, _>>()?;
        let bands: Vec<Band> = file.band.into_iter().map(band).collect();
        ordered(&bands)?;
        if terms.is_empty() || file.high <= file.low || file.scale <= 0.0 {
            let why = "an index needs a term, a scale above zero, and low below high";
            return Err(DefinitionError(why.to_owned()));
        }
        Ok(Self {
            id: id.to_owned(),
            family: file.family,
            source: file.source,
            since,
            verified: file.verified,
            kind: match file.kind {
                KindName::Respondent => Kind::Respondent,
                KindName::Components => Kind::Components,
            },
            low: file.low,
            high: file.high,
            scale: file.scale,
            decimals: file.decimals,
            standard: file.standard,
            terms,
            minus: file.minus,
            bands,
            variants: file.variants,
        })
    }
}

fn term(table: TermTable) -> Result<Term, DefinitionError> {
    let weight = fraction(&table.weight).ok_or_else(|| {
        let TermTable { key, weight, .. } = &table;
        DefinitionError(format!("term {key}: weight {weight} is no number; write 0.25 or 1/9"))
    })?;
    Ok(Term {
        weight,
        label: Label { id: table.id, en: table.en },
        parts: table.parts.into_iter().map(term).collect::<Result<_, _>>()?,
        key: table.key,
    })
}

fn fraction(text: &str) -> Option<f64> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|value| value.is_finite());
    match text.split_once('/') {
        Some((above, below)) => Some(number(above)? / number(below)?),
        None => number(text),
    }
}

fn band(table: BandTable) -> Band {
    let label = Label { id: table.id, en: table.en };
    Band { below: table.below, grade: table.grade, label }
}

fn ordered(bands: &[Band]) -> Result<(), DefinitionError> {
    let ends: Vec<f64> = bands.iter().filter_map(|band| band.below).collect();
    let open_last = bands.last().is_some_and(|band| band.below.is_none());
    let rising = ends.windows(2).all(|pair| pair[0] < pair[1]);
    if open_last && rising && ends.len() + 1 == bands.len() {
        return Ok(());
    }
    let why = "bands must rise, each with its own `below`, and the last without one";
    Err(DefinitionError(why.to_owned()))
}
