//! `/humas/kampanye`: campaigns with their drafts, for who works on them.

use askama::Template;
use axum::extract::State;
use platform::App;
use platform::web::{Handled, Page, Visitor, html};

use super::desk::Desk;
use super::public::{Row, row};
use crate::outreach::store;

#[derive(Template)]
#[template(path = "outreach/templates/desk.html")]
struct DeskPage {
    page: Page,
    rows: Vec<Row>,
    tells: bool,
}

/// All campaigns.
pub(super) async fn list(State(app): State<App>, visitor: Visitor, desk: Desk) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let mut rows = Vec::new();
    for campaign in store::list(&mut tx).await? {
        rows.push(row(&mut tx, (&app, lang), &campaign, "/humas/kampanye").await?);
    }
    let page = visitor.page("outreach-desk-title").in_section("kampanye");
    Ok(html(&DeskPage { page, rows, tells: desk.tells() }))
}
