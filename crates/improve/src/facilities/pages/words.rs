//! Items, faults and hours in words.

use jiff::civil::Date;
use kernel::money::Rupiah;
use platform::App;
use platform::i18n::Lang;

use super::super::items::{self, Item, Measure};
use super::super::model::{Access, Fault, Found};

/// What an item is called.
pub(super) fn item(lang: Lang, code: &str, day: Date) -> String {
    let found = items::find(code, day);
    found.map_or_else(|| code.to_owned(), |item| item.name.get(lang.code()).to_owned())
}

/// Thousandths as a number, without digits that say nothing.
fn number(lang: Lang, milli: i64) -> String {
    let digits = if milli % 1000 == 0 { 0 } else { 1 };
    lang.decimal(milli as f64 / 1000.0, digits)
}

/// A measure with its unit.
pub(super) fn measured(lang: Lang, measure: Measure, milli: i64) -> String {
    lang.t1(&format!("facilities-unit-{}", measure.code()), "value", number(lang, milli))
}

/// The norm of an item; empty when it has none.
pub(super) fn norm(lang: Lang, item: &Item) -> String {
    let Some(measure) = item.measure else { return String::new() };
    match (item.min, item.max) {
        (Some(min), _) => lang.t1("facilities-at-least", "value", measured(lang, measure, min)),
        (None, Some(max)) => lang.t1("facilities-at-most", "value", measured(lang, measure, max)),
        (None, None) => String::new(),
    }
}

/// What was found, in words.
pub(super) fn found(lang: Lang, item: &Item, found: &Found) -> String {
    if !found.present {
        return lang.t("facilities-absent");
    }
    let condition = lang.t(&format!("facilities-condition-{}", found.condition));
    match item.measure.zip(found.measured) {
        Some((measure, milli)) => format!("{condition}, {}", measured(lang, measure, milli)),
        None => condition,
    }
}

/// What is the matter; empty when nothing is.
pub(super) fn fault(lang: Lang, fault: Option<Fault>) -> String {
    fault.map(|fault| lang.t(&format!("facilities-fault-{}", fault.code()))).unwrap_or_default()
}

/// The kind of chip of a fault.
pub(super) fn kind(fault: Option<Fault>) -> &'static str {
    match fault {
        None => "good",
        Some(fault) if fault.is_first() => "bad",
        Some(_) => "warn",
    }
}

/// A cost; that it is not known is said.
pub(super) fn cost(lang: Lang, cost: Option<Rupiah>) -> String {
    cost.map_or_else(|| lang.t("facilities-cost-unknown"), |cost| cost.to_string())
}

/// Whether a person in a wheelchair can use the office: kind of chip and words.
pub(super) fn access(lang: Lang, access: &Access) -> (&'static str, String) {
    match access {
        Access::Yes => ("good", lang.t("facilities-access-yes")),
        Access::No(_) => ("bad", lang.t("facilities-access-no")),
        Access::Unknown => ("", lang.t("facilities-access-unknown")),
    }
}

/// The names of the norms that an office misses, as one sentence; empty when it misses none.
pub(super) fn misses(lang: Lang, access: &Access, day: Date) -> String {
    let Access::No(codes) = access else { return String::new() };
    let names: Vec<String> = codes.iter().map(|code| item(lang, code, day)).collect();
    lang.t1("facilities-access-misses", "names", names.join(", "))
}

/// The opening hours of a unit on a day.
pub fn hours(app: &App, lang: Lang, unit: &str, day: Date) -> String {
    let hours = app.calendar.office_hours(unit, day);
    if hours.is_empty() {
        return lang.t("facilities-closed");
    }
    let span = |(open, close): &(jiff::Timestamp, jiff::Timestamp)| {
        format!("{}–{}", lang.time(*open, app.tz()), lang.time(*close, app.tz()))
    };
    hours.iter().map(span).collect::<Vec<_>>().join(", ")
}
