//! `/kalender-anggaran`: the steps of a year's budget, for everyone.

use askama::Template;
use axum::extract::{Query, State};
use kernel::error::Result;
use platform::App;
use platform::web::{Handled, Page, Visitor, html};
use serde::Deserialize;

use super::super::store::{self, Year};
use super::feed;
use super::words::{self, Shown};

/// Which year is asked for in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    tahun: String,
}

#[derive(Template)]
#[template(path = "calendar/templates/public.html")]
struct PublicPage {
    page: Page,
    shown: Option<Shown>,
}

/// The year that is asked for, or the newest; and all years.
pub(super) async fn load(
    app: &App,
    visitor: &Visitor,
    asked: &Asked,
) -> Result<(Option<Year>, Vec<i16>)> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let years = store::years(&mut tx).await?;
    let wanted = asked.tahun.parse().ok().or(years.first().copied());
    let year = match wanted {
        Some(year) => store::of_year(&mut tx, year).await?,
        None => None,
    };
    Ok((year, years))
}

/// The page.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Handled {
    let (year, years) = load(&app, &visitor, &asked).await?;
    let base = "/kalender-anggaran";
    let shown = year.map(|year| words::shown(&app, visitor.lang, &year, &years, base));
    let shown = shown.transpose()?;
    let page = visitor.page("budget-title").in_section("kalender");
    let page = page.with_feed(feed::CALENDAR, "budget-feed");
    Ok(html(&PublicPage { page, shown }))
}
