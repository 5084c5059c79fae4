//! `/petugas/jadwal`: an officer's own shifts, how many will come, and swaps.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::{Kind, Result};
use kernel::facts::shift::{Outcome, Slot};
use kernel::id::{SwapId, UserId};
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::model::{self, Shift, part_of_hour, slot_value};
use super::super::store;
use super::super::verbs::{Answer, Ask};
use super::words::{self, Names};
use super::{Fields, SWAPS, text};
use crate::queue::live::{hours_of, past};
use crate::queue::pages::chart::{Bar, bars};
use crate::queue::rules::forecast::Past;
use crate::queue::store::Counters;

const BASE: &str = "/petugas/jadwal";
/// Days whose hours are shown.
const CHARTS: usize = 5;

struct Own {
    slot: String,
    people: String,
}

struct Asked {
    id: String,
    text: String,
    kind: &'static str,
    state: String,
    /// I am asked, and it is open.
    answers: bool,
    /// I asked, and it is open.
    withdraws: bool,
}

struct Day {
    title: String,
    bars: Vec<Bar>,
}

/// One of my units.
struct Place {
    title: String,
    shifts: Vec<Own>,
    swaps: Vec<Asked>,
    mine: Vec<Choice>,
    theirs: Vec<Choice>,
    days: Vec<Day>,
}

#[derive(Template)]
#[template(path = "shifts/templates/officer.html")]
struct OfficerPage {
    page: Page,
    places: Vec<Place>,
    errors: Mistakes,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
) -> Handled {
    write(&app, &visitor, &officer, &Fields::new(), Mistakes::default()).await
}

async fn write(
    app: &App,
    visitor: &Visitor,
    officer: &Can<Officer>,
    typed: &Fields,
    errors: Mistakes,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let mut places = Vec::new();
    for (counters, title) in
        words::units(&mut tx, visitor.lang, |unit| officer.covers(unit)).await?
    {
        let me = officer.user();
        places.push(place(&mut tx, app, visitor.lang, (&counters, title), (me, typed)).await?);
    }
    let page = visitor.page("shifts-title").in_section("petugas");
    let page = page.with_error_if(!errors.is_empty());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    Ok(with_status(html(&OfficerPage { page, places, errors }), status))
}

async fn place(
    tx: &mut Tx<'_>,
    app: &App,
    lang: Lang,
    (counters, title): (&Counters, String),
    (me, typed): (UserId, &Fields),
) -> Result<Place> {
    let unit = counters.unit.as_str();
    let (from, until) = words::span(app);
    let names = Names::load(tx, app, unit).await?;
    let roster = store::roster(tx, unit, from, until).await?;
    let past = past(tx, app, unit, from).await?;
    let swaps = store::swaps(tx, unit, SWAPS).await?;
    let own = roster.iter().filter(|shift| shift.officer == me);
    let shifts = own.map(|shift| Own {
        slot: words::slot(lang, &shift.slot),
        people: people(app, lang, &past, &shift.slot),
    });
    let later = |shift: &&Shift| shift.slot.day > from;
    let choice = |name: &str, shift: &Shift, label: String| {
        let value = slot_value(&shift.slot);
        Choice { checked: text(typed, name) == value, value, label, hint: String::new() }
    };
    let mine = roster.iter().filter(later).filter(|shift| shift.officer == me);
    let mine = mine.map(|shift| choice("beri", shift, words::slot(lang, &shift.slot)));
    let theirs = roster.iter().filter(later).filter(|shift| shift.officer != me);
    let theirs = theirs.map(|shift| {
        let who = names.of(lang, shift.officer);
        choice("ambil", shift, format!("{}: {who}", words::slot(lang, &shift.slot)))
    });
    let day = |day: jiff::civil::Date| {
        let expected = past.expect(day, &hours_of(app, unit, day));
        Day { title: lang.weekday_date(day), bars: bars(lang, &expected) }
    };
    Ok(Place {
        title,
        shifts: shifts.collect(),
        mine: mine.collect(),
        theirs: theirs.collect(),
        swaps: swaps
            .iter()
            .filter(|swap| swap.asker == me || swap.colleague == me)
            .map(|swap| asked(lang, &names, swap, me))
            .collect(),
        days: words::days(app, unit).into_iter().take(CHARTS).map(day).collect(),
    })
}

/// How many come in a half of a day, by the forecast; empty when nothing is known yet.
fn people(app: &App, lang: Lang, past: &Past, slot: &Slot) -> String {
    let hours: Vec<i64> = hours_of(app, &slot.unit, slot.day);
    let hours: Vec<i64> =
        hours.into_iter().filter(|hour| part_of_hour(*hour) == slot.part).collect();
    let expected = past.expect(slot.day, &hours);
    if expected.is_empty() {
        return String::new();
    }
    let sum: f64 = expected.iter().map(|(_, hour)| hour.mean).sum();
    // Half a person is one who may come.
    lang.t1("shifts-people", "count", lang.decimal(sum.ceil(), 0))
}

fn asked(lang: Lang, names: &Names, swap: &model::Swap, me: UserId) -> Asked {
    let open = swap.state == model::State::Asked;
    let (kind, state) = words::state(lang, swap.state);
    Asked {
        id: swap.id.to_string(),
        text: words::swap(lang, names, swap),
        kind,
        state,
        answers: open && swap.colleague == me,
        withdraws: open && swap.asker == me,
    }
}

async fn done(
    app: &App,
    visitor: &Visitor,
    officer: &Can<Officer>,
    typed: &Fields,
    (field, done): (&str, Result<()>),
) -> Handled {
    match done {
        Ok(()) => Ok(redirect(BASE)),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            write(app, visitor, officer, typed, errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /petugas/jadwal`: asks a colleague to swap.
pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let slot = |name: &str| {
        let slot = model::slot_of(text(&typed, name));
        slot.filter(|slot| officer.covers(&slot.unit))
    };
    let (Some(give), Some(take)) = (slot("beri"), slot("ambil")) else {
        let field = if slot("beri").is_none() { "beri" } else { "ambil" };
        let missing = Err(Error::invalid("shifts-choose-both"));
        return done(&app, &visitor, &officer, &typed, (field, missing)).await;
    };
    let (asker, actor) = (officer.user(), officer.actor(Channel::Online, None));
    let ask = Ask { app: app.clone(), asker, give, take, actor };
    let written = app.db.write(visitor.tenant.id, ask).await.map(|_| ());
    done(&app, &visitor, &officer, &typed, ("ambil", written)).await
}

/// `POST /petugas/jadwal/{id}`: agrees, does not, or takes back.
pub(super) async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    officer: Can<Officer>,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let id: SwapId = id.parse().map_err(|_| Error::not_found())?;
    let outcome = match text(&typed, "jawab") {
        "terima" => Outcome::Accepted,
        "tolak" => Outcome::Declined,
        "tarik" => Outcome::Withdrawn,
        _ => return Err(Error::not_found().into()),
    };
    let (who, actor) = (officer.user(), officer.actor(Channel::Online, None));
    let answer = Answer { app: app.clone(), id, officer: who, outcome, actor };
    let written = app.db.write(visitor.tenant.id, answer).await;
    done(&app, &visitor, &officer, &typed, ("tukar", written)).await
}
