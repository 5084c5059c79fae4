//! `GET /petugas/loket/antrean`: what an officer at a counter sees: whom to serve, who waits, in the
//! order of calls, and who is expected.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::number::ApplicationNumber;
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::Tx;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, Visitor, html};

use super::super::live::live;
use super::super::model::HANDING_REASONS;
use super::super::rules::{Numbers, groups};
use super::super::store::{self, Counters, Ticket};
use super::unit::{Known, known};
use super::{Fields, text, words};
use crate::catalogue;

/// Who is at the counter.
struct Served {
    id: String,
    label: String,
    service: String,
    service_code: String,
    group: String,
    calls: i64,
    may_leave: bool,
    waited: i64,
}

/// Somebody who waits.
struct Line {
    label: String,
    service: String,
    marks: String,
    waited: i64,
}

/// Somebody who is expected.
struct Expected {
    time: String,
    service: String,
    number: String,
}

/// What the counter of one unit shows.
struct Place {
    unit: String,
    counter: i64,
    title: String,
    served: Option<Served>,
    line: Vec<Line>,
    expected: Vec<Expected>,
    services: Vec<Choice>,
    groups: Vec<Choice>,
    others: Vec<Choice>,
    reasons: Vec<Choice>,
    calls: i64,
}

#[derive(Template)]
#[template(path = "queue/templates/counter.html")]
struct CounterPage {
    page: Page,
    units: Vec<Choice>,
    counters: Vec<Choice>,
    place: Option<Place>,
    said: String,
    typed: Fields,
    errors: Mistakes,
}

impl CounterPage {
    fn v(&self, name: &str) -> &str {
        text(&self.typed, name)
    }
}

/// The counter that a form or an address names.
pub(super) fn counter_of(typed: &Fields) -> i64 {
    text(typed, "loket").parse().unwrap_or(0)
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Query(typed): Query<Fields>,
) -> Handled {
    page(&app, &visitor, &officer, typed, Mistakes::default()).await
}

/// Units with counters for which the officer works.
async fn own_units(
    tx: &mut Tx<'_>,
    visitor: &Visitor,
    officer: &Can<Officer>,
) -> Result<Vec<(Counters, String)>> {
    let names = catalogue::store::all_units(tx).await?;
    let all = store::all_counters(tx).await?.into_iter();
    let own = all.filter(|counters| officer.covers(&counters.unit));
    let named = own.map(|counters| {
        let name = names.get(&counters.unit).map(|known| known.name(visitor.lang.code()));
        let name = name.unwrap_or(&counters.unit).to_owned();
        (counters, name)
    });
    Ok(named.collect())
}

/// The page, with what was typed and what is wrong with it.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    officer: &Can<Officer>,
    typed: Fields,
    errors: Mistakes,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let units = own_units(&mut tx, visitor, officer).await?;
    let asked = text(&typed, "unit");
    let chosen = units.iter().find(|(counters, _)| counters.unit == asked).or(units.first());
    let number = counter_of(&typed);
    let most = chosen.map_or(0, |(counters, _)| counters.setting.counters);
    let counters = (1..=most).map(|one| {
        let label = lang.t1("queue-counter-number", "number", one);
        words::choice(one.to_string(), label, one == number)
    });
    let counters = counters.collect();
    let place = match chosen.filter(|_| (1..=most).contains(&number)) {
        Some((known_unit, _)) => {
            let known = known(&mut tx, app, visitor, &known_unit.unit).await?;
            Some(place(&mut tx, app, visitor, known, (number, &typed)).await?)
        }
        None => None,
    };
    let unit = chosen.map(|(counters, _)| counters.unit.clone()).unwrap_or_default();
    let units = units.into_iter().map(|(counters, name)| {
        let checked = counters.unit == unit;
        words::choice(counters.unit, name, checked)
    });
    let frame = visitor.page("queue-desk-title").in_section("loket");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let said = text(&typed, "datang").to_owned();
    let said = if said.is_empty() { said } else { lang.t1("queue-arrived", "label", said) };
    let shown = CounterPage {
        page: frame.with_error_if(!errors.is_empty()),
        units: units.collect(),
        counters,
        place,
        said,
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

async fn place(
    tx: &mut Tx<'_>,
    app: &App,
    visitor: &Visitor,
    known: Known,
    (counter, typed): (i64, &Fields),
) -> Result<Place> {
    let (lang, now, today) = (visitor.lang, app.db.clock().now(), app.today());
    let numbers = Numbers::on(&app.rulebook, today)?;
    let live = live(tx, app, &known.counters, now).await?;
    let name = |code: &str| words::service_name(lang, &known.services, code);
    let served = live.called.iter().find(|ticket| ticket.counter == counter).map(|ticket| Served {
        id: ticket.id.to_string(),
        label: ticket.label.clone(),
        service: name(&ticket.service),
        service_code: ticket.service.clone(),
        group: group(visitor, ticket),
        calls: ticket.calls,
        may_leave: ticket.calls >= numbers.calls,
        waited: minutes(ticket.taken_at, ticket.first_called_at.unwrap_or(now)),
    });
    let in_order = live.line.iter();
    let in_order = in_order.filter_map(|id| live.waiting.iter().find(|one| one.id == *id));
    let line = in_order.map(|ticket| Line {
        label: ticket.label.clone(),
        service: name(&ticket.service),
        marks: marks(visitor, app, ticket),
        waited: minutes(ticket.taken_at, now),
    });
    let line = line.collect();
    let unit = known.counters.unit.clone();
    let expected = store::expected(tx, &unit, today).await?;
    let expected = expected.into_iter().map(|one| Expected {
        time: lang.time(one.starts_at, app.tz()),
        service: name(&one.service),
        number: one.number.to_string(),
    });
    let expected = expected.collect();
    let others = (1..=known.counters.setting.counters).filter(|one| *one != counter).map(|one| {
        let label = lang.t1("queue-counter-number", "number", one);
        words::choice(one.to_string(), label, text(typed, "ke") == one.to_string())
    });
    let reasons = HANDING_REASONS.iter().map(|code| {
        let label = lang.t(&format!("queue-hand-{code}"));
        words::choice((*code).to_owned(), label, text(typed, "alasan") == *code)
    });
    let codes = groups(&app.rulebook, today)?;
    Ok(Place {
        counter,
        served,
        line,
        expected,
        services: words::services(lang, &known.services, text(typed, "layanan")),
        groups: words::groups(lang, &codes, text(typed, "kelompok")),
        others: others.collect(),
        reasons: reasons.collect(),
        calls: numbers.calls,
        title: known.title,
        unit,
    })
}

fn minutes(from: Timestamp, to: Timestamp) -> i64 {
    to.duration_since(from).as_mins()
}

fn group(visitor: &Visitor, ticket: &Ticket) -> String {
    let named = |code: String| visitor.lang.t(&format!("queue-group-{code}"));
    ticket.group().map(named).unwrap_or_default()
}

/// Why somebody stands where they stand: group, slot, or the counter to which they were handed.
fn marks(visitor: &Visitor, app: &App, ticket: &Ticket) -> String {
    let lang = visitor.lang;
    let slot = ticket.slot_at.map(|at| lang.t1("queue-mark-slot", "time", lang.time(at, app.tz())));
    let handed =
        (ticket.handed_to != 0).then(|| lang.t1("queue-mark-handed", "number", ticket.handed_to));
    let all = [Some(group(visitor, ticket)), slot, handed];
    let all: Vec<String> = all.into_iter().flatten().filter(|mark| !mark.is_empty()).collect();
    all.join(", ")
}

/// What an officer typed or scanned: the number of an appointment, its secret, or the address of its
/// page.
pub(super) async fn appointment(
    tx: &mut Tx<'_>,
    officer: &Can<Officer>,
    code: &str,
) -> Result<store::Appointment> {
    let last = code.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let unknown = || Error::invalid("queue-code-unknown");
    let found = match ApplicationNumber::parse(last) {
        Ok(number) => store::appointment_by_number(tx, number).await?,
        Err(_) => {
            let secret = kernel::number::Secret::parse(last).map_err(|_| unknown())?;
            let hash = platform::vault::sha256(secret.expose().as_bytes());
            store::appointment_by_secret(tx, &hash).await?
        }
    };
    found.filter(|row| officer.covers(&row.unit)).ok_or_else(unknown)
}
