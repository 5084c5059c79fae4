//! `GET /perbaikan/proses`: every service with its files, its time and how it keeps its promise.

use askama::Template;
use axum::extract::State;
use kernel::error::Result;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};

use super::super::model::Trial;
use super::super::store;
use super::words::{self, length, median};
use crate::city::{self, Service};
use crate::events::log::{self, Scope};
use crate::viewer::Viewer;

/// Files of a service from which its median is told.
const LOOKED_AT: i64 = 2_000;

struct Line {
    href: String,
    name: String,
    files: usize,
    /// The same as people write it.
    shown: String,
    /// Empty when there are too few files to tell.
    median: String,
    kept: String,
    /// How its open trial stands; empty when there is none.
    tried: String,
}

#[derive(Template)]
#[template(path = "processes/templates/list.html")]
struct ListPage {
    page: Page,
    lines: Vec<Line>,
    fewest: u64,
    lead: &'static str,
}

/// All services of which the viewer may see files, those with most files first.
pub(super) async fn list(State(app): State<App>, visitor: Visitor, viewer: Viewer) -> Handled {
    let lang = visitor.lang;
    let fewest = log::fewest(&app)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let trials = store::list(&mut tx).await?;
    let tried = |code: &str| {
        let open = trials.iter().find(|one| one.service == code && one.state.is_open());
        let say = |one: &Trial| lang.t(&format!("processes-tried-{}", one.state.code()));
        open.map(say).unwrap_or_default()
    };
    let mut lines = Vec::new();
    for service in city::services(&mut tx).await? {
        let scope = Scope::year(&app, &service.code, viewer.units());
        let about = (&service, fewest, tried(&service.code));
        let line = line(&mut tx, &app, lang, &scope, about).await?;
        lines.extend(line.filter(|line| line.files > 0 || viewer.units().is_none()));
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.files));
    let lead = if viewer.units().is_none() { "processes-lead" } else { "processes-lead-units" };
    let page = visitor.page("processes-title").in_section("proses");
    Ok(html(&ListPage { page, lines, fewest, lead }))
}

async fn line(
    tx: &mut Tx<'_>,
    app: &App,
    lang: Lang,
    scope: &Scope,
    (service, fewest, tried): (&Service, u64, String),
) -> Result<Option<Line>> {
    let found = log::cases(tx, scope, LOOKED_AT).await?;
    let (mut minutes, mut kept) = (Vec::new(), 0);
    for case in &found.found {
        if let Some(worked) = log::worked(&app.calendar, case)? {
            minutes.push(worked);
            kept += usize::from(case.on_time != 0);
        }
    }
    let done = minutes.len();
    let told = done as u64 >= fewest;
    let median = median(&mut minutes).filter(|_| told).map(|time| length(lang, time));
    // Rounded down, so that it never says more than is true.
    let of_ten = told.then(|| lang.t1("processes-kept", "count", kept * 10 / done.max(1)));
    let files = found.found.len() * 100 / found.percent.max(1) as usize;
    Ok(Some(Line {
        href: format!("/perbaikan/proses/{}", service.code),
        name: words::service_name(lang, std::slice::from_ref(service), &service.code),
        shown: words::number(lang, files as u64),
        files,
        median: median.unwrap_or_default(),
        kept: of_ten.unwrap_or_default(),
        tried,
    }))
}
