//! `/perencana/pilihan/{year}`: a planner opens a ballot and counts it after its last day.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::{Kind, Result};
use kernel::money::Rupiah;
use platform::App;
use platform::auth::{Can, Planner};
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::{State, state};
use super::super::store;
use super::super::verbs::{Close, Open};
use crate::plan;

#[derive(Template)]
#[template(path = "ballot/templates/planner.html")]
struct PlannerPage {
    page: Page,
    here: String,
    back: String,
    /// Title, budget, last day and state of the ballot; empty before it is opened.
    facts: Vec<(String, String)>,
    over: bool,
    codes: Vec<(String, String)>,
    typed: Typed,
    errors: Mistakes,
}

/// A ballot to open, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    judul: String,
    anggaran: String,
    hari: String,
    #[serde(rename = "hari-month")]
    month: String,
    #[serde(rename = "hari-year")]
    year: String,
    kegiatan: String,
}

impl Typed {
    fn day(&self) -> Option<Date> {
        let part = |text: &str| text.trim().parse::<i16>().ok();
        let day = i8::try_from(part(&self.hari)?).ok()?;
        let month = i8::try_from(part(&self.month)?).ok()?;
        Date::new(part(&self.year)?, month, day).ok()
    }

    fn amount(&self) -> Option<i64> {
        let digits = self.anggaran.trim().trim_start_matches("Rp").replace(['.', ' '], "");
        digits.parse().ok().filter(|amount| (1..=1_000_000_000_000_000).contains(amount))
    }

    fn codes(&self) -> Vec<String> {
        let parts = self.kegiatan.split([',', ' ', '\n', '\r', '\t']);
        parts.filter(|part| !part.is_empty()).map(ToOwned::to_owned).collect()
    }
}

fn year_of(text: &str) -> Result<i16> {
    text.parse().map_err(|_| Error::not_found())
}

async fn page_of(
    app: &App,
    visitor: &Visitor,
    year: i16,
    typed: Typed,
    errors: Mistakes,
) -> Result<Response> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let of = plan::store::of_year(&mut tx, year).await?;
    let known = plan::store::activities(&mut tx, of.id).await?;
    let ballot = match store::of_year(&mut tx, year).await {
        Ok(ballot) => Some(ballot),
        Err(error) if error.kind() == Kind::NotFound => None,
        Err(error) => return Err(error),
    };
    let (mut facts, mut over) = (Vec::new(), false);
    if let Some(ballot) = &ballot {
        let (admitted, votes) = store::counts(&mut tx, ballot.id).await?;
        let stands = state(ballot.last_day, !ballot.file.is_empty(), app.today());
        over = stands == State::Over;
        let word = match stands {
            State::Open => "ballot-state-open",
            State::Over => "ballot-state-over",
            State::Closed => "ballot-state-closed",
        };
        let counts = [("votes", votes.to_string()), ("admitted", admitted.to_string())];
        facts = vec![
            (lang.t("ballot-name"), ballot.title.clone()),
            (lang.t("ballot-budget"), Rupiah::new(ballot.budget).to_string()),
            (lang.t("ballot-last-day"), lang.date(ballot.last_day)),
            (lang.t("plan-state"), lang.t(word)),
            (lang.t("ballot-votes-column"), lang.with("ballot-votes", &counts)),
        ];
    }
    drop(tx);
    let page = visitor.page("ballot-title").in_section("rencana");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = PlannerPage {
        page: page.with_error_if(!errors.is_empty()),
        here: format!("/perencana/pilihan/{year}"),
        back: format!("/perencana/rencana/{year}"),
        facts,
        over,
        codes: known.into_iter().map(|one| (one.code, one.title)).collect(),
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// The form, or how the ballot stands.
pub(super) async fn ask(
    Shared(app): Shared<App>,
    visitor: Visitor,
    _: Can<Planner>,
    Path(year): Path<String>,
) -> Handled {
    let (year, typed) = (year_of(&year)?, Typed::default());
    Ok(page_of(&app, &visitor, year, typed, Mistakes::default()).await?)
}

/// The field to which a refusal belongs.
fn field(error: &Error) -> &'static str {
    match error.key() {
        "ballot-title-wrong" | "ballot-opened-already" => "judul",
        "ballot-budget-wrong" => "anggaran",
        "ballot-day-wrong" | "ballot-day-past" => "hari",
        "ballot-still-open" | "ballot-counted-already" => "hitung",
        _ => "kegiatan",
    }
}

async fn after(app: &App, visitor: &Visitor, year: i16, typed: Typed, done: Result<()>) -> Handled {
    match done {
        Ok(()) => Ok(redirect(&format!("/perencana/pilihan/{year}"))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one(field(&error), visitor.lang.error(&error));
            Ok(page_of(app, visitor, year, typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Opens a ballot.
pub(super) async fn open(
    Shared(app): Shared<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Path(year): Path<String>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let year = year_of(&year)?;
    let done = match (typed.amount(), typed.day()) {
        (None, _) => Err(Error::invalid("ballot-budget-wrong")),
        (_, None) => Err(Error::invalid("ballot-day-wrong")),
        (Some(budget), Some(last_day)) => {
            let open = Open {
                app: app.clone(),
                budget_year: year,
                title: typed.judul.clone(),
                budget,
                last_day,
                codes: typed.codes(),
                actor: planner.actor(Channel::Online, None),
            };
            app.db.write(visitor.tenant.id, open).await
        }
    };
    after(&app, &visitor, year, typed, done).await
}

/// An empty form.
#[derive(Debug, Deserialize)]
pub(super) struct Nothing {}

/// Counts a ballot.
pub(super) async fn count(
    Shared(app): Shared<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Path(year): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let year = year_of(&year)?;
    let actor = planner.actor(Channel::Online, None);
    let done =
        app.db.write(visitor.tenant.id, Close { app: app.clone(), budget_year: year, actor }).await;
    after(&app, &visitor, year, Typed::default(), done).await
}
