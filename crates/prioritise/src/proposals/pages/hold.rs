//! `/perencana/musyawarah`: a planner enters deliberations and what they said.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::id::ForumId;
use platform::App;
use platform::auth::{Can, Planner};
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::{Came, Proposal, Stage};
use super::super::rules;
use super::super::store::{self, forums};
use super::super::verbs::{Decide, Held, Hold, Outcome};
use super::forums::{ForumTold, told};
use super::{FORUMS, WORK, words};
use platform::city::Names;

/// A deliberation as it is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    tahun: String,
    wilayah: String,
    hari: String,
    #[serde(rename = "hari-month")]
    month: String,
    #[serde(rename = "hari-year")]
    year: String,
    tempat: String,
    laki: String,
    perempuan: String,
    disabilitas: String,
    rw: String,
}

#[derive(Template)]
#[template(path = "proposals/templates/hold.html")]
struct HoldPage {
    page: Page,
    typed: Typed,
    errors: Mistakes,
    areas: Vec<Choice>,
}

impl Typed {
    fn said(&self) -> Result<Held> {
        let wrong = Error::invalid;
        let count = |text: &str| match text.trim() {
            "" => Ok(0),
            text => text.parse().map_err(|_| wrong("proposals-came-wrong")),
        };
        let part = |text: &str| text.trim().parse::<i16>().ok();
        let day = || {
            let day = i8::try_from(part(&self.hari)?).ok()?;
            let month = i8::try_from(part(&self.month)?).ok()?;
            Date::new(part(&self.year)?, month, day).ok()
        };
        let (stage, area) = self.wilayah.split_once('/').unwrap_or((&self.wilayah, ""));
        Ok(Held {
            budget_year: part(&self.tahun).ok_or_else(|| wrong("proposals-held-year"))?,
            stage: Stage::parse(stage).ok_or_else(|| wrong("proposals-area-wrong"))?,
            area: area.to_owned(),
            held_on: day().ok_or_else(|| wrong("proposals-held-day"))?,
            place: self.tempat.clone(),
            came: Came {
                men: count(&self.laki)?,
                women: count(&self.perempuan)?,
                disabled: count(&self.disabilitas)?,
                rw: count(&self.rw)?,
            },
        })
    }
}

/// The field to which a refusal belongs.
fn field(key: &str) -> &'static str {
    match key {
        "proposals-held-year" => "tahun",
        "proposals-held-day" | "proposals-held-future" => "hari",
        "proposals-held-place" => "tempat",
        "proposals-came-wrong" => "laki",
        "proposals-came-more" => "disabilitas",
        _ => "wilayah",
    }
}

/// Every deliberation that a year can have.
fn areas(visitor: &Visitor, names: &Names, chosen: &str) -> Vec<Choice> {
    let lang = visitor.lang;
    let city = words::forum(lang, names, Stage::City, "");
    let mut all = vec![words::choice(Stage::City.code(), &city, chosen)];
    let mut add = |stage: Stage, code: &str| {
        let name = words::forum(lang, names, stage, code);
        all.push(words::choice(&format!("{}/{code}", stage.code()), &name, chosen));
    };
    names.districts().iter().for_each(|(code, _)| add(Stage::District, code));
    names.kelurahan().iter().for_each(|one| add(Stage::Kelurahan, &one.code));
    all
}

async fn form(app: &App, visitor: &Visitor, typed: Typed, errors: Mistakes) -> Result<Response> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, visitor.lang).await?;
    drop(tx);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = visitor.page("proposals-hold").in_section("usulan");
    let page = page.with_error_if(!errors.is_empty());
    let areas = areas(visitor, &names, &typed.wilayah);
    Ok(with_status(html(&HoldPage { page, typed, errors, areas }), status))
}

/// The form.
pub(super) async fn ask(Shared(app): Shared<App>, visitor: Visitor, _: Can<Planner>) -> Handled {
    let typed = Typed { tahun: rules::budget_year(app.today()).to_string(), ..Typed::default() };
    Ok(form(&app, &visitor, typed, Mistakes::default()).await?)
}

/// Enters a deliberation, or says what must be mended.
pub(super) async fn hold(
    Shared(app): Shared<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let done = match typed.said() {
        Ok(said) => app.db.write(visitor.tenant.id, Hold { app: app.clone(), said, planner }).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(id) => Ok(redirect(&format!("{FORUMS}/{id}"))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one(field(error.key()), visitor.lang.error(&error));
            Ok(form(&app, &visitor, typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// A proposal that waits for this deliberation, with what was typed about it.
struct Waiting {
    href: String,
    title: String,
    note: String,
    rank_field: String,
    rank: String,
    rank_error: String,
    reason_field: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "proposals/templates/decide.html")]
struct DecidePage {
    page: Page,
    told: ForumTold,
    waiting: Vec<Waiting>,
    errors: Mistakes,
    href: String,
}

type Fields = BTreeMap<String, String>;

fn text<'f>(fields: &'f Fields, kind: &str, proposal: &Proposal) -> &'f str {
    let name = format!("{kind}-{}", proposal.number.compact());
    fields.get(&name).map_or("", |text| text.trim())
}

async fn decide_page(
    app: &App,
    visitor: &Visitor,
    (id, fields, errors): (ForumId, &Fields, Mistakes),
) -> Result<Response> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, lang).await?;
    let forum = forums::by_id(&mut tx, id).await?;
    let told = told(&mut tx, lang, (&forum, &names), WORK).await?;
    let all = store::of_year(&mut tx, forum.budget_year).await?;
    drop(tx);
    let waiting = all.iter().filter(|row| rules::may_judge(&forum, row, &names));
    let waiting = waiting.map(|row| {
        let number = row.number.compact();
        let rank_field = format!("urutan-{number}");
        Waiting {
            href: format!("{WORK}/{}", row.number),
            title: row.title.clone(),
            note: format!(
                "{} · {} · {}",
                words::place(lang, &names, row),
                row.proposer,
                words::cost(lang, row.cost())
            ),
            rank: text(fields, "urutan", row).to_owned(),
            rank_error: errors.of(&rank_field).to_owned(),
            rank_field,
            reason_field: format!("alasan-{number}"),
            reason: text(fields, "alasan", row).to_owned(),
        }
    });
    let waiting = waiting.collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = visitor.page("proposals-forum").in_section("usulan");
    let page = page.with_error_if(!errors.is_empty());
    let href = format!("{FORUMS}/{id}");
    Ok(with_status(html(&DecidePage { page, told, waiting, errors, href }), status))
}

fn forum_id(text: &str) -> Result<ForumId> {
    text.parse().map_err(|_| Error::not_found())
}

/// The form of what a deliberation said.
pub(super) async fn show(
    Shared(app): Shared<App>,
    visitor: Visitor,
    _: Can<Planner>,
    Path(id): Path<String>,
) -> Handled {
    let (id, none) = (forum_id(&id)?, Fields::new());
    Ok(decide_page(&app, &visitor, (id, &none, Mistakes::default())).await?)
}

/// Enters what it said, or says what must be mended.
pub(super) async fn decide(
    Shared(app): Shared<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Path(id): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let (lang, id) = (visitor.lang, forum_id(&id)?);
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, lang).await?;
    let forum = forums::by_id(&mut tx, id).await?;
    let all = store::of_year(&mut tx, forum.budget_year).await?;
    let taken = forums::verdicts(&mut tx, id).await?;
    drop(tx);
    let mut ranks: Vec<i64> = taken.iter().filter_map(|(_, verdict)| verdict.rank).collect();
    let (mut errors, mut outcomes) = (Mistakes::default(), Vec::new());
    for row in all.iter().filter(|row| rules::may_judge(&forum, row, &names)) {
        let typed = (text(&fields, "urutan", row), text(&fields, "alasan", row));
        match outcome(typed, &mut ranks) {
            Ok(None) => {}
            Ok(Some(outcome)) => outcomes.push((row.number, outcome)),
            Err(key) => {
                errors.note(format!("urutan-{}", row.number.compact()), lang.t(key));
            }
        }
    }
    if errors.is_empty() && outcomes.is_empty() {
        errors.note("putusan", lang.t("proposals-nothing-typed"));
    }
    if !errors.is_empty() {
        return Ok(decide_page(&app, &visitor, (id, &fields, errors)).await?);
    }
    let decide = Decide { forum: id, outcomes, planner };
    match app.db.write(visitor.tenant.id, decide).await {
        Ok(()) => Ok(redirect(&format!("{FORUMS}/{id}"))),
        Err(error) if error.kind() == Kind::Invalid => {
            let errors = Mistakes::one("putusan", lang.error(&error));
            Ok(decide_page(&app, &visitor, (id, &fields, errors)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// What was typed about one proposal: nothing, a place that nobody has, or a reason.
fn outcome(
    (rank, reason): (&str, &str),
    ranks: &mut Vec<i64>,
) -> Result<Option<Outcome>, &'static str> {
    match (rank, reason) {
        ("", "") => Ok(None),
        ("", reason) => Ok(Some(Outcome::Returned(reason.to_owned()))),
        (rank, "") => {
            let rank = rank.parse::<i64>().ok().filter(|rank| *rank > 0);
            let rank = rank.ok_or("proposals-rank-wrong")?;
            if ranks.contains(&rank) {
                return Err("proposals-rank-taken");
            }
            ranks.push(rank);
            Ok(Some(Outcome::Accepted(rank)))
        }
        _ => Err("proposals-both-typed"),
    }
}
