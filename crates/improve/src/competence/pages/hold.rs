//! `/perbaikan/pelatihan/{id}`: who took part in a training.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::actor::{Actor, Role};
use kernel::error::{Kind, Result};
use kernel::id::{TrainingId, UserId};
use platform::App;
use platform::auth::account::{self, holders};
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::Training;
use super::super::store::trainings;
use super::super::verbs::Hold;
use super::who::Guide;

#[derive(Template)]
#[template(path = "competence/templates/hold.html")]
struct HoldPage {
    page: Page,
    href: String,
    back: String,
    topic: String,
    day: String,
    people: Vec<Choice>,
    errors: Mistakes,
}

/// Who was ticked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    hadir: Vec<String>,
}

/// The training, and as whom the visitor may write down who took part.
async fn mine(app: &App, visitor: &Visitor, guide: &Guide, id: &str) -> Result<(Training, Actor)> {
    let id: TrainingId = id.parse().map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let training = trainings::by_id(&mut tx, id).await?;
    let actor = guide.plans(&training.unit).ok_or_else(Error::not_found)?;
    Ok((training, actor))
}

async fn write(
    app: &App,
    visitor: &Visitor,
    training: &Training,
    typed: &Typed,
    errors: Mistakes,
) -> Result<Response> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let mut people = Vec::new();
    for user in holders(&mut tx, Role::Officer, &training.unit).await? {
        let Some(found) = account::by_id(&mut tx, &app.vault, user).await? else { continue };
        let value = user.to_string();
        let checked = typed.hadir.contains(&value);
        people.push(Choice { label: found.profile.name, hint: String::new(), checked, value });
    }
    drop(tx);
    people.sort_by(|one, other| one.label.cmp(&other.label));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = HoldPage {
        href: format!("/perbaikan/pelatihan/{}", training.id),
        back: format!("/perbaikan/kecakapan/{}", training.unit),
        topic: training.topic.clone(),
        day: visitor.lang.weekday_date(training.day),
        people,
        page: visitor
            .page("competence-attendance")
            .in_section("kecakapan")
            .with_error_if(!errors.is_empty()),
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// The list of officers.
pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    guide: Guide,
    Path(id): Path<String>,
) -> Handled {
    let (training, _) = mine(&app, &visitor, &guide, &id).await?;
    if training.held {
        return Ok(redirect(&format!("/perbaikan/kecakapan/{}", training.unit)));
    }
    Ok(write(&app, &visitor, &training, &Typed::default(), Mistakes::default()).await?)
}

/// Keeps who took part.
pub(super) async fn hold(
    State(app): State<App>,
    visitor: Visitor,
    guide: Guide,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let (training, actor) = mine(&app, &visitor, &guide, &id).await?;
    let users: Vec<UserId> = typed.hadir.iter().filter_map(|one| one.parse().ok()).collect();
    let hold = Hold { app: app.clone(), id: training.id, users, actor };
    match app.db.write(visitor.tenant.id, hold).await {
        Ok(()) => Ok(redirect(&format!("/perbaikan/kecakapan/{}", training.unit))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one("hadir", visitor.lang.error(&error));
            Ok(write(&app, &visitor, &training, &typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}
