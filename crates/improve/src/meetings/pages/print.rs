//! `GET /perbaikan/rapat/{id}/cetak`: agenda, minutes and promises on A4. It names units, not people.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use platform::App;
use platform::web::{Handled, Page, Visitor, html};

use super::super::member::Member;
use super::super::model::Paper;
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
    made: Vec<Row>,
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
    let agenda = agenda_of(&mut tx, &app, (lang, &names), (&meeting, topics), &member).await?;
    let mut made = Vec::new();
    for promise in store::of_meeting(&mut tx, meeting.id).await? {
        made.push(words::row(&mut tx, &app, (lang, &names), &promise, false).await?);
    }
    let present = store::attendance(&mut tx, meeting.id).await?;
    let came = present.iter().filter(|one| one.present).count();
    let values = [("came", came.to_string()), ("of", present.len().to_string())];
    let paper = store::paper(&mut tx, &app, &meeting).await?;
    Ok(html(&PrintPage {
        page: visitor.page_titled(words::title(lang, &app, &meeting)).in_section("rapat"),
        here: format!("{BASE}/{}", meeting.id),
        units: words::units(lang, &names, &meeting),
        paper,
        agenda,
        made,
        came: if present.is_empty() { String::new() } else { lang.with("meetings-came", &values) },
    }))
}
