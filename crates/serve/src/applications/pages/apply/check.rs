//! `GET /ajukan/{draft}/periksa`: all answers. `POST /ajukan/{draft}/kirim`: handing in.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::actor::{Actor, Channel};
use kernel::error::{Kind, Result};
use platform::web::{Handled, Page, PostForm, html, redirect};

use super::super::super::form::{
    self, Ask, Section, Step, applicant, is_done, next, service_answers,
};
use super::super::super::model::applicant_code;
use super::super::super::verbs::Submit;
use super::super::track;
use super::super::words;
use super::Session;
use super::begin::Nothing;
use super::session::SENT;
use super::{document, question};
use crate::catalogue::promise_text;
use platform::web::view::{Mistakes, with_cookie, with_status};

#[derive(Template)]
#[template(path = "applications/templates/citizen/check.html")]
struct CheckPage {
    page: Page,
    service: String,
    tasks_href: String,
    send_href: String,
    parts: Vec<Part>,
    missing: usize,
    missing_href: String,
    notice: bool,
    statement: String,
    fee: String,
    fee_note: String,
    promise: String,
    errors: Mistakes,
}

struct Part {
    id: &'static str,
    name: String,
    rows: Vec<Row>,
}

struct Row {
    term: String,
    value: String,
    href: String,
}

/// All answers, each with a way to change it.
pub(super) async fn show(session: Session) -> Handled {
    page(&session, Mistakes::default()).await
}

async fn page(session: &Session, errors: Mistakes) -> Handled {
    let lang = session.lang();
    let steps = session.steps();
    let mut parts = Vec::new();
    for section in Section::ALL {
        let rows = rows(session, steps.iter().filter(|step| step.section == section)).await?;
        if !rows.is_empty() {
            let name = lang.t(&format!("applications-section-{}", section.code()));
            parts.push(Part { id: section.code(), name, rows });
        }
    }
    let open = next(&steps, session.body(), None);
    let nik = session.body().answers.get("nik");
    let who = applicant(session.body()).map_or("oneself", applicant_code);
    let page = session.visitor.page("applications-check-title").in_section("layanan");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = CheckPage {
        page: page.with_error_if(!errors.is_empty()),
        service: session.standard.name.get(lang.code()).to_owned(),
        tasks_href: session.url(""),
        send_href: session.url("kirim"),
        parts,
        missing: steps.iter().filter(|step| !is_done(step, session.body())).count(),
        missing_href: open.map_or_else(String::new, |step| session.url(&step.slug)),
        notice: nik.is_some_and(|nik| question::is_from_elsewhere(session, nik)),
        statement: lang.t(&format!("applications-statement-{who}")),
        fee: words::fee_with(lang, &session.standard, &service_answers(session.body())),
        fee_note: session.standard.fee_note.get(lang.code()).to_owned(),
        promise: promise_text(lang, session.standard.promise),
        errors,
    };
    Ok(with_status(html(&shown), status))
}

async fn rows<'s>(session: &Session, steps: impl Iterator<Item = &'s Step>) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for step in steps {
        rows.push(Row {
            term: words::short_label(session.lang(), step),
            value: value(session, step).await?,
            href: session.url(&format!("{}?kembali=periksa", step.slug)),
        });
    }
    Ok(rows)
}

async fn value(session: &Session, step: &Step) -> Result<String> {
    let lang = session.lang();
    let body = session.body();
    if !is_done(step, body) {
        return Ok(lang.t("applications-value-open"));
    }
    if let Ask::Document(code) = &step.ask {
        if let Some(kept) = document::kept(session, code).await? {
            return Ok(kept);
        }
        let later = body.later.contains(code);
        let key = if later { "applications-value-later" } else { "applications-value-skipped" };
        return Ok(lang.t(key));
    }
    match body.answers.get(&step.slug).map(String::as_str) {
        None | Some("") => Ok(lang.t("applications-value-empty")),
        Some(kept) => Ok(words::answer(lang, step, kept, &session.kelurahan)),
    }
}

/// Hands the application in. The receipt's secret goes to this browser alone, as a cookie of the
/// tracking page.
pub(super) async fn send(
    session: Session,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled<Response> {
    let (app, visitor) = (&session.app, &session.visitor);
    app.limits.form(visitor.address)?;
    let finished = form::finish(&session.standard, session.body(), visitor.lang.code());
    let (details, applicant, documents) = match finished {
        Ok(finished) => finished,
        // Something still waits: the check page says what.
        Err(error) if error.kind() == Kind::Invalid => {
            return Ok(redirect(&session.url("periksa")));
        }
        Err(error) => return Err(error.into()),
    };
    let submit = Submit {
        app: app.clone(),
        standard: session.standard.clone(),
        version: session.draft.standard_version,
        draft: Some((session.draft.application, session.draft.code_hash.clone())),
        details,
        applicant,
        documents,
        actor: Actor::citizen(Channel::Online),
    };
    let receipt = match app.db.write(visitor.tenant.id, submit).await {
        Ok(receipt) => receipt,
        // Sent twice at the same moment: the page of a draft that is gone says so.
        Err(error) if error.kind() == Kind::Conflict => {
            return Ok(redirect(&session.url("periksa")));
        }
        // The two people do not fit together, or one of them may hold no more mandates.
        Err(error) if error.kind() == Kind::Invalid => {
            let errors = Mistakes::one("pernyataan", visitor.lang.error(&error));
            return page(&session, errors).await;
        }
        Err(error) => return Err(error.into()),
    };
    let number = receipt.number;
    let answer = redirect(&format!("/lacak/{number}/diterima"));
    let answer = track::with_key(app, answer, number, &receipt.secret)?;
    let path = session.url("");
    Ok(with_cookie(app, answer, SENT, number.compact(), path, 1)?)
}
