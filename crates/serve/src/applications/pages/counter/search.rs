//! `GET /petugas/loket`: which service, or which application.

use askama::Template;
use axum::extract::{Query, State};
use platform::App;
use platform::auth::{Can, Officer};
use platform::web::{Handled, Page, Visitor, html};
use serde::Deserialize;

use super::super::words;
use crate::catalogue::{self, promise_text};

/// Services that a search shows.
const MOST: usize = 12;

#[derive(Template)]
#[template(path = "applications/templates/officer/counter.html")]
struct CounterPage {
    page: Page,
    question: String,
    services: Vec<Service>,
}

struct Service {
    code: String,
    name: String,
    fee: String,
    promise: String,
}

/// What was typed.
#[derive(Deserialize)]
pub(super) struct Asked {
    cari: Option<String>,
}

/// The search box, its results, or else the services of the officer's own units.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Query(asked): Query<Asked>,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let list = catalogue::store::in_force(&mut tx, app.today()).await?;
    let question = asked.cari.unwrap_or_default();
    let found = if question.trim().is_empty() {
        let all = list.iter().map(|known| known.standard.clone());
        all.filter(|standard| officer.covers(&standard.unit)).collect()
    } else {
        catalogue::store::index(&list).find(&question)
    };
    let lang = visitor.lang;
    let services = found.into_iter().take(MOST).map(|standard| Service {
        code: standard.code.clone(),
        name: standard.name.get(lang.code()).to_owned(),
        fee: words::fee_of(lang, &standard),
        promise: promise_text(lang, standard.promise),
    });
    Ok(html(&CounterPage {
        page: visitor.page("officer-counter-title").in_section("loket"),
        services: services.collect(),
        question,
    }))
}
