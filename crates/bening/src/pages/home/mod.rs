//! `GET /`: do it yourself is the first screen. Search, track, the promise, what is asked most, how the
//! counters stand, where to report, the city by kelurahan, and what the city's own report says.

mod queues;
mod report;
mod services;

use askama::Template;
use axum::extract::State;
use platform::App;
use platform::web::{Handled, Page, Visitor, html};
use publish::scorecard::store as scorecards;

use super::kelurahan::map::Map;
use queues::Card;
use report::Told;
pub(super) use services::{Row, asked, row};

/// How many services the home page names.
const SHOWN: usize = 5;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
    most_asked: Vec<Row>,
    all: usize,
    queues: Vec<Card>,
    map: Map,
    told: Told,
}

/// The page. Each of its queries finds what it needs by an index, so that it is as fast in a city of a
/// million applications as in a small one.
pub async fn show(State(app): State<App>, visitor: Visitor) -> Handled {
    let (lang, tenant) = (visitor.lang, visitor.tenant.id);
    let mut tx = app.db.read(tenant).await?;
    let (mut standards, practice) = asked(&mut tx, app.today()).await?;
    let all = standards.len();
    standards.truncate(SHOWN);
    let most_asked = standards.iter().map(|known| row(lang, known, &practice)).collect();
    let queues = queues::cards(&mut tx, &app, lang).await?;
    let report = scorecards::latest(&mut tx).await?;
    let map = Map::load(&mut tx, &app, lang, report.as_ref()).await?;
    let told = report::told(&mut tx, &app, &visitor, report.as_ref()).await?;
    drop(tx);
    let page = visitor
        .page("home-title")
        .in_section("beranda")
        .with_feed("/rapor/umpan.atom", "scorecard-feed")
        .with_feed("/keputusan/umpan.atom", "decisions-feed")
        .with_feed("/kampanye/umpan.atom", "outreach-feed");
    Ok(html(&Home { page, most_asked, all, queues, map, told }))
}
