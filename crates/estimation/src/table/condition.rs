//! `--where`: comparisons of a column with a value, joined by "and".

use super::{Header, Mistake, number};

/// Which rows are meant; all of them when it has no comparison.
#[derive(Clone, Debug, Default)]
pub struct Condition(Vec<Comparison>);

#[derive(Clone, Debug)]
struct Comparison {
    column: String,
    sign: Sign,
    value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Equal,
    Unequal,
    AtMost,
    AtLeast,
    Below,
    Above,
}

/// In the order in which they must be looked for: `<=` before `<`.
const SIGNS: [(&str, Sign); 7] = [
    ("!=", Sign::Unequal),
    ("<=", Sign::AtMost),
    (">=", Sign::AtLeast),
    ("==", Sign::Equal),
    ("=", Sign::Equal),
    ("<", Sign::Below),
    (">", Sign::Above),
];

impl Condition {
    /// Reads `COLUMN=VALUE and COLUMN>=VALUE ...`.
    ///
    /// # Errors
    /// [`Mistake::Formula`] with an example.
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        text.split(" and ").map(comparison).collect::<Result<_, _>>().map(Self)
    }

    /// With each column in its place.
    pub(super) fn place(&self, header: &Header) -> Result<Placed, Mistake> {
        let place = |one: &Comparison| {
            let number = number::parse(one.value.as_bytes()).ok().flatten();
            let ordered = !matches!(one.sign, Sign::Equal | Sign::Unequal);
            if ordered && number.is_none() {
                let Comparison { column, value, .. } = one;
                let what = format!("--where {column}: {value} is no number to compare with");
                return Err(Mistake::Formula(what));
            }
            Ok((header.find(&one.column)?, one.sign, one.value.clone(), number))
        };
        self.0.iter().map(place).collect::<Result<_, _>>().map(Placed)
    }
}

fn comparison(text: &str) -> Result<Comparison, Mistake> {
    let at = |(sign, kind): &(&str, Sign)| text.find(sign).map(|at| (at, sign.len(), *kind));
    let first =
        SIGNS.iter().filter_map(at).min_by_key(|(at, length, _)| (*at, usize::MAX - length));
    let wrong = || {
        Mistake::Formula(format!(
            "--where cannot read \"{text}\"; write COLUMN=VALUE, joined by \" and \""
        ))
    };
    let (at, length, sign) = first.ok_or_else(wrong)?;
    let column = text[..at].trim().to_owned();
    let value = text[at + length..].trim().trim_matches('"').to_owned();
    if column.is_empty() {
        return Err(wrong());
    }
    Ok(Comparison { column, sign, value })
}

/// A condition on the columns of one file.
#[derive(Clone, Debug)]
pub(super) struct Placed(Vec<(usize, Sign, String, Option<f64>)>);

impl Placed {
    /// Whether a row is meant. A cell that is no number is never below or above one.
    pub fn holds(&self, record: &csv::ByteRecord) -> bool {
        self.0.iter().all(|(column, sign, text, value)| {
            let cell = record.get(*column).unwrap_or_default();
            let number = number::parse(cell).ok().flatten();
            match sign {
                Sign::Equal => same(cell, number, text, *value),
                Sign::Unequal => !same(cell, number, text, *value),
                Sign::AtMost => number.zip(*value).is_some_and(|(a, b)| a <= b),
                Sign::AtLeast => number.zip(*value).is_some_and(|(a, b)| a >= b),
                Sign::Below => number.zip(*value).is_some_and(|(a, b)| a < b),
                Sign::Above => number.zip(*value).is_some_and(|(a, b)| a > b),
            }
        })
    }
}

fn same(cell: &[u8], number: Option<f64>, text: &str, value: Option<f64>) -> bool {
    cell == text.as_bytes() || number.zip(value).is_some_and(|(a, b)| a == b)
}
