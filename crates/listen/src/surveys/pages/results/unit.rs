//! One unit over time.

use askama::Template;
use axum::extract::{Path, State};
use kernel::Error;
use platform::App;
use platform::web::{Handled, Page, Visitor, html};

use super::series::{Series, all_series};
use crate::surveys::results;

#[derive(Template)]
#[template(path = "surveys/templates/index_unit.html")]
struct UnitPage {
    page: Page,
    series: Vec<Series>,
}

/// `GET /indeks/unit/{code}`: rounds in which the unit had too few answers are not there.
pub async fn unit(State(app): State<App>, visitor: Visitor, Path(code): Path<String>) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = crate::city::unit_names(&mut tx, lang).await?;
    let name = names.get(&code).ok_or_else(Error::not_found)?;
    let all = results::published(&mut tx).await?;
    let share = app.rulebook.share("survey.target", app.today()).map_err(Error::internal)?;
    let of_unit = |one: &results::Published| {
        let found = one.report.units.iter().find(|unit| unit.unit == code);
        found.map(|unit| unit.figure)
    };
    let series = all_series(&mut tx, lang, &all, share, of_unit).await?;
    let page = visitor.page_titled(name).in_section("indeks");
    Ok(html(&UnitPage { page, series }))
}
