//! `/antrean/{unit}/janji`: which service, which day, which slot.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::identity::{Nik, Phone};
use platform::App;
use platform::db::Tx;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::live::{days_ahead, free_slots};
use super::super::rules::groups;
use super::super::store::Counters;
use super::super::verbs::{Book, Wish};
use super::unit::{field, known, mendable};
use super::{Fields, text, words};

#[derive(Template)]
#[template(path = "queue/templates/book.html")]
struct BookPage {
    page: Page,
    code: String,
    back: String,
    title: String,
    services: Vec<Choice>,
    service: String,
    service_name: String,
    days: Vec<Choice>,
    day: String,
    day_name: String,
    slots: Vec<Choice>,
    groups: Vec<Choice>,
    typed: Fields,
    errors: Mistakes,
}

impl BookPage {
    fn v(&self, name: &str) -> &str {
        text(&self.typed, name)
    }
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(unit): Path<String>,
    Query(typed): Query<Fields>,
) -> Handled {
    page(&app, &visitor, &unit, typed, Mistakes::default()).await
}

/// Days with the number of their free seats.
pub(super) async fn day_choices(
    tx: &mut Tx<'_>,
    app: &App,
    visitor: &Visitor,
    counters: &Counters,
    chosen: &str,
) -> Result<Vec<Choice>> {
    let (lang, now) = (visitor.lang, app.db.clock().now());
    let mut choices = Vec::new();
    for day in days_ahead(app, &counters.unit, app.today())? {
        let free = free_slots(tx, app, counters, day, now).await?;
        let seats: i64 = free.iter().map(|slot| slot.seats).sum();
        if seats > 0 {
            let values = [("day", lang.weekday_date(day)), ("seats", seats.to_string())];
            let label = lang.with("queue-day-free", &values);
            choices.push(words::choice(day.to_string(), label, day.to_string() == chosen));
        }
    }
    Ok(choices)
}

/// Slots of a day that have a free seat.
pub(super) async fn slot_choices(
    tx: &mut Tx<'_>,
    app: &App,
    visitor: &Visitor,
    counters: &Counters,
    (day, chosen): (Option<Date>, &str),
) -> Result<Vec<Choice>> {
    let Some(day) = day else { return Ok(Vec::new()) };
    let lang = visitor.lang;
    let free = free_slots(tx, app, counters, day, app.db.clock().now()).await?;
    let one = |slot: &super::super::live::Free| {
        let time = lang.time(slot.starts_at, app.tz());
        let values = [("time", time), ("seats", slot.seats.to_string())];
        let value = slot.starts_at.to_string();
        words::choice(value.clone(), lang.with("queue-slot-free", &values), value == chosen)
    };
    Ok(free.iter().filter(|slot| slot.seats > 0).map(one).collect())
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
    let wanted = text(&typed, "layanan");
    let service = known.services.iter().find(|standard| standard.code == wanted);
    let service = service.map(|standard| standard.code.clone()).unwrap_or_default();
    let days = day_choices(&mut tx, app, visitor, &known.counters, text(&typed, "hari")).await?;
    let offered = days.iter().any(|day| day.checked);
    let day: Option<Date> = text(&typed, "hari").parse().ok().filter(|_| offered);
    let day = day.filter(|_| !service.is_empty());
    let chosen = (day, text(&typed, "jam"));
    let slots = slot_choices(&mut tx, app, visitor, &known.counters, chosen).await?;
    let codes = groups(&app.rulebook, app.today())?;
    let frame = visitor.page("queue-book-title").in_section("antrean");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = BookPage {
        page: frame.with_error_if(!errors.is_empty()),
        code: unit.to_owned(),
        back: format!("/antrean/{unit}"),
        title: known.title,
        services: words::services(lang, &known.services, &service),
        service_name: words::service_name(lang, &known.services, &service),
        service,
        days,
        day: day.map(|day| day.to_string()).unwrap_or_default(),
        day_name: day.map(|day| lang.weekday_date(day)).unwrap_or_default(),
        slots,
        groups: words::groups(lang, &codes, text(&typed, "kelompok")),
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// What is wished, or what is wrong with it.
fn wish(visitor: &Visitor, unit: &str, typed: &Fields) -> std::result::Result<Wish, Mistakes> {
    let lang = visitor.lang;
    let mut errors = Mistakes::default();
    let service = text(typed, "layanan").to_owned();
    if service.is_empty() {
        errors.note("layanan", lang.t("queue-service-choose"));
    }
    let starts_at: Option<Timestamp> = text(typed, "jam").parse().ok();
    if starts_at.is_none() {
        errors.note("jam", lang.t("queue-slot-choose"));
    }
    let (phone, nik) = (text(typed, "telepon"), text(typed, "nik"));
    let phone = (!phone.is_empty()).then(|| Phone::parse(phone)).transpose();
    let phone = phone.unwrap_or_else(|error| {
        errors.note("telepon", lang.error(&Error::from(error)));
        None
    });
    let nik = (!nik.is_empty()).then(|| Nik::parse(nik)).transpose();
    let nik = nik.unwrap_or_else(|error| {
        errors.note("nik", lang.error(&Error::from(error)));
        None
    });
    let Some(starts_at) = starts_at.filter(|_| errors.is_empty()) else { return Err(errors) };
    if phone.is_none() && nik.is_none() {
        return Err(Mistakes::one("telepon", lang.t("queue-person-needed")));
    }
    Ok(Wish {
        unit: unit.to_owned(),
        service,
        starts_at,
        group: text(typed, "kelompok").to_owned(),
        phone,
        nik,
        language: lang.code().to_owned(),
    })
}

/// `POST /antrean/{unit}/janji`.
pub(super) async fn book(
    State(app): State<App>,
    visitor: Visitor,
    Path(unit): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let wish = match wish(&visitor, &unit, &typed) {
        Ok(wish) => wish,
        Err(errors) => return page(&app, &visitor, &unit, typed, errors).await,
    };
    app.limits.form(visitor.address)?;
    let book = Book { app: app.clone(), wish, actor: Actor::citizen(Channel::Online) };
    match app.db.write(visitor.tenant.id, book).await {
        Ok(booked) => Ok(redirect(&format!("/antrean/janji/{}", booked.secret.expose()))),
        Err(error) if mendable(&error) => {
            let errors = Mistakes::one(field(&error), visitor.lang.error(&error));
            page(&app, &visitor, &unit, typed, errors).await
        }
        Err(error) => Err(error.into()),
    }
}
