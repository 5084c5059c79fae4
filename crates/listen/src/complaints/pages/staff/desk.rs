//! An inbox: tabs, and reports by when they are due.

use askama::Template;
use axum::extract::{Query, State};
use kernel::Error;
use kernel::error::Result;
use kernel::id::ComplaintId;
use platform::App;
use platform::auth::Can;
use platform::web::view::Choice;
use platform::web::{Handled, Page, Visitor, html};
use serde::Deserialize;

use super::super::super::model::Stage;
use super::super::super::store::{self, Row};
use super::super::words::{self, Names, choice};
use super::Seat;

const PAGE: i64 = 30;

struct Tab {
    href: String,
    text: String,
    count: i64,
    current: bool,
}

struct Line {
    number: String,
    category: String,
    state: String,
    kind: &'static str,
    due: String,
}

#[derive(Template)]
#[template(path = "complaints/templates/desk.html")]
struct DeskPage {
    page: Page,
    lead: String,
    base: &'static str,
    units: Vec<Choice>,
    tabs: Vec<Tab>,
    rows: Vec<Line>,
    next: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    unit: Option<String>,
    tab: Option<String>,
    sesudah: Option<String>,
}

pub(super) async fn list<S: Seat>(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<S>,
    Query(asked): Query<Asked>,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::read(&mut tx, lang).await?;
    let desks = S::desks(&can, names.units.keys().cloned().collect());
    let desk = match asked.unit.as_deref().filter(|unit| !unit.is_empty()) {
        Some(unit) => desks.iter().find(|desk| *desk == unit),
        None => desks.first(),
    };
    let desk = desk.ok_or_else(Error::not_found)?.clone();
    let viewer = S::viewer(&can, &desk)?;
    let stage = match asked.tab.as_deref() {
        Some(code) => Stage::parse(code).ok_or_else(Error::not_found)?,
        None => Stage::New,
    };
    let after = asked.sesudah.as_deref().map(place).transpose()?;
    let counts = store::counts(&mut tx, &desk).await?;
    let mut rows = store::of_desk(&mut tx, &desk, stage, after, PAGE + 1).await?;
    drop(tx);
    let address = |stage: Stage| format!("{}?unit={desk}&tab={}", S::BASE, stage.code());
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let last = rows.last().filter(|_| more);
    let next = last.map(|row| format!("{}&sesudah={}-{}", address(stage), row.due_key(), row.id));
    // A report that names whoever looks is not there for them.
    rows.retain(|row| row.matter.shows_to(&viewer));
    let tab = |one: Stage| Tab {
        href: address(one),
        text: lang.t(&format!("complaint-tab-{}", one.code())),
        count: counts.get(one.code()).copied().unwrap_or(0),
        current: one == stage,
    };
    let entry = |code: &String| choice(code, &names.unit(lang, code), *code == desk);
    Ok(html(&DeskPage {
        page: visitor.page(S::TITLE).in_section(S::NAV),
        lead: names.unit(lang, &desk),
        base: S::BASE,
        units: desks.iter().map(entry).collect(),
        tabs: Stage::ALL.map(tab).into(),
        rows: rows.iter().map(|row| line(&app, lang, row)).collect(),
        next: next.unwrap_or_default(),
    }))
}

fn place(text: &str) -> Result<(i64, ComplaintId)> {
    let (due, id) = text.split_once('-').ok_or_else(Error::not_found)?;
    let due = due.parse().map_err(|_| Error::not_found())?;
    Ok((due, id.parse().map_err(|_| Error::not_found())?))
}

fn line(app: &App, lang: platform::i18n::Lang, row: &Row) -> Line {
    Line {
        number: row.number.to_string(),
        category: words::category(lang, &row.matter.category),
        state: words::state(lang, row),
        kind: urgency(app, row),
        due: match words::due(lang, app, row) {
            due if due.is_empty() => lang.t("complaint-no-due"),
            due => due,
        },
    }
}

/// How a due date looks: over, within a day, or later.
pub(super) fn urgency(app: &App, row: &Row) -> &'static str {
    let Some(due) = words::due_at(row) else { return "" };
    let left = due.duration_since(app.db.clock().now());
    if left < jiff::SignedDuration::ZERO {
        "bad"
    } else if left < jiff::SignedDuration::from_hours(24) {
        "warn"
    } else {
        ""
    }
}
