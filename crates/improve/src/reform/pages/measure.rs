//! `GET /perbaikan/reformasi/{kode}`: one measure over time and by unit.

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::i18n::Lang;
use platform::web::chart::{self, Span, Trend};
use platform::web::{Handled, Page, Visitor, html};
use serde::Deserialize;

use super::super::measures::{Form, Measure, measure};
use super::super::rules::{self, Figure, MONTHS, Sum};
use super::super::store::{self, Count};
use super::overview::month;
use super::words;
use crate::city::Units;
use crate::decisions::model::Decision;
use crate::decisions::pages::words::effect;
use crate::decisions::store as decisions;
use crate::events::log;
use crate::viewer::Viewer;

/// Decisions that are looked at.
const DECISIONS: i64 = 200;
/// Months of the line.
const SHOWN: usize = 12;

struct Row {
    name: String,
    href: String,
    value: String,
    interval: String,
    n: String,
}

#[derive(Template)]
#[template(path = "reform/templates/measure.html")]
struct MeasurePage {
    page: Page,
    name: String,
    unit: String,
    text: String,
    trend: Option<Trend>,
    target: String,
    months: Vec<Row>,
    units: Vec<Row>,
    /// Decisions that were to move it: number, address, words, what came of them, whether certain.
    decided: Vec<(usize, String, String, String, bool)>,
    facts: String,
    whole: String,
}

/// What is asked.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
}

/// One measure.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    viewer: Viewer,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Handled {
    let lang = visitor.lang;
    let found = measure(&code).ok_or_else(Error::not_found)?;
    let own = viewer.units();
    if !asked.unit.is_empty() && !viewer.covers(&asked.unit) {
        return Err(Error::not_found().into());
    }
    // Who sees only own units is shown the first, unless they chose one.
    let unit = match own.as_ref().and_then(|units| units.first()) {
        Some(first) if asked.unit.is_empty() => first.clone(),
        _ => asked.unit,
    };
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let shown = rules::months_before(app.today(), SHOWN);
    let mut counts = store::counts(&mut tx, &shown[0]).await?;
    counts.retain(|count| count.measure == found.code);
    let names = Units::load(&mut tx, lang).await?;
    let mut decisions = decisions::taken(&mut tx, &app, DECISIONS).await?;
    drop(tx);
    decisions.retain(|one| moved(one, found.code, &unit));
    decisions.reverse();
    let fewest = i64::try_from(log::fewest(&app)?).unwrap_or(i64::MAX);
    let mine = |count: &&Count| unit.is_empty() || count.unit_code == unit;
    let figures: Vec<(String, Figure)> = shown
        .iter()
        .filter_map(|code| {
            let sum = Sum::of(counts.iter().filter(mine).filter(|count| count.month == *code));
            Some((code.clone(), rules::figure(&found, sum, fewest)?))
        })
        .collect();
    let target = words::target(&app, &found)?;
    let mut months = Vec::new();
    for (code, figure) in figures.iter().rev() {
        let facts = format!("/perbaikan/reformasi/{}/fakta?bulan={code}&unit={unit}", found.code);
        months.push(row(lang, &found, month(lang, code)?, facts, figure));
    }
    let mut trend = trend(lang, &found, &figures, target)?;
    let mut decided = Vec::new();
    for (place, (decision, taken)) in
        decisions.iter().filter_map(|one| Some((one, one.taken.as_ref()?))).enumerate()
    {
        let said = effect(lang, taken, decision.reviewed.as_ref());
        let certain = decision
            .reviewed
            .as_ref()
            .is_some_and(|reviewed| matches!(reviewed.verdict.as_str(), "up" | "down"));
        let href = format!("/keputusan/{}", decision.id);
        if let (Some(trend), Some(at)) = (&mut trend, place_of(&figures, taken.from)) {
            trend.mark(at, (place + 1).to_string(), certain);
        }
        decided.push((place + 1, href, taken.words.clone(), said, certain));
    }
    let units = units(lang, &found, &counts, &shown[SHOWN - MONTHS..], &names, fewest);
    Ok(html(&MeasurePage {
        name: words::name(lang, &found),
        text: lang.t(&format!("reform-how-{}", found.code)),
        unit: if unit.is_empty() { String::new() } else { names.name(&unit) },
        trend,
        decided,
        target: target.map(|t| words::value(lang, found.form, t)).unwrap_or_default(),
        months,
        units: units.into_iter().filter(|(code, _)| viewer.covers(code)).map(|(_, r)| r).collect(),
        facts: found.kinds.join(", "),
        whole: if own.is_none() && !unit.is_empty() {
            found.code.to_owned()
        } else {
            String::new()
        },
        page: visitor.page_titled(words::name(lang, &found)).in_section("reformasi"),
    }))
}

/// Whether a decision was to move this measure, in this unit or in all.
fn moved(decision: &Decision, measure: &str, unit: &str) -> bool {
    decision.taken.as_ref().is_some_and(|taken| {
        let mine =
            unit.is_empty() || taken.units.is_empty() || taken.units.iter().any(|u| u == unit);
        taken.measure.as_deref() == Some(measure) && mine
    })
}

/// Where a day lies on the line of months, whose points stand for whole months.
fn place_of(figures: &[(String, Figure)], day: Date) -> Option<f64> {
    let month = rules::month_of(day);
    let place = figures.iter().position(|(code, _)| *code == month)?;
    Some(place as f64 + (f64::from(day.day()) - 1.0) / f64::from(day.days_in_month()) - 0.5)
}

fn row(lang: Lang, measure: &Measure, name: String, href: String, figure: &Figure) -> Row {
    let (value, interval) = words::figure(lang, measure.form, figure);
    Row { name, href, value, interval, n: lang.count(figure.n) }
}

/// Every unit over the last months, by code.
fn units(
    lang: Lang,
    measure: &Measure,
    counts: &[Count],
    months: &[String],
    names: &Units,
    fewest: i64,
) -> Vec<(String, Row)> {
    let mut codes: Vec<&str> = counts.iter().map(|count| count.unit_code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let figure = |code: &str| {
        let recent = |count: &&Count| count.unit_code == code && months.contains(&count.month);
        rules::figure(measure, Sum::of(counts.iter().filter(recent)), fewest)
    };
    let found = codes.into_iter().filter(|code| names.has(code)).filter_map(|code| {
        let href = format!("/perbaikan/reformasi/{}?unit={code}", measure.code);
        Some((code.to_owned(), row(lang, measure, names.name(code), href, &figure(code)?)))
    });
    found.collect()
}

fn trend(
    lang: Lang,
    measure: &Measure,
    figures: &[(String, Figure)],
    target: Option<f64>,
) -> Result<Option<Trend>> {
    if figures.len() < 2 {
        return Ok(None);
    }
    let mut points = Vec::new();
    for (code, figure) in figures {
        let span = Span { value: figure.value, low: figure.low, high: figure.high };
        let label = month(lang, code)?;
        let label = label.split_once(' ').map_or(label.clone(), |(name, _)| name.to_owned());
        points.push((span, label, words::value(lang, measure.form, figure.value)));
    }
    let spans: Vec<Span> = points.iter().map(|(span, ..)| *span).collect();
    let most = match measure.form {
        Form::Share => 1.0,
        Form::Percent => 100.0,
        Form::Mean | Form::Minutes => f64::INFINITY,
    };
    let ends = chart::ends(&spans, target, (0.0, most));
    let write = |value: f64| match measure.form {
        Form::Share => format!("{}%", lang.decimal(100.0 * value, 0)),
        Form::Mean => lang.decimal(value, 1),
        Form::Minutes => lang.decimal(value, 0),
        Form::Percent => format!("{}%", lang.decimal(value, 0)),
    };
    Ok(Some(chart::trend(&points, target, ends, write)))
}
