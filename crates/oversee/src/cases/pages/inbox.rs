//! The inbox of cases, and a new one.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::id::CaseId;
use kernel::identity::Nik;
use platform::App;
use platform::auth::{Can, Inspector};
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::guard::Guard;
use super::super::store::{self, Row};
use super::super::verbs::{About, Open, Outsider};
use super::{Typed, can_be_mended, choice};
use crate::city::Units;

const BASE: &str = "/inspektorat/perkara";
const PAGE: i64 = 30;
/// What a case may come from.
const ORIGINS: [&str; 4] = ["signal", "complaint", "gift", "other"];

struct Entry {
    number: String,
    unit: String,
    phase: String,
    opened: String,
    due: String,
    urgency: &'static str,
}

#[derive(Template)]
#[template(path = "cases/templates/inbox.html")]
struct InboxPage {
    page: Page,
    rows: Vec<Entry>,
    next: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    sebelum: Option<String>,
}

pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    inspector: Can<Inspector>,
    Query(asked): Query<Asked>,
) -> Handled {
    let (lang, now) = (visitor.lang, app.db.clock().now());
    let before = asked.sebelum.as_deref().map(place).transpose()?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let units = Units::load(&mut tx, lang).await?;
    let guard = Guard::of(&mut tx, &app, inspector.user()).await?;
    let mut rows = store::list(&mut tx, before, PAGE + 1).await?;
    drop(tx);
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let last = rows.last().filter(|_| more);
    let next =
        last.map(|row| format!("{BASE}?sebelum={}_{}", row.opened_at.as_microsecond(), row.id));
    // Not even their number is told: who is named must not learn that there is something.
    rows.retain(|row| !guard.keeps_from(row));
    let entry = |row: &Row| Entry {
        number: row.number.to_string(),
        unit: units.name(lang, &row.unit),
        phase: lang.t(&format!("case-phase-{}", row.phase)),
        opened: lang.date(app.tz().to_datetime(row.opened_at).date()),
        due: row.clocks.next_due().map_or_else(|| "-".to_owned(), |due| lang.moment(due, app.tz())),
        urgency: if row.clocks.next_due().is_some_and(|due| due < now) { "bad" } else { "" },
    };
    Ok(html(&InboxPage {
        page: visitor.page("case-inbox-title").in_section("perkara"),
        rows: rows.iter().map(entry).collect(),
        next: next.unwrap_or_default(),
    }))
}

fn place(text: &str) -> Result<(Timestamp, CaseId)> {
    let (at, id) = text.split_once('_').ok_or_else(Error::not_found)?;
    let at: i64 = at.parse().map_err(|_| Error::not_found())?;
    let at = Timestamp::from_microsecond(at).map_err(|_| Error::not_found())?;
    Ok((at, id.parse().map_err(|_| Error::not_found())?))
}

#[derive(Template)]
#[template(path = "cases/templates/open.html")]
struct OpenPage {
    page: Page,
    origins: Vec<Choice>,
    units: Vec<Choice>,
    fields: BTreeMap<String, String>,
    of_signal: bool,
    errors: Mistakes,
}

impl OpenPage {
    fn v(&self, field: &str) -> &str {
        self.fields.get(field).map(String::as_str).unwrap_or_default()
    }

    fn yes(&self, field: &str) -> Option<bool> {
        self.fields.get(field).map(|text| text == "yes")
    }
}

/// The form, filled in with what the address says: a signal leads here.
pub(super) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Inspector>,
    Query(told): Query<BTreeMap<String, String>>,
) -> Handled {
    open_page(&app, &visitor, Typed::new(told)).await
}

async fn open_page(app: &App, visitor: &Visitor, typed: Typed) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let units = Units::load(&mut tx, lang).await?.by_name();
    drop(tx);
    let origin =
        |code: &&str| choice(code, lang.t(&format!("case-origin-{code}")), typed.text("asal"));
    let status = if typed.errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = visitor.page("case-open-title").in_section("perkara");
    let shown = OpenPage {
        page: page.with_error_if(!typed.errors.is_empty()),
        origins: ORIGINS.iter().map(origin).collect(),
        units: units
            .into_iter()
            .map(|(code, name)| choice(&code, name, typed.text("unit")))
            .collect(),
        of_signal: typed.text("asal") == "signal",
        fields: typed.fields,
        errors: typed.errors,
    };
    Ok(with_status(html(&shown), status))
}

pub(super) async fn open(
    State(app): State<App>,
    visitor: Visitor,
    inspector: Can<Inspector>,
    PostForm(fields): PostForm<BTreeMap<String, String>>,
) -> Handled {
    let lang = visitor.lang;
    let mut typed = Typed::new(fields);
    let known = |code: &str| ORIGINS.into_iter().find(|origin| *origin == code);
    let origin = typed.one_of(lang, "asal", known);
    let unit = typed.one_of(lang, "unit", |code| (!code.is_empty()).then(|| code.to_owned()));
    let allegation = typed.needed(lang, "dugaan");
    let about = about(&mut typed, lang);
    if !typed.text("mendesak").is_empty() {
        typed.needed(lang, "mendesak");
    }
    let (Some(origin), Some(unit), true) = (origin, unit, typed.errors.is_empty()) else {
        return open_page(&app, &visitor, typed).await;
    };
    let act = Open {
        app: app.clone(),
        user: inspector.user(),
        actor: inspector.actor(Channel::Online, None),
        origin: origin.to_owned(),
        reference: typed.text("rujukan").to_owned(),
        urgent: typed.text("mendesak").to_owned(),
        unit,
        about,
        allegation,
        tell_superior: typed.text("atasan") == "yes",
    };
    match app.db.write(visitor.tenant.id, act).await {
        Ok(number) => Ok(redirect(&format!("{BASE}/{number}"))),
        Err(error) if can_be_mended(&error) => {
            let not_heard = error.key() == "signals-not-heard";
            typed.wrong(lang, if not_heard { "mendesak" } else { "unit" }, &error);
            open_page(&app, &visitor, typed).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The intermediary from outside, when one is named: then the NIK is needed too.
pub(super) fn about(typed: &mut Typed, lang: platform::i18n::Lang) -> About {
    let (name, nik) = (typed.text("perantara").to_owned(), typed.text("nik").to_owned());
    if name.is_empty() && nik.is_empty() {
        return About::Nobody;
    }
    let name = if name.is_empty() { typed.needed(lang, "perantara") } else { name };
    match Nik::parse(&nik) {
        Ok(nik) => About::Outsider(Outsider { name, nik: nik.expose().to_owned() }),
        Err(error) => {
            typed.wrong(lang, "nik", &error.into());
            About::Nobody
        }
    }
}
