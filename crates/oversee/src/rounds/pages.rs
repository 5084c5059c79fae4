//! `/pengawasan/keliling`: rounds, and which units nobody visited in twelve months.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::actor::{Actor, Role};
use kernel::error::{Kind, Result};
use kernel::id::SupervisionId;
use kernel::time::from_micros;
use platform::App;
use platform::keys;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::store::{self, Round};
use super::verbs::{Hold, KINDS, Plan, follow_up};
use crate::city::{INSPECTORATE, Units};
use crate::overseer::Overseer;
use crate::texts::written;

const BASE: &str = "/pengawasan/keliling";
/// Coverage looks back a year.
const DAYS: i64 = 365;

type Fields = BTreeMap<String, String>;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/pengawasan/keliling", get(list).post(plan))
        .route("/pengawasan/keliling/{id}/selesai", post(hold))
}

struct Entry {
    id: String,
    unit: String,
    kind: String,
    due: String,
    urgency: &'static str,
    owed: bool,
    findings: u32,
    follow_up: String,
}

struct Cover {
    unit: String,
    count: i64,
    last: String,
}

#[derive(Template)]
#[template(path = "rounds/templates/rounds.html")]
struct RoundsPage {
    page: Page,
    finding: String,
    rows: Vec<Entry>,
    visited: Vec<Cover>,
    /// Names of the units that nobody has visited.
    unseen: Vec<String>,
    units: Vec<Choice>,
    kinds: Vec<Choice>,
    fields: Fields,
    errors: Mistakes,
}

impl RoundsPage {
    fn v(&self, field: &str) -> &str {
        self.fields.get(field).map(String::as_str).unwrap_or_default()
    }

    /// What was typed for one round, whose fields carry its id.
    fn of(&self, field: &str, id: &str) -> &str {
        self.v(&format!("{field}-{id}"))
    }

    fn error(&self, field: &str, id: &str) -> &str {
        self.errors.of(&format!("{field}-{id}"))
    }
}

async fn list(State(app): State<App>, visitor: Visitor, overseer: Overseer) -> Handled {
    overseer.is_superior()?;
    Ok(page(&app, &visitor, &overseer, Fields::new(), Mistakes::default()).await?)
}

/// Owners whose rounds are shown; none means all.
fn owners(overseer: &Overseer) -> Option<Vec<String>> {
    if overseer.inspects() { None } else { Some(overseer.units().unwrap_or_default()) }
}

async fn page(
    app: &App,
    visitor: &Visitor,
    overseer: &Overseer,
    fields: Fields,
    errors: Mistakes,
) -> Result<Response> {
    let (lang, now) = (visitor.lang, app.db.clock().now());
    let own = owners(overseer);
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Units::load(&mut tx, lang).await?;
    let rounds = store::list(&mut tx, own.as_deref()).await?;
    let visited = store::coverage(&mut tx, now - SignedDuration::from_hours(24 * DAYS)).await?;
    let mut rows = Vec::new();
    for round in &rounds {
        let key = keys::find(&mut tx, &app.vault, round.id.uuid()).await?;
        let follow_up = key.map(|key| follow_up(&key, round)).transpose()?.unwrap_or_default();
        rows.push(entry(app, visitor, &names, round, follow_up));
    }
    drop(tx);
    let mut units = names.by_name();
    units.retain(|(code, _)| own.as_ref().is_none_or(|own| own.contains(code)));
    let (visited, unseen): (Vec<Cover>, Vec<Cover>) =
        cover(app, visitor, &units, &visited).into_iter().partition(|one| one.count > 0);
    let values = [("unseen", unseen.len().to_string()), ("of", units.len().to_string())];
    let choice = |field: &str, value: String, label: String| Choice {
        checked: fields.get(field).is_some_and(|text| *text == value),
        hint: String::new(),
        value,
        label,
    };
    let kind = |code: &str| choice("jenis", code.to_owned(), lang.t(&format!("round-kind-{code}")));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let head = visitor.page("round-title").in_section("tenggat");
    let shown = RoundsPage {
        page: head.with_error_if(!errors.is_empty()),
        finding: lang.with("round-finding", &values),
        rows,
        visited,
        unseen: unseen.into_iter().map(|one| one.unit).collect(),
        units: units.into_iter().map(|(code, name)| choice("unit", code, name)).collect(),
        kinds: KINDS.into_iter().map(kind).collect(),
        fields,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

fn entry(app: &App, visitor: &Visitor, names: &Units, round: &Round, follow_up: String) -> Entry {
    let lang = visitor.lang;
    Entry {
        id: round.id.to_string(),
        unit: names.name(lang, &round.unit),
        kind: lang.t(&format!("round-kind-{}", round.kind)),
        due: lang.moment(round.done_at.unwrap_or(round.due), app.tz()),
        urgency: match (round.done_at, round.missed || round.due < app.db.clock().now()) {
            (Some(_), _) => "good",
            (None, true) => "bad",
            (None, false) => "warn",
        },
        owed: round.done_at.is_none(),
        findings: round.findings,
        follow_up,
    }
}

/// Units that nobody visited come first.
fn cover(
    app: &App,
    visitor: &Visitor,
    units: &[(String, String)],
    visited: &[(String, i64, i64)],
) -> Vec<Cover> {
    let one = |(code, name): &(String, String)| {
        let found = visited.iter().find(|(unit, ..)| unit == code);
        let day = |at: i64| app.tz().to_datetime(from_micros(at)).date();
        Cover {
            unit: name.clone(),
            count: found.map_or(0, |(_, count, _)| *count),
            last: found.map(|(.., at)| visitor.lang.date(day(*at))).unwrap_or_default(),
        }
    };
    let mut cover: Vec<Cover> = units.iter().map(one).collect();
    cover.sort_by(|a, b| a.count.cmp(&b.count).then_with(|| a.unit.cmp(&b.unit)));
    cover
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    overseer: &Overseer,
    (fields, field): (Fields, String),
    done: Result<()>,
) -> Handled {
    match done {
        Ok(()) => Ok(redirect(BASE)),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            Ok(page(app, visitor, overseer, fields, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Who holds a round that this person plans, and in which role.
fn seat(overseer: &Overseer, unit: &str) -> Result<(String, Actor)> {
    if overseer.inspects() {
        return Ok((INSPECTORATE.to_owned(), overseer.actor(Role::Inspector)));
    }
    if overseer.leads(unit) {
        return Ok((unit.to_owned(), overseer.actor(Role::Head)));
    }
    Err(Error::invalid("round-unit-unknown"))
}

async fn plan(
    State(app): State<App>,
    visitor: Visitor,
    overseer: Overseer,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    overseer.is_superior()?;
    let text = |name: &str| fields.get(name).map(|text| text.trim()).unwrap_or_default().to_owned();
    let (unit, kind) = (text("unit"), text("jenis"));
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let known = Units::load(&mut tx, visitor.lang).await?.has(&unit);
    drop(tx);
    let mut errors = Mistakes::default();
    let place =
        if known { seat(&overseer, &unit) } else { Err(Error::invalid("round-unit-unknown")) };
    if let Err(error) = &place {
        errors.note("unit", visitor.lang.error(error));
    }
    if !KINDS.contains(&kind.as_str()) {
        errors.note("jenis", visitor.lang.t("round-kind-unknown"));
    }
    let by = end_of_day(&app, &fields);
    if by.is_none() {
        errors.note("tanggal", visitor.lang.t("round-day-wrong"));
    }
    let (Ok((owner, actor)), Some(by), true) = (place, by, errors.is_empty()) else {
        return Ok(page(&app, &visitor, &overseer, fields, errors).await?);
    };
    let act = Plan { app: app.clone(), actor, unit, owner, kind, by };
    let done = app.db.write(visitor.tenant.id, act).await;
    answer(&app, &visitor, &overseer, (fields, "tanggal".to_owned()), done.map(|_| ())).await
}

/// The end of the typed day; no day at all leaves it to the rulebook, a wrong one is none.
fn end_of_day(app: &App, fields: &Fields) -> Option<Option<Timestamp>> {
    let text =
        |end: &str| fields.get(&format!("tanggal{end}")).map(|t| t.trim()).unwrap_or_default();
    if [text(""), text("-month"), text("-year")].iter().all(|part| part.is_empty()) {
        return Some(None);
    }
    let part = |end: &str| text(end).parse::<i16>().ok();
    let (day, month) = (i8::try_from(part("")?).ok()?, i8::try_from(part("-month")?).ok()?);
    let next = Date::new(part("-year")?, month, day).ok()?.tomorrow().ok()?;
    let end = app.tz().to_ambiguous_timestamp(next.at(0, 0, 0, 0)).compatible().ok()?;
    Some(Some(end))
}

async fn hold(
    State(app): State<App>,
    visitor: Visitor,
    overseer: Overseer,
    Path(id): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    overseer.is_superior()?;
    let id: SupervisionId = id.parse().map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let round = store::by_id(&mut tx, id).await?;
    drop(tx);
    let (owner, actor) = seat(&overseer, &round.unit).map_err(|_| Error::not_found())?;
    if owner != round.owner {
        return Err(Error::not_found().into());
    }
    let (count, text) = (format!("temuan-{id}"), format!("tindak-{id}"));
    let typed = |name: &str| fields.get(name).map(|text| text.trim()).unwrap_or_default();
    let mut errors = Mistakes::default();
    let findings = typed(&count).parse::<u32>().ok().filter(|count| *count < 10_000);
    if findings.is_none() {
        errors.note(count, visitor.lang.t("round-findings-wrong"));
    }
    let follow_up = written(typed(&text));
    if let Err(error) = &follow_up {
        errors.note(text.clone(), visitor.lang.error(error));
    }
    let (Some(findings), Ok(follow_up)) = (findings, follow_up) else {
        return Ok(page(&app, &visitor, &overseer, fields, errors).await?);
    };
    let act = Hold { app: app.clone(), id, actor, findings, follow_up };
    let done = app.db.write(visitor.tenant.id, act).await;
    answer(&app, &visitor, &overseer, (fields, text), done).await
}
