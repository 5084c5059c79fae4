//! `/perencana/rencana`: where a planner begins a plan and brings activities into it.

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::{Kind, Result};
use platform::App;
use platform::auth::{Can, Planner};
use platform::web::upload::{Received, receive};
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::store;
use super::super::verbs::{Begin, Take, TakeAccepted};
use super::public::parse_year;
use super::shown::{Known, Shown, shown};
use super::{PUBLIC, WORK};

/// A plan to begin.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    tahun: String,
    catatan: String,
}

#[derive(Template)]
#[template(path = "plan/templates/list.html")]
struct ListPage {
    page: Page,
    years: Vec<i16>,
    typed: Typed,
    errors: Mistakes,
}

#[derive(Template)]
#[template(path = "plan/templates/work.html")]
struct WorkPage {
    page: Page,
    here: String,
    public: String,
    shown: Shown,
    accepted: usize,
    scored: bool,
    frozen: bool,
    open: bool,
    typed_reason: String,
    errors: Mistakes,
}

async fn list_page(
    app: &App,
    visitor: &Visitor,
    typed: Typed,
    errors: Mistakes,
) -> Result<Response> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let years = store::years(&mut tx).await?;
    drop(tx);
    let page = visitor.page("plan-title").in_section("rencana");
    let page = page.with_error_if(!errors.is_empty());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    Ok(with_status(html(&ListPage { page, years, typed, errors }), status))
}

/// All plans, and the form for another.
pub(super) async fn list(State(app): State<App>, visitor: Visitor, _: Can<Planner>) -> Handled {
    Ok(list_page(&app, &visitor, Typed::default(), Mistakes::default()).await?)
}

/// Begins a plan.
pub(super) async fn begin(
    State(app): State<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let done = match typed.tahun.trim().parse() {
        Ok(budget_year) => {
            let note = typed.catatan.trim().to_owned();
            let actor = planner.actor(Channel::Online, None);
            let begin = Begin { app: app.clone(), budget_year, note, actor };
            app.db.write(visitor.tenant.id, begin).await
        }
        Err(_) => Err(Error::invalid("plan-year-wrong")),
    };
    match done {
        Ok(()) => Ok(redirect(&format!("{WORK}/{}", typed.tahun.trim()))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let field = if error.key() == "plan-note-long" { "catatan" } else { "tahun" };
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            Ok(list_page(&app, &visitor, typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// The planner's page of a plan.
pub(super) async fn work_page(
    app: &App,
    visitor: &Visitor,
    year: i16,
    typed_reason: String,
    errors: Mistakes,
) -> Result<Response> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let known = Known::load(&mut tx, app, visitor.lang, year).await?;
    let accepted = store::accepted(&mut tx, year).await?;
    drop(tx);
    let is_new = |one: &&store::Accepted| {
        one.cost.is_some_and(|cost| cost > 0)
            && !known.activities.iter().any(|old| old.proposal == one.number)
    };
    let href = |code: &str| format!("{WORK}/{year}/nilai/{code}");
    let page = visitor.page("plan-title").in_section("rencana");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let course = known.plan.course;
    let shown = WorkPage {
        page: page.with_error_if(!errors.is_empty()),
        here: format!("{WORK}/{year}"),
        public: format!("{PUBLIC}/{year}"),
        accepted: accepted.iter().filter(is_new).count(),
        scored: course.frozen && course.scores > 0,
        frozen: course.frozen,
        open: !course.adopted,
        shown: shown(app, visitor.lang, &known, WORK, href),
        typed_reason,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// The page.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Planner>,
    Path(year): Path<String>,
) -> Handled {
    let year = parse_year(&year)?;
    Ok(work_page(&app, &visitor, year, String::new(), Mistakes::default()).await?)
}

/// After an act on the planner's page: the page again, or what must be mended.
pub(super) async fn after(
    app: &App,
    visitor: &Visitor,
    (year, field): (i16, &str),
    typed: String,
    done: Result<()>,
) -> Handled {
    match done {
        Ok(()) => Ok(redirect(&format!("{WORK}/{year}"))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            Ok(work_page(app, visitor, year, typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes the activities of a table.
pub(super) async fn take(
    State(app): State<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Path(year): Path<String>,
    request: Request,
) -> Handled {
    let year = parse_year(&year)?;
    let actor = planner.actor(Channel::Online, None);
    let done = match receive(&app, &visitor, request, 1).await? {
        Received::TooLarge(error) => Err(error),
        Received::Form(form) => match form.files.get("tabel").map(|bytes| bytes.to_vec()) {
            None => Err(Error::invalid("plan-table-none")),
            Some(bytes) => match String::from_utf8(bytes) {
                Err(_) => Err(Error::invalid("plan-table-unreadable")),
                Ok(text) => {
                    let text = text.trim_start_matches('\u{feff}').to_owned();
                    app.db.write(visitor.tenant.id, Take { budget_year: year, text, actor }).await
                }
            },
        },
    };
    after(&app, &visitor, (year, "tabel"), String::new(), done).await
}

/// An empty form.
#[derive(Debug, Deserialize)]
pub(super) struct Nothing {}

/// Takes the proposals that were accepted.
pub(super) async fn accepted(
    State(app): State<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Path(year): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let year = parse_year(&year)?;
    let actor = planner.actor(Channel::Online, None);
    let done = app.db.write(visitor.tenant.id, TakeAccepted { budget_year: year, actor }).await;
    after(&app, &visitor, (year, "tabel"), String::new(), done).await
}
