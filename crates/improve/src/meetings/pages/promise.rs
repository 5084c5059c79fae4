//! `/perbaikan/janji/{id}`: one promise, for its unit, the mayor and coordinators.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;
use kernel::error::Result;
use kernel::id::MeetingId;
use platform::App;
use platform::auth::account;
use platform::db::Tx;
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::member::{Member, Organiser};
use super::super::model::{Meeting, Promise, Standing, Words};
use super::super::verbs::{Confirm, Postpone, Release, Report, Return};
use super::super::{rules, store};
use super::words::{self, LONGEST, Mistake, SENTENCE, is_mendable, promise_id, typed, typed_day};
use super::{BASE, Fields, PROMISE};
use crate::city::Units;

struct Change {
    title: String,
    reason: String,
}

/// What the reader may do.
#[derive(Default)]
struct May {
    report: bool,
    postpone: bool,
    /// The meeting in which they may judge it now; empty when there is none.
    judge: String,
    /// It waits for a later meeting, in which they may judge it.
    later: bool,
}

#[derive(Template)]
#[template(path = "meetings/templates/promise.html")]
struct PromisePage {
    page: Page,
    here: String,
    meeting: String,
    meeting_href: String,
    unit: String,
    head: String,
    chip: &'static str,
    state: String,
    due: String,
    first_due: String,
    missed: bool,
    words: Words,
    changes: Vec<Change>,
    may: May,
    fields: Fields,
    errors: Mistakes,
}

impl PromisePage {
    fn v(&self, field: &str) -> &str {
        typed(&self.fields, field)
    }
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Path(id): Path<String>,
) -> Handled {
    Ok(write(&app, &visitor, &member, &id, (Fields::new(), Mistakes::default())).await?)
}

async fn write(
    app: &App,
    visitor: &Visitor,
    member: &Member,
    id: &str,
    (fields, errors): (Fields, Mistakes),
) -> Result<Response> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let promise = store::promise(&mut tx, promise_id(id)?).await?;
    if !member.opens(&promise) {
        return Err(Error::not_found());
    }
    let origin = store::by_id(&mut tx, promise.meeting).await?;
    let names = Units::load(&mut tx, lang).await?;
    let kept = store::words(&mut tx, app, &promise).await?;
    let may = may(&mut tx, member, &promise, &origin).await?;
    let head = match promise.head {
        Some(head) => account::by_id(&mut tx, &app.vault, head).await?,
        None => None,
    };
    drop(tx);
    let (chip, state) = words::state(lang, app, &promise, app.db.clock().now());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let head_page = visitor.page("meetings-promise-title").in_section("rapat");
    let shown = PromisePage {
        page: head_page.with_error_if(!errors.is_empty()),
        here: format!("{PROMISE}/{}", promise.id),
        meeting: words::title(lang, app, &origin),
        meeting_href: if member.sees(&origin) {
            format!("{BASE}/{}", origin.id)
        } else {
            String::new()
        },
        unit: names.name(&promise.unit),
        head: head.map(|account| account.profile.name).unwrap_or_default(),
        chip,
        state,
        due: lang.moment(promise.due, app.tz()),
        first_due: if promise.first_due == promise.due {
            String::new()
        } else {
            words::day(lang, app, promise.first_due)
        },
        missed: promise.missed,
        changes: changes(app, visitor, &kept),
        words: kept,
        may,
        fields,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

fn changes(app: &App, visitor: &Visitor, kept: &Words) -> Vec<Change> {
    let lang = visitor.lang;
    let change = |one: &super::super::model::Change| {
        let key = if one.returned { "meetings-was-returned" } else { "meetings-was-postponed" };
        let values = [
            ("at", words::day(lang, app, one.at)),
            ("from", words::day(lang, app, one.from)),
            ("due", words::day(lang, app, one.due)),
        ];
        Change { title: lang.with(key, &values), reason: one.reason.clone() }
    };
    kept.changes.iter().map(change).collect()
}

async fn may(tx: &mut Tx<'_>, member: &Member, promise: &Promise, origin: &Meeting) -> Result<May> {
    let open = promise.standing == Standing::Open;
    let mut may = May { report: open && member.leads(&promise.unit), ..May::default() };
    if !member.chairs(origin) {
        return Ok(may);
    }
    may.postpone = open;
    if promise.standing == Standing::Done {
        let held = store::held(tx).await?.into_iter();
        let here = |one: &Meeting| one.id != promise.meeting && member.chairs(one);
        let meeting = held.filter(here).map(|one| one.id.to_string()).next();
        may.later = meeting.is_none();
        may.judge = meeting.unwrap_or_default();
    }
    Ok(may)
}

/// Goes on, or shows what must be mended in `field`.
async fn answer(
    (app, visitor, member): (&App, &Visitor, &Member),
    (id, to): (&str, String),
    (fields, field): (Fields, &str),
    done: Result<()>,
) -> Handled {
    match done {
        Ok(()) => Ok(redirect(&to)),
        Err(error) if is_mendable(&error) => {
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            Ok(write(app, visitor, member, id, (fields, errors)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn own_page(id: &str) -> String {
    format!("{PROMISE}/{id}")
}

/// Whoever leads the unit says that it is done.
pub(super) async fn report(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Path(id): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let promise = promise_id(&id)?;
    let text = rules::written(typed(&fields, "hasil"), SENTENCE);
    let link = rules::link(typed(&fields, "tautan"));
    let field = if text.is_none() { "hasil" } else { "tautan" };
    let done = match (text, link) {
        (None, _) => Err(Error::invalid("meetings-done-wrong")),
        (_, None) => Err(Error::invalid("meetings-link-wrong")),
        (Some(text), Some(link)) => {
            let act = Report { app: app.clone(), id: promise, by: member.clone(), text, link };
            app.db.write(visitor.tenant.id, act).await
        }
    };
    let field = if done.as_ref().is_err_and(|error| error.key() == "meetings-promise-not-now") {
        "hasil"
    } else {
        field
    };
    answer((&app, &visitor, &member), (&id, own_page(&id)), (fields, field), done).await
}

/// The meeting that the form names, in which the promise is judged.
fn in_meeting(fields: &Fields) -> Result<MeetingId> {
    words::meeting_id(typed(fields, "rapat"))
}

/// The chair agrees.
pub(super) async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    organiser: Organiser,
    Path(id): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let (promise, meeting) = (promise_id(&id)?, in_meeting(&fields)?);
    let act = Confirm { app: app.clone(), id: promise, meeting, by: organiser.clone() };
    let done = app.db.write(visitor.tenant.id, act).await;
    let from_agenda = typed(&fields, "dari") == "rapat";
    let to = if from_agenda { format!("{BASE}/{meeting}") } else { own_page(&id) };
    answer((&app, &visitor, organiser.member()), (&id, to), (fields, "terima"), done).await
}

/// The chair does not agree.
pub(super) async fn send_back(
    State(app): State<App>,
    visitor: Visitor,
    organiser: Organiser,
    Path(id): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let (promise, meeting) = (promise_id(&id)?, in_meeting(&fields)?);
    let (field, done) = match reason_and_day(&fields) {
        Ok((reason, day)) => {
            let by = organiser.clone();
            let act = Return { app: app.clone(), id: promise, meeting, by, day, reason };
            ("tanggal", app.db.write(visitor.tenant.id, act).await)
        }
        Err((field, error)) => (field, Err(error)),
    };
    let to = own_page(&id);
    answer((&app, &visitor, organiser.member()), (&id, to), (fields, field), done).await
}

/// The chair gives more time.
pub(super) async fn postpone(
    State(app): State<App>,
    visitor: Visitor,
    organiser: Organiser,
    Path(id): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let promise = promise_id(&id)?;
    let (field, done) = match reason_and_day(&fields) {
        Ok((reason, day)) => {
            let by = organiser.clone();
            let act = Postpone { app: app.clone(), id: promise, by, day, reason };
            ("tanggal", app.db.write(visitor.tenant.id, act).await)
        }
        Err((field, error)) => (field, Err(error)),
    };
    let to = own_page(&id);
    answer((&app, &visitor, organiser.member()), (&id, to), (fields, field), done).await
}

/// The chair releases its unit from it.
pub(super) async fn release(
    State(app): State<App>,
    visitor: Visitor,
    organiser: Organiser,
    Path(id): Path<String>,
    PostForm(fields): PostForm<Fields>,
) -> Handled {
    let promise = promise_id(&id)?;
    let done = match rules::written(typed(&fields, "sebab"), LONGEST) {
        Some(reason) => {
            let act = Release { app: app.clone(), id: promise, by: organiser.clone(), reason };
            app.db.write(visitor.tenant.id, act).await
        }
        None => Err(Error::invalid("meetings-reason-wrong")),
    };
    let to = own_page(&id);
    answer((&app, &visitor, organiser.member()), (&id, to), (fields, "sebab"), done).await
}

fn reason_and_day(fields: &Fields) -> std::result::Result<(String, jiff::civil::Date), Mistake> {
    let wrong = || ("alasan", Error::invalid("meetings-reason-wrong"));
    let reason = rules::written(typed(fields, "alasan"), LONGEST).ok_or_else(wrong)?;
    let day = typed_day(fields).ok_or_else(|| ("tanggal", Error::invalid("meetings-day-wrong")))?;
    Ok((reason, day))
}
