//! `GET /perbaikan/rapat/{id}`: agenda, who came, what was said, what was promised.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::id::UserId;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, Visitor, html};

use super::super::member::Member;
use super::super::model::{Meeting, Paper, Promise, Shift, Stage, Standing};
use super::super::verbs::{Invited, invited};
use super::super::{agenda, board, rules, store};
use super::words::{self, Row};
use super::{BASE, Fields, Topics};
use crate::city::Units;

/// A note as it reads.
pub(super) struct Said {
    pub(super) at: String,
    pub(super) text: String,
}

/// An item of the agenda.
pub(super) struct Item {
    pub(super) number: u32,
    pub(super) title: String,
    pub(super) link: String,
    pub(super) notes: Vec<Said>,
    /// Name of the field for another note.
    pub(super) field: String,
}

/// What the agenda of a meeting holds.
pub(super) struct Agenda {
    /// Promises of earlier meetings, the first item.
    pub(super) promises: Vec<Row>,
    /// All items; the first is about the promises, the last about everything else.
    pub(super) items: Vec<Item>,
}

/// What the reader may do.
struct May {
    begin: bool,
    minute: bool,
    /// Calling it off, or calling it for another time.
    cancel: bool,
}

#[derive(Template)]
#[template(path = "meetings/templates/show.html")]
struct ShowPage {
    page: Page,
    here: String,
    id: String,
    stage: String,
    chip: &'static str,
    secret: bool,
    units: String,
    paper: Paper,
    /// Each other time that it got: when and from what to what, and why.
    moves: Vec<(String, String)>,
    agenda: Agenda,
    /// Who came, or who is asked while nobody noted it.
    people: Vec<Choice>,
    came: String,
    made: Vec<Row>,
    kept: String,
    owners: Vec<Choice>,
    may: May,
    fields: Fields,
    errors: Mistakes,
}

impl ShowPage {
    fn v(&self, field: &str) -> &str {
        words::typed(&self.fields, field)
    }
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Extension(topics): Extension<Topics>,
    Path(id): Path<String>,
) -> Handled {
    let mut fields = Fields::new();
    words::fill_day(&mut fields, usual_day(&app)?);
    Ok(write(&app, &visitor, &member, topics, &id, (fields, Mistakes::default())).await?)
}

/// The day of a promise for which nobody names another.
fn usual_day(app: &App) -> Result<Date> {
    let term = app.rulebook.term(rules::RULE, app.today())?;
    let now = app.db.clock().now();
    let due = app.calendar.due("", now, term, &[]).map_err(Error::internal)?;
    Ok(app.tz().to_datetime(due.unwrap_or(now)).date())
}

/// The page, with what was typed and what must be mended.
pub(super) async fn write(
    app: &App,
    visitor: &Visitor,
    member: &Member,
    topics: Topics,
    id: &str,
    (mut fields, errors): (Fields, Mistakes),
) -> Result<Response> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let meeting = store::by_id(&mut tx, words::meeting_id(id)?).await?;
    member.must_see(&meeting)?;
    if meeting.stage == Stage::Called && !fields.contains_key("jam") {
        words::fill_start(&mut fields, app, meeting.starts);
    }
    let names = Units::load(&mut tx, lang).await?;
    let agenda = agenda_of(&mut tx, app, (lang, &names), (&meeting, topics), member).await?;
    let asked = invited(&mut tx, app, &meeting).await?;
    let (people, came) = people(&mut tx, (lang, &names), &meeting, &asked).await?;
    let promises = store::of_meeting(&mut tx, meeting.id).await?;
    let mut made = Vec::with_capacity(promises.len());
    for promise in &promises {
        let open = member.opens(promise);
        made.push(words::row(&mut tx, app, (lang, &names), promise, open).await?);
    }
    let paper = store::paper(&mut tx, app, &meeting).await?;
    drop(tx);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let head = visitor.page_titled(words::title(lang, app, &meeting)).in_section("rapat");
    let held = meeting.stage == Stage::Held;
    let shown = ShowPage {
        page: head.with_error_if(!errors.is_empty()),
        here: format!("{BASE}/{}", meeting.id),
        id: meeting.id.to_string(),
        stage: lang.t(&format!("meetings-stage-{}", meeting.stage.code())),
        chip: words::stage(meeting.stage),
        secret: meeting.is_secret(),
        units: words::units(lang, &names, &meeting),
        moves: moves(app, lang, &paper),
        paper,
        agenda,
        people,
        came,
        kept: kept(lang, &promises),
        made,
        owners: owners(&names, &asked, words::typed(&fields, "pemilik")),
        may: May {
            begin: meeting.stage == Stage::Called && member.organises(),
            minute: held && member.organises(),
            cancel: meeting.stage == Stage::Called && member.chairs(&meeting),
        },
        fields,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

fn moves(app: &App, lang: Lang, paper: &Paper) -> Vec<(String, String)> {
    let when = |at| lang.moment(at, app.tz());
    let moved = |one: &Shift| {
        let at = words::day(lang, app, one.at);
        let values = [("at", at), ("from", when(one.from)), ("starts", when(one.starts))];
        (lang.with("meetings-was-moved", &values), one.reason.clone())
    };
    paper.moves.iter().map(moved).collect()
}

fn kept(lang: Lang, promises: &[Promise]) -> String {
    let done = promises.iter().filter(|one| one.standing.is_kept()).count();
    let of = promises.iter().filter(|one| one.counts()).count();
    let values = [("done", done.to_string()), ("of", of.to_string())];
    if of == 0 { String::new() } else { lang.with("meetings-kept", &values) }
}

/// The agenda with its notes. Topics are read anew until the meeting begins.
pub(super) async fn agenda_of(
    tx: &mut Tx<'_>,
    app: &App,
    (lang, names): (Lang, &Units),
    (meeting, topics): (&Meeting, Topics),
    member: &Member,
) -> Result<Agenda> {
    let now = app.db.clock().now();
    let earlier = agenda::earlier(tx, app, meeting, now).await?;
    let mut promises = Vec::with_capacity(earlier.len());
    for promise in &earlier {
        let open = member.opens(promise);
        let mut row = words::row(tx, app, (lang, names), promise, open).await?;
        row.confirm = judges(tx, member, meeting, promise).await?;
        promises.push(row);
    }
    let mut notes = notes_of(tx, app, lang, meeting).await?;
    let mut item = |number: u32, title: String, link: String| Item {
        number,
        title,
        link,
        notes: notes.remove(&number).unwrap_or_default(),
        field: format!("catatan-{number}"),
    };
    let mut items = vec![item(0, lang.t("meetings-item-earlier"), String::new())];
    let listed = board::topics_of(tx, app, meeting, (topics.0, now)).await?;
    for (number, topic) in (1..).zip(&listed) {
        items.push(item(number, words::topic(lang, names, topic), topic.link.clone()));
    }
    let last = u32::try_from(items.len()).map_err(Error::internal)?;
    items.push(item(last, lang.t("meetings-item-other"), String::new()));
    Ok(Agenda { promises, items })
}

/// Whether the reader may agree in `meeting` that `promise` is done.
async fn judges(
    tx: &mut Tx<'_>,
    member: &Member,
    meeting: &Meeting,
    promise: &Promise,
) -> Result<bool> {
    let due = meeting.stage == Stage::Held && promise.standing == Standing::Done;
    if !due || !member.chairs(meeting) {
        return Ok(false);
    }
    let origin = store::by_id(tx, promise.meeting).await?;
    Ok(member.chairs(&origin))
}

async fn notes_of(
    tx: &mut Tx<'_>,
    app: &App,
    lang: Lang,
    meeting: &Meeting,
) -> Result<BTreeMap<u32, Vec<Said>>> {
    let key = store::key(tx, app, meeting.id.uuid()).await?;
    let mut notes: BTreeMap<u32, Vec<Said>> = BTreeMap::new();
    for note in store::notes(tx, meeting.id).await? {
        let text = key.open_json(store::NOTE, &note.sealed)?;
        let said = Said { at: lang.time(note.written_at, app.tz()), text };
        notes.entry(note.item).or_default().push(said);
    }
    Ok(notes)
}

/// Everyone who is asked, one entry for each account, and how many came.
async fn people(
    tx: &mut Tx<'_>,
    (lang, names): (Lang, &Units),
    meeting: &Meeting,
    asked: &[Invited],
) -> Result<(Vec<Choice>, String)> {
    let noted = store::attendance(tx, meeting.id).await?;
    let came = |user: UserId| noted.iter().any(|one| one.user == user && one.present);
    let mut people: Vec<Choice> = Vec::new();
    for one in asked {
        let value = one.user.to_string();
        let unit = if one.unit.is_empty() { String::new() } else { names.name(&one.unit) };
        match people.iter_mut().find(|known| known.value == value) {
            Some(known) if known.hint.is_empty() => known.hint = unit,
            Some(known) => known.hint = format!("{}, {unit}", known.hint),
            None => people.push(Choice {
                value,
                label: one.name.clone(),
                hint: unit,
                checked: came(one.user),
            }),
        }
    }
    // Of those who were asked then, whoever leads a unit today.
    let present = noted.iter().filter(|one| one.present).count();
    let values = [("came", present.to_string()), ("of", noted.len().to_string())];
    let count =
        if meeting.stage.was_held() { lang.with("meetings-came", &values) } else { String::new() };
    Ok((people, count))
}

/// Units that someone leads, and their heads, to choose who owes a promise.
fn owners(names: &Units, asked: &[Invited], chosen: &str) -> Vec<Choice> {
    let mut owners = BTreeMap::new();
    for one in asked.iter().filter(|one| !one.unit.is_empty()) {
        let unit = names.name(&one.unit);
        owners.insert((unit.clone(), String::new()), one.unit.clone());
        owners.insert((unit, one.name.clone()), format!("{}/{}", one.unit, one.user));
    }
    let choice = |((unit, name), value): ((String, String), String)| Choice {
        checked: value == chosen,
        label: if name.is_empty() { unit } else { format!("{unit}: {name}") },
        hint: String::new(),
        value,
    };
    owners.into_iter().map(choice).collect()
}
