//! `GET /api/v1/petugas/antrean`: the work queue of a unit, in legal order.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::Tx;
use platform::web::{Handled, Visitor};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::store::{self, Application};
use super::Problem;

/// Files of each list, at most.
const MOST: i64 = 100;

/// Which unit.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// Code of the unit; may be left out by an officer of one unit.
    unit: Option<String>,
}

/// The work queue of a unit.
#[derive(Serialize, ToSchema)]
struct WorkQueue {
    /// Code of the unit.
    unit: String,
    /// Files whose completeness is to be checked, oldest first.
    to_check: Vec<Waiting>,
    /// Queues in which someone waits.
    queues: Vec<OneQueue>,
    /// Files that this officer has taken and not decided.
    own: Vec<Waiting>,
}

/// One queue of a unit.
#[derive(Serialize, ToSchema)]
struct OneQueue {
    /// Its name, `unit/service`.
    queue: String,
    /// How many wait.
    waiting: i64,
    /// Its first files, in legal order.
    first: Vec<Waiting>,
}

/// A file in a list; never a name.
#[derive(Serialize, ToSchema)]
struct Waiting {
    /// The number.
    number: String,
    /// Code of the service.
    service: String,
    /// Where it stands.
    state: &'static str,
    /// Whether it goes first by rule.
    priority: bool,
    /// When it was handed in (RFC 3339).
    submitted_at: String,
    /// When it is due (RFC 3339).
    due_at: Option<String>,
}

impl Waiting {
    fn of(row: &Application) -> Self {
        Self {
            number: row.number.to_string(),
            service: row.service.clone(),
            state: row.state.code(),
            priority: row.priority == 0,
            submitted_at: row.submitted_at.to_string(),
            due_at: row.due_at.map(|due| due.to_string()),
        }
    }

    fn all(rows: &[Application]) -> Vec<Self> {
        rows.iter().map(Self::of).collect()
    }
}

/// The work queue of a unit.
#[utoipa::path(
    get,
    path = "/api/v1/petugas/antrean",
    tag = "officers",
    params(Asked),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Files in legal order", body = WorkQueue),
        (status = 400, description = "The query is not the one described here",
         body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Log in first",
         body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account is no officer",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The officer has no such unit",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn queue(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    asked: std::result::Result<Query<Asked>, QueryRejection>,
) -> Handled<Response> {
    let Query(asked) =
        asked.map_err(|error| Error::invalid("officer-api-query").context(error.body_text()))?;
    let unit = unit(&officer, asked.unit)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let to_check = store::unchecked(&mut tx, &unit, None, MOST).await?;
    let own = store::taken_by(&mut tx, officer.user(), MOST).await?;
    let answer = WorkQueue {
        to_check: Waiting::all(&to_check),
        queues: queues(&mut tx, &unit).await?,
        own: Waiting::all(&own),
        unit,
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

/// The asked unit, or the only one of the officer.
fn unit(officer: &Can<Officer>, asked: Option<String>) -> Result<String> {
    let named = |unit: &String| !unit.is_empty() && unit.chars().all(|c| c.is_ascii_graphic());
    match asked {
        Some(unit) if named(&unit) && officer.covers(&unit) => Ok(unit),
        Some(_) => Err(Error::not_found()),
        None => match officer.units() {
            [unit] if !unit.is_empty() => Ok(unit.clone()),
            _ => Err(Error::invalid("officer-api-unit")),
        },
    }
}

async fn queues(tx: &mut Tx<'_>, unit: &str) -> Result<Vec<OneQueue>> {
    let mut queues = Vec::new();
    for (queue, waiting) in store::queues(tx, unit).await? {
        let first = store::waiting(tx, &queue, (-1, 0), MOST).await?;
        queues.push(OneQueue { queue, waiting, first: Waiting::all(&first) });
    }
    Ok(queues)
}
