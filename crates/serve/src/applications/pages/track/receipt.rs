//! What the citizen holds afterwards: `GET /lacak/{number}/diterima` and `/cetak`.

use askama::Template;
use platform::web::qr::Qr;
use platform::web::{Handled, Page, html};

use super::super::super::model::{State, applicant_code};
use super::super::sealed::SealView;
use super::super::words;
use super::file::Opened;
use super::seal;
use super::{facts, state};
use crate::fees::pages::rule;

#[derive(Template)]
#[template(path = "applications/templates/citizen/confirmation.html")]
struct ConfirmationPage {
    page: Page,
    number: String,
    secret: String,
    service: String,
    headline: String,
    complete: bool,
    waits: bool,
    product: String,
    until: String,
    fee: String,
    rule: String,
    seal: Option<SealView>,
    base: String,
}

/// "Permohonan Anda kami terima."
pub(super) async fn confirmation(opened: Box<Opened>) -> Handled {
    let (lang, row, app) = (opened.lang(), opened.row(), &opened.app);
    let mut tx = app.db.read(opened.visitor.tenant.id).await?;
    let seal = seal::view(&mut tx, &opened).await?;
    drop(tx);
    Ok(html(&ConfirmationPage {
        page: opened.visitor.page("applications-confirm-title").in_section("lacak"),
        number: row.number.to_string(),
        secret: opened.secret.expose_printed(),
        service: opened.standard.name.get(lang.code()).to_owned(),
        headline: state::headline(lang, app.tz(), app.db.clock().now(), row),
        complete: row.state != State::Submitted,
        waits: row.state == State::AwaitingGiver,
        product: opened.standard.product.get(lang.code()).to_owned(),
        until: facts::until(&opened),
        fee: words::fee(lang, row.fee),
        rule: rule(lang, row.fee),
        seal,
        base: opened.url(""),
    }))
}

#[derive(Template)]
#[template(path = "applications/templates/citizen/receipt.html")]
struct ReceiptPage {
    page: Page,
    number: String,
    rows: Vec<(String, String)>,
    secret: String,
    qr: Qr,
    track_address: String,
    seal: Option<SealView>,
    base: String,
}

/// The receipt, for paper.
pub(super) async fn print(opened: Box<Opened>) -> Handled {
    let (lang, row, app) = (opened.lang(), opened.row(), &opened.app);
    let url = &app.settings.public_url;
    let link = format!("{url}/lacak/{}/{}", row.number.compact(), opened.secret.expose());
    let received = app.tz().to_datetime(row.submitted_at);
    let received = format!(
        "{}, {}",
        lang.weekday_date(received.date()),
        lang.time(row.submitted_at, app.tz())
    );
    let applicant = format!("applications-applicant-{}", applicant_code(row.applicant));
    let mut rows = vec![
        ("service", opened.standard.name.get(lang.code()).to_owned()),
        ("person", words::masked(&opened.file.details()?.person.name)),
        ("applicant", lang.t(&applicant)),
        ("received", received),
        ("unit", opened.unit.clone()),
    ];
    rows.extend(promised(&opened));
    rows.push(("fee", format!("{} {}", words::fee(lang, row.fee), rule(lang, row.fee))));
    let rows = rows
        .into_iter()
        .map(|(key, value)| (lang.t(&format!("applications-summary-{key}")), value));
    let mut tx = app.db.read(opened.visitor.tenant.id).await?;
    let seal = seal::view(&mut tx, &opened).await?;
    drop(tx);
    Ok(html(&ReceiptPage {
        page: opened.visitor.page("applications-receipt-title").in_section("lacak"),
        number: row.number.to_string(),
        rows: rows.collect(),
        secret: opened.secret.expose_printed(),
        qr: Qr::of(&link)?,
        track_address: format!("{}/lacak", url.split("://").nth(1).unwrap_or(url)),
        seal,
        base: opened.url(""),
    }))
}

/// The deadline as a full date, since paper does not know what "tomorrow" is.
fn promised(opened: &Opened) -> Option<(&'static str, String)> {
    let (lang, tz, row) = (opened.lang(), opened.app.tz(), opened.row());
    let due = row.due_at.filter(|_| !row.state.is_answered())?;
    let key = if row.state == State::Submitted { "check-due" } else { "due" };
    let day = lang.weekday_date(tz.to_datetime(due).date());
    Some((key, format!("{day}, {}", lang.time(due, tz))))
}
