//! Answers as sentences and tables.

use kernel::time::from_micros;
use mining::whatif::answer::What;
use mining::whatif::{Answer, Calendar, Estimate, Held, Model, Row};

use super::super::output::Table;
use super::{span, working_day};

/// An answer.
pub fn answer(answer: &Answer, model: &Model, promise: Option<f64>) -> Table {
    let mut above = vec![format!(
        "{} cases under way; {} cases of the past, {} futures of {} days, seed {}.",
        model.under_way(),
        model.plans(),
        answer.replications,
        answer.days,
        answer.seed
    )];
    above.extend(sentence(answer, What::Median, "Median throughput"));
    above.extend(sentence(answer, What::NineOfTen, "Nine of ten are over in"));
    if let (Some(days), Some(row)) = (promise, answer.row(What::Kept)) {
        let percent =
            |estimate: Option<Estimate>| estimate.map(|one| format!("{:.1} %", 100.0 * one.value));
        let now = percent(row.base).unwrap_or_default();
        let then = percent(row.changed).map(|then| format!(" → {then}")).unwrap_or_default();
        above.push(format!("The promise of {days} working days is kept for {now}{then}."));
    }
    let mut header = vec!["what", "of", "unit", "now", "low", "high"];
    if answer.changed {
        header.extend(["then", "then_low", "then_high", "difference", "diff_low", "diff_high"]);
    }
    let rows = answer.rows.iter().map(|row| line(row, answer.changed, &short));
    let exact = answer.rows.iter().map(|row| line(row, answer.changed, &|value| value.to_string()));
    Table { above, header, texts: 3, rows: rows.collect(), exact: Some(exact.collect()) }
}

/// "Median throughput 3.2 → 2.1 working days (90 %: −1.4 to −0.7)."
fn sentence(answer: &Answer, what: What, name: &str) -> Option<String> {
    let row = answer.row(what)?;
    let base = row.base?;
    let told = |minutes: f64| span(minutes, base.value, answer.working_day).0;
    let unit = span(base.value, base.value, answer.working_day).1;
    let percent = 100.0 * answer.level;
    let now = told(base.value);
    let Some((changed, difference)) = row.changed.zip(row.difference) else {
        let (low, high) = (told(base.low), told(base.high));
        return Some(format!("{name} {now:.1} {unit} ({percent:.0} %: {low:.1} to {high:.1})."));
    };
    let then = told(changed.value);
    let (low, high) = (signed(told(difference.low)), signed(told(difference.high)));
    Some(format!("{name} {now:.1} → {then:.1} {unit} ({percent:.0} %: {low} to {high})."))
}

fn signed(value: f64) -> String {
    if value < 0.0 { format!("\u{2212}{:.1}", -value) } else { format!("+{value:.1}") }
}

fn line(row: &Row, changed: bool, show: &dyn Fn(f64) -> String) -> Vec<String> {
    let (what, unit) = match row.what {
        What::Median => ("throughput, median", "office minutes"),
        What::NineOfTen => ("throughput, nine of ten", "office minutes"),
        What::Kept => ("promise kept", "share"),
        What::Ended => ("ended", "cases"),
        What::Left => ("under way at the end", "cases"),
        What::Wait => ("mean wait before", "office minutes"),
        What::Use => ("officers' time used", "share"),
    };
    let mut cells = vec![what.to_owned(), row.of.clone(), unit.to_owned()];
    let mut tell = |estimate: Option<Estimate>| match estimate {
        Some(one) => cells.extend([show(one.value), show(one.low), show(one.high)]),
        None => cells.extend([String::new(), String::new(), String::new()]),
    };
    tell(row.base);
    if changed {
        tell(row.changed);
        tell(row.difference);
    }
    cells
}

fn short(value: f64) -> String {
    if value.abs() < 10.0 { format!("{value:.2}") } else { format!("{value:.0}") }
}

/// Months that were held back.
pub fn held(held: &[Held], calendar: &Calendar, level: f64) -> Table {
    let inside = held.iter().filter(|one| one.is_inside()).count();
    let day = working_day(calendar);
    let row = |one: &Held| {
        let show = |minutes: f64| format!("{:.1}", span(minutes, one.truth, day).0);
        let from = calendar.days()[calendar.day(one.from)];
        // Noon is on the same date in every zone of Indonesia.
        let month = from_micros(from.midnight + mining::whatif::calendar::DAY / 2).to_string();
        vec![
            month.chars().take(7).collect(),
            span(one.truth, one.truth, day).1.to_owned(),
            one.ended.to_string(),
            show(one.value),
            show(one.low),
            show(one.high),
            show(one.truth),
            if one.is_inside() { "yes" } else { "no" }.to_owned(),
            format!("{:.2}", one.width()),
        ]
    };
    Table {
        above: vec![format!(
            "{inside} of {} medians lie inside their interval of {:.0} %.",
            held.len(),
            100.0 * level
        )],
        header: vec![
            "month", "unit", "ended", "foretold", "low", "high", "truth", "inside", "width",
        ],
        texts: 2,
        rows: held.iter().map(row).collect(),
        exact: None,
    }
}
