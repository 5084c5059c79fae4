//! Money by month: what was paid up to its end, drawn and as a table.

use platform::i18n::Lang;
use platform::web::chart::{self, Span, Trend};

use super::super::model::Course;
use super::words;

/// One month.
pub(super) struct MonthShown {
    pub(super) month: String,
    pub(super) paid: String,
    pub(super) until: String,
    pub(super) share: String,
}

/// The months that are known, and their line from two on.
pub(super) fn curve(
    lang: Lang,
    courses: &[&Course],
    known: i8,
) -> (Vec<MonthShown>, Option<Trend>) {
    let amount: i64 = courses.iter().map(|course| course.line.amount.get()).sum();
    let mut rows = Vec::new();
    let mut points = Vec::new();
    for month in 1..=known {
        let until: i64 = courses.iter().map(|course| course.until(month)).sum();
        let before: i64 = courses.iter().map(|course| course.until(month - 1)).sum();
        let share = if amount > 0 { 100.0 * until as f64 / amount as f64 } else { 0.0 };
        let told = words::share(lang, until, amount);
        rows.push(MonthShown {
            month: words::month(lang, month),
            paid: words::rupiah(until - before),
            until: words::rupiah(until),
            share: told.clone(),
        });
        let span = Span { value: share, low: share, high: share };
        points.push((span, words::short_month(lang, month), told));
    }
    let write = |share: f64| format!("{}%", lang.decimal(share, 0));
    let drawn = (points.len() > 1).then(|| chart::trend(&points, None, (0.0, 100.0), write));
    (rows, drawn)
}
