//! Numbers and findings in words.

use estimation::index::{Definition, find};
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::i18n::Lang;

use crate::surveys::model::Round;
use crate::surveys::results::{Change, Figure, Report, Verdict};

/// The definition of a report's index.
pub fn definition(report: &Report) -> Result<&'static Definition> {
    find(&report.index).ok_or_else(|| Error::internal(format!("no index {}", report.index)))
}

/// The lowest and highest index that answers can give, and what the city aims at.
///
/// # Errors
/// When the index is unknown, or the rulebook names no target.
pub fn series_target(app: &App, report: &Report) -> Result<((f64, f64), f64)> {
    let range = definition(report)?.range();
    let share = app.rulebook.share("survey.target", app.today())?;
    Ok((range, range.0 + share * (range.1 - range.0)))
}

/// "76,15 sampai 80,65".
pub fn interval(lang: Lang, figure: &Figure, decimals: usize) -> String {
    let ends = [
        ("low", lang.decimal(figure.low, decimals)),
        ("high", lang.decimal(figure.high, decimals)),
    ];
    lang.with("index-interval", &ends)
}

/// The band of a value.
pub fn grade(lang: Lang, definition: &Definition, value: f64) -> String {
    let band = definition.band(value);
    band.map_or_else(String::new, |band| {
        let label = if lang == Lang::Id { &band.label.id } else { &band.label.en };
        if band.grade.len() <= 2 { format!("{} ({label})", band.grade) } else { label.clone() }
    })
}

/// A change is called one only when it is one.
pub fn change_words(lang: Lang, change: &Change) -> String {
    let key = match change.verdict {
        Verdict::Up => "index-change-up",
        Verdict::Down => "index-change-down",
        Verdict::Uncertain if change.figure.value < 0.0 => "index-change-fall-uncertain",
        Verdict::Uncertain => "index-change-rise-uncertain",
    };
    let points = lang.decimal(change.figure.value.abs(), 2);
    let ends = interval(lang, &change.figure, 2);
    lang.with(key, &[("points", points), ("interval", ends)])
}

/// How far those of one door stand from all others.
pub fn apart_words(lang: Lang, change: &Change) -> String {
    let key = match change.verdict {
        Verdict::Up => "index-apart-higher",
        Verdict::Down => "index-apart-lower",
        Verdict::Uncertain => "index-apart-uncertain",
    };
    let points = lang.decimal(change.figure.value.abs(), 2);
    lang.with(key, &[("points", points), ("interval", interval(lang, &change.figure, 2))])
}

/// The days of a round.
pub fn period(lang: Lang, round: &Round) -> String {
    let days = [("from", lang.date(round.from)), ("to", lang.date(round.to))];
    lang.with("index-period", &days)
}

/// "5 sampai 7".
pub fn places(lang: Lang, best: usize, worst: usize) -> String {
    if best == worst {
        return best.to_string();
    }
    lang.with("index-places", &[("best", best.to_string()), ("worst", worst.to_string())])
}

/// A part of a whole, or a dash when there is none.
pub fn percent(lang: Lang, part: i64, of: i64) -> String {
    if of == 0 {
        "-".to_owned()
    } else {
        format!("{} %", lang.decimal(100.0 * part as f64 / of as f64, 0))
    }
}
