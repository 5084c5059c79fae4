//! `/perbaikan/beban`: need and people of each unit, and what a merger would change.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use kernel::Error;
use kernel::error::{Kind, Result};
use platform::App;
use platform::i18n::Lang;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::board::{Board, board};
use super::feed::{self, Work};
use super::rules::{Classes, Line, Need, need};
use super::store::{self, Staff, TellStaff};
use crate::city::{self, Service, Units};
use crate::processes::pages::words::{Activities, service_name};
use crate::viewer::Viewer;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/perbaikan/beban", get(list))
        .route("/perbaikan/beban/{unit}", get(show).post(tell))
}

/// Legal numbers of the day.
struct Law {
    minutes: f64,
    classes: Classes,
}

impl Law {
    fn of(app: &App) -> Result<Self> {
        let day = app.today();
        let share = |code: &str| app.rulebook.share(code, day);
        Ok(Self {
            minutes: app.rulebook.count("improve.effective_minutes", day)? as f64,
            classes: Classes {
                a: share("improve.efficiency_a")?,
                b: share("improve.efficiency_b")?,
                c: share("improve.efficiency_c")?,
                d: share("improve.efficiency_d")?,
            },
        })
    }
}

/// Everything that both pages show.
struct Seen {
    work: Work,
    staff: BTreeMap<String, Staff>,
    units: Units,
    services: Vec<Service>,
    law: Law,
}

async fn seen(app: &App, visitor: &Visitor) -> Result<Seen> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    Ok(Seen {
        work: feed::work(&mut tx, app).await?,
        staff: store::staff(&mut tx).await?,
        units: Units::load(&mut tx, visitor.lang).await?,
        services: city::services(&mut tx).await?,
        law: Law::of(app)?,
    })
}

impl Seen {
    fn need(&self, unit: &str) -> Need {
        need(self.work.units.get(unit).into_iter().flatten(), self.law.minutes)
    }

    fn people(&self, unit: &str) -> i64 {
        self.staff.get(unit).map_or(0, |staff| staff.people())
    }

    fn class(&self, need: Need, people: i64) -> String {
        self.law.classes.of(need.people, people).map_or_else(|| "-".to_owned(), String::from)
    }
}

fn interval(lang: Lang, need: Need) -> String {
    // A tenth of a person says nothing of an office with little work.
    let digits = if need.high < 1.0 { 2 } else { 1 };
    let number = |value: f64| lang.decimal(value, digits);
    let values =
        [("people", number(need.people)), ("low", number(need.low)), ("high", number(need.high))];
    lang.with("workload-need", &values)
}

/// How many people too many (+) or too few (-): certain only when the whole interval says so.
fn gap(lang: Lang, need: Need, people: i64) -> (String, &'static str) {
    let have = people as f64;
    let size = lang.decimal((have - need.people).abs(), 1);
    if have < need.low {
        (lang.t1("workload-gap-short", "people", size), "bad")
    } else if have > need.high {
        (lang.t1("workload-gap-spare", "people", size), "")
    } else {
        (lang.t("workload-gap-even"), "good")
    }
}

struct Row {
    href: String,
    name: String,
    need: String,
    people: String,
    gap: String,
    kind: &'static str,
    class: String,
}

#[derive(Template)]
#[template(path = "workload/templates/list.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
    days: i64,
}

fn people(lang: Lang, staff: Option<&Staff>) -> String {
    match staff {
        Some(Staff::Told(people)) => people.to_string(),
        Some(Staff::Accounts(people)) => lang.t1("workload-from-accounts", "people", people),
        None => lang.t("workload-people-unknown"),
    }
}

/// All units with recorded work at which the viewer looks.
async fn list(State(app): State<App>, visitor: Visitor, viewer: Viewer) -> Handled {
    let lang = visitor.lang;
    let seen = seen(&app, &visitor).await?;
    let row = |unit: &String| {
        let (need, have) = (seen.need(unit), seen.people(unit));
        let (gap, kind) = gap(lang, need, have);
        Row {
            href: format!("/perbaikan/beban/{unit}"),
            name: seen.units.name(unit),
            need: interval(lang, need),
            people: people(lang, seen.staff.get(unit)),
            gap,
            kind,
            class: seen.class(need, have),
        }
    };
    let own = seen.work.units.keys().filter(|unit| viewer.covers(unit));
    let mut rows: Vec<Row> = own.map(row).collect();
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    let page = visitor.page("workload-title").in_section("proses");
    Ok(html(&ListPage { page, rows, days: seen.work.days }))
}

struct Task {
    service: String,
    step: String,
    volume: String,
    norm: String,
    people: String,
}

#[derive(Template)]
#[template(path = "workload/templates/show.html")]
struct ShowPage {
    page: Page,
    href: String,
    finding: String,
    tasks: Vec<Task>,
    unmeasured: usize,
    days: i64,
    leads: bool,
    typed: String,
    errors: Mistakes,
    others: Vec<Choice>,
    moves: Vec<Choice>,
    plan: Vec<String>,
    board: Board,
}

/// What is played through.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// A unit that becomes part of this one.
    gabung: String,
    /// A service that goes to another unit.
    pindah: String,
    /// Where it goes.
    ke: String,
    /// The promised wait at counters, in minutes.
    tunggu: String,
}

/// One unit.
async fn show(
    State(app): State<App>,
    visitor: Visitor,
    viewer: Viewer,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
) -> Handled {
    Ok(write(&app, &visitor, &viewer, &unit, (asked, None, Mistakes::default())).await?)
}

async fn write(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    unit: &str,
    (asked, typed, mut errors): (Asked, Option<String>, Mistakes),
) -> Result<Response> {
    let lang = visitor.lang;
    let seen = seen(app, visitor).await?;
    let lines = seen.work.units.get(unit).filter(|_| viewer.covers(unit));
    let lines = lines.ok_or_else(Error::not_found)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let mut tasks = Vec::new();
    for line in lines {
        let words = Activities::load(&mut tx, lang, &line.service).await?;
        tasks.push(task(lang, &seen, &words, line));
    }
    let (board, wrong) = board(&mut tx, (app, lang), unit, &asked.tunggu).await?;
    drop(tx);
    if !wrong.is_empty() {
        errors = wrong;
    }
    let (need, have) = (seen.need(unit), seen.people(unit));
    let values = [
        ("need", interval(lang, need)),
        ("people", people(lang, seen.staff.get(unit))),
        ("gap", gap(lang, need, have).0),
        ("class", seen.class(need, have)),
    ];
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let other = |code: &String, chosen: &str| Choice {
        value: code.clone(),
        label: seen.units.name(code),
        hint: String::new(),
        checked: code == chosen,
    };
    let mut others: Vec<Choice> = seen
        .work
        .units
        .keys()
        .filter(|code| *code != unit)
        .map(|code| other(code, if asked.gabung.is_empty() { &asked.ke } else { &asked.gabung }))
        .collect();
    others.sort_by(|a, b| a.label.cmp(&b.label));
    let mut services: Vec<&String> = lines.iter().map(|line| &line.service).collect();
    services.dedup();
    let moves = services.into_iter().map(|code| Choice {
        value: code.clone(),
        label: service_name(lang, &seen.services, code),
        hint: String::new(),
        checked: *code == asked.pindah,
    });
    let shown = ShowPage {
        href: format!("/perbaikan/beban/{unit}"),
        finding: lang.with("workload-finding", &values),
        unmeasured: lines.iter().filter(|line| line.norm.is_none()).count(),
        days: seen.work.days,
        leads: viewer.leads(unit),
        typed: typed.unwrap_or_else(|| have.to_string()),
        moves: moves.collect(),
        plan: plan(lang, &seen, unit, &asked),
        page: visitor
            .page_titled(seen.units.name(unit))
            .in_section("proses")
            .with_error_if(!errors.is_empty()),
        board,
        others,
        tasks,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

fn task(lang: Lang, seen: &Seen, words: &Activities, line: &Line) -> Task {
    let norm = line.norm.map_or_else(
        || lang.t("workload-norm-none"),
        |norm| {
            let values = [
                ("minutes", lang.decimal(norm.minutes, 1)),
                ("low", lang.decimal(norm.low, 1)),
                ("high", lang.decimal(norm.high, 1)),
                ("count", norm.count.to_string()),
            ];
            lang.with("workload-norm", &values)
        },
    );
    Task {
        service: service_name(lang, &seen.services, &line.service),
        step: words.name(&line.activity),
        volume: lang.decimal(line.volume, 0),
        norm,
        people: lang.decimal(need([line], seen.law.minutes).people, 2),
    }
}

/// What the asked reorganisation would change, in sentences.
fn plan(lang: Lang, seen: &Seen, unit: &str, asked: &Asked) -> Vec<String> {
    let sentence = |name: String, need: Need, have: i64| {
        let values = [
            ("unit", name),
            ("need", interval(lang, need)),
            ("people", have.to_string()),
            ("gap", gap(lang, need, have).0),
        ];
        lang.with("workload-plan", &values)
    };
    let known = |code: &str| seen.work.units.contains_key(code) && code != unit;
    let lines = |code: &str| seen.work.units.get(code).into_iter().flatten();
    if known(&asked.gabung) {
        let both = lines(unit).chain(lines(&asked.gabung));
        let name = format!("{} + {}", seen.units.name(unit), seen.units.name(&asked.gabung));
        let have = seen.people(unit) + seen.people(&asked.gabung);
        return vec![sentence(name, need(both, seen.law.minutes), have)];
    }
    if known(&asked.ke) && lines(unit).any(|line| line.service == asked.pindah) {
        let goes = |line: &&Line| line.service == asked.pindah;
        let left = need(lines(unit).filter(|line| !goes(line)), seen.law.minutes);
        let moved = lines(&asked.ke).chain(lines(unit).filter(goes));
        let more = need(moved, seen.law.minutes);
        return vec![
            sentence(seen.units.name(unit), left, seen.people(unit)),
            sentence(seen.units.name(&asked.ke), more, seen.people(&asked.ke)),
        ];
    }
    Vec::new()
}

/// What a head types.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    pegawai: String,
}

/// The head says how many people the unit has.
async fn tell(
    State(app): State<App>,
    visitor: Visitor,
    viewer: Viewer,
    Path(unit): Path<String>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    if !viewer.leads(&unit) {
        return Err(Error::new(Kind::Forbidden, "error-forbidden").into());
    }
    let people = typed.pegawai.trim().parse::<i64>().ok();
    let Some(people) = people.filter(|people| (0..=10_000).contains(people)) else {
        let errors = Mistakes::one("pegawai", visitor.lang.t("workload-people-wrong"));
        let shown = (Asked::default(), Some(typed.pegawai), errors);
        return Ok(write(&app, &visitor, &viewer, &unit, shown).await?);
    };
    app.db.write(visitor.tenant.id, TellStaff { unit: unit.clone(), people }).await?;
    Ok(redirect(&format!("/perbaikan/beban/{unit}")))
}
