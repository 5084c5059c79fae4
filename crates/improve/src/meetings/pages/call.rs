//! `/perbaikan/rapat/baru`: calling a meeting.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::board;
use super::super::member::Organiser;
use super::super::model::Kind;
use super::super::rules;
use super::super::verbs::{Call, Calling};
use super::BASE;
use super::words::{LONGEST, SENTENCE, is_mendable};
use crate::city::Units;

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    jenis: String,
    unit: Vec<String>,
    tanggal: String,
    #[serde(rename = "tanggal-month")]
    month: String,
    #[serde(rename = "tanggal-year")]
    year: String,
    jam: String,
    tujuan: String,
    tempat: String,
}

#[derive(Template)]
#[template(path = "meetings/templates/call.html")]
struct CallPage {
    page: Page,
    typed: Typed,
    kinds: Vec<Choice>,
    units: Vec<Choice>,
    errors: Mistakes,
}

/// The form, filled in for the next coffee morning.
pub(super) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    _organiser: Organiser,
) -> Handled {
    let now = app.db.clock().now();
    let at = app.tz().to_datetime(board::next_coffee(&app, now)?.unwrap_or(now));
    let typed = Typed {
        jenis: Kind::CoffeeMorning.code().to_owned(),
        tanggal: at.date().day().to_string(),
        month: at.date().month().to_string(),
        year: at.date().year().to_string(),
        jam: format!("{:02}.{:02}", at.hour(), at.minute()),
        ..Typed::default()
    };
    Ok(page(&app, &visitor, typed, Mistakes::default()).await?)
}

async fn page(app: &App, visitor: &Visitor, typed: Typed, errors: Mistakes) -> Result<Response> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Units::load(&mut tx, lang).await?;
    drop(tx);
    let kind = |kind: Kind| {
        let key = format!("meetings-kind-{}", kind.code().replace('_', "-"));
        Choice {
            value: kind.code().to_owned(),
            label: lang.t(&key),
            hint: lang.t(&format!("{key}-hint")),
            checked: typed.jenis == kind.code(),
        }
    };
    let unit = |(code, name): (String, String)| Choice {
        checked: typed.unit.contains(&code),
        value: code,
        label: name,
        hint: String::new(),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let head = visitor.page("meetings-call-title").in_section("rapat");
    let shown = CallPage {
        page: head.with_error_if(!errors.is_empty()),
        kinds: Kind::ALL.into_iter().map(kind).collect(),
        units: names.by_name().into_iter().map(unit).collect(),
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

impl Typed {
    fn starts(&self, app: &App) -> Option<Timestamp> {
        let part = |text: &str| text.trim().parse::<i16>().ok();
        let (day, month) = (part(&self.tanggal)?, part(&self.month)?);
        let (day, month) = (i8::try_from(day).ok()?, i8::try_from(month).ok()?);
        let date = Date::new(part(&self.year)?, month, day).ok()?;
        let time = rules::time(&self.jam)?;
        app.tz().to_timestamp(date.to_datetime(time)).ok()
    }

    /// What is called, or every mistake.
    fn calling(&self, app: &App, names: &Units) -> std::result::Result<Calling, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let kind = Kind::parse(&self.jenis);
        let mut units = self.unit.clone();
        units.sort();
        units.dedup();
        match kind {
            None => mistakes.push(("jenis", "meetings-kind-unknown")),
            // Everybody is asked, whatever was ticked for another kind before.
            Some(Kind::CoffeeMorning) => units.clear(),
            Some(kind) => {
                if !kind.takes(units.len()) || !units.iter().all(|unit| names.has(unit)) {
                    mistakes.push(("unit", "meetings-units-wrong"));
                }
            }
        }
        let starts = self.starts(app);
        let today = app.today();
        match starts.map(|at| app.tz().to_datetime(at).date()) {
            None if rules::time(&self.jam).is_none() => {
                mistakes.push(("jam", "meetings-time-wrong"));
            }
            None => mistakes.push(("tanggal", "meetings-day-wrong")),
            Some(day) if day < today => mistakes.push(("tanggal", "meetings-start-past")),
            Some(_) => {}
        }
        let purpose = rules::written(&self.tujuan, LONGEST);
        let may_be_empty = kind == Some(Kind::CoffeeMorning) && self.tujuan.trim().is_empty();
        if purpose.is_none() && !may_be_empty {
            mistakes.push(("tujuan", "meetings-purpose-wrong"));
        }
        if self.tempat.trim().chars().count() > SENTENCE {
            mistakes.push(("tempat", "meetings-place-long"));
        }
        match (kind, starts, mistakes.is_empty()) {
            (Some(kind), Some(starts), true) => Ok(Calling {
                kind,
                starts,
                units,
                purpose: purpose.unwrap_or_default(),
                place: self.tempat.trim().to_owned(),
            }),
            _ => Err(mistakes),
        }
    }
}

/// A field and what is wrong with it.
type Mistake = (&'static str, &'static str);

/// Calls the meeting, or says what must be mended.
pub(super) async fn call(
    State(app): State<App>,
    visitor: Visitor,
    organiser: Organiser,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Units::load(&mut tx, lang).await?;
    drop(tx);
    let calling = match typed.calling(&app, &names) {
        Ok(calling) => calling,
        Err(mistakes) => {
            let mut errors = Mistakes::default();
            mistakes.iter().for_each(|(field, key)| errors.note(*field, lang.t(key)));
            return Ok(page(&app, &visitor, typed, errors).await?);
        }
    };
    let call = Call { app: app.clone(), by: organiser, calling };
    match app.db.write(visitor.tenant.id, call).await {
        Ok(id) => Ok(redirect(&format!("{BASE}/{id}"))),
        Err(error) if is_mendable(&error) => Ok(refused(&app, &visitor, typed, &error).await?),
        Err(error) => Err(error.into()),
    }
}

async fn refused(app: &App, visitor: &Visitor, typed: Typed, error: &Error) -> Result<Response> {
    page(app, visitor, typed, Mistakes::one("tanggal", visitor.lang.error(error))).await
}
