//! `/petugas/atasan/sanksi`: light sanctions that wait for the head of the person's unit, with what is
//! needed to decide and nothing else: the proposal, what was found, and what the person says.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::facts::Payload;
use platform::App;
use platform::auth::{Can, Head, account};
use platform::i18n::Lang;
use platform::journal;
use platform::web::view::with_status;
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::model::Person;
use super::super::store;
use super::super::verbs::{ByHead, Case, HeadSays, may_decide};
use super::{Typed, can_be_mended, number, words};

const BASE: &str = "/petugas/atasan/sanksi";

type Fields = BTreeMap<String, String>;

#[derive(Template)]
#[template(path = "cases/templates/head_list.html")]
struct ListPage {
    page: Page,
    numbers: Vec<String>,
}

pub(super) async fn list(State(app): State<App>, visitor: Visitor, head: Can<Head>) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let mut numbers = Vec::new();
    for row in store::proposed(&mut tx, head.units()).await? {
        let case = Case::of(&mut tx, &app, row).await?;
        if may_decide(&mut tx, &app, &case, head.user()).await? {
            numbers.push(case.row.number.to_string());
        }
    }
    Ok(html(&ListPage { page: visitor.page("case-head-title").in_section("tenggat"), numbers }))
}

#[derive(Template)]
#[template(path = "cases/templates/head.html")]
struct HeadPage {
    page: Page,
    here: String,
    rows: Vec<(String, String)>,
    said: Vec<String>,
    typed: Typed,
}

/// What the head is shown of a case.
struct Waiting {
    case: Case,
    name: String,
    reason: String,
    said: Vec<String>,
}

async fn load(app: &App, visitor: &Visitor, head: &Can<Head>, typed: &str) -> Result<Waiting> {
    let number = number(typed)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let row = store::by_number(&mut tx, number).await?.ok_or_else(Error::not_found)?;
    let case = Case::of(&mut tx, app, row).await?;
    if !may_decide(&mut tx, app, &case, head.user()).await? {
        return Err(Error::not_found());
    }
    let Some(Person::Account(user)) = case.contents.matter.person else {
        return Err(Error::not_found());
    };
    let account = account::by_id(&mut tx, &app.vault, user).await?;
    let (mut reason, mut said) = (String::new(), Vec::new());
    for fact in journal::facts_of(&mut tx, case.row.subject(), Some(&case.key)).await? {
        match fact.payload {
            Some(Payload::CaseSanctionProposed(proposed)) => reason = proposed.text,
            Some(Payload::CaseStated(stated)) => said.push(stated.text),
            _ => {}
        }
    }
    let name = account.map(|account| account.profile.name).unwrap_or_default();
    Ok(Waiting { case, name, reason, said })
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    head: Can<Head>,
    Path(number): Path<String>,
) -> Handled {
    let waiting = load(&app, &visitor, &head, &number).await?;
    Ok(page(&visitor, waiting, Typed::default()))
}

fn page(visitor: &Visitor, waiting: Waiting, typed: Typed) -> Response {
    let lang = visitor.lang;
    let status = if typed.errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let number = waiting.case.row.number;
    let heading = lang.t1("case-title", "number", number);
    let page = visitor.page_titled(heading).in_section("tenggat");
    let shown = HeadPage {
        page: page.with_error_if(!typed.errors.is_empty()),
        here: format!("{BASE}/{number}"),
        rows: rows(lang, &waiting),
        said: waiting.said,
        typed,
    };
    with_status(html(&shown), status)
}

fn rows(lang: Lang, waiting: &Waiting) -> Vec<(String, String)> {
    let contents = &waiting.case.contents;
    let mut rows = vec![(lang.t("case-row-person"), waiting.name.clone())];
    if let Some(sanction) = &contents.matter.sanction {
        rows.push((lang.t("case-head-proposal"), words::sanction(lang, &sanction.code)));
    }
    rows.push((lang.t("case-row-reasons"), waiting.reason.clone()));
    if let Some(finding) = &contents.matter.finding {
        let verdict = lang.t(&format!("case-verdict-{}", finding.verdict.code()));
        let prohibition = lang.t(&format!("case-prohibition-{}", finding.prohibition));
        let found = format!("{verdict}: {prohibition}. {}", contents.findings);
        rows.push((lang.t("case-row-finding"), found));
    }
    rows
}

async fn decide(
    (app, visitor, head): (App, Visitor, Can<Head>),
    number: String,
    fields: Fields,
    (field, says): (&str, fn(String) -> HeadSays),
) -> Handled {
    let lang = visitor.lang;
    let waiting = load(&app, &visitor, &head, &number).await?;
    let mut typed = Typed::new(fields);
    let text = typed.needed(lang, field);
    if !typed.errors.is_empty() {
        return Ok(page(&visitor, waiting, typed));
    }
    let act = ByHead {
        app: app.clone(),
        id: waiting.case.row.id,
        user: head.user(),
        actor: head.actor(Channel::Online, None),
        says: says(text),
    };
    match app.db.write(visitor.tenant.id, act).await {
        Ok(()) => Ok(redirect(BASE)),
        Err(error) if can_be_mended(&error) => {
            typed.wrong(lang, field, &error);
            Ok(page(&visitor, waiting, typed))
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn approve(
    State(app): State<App>,
    visitor: Visitor,
    head: Can<Head>,
    Path(number): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    decide((app, visitor, head), number, fields, ("pertimbangan", HeadSays::Approve)).await
}

pub(super) async fn refuse(
    State(app): State<App>,
    visitor: Visitor,
    head: Can<Head>,
    Path(number): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    decide((app, visitor, head), number, fields, ("penolakan", HeadSays::Refuse)).await
}
