//! `/petugas/berkas/{number}/kuasa`: a giver without a phone came, or was called. An officer who did
//! not type the application in says how they know, and what the giver answered; or that the giver
//! takes the mandate back, and prints the file's new secret for them.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::facts::mandate::Asked;
use kernel::number::{ApplicationNumber, Secret};
use platform::App;
use platform::auth::{Can, Officer};
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::store;
use super::super::verbs::{Answer, By, Fetch, Revoke, Stage, at_counter};
use super::choices;
use crate::applications::desk::{self, Found};
use crate::applications::pages::with_secret;
use crate::applications::verbs::Open;

type Fields = BTreeMap<String, String>;

#[derive(Template)]
#[template(path = "representatives/templates/counter.html")]
struct CounterPage {
    page: Page,
    here: String,
    file: String,
    service: String,
    rows: Vec<(String, String)>,
    answers: Vec<Choice>,
    ways: Vec<Choice>,
    note: String,
    has_phone: bool,
    own: bool,
    stage: Stage,
    errors: Mistakes,
}

/// What the officer is to ask the giver.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path(number): Path<String>,
) -> Handled {
    let found = desk::find(&app, visitor.tenant.id, &officer, &number).await?;
    Ok(page(&app, &visitor, officer, &found, (&Fields::new(), Mistakes::default())).await?)
}

/// Opening it is a fact that the person can read.
async fn page(
    app: &App,
    visitor: &Visitor,
    officer: Can<Officer>,
    found: &Found,
    (typed, errors): (&Fields, Mistakes),
) -> Result<Response> {
    let (lang, tenant, user) = (visitor.lang, visitor.tenant.id, officer.user());
    let (id, what) = (found.row.id, "mandate".to_owned());
    let open = Open { app: app.clone(), id, officer, purpose: "counter", what };
    let (_, details) = app.db.write(tenant, open).await?;
    let mut tx = app.db.read(tenant).await?;
    let stage = at_counter(&mut tx, &found.row, &details).await?;
    let stage = stage.ok_or_else(|| Error::conflict("representatives-answered"))?;
    let row = store::of_application(&mut tx, id).await?.ok_or_else(Error::not_found)?;
    let who = details.representative.as_ref();
    let rows = [
        ("giver", details.person.name.clone()),
        ("receiver", who.map(|who| who.name.clone()).unwrap_or_default()),
        ("relation", who.map(|who| who.relation.clone()).unwrap_or_default()),
        ("reason", who.map(|who| who.reason.clone()).unwrap_or_default()),
        ("until", lang.date(row.until)),
    ];
    let value = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = visitor.page("representatives-counter-title").in_section("petugas");
    let shown = CounterPage {
        page: page.with_error_if(!errors.is_empty()),
        here: format!("/petugas/berkas/{}/kuasa", found.row.number.compact()),
        file: format!("/petugas/berkas/{}", found.row.number.compact()),
        service: found.standard.name.get(lang.code()).to_owned(),
        rows: rows
            .map(|(key, value)| (lang.t(&format!("representatives-row-{key}")), value))
            .into(),
        answers: choices(lang, "representatives-answer-", &["yes", "no"], &value("jawaban")),
        ways: choices(lang, "representatives-way-", &WAYS, &value("cara")),
        note: value("catatan"),
        has_phone: details.person.phone.is_some(),
        own: row.typed_by == Some(user),
        stage,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

const WAYS: [&str; 2] = ["came", "called"];

/// What was typed, or the field that is wrong.
fn read(typed: &Fields) -> std::result::Result<(bool, Asked, String), (&'static str, Error)> {
    let value = |name: &str| typed.get(name).map(String::as_str).unwrap_or_default();
    let choose = |name| (name, Error::invalid("applications-mistake-choose"));
    let yes = match value("jawaban") {
        "yes" => true,
        "no" => false,
        _ => return Err(choose("jawaban")),
    };
    let asked = match value("cara") {
        "came" => Asked::Came,
        "called" => Asked::Called,
        _ => return Err(choose("cara")),
    };
    let note = desk::letter(value("catatan")).map_err(|error| ("catatan", error))?;
    Ok((yes, asked, note))
}

/// Records what the giver answered.
pub(super) async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path(number): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let tenant = visitor.tenant.id;
    let found = desk::find(&app, tenant, &officer, &number).await?;
    let (field, error) = match read(&typed) {
        Ok(said) => match record(&app, &visitor, officer.clone(), &found, said).await {
            Ok(()) => {
                let number = found.row.number.compact();
                return Ok(redirect(&format!("/petugas/berkas/{number}")));
            }
            Err(error) if error.kind() == Kind::Conflict => ("main", error),
            Err(error) => return Err(error.into()),
        },
        Err(wrong) => wrong,
    };
    let errors = Mistakes::one(field, visitor.lang.error(&error));
    Ok(page(&app, &visitor, officer, &found, (&typed, errors)).await?)
}

async fn record(
    app: &App,
    visitor: &Visitor,
    officer: Can<Officer>,
    found: &Found,
    (yes, asked, note): (bool, Asked, String),
) -> Result<()> {
    let tenant = visitor.tenant.id;
    let mut tx = app.db.read(tenant).await?;
    let row = store::of_application(&mut tx, found.row.id).await?.ok_or_else(Error::not_found)?;
    drop(tx);
    let by = By::Officer { officer, asked, note };
    app.db.write(tenant, Answer { app: app.clone(), id: row.id, yes, by }).await
}

/// `POST /petugas/berkas/{number}/kuasa/cabut`: the giver stands at the counter and takes the mandate
/// back, or fetches the file whose mandate is over. The slip with the new secret is printed for them.
pub(super) async fn end(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path(number): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let found = desk::find(&app, visitor.tenant.id, &officer, &number).await?;
    let note = desk::letter(typed.get("catatan").map(String::as_str).unwrap_or_default());
    let (field, error) = match note {
        Ok(note) => match ended(&app, &visitor, officer.clone(), &found, note).await {
            Ok(Some((number, secret))) => {
                let slip = redirect(&format!("/petugas/loket/{}/tanda-terima", number.compact()));
                return Ok(with_secret(&app, slip, (number, &secret))?);
            }
            Ok(None) => {
                let number = found.row.number.compact();
                return Ok(redirect(&format!("/petugas/berkas/{number}")));
            }
            Err(error) if error.kind() == Kind::Conflict => ("main", error),
            Err(error) => return Err(error.into()),
        },
        Err(error) => ("catatan", error),
    };
    let errors = Mistakes::one(field, visitor.lang.error(&error));
    Ok(page(&app, &visitor, officer, &found, (&typed, errors)).await?)
}

async fn ended(
    app: &App,
    visitor: &Visitor,
    officer: Can<Officer>,
    found: &Found,
    note: String,
) -> Result<Option<(ApplicationNumber, Secret)>> {
    let tenant = visitor.tenant.id;
    let mut tx = app.db.read(tenant).await?;
    let row = store::of_application(&mut tx, found.row.id).await?.ok_or_else(Error::not_found)?;
    let over = store::over(&mut tx, found.row.id).await?.is_some();
    drop(tx);
    let (app, id, by) = (app.clone(), row.id, By::Officer { officer, asked: Asked::Came, note });
    let db = app.db.clone();
    if over {
        return db.write(tenant, Fetch { app, id, by }).await.map(Some);
    }
    db.write(tenant, Revoke { app, id, by }).await
}
