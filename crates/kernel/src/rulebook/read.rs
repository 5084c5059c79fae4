//! Reading rules from data files.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use super::{DataError, Missed, Rule, Rulebook, Value};
use crate::calendar::{Hours, Term, TimeUnit};
use crate::money::Rupiah;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    rule: Vec<Spanned<RawRule>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    code: Spanned<String>,
    legal_basis: Spanned<String>,
    valid_from: Spanned<Date>,
    valid_to: Option<Spanned<Date>>,
    value: Spanned<RawValue>,
    starts_at: Option<String>,
    when_missed: Option<RawMissed>,
    ours: bool,
    verified: bool,
    note: Spanned<String>,
}

/// Exactly one of `amount` (with `unit`), `money`, `count`, `per_mille` and `text`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawValue {
    amount: Option<u32>,
    unit: Option<RawUnit>,
    hours: Option<Hours>,
    money: Option<i64>,
    count: Option<i64>,
    per_mille: Option<u32>,
    text: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawUnit {
    Hk,
    Hr,
    Jam,
    Menit,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawMissed {
    Nothing,
    TellSuperior,
    DeemComplete,
    DeemGranted,
    Expire,
}

impl From<RawMissed> for Missed {
    fn from(raw: RawMissed) -> Self {
        match raw {
            RawMissed::Nothing => Self::Nothing,
            RawMissed::TellSuperior => Self::TellSuperior,
            RawMissed::DeemComplete => Self::DeemComplete,
            RawMissed::DeemGranted => Self::DeemGranted,
            RawMissed::Expire => Self::Expire,
        }
    }
}

impl Rulebook {
    /// Reads rules from files, each given by name and text. The name is only used to say where a
    /// mistake stands. Periods of one code may stand in different files.
    ///
    /// # Errors
    /// The first mistake found: broken syntax, an unknown key, a rule without legal basis or note,
    /// a period that ends before it begins, two periods of one code that overlap.
    pub fn parse<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, DataError> {
        let mut by_code: BTreeMap<String, Vec<Rule>> = BTreeMap::new();
        for (file, text) in files {
            let raw: RawFile =
                toml::from_str(text).map_err(|error| DataError::toml(file, text, &error))?;
            for raw in raw.rule {
                let at = raw.span().start;
                let error = |(offset, message): Mistake| DataError::at(file, text, offset, message);
                let rule = read_rule(raw.into_inner()).map_err(error)?;
                let others = by_code.entry(rule.code.clone()).or_default();
                check_overlap(&rule, others).map_err(|message| error((at, message)))?;
                others.push(rule);
            }
        }
        for rules in by_code.values_mut() {
            rules.sort_by_key(|rule| rule.valid_from);
        }
        Ok(Self { by_code })
    }
}

/// Byte offset in the file, and what is wrong there.
type Mistake = (usize, String);

fn mistake<T>(offset: usize, message: impl Into<String>) -> Result<T, Mistake> {
    Err((offset, message.into()))
}

fn read_rule(raw: RawRule) -> Result<Rule, Mistake> {
    if !is_code(raw.code.get_ref()) {
        let message = "a code is small letters, digits and _ in parts joined by dots, such as \
                       serve.draft_life";
        return mistake(raw.code.span().start, message);
    }
    for (name, text) in [("legal_basis", &raw.legal_basis), ("note", &raw.note)] {
        if text.get_ref().trim().is_empty() {
            return mistake(text.span().start, format!("{name} is empty; fill it in"));
        }
    }
    let valid_from = *raw.valid_from.get_ref();
    if let Some(last) = raw.valid_to.as_ref().filter(|last| *last.get_ref() < valid_from) {
        return mistake(last.span().start, "valid_to is before valid_from; correct one of them");
    }
    let offset = raw.value.span().start;
    let value = read_value(raw.value.into_inner(), offset)?;
    let is_term = matches!(value, Value::Term(_));
    if is_term && (raw.starts_at.is_none() || raw.when_missed.is_none()) {
        return mistake(offset, "a term needs starts_at and when_missed; add what is missing");
    }
    if !is_term && (raw.starts_at.is_some() || raw.when_missed.is_some()) {
        return mistake(offset, "only a term has starts_at and when_missed; take them away");
    }
    Ok(Rule {
        code: raw.code.into_inner(),
        legal_basis: raw.legal_basis.into_inner(),
        valid_from,
        valid_to: raw.valid_to.map(Spanned::into_inner),
        value,
        starts_at: raw.starts_at.unwrap_or_default(),
        when_missed: raw.when_missed.map_or(Missed::Nothing, Missed::from),
        ours: raw.ours,
        verified: raw.verified,
        note: raw.note.into_inner(),
    })
}

fn is_code(code: &str) -> bool {
    let is_part = |part: &str| {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        !part.is_empty() && part.bytes().all(allowed)
    };
    code.contains('.') && code.split('.').all(is_part)
}

fn read_value(raw: RawValue, offset: usize) -> Result<Value, Mistake> {
    let term = match (raw.amount, raw.unit) {
        (Some(amount), Some(unit)) => Some(read_term(amount, unit, raw.hours, offset)?),
        (None, None) if raw.hours.is_none() => None,
        _ => return mistake(offset, "a term needs amount and unit (hk, hr, jam or menit)"),
    };
    let given = [
        term.map(Value::Term),
        raw.money.map(|rupiah| Value::Money(Rupiah::new(rupiah))),
        raw.count.map(Value::Count),
        raw.per_mille.map(Value::PerMille),
        raw.text.map(Value::Text),
    ];
    let mut given = given.into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(value), None) => Ok(value),
        _ => mistake(offset, "give exactly one of amount, money, count, per_mille and text"),
    }
}

fn read_term(
    amount: u32,
    unit: RawUnit,
    hours: Option<Hours>,
    offset: usize,
) -> Result<Term, Mistake> {
    let (unit, hours) = match (unit, hours) {
        // Days have no hours of their own; the constant only keeps equal terms equal.
        (RawUnit::Hk, None) => (TimeUnit::WorkingDay, Hours::Office),
        (RawUnit::Hr, None) => (TimeUnit::CalendarDay, Hours::Elapsed),
        (RawUnit::Hk | RawUnit::Hr, Some(_)) => {
            return mistake(offset, "only jam and menit have hours; take hours away");
        }
        (RawUnit::Jam, Some(hours)) => (TimeUnit::Hour, hours),
        (RawUnit::Menit, Some(hours)) => (TimeUnit::Minute, hours),
        (RawUnit::Jam | RawUnit::Menit, None) => {
            return mistake(offset, "jam and menit need hours = \"elapsed\" or \"office\"");
        }
    };
    Ok(Term { amount, unit, hours })
}

fn check_overlap(rule: &Rule, others: &[Rule]) -> Result<(), String> {
    let last = rule.valid_to.unwrap_or(Date::MAX);
    let overlaps = |other: &&Rule| {
        rule.valid_from <= other.valid_to.unwrap_or(Date::MAX) && other.valid_from <= last
    };
    match others.iter().find(overlaps) {
        None => Ok(()),
        Some(other) => Err(format!(
            "{} from {} overlaps its period {}; end the older one with valid_to on the day before",
            rule.code,
            rule.valid_from,
            other.period()
        )),
    }
}
