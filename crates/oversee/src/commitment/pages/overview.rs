//! `/pengawasan/integritas`: who has signed and declared, for heads and inspectors.

use askama::Template;
use axum::extract::State;
use platform::App;
use platform::auth::account;
use platform::web::{Handled, Page, Visitor, html};

use super::super::store;
use crate::city::Units;
use crate::overseer::Overseer;

struct Row {
    unit: String,
    done: i64,
    of: i64,
    percent: i64,
    missing: Vec<String>,
}

#[derive(Template)]
#[template(path = "commitment/templates/overview.html")]
struct OverviewPage {
    page: Page,
    year: i16,
    rows: Vec<Row>,
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor, overseer: Overseer) -> Handled {
    overseer.is_superior()?;
    let (lang, year) = (visitor.lang, app.today().year());
    let own = overseer.units();
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let units = Units::load(&mut tx, lang).await?;
    let mut shares = store::shares(&mut tx, year).await?;
    shares.retain(|(unit, ..)| own.as_ref().is_none_or(|own| own.contains(unit)));
    let mut rows = Vec::new();
    for (unit, done, of) in shares {
        let mut missing = Vec::new();
        for (user, name) in account::of_unit(&mut tx, &app.vault, &unit).await? {
            if !store::done(&mut tx, user, year).await?.all() {
                missing.push(name);
            }
        }
        let percent = if of > 0 { done * 100 / of } else { 0 };
        rows.push(Row { unit: units.name(lang, &unit), done, of, percent, missing });
    }
    rows.sort_by(|a, b| a.percent.cmp(&b.percent).then_with(|| a.unit.cmp(&b.unit)));
    Ok(html(&OverviewPage {
        page: visitor.page("pact-overview-title").in_section("tenggat"),
        year,
        rows,
    }))
}
