//! `/saya/sinyal`: an officer reads what an inspector asks them about a pattern, as far as it is their
//! own, and answers in their own words. No other person, file or office stands there.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::error::{Kind as Refusal, Result};
use kernel::id::UserId;
use platform::App;
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::model::{Signal, State as Stands};
use super::super::store;
use super::super::verbs::Answer;
use super::show::{LONGEST, parse};
use super::words;

const OWN: &str = "/saya/sinyal";

fn me(visitor: &Visitor) -> Result<UserId> {
    let user = visitor.user.as_ref();
    user.map(|user| user.id)
        .ok_or_else(|| Error::new(Refusal::Unauthenticated, "error-log-in-first"))
}

struct Entry {
    id: String,
    kind: String,
    state: String,
    urgency: &'static str,
}

#[derive(Template)]
#[template(path = "signals/templates/own_list.html")]
struct ListPage {
    page: Page,
    rows: Vec<Entry>,
}

/// Whether the officer owes an answer.
fn waits(signal: &Signal, user: UserId) -> bool {
    let question = signal.question_to(user);
    signal.state == Stands::Open && question.is_some_and(|one| signal.answer_to(one).is_none())
}

pub(super) async fn list(State(app): State<App>, visitor: Visitor) -> Handled {
    let (lang, user) = (visitor.lang, me(&visitor)?);
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let signals = store::asked_of(&mut tx, &app, user).await?;
    drop(tx);
    let entry = |signal: &Signal| {
        let waits = waits(signal, user);
        Entry {
            id: signal.id.to_string(),
            kind: lang.t(&format!("signals-kind-{}", signal.kind)),
            state: lang.t(if waits { "signals-answer-waits" } else { "signals-own-done" }),
            urgency: if waits { "warn" } else { "good" },
        }
    };
    let rows = signals.iter().map(entry).collect();
    Ok(html(&ListPage { page: visitor.page("signals-own-title"), rows }))
}

#[derive(Template)]
#[template(path = "signals/templates/own.html")]
struct OwnPage {
    page: Page,
    id: String,
    kind: String,
    question: String,
    at: String,
    finding: String,
    null_model: String,
    answer: String,
    due: String,
    may_answer: bool,
    typed: String,
    errors: Mistakes,
}

async fn load(app: &App, visitor: &Visitor, id: &str) -> Result<(Signal, UserId)> {
    let user = me(visitor)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let (signal, _) = store::by_id(&mut tx, app, parse(id)?).await?;
    if signal.question_to(user).is_none() {
        return Err(Error::not_found());
    }
    Ok((signal, user))
}

/// `GET /saya/sinyal/{id}`.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Handled {
    let (signal, user) = load(&app, &visitor, &id).await?;
    Ok(page(&app, &visitor, &signal, user, (String::new(), Mistakes::default()))?)
}

fn page(
    app: &App,
    visitor: &Visitor,
    signal: &Signal,
    user: UserId,
    (typed, errors): (String, Mistakes),
) -> Result<Response> {
    let lang = visitor.lang;
    let question = signal.question_to(user).ok_or_else(Error::not_found)?;
    // What an inspector took down may be another officer's words: only own ones are shown.
    let own = signal.answer_to(question).filter(|said| said.from == Some(user));
    let of = |who: &str| words::finding_of(lang, lang.t(who), signal);
    let finding = match (signal.is_of(user), signal.concerns(user)) {
        (true, _) => of("signals-own-you"),
        (false, true) => of("signals-own-unit"),
        (false, false) => String::new(),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = OwnPage {
        page: visitor.page("signals-own-title").with_error_if(!errors.is_empty()),
        id: signal.id.to_string(),
        kind: lang.t(&format!("signals-kind-{}", signal.kind)),
        question: question.text.clone(),
        at: lang.moment(question.at, app.tz()),
        finding,
        null_model: lang.t(&format!("signals-null-{}", signal.kind)),
        answer: own.map(|said| said.text.clone()).unwrap_or_default(),
        due: signal.due_at.map_or_else(String::new, |due| lang.moment(due, app.tz())),
        may_answer: waits(signal, user),
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// `POST /saya/sinyal/{id}`.
pub(super) async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    PostForm(fields): PostForm<BTreeMap<String, String>>,
) -> Handled {
    let lang = visitor.lang;
    let (signal, user) = load(&app, &visitor, &id).await?;
    let text = fields.get("jawaban").map(|text| text.trim().to_owned()).unwrap_or_default();
    let wrong = match text.chars().count() {
        0 => Some(lang.t("signals-write")),
        count if count > LONGEST => Some(lang.t1("signals-too-long", "most", LONGEST)),
        _ => None,
    };
    if let Some(wrong) = wrong {
        return Ok(page(&app, &visitor, &signal, user, (text, Mistakes::one("jawaban", wrong)))?);
    }
    let act = Answer { app: app.clone(), signal: signal.id, user, text };
    app.db.write(visitor.tenant.id, act).await?;
    Ok(redirect(&format!("{OWN}/{}", signal.id)))
}
