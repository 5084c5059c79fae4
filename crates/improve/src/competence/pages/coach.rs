//! `/pembina`: officers who asked for a coach, and what is written with each of them.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::id::CoachingId;
use platform::App;
use platform::auth::{Can, Coach, account};
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::store::coaching as store;
use super::super::verbs::{Note, Open};
use super::words::{self, Line};
use crate::city::Units;

struct Person {
    href: String,
    name: String,
    unit: String,
    since: String,
}

#[derive(Template)]
#[template(path = "competence/templates/coach_list.html")]
struct ListPage {
    page: Page,
    people: Vec<Person>,
    teams: Vec<(String, String)>,
}

/// Officers of the coach's units who want one now.
pub(super) async fn list(State(app): State<App>, visitor: Visitor, coach: Can<Coach>) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Units::load(&mut tx, lang).await?;
    let covered = names.all().filter(|(code, _)| coach.covers(code));
    let covered: Vec<String> = covered.map(|(code, _)| code.to_owned()).collect();
    let mut people = Vec::new();
    for unit in &covered {
        for one in store::of_unit(&mut tx, unit).await? {
            let Some(found) = account::by_id(&mut tx, &app.vault, one.user).await? else {
                continue;
            };
            if one.user != coach.user() {
                people.push(Person {
                    href: format!("/pembina/{}", one.id),
                    name: found.profile.name,
                    unit: names.name(unit),
                    since: lang.date(app.tz().to_datetime(one.since).date()),
                });
            }
        }
    }
    drop(tx);
    let teams = covered.into_iter().map(|code| (names.name(&code), code)).collect();
    let page = visitor.page("competence-coach").in_section("pembina");
    Ok(html(&ListPage { page, people, teams }))
}

#[derive(Template)]
#[template(path = "competence/templates/coach_one.html")]
struct OnePage {
    page: Page,
    href: String,
    who: String,
    notes: Vec<Line>,
    typed: String,
    errors: Mistakes,
}

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    tulisan: String,
}

fn parse(id: &str) -> Result<CoachingId> {
    id.parse().map_err(|_| Error::not_found())
}

async fn write(
    app: &App,
    visitor: &Visitor,
    (coach, id): (Can<Coach>, CoachingId),
    typed: Typed,
    errors: Mistakes,
) -> Result<Response> {
    let open = Open { app: app.clone(), id, coach };
    let (coaching, notes) = app.db.write(visitor.tenant.id, open).await?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let found = account::by_id(&mut tx, &app.vault, coaching.user).await?;
    drop(tx);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = OnePage {
        href: format!("/pembina/{id}"),
        who: found.map(|one| one.profile.name).unwrap_or_default(),
        notes: words::lines(app, visitor.lang, notes),
        typed: typed.tulisan,
        page: visitor
            .page("competence-coaching")
            .in_section("pembina")
            .with_error_if(!errors.is_empty()),
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// What was written with one officer; opening it is a fact.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    coach: Can<Coach>,
    Path(id): Path<String>,
) -> Handled {
    let id = parse(&id)?;
    Ok(write(&app, &visitor, (coach, id), Typed::default(), Mistakes::default()).await?)
}

/// The coach writes.
pub(super) async fn note(
    State(app): State<App>,
    visitor: Visitor,
    coach: Can<Coach>,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let id = parse(&id)?;
    let text = typed.tulisan.clone();
    let note = Note { app: app.clone(), id, text, coach: coach.clone() };
    match app.db.write(visitor.tenant.id, note).await {
        Ok(()) => Ok(redirect(&format!("/pembina/{id}"))),
        Err(error) if error.kind() == Kind::Invalid => {
            let errors = Mistakes::one("tulisan", visitor.lang.error(&error));
            Ok(write(&app, &visitor, (coach, id), typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}
