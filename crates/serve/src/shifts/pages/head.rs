//! `/petugas/atasan/jadwal`: a head plans who sits where, and sees every swap.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::{Kind, Result};
use kernel::facts::shift::Slot;
use kernel::id::UserId;
use platform::App;
use platform::auth::{Can, Head};
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::model::{PARTS, part_code, part_of};
use super::super::store;
use super::super::verbs::Plan;
use super::words::{self, Names};
use super::{Fields, SWAPS, text};
use crate::queue::store::Counters;

/// The field that says who sits there.
const OFFICER: &str = "petugas";

struct Line {
    slot: String,
    officer: String,
}

struct Swapped {
    text: String,
    kind: &'static str,
    state: String,
}

struct Place {
    code: String,
    title: String,
    lines: Vec<Line>,
    swaps: Vec<Swapped>,
    fields: Vec<Select>,
}

/// A list from which one is chosen; its id holds the unit, because a page has a form for each.
struct Select {
    name: &'static str,
    id: String,
    label: String,
    wrong: String,
    /// What leaves it empty; empty when it may not be.
    nobody: String,
    options: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "shifts/templates/head.html")]
struct HeadPage {
    page: Page,
    places: Vec<Place>,
    errors: Mistakes,
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor, head: Can<Head>) -> Handled {
    write(&app, &visitor, &head, &Fields::new(), Mistakes::default()).await
}

async fn write(
    app: &App,
    visitor: &Visitor,
    head: &Can<Head>,
    typed: &Fields,
    errors: Mistakes,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let mut places = Vec::new();
    for (counters, title) in words::units(&mut tx, visitor.lang, |unit| head.covers(unit)).await? {
        // What was typed belongs to one unit; ids of fields are those of the unit's form.
        let own = text(typed, "unit") == counters.unit;
        let (typed, wrong) =
            if own { (typed, errors.clone()) } else { (&Fields::new(), Mistakes::default()) };
        places.push(place(&mut tx, app, visitor.lang, (&counters, title), (typed, wrong)).await?);
    }
    let page = visitor.page("shifts-head-title").in_section("atasan");
    let page = page.with_error_if(!errors.is_empty());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    Ok(with_status(html(&HeadPage { page, places, errors }), status))
}

async fn place(
    tx: &mut Tx<'_>,
    app: &App,
    lang: Lang,
    (counters, title): (&Counters, String),
    (typed, errors): (&Fields, Mistakes),
) -> Result<Place> {
    let unit = counters.unit.clone();
    let (from, until) = words::span(app);
    let names = Names::load(tx, app, &unit).await?;
    let choice = |name: &str, value: String, label: String| Choice {
        checked: text(typed, name) == value,
        value,
        label,
        hint: String::new(),
    };
    let roster = store::roster(tx, &unit, from, until).await?;
    let lines = roster.iter().map(|shift| Line {
        slot: words::slot(lang, &shift.slot),
        officer: names.of(lang, shift.officer),
    });
    let swaps = store::swaps(tx, &unit, SWAPS).await?;
    let swaps = swaps.iter().map(|swap| {
        let (kind, state) = words::state(lang, swap.state);
        Swapped { text: words::swap(lang, &names, swap), kind, state }
    });
    let days = words::days(app, &unit).into_iter();
    let days = days.map(|day| choice("hari", day.to_string(), lang.weekday_date(day)));
    let parts = PARTS.into_iter().map(part_code);
    let parts =
        parts.map(|code| choice("paruh", code.to_owned(), lang.t(&format!("shifts-part-{code}"))));
    let numbers = (1..=counters.setting.counters).map(|number| {
        let label = lang.t1("queue-counter-number", "number", number);
        choice("loket", number.to_string(), label)
    });
    let officers = names.iter();
    let officers = officers.map(|(id, name)| choice(OFFICER, id.to_string(), name.clone()));
    let select = |name: &'static str, key: &str, options: Vec<Choice>| {
        let id = format!("{name}-{unit}");
        let wrong = errors.of(&id).to_owned();
        let nobody = if name == OFFICER { lang.t("shifts-nobody") } else { String::new() };
        let label = lang.t(&format!("shifts-field-{key}"));
        Select { name, id, label, wrong, nobody, options }
    };
    let fields = vec![
        select("hari", "day", days.collect()),
        select("paruh", "part", parts.collect()),
        select("loket", "counter", numbers.collect()),
        select(OFFICER, "officer", officers.collect()),
    ];
    Ok(Place { title, lines: lines.collect(), swaps: swaps.collect(), fields, code: unit })
}

/// What was chosen: the slot, and who sits there.
fn chosen(typed: &Fields) -> Result<(Slot, Option<UserId>)> {
    let slot = || {
        Some(Slot {
            unit: text(typed, "unit").to_owned(),
            day: text(typed, "hari").parse().ok()?,
            part: part_of(text(typed, "paruh"))?,
            counter: text(typed, "loket").parse().ok()?,
        })
    };
    let slot = slot().ok_or_else(|| Error::invalid("shifts-choose-slot"))?;
    let officer = match text(typed, OFFICER) {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::invalid("shifts-choose-slot"))?),
    };
    Ok((slot, officer))
}

/// `POST /petugas/atasan/jadwal`: says who sits in a slot.
pub(super) async fn plan(
    State(app): State<App>,
    visitor: Visitor,
    head: Can<Head>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    if !head.covers(text(&typed, "unit")) {
        return Err(Error::not_found().into());
    }
    let done = match chosen(&typed) {
        Ok((slot, officer)) => {
            let actor = head.actor(Channel::Online, None);
            app.db.write(visitor.tenant.id, Plan { app: app.clone(), slot, officer, actor }).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(redirect("/petugas/atasan/jadwal")),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let field = format!("{OFFICER}-{}", text(&typed, "unit"));
            let errors = Mistakes::one(&field, visitor.lang.error(&error));
            write(&app, &visitor, &head, &typed, errors).await
        }
        Err(error) => Err(error.into()),
    }
}
