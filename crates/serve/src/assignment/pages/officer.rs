//! An officer's own page: days of absence, and people whose files the officer may not have.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::identity::Nik;
use platform::App;
use platform::auth::{Can, Officer};
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::store;
use super::super::verbs::{About, Absent, Conflict};
use super::typed::{Fields, day, text};
use crate::applications::desk;

#[derive(Template)]
#[template(path = "assignment/templates/officer.html")]
struct OfficerPage {
    page: Page,
    absences: Vec<String>,
    typed: Fields,
    errors: Mistakes,
}

impl OfficerPage {
    fn v(&self, field: &str) -> &str {
        text(&self.typed, field)
    }
}

/// `GET /petugas/berhalangan`.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
) -> Handled {
    write(&app, &visitor, &officer, Fields::new(), Mistakes::default()).await
}

async fn write(
    app: &App,
    visitor: &Visitor,
    officer: &Can<Officer>,
    typed: Fields,
    errors: Mistakes,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let absences = store::absences(&mut tx, officer.user(), app.today()).await?;
    let line = |(from, until): &(jiff::civil::Date, jiff::civil::Date)| {
        lang.with(
            "assignment-absent-days",
            &[("from", lang.date(*from)), ("until", lang.date(*until))],
        )
    };
    let absences = absences.iter().map(line).collect();
    let page = visitor.page("assignment-officer-title").in_section("petugas");
    let page = page.with_error_if(!errors.is_empty());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    Ok(with_status(html(&OfficerPage { page, absences, typed, errors }), status))
}

/// Shows a mistake at `field`; anything else is a page of its own.
async fn answer(
    app: &App,
    visitor: &Visitor,
    officer: &Can<Officer>,
    typed: Fields,
    field: &str,
    done: Result<()>,
) -> Handled {
    match done {
        Ok(()) => Ok(redirect("/petugas/berhalangan")),
        Err(error) if error.kind() == Kind::Invalid => {
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            write(app, visitor, officer, typed, errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /petugas/berhalangan`: days of absence.
pub(super) async fn absent(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let until = match day(&typed, "sampai") {
        Ok(until) => until,
        Err(error) => {
            return answer(&app, &visitor, &officer, typed, "sampai", Err(error)).await;
        }
    };
    let done = match day(&typed, "dari") {
        Ok(from) => {
            let actor = officer.actor(kernel::actor::Channel::Online, None);
            let absent = Absent { app: app.clone(), officer: officer.user(), from, until, actor };
            app.db.write(visitor.tenant.id, absent).await
        }
        Err(error) => Err(error),
    };
    answer(&app, &visitor, &officer, typed, "dari", done).await
}

/// `POST /petugas/berhalangan/orang`: a person whose files the officer may not have.
pub(super) async fn person(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let done = match Nik::parse(text(&typed, "nik")) {
        Ok(nik) => {
            let about = About::Person(nik);
            let conflict = Conflict { app: app.clone(), officer: officer.clone(), about };
            app.db.write(visitor.tenant.id, conflict).await
        }
        Err(error) => Err(Error::from(error)),
    };
    answer(&app, &visitor, &officer, typed, "nik", done).await
}

/// `POST /petugas/berkas/{number}/benturan`: the officer steps aside, and the file is drawn again.
pub(super) async fn conflict(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path(number): Path<String>,
    PostForm(_): PostForm<Fields>,
) -> Handled {
    let tenant = visitor.tenant.id;
    let found = desk::find(&app, tenant, &officer, &number).await?;
    let about = About::Application(found.row.id);
    app.db.write(tenant, Conflict { app: app.clone(), officer, about }).await?;
    Ok(redirect("/petugas?tab=saya"))
}
