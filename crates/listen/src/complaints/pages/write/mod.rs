//! Writing a report: the story first, then what kind, where, pictures, who, and a check. What was
//! typed is kept after every page.

mod check;
mod fields;
mod photo;
mod session;
mod steps;

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use kernel::error::Kind;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::report::Body;
use super::super::store;
use crate::texts::written;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/lapor", get(choose))
        .route("/lapor/baru", get(story).post(begin))
        .route("/lapor/draf/{code}/cerita", get(steps::story).post(steps::keep_story))
        .route("/lapor/draf/{code}/jenis", get(steps::kind).post(steps::keep_kind))
        .route("/lapor/draf/{code}/tempat", get(steps::place).post(steps::keep_place))
        .route("/lapor/draf/{code}/foto", get(photo::show).post(photo::keep))
        .route("/lapor/draf/{code}/saya", get(steps::oneself).post(steps::keep_oneself))
        .route("/lapor/draf/{code}/periksa", get(check::show).post(check::send))
        .route("/lapor/draf/{code}/dukung", post(check::support))
}

#[derive(Template)]
#[template(path = "complaints/templates/choose.html")]
struct ChoosePage {
    page: Page,
}

/// `GET /lapor`: which way, and what each reveals.
async fn choose(visitor: Visitor) -> Handled {
    Ok(html(&ChoosePage { page: visitor.page("complaint-choose-title").in_section("lapor") }))
}

#[derive(Template)]
#[template(path = "complaints/templates/story.html")]
struct StoryPage {
    page: Page,
    back: String,
    /// The way that was chosen; empty when it was chosen before.
    way: &'static str,
    typed: String,
    errors: Mistakes,
}

/// The way straight to the Inspectorate.
const INSPECTORATE: &str = "inspektorat";

#[derive(Deserialize)]
pub(super) struct Way {
    #[serde(default)]
    jalur: String,
}

impl Way {
    fn code(&self) -> &'static str {
        if self.jalur == INSPECTORATE { INSPECTORATE } else { "" }
    }
}

fn story_page(
    visitor: &Visitor,
    back: &str,
    way: &'static str,
    typed: String,
    errors: Mistakes,
) -> Handled {
    let page = visitor.page("complaint-story-title").in_section("lapor");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = page.with_error_if(!errors.is_empty());
    let back = back.to_owned();
    Ok(with_status(html(&StoryPage { page, back, way, typed, errors }), status))
}

/// `GET /lapor/baru`: the story of a new report.
async fn story(visitor: Visitor, Query(way): Query<Way>) -> Handled {
    story_page(&visitor, "/lapor", way.code(), String::new(), Mistakes::default())
}

#[derive(Deserialize)]
pub(super) struct Story {
    #[serde(default)]
    cerita: String,
    #[serde(flatten)]
    way: Way,
}

struct Begin {
    app: App,
    body: Body,
}

impl Command for Begin {
    type Output = kernel::number::DraftCode;

    async fn run(&self, tx: &mut WriteTx<'_>) -> kernel::error::Result<Self::Output> {
        store::begin(tx, &self.app, &self.body).await
    }
}

/// Keeps the story of a new report, and goes on.
async fn begin(
    State(app): State<App>,
    visitor: Visitor,
    PostForm(Story { cerita, way }): PostForm<Story>,
) -> Handled {
    app.limits.form(visitor.address)?;
    let text = match written(&cerita) {
        Ok(text) => text,
        Err(error) if error.kind() == Kind::Invalid => {
            let errors = Mistakes::one("cerita", visitor.lang.error(&error));
            return story_page(&visitor, "/lapor", way.code(), cerita, errors);
        }
        Err(error) => return Err(error.into()),
    };
    let mut body = Body::default();
    body.details.story = text;
    body.details.language = visitor.lang.code().to_owned();
    body.inspectorate = way.code() == INSPECTORATE;
    body.seen.push("cerita".to_owned());
    let command = Begin { app: app.clone(), body };
    let code = app.db.write(visitor.tenant.id, command).await?;
    let next = redirect(&format!("/lapor/draf/{}/jenis", code.expose()));
    Ok(session::with_draft(&app, next, &code)?)
}
