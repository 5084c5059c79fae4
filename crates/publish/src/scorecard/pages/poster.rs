//! `/rapor/{period}/poster/{unit}`: an office's own numbers, for its wall. One sheet of A4, black on
//! white.

use askama::Template;
use axum::extract::{Path, State};
use kernel::Error;
use platform::App;
use platform::web::qr::Qr;
use platform::web::{Handled, Page, Visitor, html};

use super::super::model::Period;
use super::super::store;
use super::words;
use platform::city::Names;

struct Line {
    sentence: String,
    sure: String,
    compared: String,
}

#[derive(Template)]
#[template(path = "scorecard/templates/poster.html")]
struct PosterPage {
    page: Page,
    unit: String,
    period: String,
    lines: Vec<Line>,
    report: String,
    /// Address of the whole report.
    whole: String,
    qr: Qr,
    back: String,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path((period, unit)): Path<(String, String)>,
) -> Handled {
    let period: Period = period.parse()?;
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let report = store::of(&mut tx, period).await?.ok_or_else(Error::not_found)?;
    let findings = report.of(&unit);
    if unit.is_empty() || findings.is_empty() {
        return Err(Error::not_found().into());
    }
    let names = Names::load(&mut tx, lang).await?;
    let line = |finding: &&super::super::model::Finding| Line {
        sentence: words::sentence(lang, finding),
        sure: words::sure(lang, finding),
        compared: words::compared(lang, finding),
    };
    let address = format!("{}/lapor", app.settings.public_url);
    Ok(html(&PosterPage {
        page: visitor.page("scorecard-poster-title").in_section("rapor"),
        unit: names.unit(&unit),
        period: words::period(lang, period),
        lines: findings.iter().map(line).collect(),
        qr: Qr::of(&address)?,
        report: address,
        whole: format!("{}/rapor/{period}", app.settings.public_url),
        back: format!("/rapor/{period}"),
    }))
}
