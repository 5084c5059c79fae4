//! `/perbaikan/proses/{kode}/rancang`: proposing a better way of working.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::facts::trial::Change;
use platform::App;
use platform::i18n::Lang;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::verbs::Propose;
use super::super::{rules, store};
use super::words::service_name;
use crate::city::{self, Step, Units};
use crate::events::log::{self, Scope};
use crate::viewer::Viewer;

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    langkah: String,
    cara: String,
    ke: String,
    unit: Vec<String>,
    tanggal: String,
    #[serde(rename = "tanggal-month")]
    month: String,
    #[serde(rename = "tanggal-year")]
    year: String,
    alasan: String,
}

#[derive(Template)]
#[template(path = "processes/templates/draft.html")]
struct DraftPage {
    page: Page,
    back: String,
    service: String,
    days: i64,
    typed: Typed,
    steps: Vec<Choice>,
    ways: Vec<Choice>,
    into: Vec<Choice>,
    units: Vec<Choice>,
    errors: Mistakes,
}

/// What may be chosen.
struct Offer {
    service: String,
    steps: Vec<Step>,
    units: Vec<(String, String)>,
}

async fn offer(app: &App, visitor: &Visitor, code: &str) -> Result<Offer> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let services = city::services(&mut tx).await?;
    if !services.iter().any(|service| service.code == code) {
        return Err(Error::not_found());
    }
    let trials = store::of_service(&mut tx, code).await?;
    let steps = rules::standing(city::steps(&mut tx, code).await?, &trials);
    let names = Units::load(&mut tx, visitor.lang).await?;
    let cases = log::cases(&mut tx, &Scope::year(app, code, None), log::MOST).await?.found;
    let seen = log::offices(&cases).into_iter();
    let mut units: Vec<_> = seen.map(|unit| (unit.to_owned(), names.name(unit))).collect();
    units.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(Offer { service: service_name(visitor.lang, &services, code), steps, units })
}

async fn page(
    app: &App,
    visitor: &Visitor,
    code: &str,
    typed: Typed,
    errors: Mistakes,
) -> Result<Response> {
    let lang = visitor.lang;
    let offer = offer(app, visitor, code).await?;
    let choice = |value: &str, label: String, checked: bool| Choice {
        value: value.to_owned(),
        label,
        hint: String::new(),
        checked,
    };
    let steps = |chosen: &str| -> Vec<Choice> {
        let step = |step: &Step| {
            choice(&step.code, step.name.get(lang.code()).to_owned(), step.code == chosen)
        };
        offer.steps.iter().map(step).collect()
    };
    let way = |way: &str| choice(way, lang.t(&format!("processes-way-{way}")), typed.cara == way);
    let unit =
        |(code, name): &(String, String)| choice(code, name.clone(), typed.unit.contains(code));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = DraftPage {
        back: format!("/perbaikan/proses/{code}"),
        service: offer.service.clone(),
        days: app.rulebook.count("improve.trial_days", app.today())?,
        steps: steps(&typed.langkah),
        ways: ["remove", "merge"].into_iter().map(way).collect(),
        into: steps(&typed.ke),
        units: offer.units.iter().map(unit).collect(),
        page: visitor
            .page("processes-draft-title")
            .in_section("proses")
            .with_error_if(!errors.is_empty()),
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

fn allowed(viewer: &Viewer) -> Result<()> {
    if viewer.proposes() { Ok(()) } else { Err(Error::new(Kind::Forbidden, "error-forbidden")) }
}

/// The empty form; the first day is a week ahead.
pub(super) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    viewer: Viewer,
    Path(code): Path<String>,
) -> Handled {
    allowed(&viewer)?;
    let first = app.today().checked_add(7.days()).map_err(Error::internal)?;
    let typed = Typed {
        cara: "remove".to_owned(),
        tanggal: first.day().to_string(),
        month: first.month().to_string(),
        year: first.year().to_string(),
        ..Typed::default()
    };
    Ok(page(&app, &visitor, &code, typed, Mistakes::default()).await?)
}

impl Typed {
    fn change(&self) -> Option<Change> {
        let step = self.langkah.clone();
        match self.cara.as_str() {
            "remove" => Some(Change::Remove { step }),
            "merge" => Some(Change::Merge { step, into: self.ke.clone() }),
            _ => None,
        }
    }

    fn first_day(&self) -> Option<Date> {
        let part = |text: &str| text.trim().parse::<i16>().ok();
        let (day, month) = (part(&self.tanggal)?, part(&self.month)?);
        Date::new(part(&self.year)?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    }
}

/// Keeps the proposal, or says what must be mended.
pub(super) async fn propose(
    State(app): State<App>,
    visitor: Visitor,
    viewer: Viewer,
    Path(code): Path<String>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    allowed(&viewer)?;
    let offered = offer(&app, &visitor, &code).await?;
    let lang = visitor.lang;
    let mut errors = Mistakes::default();
    let mut say = |field: &str, key: &str| errors.note(field, lang.t(key));
    let change = typed.change().filter(|change| rules::is_possible(&offered.steps, change));
    if change.is_none() {
        say("langkah", "processes-trial-step");
    }
    let known = |unit: &String| offered.units.iter().any(|(code, _)| code == unit);
    if typed.unit.len() < 2 || !typed.unit.iter().all(known) {
        say("unit", "processes-trial-two-units");
    } else if !viewer.may_propose(&typed.unit) {
        say("unit", "processes-trial-own-unit");
    }
    let first_day = typed.first_day().filter(|day| *day > app.today());
    if first_day.is_none() {
        say("tanggal", "processes-trial-day");
    }
    let why = typed.alasan.trim().to_owned();
    if why.is_empty() || why.chars().count() > 2_000 {
        say("alasan", "processes-trial-why");
    }
    let (Some(change), Some(first_day), true) = (change, first_day, errors.is_empty()) else {
        return Ok(page(&app, &visitor, &code, typed, errors).await?);
    };
    let proposer = viewer.user();
    let (service, units) = (code.clone(), typed.unit.clone());
    let propose = Propose { app: app.clone(), service, change, units, first_day, why, proposer };
    match app.db.write(visitor.tenant.id, propose).await {
        Ok(id) => Ok(redirect(&format!("/perbaikan/uji/{id}"))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            Ok(refused(&app, &visitor, &code, (typed, lang), &error).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn refused(
    app: &App,
    visitor: &Visitor,
    code: &str,
    (typed, lang): (Typed, Lang),
    error: &Error,
) -> Result<Response> {
    page(app, visitor, code, typed, Mistakes::one("langkah", lang.error(error))).await
}
