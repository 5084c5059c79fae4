//! `GET /petugas/atasan`: what a head must look at first, the files past their deadline.

use askama::Template;
use axum::extract::State;
use kernel::error::Result;
use platform::App;
use platform::auth::{Can, Head};
use platform::db::Tx;
use platform::web::{Handled, Page, Visitor, html};

use super::super::super::store;
use super::desk::units_of;
use super::rows::{Row, Writer};

/// Rows of one unit.
const MOST: i64 = 100;

#[derive(Template)]
#[template(path = "applications/templates/officer/head.html")]
struct HeadPage {
    page: Page,
    units: Vec<UnitFiles>,
}

/// A unit with its late files and its counts.
struct UnitFiles {
    name: String,
    open: i64,
    late: i64,
    rows: Vec<Row>,
}

/// Late files of the units that the visitor leads. Officers appear by pseudonym.
pub(super) async fn show(State(app): State<App>, visitor: Visitor, head: Can<Head>) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let mut units = Vec::new();
    for (code, name) in units_of(&mut tx, &head, &visitor).await? {
        let unit = unit(&app, &mut tx, &visitor, &code, name).await?;
        // In a list over the whole city, only units that have something to say.
        if !head.whole_city() || unit.late > 0 {
            units.push(unit);
        }
    }
    let page = visitor.page("officer-head-title").in_section("petugas");
    Ok(html(&HeadPage { page, units }))
}

async fn unit(
    app: &App,
    tx: &mut Tx<'_>,
    visitor: &Visitor,
    code: &str,
    name: String,
) -> Result<UnitFiles> {
    let now = app.db.clock().now();
    let (staged, late) = store::counts(tx, code, now).await?;
    let files = store::late(tx, code, now, MOST).await?;
    let rows = Writer::new(app, visitor.lang).rows(tx, &files).await?;
    let open = ["new", "working", "to_issue"].iter().filter_map(|stage| staged.get(*stage)).sum();
    Ok(UnitFiles { name, open, late, rows })
}
