//! Findings in words.

use platform::i18n::Lang;

use super::super::model::{Finding, Form, Moved, Period};

const MILLION: f64 = 1e6;

/// A value with its unit.
pub fn value(lang: Lang, form: Form, millionths: i64) -> String {
    let value = millionths as f64 / MILLION;
    match form {
        Form::Share => format!("{}%", lang.decimal(100.0 * value, 1)),
        Form::Mean | Form::Minutes | Form::Index => lang.decimal(value, 2),
        Form::Count => lang.count(millionths / 1_000_000),
    }
}

/// A period as people say it.
pub fn period(lang: Lang, period: Period) -> String {
    let values = [("quarter", period.quarter().to_string()), ("year", period.year().to_string())];
    lang.with("scorecard-period", &values)
}

/// The finding as one sentence.
pub fn sentence(lang: Lang, finding: &Finding) -> String {
    let key = match finding.form {
        Form::Index if !finding.unit.is_empty() => "scorecard-says-index-office".to_owned(),
        _ => format!("scorecard-says-{}", finding.code),
    };
    lang.t1(&key, "value", value(lang, finding.form, finding.now.value))
}

/// What is measured, in few words.
pub fn name(lang: Lang, code: &str) -> String {
    lang.t(&format!("scorecard-name-{code}"))
}

/// Its interval and how many cases it is of; of what was counted whole, how many that is.
pub fn sure(lang: Lang, finding: &Finding) -> String {
    let (form, figure) = (finding.form, &finding.now);
    let Some((low, high)) = figure.interval else {
        return match form {
            Form::Share => lang.t1("scorecard-sure-all", "n", lang.count(figure.n)),
            _ => String::new(),
        };
    };
    let values = [
        ("low", value(lang, form, low)),
        ("high", value(lang, form, high)),
        ("n", lang.count(figure.n)),
    ];
    let key = match form {
        Form::Index => "scorecard-sure-index",
        _ => "scorecard-sure",
    };
    lang.with(key, &values)
}

/// What it was before, and what may be said of that.
pub fn compared(lang: Lang, finding: &Finding) -> String {
    let Some(before) = &finding.before else { return lang.t("scorecard-moved-first") };
    let named = before.period.parse().map_or_else(|_| before.period.clone(), |p| period(lang, p));
    let values = [("period", named), ("value", value(lang, finding.form, before.figure.value))];
    lang.with(&format!("scorecard-moved-{}", finding.moved.code()), &values)
}

/// The kind of its mark.
pub fn mark(moved: Moved) -> &'static str {
    match moved {
        Moved::Better => "good",
        Moved::Worse => "bad",
        Moved::Uncertain | Moved::First => "",
    }
}
