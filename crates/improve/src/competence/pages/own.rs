//! `/saya/kinerja`: an officer's own numbers beside those of the unit, trainings, and the coach.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::error::{Kind, Result};
use kernel::id::UserId;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::{Cell, Outcome};
use super::super::numbers;
use super::super::rules::Work;
use super::super::store::{coaching, trainings};
use super::super::verbs::{Answer, Ask, End};
use super::who::Worker;
use super::words::{self, Line, Shown, shown};
use crate::city::Units;

const HERE: &str = "/saya/kinerja";

struct Number {
    title: String,
    text: String,
    mine: Option<Shown>,
    said: String,
    team: Option<Shown>,
}

struct Taught {
    topic: String,
    day: String,
    unit: String,
    attended: bool,
}

#[derive(Template)]
#[template(path = "competence/templates/own.html")]
struct OwnPage {
    page: Page,
    unit: String,
    numbers: Vec<Number>,
    fewest: i64,
    trainings: Vec<Taught>,
    led: Vec<(String, String)>,
    units: Vec<Choice>,
    coached: bool,
    notes: Vec<Line>,
    typed: String,
    errors: Mistakes,
}

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    unit: String,
    tulisan: String,
}

/// The unit for which the officer verified most; the first of theirs without a file.
fn main_unit(cells: &[Cell], worker: &Worker) -> String {
    let units = worker.units();
    let files = |unit: &String| -> i64 {
        let own = cells.iter().filter(|cell| cell.officer == worker.user() && cell.unit == *unit);
        own.map(|cell| cell.files).sum()
    };
    // The last of equals wins, and the first unit should.
    units.iter().rev().max_by_key(|unit| files(unit)).cloned().unwrap_or_default()
}

fn shares(app: &App, lang: Lang, cells: &[Cell], me: UserId, unit: &str) -> Result<Vec<Number>> {
    let fewest = numbers::fewest(app)?;
    let number = |outcome: Outcome| {
        let work = Work::new(cells, outcome);
        let mine = work.officer(me, unit, fewest);
        let code = outcome.code();
        Number {
            title: lang.t(&format!("competence-{code}")),
            text: lang.t(&format!("competence-{code}-how")),
            said: mine.map_or_else(String::new, |(_, standing)| {
                lang.t(&format!("competence-standing-{}", standing.code()))
            }),
            mine: mine.map(|(figure, _)| shown(lang, &figure)),
            team: work.unit(unit, fewest).map(|figure| shown(lang, &figure)),
        }
    };
    Ok(Outcome::ALL.map(number).into())
}

async fn taught(
    tx: &mut Tx<'_>,
    app: &App,
    (lang, names): (Lang, &Units),
    worker: &Worker,
) -> Result<Vec<Taught>> {
    let since = words::since(app.today());
    let mut list = Vec::new();
    for unit in worker.units() {
        let seats = trainings::attended(tx, &unit, since).await?;
        for training in trainings::of_unit(tx, &unit, since).await? {
            let attended = seats.contains(&(training.id, worker.user()));
            // What others learnt is theirs.
            if attended || !training.held {
                list.push(Taught {
                    topic: training.topic,
                    day: lang.weekday_date(training.day),
                    unit: names.name(&training.unit),
                    attended,
                });
            }
        }
    }
    Ok(list)
}

async fn write(
    app: &App,
    visitor: &Visitor,
    worker: &Worker,
    typed: Typed,
    errors: Mistakes,
) -> Result<Response> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Units::load(&mut tx, lang).await?;
    let cells = numbers::year(&mut tx, app).await?;
    let unit = main_unit(&cells, worker);
    let trainings = taught(&mut tx, app, (lang, &names), worker).await?;
    let found = coaching::of_user(&mut tx, worker.user()).await?;
    let notes = match &found {
        Some(one) => {
            let key = coaching::key(&mut tx, app, one.id).await?;
            coaching::notes(&mut tx, &key, one.id).await?
        }
        None => Vec::new(),
    };
    drop(tx);
    let chosen = if typed.unit.is_empty() { unit.clone() } else { typed.unit };
    let choice = |code: String| Choice {
        label: names.name(&code),
        hint: String::new(),
        checked: code == chosen,
        value: code,
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = OwnPage {
        numbers: shares(app, lang, &cells, worker.user(), &unit)?,
        fewest: numbers::fewest(app)?.files,
        unit: names.name(&unit),
        trainings,
        led: worker.leads().into_iter().map(|code| (names.name(&code), code)).collect(),
        units: worker.units().into_iter().map(choice).collect(),
        coached: found.is_some_and(|one| one.open),
        notes: words::lines(app, lang, notes),
        typed: typed.tulisan,
        page: visitor
            .page("competence-own")
            .in_section("kinerja")
            .with_error_if(!errors.is_empty()),
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// The officer's own page.
pub(super) async fn show(State(app): State<App>, visitor: Visitor, worker: Worker) -> Handled {
    Ok(write(&app, &visitor, &worker, Typed::default(), Mistakes::default()).await?)
}

async fn answered<T>(
    app: &App,
    visitor: &Visitor,
    worker: &Worker,
    (typed, field): (Typed, &'static str),
    done: Result<T>,
) -> Handled {
    match done {
        Ok(_) => Ok(redirect(HERE)),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            Ok(write(app, visitor, worker, typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// The officer wants a coach.
pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    worker: Worker,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    if !worker.units().contains(&typed.unit) {
        let errors = Mistakes::one("unit", visitor.lang.t("competence-unit-choose"));
        return Ok(write(&app, &visitor, &worker, typed, errors).await?);
    }
    let (user, unit) = (worker.user(), typed.unit.clone());
    let ask = Ask { app: app.clone(), user, unit, actor: worker.actor() };
    let done = app.db.write(visitor.tenant.id, ask).await;
    answered(&app, &visitor, &worker, (typed, "unit"), done).await
}

/// The officer wants no coach any more.
pub(super) async fn end(
    State(app): State<App>,
    visitor: Visitor,
    worker: Worker,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let end = End { app: app.clone(), user: worker.user(), actor: worker.actor() };
    let done = app.db.write(visitor.tenant.id, end).await;
    answered(&app, &visitor, &worker, (typed, "unit"), done).await
}

/// The officer answers the coach.
pub(super) async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    worker: Worker,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let (user, text) = (worker.user(), typed.tulisan.clone());
    let answer = Answer { app: app.clone(), user, text, actor: worker.actor() };
    let done = app.db.write(visitor.tenant.id, answer).await;
    answered(&app, &visitor, &worker, (typed, "tulisan"), done).await
}
