//! `GET /petugas/loket/{number}/tanda-terima`: the receipt on paper. The secret is stored nowhere;
//! it reaches this page in a cookie of the counter that ends after some minutes.

use std::collections::BTreeMap;
use std::time::Duration;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use kernel::Error;
use kernel::error::Result;
use kernel::number::{ApplicationNumber, Secret};
use platform::App;
use platform::auth::{Can, Officer};
use platform::vault::sha256;
use platform::web::qr::Qr;
use platform::web::{Handled, Page, Visitor, html};

use super::super::super::store::{self, Application};
use super::super::super::verbs::File;
use super::super::super::{desk, model};
use super::super::sealed::SealView;
use super::super::{sealed, words};
use super::form::counter_of;

const COOKIE: &str = "bening_tanda_terima";
const PATH: &str = "/petugas/loket";
/// Long enough for a printer that jams.
const AGE: Duration = Duration::from_secs(15 * 60);

#[derive(Template)]
#[template(path = "applications/templates/officer/counter_receipt.html")]
struct ReceiptPage {
    page: Page,
    number: String,
    secret: String,
    service: String,
    received: String,
    due: String,
    complete: bool,
    waits: bool,
    fee: String,
    qr: Qr,
    track: String,
    missing: Vec<String>,
    seal: Option<SealView>,
    next: String,
}

/// Gives this browser the secret, for the receipt alone.
pub(crate) fn with_secret(
    app: &App,
    mut response: Response,
    (number, secret): (ApplicationNumber, &Secret),
) -> Result<Response> {
    let value = format!("{}.{}", number.compact(), secret.expose());
    let cookie = Cookie::build((COOKIE, value))
        .path(PATH)
        .http_only(true)
        .secure(app.settings.secure_cookies)
        .same_site(SameSite::Strict)
        .max_age(AGE.try_into().map_err(Error::internal)?)
        .build();
    let value = HeaderValue::from_str(&cookie.to_string()).map_err(Error::internal)?;
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(response)
}

/// The receipt, to whoever handed the application in on this browser just now.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    _officer: Can<Officer>,
    jar: CookieJar,
    Path(number): Path<String>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Handled {
    let number = ApplicationNumber::parse(&number).map_err(|_| Error::not_found())?;
    let secret = secret(&jar, number).ok_or_else(Error::not_found)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let row = store::by_number(&mut tx, number).await?;
    let opens = |row: &Application| row.secret_hash == sha256(secret.expose().as_bytes());
    let row = row.filter(opens).ok_or_else(Error::not_found)?;
    let standard = desk::standard_of(&mut tx, &row).await?;
    let held = store::documents(&mut tx, row.id).await?;
    let lang = visitor.lang;
    let file = File::of(&mut tx, &app, row).await?;
    let seal = sealed::view(&mut tx, &app, lang, &file, &standard).await?;
    let row = &file.row;
    let name = |code: &str| {
        let known = standard.documents.iter().find(|document| document.code == code);
        known.map_or_else(|| code.to_owned(), |d| d.name.get(lang.code()).to_owned())
    };
    let later = held.iter().filter(|held| held.state == model::DocumentState::Later);
    let track = format!("{}/lacak/{}", app.settings.public_url, row.number.compact());
    let due = row.due_at.map(|due| lang.moment(due, app.tz())).unwrap_or_default();
    Ok(html(&ReceiptPage {
        page: visitor.page("officer-receipt-title").in_section("loket"),
        number: row.number.to_string(),
        secret: secret.expose_printed(),
        service: standard.name.get(lang.code()).to_owned(),
        received: lang.moment(row.submitted_at, app.tz()),
        due,
        complete: row.completed_at.is_some(),
        waits: row.state == model::State::AwaitingGiver,
        fee: words::fee(lang, row.fee),
        qr: Qr::of(&track)?,
        track,
        missing: later.map(|held| name(&held.code)).collect(),
        seal,
        next: next(&asked, row.number),
    }))
}

/// Where the officer goes on: back to whoever waits, with the number of this application, or to the
/// start of the counter.
fn next(asked: &BTreeMap<String, String>, number: ApplicationNumber) -> String {
    let counter = counter_of(asked).and_then(|counter| counter.rsplit_once('.'));
    let queue =
        |(unit, counter)| format!("{PATH}/antrean?unit={unit}&loket={counter}&permohonan={number}");
    counter.map_or_else(|| PATH.to_owned(), queue)
}

fn secret(jar: &CookieJar, number: ApplicationNumber) -> Option<Secret> {
    let value = jar.get(COOKIE)?.value();
    let (of, secret) = value.split_once('.')?;
    if of == number.compact() { Secret::parse(secret).ok() } else { None }
}
