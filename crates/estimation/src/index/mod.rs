//! The published indices. Each regulation is a file: weights, answers, bands and their source. A
//! new one is a new file, in a city's own folder too, and never a release.

mod read;
mod shipped;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use read::DefinitionError;
pub use shipped::{find, newest, shipped};

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

/// Whose answers an index is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Each respondent scores each term; the index of a sample is a mean.
    Respondent,
    /// Each institution has one score for each term.
    Components,
}

/// Something scored, with its weight in what it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Name of its column.
    pub key: String,
    /// Its weight.
    pub weight: f64,
    /// What it is called.
    pub label: Label,
    /// What it is made of, if it is not scored itself.
    pub parts: Vec<Term>,
}

/// A named range of an index.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Where it ends, itself excluded; the last has no end.
    pub below: Option<f64>,
    /// Its short name, such as "A".
    pub grade: String,
    /// What it means.
    pub label: Label,
}

/// One version of one index.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Name of its file, such as "skm-2017".
    pub id: String,
    /// The index it is a version of, such as "skm".
    pub family: String,
    /// The regulation or publication.
    pub source: String,
    /// From when it holds.
    pub since: Date,
    /// Whether every number in it was read in its source.
    pub verified: bool,
    /// Whose answers it is made from.
    pub kind: Kind,
    /// The lowest score.
    pub low: f64,
    /// The highest score.
    pub high: f64,
    /// What the weighted sum is multiplied by.
    pub scale: f64,
    /// Decimals to which the index is rounded, half up, before its band is read.
    pub decimals: u8,
    /// The standard that must be reached, if there is one.
    pub standard: Option<f64>,
    /// What is scored.
    pub terms: Vec<Term>,
    /// Columns that are taken off.
    pub minus: Vec<String>,
    /// Its ranges, from the lowest.
    pub bands: Vec<Band>,
    /// Printed roundings of equal weights that others use, by name.
    pub variants: BTreeMap<String, f64>,
}

impl Definition {
    /// The weights that stand for it: of each term, or the variant's for all.
    ///
    /// # Errors
    /// The names of the variants there are, when `variant` is none of them.
    pub fn weights(&self, variant: Option<&str>) -> Result<Vec<f64>, String> {
        let Some(variant) = variant else {
            return Ok(self.terms.iter().map(|term| term.weight).collect());
        };
        let all = || self.variants.keys().cloned().collect::<Vec<_>>().join(", ");
        let weight = self.variants.get(variant).ok_or_else(all)?;
        Ok(vec![*weight; self.terms.len()])
    }

    /// The index of one score for each term, and what is taken off.
    pub fn of_components(&self, scores: &[f64], minus: &[f64]) -> f64 {
        let sum: f64 = self.terms.iter().zip(scores).map(|(term, score)| term.weight * score).sum();
        sum * self.scale - minus.iter().sum::<f64>()
    }

    /// The lowest and highest index that answers can give.
    pub fn range(&self) -> (f64, f64) {
        let all: f64 = self.terms.iter().map(|term| term.weight).sum::<f64>() * self.scale;
        (self.low * all, self.high * all)
    }

    /// The index as it is printed: rounded half up.
    pub fn rounded(&self, value: f64) -> f64 {
        half_up(value, self.decimals)
    }

    /// The band of an index, read after rounding.
    pub fn band(&self, value: f64) -> Option<&Band> {
        let rounded = self.rounded(value);
        let inside = |band: &&Band| band.below.is_none_or(|below| rounded < below);
        self.bands.iter().find(inside)
    }
}

impl Term {
    /// The score of a term from those of its parts, whose weights stand as they are printed.
    pub fn of_parts(&self, scores: &[f64]) -> f64 {
        self.parts.iter().zip(scores).map(|(part, score)| part.weight * score).sum()
    }
}

/// Rounds half up, as regulations do. Whatever lies within 1e-9 of a half counts as one, because
/// 76.605 has no exact binary form.
pub fn half_up(value: f64, decimals: u8) -> f64 {
    let scale = 10_f64.powi(i32::from(decimals));
    (value * scale + 0.5 + 1e-9).floor() / scale
}
