//! `/antrean/janji/{secret}`: the appointment, for whoever holds its secret: move, give back, arrive.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::number::Secret;
use platform::App;
use platform::db::Tx;
use platform::vault::sha256;
use platform::web::qr::Qr;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::model::Booking;
use super::super::rules::Numbers;
use super::super::store::{self, Appointment};
use super::super::verbs::{Arrive, Cancel, Move};
use super::book::{day_choices, slot_choices};
use super::unit::{known, mendable};
use super::{Fields, text, words};

#[derive(Template)]
#[template(path = "queue/templates/appointment.html")]
struct AppointmentPage {
    page: Page,
    number: String,
    secret: String,
    unit: String,
    unit_name: String,
    service: String,
    at: String,
    state: Booking,
    stands: String,
    early: i64,
    grace: i64,
    qr: Qr,
    days: Vec<Choice>,
    day: String,
    slots: Vec<Choice>,
    errors: Mistakes,
}

/// The appointment of that secret.
async fn found(tx: &mut Tx<'_>, secret: &str) -> Result<(Appointment, Secret)> {
    let secret = Secret::parse(secret).map_err(|_| Error::not_found())?;
    let hash = sha256(secret.expose().as_bytes());
    let row = store::appointment_by_secret(tx, &hash).await?.ok_or_else(Error::not_found)?;
    Ok((row, secret))
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(secret): Path<String>,
    Query(asked): Query<Fields>,
) -> Handled {
    page(&app, &visitor, &secret, &asked, Mistakes::default()).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    secret: &str,
    typed: &Fields,
    errors: Mistakes,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let (row, secret) = found(&mut tx, secret).await?;
    let known = known(&mut tx, app, visitor, &row.unit).await?;
    let numbers = Numbers::on(&app.rulebook, app.today())?;
    let days = day_choices(&mut tx, app, visitor, &known.counters, text(typed, "hari")).await?;
    let offered = days.iter().any(|day| day.checked);
    let day: Option<Date> = text(typed, "hari").parse().ok().filter(|_| offered);
    let chosen = (day, text(typed, "jam"));
    let slots = slot_choices(&mut tx, app, visitor, &known.counters, chosen).await?;
    let address = format!("{}/antrean/janji/{}", app.settings.public_url, secret.expose());
    let frame = visitor.page("queue-appointment-title").in_section("antrean");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = AppointmentPage {
        page: frame.with_error_if(!errors.is_empty()),
        number: row.number.to_string(),
        secret: secret.expose(),
        unit_name: known.title,
        service: words::service_name(lang, &known.services, &row.service),
        at: lang.moment(row.starts_at, app.tz()),
        state: row.state,
        stands: lang.t(&format!("queue-booking-{}", row.state.code())),
        early: numbers.early,
        grace: numbers.grace,
        qr: Qr::of(&address)?,
        days,
        day: day.map(|day| day.to_string()).unwrap_or_default(),
        slots,
        errors,
        unit: row.unit,
    };
    Ok(with_status(html(&shown), status))
}

/// Goes back to the appointment, or says what was wrong.
async fn answer(
    app: &App,
    visitor: &Visitor,
    secret: &str,
    (typed, field): (&Fields, &str),
    done: Result<()>,
) -> Handled {
    match done {
        Ok(()) => Ok(redirect(&format!("/antrean/janji/{secret}"))),
        Err(error) if mendable(&error) => {
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            page(app, visitor, secret, typed, errors).await
        }
        Err(error) => Err(error.into()),
    }
}

const ACTOR: Actor = Actor::citizen(Channel::Online);

pub(super) async fn move_to(
    State(app): State<App>,
    visitor: Visitor,
    Path(secret): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let tenant = visitor.tenant.id;
    let (row, secret) = found(&mut app.db.read(tenant).await?, &secret).await?;
    let starts_at = text(&typed, "jam").parse::<Timestamp>();
    let done = match starts_at {
        Ok(starts_at) => {
            let act = Move { app: app.clone(), id: row.id, starts_at, actor: ACTOR };
            app.db.write(tenant, act).await
        }
        Err(_) => Err(Error::invalid("queue-slot-choose")),
    };
    answer(&app, &visitor, &secret.expose(), (&typed, "jam"), done).await
}

pub(super) async fn cancel(
    State(app): State<App>,
    visitor: Visitor,
    Path(secret): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let tenant = visitor.tenant.id;
    let (row, secret) = found(&mut app.db.read(tenant).await?, &secret).await?;
    let done = app.db.write(tenant, Cancel { app: app.clone(), id: row.id, actor: ACTOR }).await;
    answer(&app, &visitor, &secret.expose(), (&typed, "batal"), done).await
}

/// The holder is there: from now on there is a ticket.
pub(super) async fn arrive(
    State(app): State<App>,
    visitor: Visitor,
    Path(secret): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let tenant = visitor.tenant.id;
    let (row, secret) = found(&mut app.db.read(tenant).await?, &secret).await?;
    match app.db.write(tenant, Arrive { app: app.clone(), id: row.id, actor: ACTOR }).await {
        Ok(given) => Ok(redirect(&format!("/antrean/tiket/{}", given.secret.expose()))),
        Err(error) => {
            answer(&app, &visitor, &secret.expose(), (&typed, "datang"), Err(error)).await
        }
    }
}
