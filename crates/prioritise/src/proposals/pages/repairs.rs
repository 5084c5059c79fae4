//! `/perencana/perbaikan`: repairs that audits costed; one press makes a proposal of each.

use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use kernel::Error;
use platform::App;
use platform::auth::{Can, Planner};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::Repair;
use super::super::rules;
use super::super::store::{self, evidence};
use super::super::verbs::TakeOver;
use super::WORK;
use super::evidence::Hearing;
use platform::city::Names;

struct Row {
    title: String,
    office: String,
    cost: String,
    day: String,
    value: String,
    /// Its proposal, when it has one.
    taken: Option<String>,
}

#[derive(Template)]
#[template(path = "proposals/templates/repairs.html")]
struct RepairsPage {
    page: Page,
    rows: Vec<Row>,
}

/// All repairs.
pub(super) async fn list(
    Shared(app): Shared<App>,
    visitor: Visitor,
    _: Can<Planner>,
    Extension(outside): Hearing,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, lang).await?;
    let year = rules::budget_year(app.today());
    let mut rows = Vec::new();
    for found in evidence::repairs(&mut tx).await? {
        let repair = Repair { unit: found.unit.clone(), item: found.item.clone() };
        let own = store::of_repair(&mut tx, &repair, year).await?;
        let own = own.filter(|own| own.state.is_open());
        let name = (outside.item)(&found.item, app.today());
        rows.push(Row {
            title: name.map_or(found.item.clone(), |name| name.get(lang.code()).to_owned()),
            office: names.unit(&found.unit),
            cost: found.cost.to_string(),
            day: lang.date(app.tz().to_datetime(found.at).date()),
            value: format!("{}/{}", found.unit, found.item),
            taken: own.map(|own| format!("{WORK}/{}", own.number)),
        });
    }
    drop(tx);
    let page = visitor.page("proposals-repairs").in_section("usulan");
    Ok(html(&RepairsPage { page, rows }))
}

/// Which repair.
#[derive(Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    perbaikan: String,
}

/// Makes a proposal of a repair.
pub(super) async fn take_over(
    Shared(app): Shared<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Extension(outside): Hearing,
    PostForm(which): PostForm<Which>,
) -> Handled {
    let (unit, item) = which.perbaikan.split_once('/').ok_or_else(Error::not_found)?;
    let name = (outside.item)(item, app.today()).ok_or_else(Error::not_found)?.id;
    let repair = Repair { unit: unit.to_owned(), item: item.to_owned() };
    let taken = TakeOver { app: app.clone(), repair, name, planner };
    let row = app.db.write(visitor.tenant.id, taken).await?;
    Ok(redirect(&format!("{WORK}/{}", row.number)))
}
