//! `GET /perbaikan/rapat`: own promises, the next meeting, earlier ones, and how units keep their word.

use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use kernel::error::Result;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};
use serde::Deserialize;

use super::super::member::Member;
use super::super::model::Meeting;
use super::super::{agenda, board, store};
use super::BASE;
use super::words::{self, Row, part};
use crate::city::Units;

/// Meetings of so many days are counted.
const DAYS: i32 = 400;
/// Months that can be looked at.
const MONTHS: i32 = 6;
/// Promises on top of the page.
const MOST: usize = 30;

#[derive(Deserialize)]
pub(super) struct Asked {
    bulan: Option<String>,
}

struct Entry {
    href: String,
    title: String,
    units: String,
    chip: &'static str,
    stage: String,
    came: String,
    kept: String,
}

struct Tab {
    href: String,
    text: String,
    current: bool,
}

struct Unit {
    name: String,
    came: String,
    kept: String,
}

#[derive(Template)]
#[template(path = "meetings/templates/list.html")]
struct ListPage {
    page: Page,
    organises: bool,
    coffee: String,
    own_title: String,
    own: Vec<Row>,
    next: Vec<Entry>,
    earlier: Vec<Entry>,
    months: Vec<Tab>,
    units: Vec<Unit>,
}

pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Query(asked): Query<Asked>,
) -> Handled {
    let (lang, now) = (visitor.lang, app.db.clock().now());
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Units::load(&mut tx, lang).await?;
    let own = own(&mut tx, &app, (lang, &names), &member, now).await?;
    let (next, earlier) = meetings(&mut tx, &app, (lang, &names), &member, now).await?;
    let (months, chosen) = months(&app, lang, asked.bulan.as_deref());
    let units = shares(&mut tx, (lang, &names), &member, (&chosen, now)).await?;
    let coffee = board::next_coffee(&app, now)?;
    let own_title = if member.organises() { "meetings-running" } else { "meetings-own" };
    Ok(html(&ListPage {
        page: visitor.page("meetings-title").in_section("rapat"),
        organises: member.organises(),
        coffee: coffee.map(|at| lang.moment(at, app.tz())).unwrap_or_default(),
        own_title: lang.t(own_title),
        own,
        next,
        earlier,
        months,
        units,
    }))
}

/// What the reader's units owe; to organisers what all units owe.
async fn own(
    tx: &mut Tx<'_>,
    app: &App,
    words: (Lang, &Units),
    member: &Member,
    now: Timestamp,
) -> Result<Vec<Row>> {
    let mut promises = store::unsettled(tx).await?;
    promises.retain(|promise| member.organises() || member.leads(&promise.unit));
    agenda::by_weight(&mut promises, now);
    promises.truncate(MOST);
    let mut rows = Vec::with_capacity(promises.len());
    for promise in &promises {
        rows.push(words::row(tx, app, words, promise, true).await?);
    }
    Ok(rows)
}

/// Those to come and those that were, as far as the reader may know of them.
async fn meetings(
    tx: &mut Tx<'_>,
    app: &App,
    (lang, names): (Lang, &Units),
    member: &Member,
    now: Timestamp,
) -> Result<(Vec<Entry>, Vec<Entry>)> {
    let since = now.checked_sub((24 * i64::from(DAYS)).hours()).unwrap_or(Timestamp::MIN);
    let (came, kept) = (store::attended(tx, since).await?, store::kept(tx, since).await?);
    let entry = |meeting: &Meeting| {
        let (present, of) = came.get(&meeting.id).copied().unwrap_or_default();
        let kept = kept.get(&meeting.id).copied().unwrap_or_default();
        Entry {
            href: format!("{BASE}/{}", meeting.id),
            title: words::title(lang, app, meeting),
            units: words::units(lang, names, meeting),
            chip: words::stage(meeting.stage),
            stage: lang.t(&format!("meetings-stage-{}", meeting.stage.code())),
            came: part(lang, present, of),
            kept: part(lang, kept.done, kept.of),
        }
    };
    let next = store::next(tx, board::since(now)).await?;
    let ahead: Vec<_> = next.iter().map(|meeting| meeting.id).collect();
    let mut earlier = store::list(tx, board::ahead(now)).await?;
    earlier.retain(|meeting| !ahead.contains(&meeting.id));
    let seen = |list: Vec<Meeting>| -> Vec<Entry> {
        list.iter().filter(|meeting| member.sees(meeting)).map(entry).collect()
    };
    Ok((seen(next), seen(earlier)))
}

/// The months to choose from, and the one that is looked at.
fn months(app: &App, lang: Lang, asked: Option<&str>) -> (Vec<Tab>, String) {
    let today = app.today();
    let first = |back: i32| -> Date {
        let month = today.first_of_month();
        month.checked_sub(back.months()).unwrap_or(month)
    };
    let code = |day: Date| format!("{:04}-{:02}", day.year(), day.month());
    let days: Vec<Date> = (0..MONTHS).map(first).collect();
    let known = |asked: &&str| days.iter().any(|day| code(*day) == **asked);
    let chosen = asked.filter(known).map_or_else(|| code(today), str::to_owned);
    let tab = |day: &Date| Tab {
        href: format!("{BASE}?bulan={}", code(*day)),
        text: format!("{} {}", lang.t(&format!("date-month-{}", day.month())), day.year()),
        current: code(*day) == chosen,
    };
    (days.iter().map(tab).collect(), chosen)
}

/// How units came and kept their promises in that month: all to organisers, their own to heads.
async fn shares(
    tx: &mut Tx<'_>,
    (lang, names): (Lang, &Units),
    member: &Member,
    (month, now): (&str, Timestamp),
) -> Result<Vec<Unit>> {
    let mut shares = store::shares(tx, (month, month), now).await?;
    shares.retain(|share| member.organises() || member.leads(&share.unit));
    let unit = |share: &store::Share| Unit {
        name: names.name(&share.unit),
        came: part(lang, share.came, share.asked),
        kept: part(lang, share.done, share.due),
    };
    let mut units: Vec<Unit> = shares.iter().map(unit).collect();
    units.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(units)
}
