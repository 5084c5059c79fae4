//! `/saya/perkara`: what the law lets the person see whom a case is about, once they were summoned.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::facts::Payload;
use kernel::id::UserId;
use platform::App;
use platform::journal::{self, StoredFact};
use platform::web::view::with_status;
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::model::Phase;
use super::super::store;
use super::super::verbs::{ByPerson, Case, Says, hash_of_account, shows_to};
use super::words::{self, Line};
use super::{Typed, can_be_mended, number};

const BASE: &str = "/saya/perkara";

type Fields = BTreeMap<String, String>;

fn me(visitor: &Visitor) -> Result<UserId> {
    let user = visitor.user.as_ref();
    user.map(|user| user.id).ok_or_else(|| Error::new(Kind::Unauthenticated, "error-log-in-first"))
}

#[derive(Template)]
#[template(path = "cases/templates/own_list.html")]
struct ListPage {
    page: Page,
    numbers: Vec<String>,
}

pub(super) async fn list(State(app): State<App>, visitor: Visitor) -> Handled {
    let user = me(&visitor)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let mut numbers = Vec::new();
    for row in store::about(&mut tx, &hash_of_account(&app, user)).await? {
        let case = Case::of(&mut tx, &app, row).await?;
        if shows_to(&case, user) {
            numbers.push(case.row.number.to_string());
        }
    }
    Ok(html(&ListPage { page: visitor.page("case-own-title"), numbers }))
}

#[derive(Template)]
#[template(path = "cases/templates/own.html")]
struct OwnPage {
    page: Page,
    here: String,
    allegation: String,
    rows: Vec<(String, String)>,
    journey: Vec<Line>,
    may_state: bool,
    may_appeal: bool,
    typed: Typed,
}

async fn load(app: &App, visitor: &Visitor, typed: &str) -> Result<(Case, Vec<StoredFact>)> {
    let user = me(visitor)?;
    let number = number(typed)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let row = store::by_number(&mut tx, number).await?.ok_or_else(Error::not_found)?;
    let case = Case::of(&mut tx, app, row).await?;
    if !shows_to(&case, user) {
        return Err(Error::not_found());
    }
    let facts = journal::facts_of(&mut tx, case.row.subject(), Some(&case.key)).await?;
    Ok((case, facts))
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Handled {
    let (case, facts) = load(&app, &visitor, &number).await?;
    Ok(page(&app, &visitor, &case, &facts, Typed::default()))
}

fn page(app: &App, visitor: &Visitor, case: &Case, facts: &[StoredFact], typed: Typed) -> Response {
    let lang = visitor.lang;
    let matter = &case.contents.matter;
    let decided = matches!(matter.phase, Phase::Approved | Phase::Appealed | Phase::Final);
    let is_final = matter.phase == Phase::Final;
    let mut rows = Vec::new();
    if let Some(finding) = matter.finding.as_ref().filter(|_| decided) {
        let verdict = lang.t(&format!("case-verdict-{}", finding.verdict.code()));
        let prohibition = lang.t(&format!("case-prohibition-{}", finding.prohibition));
        rows.push((lang.t("case-row-finding"), format!("{verdict}: {prohibition}")));
    }
    if let Some(sanction) = matter.sanction.as_ref().filter(|_| decided) {
        rows.push((lang.t("case-row-sanction"), words::sanction(lang, &sanction.code)));
    }
    if is_final && !case.contents.findings.is_empty() {
        rows.push((lang.t("case-row-reasons"), case.contents.findings.clone()));
    }
    if let Some(until) = matter.appeal_until.filter(|_| matter.phase == Phase::Approved) {
        rows.push((lang.t("case-row-appeal-until"), lang.moment(until, app.tz())));
    }
    let seen: Vec<StoredFact> = facts.iter().filter(|fact| is_own(fact)).cloned().collect();
    let status = if typed.errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let heading = lang.t1("case-title", "number", case.row.number);
    let shown = OwnPage {
        page: visitor.page_titled(heading).with_error_if(!typed.errors.is_empty()),
        here: format!("{BASE}/{}", case.row.number),
        allegation: case.contents.allegation.clone(),
        rows,
        journey: words::journey(app, lang, &seen, &case.contents, |_| String::new()),
        may_state: matter.phase == Phase::Open,
        may_appeal: matter.phase == Phase::Approved,
        typed,
    };
    with_status(html(&shown), status)
}

/// Summonses, hearings, own statements, the own appeal and its end: nothing of who decided or of what
/// others said.
fn is_own(fact: &StoredFact) -> bool {
    matches!(
        fact.payload,
        Some(
            Payload::CaseSummoned(_)
                | Payload::CaseHeard(_)
                | Payload::CaseStated(_)
                | Payload::CaseAppealed(_)
                | Payload::CaseAppealDecided(_)
                | Payload::CaseFinal(_)
        )
    )
}

async fn act(
    app: App,
    visitor: Visitor,
    number: String,
    fields: Fields,
    (field, says): (&str, fn(String) -> Says),
) -> Handled {
    let lang = visitor.lang;
    let (case, facts) = load(&app, &visitor, &number).await?;
    let mut typed = Typed::new(fields);
    let text = typed.needed(lang, field);
    if !typed.errors.is_empty() {
        return Ok(page(&app, &visitor, &case, &facts, typed));
    }
    let user = me(&visitor)?;
    let act = ByPerson { app: app.clone(), id: case.row.id, user, says: says(text) };
    match app.db.write(visitor.tenant.id, act).await {
        Ok(()) => Ok(redirect(&format!("{BASE}/{}", case.row.number))),
        Err(error) if can_be_mended(&error) => {
            typed.wrong(lang, field, &error);
            Ok(page(&app, &visitor, &case, &facts, typed))
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn state(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    act(app, visitor, number, fields, ("keterangan", Says::State)).await
}

pub(super) async fn appeal(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    act(app, visitor, number, fields, ("keberatan", Says::Appeal)).await
}
