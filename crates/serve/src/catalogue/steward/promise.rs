//! Public promises at the desk: the steward writes, the head of the unit signs, the steward puts
//! the signed text on the unit's page.

use askama::Template;
use axum::extract::{Path, State};
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::id::UserId;
use kernel::service::Bilingual;
use platform::App;
use platform::auth::{Can, Desk, Head, Steward};
use platform::db::{Command, WriteTx};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::desk::covering;
use super::form::FieldError;
use crate::catalogue::model::{Maklumat, MaklumatState};
use crate::catalogue::store;
use crate::catalogue::text::{bilingual, tidy};
use crate::catalogue::view::key;

/// A unit in the list.
struct Line {
    code: String,
    name: String,
    state: String,
    kind: &'static str,
}

#[derive(Template)]
#[template(path = "catalogue/templates/desk_promises.html")]
struct ListPage {
    page: Page,
    lines: Vec<Line>,
}

fn chip(state: MaklumatState) -> &'static str {
    if state == MaklumatState::Published { "good" } else { "warn" }
}

pub(super) async fn list(State(app): State<App>, visitor: Visitor, _: Desk) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let promises = store::maklumats(&mut tx).await?;
    let line = |unit: store::Unit| {
        let newest = promises.iter().find(|known| known.unit == unit.code).map(|p| p.state);
        Line {
            name: unit.name(lang.code()).to_owned(),
            state: match newest {
                Some(state) => lang.t(&key("catalogue-promise-state", state.code())),
                None => lang.t("catalogue-promise-none"),
            },
            kind: newest.map_or("muted", chip),
            code: unit.code,
        }
    };
    let lines = store::units(&mut tx).await?.into_values().map(line).collect();
    let page = visitor.page("catalogue-promise-list-title").in_section("penata");
    Ok(html(&ListPage { page, lines }))
}

#[derive(Template)]
#[template(path = "catalogue/templates/desk_promise.html")]
struct PromisePage {
    page: Page,
    code: String,
    unit: String,
    newest: Option<Maklumat>,
    state: String,
    text: Bilingual,
    errors: Vec<FieldError>,
    may_write: bool,
    may_sign: bool,
    may_publish: bool,
}

impl PromisePage {
    fn error(&self, field: &str) -> &str {
        FieldError::of(&self.errors, field)
    }
}

async fn unit(app: &App, visitor: &Visitor, code: &str) -> Result<store::Unit> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    store::units(&mut tx).await?.remove(code).ok_or_else(Error::not_found)
}

async fn render(
    app: &App,
    visitor: &Visitor,
    desk: &Desk,
    code: String,
    typed: Option<(Bilingual, Vec<FieldError>)>,
) -> Handled {
    let lang = visitor.lang;
    let unit = unit(app, visitor, &code).await?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let newest = store::maklumat_of(&mut tx, &code).await?.into_iter().next();
    let state = newest.as_ref().map(|known| known.state);
    let (text, errors) = typed.unwrap_or_else(|| {
        (newest.as_ref().map(|known| known.text.clone()).unwrap_or_default(), Vec::new())
    });
    let wrong = !errors.is_empty();
    let shown = html(&PromisePage {
        page: visitor.page("catalogue-promise-title").in_section("penata").with_error_if(wrong),
        unit: unit.name(lang.code()).to_owned(),
        state: match state {
            Some(state) => lang.t(&key("catalogue-promise-state", state.code())),
            None => lang.t("catalogue-promise-none"),
        },
        text,
        errors,
        may_write: desk.has(Role::Steward, &code),
        may_sign: desk.has(Role::Head, &code) && state == Some(MaklumatState::Available),
        may_publish: desk.has(Role::Steward, &code) && state == Some(MaklumatState::Decreed),
        newest,
        code,
    });
    Ok(if wrong { super::form::bad_request(shown) } else { shown })
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    desk: Desk,
    Path(code): Path<String>,
) -> Handled {
    render(&app, &visitor, &desk, code, None).await
}

/// The text of a promise.
#[derive(Deserialize)]
pub(super) struct Text {
    #[serde(default)]
    text_id: String,
    #[serde(default)]
    text_en: String,
}

struct Draft {
    by: UserId,
    unit: String,
    text: Bilingual,
}

impl Command for Draft {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        store::draft_maklumat(tx, self.by, &self.unit, &self.text).await
    }
}

/// Keeps the steward's text.
pub(super) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Steward>,
    desk: Desk,
    Path(code): Path<String>,
    PostForm(text): PostForm<Text>,
) -> Handled {
    unit(&app, &visitor, &code).await?;
    covering(&can, &code)?;
    let text = bilingual(&text.text_id, &text.text_en);
    let empty = |(field, value): (&'static str, &String)| {
        value.is_empty().then(|| FieldError {
            field: field.to_owned(),
            message: visitor.lang.t("catalogue-mistake-empty"),
        })
    };
    let fields = [("text_id", &text.id), ("text_en", &text.en)];
    let errors: Vec<FieldError> = fields.into_iter().filter_map(empty).collect();
    if !errors.is_empty() {
        return render(&app, &visitor, &desk, code, Some((text, errors))).await;
    }
    let back = format!("/penata/maklumat/{code}");
    app.db.write(visitor.tenant.id, Draft { by: can.user(), unit: code, text }).await?;
    Ok(redirect(&back))
}

/// Which version, and the text that the head read.
#[derive(Deserialize)]
pub(super) struct Seen {
    version: i64,
    #[serde(default)]
    seen: String,
}

struct Sign {
    actor: Actor,
    unit: String,
    version: i64,
    seen: String,
    today: Date,
}

impl Command for Sign {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let Self { actor, unit, version, seen, today } = self;
        store::sign_maklumat(tx, *actor, unit, *version, seen, *today).await
    }
}

/// The head signs.
pub(super) async fn sign(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Head>,
    Path(code): Path<String>,
    PostForm(seen): PostForm<Seen>,
) -> Handled {
    unit(&app, &visitor, &code).await?;
    covering(&can, &code)?;
    let back = format!("/penata/maklumat/{code}");
    let (actor, today) = (can.actor(Channel::Online, None), app.today());
    let (version, seen) = (seen.version, tidy(&seen.seen));
    let command = Sign { actor, unit: code, version, seen, today };
    app.db.write(visitor.tenant.id, command).await?;
    Ok(redirect(&back))
}

struct Publish {
    unit: String,
    version: i64,
}

impl Command for Publish {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        store::publish_maklumat(tx, &self.unit, self.version).await
    }
}

/// The signed text goes on the unit's page.
pub(super) async fn publish(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Steward>,
    Path(code): Path<String>,
    PostForm(seen): PostForm<Seen>,
) -> Handled {
    unit(&app, &visitor, &code).await?;
    covering(&can, &code)?;
    let back = format!("/penata/maklumat/{code}");
    let command = Publish { unit: code, version: seen.version };
    app.db.write(visitor.tenant.id, command).await?;
    Ok(redirect(&back))
}
