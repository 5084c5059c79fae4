//! `/anggaran`: what became of the budget, for everyone.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::i18n::Lang;
use platform::web::chart::Trend;
use platform::web::view::Choice;
use platform::web::{Handled, Page, Visitor, html};
use serde::Deserialize;

use super::super::model::Course;
use super::super::rules::Limits;
use super::super::store;
use super::super::view::Seen;
use super::curve::{MonthShown, curve};
use super::table::{Row, rows};
use super::{PUBLIC, words};
use platform::city::Names;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
    lewati: String,
}

/// How many activities one page shows.
const SHOWN: usize = 25;

struct Shown {
    year: i16,
    note: String,
    reference: String,
    standing: String,
    findings: Vec<String>,
    moved: Vec<String>,
    units: Vec<Choice>,
    months: Vec<MonthShown>,
    trend: Option<Trend>,
    rows: Vec<Row>,
    /// Which of how many these are, and where the next stand; empty where all are shown.
    part: String,
    more: String,
    planned: bool,
    rules: Vec<String>,
    others: Vec<(String, i16)>,
    file: String,
    value: String,
}

#[derive(Template)]
#[template(path = "execution/templates/public.html")]
struct PublicPage {
    page: Page,
    shown: Option<Shown>,
}

/// The numbers of the rules, in sentences.
fn rules_told(lang: Lang, limits: &Limits) -> Vec<String> {
    let overtake = [("places", limits.places.to_string()), ("months", limits.months.to_string())];
    let late = [
        ("month", words::month(lang, limits.late_after)),
        ("share", words::percent(lang, limits.late)),
        ("floor", words::rupiah(limits.floor)),
        ("december", words::percent(lang, limits.december)),
    ];
    vec![
        lang.with("execution-rule-overtake", &overtake),
        lang.with("execution-rule-late", &late),
        lang.t1("execution-rule-moved", "share", words::percent(lang, limits.moved)),
        lang.t("execution-rule-caution"),
    ]
}

fn shown(lang: Lang, names: &Names, seen: &Seen, asked: &Asked, years: &[i16]) -> Shown {
    let year = seen.budget.budget_year;
    let wanted = |course: &Course| asked.unit.is_empty() || course.line.unit == asked.unit;
    let courses: Vec<&Course> = seen.courses.iter().filter(|course| wanted(course)).collect();
    let units: std::collections::BTreeSet<&str> =
        seen.courses.iter().map(|course| course.line.unit.as_str()).collect();
    let choice = |unit: &&str| Choice {
        value: (*unit).to_owned(),
        label: names.unit(unit),
        hint: String::new(),
        checked: **unit == asked.unit,
    };
    let mut units: Vec<Choice> = units.iter().map(choice).collect();
    units.sort_by(|a, b| a.label.cmp(&b.label));
    let (months, trend) = curve(lang, &courses, seen.known);
    let values = [
        ("reference", seen.version.reference.clone()),
        ("version", seen.budget.version.to_string()),
    ];
    let moved = seen.moved();
    let others = years.iter().filter(|other| **other != year);
    let mut rows = rows(lang, names, seen, &courses);
    let skip = asked.lewati.parse().unwrap_or(0);
    let (part, end) = part(lang, skip, &mut rows);
    let unit = units.iter().find(|one| one.checked).map_or("", |one| one.value.as_str());
    let more = end.map(|end| format!("{PUBLIC}/{year}?unit={unit}&lewati={end}#kegiatan"));
    Shown {
        year,
        note: seen.version.note.clone(),
        reference: lang.with("execution-reference-version", &values),
        standing: words::standing(lang, seen, &courses),
        findings: words::findings(lang, seen, &courses),
        moved: moved.iter().filter_map(|one| words::moved(lang, seen, one, wanted)).collect(),
        units,
        months,
        trend,
        rows,
        part,
        more: more.unwrap_or_default(),
        planned: !seen.order.is_empty(),
        rules: rules_told(lang, &seen.limits),
        others: others.map(|other| (format!("{PUBLIC}/{other}"), *other)).collect(),
        file: format!("{PUBLIC}/{year}/kegiatan.csv"),
        value: format!("{PUBLIC}/{year}/nilai"),
    }
}

/// Leaves the rows of one page, and says which of how many they are and where the next begin.
fn part<R>(lang: Lang, skip: usize, rows: &mut Vec<R>) -> (String, Option<usize>) {
    let all = rows.len();
    let skip = skip.min(all.saturating_sub(1));
    let end = all.min(skip.saturating_add(SHOWN));
    rows.truncate(end);
    rows.drain(..skip);
    if rows.len() == all {
        return (String::new(), None);
    }
    let counts = [("from", skip + 1), ("to", end), ("all", all)];
    let counts = counts.map(|(name, count)| (name, count.to_string()));
    (lang.with("execution-part", &counts), (end < all).then_some(end))
}

async fn page(app: &App, visitor: &Visitor, year: Option<i16>, asked: &Asked) -> Result<Response> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let years = store::years(&mut tx).await?;
    let seen = match year {
        Some(year) => {
            let seen = Seen::load(&mut tx, app, year).await?;
            Some(seen.ok_or_else(Error::not_found)?)
        }
        None => Seen::newest(&mut tx, app).await?,
    };
    let names = Names::load(&mut tx, visitor.lang).await?;
    drop(tx);
    let shown = seen.map(|seen| shown(visitor.lang, &names, &seen, asked, &years));
    let page = visitor.page("execution-title").in_section("anggaran");
    Ok(html(&PublicPage { page, shown }))
}

/// The newest budget.
pub(super) async fn newest(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Handled {
    Ok(page(&app, &visitor, None, &asked).await?)
}

/// The budget of a year. What is no year is not there.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(year): Path<String>,
    Query(asked): Query<Asked>,
) -> Handled {
    let year = parse_year(&year)?;
    Ok(page(&app, &visitor, Some(year), &asked).await?)
}

/// A year in an address.
pub(super) fn parse_year(text: &str) -> Result<i16> {
    text.parse().map_err(|_| Error::not_found())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whoever follows the pages sees every row once, in order.
        #[test]
        fn pages_hold_every_row_once(all in 0usize..200, far in any::<usize>()) {
            let (mut seen, mut next) = (Vec::new(), Some(0));
            while let Some(skip) = next {
                let mut rows: Vec<usize> = (0..all).collect();
                let (said, end) = part(Lang::Id, skip, &mut rows);
                prop_assert_eq!(said.is_empty(), all <= SHOWN);
                prop_assert!(rows.len() <= SHOWN);
                seen.extend(rows);
                next = end;
            }
            prop_assert_eq!(seen, (0..all).collect::<Vec<_>>());
            let mut rows: Vec<usize> = (0..all).collect();
            let (_, end) = part(Lang::Id, far.saturating_add(all), &mut rows);
            prop_assert_eq!((rows.len(), end), (all.min(1), None), "past the end the last one is shown");
        }
    }
}
