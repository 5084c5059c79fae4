//! `/perbaikan/kecakapan/{unit}`: the unit as a whole, its trainings, and what they changed. No page says
//! anything of one officer.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Role;
use kernel::error::{Kind, Result};
use kernel::id::{TrainingId, UserId};
use platform::App;
use platform::auth::account::holders;
use platform::i18n::Lang;
use platform::web::chart::{self, Span, Trend};
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::{Cell, Outcome, Training};
use super::super::numbers;
use super::super::rules::{Fewest, Figure, Work};
use super::super::store::{files, trainings};
use super::super::verbs::Plan;
use super::who::Guide;
use super::words::{self, Shown, shown};
use crate::city::Units;
use crate::reform::measures::Form;
use crate::reform::pages::words::value;
use crate::reform::rules::{first_day, month_of, months_before};

struct Number {
    title: String,
    text: String,
    now: Option<Shown>,
    spread: String,
    trend: Option<Trend>,
    months: Vec<(String, Shown)>,
}

struct Row {
    topic: String,
    day: String,
    seats: i64,
    /// Where attendance is written down; empty when it may not be now.
    href: String,
    said: String,
}

#[derive(Template)]
#[template(path = "competence/templates/team.html")]
struct TeamPage {
    page: Page,
    href: String,
    unit: String,
    numbers: Vec<Number>,
    coverage: String,
    trainings: Vec<Row>,
    plans: bool,
    typed: Typed,
    errors: Mistakes,
}

/// A training as it is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    topik: String,
    hari: String,
    #[serde(rename = "hari-month")]
    month: String,
    #[serde(rename = "hari-year")]
    year: String,
    kursi: String,
}

impl Typed {
    fn day(&self) -> Option<Date> {
        let part = |text: &str| text.trim().parse::<i16>().ok();
        let (day, month) = (part(&self.hari)?, part(&self.month)?);
        Date::new(part(&self.year)?, month.try_into().ok()?, day.try_into().ok()?).ok()
    }
}

/// Files and trainings of a unit.
struct Facts {
    cells: Vec<Cell>,
    monthly: Vec<Cell>,
    months: Vec<String>,
    trainings: Vec<Training>,
    seats: Vec<(TrainingId, UserId)>,
    officers: Vec<UserId>,
}

impl Facts {
    async fn load(app: &App, visitor: &Visitor, unit: &str) -> Result<Self> {
        let mut months = months_before(app.today(), numbers::MONTHS);
        let mut tx = app.db.read(visitor.tenant.id).await?;
        let since = words::since(app.today());
        let facts = Self {
            cells: numbers::year(&mut tx, app).await?,
            monthly: files::of_unit(&mut tx, unit, &months[0]).await?,
            trainings: trainings::of_unit(&mut tx, unit, since).await?,
            seats: trainings::attended(&mut tx, unit, since).await?,
            officers: holders(&mut tx, Role::Officer, unit).await?,
            months: Vec::new(),
        };
        months.push(month_of(app.today()));
        Ok(Self { months, ..facts })
    }

    fn took_part(&self, id: TrainingId) -> BTreeSet<UserId> {
        self.seats.iter().filter(|(one, _)| *one == id).map(|(_, user)| *user).collect()
    }

    /// What each training changed, in words; none of too few people.
    fn effects(&self, lang: Lang, unit: &str, fewest: Fewest) -> Vec<(TrainingId, String)> {
        let work = Work::new(&self.cells, Outcome::Returned);
        let held: Vec<&Training> = self.trainings.iter().filter(|one| one.held).collect();
        let turns: Vec<(Date, BTreeSet<UserId>)> =
            held.iter().map(|one| (one.day, self.took_part(one.id))).collect();
        let one = |(place, training): (usize, &&Training)| {
            let said = if turns[place].1.len() < fewest.together {
                lang.t("competence-effect-few")
            } else {
                let panel = (unit, self.monthly.as_slice(), self.months.as_slice());
                words::effect(lang, work.trained(panel, &turns, place))
            };
            (training.id, said)
        };
        held.iter().enumerate().map(one).collect()
    }

    fn coverage(&self, lang: Lang, fewest: Fewest) -> String {
        let taught: BTreeSet<UserId> = self.seats.iter().map(|(_, user)| *user).collect();
        let done = self.officers.iter().filter(|user| taught.contains(user)).count();
        if self.officers.len() < fewest.together {
            return lang.t("competence-coverage-few");
        }
        let values = [("done", done.to_string()), ("of", self.officers.len().to_string())];
        lang.with("competence-coverage", &values)
    }
}

fn number(
    lang: Lang,
    facts: &Facts,
    unit: &str,
    (outcome, fewest): (Outcome, Fewest),
) -> Result<Number> {
    let work = Work::new(&facts.cells, outcome);
    let months = work.months(unit, &facts.monthly, fewest);
    let percent = |share: f64| value(lang, Form::Share, share);
    let spread = work.spread(unit, fewest).map(|spread| {
        let ends = spread.interval;
        let values = [
            ("size", percent(spread.value)),
            ("low", percent(ends.low)),
            ("high", percent(ends.high)),
        ];
        lang.with("competence-spread", &values)
    });
    let mut rows = Vec::new();
    for (month, figure) in months.iter().rev() {
        rows.push((month_name(lang, month)?, shown(lang, figure)));
    }
    let code = outcome.code();
    Ok(Number {
        title: lang.t(&format!("competence-{code}")),
        text: lang.t(&format!("competence-{code}-how")),
        now: work.unit(unit, fewest).map(|figure| shown(lang, &figure)),
        spread: spread.unwrap_or_else(|| lang.t("competence-spread-few")),
        trend: trend(lang, &months)?,
        months: rows,
    })
}

fn month_name(lang: Lang, month: &str) -> Result<String> {
    let day = first_day(month)?;
    let name = lang.date(day);
    // "1 November 2026" without its day.
    Ok(name.split_once(' ').map_or(name.clone(), |(_, rest)| rest.to_owned()))
}

fn trend(lang: Lang, months: &[(String, Figure)]) -> Result<Option<Trend>> {
    if months.len() < 2 {
        return Ok(None);
    }
    let mut points = Vec::new();
    for (month, figure) in months {
        let span = Span { value: figure.value, low: figure.low, high: figure.high };
        let label = lang.short_date(first_day(month)?);
        let label = label.split_once(' ').map_or(label.clone(), |(_, rest)| rest.to_owned());
        points.push((span, label, value(lang, Form::Share, figure.value)));
    }
    let spans: Vec<Span> = points.iter().map(|(span, ..)| *span).collect();
    let ends = chart::ends(&spans, None, (0.0, 1.0));
    let write = |share: f64| format!("{}%", lang.decimal(100.0 * share, 0));
    Ok(Some(chart::trend(&points, None, ends, write)))
}

async fn write(
    app: &App,
    visitor: &Visitor,
    (guide, unit): (&Guide, &str),
    typed: Typed,
    errors: Mistakes,
) -> Result<Response> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Units::load(&mut tx, lang).await?;
    drop(tx);
    if !guide.looks(unit) || !names.all().any(|(code, _)| code == unit) {
        return Err(Error::not_found());
    }
    let facts = Facts::load(app, visitor, unit).await?;
    let fewest = numbers::fewest(app)?;
    let mut shares = Vec::new();
    for outcome in Outcome::ALL {
        shares.push(number(lang, &facts, unit, (outcome, fewest))?);
    }
    let plans = guide.plans(unit).is_some();
    let effects = facts.effects(lang, unit, fewest);
    let row = |training: &Training| {
        let said = effects.iter().find(|(id, _)| *id == training.id);
        let due = !training.held && training.day <= app.today();
        Row {
            topic: training.topic.clone(),
            day: lang.weekday_date(training.day),
            seats: training.seats,
            href: if plans && due {
                format!("/perbaikan/pelatihan/{}", training.id)
            } else {
                String::new()
            },
            said: said.map(|(_, said)| said.clone()).unwrap_or_default(),
        }
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = TeamPage {
        href: format!("/perbaikan/kecakapan/{unit}/pelatihan"),
        unit: names.name(unit),
        numbers: shares,
        coverage: facts.coverage(lang, fewest),
        trainings: facts.trainings.iter().rev().map(row).collect(),
        plans,
        typed,
        page: visitor
            .page("competence-team")
            .in_section("kecakapan")
            .with_error_if(!errors.is_empty()),
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// The unit as a whole.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    guide: Guide,
    Path(unit): Path<String>,
) -> Handled {
    Ok(write(&app, &visitor, (&guide, &unit), Typed::default(), Mistakes::default()).await?)
}

fn field(key: &str) -> &'static str {
    match key {
        "competence-day-wrong" => "hari",
        "competence-seats-wrong" => "kursi",
        _ => "topik",
    }
}

/// A training is planned.
pub(super) async fn plan(
    State(app): State<App>,
    visitor: Visitor,
    guide: Guide,
    Path(unit): Path<String>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let Some(actor) = guide.plans(&unit) else { return Err(Error::not_found().into()) };
    let done = match typed.day() {
        None => Err(Error::invalid("competence-day-wrong")),
        Some(day) => {
            let seats = typed.kursi.trim().parse().unwrap_or(0);
            let (unit, topic) = (unit.clone(), typed.topik.clone());
            let plan = Plan { app: app.clone(), unit, topic, day, seats, actor };
            app.db.write(visitor.tenant.id, plan).await
        }
    };
    match done {
        Ok(_) => Ok(redirect(&format!("/perbaikan/kecakapan/{unit}"))),
        Err(error) if error.kind() == Kind::Invalid => {
            let errors = Mistakes::one(field(error.key()), visitor.lang.error(&error));
            Ok(write(&app, &visitor, (&guide, &unit), typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}
