//! `/pilih`: what can be chosen, how to be let in, and what came of it.

use askama::Template;
use axum::extract::{Query, State as Shared};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::identity::Phone;
use kernel::money::Rupiah;
use platform::App;
use platform::i18n::Lang;
use platform::web::view::{Mistakes, with_cookie, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::counting::{self, Counted, Why};
use super::super::model::{State, state};
use super::super::store::{self, Ballot};
use super::super::verbs::{Admit, Ask};
use super::COOKIE;

/// How long the token stays in the browser, in days.
const COOKIE_DAYS: u64 = 1;

struct Row {
    code: String,
    title: String,
    cost: String,
    votes: u64,
    chosen: bool,
    verdict: String,
    why: String,
}

struct Shown {
    title: String,
    budget: String,
    count: usize,
    last_day: String,
    open: bool,
    counted: bool,
    votes: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "ballot/templates/public.html")]
struct PublicPage {
    page: Page,
    shown: Option<Shown>,
    phone: String,
    errors: Mistakes,
}

#[derive(Template)]
#[template(path = "ballot/templates/code.html")]
struct CodePage {
    page: Page,
    phone: String,
    masked: String,
    errors: Mistakes,
}

#[derive(Template)]
#[template(path = "ballot/templates/receipt_check.html")]
struct CheckPage {
    page: Page,
    digest: String,
    found: String,
    missing: String,
}

fn why(lang: Lang, one: &Counted) -> String {
    let rupiah = |amount: u64| Rupiah::new(i64::try_from(amount).unwrap_or(i64::MAX)).to_string();
    match &one.why {
        Why::Paid => lang.t("ballot-why-paid"),
        Why::Fitted => lang.t("ballot-why-fitted"),
        Why::Unwanted => lang.t("ballot-why-unwanted"),
        Why::NoRoom { left, voters: Some(voters) } => {
            lang.with("ballot-why-more", &[("left", rupiah(*left)), ("voters", voters.to_string())])
        }
        Why::NoRoom { left, voters: None } => lang.t1("ballot-why-no-room", "left", rupiah(*left)),
    }
}

fn row(lang: Lang, one: &Counted) -> Row {
    let verdict = match one.turn {
        Some(turn) => lang.t1("ballot-chosen-turn", "turn", turn),
        None => lang.t("ballot-not-chosen"),
    };
    Row {
        code: one.code.clone(),
        title: one.title.clone(),
        cost: Rupiah::new(i64::try_from(one.cost).unwrap_or(i64::MAX)).to_string(),
        votes: one.votes,
        chosen: one.turn.is_some(),
        verdict,
        why: why(lang, one),
    }
}

/// A ballot as everyone sees it.
fn shown(app: &App, lang: Lang, ballot: &Ballot, counts: (i64, i64)) -> Result<Shown> {
    let counted = !ballot.file.is_empty();
    let stands = state(ballot.last_day, counted, app.today());
    let rows = match counted {
        true => counting::count(&ballot.file)?.iter().map(|one| row(lang, one)).collect(),
        false => Vec::new(),
    };
    let (admitted, votes) = (counts.0.to_string(), counts.1.to_string());
    Ok(Shown {
        title: ballot.title.clone(),
        budget: Rupiah::new(ballot.budget).to_string(),
        count: ballot.items.len(),
        last_day: lang.date(ballot.last_day),
        open: stands == State::Open,
        counted,
        votes: lang.with("ballot-votes", &[("votes", votes), ("admitted", admitted)]),
        rows,
    })
}

async fn page_of(
    app: &App,
    visitor: &Visitor,
    phone: String,
    errors: Mistakes,
) -> Result<Response> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let ballot = store::newest(&mut tx).await?;
    let shown = match &ballot {
        Some(ballot) => {
            let counts = store::counts(&mut tx, ballot.id).await?;
            Some(shown(app, visitor.lang, ballot, counts)?)
        }
        None => None,
    };
    drop(tx);
    let page = visitor.page("ballot-title").in_section("pilih");
    let page = page.with_error_if(!errors.is_empty());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    Ok(with_status(html(&PublicPage { page, shown, phone, errors }), status))
}

/// The page.
pub(super) async fn show(Shared(app): Shared<App>, visitor: Visitor) -> Handled {
    Ok(page_of(&app, &visitor, String::new(), Mistakes::default()).await?)
}

/// A telephone number, and the code that was sent to it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    telepon: String,
    kode: String,
}

fn code_page(visitor: &Visitor, phone: &Phone, errors: Mistakes) -> Response {
    let page = visitor.page("ballot-code-title").in_section("pilih");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = CodePage {
        page: page.with_error_if(!errors.is_empty()),
        phone: phone.expose().to_owned(),
        masked: phone.masked(),
        errors,
    };
    with_status(html(&shown), status)
}

/// Sends a code.
pub(super) async fn ask(
    Shared(app): Shared<App>,
    visitor: Visitor,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    app.limits.form(visitor.address)?;
    let phone = match Phone::parse(&typed.telepon) {
        Ok(phone) => phone,
        Err(error) => {
            let errors = Mistakes::one("telepon", visitor.lang.error(&Error::from(error)));
            return Ok(page_of(&app, &visitor, typed.telepon, errors).await?);
        }
    };
    let ask = Ask { app: app.clone(), phone: phone.clone(), lang: visitor.lang };
    match app.db.write(visitor.tenant.id, ask).await {
        Ok(()) => Ok(code_page(&visitor, &phone, Mistakes::default())),
        Err(error) if error.kind() == Kind::Conflict => {
            let errors = Mistakes::one("telepon", visitor.lang.error(&error));
            Ok(page_of(&app, &visitor, typed.telepon, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Lets a number in.
pub(super) async fn admit(
    Shared(app): Shared<App>,
    visitor: Visitor,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    app.limits.form(visitor.address)?;
    let phone = Phone::parse(&typed.telepon).map_err(Error::from)?;
    let admit = Admit { app: app.clone(), phone: phone.clone(), code: typed.kode };
    match app.db.write(visitor.tenant.id, admit).await? {
        Some(token) => {
            let response = redirect("/pilih/surat");
            let path = "/pilih".to_owned();
            Ok(with_cookie(&app, response, COOKIE, token, path, COOKIE_DAYS)?)
        }
        None => {
            let errors = Mistakes::one("kode", visitor.lang.t("ballot-code-wrong"));
            Ok(code_page(&visitor, &phone, errors))
        }
    }
}

/// A digest in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Digest {
    sidik: String,
}

/// Whether a vote with that digest is in the box; never what it says.
pub(super) async fn receipt(
    Shared(app): Shared<App>,
    visitor: Visitor,
    Query(asked): Query<Digest>,
) -> Handled {
    let typed: String = asked.sidik.chars().filter(|c| !c.is_whitespace()).collect();
    let digest = typed.to_ascii_lowercase();
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let there = match store::newest(&mut tx).await? {
        Some(ballot) => store::has_vote(&mut tx, ballot.id, &digest).await?,
        None => false,
    };
    drop(tx);
    let (mut found, mut missing) = (String::new(), String::new());
    if there {
        found = visitor.lang.t("ballot-receipt-found");
    } else if !digest.is_empty() {
        missing = visitor.lang.t("ballot-receipt-missing");
    }
    let page = visitor.page("ballot-receipt-check").in_section("pilih");
    Ok(html(&CheckPage { page, digest, found, missing }))
}

/// The file of votes, once they were counted.
pub(super) async fn file(Shared(app): Shared<App>, visitor: Visitor) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let ballot = store::newest(&mut tx).await?.filter(|ballot| !ballot.file.is_empty());
    drop(tx);
    let mut response = ballot.ok_or_else(Error::not_found)?.file.into_response();
    let media = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, media);
    let name = HeaderValue::from_static("attachment; filename=\"hasil.pb\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
