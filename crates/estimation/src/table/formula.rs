//! What is estimated: a column, a ratio `a/b`, a difference `a-b`, a share `column=value`.

use super::{Header, Mistake};
use crate::design::Target;

/// One thing to estimate, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// What of it.
    pub target: Target,
    /// As it was written.
    pub text: String,
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// The number in a column.
    Column(usize),
    /// One number less another.
    Minus(usize, usize),
    /// One where a column has this text, zero where it has another.
    Is(usize, Vec<u8>),
}

/// A formula on the columns of one file.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub target: Target,
    pub above: Side,
    pub below: Option<Side>,
}

impl Placed {
    /// The column whose number is the value, unless more must be looked at.
    pub fn plain(&self) -> Option<usize> {
        match (self.target, &self.above) {
            (Target::Mean | Target::Total, Side::Column(column)) => Some(*column),
            _ => None,
        }
    }
}

impl Formula {
    /// Several, with commas between them.
    pub fn list(target: Target, texts: &str) -> Vec<Self> {
        let one = |text: &str| Self { target, text: text.trim().to_owned() };
        texts.split(',').map(one).collect()
    }

    pub(super) fn place(&self, header: &Header) -> Result<Placed, Mistake> {
        let Self { target, text } = self;
        let (above, below) = match target {
            Target::Ratio => {
                let (above, below) = ratio(header, text)?;
                (above, Some(below))
            }
            Target::Proportion => (share(header, text)?, None),
            Target::Mean | Target::Total => (side(header, text)?, None),
        };
        Ok(Placed { target: *target, above, below })
    }
}

/// A column may itself have the sign in its name, so each place of it is tried.
fn halves<'a>(text: &'a str, sign: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    text.match_indices(sign).map(move |(at, _)| (text[..at].trim(), text[at + sign.len()..].trim()))
}

fn side(header: &Header, text: &str) -> Result<Side, Mistake> {
    let whole = header.find(text);
    if let Ok(column) = whole {
        return Ok(Side::Column(column));
    }
    for (a, b) in halves(text, "-") {
        if let (Ok(a), Ok(b)) = (header.find(a), header.find(b)) {
            return Ok(Side::Minus(a, b));
        }
    }
    whole.map(Side::Column)
}

fn ratio(header: &Header, text: &str) -> Result<(Side, Side), Mistake> {
    let mut wrong =
        Mistake::Formula(format!("--ratio cannot read \"{text}\"; write COLUMN/COLUMN"));
    for (a, b) in halves(text, "/") {
        match (side(header, a), side(header, b)) {
            (Ok(a), Ok(b)) => return Ok((a, b)),
            (Err(mistake), _) | (_, Err(mistake)) => wrong = mistake,
        }
    }
    Err(wrong)
}

fn share(header: &Header, text: &str) -> Result<Side, Mistake> {
    let whole = header.find(text);
    if let Ok(column) = whole {
        return Ok(Side::Column(column));
    }
    match text.split_once('=') {
        Some((column, value)) => {
            let value = value.trim().trim_start_matches('=').trim_matches('"');
            Ok(Side::Is(header.find(column.trim())?, value.as_bytes().to_vec()))
        }
        None => whole.map(Side::Column),
    }
}
