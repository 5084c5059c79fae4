//! `/kelurahan`: the city by kelurahan, and what is public of each.

pub mod map;
pub mod show;

use askama::Template;
use axum::extract::State;
use platform::App;
use platform::web::{Handled, Page, Visitor, html};
use publish::scorecard::store as scorecards;

use map::Map;

#[derive(Template)]
#[template(path = "kelurahan_list.html")]
struct ListPage {
    page: Page,
    map: Map,
}

/// `GET /kelurahan`.
pub async fn list(State(app): State<App>, visitor: Visitor) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let report = scorecards::latest(&mut tx).await?;
    let map = Map::load(&mut tx, &app, visitor.lang, report.as_ref()).await?;
    drop(tx);
    let page = visitor.page("home-map-title").in_section("kelurahan");
    Ok(html(&ListPage { page, map }))
}
