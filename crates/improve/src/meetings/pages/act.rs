//! What is done on the page of a meeting. A mistake shows the page again with what was typed.

use std::collections::BTreeSet;

use axum::Extension;
use axum::extract::{Path, State};
use kernel::Error;
use kernel::error::Result;
use kernel::id::UserId;
use platform::App;
use platform::web::view::Mistakes;
use platform::web::{Handled, PostForm, Visitor, redirect};
use serde::Deserialize;

use super::super::member::Organiser;
use super::super::rules;
use super::super::verbs::{Attend, Cancel, Close, Make, Minute, Move};
use super::words::{LONGEST, SENTENCE, is_mendable, meeting_id, typed, typed_day, typed_start};
use super::{BASE, Fields, Topics, show};

/// Goes back to the meeting, or shows what must be mended in `field`.
async fn answer(
    (app, visitor, organiser): (&App, &Visitor, &Organiser),
    (topics, id): (Topics, &str),
    (fields, field): (Fields, String),
    done: Result<()>,
) -> Handled {
    match done {
        Ok(()) => Ok(redirect(&format!("{BASE}/{id}"))),
        Err(error) if is_mendable(&error) => {
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            let member = organiser.member();
            Ok(show::write(app, visitor, member, topics, id, (fields, errors)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Who came.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(super) struct Came {
    hadir: Vec<String>,
}

/// Notes who came, which begins the meeting.
pub(super) async fn attend(
    State(app): State<App>,
    visitor: Visitor,
    organiser: Organiser,
    Extension(topics): Extension<Topics>,
    Path(id): Path<String>,
    PostForm(came): PostForm<Came>,
) -> Handled {
    let meeting = meeting_id(&id)?;
    let present: std::result::Result<BTreeSet<UserId>, _> =
        came.hadir.iter().map(|user| user.parse()).collect();
    let present = present.map_err(|_| Error::not_found())?;
    let (by, topics_of) = (organiser.clone(), topics.0);
    let act = Attend { app: app.clone(), id: meeting, by, present, topics: topics_of };
    let done = app.db.write(visitor.tenant.id, act).await;
    let field = (Fields::new(), "hadir".to_owned());
    answer((&app, &visitor, &organiser), (topics, &id), field, done).await
}

/// Keeps one note.
pub(super) async fn minute(
    State(app): State<App>,
    visitor: Visitor,
    organiser: Organiser,
    Extension(topics): Extension<Topics>,
    Path(id): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let meeting = meeting_id(&id)?;
    let item: u32 = typed(&fields, "butir").parse().map_err(|_| Error::not_found())?;
    let field = format!("catatan-{item}");
    let done = match rules::written(typed(&fields, &field), LONGEST) {
        Some(text) => {
            let act = Minute { app: app.clone(), id: meeting, by: organiser.clone(), item, text };
            app.db.write(visitor.tenant.id, act).await
        }
        None => Err(Error::invalid("meetings-note-wrong")),
    };
    answer((&app, &visitor, &organiser), (topics, &id), (fields, field), done).await
}

/// Keeps what a unit promised.
pub(super) async fn promise(
    State(app): State<App>,
    visitor: Visitor,
    organiser: Organiser,
    Extension(topics): Extension<Topics>,
    Path(id): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let meeting = meeting_id(&id)?;
    let lang = visitor.lang;
    let mut errors = Mistakes::default();
    let text = rules::written(typed(&fields, "janji"), SENTENCE);
    if text.is_none() {
        errors.note("janji", lang.t("meetings-promise-wrong"));
    }
    let owner = owner(typed(&fields, "pemilik"));
    if owner.is_none() {
        errors.note("pemilik", lang.t("meetings-owner-unknown"));
    }
    let day = typed_day(&fields);
    if day.is_none() {
        errors.note("tanggal", lang.t("meetings-day-wrong"));
    }
    let (Some(text), Some((unit, head)), Some(day)) = (text, owner, day) else {
        let member = organiser.member();
        return Ok(show::write(&app, &visitor, member, topics, &id, (fields, errors)).await?);
    };
    let by = organiser.clone();
    let act = Make { app: app.clone(), meeting, by, unit, head, text, day };
    let done = app.db.write(visitor.tenant.id, act).await.map(|_| ());
    let unknown = |error: &Error| error.key() == "meetings-owner-unknown";
    let field = if done.as_ref().is_err_and(unknown) { "pemilik" } else { "tanggal" };
    let field = (fields, field.to_owned());
    answer((&app, &visitor, &organiser), (topics, &id), field, done).await
}

/// The unit that owes, and the head who promised if one was chosen.
fn owner(value: &str) -> Option<(String, Option<UserId>)> {
    match value.split_once('/') {
        None => (!value.is_empty()).then(|| (value.to_owned(), None)),
        Some((unit, head)) => Some((unit.to_owned(), Some(head.parse().ok()?))),
    }
}

/// A form without fields.
#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Ends the meeting.
pub(super) async fn close(
    State(app): State<App>,
    visitor: Visitor,
    organiser: Organiser,
    Extension(topics): Extension<Topics>,
    Path(id): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let act = Close { app: app.clone(), id: meeting_id(&id)?, by: organiser.clone() };
    let done = app.db.write(visitor.tenant.id, act).await;
    let field = (Fields::new(), "tutup".to_owned());
    answer((&app, &visitor, &organiser), (topics, &id), field, done).await
}

/// Calls it off, with a reason.
pub(super) async fn cancel(
    State(app): State<App>,
    visitor: Visitor,
    organiser: Organiser,
    Extension(topics): Extension<Topics>,
    Path(id): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let meeting = meeting_id(&id)?;
    let done = match rules::written(typed(&fields, "alasan"), LONGEST) {
        Some(reason) => {
            let act = Cancel { app: app.clone(), id: meeting, by: organiser.clone(), reason };
            app.db.write(visitor.tenant.id, act).await
        }
        None => Err(Error::invalid("meetings-reason-wrong")),
    };
    let field = (fields, "alasan".to_owned());
    answer((&app, &visitor, &organiser), (topics, &id), field, done).await
}

/// Gives it another time, with a reason.
pub(super) async fn shift(
    State(app): State<App>,
    visitor: Visitor,
    organiser: Organiser,
    Extension(topics): Extension<Topics>,
    Path(id): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let meeting = meeting_id(&id)?;
    let reason = rules::written(typed(&fields, "sebab"), LONGEST);
    let (field, done) = match (typed_start(&app, &fields), reason) {
        (Err((field, error)), _) => (field, Err(error)),
        (_, None) => ("sebab", Err(Error::invalid("meetings-reason-wrong"))),
        (Ok(starts), Some(reason)) => {
            let by = organiser.clone();
            let act = Move { app: app.clone(), id: meeting, by, starts, reason };
            ("tanggal", app.db.write(visitor.tenant.id, act).await)
        }
    };
    let field = (fields, field.to_owned());
    answer((&app, &visitor, &organiser), (topics, &id), field, done).await
}
