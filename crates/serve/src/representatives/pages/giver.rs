//! `/kuasa/{code}`: the giver of a mandate reads who wants to do what for them, says whether it is
//! theirs, follows the file and takes the mandate back. The code was sent to their own phone.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::number::{ApplicationNumber, MandateCode, Secret};
use kernel::service::Standard;
use platform::App;
use platform::vault::sha256;
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::{Contents, State as Stands};
use super::super::store;
use super::super::verbs::{Answer, By, Fetch, Mandate, Revoke};
use crate::applications::desk;
use crate::applications::model::State as FileState;
use crate::applications::pages::{masked, standing, with_key};
use crate::applications::verbs::File;

/// A mandate whose code this visitor holds.
struct Held {
    app: App,
    visitor: Visitor,
    code: MandateCode,
    mandate: Mandate,
    contents: Contents,
    file: File,
    standard: Arc<Standard>,
}

/// The mandate of a code. Codes cannot be tried without end: what is not there counts as a try.
async fn held(app: App, visitor: Visitor, typed: &str) -> Result<Held> {
    match find(&app, &visitor, typed).await {
        Err(error) if matches!(error.kind(), Kind::NotFound | Kind::Invalid) => {
            app.limits.form(visitor.address)?;
            Err(Error::new(Kind::NotFound, "representatives-code-unknown"))
        }
        other => other,
    }
}

async fn find(app: &App, visitor: &Visitor, typed: &str) -> Result<Held> {
    let code = MandateCode::parse(typed)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let row = store::by_code(&mut tx, &sha256(code.expose().as_bytes())).await?;
    let mandate = Mandate::of(&mut tx, app, row.ok_or_else(Error::not_found)?).await?;
    let file = File::load(&mut tx, app, mandate.row.application).await?;
    let standard = desk::standard_of(&mut tx, &file.row).await?;
    let contents = mandate.contents()?;
    let (app, visitor) = (app.clone(), visitor.clone());
    Ok(Held { app, visitor, code, mandate, contents, file, standard })
}

impl Held {
    fn url(&self) -> String {
        format!("/kuasa/{}", self.code.expose())
    }

    fn service(&self) -> String {
        self.standard.name.get(self.visitor.lang.code()).to_owned()
    }

    /// Who wants to do what for whom, until when.
    fn rows(&self) -> Vec<(String, String)> {
        let lang = self.visitor.lang;
        let stamped = if self.contents.stamped { "common-yes" } else { "common-no" };
        let rows = [
            ("receiver", self.contents.receiver.name.clone()),
            ("relation", self.contents.relation.clone()),
            ("service", self.service()),
            ("giver", masked(&self.contents.giver.name)),
            ("reason", self.contents.reason.clone()),
            ("until", lang.date(self.mandate.row.until)),
            ("stamped", lang.t(stamped)),
            ("number", self.file.row.number.to_string()),
        ];
        rows.map(|(key, value)| (lang.t(&format!("representatives-row-{key}")), value)).into()
    }
}

#[derive(Template)]
#[template(path = "representatives/templates/ask.html")]
struct AskPage {
    page: Page,
    here: String,
    receiver: String,
    service: String,
    rows: Vec<(String, String)>,
    due: String,
}

#[derive(Template)]
#[template(path = "representatives/templates/standing.html")]
struct StandingPage {
    page: Page,
    here: String,
    service: String,
    said: String,
    state: String,
    headline: String,
    rows: Vec<(String, String)>,
    can_revoke: bool,
    can_fetch: bool,
    track: String,
}

/// The question, or how the file stands since it was answered.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Handled {
    let held = held(app, visitor, &code).await?;
    let (lang, app, row) = (held.visitor.lang, &held.app, &held.mandate.row);
    if row.state == Stands::Given {
        let due = row.due_at.map(|due| lang.moment(due, app.tz())).unwrap_or_default();
        return Ok(html(&AskPage {
            page: held.visitor.page("representatives-ask-title"),
            here: held.url(),
            receiver: held.contents.receiver.name.clone(),
            service: held.service(),
            rows: held.rows(),
            due,
        }));
    }
    let file = &held.file.row;
    let (state, headline) = match file.state {
        // What is missing is the receiver's to bring.
        FileState::Returned if row.state == Stands::Confirmed => {
            (lang.t("representatives-returned"), lang.t("representatives-returned-text"))
        }
        _ => standing(lang, app.tz(), app.db.clock().now(), file),
    };
    let silent = if row.silent { "silent" } else { row.state.code() };
    let mut tx = app.db.read(held.visitor.tenant.id).await?;
    let over = store::over(&mut tx, file.id).await?.filter(|_| !file.state.is_ended());
    drop(tx);
    let silent = if over.is_some() { "over" } else { silent };
    Ok(html(&StandingPage {
        page: held.visitor.page("representatives-title"),
        here: held.url(),
        service: held.service(),
        said: lang.t(&format!("representatives-said-{silent}")),
        state,
        headline,
        rows: held.rows(),
        can_revoke: row.state == Stands::Confirmed,
        can_fetch: over.is_some_and(|over| !over.claimed),
        track: format!("/lacak/{}", file.number),
    }))
}

/// A form without fields of its own.
#[derive(Deserialize)]
pub(super) struct Nothing {}

async fn answer(app: App, visitor: Visitor, code: &str, yes: bool) -> Handled {
    let held = held(app, visitor, code).await?;
    let (app, id) = (held.app.clone(), held.mandate.row.id);
    let answer = Answer { app, id, yes, by: By::Giver };
    held.app.db.write(held.visitor.tenant.id, answer).await?;
    Ok(redirect(&held.url()))
}

/// "Ya, benar."
pub(super) async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    answer(app, visitor, &code, true).await
}

/// "Bukan saya, tolak."
pub(super) async fn refuse(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    answer(app, visitor, &code, false).await
}

#[derive(Template)]
#[template(path = "representatives/templates/revoke.html")]
struct RevokePage {
    page: Page,
    here: String,
    receiver: String,
    service: String,
}

/// Asks once more.
pub(super) async fn ask_revoke(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Handled {
    let held = held(app, visitor, &code).await?;
    if held.mandate.row.state != Stands::Confirmed {
        return Ok(redirect(&held.url()));
    }
    Ok(html(&RevokePage {
        page: held.visitor.page("representatives-revoke-title"),
        here: held.url(),
        receiver: held.contents.receiver.name.clone(),
        service: held.service(),
    }))
}

#[derive(Template)]
#[template(path = "representatives/templates/revoked.html")]
struct RevokedPage {
    page: Page,
    number: String,
    secret: String,
    service: String,
    track: String,
}

/// Takes the mandate back. The new secret is shown in this answer alone and stored nowhere; this
/// browser keeps it for the tracking page.
pub(super) async fn revoke(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let held = held(app, visitor, &code).await?;
    let revoke = Revoke { app: held.app.clone(), id: held.mandate.row.id, by: By::Giver };
    let done = held.app.db.write(held.visitor.tenant.id, revoke).await?;
    let Some(file) = done else { return Ok(redirect(&held.url())) };
    handed_over(&held, "representatives-revoked-title", file)
}

/// The giver fetches the file that went back to them, because the last day was over.
pub(super) async fn fetch(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let held = held(app, visitor, &code).await?;
    let fetch = Fetch { app: held.app.clone(), id: held.mandate.row.id, by: By::Giver };
    let file = held.app.db.write(held.visitor.tenant.id, fetch).await?;
    handed_over(&held, "representatives-back-title", file)
}

/// The file with its new secret, which stands in this answer alone.
fn handed_over(held: &Held, title: &str, (number, secret): (ApplicationNumber, Secret)) -> Handled {
    let page = html(&RevokedPage {
        page: held.visitor.page(title),
        number: number.to_string(),
        secret: secret.expose_printed(),
        service: held.service(),
        track: format!("/lacak/{number}"),
    });
    Ok(with_key(&held.app, page, number, &secret)?)
}
