//! `/petugas/atasan/biaya`: the head's day. What was charged, came in, was waived and went back, with
//! sums, what is outstanding, and whom to answer.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use jiff::{Timestamp, ToSpan as _};
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::fact::TenantId;
use kernel::id::ApplicationId;
use kernel::number::ApplicationNumber;
use platform::App;
use platform::auth::{Can, Head};
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::State as Stage;
use super::super::rules::{Sum, sums};
use super::super::store::{self, Listed};
use super::super::verbs::{DecideWaiver, Refund};
use super::words::standing;
use super::{Fields, text};
use crate::applications::store::by_number;
use crate::catalogue;

struct Figure {
    label: String,
    count: i64,
    amount: String,
}

struct Row {
    number: String,
    compact: String,
    amount: String,
    standing: String,
    reference: String,
    paid: bool,
    wrong_decision: String,
    wrong_note: String,
}

struct Unit {
    name: String,
    figures: Vec<Figure>,
    asked: Vec<Row>,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "fees/templates/head.html")]
struct HeadPage {
    page: Page,
    day: String,
    before: String,
    after: String,
    units: Vec<Unit>,
    errors: Mistakes,
}

/// Which day.
#[derive(Deserialize)]
pub(super) struct Asked {
    hari: Option<String>,
}

/// The number as people read it.
pub(super) fn printed(compact: &str) -> String {
    ApplicationNumber::parse(compact).map_or_else(|_| compact.to_owned(), |n| n.to_string())
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    head: Can<Head>,
    Query(asked): Query<Asked>,
) -> Handled {
    write(&app, &visitor, &head, asked.hari.as_deref(), Mistakes::default()).await
}

async fn write(
    app: &App,
    visitor: &Visitor,
    head: &Can<Head>,
    asked: Option<&str>,
    errors: Mistakes,
) -> Handled {
    let lang = visitor.lang;
    let day = match asked.filter(|text| !text.is_empty()) {
        Some(text) => text.parse().map_err(|_| Error::not_found())?,
        None => app.today(),
    };
    let midnight = |day: jiff::civil::Date| {
        let start = day.to_datetime(jiff::civil::Time::midnight());
        app.tz().to_timestamp(start).map_err(Error::internal)
    };
    let (before, after) = (day - 1.day(), day + 1.day());
    let span = (midnight(day)?, midnight(after)?);
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let known = catalogue::store::units(&mut tx).await?;
    let mut units = Vec::new();
    for (code, unit) in known.iter().filter(|(code, _)| head.covers(code)) {
        let shown = day_of(&mut tx, lang, code, span, &errors).await?;
        if shown.matters || !head.whole_city() {
            units.push(Unit { name: unit.name(lang.code()).to_owned(), ..shown.unit });
        }
    }
    let page = visitor.page("fees-head-title").in_section("atasan");
    let page = page.with_error_if(!errors.is_empty());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = HeadPage {
        page,
        day: lang.weekday_date(day),
        before: before.to_string(),
        after: if after > app.today() { String::new() } else { after.to_string() },
        units,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

struct Shown {
    unit: Unit,
    matters: bool,
}

async fn day_of(
    tx: &mut Tx<'_>,
    lang: Lang,
    unit: &str,
    (from, until): (Timestamp, Timestamp),
    errors: &Mistakes,
) -> Result<Shown> {
    let moved = store::moved(tx, unit, (from, until)).await?;
    let owed = store::outstanding(tx, unit).await?;
    let within = |at: Option<Timestamp>| at.is_some_and(|at| at >= from && at < until);
    let fees = |wanted: &dyn Fn(&Listed) -> bool| {
        sums(moved.iter().filter(|listed| wanted(listed)).map(|listed| &listed.fee))
    };
    let settled = fees(&|listed| within(listed.fee.settled_at))?;
    let figures: [(&str, Sum); 5] = [
        ("charged", fees(&|listed| within(Some(listed.fee.charged_at)))?.charged),
        ("paid", settled.paid),
        ("waived", settled.waived),
        ("refunded", fees(&|listed| within(listed.fee.refunded_at))?.refunded),
        ("outstanding", sums(owed.iter().map(|listed| &listed.fee))?.outstanding),
    ];
    let figures = figures.into_iter().map(|(key, sum)| Figure {
        label: lang.t(&format!("fees-figure-{key}")),
        count: sum.count,
        amount: sum.amount.to_string(),
    });
    let matters = !moved.is_empty() || !owed.is_empty();
    let asked = owed.iter().filter(|listed| listed.fee.state == Stage::Asked);
    let asked = asked.map(|listed| row(lang, listed, errors)).collect();
    let rows = moved.iter().map(|listed| row(lang, listed, errors)).collect();
    let unit = Unit { name: String::new(), figures: figures.collect(), asked, rows };
    Ok(Shown { unit, matters })
}

fn row(lang: Lang, listed: &Listed, errors: &Mistakes) -> Row {
    Row {
        number: printed(&listed.number),
        compact: listed.number.clone(),
        amount: listed.fee.amount.to_string(),
        standing: standing(lang, &listed.fee),
        reference: listed.reference.clone(),
        paid: listed.fee.state == Stage::Paid,
        wrong_decision: errors.of(&format!("keringanan-{}", listed.number)).to_owned(),
        wrong_note: errors.of(&format!("alasan-{}", listed.number)).to_owned(),
    }
}

async fn find(
    app: &App,
    tenant: TenantId,
    head: &Can<Head>,
    number: &str,
) -> Result<ApplicationId> {
    let number = ApplicationNumber::parse(number).map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(tenant).await?;
    let row = by_number(&mut tx, number).await?.filter(|row| head.covers(&row.unit_code));
    row.map(|row| row.id).ok_or_else(Error::not_found)
}

/// Waives a fee, or does not.
pub(super) async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    head: Can<Head>,
    Path(number): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let id = find(&app, visitor.tenant.id, &head, &number).await?;
    let waive = match text(&typed, "jawab") {
        "setuju" => true,
        "tolak" => false,
        _ => return Err(Error::not_found().into()),
    };
    let decide = DecideWaiver { app: app.clone(), id, head: head.clone(), waive };
    let done = app.db.write(visitor.tenant.id, decide).await;
    answer(&app, &visitor, &head, ("keringanan", &number), done).await
}

/// Gives a fee back that was wrongly charged.
pub(super) async fn refund(
    State(app): State<App>,
    visitor: Visitor,
    head: Can<Head>,
    Path(number): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let id = find(&app, visitor.tenant.id, &head, &number).await?;
    let note = text(&typed, "alasan").to_owned();
    let refund = Refund { app: app.clone(), id, head: head.clone(), note };
    let done = app.db.write(visitor.tenant.id, refund).await;
    answer(&app, &visitor, &head, ("alasan", &number), done).await
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    head: &Can<Head>,
    (field, number): (&str, &str),
    done: Result<()>,
) -> Handled {
    match done {
        Ok(()) => Ok(redirect("/petugas/atasan/biaya")),
        Err(error)
            if matches!(error.kind(), Kind::Invalid | Kind::Conflict)
                || error.key() == "fees-four-eyes" =>
        {
            let errors = Mistakes::one(format!("{field}-{number}"), visitor.lang.error(&error));
            write(app, visitor, head, None, errors).await
        }
        Err(error) => Err(error.into()),
    }
}
