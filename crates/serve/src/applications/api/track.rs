//! `GET /api/v1/lacak/{nomor}`: the number alone shows state and date; with the receipt's secret,
//! everything that has happened and the place in the queue.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::number::{ApplicationNumber, Secret};
use platform::App;
use platform::db::Tx;
use platform::journal::facts_of;
use platform::vault::is_secret;
use platform::web::{Handled, Visitor};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::queue;
use super::super::store::{self, Application};
use super::super::verbs::File;
use super::{Problem, Standing};
use crate::representatives::verbs::is_over;

/// Header that carries the receipt's secret.
const SECRET: &str = "x-bening-kunci";

/// An application as its tracker sees it.
#[derive(Serialize, ToSchema)]
struct Tracked {
    /// Where it stands.
    #[serde(flatten)]
    standing: Standing,
    /// Whether the promise was missed.
    missed: bool,
    /// What only the receipt's holder sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<Details>,
}

/// What the receipt's secret opens.
#[derive(Serialize, ToSchema)]
struct Details {
    /// Code of the service.
    service: String,
    /// Code of the unit that owes.
    unit: String,
    /// When it was handed in (RFC 3339).
    submitted_at: String,
    /// When it became complete (RFC 3339).
    completed_at: Option<String>,
    /// Place in the queue, while it waits.
    place: Option<Place>,
    /// What has happened, oldest first.
    timeline: Vec<Event>,
}

/// A place in a queue.
#[derive(Serialize, ToSchema)]
struct Place {
    /// How many go first: of the officer's own line once an officer was drawn.
    ahead: i64,
    /// How many wait in that line in all.
    waiting: i64,
    /// Public reasons of those who were called first though they stood behind.
    overtaken_by: Vec<String>,
}

/// One act.
#[derive(Serialize, ToSchema)]
struct Event {
    /// What happened, such as `application.completed`.
    kind: String,
    /// When (RFC 3339).
    at: String,
}

/// Where an application stands.
#[utoipa::path(
    get,
    path = "/api/v1/lacak/{nomor}",
    tag = "tracking",
    params(
        ("nomor" = String, Path, description = "The number on the receipt"),
        ("x-bening-kunci" = Option<String>, Header, description = "The secret on the receipt"),
    ),
    responses(
        (status = 200, description = "State and date; with the secret, everything",
         body = Tracked),
        (status = 400, description = "The number or the secret was copied wrongly",
         body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The secret is not that of this application",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such application",
         body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many secrets were tried",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn track(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Handled<Response> {
    let number = ApplicationNumber::parse(&number)?;
    let secret = secret(&headers)?;
    if secret.is_some() {
        app.limits.secret(&number.compact())?;
    }
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let row = store::by_number(&mut tx, number).await?.ok_or_else(Error::not_found)?;
    let (standing, missed) = (Standing::of(&row), row.missed_at.is_some());
    let details = match secret {
        None => None,
        Some(secret) => {
            opens(&row, &secret)?;
            if is_over(&mut tx, &app, &row, &secret).await? {
                return Err(Error::new(Kind::Forbidden, "representatives-farewell-text").into());
            }
            Some(details(&app, &mut tx, row).await?)
        }
    };
    let answer = Json(Tracked { standing, missed, details });
    Ok(([(header::CACHE_CONTROL, "no-store")], answer).into_response())
}

fn secret(headers: &HeaderMap) -> Result<Option<Secret>> {
    let Some(value) = headers.get(SECRET) else { return Ok(None) };
    let text = value.to_str().map_err(|_| Error::invalid("secret-symbol"))?;
    Ok(Some(Secret::parse(text)?))
}

fn opens(row: &Application, secret: &Secret) -> Result<()> {
    if is_secret(&secret.expose(), &row.secret_hash) {
        Ok(())
    } else {
        Err(Error::new(Kind::Forbidden, "officer-api-secret-wrong"))
    }
}

async fn details(app: &App, tx: &mut Tx<'_>, row: Application) -> Result<Details> {
    let file = File::of(tx, app, row).await?;
    let facts = facts_of(tx, file.row.subject(), Some(&file.key)).await?;
    let event = |fact: &platform::journal::StoredFact| Event {
        kind: fact.kind.clone(),
        at: fact.recorded_at.to_string(),
    };
    Ok(Details {
        place: place(tx, &file.row).await?,
        timeline: facts.iter().map(event).collect(),
        service: file.row.service,
        unit: file.row.unit_code,
        submitted_at: file.row.submitted_at.to_string(),
        completed_at: file.row.completed_at.map(|at| at.to_string()),
    })
}

async fn place(tx: &mut Tx<'_>, row: &Application) -> Result<Option<Place>> {
    let queued = row.state == super::super::model::State::Queued;
    let Some(ticket) = row.ticket.filter(|_| queued) else { return Ok(None) };
    let Some(entry) = queue::entry(tx, ticket).await? else { return Ok(None) };
    // A drawn file waits in the line of its officer, and not in that of all.
    let (ahead, waiting) = match row.officer {
        Some(officer) => queue::place_in_line(tx, &entry, officer).await?,
        None => queue::place(tx, &entry).await?,
    };
    let overtaken_by = queue::overtaken_by(tx, &entry).await?;
    Ok(Some(Place { ahead, waiting, overtaken_by }))
}
