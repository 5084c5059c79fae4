//! `GET /petugas/atasan/beban`: how many will come at which hour of the next seven days, against the
//! counters and the officers who are there.

use askama::Template;
use axum::extract::State;
use jiff::civil::Date;
use kernel::error::Result;
use platform::App;
use platform::auth::{Can, Head};
use platform::db::Tx;
use platform::web::{Handled, Page, Visitor, html};

use super::super::live::{hours_of, live, past};
use super::super::rules::forecast::{Expected, Past, needed};
use super::super::store::{self, Counters};
use super::chart::{Bar, bars, range, span};
use crate::assignment::store::present;
use crate::catalogue;

/// Days that are shown.
const DAYS: usize = 7;

struct Hour {
    span: String,
    mean: String,
    range: String,
    booked: usize,
    needed: i64,
    short: bool,
}

struct Day {
    title: String,
    closed: String,
    officers: usize,
    staffed: usize,
    bars: Vec<Bar>,
    hours: Vec<Hour>,
}

struct UnitLoad {
    title: String,
    weeks: usize,
    minutes: String,
    days: Vec<Day>,
}

#[derive(Template)]
#[template(path = "queue/templates/forecast.html")]
struct ForecastPage {
    page: Page,
    units: Vec<UnitLoad>,
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor, head: Can<Head>) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = catalogue::store::all_units(&mut tx).await?;
    let mut units = Vec::new();
    let all = store::all_counters(&mut tx).await?.into_iter();
    for counters in all.filter(|counters| head.covers(&counters.unit)) {
        let name = names.get(&counters.unit).map(|known| known.name(visitor.lang.code()));
        let title = name.unwrap_or(&counters.unit).to_owned();
        units.push(load(&mut tx, &app, &visitor, &counters, title).await?);
    }
    let page = visitor.page("queue-load-title").in_section("atasan");
    Ok(html(&ForecastPage { page, units }))
}

async fn load(
    tx: &mut Tx<'_>,
    app: &App,
    visitor: &Visitor,
    counters: &Counters,
    title: String,
) -> Result<UnitLoad> {
    let past = past(tx, app, &counters.unit, app.today()).await?;
    let minutes = live(tx, app, counters, app.db.clock().now()).await?.minutes_each();
    let days = std::iter::successors(Some(app.today()), |day| day.tomorrow().ok());
    let mut list = Vec::new();
    for day in days.take(DAYS) {
        list.push(one_day(tx, app, visitor, (counters, &past, minutes), day).await?);
    }
    Ok(UnitLoad {
        title,
        weeks: past.days.len().div_ceil(5),
        minutes: visitor.lang.decimal(minutes, 0),
        days: list,
    })
}

async fn one_day(
    tx: &mut Tx<'_>,
    app: &App,
    visitor: &Visitor,
    (counters, past, minutes): (&Counters, &Past, f64),
    day: Date,
) -> Result<Day> {
    let (lang, unit) = (visitor.lang, counters.unit.as_str());
    let hours = hours_of(app, unit, day);
    let closed = match (hours.is_empty(), app.calendar.holiday(day)) {
        (false, _) => String::new(),
        (true, Some(holiday)) => lang.t1("queue-load-holiday", "name", &holiday.name),
        (true, None) => lang.t("queue-load-closed"),
    };
    let officers = present(tx, unit, day).await?.len();
    let most = usize::try_from(counters.setting.counters).unwrap_or_default();
    let staffed = officers.min(most);
    let booked = store::taken(tx, unit, day).await?;
    let booked_in = |hour: i64| -> usize {
        let within = |at: &jiff::Timestamp| i64::from(app.tz().to_datetime(*at).hour()) == hour;
        booked.iter().filter(|(at, _)| within(at)).map(|(_, seats)| seats.len()).sum()
    };
    let expected = past.expect(day, &hours);
    let row = |(hour, expected): &(i64, Expected)| {
        let needed = needed(expected.mean, minutes);
        Hour {
            span: span(lang, *hour),
            mean: lang.decimal(expected.mean, 0),
            range: range(lang, expected),
            booked: booked_in(*hour),
            needed,
            short: usize::try_from(needed).is_ok_and(|needed| needed > staffed),
        }
    };
    Ok(Day {
        title: lang.weekday_date(day),
        closed,
        officers,
        staffed,
        bars: bars(lang, &expected),
        hours: expected.iter().map(row).collect(),
    })
}
