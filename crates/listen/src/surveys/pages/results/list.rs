//! Every index over time, and what others measured before.

use askama::Template;
use axum::extract::State;
use kernel::Error;
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};

use super::series::{Series, all_series};
use crate::surveys::results;
use crate::surveys::store::{self, History};

#[derive(Template)]
#[template(path = "surveys/templates/index_list.html")]
struct ListPage {
    page: Page,
    series: Vec<Series>,
    history: Vec<(String, History)>,
}

/// `GET /indeks`.
pub async fn list(State(app): State<App>, visitor: Visitor) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let all = results::published(&mut tx).await?;
    let share = app.rulebook.share("survey.target", app.today()).map_err(Error::internal)?;
    let of_city = |one: &results::Published| one.report.city;
    let series = all_series(&mut tx, lang, &all, share, of_city).await?;
    let history = store::history(&mut tx).await?.into_iter();
    let history = history.map(|point| {
        let value =
            if lang == Lang::Id { point.value.replace('.', ",") } else { point.value.clone() };
        (value, point)
    });
    let page = visitor.page("index-title").in_section("indeks");
    Ok(html(&ListPage { page, series, history: history.collect() }))
}
