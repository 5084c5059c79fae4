//! The last look: everything that was written, reports that say the same, and sending.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::number::{ApplicationNumber, Secret};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::keys;
use platform::web::{Handled, Page, PostForm, html, redirect};
use serde::Deserialize;

use super::super::super::categories;
use super::super::super::verbs::{Grown, Receive};
use super::super::super::{redact, rules, store};
use super::super::follow::with_key;
use super::super::words;
use super::session::{Sending, Session};

/// A line of the check.
struct Line {
    term: String,
    value: String,
    href: String,
}

/// A report that may say the same.
struct Alike {
    number: String,
    text: String,
    supporters: i64,
}

#[derive(Template)]
#[template(path = "complaints/templates/check.html")]
struct CheckPage {
    page: Page,
    lines: Vec<Line>,
    similar: Vec<Alike>,
    support: String,
    can_be_told: bool,
    /// An anonymous story that tells who wrote it.
    reveals: bool,
    story: String,
}

pub(super) async fn show(session: Session) -> Handled {
    if let Some(missing) = missing(&session) {
        return Ok(redirect(&missing));
    }
    let body = session.body();
    let now = session.app.db.clock().now();
    let since = rules::since(&session.app, rules::SIMILAR, now)?;
    let mut tx = session.app.db.read(session.visitor.tenant.id).await?;
    let story = &body.details.story;
    let similar = store::similar(&mut tx, &body.category, &body.kelurahan, since, story).await?;
    drop(tx);
    let alike = |report: store::Published| Alike {
        number: report.number.to_string(),
        text: report.text,
        supporters: report.supporters,
    };
    Ok(html(&CheckPage {
        page: session.page("complaint-check-title", false),
        lines: lines(&session),
        similar: similar.into_iter().map(alike).collect(),
        support: session.url("dukung"),
        can_be_told: body.reporter.can_be_told(),
        reveals: body.anonymous && redact::reveals(&body.details, &body.reporter),
        story: session.url("cerita"),
    }))
}

/// Where something is still missing.
fn missing(session: &Session) -> Option<String> {
    let body = session.body();
    if categories::find(&body.category).is_err() {
        return Some(session.url("jenis"));
    }
    let told = body.seen.iter().any(|seen| seen == "saya");
    (!told).then(|| session.after("jenis"))
}

fn lines(session: &Session) -> Vec<Line> {
    let (lang, body) = (session.lang(), session.body());
    let details = &body.details;
    let or_none = |text: String| {
        if text.is_empty() { lang.t("complaint-none") } else { text }
    };
    let line = |key: &str, value: String, page: &str| Line {
        term: lang.t(key),
        value: or_none(value),
        href: session.url(page),
    };
    let yes_no = |yes: bool| lang.t(if yes { "common-yes" } else { "common-no" });
    let place = [session.names.kelurahan(&body.kelurahan), details.landmark.clone()];
    let place: Vec<String> = place.into_iter().filter(|text| !text.is_empty()).collect();
    let about = match body.about.as_str() {
        "" => String::new(),
        unit => session.names.unit(lang, unit),
    };
    let position = details.position.map(|(latitude, longitude)| format!("{latitude}, {longitude}"));
    let contact = body.reporter.phone.as_ref().map(|phone| phone.masked());
    let mut lines = vec![
        line("complaint-line-story", details.story.clone(), "cerita"),
        line("complaint-line-kind", words::category(lang, &body.category), "jenis"),
    ];
    if let Ok(category) = categories::find(&body.category) {
        for question in &category.question {
            let value = details.answers.get(&question.code).cloned().unwrap_or_default();
            let value = match value.as_str() {
                "yes" => yes_no(true),
                "no" => yes_no(false),
                _ => value,
            };
            lines.push(Line {
                term: question.text.get(lang.code()).to_owned(),
                value: or_none(value),
                href: session.url("jenis"),
            });
        }
    }
    lines.extend([
        line("complaint-line-place", place.join(", "), "tempat"),
        line("complaint-line-position", position.unwrap_or_default(), "tempat"),
        line("complaint-line-about", about, "tempat"),
        line("complaint-line-when", details.happened.clone(), "tempat"),
        line(
            "complaint-line-files",
            lang.t1("complaint-files", "count", details.files.len()),
            "foto",
        ),
        line("complaint-line-name", body.reporter.name.clone(), "saya"),
        line("complaint-line-behalf", body.reporter.behalf.clone(), "saya"),
        line(
            "complaint-line-contact",
            contact.unwrap_or_else(|| body.reporter.email.clone()),
            "saya",
        ),
        line("complaint-anonymous", yes_no(body.anonymous), "saya"),
        line("complaint-secret", yes_no(body.secret), "saya"),
    ]);
    lines
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Sends the report. Whoever taps twice gets the same receipt.
pub(super) async fn send(sending: Sending, PostForm(Nothing {}): PostForm<Nothing>) -> Handled {
    let session = match sending {
        Sending::On(session) => *session,
        Sending::Sent(app, number, secret) => return Ok(received(&app, number, &secret)?),
    };
    if let Some(missing) = missing(&session) {
        return Ok(redirect(&missing));
    }
    session.app.limits.form(session.visitor.address)?;
    let Session { app, visitor, code, draft, .. } = session;
    let grown = Grown { id: draft.id, code_hash: draft.code_hash, code: Arc::new(code) };
    let receive = Receive {
        app: app.clone(),
        draft: Some(grown),
        body: draft.body,
        actor: Actor::citizen(Channel::Online),
    };
    let receipt = app.db.write(visitor.tenant.id, receive).await?;
    Ok(received(&app, receipt.number, &receipt.secret)?)
}

/// On to the receipt, which this browser may open from now on.
fn received(app: &App, number: ApplicationNumber, secret: &Secret) -> Result<Response> {
    with_key(app, redirect(&words::url(number, "diterima")), number, secret)
}

#[derive(Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    nomor: String,
}

#[derive(Clone)]
struct Support {
    number: ApplicationNumber,
    draft: store::Draft,
}

impl Command for Support {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        store::support(tx, self.number).await?;
        store::delete_draft(tx, &self.draft.code_hash).await?;
        // Nothing of a report that is not sent is kept.
        keys::erase(tx, self.draft.id.uuid()).await
    }
}

/// Joins a report that says the same instead of sending one's own.
pub(super) async fn support(
    session: Session,
    PostForm(Which { nomor }): PostForm<Which>,
) -> Handled {
    let number = ApplicationNumber::parse(&nomor).map_err(|_| Error::not_found())?;
    let support = Support { number, draft: session.draft.clone() };
    session.app.db.write(session.visitor.tenant.id, support).await?;
    Ok(redirect(&format!("{}?dukung=1", words::url(number, ""))))
}
