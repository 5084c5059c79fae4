//! `/perencana/kalender`: a planner begins a year and enters what was done.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::{Kind, Result};
use platform::App;
use platform::auth::{Can, Planner};
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::store;
use super::super::verbs::{Begin, Finish};
use super::public::{Asked, load};
use super::words::{self, Shown};

const BASE: &str = "/perencana/kalender";

#[derive(Template)]
#[template(path = "calendar/templates/planner.html")]
struct PlannerPage {
    page: Page,
    shown: Option<Shown>,
    typed: String,
    errors: Mistakes,
}

#[derive(Template)]
#[template(path = "calendar/templates/finish.html")]
struct FinishPage {
    page: Page,
    here: String,
    back: String,
    due: String,
    typed: Typed,
    errors: Mistakes,
}

/// The year to begin.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewYear {
    tahun: String,
}

/// What was done, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    hari: String,
    #[serde(rename = "hari-month")]
    month: String,
    #[serde(rename = "hari-year")]
    year: String,
    dokumen: String,
}

impl Typed {
    fn day(&self) -> Option<Date> {
        let part = |text: &str| text.trim().parse::<i16>().ok();
        let day = i8::try_from(part(&self.hari)?).ok()?;
        let month = i8::try_from(part(&self.month)?).ok()?;
        Date::new(part(&self.year)?, month, day).ok()
    }
}

/// The newest year, or the one asked for.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Planner>,
    Query(asked): Query<Asked>,
) -> Handled {
    Ok(page_of(&app, &visitor, &asked, String::new(), Mistakes::default()).await?)
}

async fn page_of(
    app: &App,
    visitor: &Visitor,
    asked: &Asked,
    typed: String,
    errors: Mistakes,
) -> Result<Response> {
    let (year, years) = load(app, visitor, asked).await?;
    let shown = year.map(|year| words::shown(app, visitor.lang, &year, &years, BASE));
    let shown = shown.transpose()?;
    let page = visitor.page("budget-title").in_section("kalender");
    let page = page.with_error_if(!errors.is_empty());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    Ok(with_status(html(&PlannerPage { page, shown, typed, errors }), status))
}

/// Begins a year.
pub(super) async fn begin(
    State(app): State<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    PostForm(form): PostForm<NewYear>,
) -> Handled {
    let done = match form.tahun.trim().parse() {
        Ok(budget_year) => {
            let actor = planner.actor(Channel::Online, None);
            let begin = Begin { app: app.clone(), budget_year, actor };
            app.db.write(visitor.tenant.id, begin).await
        }
        Err(_) => Err(Error::invalid("budget-year-wrong")),
    };
    match done {
        Ok(()) => Ok(redirect(&format!("{BASE}?tahun={}", form.tahun.trim()))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one("tahun", visitor.lang.error(&error));
            Ok(page_of(&app, &visitor, &Asked::default(), form.tahun, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn finish_page(
    app: &App,
    visitor: &Visitor,
    (year, step): (i16, &str),
    typed: Typed,
    errors: Mistakes,
) -> Result<Response> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let found = store::of_year(&mut tx, year).await?.ok_or_else(Error::not_found)?;
    drop(tx);
    let found = found.steps.into_iter().find(|one| one.code == step);
    let found = found.ok_or_else(Error::not_found)?;
    let lang = visitor.lang;
    let page = visitor.page_titled(words::step(lang, step)).in_section("kalender");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = FinishPage {
        page: page.with_error_if(!errors.is_empty()),
        here: format!("{BASE}/{year}/{step}"),
        back: format!("{BASE}?tahun={year}"),
        due: found.due.map_or_else(|| lang.t("budget-due-waits"), |day| lang.date(day)),
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// A year in an address. What is none is not there.
fn parse_year(text: &str) -> Result<i16> {
    text.parse().map_err(|_| Error::not_found())
}

/// The form of a step.
pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Planner>,
    Path((year, step)): Path<(String, String)>,
) -> Handled {
    let (year, typed) = (parse_year(&year)?, Typed::default());
    Ok(finish_page(&app, &visitor, (year, &step), typed, Mistakes::default()).await?)
}

/// Enters that a step was done.
pub(super) async fn finish(
    State(app): State<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Path((year, step)): Path<(String, String)>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let year = parse_year(&year)?;
    let reference = typed.dokumen.trim().to_owned();
    let mut field = "hari";
    let done = match typed.day() {
        None => Err(Error::invalid("budget-day-wrong")),
        Some(_) if reference.is_empty() || reference.chars().count() > 200 => {
            field = "dokumen";
            Err(Error::invalid("budget-reference-wrong"))
        }
        Some(done_on) => {
            let actor = planner.actor(Channel::Online, None);
            let step = step.clone();
            let finish =
                Finish { app: app.clone(), budget_year: year, step, done_on, reference, actor };
            app.db.write(visitor.tenant.id, finish).await
        }
    };
    match done {
        Ok(()) => Ok(redirect(&format!("{BASE}?tahun={year}"))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            Ok(finish_page(&app, &visitor, (year, &step), typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}
