//! Decisions and their effects in words.

use kernel::facts::decision::{Reviewed, Taken};
use kernel::money::Rupiah;
use platform::i18n::Lang;

use super::super::model::Source;
use crate::city::Units;
use crate::reform::measures::measure;
use crate::reform::pages::words::{difference, name};

/// The kind of the chip of a source.
pub fn kind(source: Source) -> &'static str {
    match source {
        Source::Signal => "bad",
        Source::Facility | Source::Own => "",
        _ => "warn",
    }
}

/// A chance, as "1 of 250"; empty without one.
pub fn chance(lang: Lang, p: Option<f64>) -> String {
    match p {
        None => String::new(),
        Some(p) if p < 1e-4 => lang.t("decisions-chance-least"),
        Some(p) if p > 0.1 => {
            lang.t1("decisions-chance-large", "percent", lang.decimal(100.0 * p, 0))
        }
        Some(p) => lang.t1("decisions-chance", "of", lang.decimal((1.0 / p).floor(), 0)),
    }
}

/// What a decision changed, in one sentence.
pub fn effect(lang: Lang, taken: &Taken, reviewed: Option<&Reviewed>) -> String {
    let Some(reviewed) = reviewed else {
        return lang.t1("decisions-review-on", "day", lang.date(taken.review));
    };
    let found = taken.measure.as_deref().and_then(measure);
    let parts = (found, reviewed.effect_micro, reviewed.low_micro, reviewed.high_micro);
    let (Some(measure), Some(effect), Some(low), Some(high)) = parts else {
        let why = lang.t(&format!("decisions-missing-{}", reviewed.missing.replace('_', "-")));
        // An effect is looked for in more than one number; this says of which it is not known.
        return match found {
            Some(found) => {
                lang.with("decisions-about", &[("measure", name(lang, &found)), ("why", why)])
            }
            None => why,
        };
    };
    let by = |micro: i64| difference(lang, measure.form, micro as f64 / 1e6);
    let values = [
        ("measure", name(lang, &measure)),
        ("size", by(effect)),
        ("low", by(low)),
        ("high", by(high)),
    ];
    lang.with(&format!("decisions-effect-{}", reviewed.verdict), &values)
}

/// Whom it concerns, as a sentence; empty for a pattern, of which no unit is named in public.
pub fn units(lang: Lang, names: &Units, source: &str, codes: &[String]) -> String {
    let named: Vec<String> = codes.iter().map(|code| names.name(code)).collect();
    match (source == Source::Signal.code(), named.is_empty()) {
        (true, true) => String::new(),
        (_, true) => format!("{}.", lang.t("reform-whole-city")),
        _ => format!("{}.", named.join(", ")),
    }
}

/// What an option costs: nothing more than what is paid anyway, an amount, or nobody knows.
pub fn cost(lang: Lang, cost: Option<Rupiah>) -> String {
    match cost {
        None => lang.t("decisions-cost-unknown"),
        Some(Rupiah::ZERO) => lang.t("decisions-cost-none"),
        Some(cost) => lang.t1("decisions-cost", "cost", cost.to_string()),
    }
}
