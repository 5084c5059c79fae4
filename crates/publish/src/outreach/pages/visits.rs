//! `/kampanye/kunjungan` for everyone and `/humas/kunjungan` for public relations: where who goes, and when.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::ToSpan as _;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::facts::campaign::{Goes, Place};
use kernel::id::VisitId;
use platform::App;
use platform::auth::{Can, Outreach};
use platform::i18n::Lang;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::{Going, State, Visit};
use super::super::store::{self, visits};
use super::super::verbs::{Cancel, Done, Plan, Planned};
use super::desk::Desk;
use super::public::{Go, go};
use super::typed::date;
use super::words;
use platform::city::Names;

const BASE: &str = "/humas/kunjungan";
/// Days for which past visits are shown.
const BACK: i64 = 90;

#[derive(Template)]
#[template(path = "outreach/templates/visits.html")]
struct PublicPage {
    page: Page,
    coming: Vec<Go>,
    past: Vec<Go>,
}

/// A visit with what may be done.
struct Work {
    id: String,
    go: Go,
    /// It has begun or is over, and nobody has said that it took place.
    can_tell: bool,
    can_cancel: bool,
}

#[derive(Template)]
#[template(path = "outreach/templates/visits_desk.html")]
struct DeskPage {
    page: Page,
    typed: Typed,
    errors: Mistakes,
    tells: bool,
    open: Vec<Work>,
    past: Vec<Go>,
    places: Vec<Choice>,
    kelurahan: Vec<Choice>,
    units: Vec<Choice>,
    goes: Vec<Choice>,
    campaigns: Vec<Choice>,
}

/// A visit as it is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    hari: String,
    #[serde(rename = "hari-month")]
    month: String,
    #[serde(rename = "hari-year")]
    year: String,
    jam: String,
    jenis: String,
    nama: String,
    kelurahan: String,
    unit: String,
    siapa: String,
    kampanye: String,
    /// How many were spoken to, and why it was cancelled.
    orang: String,
    alasan: String,
}

async fn recent(app: &App, visitor: &Visitor) -> Result<(Names, Vec<Visit>)> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, visitor.lang).await?;
    let first = app.today().saturating_sub(BACK.days());
    let all = visits::since(&mut tx, first).await?;
    Ok((names, all))
}

/// Visits for everyone: which unit goes where, and whether it did.
pub(super) async fn public(Shared(app): Shared<App>, visitor: Visitor) -> Handled {
    let (names, all) = recent(&app, &visitor).await?;
    let today = app.today();
    let (coming, mut past): (Vec<_>, Vec<_>) = all.iter().partition(|visit| visit.on >= today);
    past.reverse();
    let shown = |list: Vec<&Visit>| -> Vec<Go> {
        list.into_iter().map(|visit| go(visitor.lang, &names, visit)).collect()
    };
    Ok(html(&PublicPage {
        page: visitor.page("outreach-visits").in_section("kampanye"),
        coming: shown(coming),
        past: shown(past),
    }))
}

/// The same with what is to be done.
pub(super) async fn list(Shared(app): Shared<App>, visitor: Visitor, desk: Desk) -> Handled {
    let day = app.today().saturating_add(7.days());
    let typed = Typed {
        hari: day.day().to_string(),
        month: day.month().to_string(),
        year: day.year().to_string(),
        ..Typed::default()
    };
    Ok(page(&app, &visitor, desk.tells(), typed, Mistakes::default()).await?)
}

async fn page(
    app: &App,
    visitor: &Visitor,
    tells: bool,
    typed: Typed,
    errors: Mistakes,
) -> Result<Response> {
    let lang = visitor.lang;
    let (names, all) = recent(app, visitor).await?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let campaigns = store::list(&mut tx).await?;
    drop(tx);
    let today = app.today();
    let waits = |visit: &&Visit| matches!(visit.state, Going::Planned | Going::Missed);
    let (open, mut past): (Vec<&Visit>, Vec<&Visit>) = all.iter().partition(waits);
    past.reverse();
    let work = |visit: &&Visit| Work {
        id: visit.id.to_string(),
        can_tell: tells && visit.on <= today,
        can_cancel: tells && visit.state == Going::Planned,
        go: go(lang, &names, visit),
    };
    let word = |kind: &str, code: &str, chosen: &str| {
        words::choice(code, &lang.t(&format!("outreach-{kind}-{code}")), code == chosen)
    };
    let pick = |code: &str, name: &str, chosen: &str| words::choice(code, name, code == chosen);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let running = campaigns.iter().filter(|one| one.state == State::Running);
    let shown = DeskPage {
        page: visitor
            .page("outreach-visits")
            .in_section("kunjungan")
            .with_error_if(!errors.is_empty()),
        tells,
        open: open.iter().map(work).collect(),
        past: past.into_iter().map(|visit| go(lang, &names, visit)).collect(),
        places: Place::ALL.iter().map(|one| word("place", one.code(), &typed.jenis)).collect(),
        kelurahan: names
            .kelurahan()
            .iter()
            .map(|one| pick(&one.code, &one.name, &typed.kelurahan))
            .collect(),
        units: names.units().iter().map(|(code, name)| pick(code, name, &typed.unit)).collect(),
        goes: Goes::ALL.iter().map(|one| word("who", one.code(), &typed.siapa)).collect(),
        campaigns: running
            .map(|one| pick(&one.id.to_string(), &one.title, &typed.kampanye))
            .collect(),
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

impl Typed {
    fn said(&self, lang: Lang) -> Result<Planned, Mistakes> {
        let mut errors = Mistakes::default();
        let mut needs = |field: &str, key: &str, good: bool| {
            if !good {
                errors.note(field, lang.t(key));
            }
        };
        let on = date(&self.hari, &self.month, &self.year);
        needs("hari", "outreach-date-unreadable", on.is_some());
        let place = Place::parse(&self.jenis);
        needs("jenis", "outreach-visit-place", place.is_some());
        let goes = Goes::parse(&self.siapa);
        needs("siapa", "outreach-visit-who", goes.is_some());
        let campaign = match self.kampanye.as_str() {
            "" => Ok(None),
            id => id.parse().map(Some),
        };
        needs("kampanye", "outreach-visit-campaign", campaign.is_ok());
        let (Some(on), Some(place), Some(goes), Ok(campaign)) = (on, place, goes, campaign) else {
            return Err(errors);
        };
        Ok(Planned {
            campaign,
            on,
            at: self.jam.clone(),
            place,
            name: self.nama.trim().to_owned(),
            kelurahan: self.kelurahan.clone(),
            unit: self.unit.clone(),
            goes,
        })
    }
}

fn field(key: &str) -> &'static str {
    match key {
        "outreach-visit-name" => "nama",
        "outreach-visit-kelurahan" => "kelurahan",
        "outreach-visit-unit" => "unit",
        "outreach-visit-time" => "jam",
        _ => "hari",
    }
}

/// Plans a visit, or says what must be mended.
pub(super) async fn plan(
    Shared(app): Shared<App>,
    visitor: Visitor,
    outreach: Can<Outreach>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let said = match typed.said(visitor.lang) {
        Ok(said) => said,
        Err(errors) => return Ok(page(&app, &visitor, true, typed, errors).await?),
    };
    let plan = Plan { app: app.clone(), said, outreach };
    match app.db.write(visitor.tenant.id, plan).await {
        Ok(_) => Ok(redirect(BASE)),
        Err(error) if error.kind() == Kind::Invalid => {
            let errors = Mistakes::one(field(error.key()), visitor.lang.error(&error));
            Ok(page(&app, &visitor, true, typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn parse(id: &str) -> Result<VisitId> {
    id.parse().map_err(|_| Error::not_found())
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    (field, id): (&str, &str),
    typed: Typed,
    done: Result<()>,
) -> Handled {
    match done {
        Ok(()) => Ok(redirect(BASE)),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one(format!("{field}-{id}"), visitor.lang.error(&error));
            Ok(page(app, visitor, true, typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// The visit took place.
pub(super) async fn done(
    Shared(app): Shared<App>,
    visitor: Visitor,
    outreach: Can<Outreach>,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    // What is no number is none of the numbers that the rules allow.
    let people = typed.orang.trim().replace('.', "").parse().unwrap_or(0);
    let done = Done { app: app.clone(), id: parse(&id)?, people, outreach };
    let done = app.db.write(visitor.tenant.id, done).await;
    answer(&app, &visitor, ("orang", &id), typed, done).await
}

/// The visit will not take place.
pub(super) async fn cancel(
    Shared(app): Shared<App>,
    visitor: Visitor,
    outreach: Can<Outreach>,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let cancel = Cancel { id: parse(&id)?, reason: typed.alasan.clone(), outreach };
    let done = app.db.write(visitor.tenant.id, cancel).await;
    answer(&app, &visitor, ("alasan", &id), typed, done).await
}
