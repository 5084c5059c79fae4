//! `GET /perbaikan/reformasi`: five instruments and five obstacles, with numbers.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use kernel::error::Result;
use platform::App;
use platform::i18n::Lang;
use platform::web::view::Choice;
use platform::web::{Handled, Page, Visitor, html};
use serde::Deserialize;

use super::super::measures::{Form, MEASURES, Measure, Theme};
use super::super::rules::{self, MONTHS, Move, Sum};
use super::super::store::{self, Count};
use super::words;
use crate::city::Units;
use crate::competence::model::Outcome;
use crate::competence::numbers::{self, Told};
use crate::events::log;
use crate::viewer::Viewer;

/// One measure in a table.
struct Line {
    href: String,
    name: String,
    value: String,
    interval: String,
    n: String,
    change: String,
    kind: &'static str,
    said: String,
    target: String,
}

struct Group {
    title: String,
    text: String,
    lines: Vec<Line>,
    /// What is not counted here, and where it is told.
    elsewhere: String,
    /// Units one by one, where a measure is told of them by another page.
    units: Vec<Line>,
}

#[derive(Template)]
#[template(path = "reform/templates/overview.html")]
struct OverviewPage {
    page: Page,
    instruments: Vec<Group>,
    obstacles: Vec<Group>,
    units: Vec<Choice>,
    /// The choice of the whole city; empty for who does not see it.
    whole: String,
    months: String,
}

/// Months over which rare things are counted.
const YEAR: usize = 12;

/// What is asked.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
}

/// All measures, of the city or of one unit.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Handled {
    let lang = visitor.lang;
    let year = rules::months_before(app.today(), YEAR);
    let months = &year[YEAR - 2 * MONTHS..];
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let counts = store::counts(&mut tx, &year[0]).await?;
    let names = Units::load(&mut tx, lang).await?;
    let seen = seen(&counts, &viewer, &names);
    let chosen = seen.iter().find(|unit| **unit == asked.unit).cloned();
    // A head without the whole city begins with an own unit.
    let chosen = chosen.or_else(|| viewer.units().and_then(|own| own.first().cloned()));
    let told = numbers::told(&mut tx, &app, chosen.as_deref()).await?;
    let by_unit = if chosen.is_none() {
        numbers::by_unit(&mut tx, &app, Outcome::Returned).await?
    } else {
        BTreeMap::new()
    };
    drop(tx);
    let scope = Scope { counts: &counts, unit: chosen.as_deref(), months, year: &year };
    let mut groups = Vec::new();
    for theme in Theme::ALL {
        let mut group = group(&app, lang, theme, &scope)?;
        if theme == Theme::Competence {
            group.lines.push(competence(lang, told.as_ref(), chosen.as_deref()));
            let line = |(unit, told): (&String, &Told)| Line {
                name: names.name(unit),
                ..competence(lang, Some(told), Some(unit))
            };
            group.units = by_unit.iter().map(line).collect();
            group.units.sort_by(|a, b| a.name.cmp(&b.name));
        }
        groups.push(group);
    }
    let obstacles = groups.split_off(Theme::ALL.iter().filter(|one| one.is_instrument()).count());
    let units = seen.iter().map(|unit| Choice {
        value: unit.clone(),
        label: names.name(unit),
        hint: String::new(),
        checked: chosen.as_deref() == Some(unit),
    });
    let ends = [("from", month(lang, &months[MONTHS])?), ("to", month(lang, &months[5])?)];
    Ok(html(&OverviewPage {
        units: units.collect(),
        whole: viewer.units().map_or_else(|| lang.t("reform-whole-city"), |_| String::new()),
        months: lang.with("reform-months", &ends),
        page: visitor.page("reform-title").in_section("reformasi"),
        instruments: groups,
        obstacles,
    }))
}

/// Units with counts that the viewer may see; an inbox is none.
fn seen(counts: &[Count], viewer: &Viewer, names: &Units) -> Vec<String> {
    let with = counts.iter().map(|count| count.unit_code.clone());
    let mut units: Vec<String> =
        with.filter(|unit| names.has(unit) && viewer.covers(unit)).collect();
    units.sort_unstable();
    units.dedup();
    units
}

struct Scope<'a> {
    counts: &'a [Count],
    unit: Option<&'a str>,
    months: &'a [String],
    year: &'a [String],
}

impl Scope<'_> {
    fn sum(&self, measure: &Measure, months: &[String]) -> Sum {
        let wanted = |count: &&Count| {
            count.measure == measure.code
                && self.unit.is_none_or(|unit| count.unit_code == unit)
                && months.contains(&count.month)
        };
        Sum::of(self.counts.iter().filter(wanted))
    }
}

fn group(app: &App, lang: Lang, theme: Theme, scope: &Scope<'_>) -> Result<Group> {
    let mut lines = Vec::new();
    for measure in MEASURES.iter().filter(|measure| measure.theme == theme) {
        lines.extend(line(app, lang, measure, scope)?);
    }
    let code = theme.code();
    let elsewhere = match theme {
        Theme::Value | Theme::Competence => lang.t(&format!("reform-elsewhere-{code}")),
        _ => String::new(),
    };
    Ok(Group {
        title: lang.t(&format!("reform-theme-{code}")),
        text: lang.t(&format!("reform-text-{code}")),
        lines,
        elsewhere,
        units: Vec::new(),
    })
}

fn line(app: &App, lang: Lang, measure: &Measure, scope: &Scope<'_>) -> Result<Option<Line>> {
    let fewest = i64::try_from(log::fewest(app)?).unwrap_or(i64::MAX);
    let (before, now) = scope.months.split_at(MONTHS);
    let (before, now) = (scope.sum(measure, before), scope.sum(measure, now));
    // Facts of this measure name no unit.
    if now.n + before.n == 0 && scope.unit.is_some() {
        return Ok(None);
    }
    let mut figure = rules::figure(measure, now, fewest);
    let (mut name, mut n) = (words::name(lang, measure), now.n);
    // What is rare is told of a year.
    if figure.is_none() {
        let year = scope.sum(measure, scope.year);
        figure = rules::figure(measure, year, fewest);
        if figure.is_some() {
            (name, n) = (lang.t1("reform-of-year", "name", name), year.n);
        }
    }
    let shown = figure.map(|figure| words::figure(lang, measure.form, &figure));
    let (value, interval) =
        shown.unwrap_or_else(|| (lang.t1("reform-few", "fewest", fewest), String::new()));
    let change = rules::change(measure, before, now, fewest);
    let unit = scope.unit.map(|unit| format!("?unit={unit}")).unwrap_or_default();
    let target = words::target(app, measure)?;
    Ok(Some(Line {
        href: format!("/perbaikan/reformasi/{}{unit}", measure.code),
        name,
        value,
        interval,
        n: lang.count(n),
        change: change.map(|(by, _)| words::difference(lang, measure.form, by)).unwrap_or_default(),
        kind: kind(change),
        said: said(lang, change),
        target: target.map(|t| words::value(lang, measure.form, t)).unwrap_or_default(),
    }))
}

/// The chip of a change.
fn kind(change: Option<(f64, Move)>) -> &'static str {
    match change {
        Some((_, Move::Better)) => "good",
        Some((_, Move::Worse)) => "bad",
        _ => "",
    }
}

fn said(lang: Lang, change: Option<(f64, Move)>) -> String {
    change.map(|(_, said)| lang.t(&format!("reform-move-{}", said.code()))).unwrap_or_default()
}

/// How often files come back after they were verified, as if everybody got the same files: counted by
/// the slice that keeps officers apart, and shown for many of them together alone.
fn competence(lang: Lang, told: Option<&Told>, unit: Option<&str>) -> Line {
    let shown = told.map(|told| words::figure(lang, Form::Share, &told.figure));
    let (value, interval) = shown.unwrap_or_else(|| (lang.t("reform-few-officers"), String::new()));
    let change = told.and_then(|told| told.change);
    Line {
        href: unit.map(|unit| format!("/perbaikan/kecakapan/{unit}")).unwrap_or_default(),
        name: lang.t("reform-m-competence"),
        value,
        interval,
        n: told.map_or_else(|| "-".to_owned(), |told| lang.count(told.figure.n)),
        change: change.map(|(by, _)| words::difference(lang, Form::Share, by)).unwrap_or_default(),
        kind: kind(change),
        said: said(lang, change),
        target: String::new(),
    }
}

/// A month in words, such as "Okt 2026".
pub(super) fn month(lang: Lang, code: &str) -> Result<String> {
    let day = lang.short_date(rules::first_day(code)?);
    let name = day.rsplit_once(' ').map_or(day.as_str(), |(_, name)| name);
    Ok(format!("{name} {}", &code[..4]))
}
