//! `GET /perbaikan/rapat/{id}/cetak`: agenda, minutes and promises on A4, as the meeting saw them, and where the
//! promises stand on the day of the print. It names units, not people.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use kernel::error::Result;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};

use super::super::member::Member;
use super::super::model::{Paper, Promise, Standing};
use super::super::store;
use super::show::{Agenda, agenda_of};
use super::words::{self, Row};
use super::{BASE, Topics};
use crate::city::Units;

#[derive(Template)]
#[template(path = "meetings/templates/print.html")]
struct PrintPage {
    page: Page,
    here: String,
    units: String,
    paper: Paper,
    agenda: Agenda,
    /// How promises of earlier meetings stood when this one began, by their id.
    then: BTreeMap<String, String>,
    made: Vec<Row>,
    today: String,
    came: String,
}

pub(super) async fn print(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Extension(topics): Extension<Topics>,
    Path(id): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let meeting = store::by_id(&mut tx, words::meeting_id(&id)?).await?;
    member.must_see(&meeting)?;
    let names = Units::load(&mut tx, lang).await?;
    let mut agenda = agenda_of(&mut tx, &app, (lang, &names), (&meeting, topics), &member).await?;
    let mut made = Vec::new();
    for promise in store::of_meeting(&mut tx, meeting.id).await? {
        let row = words::row(&mut tx, &app, (lang, &names), &promise, false).await?;
        made.push(Row { due: words::day(lang, &app, promise.first_due), ..row });
    }
    let present = store::attendance(&mut tx, meeting.id).await?;
    let came = present.iter().filter(|one| one.present).count();
    let values = [("came", came.to_string()), ("of", present.len().to_string())];
    let paper = store::paper(&mut tx, &app, &meeting).await?;
    let then = then(&mut tx, &app, lang, (&paper, &mut agenda)).await?;
    Ok(html(&PrintPage {
        page: visitor.page_titled(words::title(lang, &app, &meeting)).in_section("rapat"),
        here: format!("{BASE}/{}", meeting.id),
        units: words::units(lang, &names, &meeting),
        then,
        paper,
        agenda,
        made,
        today: words::day(lang, &app, app.db.clock().now()),
        came: if present.is_empty() { String::new() } else { lang.with("meetings-came", &values) },
    }))
}

/// How promises of earlier meetings stood when the meeting of `paper` began, by their id. Rows of the agenda get the
/// dates that they had then.
async fn then(
    tx: &mut Tx<'_>,
    app: &App,
    lang: Lang,
    (paper, agenda): (&Paper, &mut Agenda),
) -> Result<BTreeMap<String, String>> {
    let mut then = BTreeMap::new();
    for stood in &paper.stood {
        let standing = if stood.done { Standing::Done } else { Standing::Open };
        let promise = store::promise(tx, stood.promise).await?;
        let promise = Promise { standing, due: stood.due, ..promise };
        let (_, state) = words::state(lang, app, &promise, stood.at);
        let id = stood.promise.to_string();
        if let Some(row) = agenda.promises.iter_mut().find(|row| row.id == id) {
            row.due = words::day(lang, app, stood.due);
        }
        then.insert(id, state);
    }
    Ok(then)
}
