//! A report's own page, its receipt, its files, and the summary for the Ombudsman.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::error::Result;
use kernel::id::FileId;
use platform::App;
use platform::i18n::Lang;
use platform::journal::StoredFact;
use platform::uploads;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, html};
use serde::Deserialize;

use super::super::super::desk::Seen;
use super::super::super::model::State;
use super::super::super::{rules, store};
use super::super::words::{self, Names, choice, url};
use super::opened::{Access, Closed, Opened};
use super::{Line, journey};

/// What everyone may read of a report.
pub(super) struct Told {
    text: String,
    place: String,
    supporters: i64,
    reply: String,
}

#[derive(Template)]
#[template(path = "complaints/templates/closed.html")]
struct ClosedPage {
    page: Page,
    number: String,
    title: String,
    base: String,
    report: Option<Told>,
    supported: bool,
    errors: Mistakes,
}

/// The page for whoever has the number alone. A report that nobody else may read shows nothing.
pub(super) async fn closed_page(
    closed: &Closed,
    supported: bool,
    errors: Mistakes,
) -> Result<Response> {
    let (lang, number) = (closed.visitor.lang, closed.row.number);
    let mut tx = closed.app.db.read(closed.visitor.tenant.id).await?;
    let names = Names::read(&mut tx, lang).await?;
    let report = store::published(&mut tx, number).await?;
    drop(tx);
    let title = match &report {
        Some(report) => words::category(lang, &report.category),
        None => lang.t("complaint-closed-title"),
    };
    let place = |report: &store::Published| {
        let parts = [names.kelurahan(&report.kelurahan), names.unit(lang, &report.unit)];
        parts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
    };
    let told = report.map(|report| Told {
        place: place(&report),
        text: report.text,
        supporters: report.supporters,
        reply: report.reply,
    });
    let page = closed.visitor.page_titled(title.clone()).in_section("lapor");
    Ok(html(&ClosedPage {
        page: page.with_error_if(!errors.is_empty()),
        number: number.to_string(),
        title,
        base: url(number, ""),
        report: told,
        supported,
        errors,
    }))
}

#[derive(Deserialize)]
pub(super) struct Asked {
    dukung: Option<String>,
}

#[derive(Template)]
#[template(path = "complaints/templates/file.html")]
struct FilePage {
    page: Page,
    number: String,
    title: String,
    base: String,
    state: String,
    due: String,
    explain: String,
    outcome: String,
    missed: bool,
    open: bool,
    can_consent: bool,
    can_reopen: bool,
    can_rate: bool,
    ratings: Vec<Choice>,
    journey: Vec<Line>,
    rows: Vec<(String, String)>,
    files: Vec<FileId>,
    openings: Vec<String>,
    typed: String,
    errors: Mistakes,
}

pub(super) async fn show(access: Access, Query(asked): Query<Asked>) -> Handled {
    match access {
        Access::Opened(opened) => Ok(file_page(&opened, Mistakes::default())?),
        Access::Closed(closed) => {
            Ok(closed_page(&closed, asked.dukung.is_some(), Mistakes::default()).await?)
        }
    }
}

/// The reporter's own page, with what was wrong with a form on it.
pub(super) fn file_page(opened: &Opened, errors: Mistakes) -> Result<Response> {
    let (lang, app, seen) = (opened.visitor.lang, &opened.app, &opened.seen);
    let (row, matter) = (&seen.row, &seen.row.matter);
    let now = app.db.clock().now();
    let reopens = match (matter.state, matter.ended_at) {
        (State::Proposed, _) => true,
        (State::Closed | State::HandedOver, Some(ended)) => {
            now <= rules::until(app, rules::REOPEN, ended)?
        }
        _ => false,
    };
    let rating = |n: i64| choice(&n.to_string(), &lang.t(&format!("complaint-rating-{n}")), false);
    let title = words::category(lang, &matter.category);
    let page = opened.visitor.page_titled(title.clone()).in_section("lapor");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let outcome =
        matter.outcome.map(|outcome| lang.t(&format!("complaint-outcome-{}", outcome.code())));
    let shown = FilePage {
        page: page.with_error_if(!errors.is_empty()),
        number: row.number.to_string(),
        title,
        base: url(row.number, ""),
        state: words::state(lang, row),
        due: words::due(lang, app, row),
        explain: lang.t(&format!("complaint-explain-{}", matter.state.code())),
        outcome: outcome.unwrap_or_default(),
        missed: row.missed > 0,
        open: matter.state.is_open(),
        can_consent: matter.state == State::Proposed,
        can_reopen: reopens,
        can_rate: matter.state == State::Closed && row.rating.is_none(),
        ratings: (1..=4).rev().map(rating).collect(),
        journey: journey(app, lang, &opened.names, &seen.facts),
        rows: rows(app, lang, &opened.names, seen),
        files: files(seen),
        openings: seen.openings.iter().map(|fact| opening(app, lang, fact)).collect(),
        typed: opened.typed.clone(),
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// Who was shown the reporter, and when.
fn opening(app: &App, lang: Lang, fact: &StoredFact) -> String {
    let at = lang.moment(fact.recorded_at, app.tz());
    format!("{at}. {}.", lang.t(&format!("auth-role-{}", fact.role.code())))
}

/// What the report says, in rows.
pub(in super::super) fn rows(
    app: &App,
    lang: Lang,
    names: &Names,
    seen: &Seen,
) -> Vec<(String, String)> {
    let (row, matter, details) = (&seen.row, &seen.row.matter, &seen.details);
    let mut rows = Vec::new();
    let mut add = |key: &str, value: String| {
        if !value.is_empty() {
            rows.push((lang.t(key), value));
        }
    };
    add("complaint-line-story", details.story.clone());
    add("complaint-line-class", words::class(lang, matter.class));
    add("complaint-line-kind", words::category(lang, &matter.category));
    add("complaint-line-received", lang.moment(row.received_at, app.tz()));
    let about = matter.about.as_deref().map(|unit| names.unit(lang, unit));
    add("complaint-line-about", about.unwrap_or_default());
    let place = [names.kelurahan(&row.kelurahan), details.landmark.clone()];
    let place = place.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
    add("complaint-line-place", place.join(", "));
    let position = details.position.map(|(latitude, longitude)| format!("{latitude}, {longitude}"));
    add("complaint-line-position", position.unwrap_or_default());
    add("complaint-line-when", details.happened.clone());
    let yes_no = |yes: bool| lang.t(if yes { "common-yes" } else { "common-no" });
    add("complaint-anonymous", yes_no(matter.anonymous));
    add("complaint-secret", yes_no(matter.secret));
    if let Ok(category) = super::super::super::categories::find(&matter.category) {
        for question in &category.question {
            let Some(answer) = details.answers.get(&question.code) else { continue };
            let answer = match answer.as_str() {
                "yes" => yes_no(true),
                "no" => yes_no(false),
                other => other.to_owned(),
            };
            rows.push((question.text.get(lang.code()).to_owned(), answer));
        }
    }
    rows
}

/// Every file that came with the report or later.
pub(in super::super) fn files(seen: &Seen) -> Vec<FileId> {
    use kernel::facts::Payload;
    let mut files = seen.details.files.clone();
    for fact in &seen.facts {
        if let Some(Payload::ComplaintSupplemented(said)) = &fact.payload {
            files.extend(&said.files);
        }
    }
    files
}

/// A file, for whoever may see the report.
pub(in super::super) async fn send_file(
    app: &App,
    tenant: kernel::fact::TenantId,
    seen: &Seen,
    file: &str,
) -> Handled {
    let file: FileId = file.parse().map_err(|_| Error::not_found())?;
    if !files(seen).contains(&file) {
        return Err(Error::not_found().into());
    }
    let (media, bytes) = uploads::fetch(app, tenant, file).await?;
    Ok(uploads::answer(media, bytes))
}

pub(super) async fn file(opened: Box<Opened>, Path((_, file)): Path<(String, String)>) -> Handled {
    send_file(&opened.app, opened.visitor.tenant.id, &opened.seen, &file).await
}

#[derive(Template)]
#[template(path = "complaints/templates/receipt.html")]
struct ReceiptPage {
    page: Page,
    number: String,
    secret: String,
    due: String,
    who: String,
    rows: Vec<(String, String)>,
    base: String,
}

/// What the reporter holds: number, date, secret, and who said what when (UU 25/2009 Art 42-50).
pub(super) async fn receipt(opened: Box<Opened>) -> Handled {
    let (lang, row) = (opened.visitor.lang, &opened.seen.row);
    let who = if row.matter.is_blinded() { "inspectorate" } else { "coordinator" };
    Ok(html(&ReceiptPage {
        page: opened.visitor.page("complaint-receipt-title").in_section("lapor"),
        number: row.number.to_string(),
        secret: opened.secret.expose_printed(),
        due: words::due(lang, &opened.app, row),
        who: lang.t(&format!("complaint-receipt-{who}")),
        rows: receipt_rows(&opened),
        base: url(row.number, ""),
    }))
}

/// Who reports, and for whom, as far as it was said.
fn who(lang: Lang, seen: &Seen) -> Vec<(String, String)> {
    let Some(reporter) = &seen.reporter else { return Vec::new() };
    let said =
        [("complaint-line-name", &reporter.name), ("complaint-line-behalf", &reporter.behalf)];
    let said = said.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(key, text)| (lang.t(key), text.clone())).collect()
}

/// Who reports, and what.
fn receipt_rows(opened: &Opened) -> Vec<(String, String)> {
    let lang = opened.visitor.lang;
    let mut rows = who(lang, &opened.seen);
    rows.extend(self::rows(&opened.app, lang, &opened.names, &opened.seen));
    rows
}

#[derive(Template)]
#[template(path = "complaints/templates/ombudsman.html")]
struct OmbudsmanPage {
    page: Page,
    number: String,
    title: String,
    base: String,
    rows: Vec<(String, String)>,
    journey: Vec<Line>,
    too_old: bool,
    escalated: bool,
}

/// A summary that the Ombudsman can use.
pub(super) async fn ombudsman(opened: Box<Opened>) -> Handled {
    let (lang, app, seen) = (opened.visitor.lang, &opened.app, &opened.seen);
    let since = rules::since(app, "complaint.ombudsman_age", app.db.clock().now())?;
    Ok(html(&OmbudsmanPage {
        page: opened.visitor.page("complaint-ombudsman-title").in_section("lapor"),
        number: seen.row.number.to_string(),
        title: words::category(lang, &seen.row.matter.category),
        base: url(seen.row.number, ""),
        rows: [who(lang, seen), rows(app, lang, &opened.names, seen)].concat(),
        journey: journey(app, lang, &opened.names, &seen.facts),
        too_old: seen.row.received_at < since,
        escalated: seen.row.escalated_at.is_some(),
    }))
}
