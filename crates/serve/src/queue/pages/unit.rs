//! `/antrean/{unit}`: how long it takes now, when it is quiet, and a ticket for today.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::{Kind, Result};
use kernel::identity::Phone;
use kernel::service::Standard;
use platform::App;
use platform::db::Tx;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use std::sync::Arc;

use super::super::live::{Door, Live, hours_of, live, past};
use super::super::rules::groups;
use super::super::store::{self, Counters};
use super::super::verbs::{Asked, Take, services};
use super::chart::{Bar, bars};
use super::{Fields, text, words};
use crate::catalogue;

/// How many days are looked at for the next day on which the unit is open.
const LOOK: usize = 14;

#[derive(Template)]
#[template(path = "queue/templates/unit.html")]
struct UnitPage {
    page: Page,
    code: String,
    title: String,
    chip: &'static str,
    door: String,
    open: bool,
    waiting: usize,
    wait: String,
    lines: Vec<(String, usize)>,
    services: Vec<Choice>,
    groups: Vec<Choice>,
    bars: Vec<Bar>,
    bars_day: String,
    quiet: String,
    typed: Fields,
    errors: Mistakes,
}

impl UnitPage {
    fn v(&self, name: &str) -> &str {
        text(&self.typed, name)
    }
}

/// A unit that has counters, with its name and services.
pub(super) struct Known {
    pub(super) counters: Counters,
    pub(super) title: String,
    pub(super) services: Vec<Arc<Standard>>,
}

/// The unit of that code.
///
/// # Errors
/// Not found when it has no counters.
pub(super) async fn known(
    tx: &mut Tx<'_>,
    app: &App,
    visitor: &Visitor,
    unit: &str,
) -> Result<Known> {
    let counters = store::counters(tx, unit).await?.ok_or_else(Error::not_found)?;
    let names = catalogue::store::all_units(tx).await?;
    let title = names.get(unit).map_or(unit, |known| known.name(visitor.lang.code())).to_owned();
    Ok(Known { counters, title, services: services(tx, unit, app.today()).await? })
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(typed): Query<Fields>,
) -> Handled {
    page(&app, &visitor, &unit, typed, Mistakes::default()).await
}

/// The day whose hours are shown: today while the unit serves, else its next open day.
fn shown_day(app: &App, unit: &str, live: &Live) -> Option<Date> {
    let today = app.today();
    if live.door != Door::Closed {
        return Some(today);
    }
    let days = std::iter::successors(today.tomorrow().ok(), |day| day.tomorrow().ok());
    days.take(LOOK).find(|day| !app.calendar.office_hours(unit, *day).is_empty())
}

async fn page(
    app: &App,
    visitor: &Visitor,
    unit: &str,
    typed: Fields,
    errors: Mistakes,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let known = known(&mut tx, app, visitor, unit).await?;
    let live = live(&mut tx, app, &known.counters, app.db.clock().now()).await?;
    let waiting = live.by_service();
    let name = |standard: &Arc<Standard>| standard.name.get(lang.code()).to_owned();
    let count = |standard: &Arc<Standard>| waiting.get(standard.code.as_str()).copied();
    let lines = known.services.iter().map(|one| (name(one), count(one).unwrap_or_default()));
    let lines = lines.collect();
    let day = shown_day(app, unit, &live);
    let past = past(&mut tx, app, unit, app.today()).await?;
    let hours = day.map(|day| past.expect(day, &hours_of(app, unit, day))).unwrap_or_default();
    let bars = bars(lang, &hours);
    let quiet: Vec<&str> =
        bars.iter().filter(|bar| bar.quiet).map(|bar| bar.span.as_str()).take(2).collect();
    let (chip, door) = words::door(lang, app, live.door);
    let chosen = words::services(lang, &known.services, text(&typed, "layanan"));
    let codes = groups(&app.rulebook, app.today())?;
    let frame = visitor.page_titled(known.title.clone()).in_section("antrean");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = UnitPage {
        page: frame.with_error_if(!errors.is_empty()),
        code: unit.to_owned(),
        title: known.title,
        chip,
        door,
        open: live.door != Door::Closed,
        waiting: live.line.len(),
        wait: words::wait(lang, live.newcomer),
        lines,
        services: chosen,
        groups: words::groups(lang, &codes, text(&typed, "kelompok")),
        quiet: quiet.join(", "),
        bars,
        bars_day: day.map(|day| lang.weekday_date(day)).unwrap_or_default(),
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// What was asked for, or what is wrong with it.
pub(super) fn asked(
    visitor: &Visitor,
    unit: &str,
    typed: &Fields,
) -> std::result::Result<Asked, Mistakes> {
    let lang = visitor.lang;
    let mut errors = Mistakes::default();
    let service = text(typed, "layanan").to_owned();
    if service.is_empty() {
        errors.note("layanan", lang.t("queue-service-choose"));
    }
    let phone = match text(typed, "telepon") {
        "" => None,
        typed => Phone::parse(typed).map_err(Error::from).map_or_else(
            |error| {
                errors.note("telepon", lang.error(&error));
                None
            },
            Some,
        ),
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Asked {
        unit: unit.to_owned(),
        service,
        group: text(typed, "kelompok").to_owned(),
        phone,
        language: lang.code().to_owned(),
    })
}

/// The field to which a refusal of taking or booking belongs.
pub(super) fn field(error: &Error) -> &'static str {
    match error.key() {
        "queue-group-unknown" => "kelompok",
        "queue-phone-waits" | "queue-person-needed" | "queue-one-appointment" => "telepon",
        "queue-slot-choose" | "queue-slot-full" | "queue-same-slot" => "jam",
        "queue-hand-where" => "ke",
        "queue-hand-why" => "alasan",
        "queue-application-unknown" => "permohonan",
        "queue-code-unknown" | "queue-too-early" | "queue-appointment-ended" => "kode",
        "queue-counter-wrong" => "loket",
        "queue-counters-range" => "jumlah",
        "queue-slot-range" => "menit",
        "queue-people-range" => "orang",
        "queue-walk-in-range" => "langsung",
        _ => "layanan",
    }
}

/// Whether a refusal is something the person can mend on the page.
pub(super) fn mendable(error: &Error) -> bool {
    matches!(error.kind(), Kind::Invalid | Kind::Conflict)
}

/// `POST /antrean/{unit}`: takes a ticket.
pub(super) async fn take(
    State(app): State<App>,
    visitor: Visitor,
    Path(unit): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let asked = match asked(&visitor, &unit, &typed) {
        Ok(asked) => asked,
        Err(errors) => return page(&app, &visitor, &unit, typed, errors).await,
    };
    app.limits.form(visitor.address)?;
    let take = Take { app: app.clone(), asked, actor: Actor::citizen(Channel::Online) };
    match app.db.write(visitor.tenant.id, take).await {
        Ok(given) => Ok(redirect(&format!("/antrean/tiket/{}", given.secret.expose()))),
        Err(error) if mendable(&error) => {
            let errors = Mistakes::one(field(&error), visitor.lang.error(&error));
            page(&app, &visitor, &unit, typed, errors).await
        }
        Err(error) => Err(error.into()),
    }
}
