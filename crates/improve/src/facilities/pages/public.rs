//! `/kantor`: offices with hours, access by wheelchair, seats and the usual wait, for everyone.

use askama::Template;
use axum::extract::{Path, State};
use jiff::ToSpan as _;
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::city::{by_district, kelurahan};
use platform::i18n::Lang;
use platform::uploads;
use platform::web::outline::{self, Shape};
use platform::web::{Handled, Page, Visitor, html};

use super::super::findings::{Known, since};
use super::super::items::{COUNTER, WAITING_ROOM};
use super::super::model::Look;
use super::super::store::{self, Office, waiting};
use super::chart::{self, Bar};
use super::words;

struct Entry {
    href: String,
    name: String,
    hours: String,
    access_kind: &'static str,
    access: String,
    seats: String,
    wait: String,
    bars: Vec<Bar>,
}

#[derive(Template)]
#[template(path = "facilities/templates/public_list.html")]
struct PublicList {
    page: Page,
    offices: Vec<Entry>,
    /// How tall the map is, whether it shows tiles instead of outlines, and its regions.
    tall: i64,
    schematic: bool,
    places: Vec<Place>,
}

/// An office of a kelurahan on the map.
struct Place {
    href: String,
    name: String,
    path: String,
}

#[derive(Template)]
#[template(path = "facilities/templates/public_office.html")]
struct PublicOffice {
    page: Page,
    heading: String,
    office: Entry,
    misses: String,
    week: Vec<(String, String)>,
    looked: String,
    photo: String,
}

/// What the pages need beside what is known of offices.
struct Waits {
    hours: Vec<waiting::Hour>,
    fewest: i64,
}

async fn load(app: &App, visitor: &Visitor) -> Result<(Known, Waits)> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let known = Known::load(&mut tx, app).await?;
    let hours = waiting::hours(&mut tx, since(app)?, known.today).await?;
    let fewest = app.rulebook.count("facility.fewest_visits", known.today)?;
    Ok((known, Waits { hours, fewest }))
}

fn entry(app: &App, lang: Lang, (known, waits): (&Known, &Waits), office: &Office) -> Entry {
    let unit = office.unit.as_str();
    let own: Vec<&waiting::Hour> =
        waits.hours.iter().filter(|hour| hour.unit_code == unit).collect();
    let curve = chart::waits(&own, waits.fewest);
    let (access_kind, access) = words::access(lang, &known.access(unit));
    let seats = known.look(unit, WAITING_ROOM).and_then(Look::seats);
    Entry {
        href: format!("/kantor/{unit}"),
        name: office.name.get(lang.code()).to_owned(),
        hours: words::hours(app, lang, unit, known.today),
        access_kind,
        access,
        seats: seats.map_or_else(|| lang.t("facilities-seats-unknown"), |n| n.to_string()),
        wait: chart::sentence(lang, &curve),
        bars: chart::bars(lang, &curve),
    }
}

/// All offices.
pub(super) async fn list(State(app): State<App>, visitor: Visitor) -> Handled {
    let (known, waits) = load(&app, &visitor).await?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let by_region = store::by_region(&mut tx).await?;
    let groups = by_district(&kelurahan(&mut tx).await?);
    drop(tx);
    let drawing = outline::draw_or_tile(&app.regions, &groups);
    let place = |shape: &Shape| {
        let unit = by_region.get(&shape.code)?;
        let office = known.offices.iter().find(|office| office.unit == *unit)?;
        Some(Place {
            href: format!("/kantor/{unit}"),
            name: office.name.get(visitor.lang.code()).to_owned(),
            path: shape.path.clone(),
        })
    };
    let mut places: Vec<Place> = drawing.shapes.iter().filter_map(place).collect();
    places.sort_by(|a, b| a.name.cmp(&b.name));
    let each = |office: &Office| entry(&app, visitor.lang, (&known, &waits), office);
    let mut offices: Vec<Entry> = known.offices.iter().map(each).collect();
    // Where people stand in line comes first, then by name.
    offices.sort_by(|a, b| (a.bars.is_empty(), &a.name).cmp(&(b.bars.is_empty(), &b.name)));
    let page = visitor.page("facilities-offices").in_section("kantor");
    Ok(html(&PublicList {
        page,
        offices,
        tall: drawing.tall,
        schematic: drawing.schematic,
        places,
    }))
}

/// One office.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(unit): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let (known, waits) = load(&app, &visitor).await?;
    let office = known.offices.iter().find(|office| office.unit == unit);
    let office = office.ok_or_else(Error::not_found)?;
    let access = known.access(&unit);
    let looked = store::last_at(known.looks(&unit));
    let day = |ahead: i64| {
        let day = known.today.saturating_add(ahead.days());
        (lang.short_date(day), words::hours(&app, lang, &unit, day))
    };
    let photo = known.look(&unit, COUNTER).and_then(|look| look.photo);
    Ok(html(&PublicOffice {
        page: visitor.page("facilities-office").in_section("kantor"),
        heading: office.name.get(lang.code()).to_owned(),
        misses: words::misses(lang, &access, known.today),
        week: (0..7).map(day).collect(),
        looked: looked.map(|at| lang.date(app.tz().to_datetime(at).date())).unwrap_or_default(),
        photo: photo.map(|_| format!("/kantor/{unit}/foto")).unwrap_or_default(),
        office: entry(&app, lang, (&known, &waits), office),
    }))
}

/// The photo of the counter, the only one that everyone sees.
pub(super) async fn photo(
    State(app): State<App>,
    visitor: Visitor,
    Path(unit): Path<String>,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let look = store::last_look(&mut tx, &unit, COUNTER).await?;
    drop(tx);
    let file = look.and_then(|look| look.photo).ok_or_else(Error::not_found)?;
    let (media, bytes) = uploads::fetch(&app, visitor.tenant.id, file).await?;
    Ok(uploads::answer(media, bytes))
}
