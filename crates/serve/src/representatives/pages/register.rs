//! `/inspektorat/wakil`: professions that act for others, who is barred from it, and mandates that
//! their givers refused.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::id::{MandateId, RepresentativeId};
use kernel::identity::Nik;
use platform::App;
use platform::auth::{Can, Inspector};
use platform::db::Tx;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::{BARRED, EntryDetails, EntryState, PROFESSIONS};
use super::super::store::{self, Entry};
use super::super::verbs::{Agree, End, Listed, Write, details_of};
use super::choices;
use crate::applications::desk;

type Fields = BTreeMap<String, String>;

const BASE: &str = "/inspektorat/wakil";
const PAGE: i64 = 30;
/// Refused mandates on the page.
const REFUSED: i64 = 30;

/// An entry as the page shows it.
struct Line {
    id: String,
    title: String,
    person: String,
    nik: String,
    note: String,
    term: String,
    state: String,
    kind: &'static str,
    may_agree: bool,
    may_end: bool,
}

/// A mandate that its giver refused.
struct Refusal {
    href: String,
    day: String,
    how: String,
    receiver: String,
    count: i64,
}

#[derive(Template)]
#[template(path = "representatives/templates/register.html")]
struct RegisterPage {
    page: Page,
    lines: Vec<Line>,
    next: String,
    refusals: Vec<Refusal>,
    more_refused: String,
    kinds: Vec<Choice>,
    typed: Fields,
    errors: Mistakes,
}

impl RegisterPage {
    fn v(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", String::as_str)
    }
}

#[derive(Deserialize)]
pub(super) struct After {
    sebelum: Option<String>,
    ditolak: Option<String>,
}

/// The register.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    inspector: Can<Inspector>,
    Query(after): Query<After>,
) -> Handled {
    let before = after.sebelum.map(|id| id.parse().map_err(|_| Error::not_found()));
    let before = before.transpose()?;
    let refused = after.ditolak.as_deref().map(place).transpose()?;
    let before = (before, refused);
    Ok(page(&app, &visitor, &inspector, before, (Fields::new(), Mistakes::default())).await?)
}

async fn page(
    app: &App,
    visitor: &Visitor,
    inspector: &Can<Inspector>,
    (before, refused): (Option<RepresentativeId>, Option<Place>),
    (typed, errors): (Fields, Mistakes),
) -> Result<Response> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let mut entries = store::entries(&mut tx, before, PAGE + 1).await?;
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = entries.len() > most;
    entries.truncate(most);
    let last = entries.last().filter(|_| more);
    let next = last.map(|last| format!("{BASE}?sebelum={}", last.id)).unwrap_or_default();
    let mut lines = Vec::new();
    for entry in &entries {
        lines.push(line(&mut tx, app, visitor, inspector, entry).await?);
    }
    let (refusals, more_refused) = refusals(&mut tx, app, visitor, refused).await?;
    let chosen = typed.get("jenis").cloned().unwrap_or_default();
    let kinds: Vec<&str> = PROFESSIONS.into_iter().chain([BARRED]).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = visitor.page("representatives-register-title").in_section("wakil");
    let shown = RegisterPage {
        page: page.with_error_if(!errors.is_empty()),
        lines,
        next,
        refusals,
        more_refused,
        kinds: choices(lang, "representatives-kind-", &kinds, &chosen),
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

async fn line(
    tx: &mut Tx<'_>,
    app: &App,
    visitor: &Visitor,
    inspector: &Can<Inspector>,
    entry: &Entry,
) -> Result<Line> {
    let lang = visitor.lang;
    let details = details_of(tx, app, entry).await?;
    let over = entry.until.is_some_and(|until| until < app.today());
    let (state, kind) = match entry.state {
        EntryState::Proposed => ("proposed", "warn"),
        EntryState::Active if over => ("over", "muted"),
        EntryState::Active if entry.kind == BARRED => ("active", "bad"),
        EntryState::Active => ("active", "good"),
        EntryState::Ended => ("ended", "muted"),
    };
    let until = entry.until.map_or_else(|| lang.t("representatives-open"), |day| lang.date(day));
    let proposed = entry.state == EntryState::Proposed;
    let erased = || lang.t("representatives-erased");
    Ok(Line {
        id: entry.id.to_string(),
        title: lang.t(&format!("representatives-kind-{}", entry.kind)),
        person: details.as_ref().map_or_else(erased, |details| details.name.clone()),
        nik: details.as_ref().map(|details| details.nik.masked()).unwrap_or_default(),
        note: details
            .map(|details| format!("{}{}", details.licence, details.reason))
            .unwrap_or_default(),
        term: lang
            .with("representatives-term", &[("from", lang.date(entry.from)), ("until", until)]),
        state: lang.t(&format!("representatives-entry-{state}")),
        kind,
        may_agree: proposed && entry.written_by != inspector.user(),
        may_end: entry.state != EntryState::Ended,
    })
}

/// The receiver stands there as four digits, enough to see one of them again.
async fn refusals(
    tx: &mut Tx<'_>,
    app: &App,
    visitor: &Visitor,
    before: Option<Place>,
) -> Result<(Vec<Refusal>, String)> {
    let mut refusals = Vec::new();
    let mut rows = store::refused(tx, before, REFUSED + 1).await?;
    let most = usize::try_from(REFUSED).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let last = rows.last().filter(|_| more);
    let next = last.and_then(|row| row.answered_at.map(|at| (at.as_microsecond(), row.id)));
    let next = next.map(|(at, id)| format!("{BASE}?ditolak={at}_{id}")).unwrap_or_default();
    for row in rows {
        let how =
            if row.silent { "representatives-how-silent" } else { "representatives-how-refused" };
        let receiver: String =
            row.receiver.iter().take(2).map(|byte| format!("{byte:02X}")).collect();
        refusals.push(Refusal {
            href: format!("{BASE}/kuasa/{}", row.id),
            day: visitor.lang.moment(row.answered_at.unwrap_or(row.given_at), app.tz()),
            how: visitor.lang.t(how),
            receiver,
            count: store::count_refused(tx, &row.receiver).await?,
        });
    }
    Ok((refusals, next))
}

/// A place in the list of refused mandates.
type Place = (Timestamp, MandateId);

fn place(text: &str) -> Result<Place> {
    let parts = text.split_once('_').and_then(|(at, id)| {
        let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
        Some((at, id.parse().ok()?))
    });
    parts.ok_or_else(Error::not_found)
}

type Wrong = (&'static str, Error);

/// A date of three fields; none when all of them are empty.
fn date(typed: &Fields, name: &'static str) -> std::result::Result<Option<Date>, Wrong> {
    let part = |part: String| typed.get(&part).map(|value| value.trim()).unwrap_or_default();
    let (day, month) = (part(name.to_owned()), part(format!("{name}-month")));
    let year = part(format!("{name}-year"));
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return Ok(None);
    }
    let date = format!("{year}-{month:0>2}-{day:0>2}").parse();
    date.map(Some).map_err(|_| (name, Error::invalid("applications-mistake-date")))
}

fn read(typed: &Fields, today: Date) -> std::result::Result<Listed, Wrong> {
    let value = |name: &str| typed.get(name).map(|value| value.trim()).unwrap_or_default();
    let needed = |name: &'static str| match value(name) {
        "" => Err((name, Error::invalid("applications-mistake-empty"))),
        text if text.chars().count() > 200 => {
            Err((name, Error::invalid("applications-mistake-long")))
        }
        text => Ok(text.to_owned()),
    };
    let kind = value("jenis").to_owned();
    let barred = kind == BARRED;
    if !barred && !PROFESSIONS.contains(&kind.as_str()) {
        return Err(("jenis", Error::invalid("representatives-kind-empty")));
    }
    let name = needed("nama")?;
    let nik = Nik::parse(value("nik")).map_err(|error| ("nik", Error::invalid(error.key())))?;
    let licence = if barred { String::new() } else { needed("izin")? };
    let reason = if barred {
        desk::letter(value("alasan")).map_err(|e| ("alasan", e))?
    } else {
        String::new()
    };
    let from = date(typed, "mulai")?.unwrap_or(today);
    let until = date(typed, "sampai")?;
    if barred && until.is_none() {
        return Err(("sampai", Error::invalid("representatives-until-empty")));
    }
    if until.is_some_and(|until| until < from) {
        return Err(("sampai", Error::invalid("representatives-until-before")));
    }
    Ok(Listed { kind, details: EntryDetails { name, nik, licence, reason }, from, until })
}

/// A new entry.
pub(super) async fn write(
    State(app): State<App>,
    visitor: Visitor,
    inspector: Can<Inspector>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let (field, error) = match read(&typed, app.today()) {
        Ok(listed) => {
            let write = Write { app: app.clone(), inspector: inspector.clone(), listed };
            match app.db.write(visitor.tenant.id, write).await {
                Ok(_) => return Ok(redirect(BASE)),
                Err(error) if error.kind() == Kind::Invalid => ("jenis", error),
                Err(error) => return Err(error.into()),
            }
        }
        Err(wrong) => wrong,
    };
    let errors = Mistakes::one(field, visitor.lang.error(&error));
    Ok(page(&app, &visitor, &inspector, (None, None), (typed, errors)).await?)
}

fn id(typed: &str) -> Result<RepresentativeId> {
    typed.parse().map_err(|_| Error::not_found())
}

/// A form without fields of its own.
#[derive(Deserialize)]
pub(super) struct Nothing {}

/// A second inspector agrees.
pub(super) async fn agree(
    State(app): State<App>,
    visitor: Visitor,
    inspector: Can<Inspector>,
    Path(typed): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let agree = Agree { app: app.clone(), inspector, id: id(&typed)? };
    app.db.write(visitor.tenant.id, agree).await?;
    Ok(redirect(BASE))
}

#[derive(Deserialize)]
pub(super) struct Why {
    #[serde(default)]
    alasan: String,
}

/// An entry ends.
pub(super) async fn end(
    State(app): State<App>,
    visitor: Visitor,
    inspector: Can<Inspector>,
    Path(typed): Path<String>,
    PostForm(Why { alasan }): PostForm<Why>,
) -> Handled {
    let id = id(&typed)?;
    match desk::letter(&alasan) {
        Ok(reason) => {
            let end = End { app: app.clone(), inspector, id, reason };
            app.db.write(visitor.tenant.id, end).await?;
            Ok(redirect(BASE))
        }
        Err(error) => {
            let errors = Mistakes::one(format!("alasan-{id}"), visitor.lang.error(&error));
            Ok(page(&app, &visitor, &inspector, (None, None), (Fields::new(), errors)).await?)
        }
    }
}
