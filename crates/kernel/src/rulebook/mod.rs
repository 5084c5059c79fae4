//! The rulebook: every legal number with its law, its effective dates and what happens when it is
//! missed. Nothing in the code knows such a number; it asks "which rule applied on that day".
//!
//! Rules are read from data files, see `data/rules/README.md`.

mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::calendar::Term;
pub use crate::data::DataError;
use crate::money::Rupiah;

/// What a rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A length of time.
    Term(Term),
    /// An amount of money.
    Money(Rupiah),
    /// A number of things; the note of the rule says of what.
    Count(i64),
    /// A share in thousandths.
    PerMille(u32),
    /// Words, such as a list of codes separated by spaces.
    Text(String),
}

impl Value {
    /// The word that the data files and the messages use for this kind of value.
    fn kind(&self) -> &'static str {
        match self {
            Self::Term(_) => "term",
            Self::Money(_) => "money",
            Self::Count(_) => "count",
            Self::PerMille(_) => "per_mille",
            Self::Text(_) => "text",
        }
    }
}

/// What happens when a term passes without the step that ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Missed {
    /// Nothing by itself.
    Nothing,
    /// The superior is told without anyone asking.
    TellSuperior,
    /// The file is deemed complete.
    DeemComplete,
    /// The application is deemed granted by law.
    DeemGranted,
    /// The thing ends: a draft goes, data are destroyed, a session closes.
    Expire,
}

/// One rule in one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Name, such as `serve.deemed_approval`.
    pub code: String,
    /// Law and article, or the policy where [`Rule::ours`].
    pub legal_basis: String,
    /// First day on which it holds.
    pub valid_from: Date,
    /// Last day on which it holds, itself included; `None` while no end is known.
    pub valid_to: Option<Date>,
    /// What it says.
    pub value: Value,
    /// Kind of the fact that starts the term, such as `application.completed`; empty for values
    /// that no event starts.
    pub starts_at: String,
    /// What happens when the term passes.
    pub when_missed: Missed,
    /// Our own policy, which a city may change, and not law.
    pub ours: bool,
    /// False until somebody has read the law itself.
    pub verified: bool,
    /// What the rule is about, in Indonesian.
    pub note: String,
}

impl Rule {
    fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// Days between `day` and the nearest end of the rule's period.
    fn distance(&self, day: Date) -> u64 {
        let end =
            if day < self.valid_from { self.valid_from } else { self.valid_to.unwrap_or(day) };
        day.duration_until(end).as_secs().unsigned_abs()
    }

    /// The period in words.
    fn period(&self) -> String {
        match self.valid_to {
            Some(last) => format!("{} to {last}", self.valid_from),
            None => format!("{} on", self.valid_from),
        }
    }
}

/// Why the rulebook cannot answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulebookError {
    /// No rule has this code.
    #[error("the rulebook has no rule {code}; add it to data/rules")]
    Unknown {
        /// The code asked for.
        code: String,
    },
    /// The rule exists, but not on that day.
    #[error(
        "the rule {code} does not hold on {day}; the nearest period is {nearest}; \
         add the rule of that day to data/rules"
    )]
    NotThatDay {
        /// The code asked for.
        code: String,
        /// The day asked for.
        day: Date,
        /// The known period nearest to it, in words.
        nearest: String,
    },
    /// The rule says something of another kind.
    #[error("the rule {code} of {day} is a {found} and not a {wanted}; correct it in data/rules")]
    Kind {
        /// The code asked for.
        code: String,
        /// The day asked for.
        day: Date,
        /// The kind that the program needs.
        wanted: &'static str,
        /// The kind that the file gives.
        found: &'static str,
    },
}

impl From<RulebookError> for crate::Error {
    fn from(error: RulebookError) -> Self {
        Self::internal(error)
    }
}

/// All rules, by code and period.
#[derive(Clone, Debug)]
pub struct Rulebook {
    /// Periods of one code are in order and do not overlap.
    by_code: BTreeMap<String, Vec<Rule>>,
}

impl Rulebook {
    /// The rule `code` as it stood on `day`.
    ///
    /// # Errors
    /// [`RulebookError::Unknown`] or [`RulebookError::NotThatDay`].
    pub fn on(&self, code: &str, day: Date) -> Result<&Rule, RulebookError> {
        let rules = self.by_code.get(code).map(Vec::as_slice).unwrap_or_default();
        if let Some(rule) = rules.iter().find(|rule| rule.holds_on(day)) {
            return Ok(rule);
        }
        let code = code.to_owned();
        match rules.iter().min_by_key(|rule| rule.distance(day)) {
            Some(rule) => Err(RulebookError::NotThatDay { code, day, nearest: rule.period() }),
            None => Err(RulebookError::Unknown { code }),
        }
    }

    /// The length of time that `code` gave on `day`.
    ///
    /// # Errors
    /// As [`Rulebook::on`], and [`RulebookError::Kind`] when the rule is no term.
    pub fn term(&self, code: &str, day: Date) -> Result<Term, RulebookError> {
        match self.on(code, day)?.value {
            Value::Term(term) => Ok(term),
            ref other => Err(wrong_kind(code, day, "term", other)),
        }
    }

    /// The amount of money that `code` gave on `day`.
    ///
    /// # Errors
    /// As [`Rulebook::on`], and [`RulebookError::Kind`] when the rule is no money.
    pub fn money(&self, code: &str, day: Date) -> Result<Rupiah, RulebookError> {
        match self.on(code, day)?.value {
            Value::Money(money) => Ok(money),
            ref other => Err(wrong_kind(code, day, "money", other)),
        }
    }

    /// The number that `code` gave on `day`.
    ///
    /// # Errors
    /// As [`Rulebook::on`], and [`RulebookError::Kind`] when the rule is no count.
    pub fn count(&self, code: &str, day: Date) -> Result<i64, RulebookError> {
        match self.on(code, day)?.value {
            Value::Count(count) => Ok(count),
            ref other => Err(wrong_kind(code, day, "count", other)),
        }
    }

    /// The share, from 0 to 1, that `code` gave on `day`.
    ///
    /// # Errors
    /// As [`Rulebook::on`], and [`RulebookError::Kind`] when the rule is no share.
    pub fn share(&self, code: &str, day: Date) -> Result<f64, RulebookError> {
        match self.on(code, day)?.value {
            Value::PerMille(per_mille) => Ok(per_mille as f64 / 1000.0),
            ref other => Err(wrong_kind(code, day, "per_mille", other)),
        }
    }

    /// The words that `code` gave on `day`.
    ///
    /// # Errors
    /// As [`Rulebook::on`], and [`RulebookError::Kind`] when the rule is no text.
    pub fn text(&self, code: &str, day: Date) -> Result<&str, RulebookError> {
        match &self.on(code, day)?.value {
            Value::Text(text) => Ok(text),
            other => Err(wrong_kind(code, day, "text", other)),
        }
    }

    /// All rules, by code and then by date.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.by_code.values().flatten()
    }
}

fn wrong_kind(code: &str, day: Date, wanted: &'static str, found: &Value) -> RulebookError {
    RulebookError::Kind { code: code.to_owned(), day, wanted, found: found.kind() }
}
