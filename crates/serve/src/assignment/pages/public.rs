//! `GET /log/penugasan`: how many officers were drawn, and how often a superior overrode a draw.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use platform::App;
use platform::web::{Handled, Page, Visitor, html};

use super::super::store;
use crate::catalogue;

struct Unit {
    title: String,
    draws: i64,
    overrides: i64,
    reasons: String,
}

#[derive(Template)]
#[template(path = "assignment/templates/public.html")]
struct PublicPage {
    page: Page,
    steps: Vec<String>,
    units: Vec<Unit>,
    synthetic: bool,
}

/// The page, from clear facts alone.
pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let known = catalogue::store::all_units(&mut tx).await?;
    let steps = store::steps(&mut tx).await?;
    let mut units: BTreeMap<String, Unit> = BTreeMap::new();
    let title = |code: &str| {
        known.get(code).map_or_else(|| code.to_owned(), |unit| unit.name(lang.code()).to_owned())
    };
    let empty =
        |code: &str| Unit { title: title(code), draws: 0, overrides: 0, reasons: String::new() };
    for (code, count) in store::count_draws(&mut tx).await? {
        units.entry(code.clone()).or_insert_with(|| empty(&code)).draws = count;
    }
    for (code, reason, count) in store::count_overrides(&mut tx).await? {
        let unit = units.entry(code.clone()).or_insert_with(|| empty(&code));
        unit.overrides += count;
        let line = format!("{}: {count}", lang.t(&format!("assignment-reason-{reason}")));
        let reasons = [std::mem::take(&mut unit.reasons), line];
        unit.reasons =
            reasons.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ");
    }
    Ok(html(&PublicPage {
        page: visitor.page("assignment-public-title").in_section("log"),
        steps: steps.iter().map(|step| step.name(lang.code()).to_owned()).collect(),
        units: units.into_values().collect(),
        synthetic: visitor.tenant.synthetic,
    }))
}
