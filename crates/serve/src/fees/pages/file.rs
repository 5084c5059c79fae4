//! `/petugas/berkas/{number}/biaya`: the fee of one file. It shows no person.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::facts::fee::Way;
use platform::App;
use platform::auth::{Can, Officer};
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::model::State as Stage;
use super::super::rules::{self, Line, REASONS_RULE};
use super::super::store;
use super::super::verbs::{AskWaiver, Pay};
use super::words::standing;
use super::{Fields, text};
use crate::applications::desk::{self, Found};

#[derive(Template)]
#[template(path = "fees/templates/file.html")]
struct FilePage {
    page: Page,
    compact: String,
    standing: String,
    kind: &'static str,
    amount: String,
    payable: bool,
    askable: bool,
    reference: String,
    day: String,
    ways: Vec<Choice>,
    reasons: Vec<Choice>,
    errors: Mistakes,
}

/// The fee of a file of the officer's units; not found while nothing was charged.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path(number): Path<String>,
) -> Handled {
    let found = desk::find(&app, visitor.tenant.id, &officer, &number).await?;
    write(&app, &visitor, &found, &Fields::new(), Mistakes::default()).await
}

async fn write(
    app: &App,
    visitor: &Visitor,
    found: &Found,
    typed: &Fields,
    errors: Mistakes,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let fee = store::of(&mut tx, found.row.id).await?.ok_or_else(Error::not_found)?;
    drop(tx);
    let choice = |name: &str, value: &str, label: String| Choice {
        checked: text(typed, name) == value,
        value: value.to_owned(),
        label,
        hint: String::new(),
    };
    let ways = Way::ALL.into_iter().map(Way::code);
    let ways = ways.map(|code| choice("cara", code, lang.t(&format!("fees-way-{code}"))));
    let listed = app.rulebook.text(REASONS_RULE, app.today()).map_err(Error::from)?;
    let listed = listed.split(',').map(str::trim);
    let reasons = listed.map(|code| choice("alasan", code, lang.t(&format!("fees-reason-{code}"))));
    let number = &found.row.number;
    let page = visitor.page_titled(lang.t1("fees-file-page", "number", number));
    let page = page.in_section("petugas").with_error_if(!errors.is_empty());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = FilePage {
        page,
        compact: number.compact(),
        standing: standing(lang, &fee),
        kind: if fee.state.is_settled() { "good" } else { "warn" },
        amount: fee.amount.to_string(),
        payable: !fee.state.is_settled(),
        askable: fee.state == Stage::Due,
        reference: text(typed, "rujukan").to_owned(),
        day: typed.get("tanggal").cloned().unwrap_or_else(|| app.today().to_string()),
        ways: ways.collect(),
        reasons: reasons.collect(),
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// Enters one line of the bank or of QRIS. The amount is that of the fee: nothing else can come in.
pub(super) async fn pay(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path(number): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let found = desk::find(&app, visitor.tenant.id, &officer, &number).await?;
    let line = line(&app, &found, &typed);
    let done = match line {
        Ok(mut line) => {
            let mut tx = app.db.read(visitor.tenant.id).await?;
            let fee = store::of(&mut tx, found.row.id).await?.ok_or_else(Error::not_found)?;
            drop(tx);
            line.amount = fee.amount;
            let pay = Pay { app: app.clone(), line, officer };
            app.db.write(visitor.tenant.id, pay).await
        }
        Err(error) => Err(error),
    };
    answer(&app, &visitor, &found, &typed, done).await
}

fn line(app: &App, found: &Found, typed: &Fields) -> Result<Line> {
    Ok(Line {
        at: 1,
        reference: rules::reference(text(typed, "rujukan"))?,
        number: found.row.number,
        amount: found.row.fee,
        paid_on: rules::paid_on(text(typed, "tanggal"), app.today())?,
        way: rules::way(text(typed, "cara"))?,
    })
}

/// Asks the head to waive it.
pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path(number): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let found = desk::find(&app, visitor.tenant.id, &officer, &number).await?;
    let reason = text(&typed, "alasan").to_owned();
    let ask = AskWaiver { app: app.clone(), id: found.row.id, officer, reason };
    let done = app.db.write(visitor.tenant.id, ask).await;
    answer(&app, &visitor, &found, &typed, done).await
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    found: &Found,
    typed: &Fields,
    done: Result<()>,
) -> Handled {
    match done {
        Ok(()) => Ok(redirect(&format!("/petugas/berkas/{}/biaya", found.row.number.compact()))),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let field = match error.key() {
                "fees-day-bad" => "tanggal",
                "fees-way-bad" => "cara",
                "fees-reason-missing" => "alasan",
                _ => "rujukan",
            };
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            write(app, visitor, found, typed, errors).await
        }
        Err(error) => Err(error.into()),
    }
}
