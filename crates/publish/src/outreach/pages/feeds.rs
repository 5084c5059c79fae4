//! Feeds with stable ids: campaigns as Atom (RFC 4287), visits as iCalendar (RFC 5545).

use axum::extract::State;
use axum::http::HeaderMap;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::i18n::Lang;
use platform::web::feed::{self, atom, ical};
use platform::web::{Handled, Visitor};

use super::super::model::{Campaign, Going, Visit};
use super::super::store::{self, visits};
use super::words;
use platform::city::Names;

/// Path of the feed of campaigns.
pub(super) const ATOM: &str = "/kampanye/umpan.atom";
/// Path of the calendar of visits.
pub(super) const CALENDAR: &str = "/kampanye/kunjungan.ics";
/// How long a visit takes in a calendar, since nobody plans its end.
const LASTS: SignedDuration = SignedDuration::from_hours(2);
/// Days for which past visits stay in the calendar.
const BACK: i64 = 365;

/// `GET /kampanye/umpan.atom`: one entry for each campaign. Its id is that of the campaign and never changes;
/// it is updated when the campaign ends or is evaluated.
pub(super) async fn atom(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, visitor.lang).await?;
    let mut all = store::list(&mut tx).await?;
    drop(tx);
    all.retain(|campaign| campaign.state.is_public());
    let entries = all.iter().map(|campaign| entry(&app, visitor.lang, &names, campaign));
    let feed = atom::Feed {
        host: &app.settings.public_url,
        path: ATOM,
        page: "/kampanye",
        title: format!("{}, {}", visitor.lang.t("outreach-title"), visitor.tenant.name),
        author: &visitor.tenant.name,
        lang: visitor.lang.code(),
        entries: entries.collect::<Result<_>>()?,
    };
    Ok(feed::answer(&headers, feed::ATOM, feed.write()?)?)
}

/// When something last happened to a campaign that a reader of the feed should see.
fn updated(app: &App, campaign: &Campaign) -> Result<Timestamp> {
    match campaign.ended_on {
        Some(day) => super::super::verbs::midnight(app, day.tomorrow().map_err(Error::internal)?),
        None => Ok(campaign.drafted_at),
    }
}

fn entry(app: &App, lang: Lang, names: &Names, campaign: &Campaign) -> Result<atom::Entry> {
    let (_, state) = words::state(lang, campaign, app.today());
    let days = words::days(lang, campaign.from, campaign.until);
    let places = words::places(lang, names, &campaign.kelurahan);
    let said = words::all_said(lang, campaign.effect.as_ref());
    Ok(atom::Entry {
        id: format!("urn:uuid:{}", campaign.id.uuid()),
        title: campaign.title.clone(),
        published: campaign.drafted_at,
        updated: updated(app, campaign)?,
        path: format!("/kampanye/{}", campaign.id),
        summary: format!("{state}. {days}. {places}. {}. {said}", campaign.cost()),
    })
}

/// `GET /kampanye/kunjungan.ics`: visits, each with the id that it keeps.
pub(super) async fn calendar(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, visitor.lang).await?;
    let all = visits::since(&mut tx, app.today().saturating_sub(BACK.days())).await?;
    drop(tx);
    let events = all.iter().map(|visit| event(&app, visitor.lang, &names, visit));
    let calendar = ical::Calendar {
        product: "Kunjungan",
        name: visitor.lang.t("outreach-visits"),
        events: events.collect::<Result<_>>()?,
    };
    Ok(feed::answer(&headers, feed::ICALENDAR, calendar.write())?)
}

fn event(app: &App, lang: Lang, names: &Names, visit: &Visit) -> Result<ical::Event> {
    let (hour, minute) = visit.at.split_once('.').unwrap_or(("0", "0"));
    let part = |text: &str| text.parse::<i8>().map_err(Error::internal);
    let local = visit.on.at(part(hour)?, part(minute)?, 0, 0);
    let begins = app.tz().to_ambiguous_timestamp(local).compatible().map_err(Error::internal)?;
    let ends = begins.checked_add(LASTS).map_err(Error::internal)?;
    let host = app.settings.public_url.trim_end_matches('/');
    let place = lang.t(&format!("outreach-place-{}", visit.place.code()));
    let (_, state) = words::going(lang, visit.state);
    Ok(ical::Event {
        uid: visit.id.uuid().to_string(),
        sequence: visit.seq - 1,
        stamp: ical::made(visit.id.uuid()),
        when: ical::When::Hours(begins, ends),
        title: visit.name.clone(),
        place: names.place(&visit.kelurahan),
        about: format!("{place}. {}. {state}.", words::goes(lang, names, visit)),
        url: format!("{host}/kampanye/kunjungan"),
        cancelled: visit.state == Going::Cancelled,
    })
}
