//! `/petugas/atasan/loket`: how the counters of the head's units work.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use platform::App;
use platform::auth::{Can, Head};
use platform::db::Tx;
use platform::web::view::{Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::model::Setting;
use super::super::rules::Numbers;
use super::super::store::{self, Counters};
use super::super::verbs::Arrange;
use super::unit::{field, mendable};
use super::{Fields, text};
use crate::{applications, catalogue};

/// What is proposed to a unit that has no counters yet.
const FIRST: Setting =
    Setting { counters: 2, slot_minutes: 30, people_per_slot: 6, walk_in_percent: 50 };

struct UnitCounters {
    code: String,
    title: String,
    verified: bool,
    opened: bool,
    seats: i64,
    values: Fields,
    errors: Mistakes,
}

impl UnitCounters {
    fn v(&self, name: &str) -> &str {
        text(&self.values, name)
    }
}

#[derive(Template)]
#[template(path = "queue/templates/settings.html")]
struct SettingsPage {
    page: Page,
    least: i64,
    units: Vec<UnitCounters>,
    errors: Mistakes,
    kept: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    head: Can<Head>,
    axum::extract::Query(asked): axum::extract::Query<Fields>,
) -> Handled {
    let kept = asked.contains_key("tersimpan");
    page(&app, &visitor, &head, (Fields::new(), Mistakes::default()), kept).await
}

fn values(setting: &Setting) -> Fields {
    let pairs = [
        ("jumlah", setting.counters),
        ("menit", setting.slot_minutes),
        ("orang", setting.people_per_slot),
        ("langsung", setting.walk_in_percent),
    ];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_string())).collect()
}

/// Counters of the head's units, and whether they are open; a unit that is named in the role may open
/// its first ones.
async fn own(
    tx: &mut Tx<'_>,
    head: &Can<Head>,
    names: &BTreeMap<String, catalogue::store::Unit>,
) -> Result<Vec<(Counters, bool)>> {
    let all = store::all_counters(tx).await?.into_iter();
    let mut own: Vec<(Counters, bool)> =
        all.filter(|one| head.covers(&one.unit)).map(|one| (one, true)).collect();
    for unit in head.units().iter().filter(|unit| names.contains_key(*unit)) {
        if !own.iter().any(|(one, _)| one.unit == *unit) {
            let counters = Counters { unit: unit.clone(), setting: FIRST, verified: true };
            own.push((counters, false));
        }
    }
    Ok(own)
}

async fn page(
    app: &App,
    visitor: &Visitor,
    head: &Can<Head>,
    (typed, errors): (Fields, Mistakes),
    kept: bool,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = catalogue::store::all_units(&mut tx).await?;
    let mut units = Vec::new();
    for (counters, opened) in own(&mut tx, head, &names).await? {
        let own = text(&typed, "unit") == counters.unit;
        let title = names.get(&counters.unit).map(|known| known.name(visitor.lang.code()));
        units.push(UnitCounters {
            title: title.unwrap_or(&counters.unit).to_owned(),
            verified: counters.verified,
            opened,
            seats: counters.setting.seats(),
            values: if own { typed.clone() } else { values(&counters.setting) },
            errors: if own { errors.clone() } else { Mistakes::default() },
            code: counters.unit,
        });
    }
    let frame = visitor.page("queue-settings-title").in_section("atasan");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = SettingsPage {
        page: frame.with_error_if(!errors.is_empty()),
        least: Numbers::on(&app.rulebook, app.today())?.walk_in_least,
        units,
        errors,
        kept,
    };
    Ok(with_status(html(&shown), status))
}

/// `POST /petugas/atasan/loket`.
pub(super) async fn arrange(
    State(app): State<App>,
    visitor: Visitor,
    head: Can<Head>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let unit = text(&typed, "unit").to_owned();
    if !head.covers(&unit) {
        return Err(Error::not_found().into());
    }
    match write(&app, &visitor, &head, &unit, &typed).await {
        Ok(()) => Ok(redirect("/petugas/atasan/loket?tersimpan=1")),
        Err(error) if mendable(&error) => {
            let at = format!("{}-{unit}", field(&error));
            let errors = Mistakes::one(at, visitor.lang.error(&error));
            page(&app, &visitor, &head, (typed, errors), false).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn write(
    app: &App,
    visitor: &Visitor,
    head: &Can<Head>,
    unit: &str,
    typed: &Fields,
) -> Result<()> {
    // What is no number is out of every range, and refused with the range.
    let number = |name: &str| text(typed, name).parse::<i64>().unwrap_or(-1);
    let setting = Setting {
        counters: number("jumlah"),
        slot_minutes: number("menit"),
        people_per_slot: number("orang"),
        walk_in_percent: number("langsung"),
    };
    let tenant = visitor.tenant.id;
    let mut tx = app.db.read(tenant).await?;
    if !catalogue::store::all_units(&mut tx).await?.contains_key(unit) {
        return Err(Error::not_found());
    }
    let id = applications::store::unit_id(&mut tx, unit).await?;
    drop(tx);
    let actor = head.actor(Channel::Online, Some(id));
    let act = Arrange { app: app.clone(), unit: unit.to_owned(), setting, actor };
    app.db.write(tenant, act).await
}
