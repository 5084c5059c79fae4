//! `/petugas/biaya`: what is owed to the officer's units, and the treasurer's lines of bank and QRIS.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use kernel::error::Kind;
use platform::App;
use platform::auth::{Can, Officer};
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::rules::{self, COLUMNS};
use super::super::store;
use super::super::verbs::Import;
use super::words::{mistake, standing};
use super::{Fields, text};
use crate::catalogue;

struct Owed {
    number: String,
    href: String,
    amount: String,
    since: String,
    standing: String,
}

struct Unit {
    name: String,
    rows: Vec<Owed>,
}

#[derive(Template)]
#[template(path = "fees/templates/unit.html")]
struct UnitPage {
    page: Page,
    units: Vec<Unit>,
    columns: String,
    typed: String,
    entered: Option<usize>,
    errors: Mistakes,
}

/// How many lines were entered a moment ago.
#[derive(Deserialize)]
pub(super) struct Asked {
    masuk: Option<usize>,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Query(asked): Query<Asked>,
) -> Handled {
    write(&app, &visitor, &officer, ("", asked.masuk), Mistakes::default()).await
}

async fn write(
    app: &App,
    visitor: &Visitor,
    officer: &Can<Officer>,
    (typed, entered): (&str, Option<usize>),
    errors: Mistakes,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let known = catalogue::store::units(&mut tx).await?;
    let mut units = Vec::new();
    for (code, unit) in known.iter().filter(|(code, _)| officer.covers(code)) {
        let rows = store::outstanding(&mut tx, code).await?;
        // In a list over the whole city, only units to which something is owed.
        if rows.is_empty() && officer.whole_city() {
            continue;
        }
        let rows = rows.iter().map(|listed| Owed {
            number: super::head::printed(&listed.number),
            href: format!("/petugas/berkas/{}/biaya", listed.number),
            amount: listed.fee.amount.to_string(),
            since: lang.date(app.tz().to_datetime(listed.fee.charged_at).date()),
            standing: standing(lang, &listed.fee),
        });
        units.push(Unit { name: unit.name(lang.code()).to_owned(), rows: rows.collect() });
    }
    let page = visitor.page("fees-unit-title").in_section("petugas");
    let page = page.with_error_if(!errors.is_empty());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let (columns, typed) = (COLUMNS.join(","), typed.to_owned());
    Ok(with_status(html(&UnitPage { page, units, columns, typed, entered, errors }), status))
}

/// Enters the treasurer's lines: all of them, or none.
pub(super) async fn import(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let typed = text(&fields, "baris");
    let done = match rules::lines(typed, app.today()) {
        Ok(lines) => {
            let import = Import { app: app.clone(), lines, officer: officer.clone() };
            app.db.write(visitor.tenant.id, import).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(count) => Ok(redirect(&format!("/petugas/biaya?masuk={count}"))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one("baris", mistake(visitor.lang, &error));
            write(&app, &visitor, &officer, (typed, None), errors).await
        }
        Err(error) => Err(error.into()),
    }
}
