//! `/layar/{unit}`: the screen of the waiting room. Numbers, counters and waits; nobody's name. It asks
//! for itself again; who looks at it at home follows a link with `?diam`, which leaves that out.

use askama::Template;
use axum::extract::{Path, Query, State};
use platform::App;
use platform::web::qr::Qr;
use platform::web::{Handled, Page, Visitor, html};
use std::sync::Arc;

use kernel::service::Standard;

use super::super::live::{Door, live};
use super::unit::known;
use super::{Fields, refreshed, words};

/// Seconds between two looks.
const EVERY: u32 = 10;
/// Numbers that fit on the screen.
const SHOWN: usize = 6;

#[derive(Template)]
#[template(path = "queue/templates/screen.html")]
struct ScreenPage {
    page: Page,
    code: String,
    unit: String,
    time: String,
    called: Vec<(String, i64)>,
    waiting: usize,
    closed: bool,
    wait: String,
    lines: Vec<(String, usize)>,
    report: Qr,
    address: String,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(asked): Query<Fields>,
) -> Handled {
    let (lang, now) = (visitor.lang, app.db.clock().now());
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let known = known(&mut tx, &app, &visitor, &unit).await?;
    let live = live(&mut tx, &app, &known.counters, now).await?;
    let waiting = live.by_service();
    let line = |standard: &Arc<Standard>| {
        let count = waiting.get(standard.code.as_str()).copied()?;
        Some((standard.name.get(lang.code()).to_owned(), count))
    };
    let address = format!("{}/lapor", app.settings.public_url);
    let called = live.called.iter().take(SHOWN);
    let response = html(&ScreenPage {
        page: visitor.page_titled(known.title.clone()),
        time: lang.time(now, app.tz()),
        called: called.map(|ticket| (ticket.label.clone(), ticket.counter)).collect(),
        waiting: live.line.len(),
        closed: live.line.is_empty() && matches!(live.door, Door::Closed),
        wait: words::wait(lang, live.newcomer),
        lines: known.services.iter().filter_map(line).collect(),
        report: Qr::of(&address)?,
        address: address.split("://").nth(1).unwrap_or_default().to_owned(),
        unit: known.title,
        code: unit,
    });
    if asked.contains_key("diam") { Ok(response) } else { Ok(refreshed(response, EVERY)?) }
}
