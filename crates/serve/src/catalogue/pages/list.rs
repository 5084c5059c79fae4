//! `GET /layanan`: all services by office, or those that a search finds.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use platform::App;
use platform::web::{Handled, Page, Visitor, html};
use serde::Deserialize;

use crate::applications::practice;
use crate::catalogue::store;
use crate::catalogue::view::{Row, unit_name};

#[derive(Deserialize)]
pub(super) struct Search {
    #[serde(default)]
    cari: String,
}

/// Services under a heading.
struct Group {
    name: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "catalogue/templates/list.html")]
struct ListPage {
    page: Page,
    question: String,
    found: usize,
    groups: Vec<Group>,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(search): Query<Search>,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let list = store::in_force(&mut tx, app.today()).await?;
    let practice = practice::all(&mut tx, app.today()).await?;
    let row = |standard: &kernel::service::Standard| {
        Row::new(lang, standard, practice.get(&standard.code))
    };
    let question = search.cari.trim().to_owned();
    let groups = if question.is_empty() {
        let units = store::all_units(&mut tx).await?;
        let mut groups: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for known in &list {
            let name = unit_name(lang, &known.standard.unit, &units);
            groups.entry(name).or_default().push(row(&known.standard));
        }
        groups.into_iter().map(|(name, rows)| Group { name, rows }).collect()
    } else {
        let found = store::index(&list).find(&question);
        let rows: Vec<Row> = found.iter().map(|standard| row(standard)).collect();
        let name = lang.t1("catalogue-list-found", "count", rows.len());
        vec![Group { name, rows }]
    };
    Ok(html(&ListPage {
        page: visitor.page("catalogue-list-title").in_section("layanan"),
        found: groups.iter().map(|group| group.rows.len()).sum(),
        question,
        groups,
    }))
}
