//! `/mitra/tugas`: the steps that were handed to the account, and one of them.

use askama::Template;
use axum::extract::{Path, State};
use platform::App;
use platform::auth::{Can, Partner};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::TaskState;
use super::super::store;
use super::super::verbs::{Finish, Know, Open};
use super::id;
use crate::applications::desk::standard_of;
use crate::applications::store::{by_id, kelurahan};

struct Row {
    href: String,
    number: String,
    service: String,
    step: String,
    due: String,
}

#[derive(Template)]
#[template(path = "partners/templates/list.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
}

/// A list shows number, service and date, and no person.
pub(super) async fn list(State(app): State<App>, visitor: Visitor, can: Can<Partner>) -> Handled {
    let (lang, today) = (visitor.lang, app.today());
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let mut rows = Vec::new();
    for partner in store::of_user(&mut tx, can.user()).await? {
        if !partner.in_force(today) {
            continue;
        }
        for task in store::of_partner(&mut tx, partner.id, jiff::Timestamp::MIN).await? {
            if task.state != TaskState::Open {
                continue;
            }
            let file = by_id(&mut tx, task.application).await?;
            let standard = standard_of(&mut tx, &file).await?;
            rows.push(Row {
                href: format!("/mitra/tugas/{}", task.id),
                number: file.number.to_string(),
                service: standard.name.get(lang.code()).to_owned(),
                step: lang.t(&format!("partners-step-{}", task.step.code())),
                due: lang.moment(task.due_at, app.tz()),
            });
        }
    }
    Ok(html(&ListPage { page: visitor.page("partners-list-title").in_section("mitra"), rows }))
}

#[derive(Template)]
#[template(path = "partners/templates/task.html")]
struct TaskPage {
    page: Page,
    base: String,
    rows: Vec<(String, String)>,
    missing: Vec<String>,
}

/// What the step needs; opening it is a fact that the citizen reads.
pub(super) async fn open(
    State(app): State<App>,
    visitor: Visitor,
    partner: Can<Partner>,
    Path(task): Path<String>,
) -> Handled {
    let (lang, tenant) = (visitor.lang, visitor.tenant.id);
    let task = id(&task)?;
    let opened = app.db.write(tenant, Open { app: app.clone(), task, partner }).await?;
    let mut tx = app.db.read(tenant).await?;
    let task = store::task(&mut tx, task).await?;
    let file = by_id(&mut tx, task.application).await?;
    let standard = standard_of(&mut tx, &file).await?;
    let places = kelurahan(&mut tx).await?;
    let place = places.into_iter().find(|place| place.code == opened.kelurahan);
    let named = |code: &String| {
        let known = standard.documents.iter().find(|document| document.code == *code);
        known.map_or_else(|| code.clone(), |known| known.name.get(lang.code()).to_owned())
    };
    let rows = [
        ("number", opened.number),
        ("service", standard.name.get(lang.code()).to_owned()),
        ("name", opened.name),
        ("phone", opened.phone),
        ("address", opened.address),
        ("kelurahan", place.map_or(opened.kelurahan, |place| place.name)),
        ("due", lang.moment(task.due_at, app.tz())),
    ];
    let rows = rows.into_iter().map(|(key, text)| (lang.t(&format!("partners-task-{key}")), text));
    let title = lang.t(&format!("partners-step-{}", task.step.code()));
    Ok(html(&TaskPage {
        page: visitor.page_titled(title).in_section("mitra"),
        base: format!("/mitra/tugas/{}", task.id),
        rows: rows.collect(),
        missing: opened.missing.iter().map(named).collect(),
    }))
}

/// A form without fields of its own.
#[derive(Deserialize)]
pub(super) struct Nothing {}

/// The step is done.
pub(super) async fn finish(
    State(app): State<App>,
    visitor: Visitor,
    partner: Can<Partner>,
    Path(task): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let finish = Finish { app: app.clone(), task: id(&task)?, partner };
    app.db.write(visitor.tenant.id, finish).await?;
    Ok(redirect("/mitra/tugas"))
}

/// The partner knows the person.
pub(super) async fn know(
    State(app): State<App>,
    visitor: Visitor,
    partner: Can<Partner>,
    Path(task): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let know = Know { app: app.clone(), task: id(&task)?, partner };
    app.db.write(visitor.tenant.id, know).await?;
    Ok(redirect("/mitra/tugas"))
}
