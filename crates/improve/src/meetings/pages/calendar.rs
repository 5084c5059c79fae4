//! `GET /perbaikan/rapat/kalender.ics`: meetings and the days of own promises, for the reader's calendar. It is given to
//! who has logged in, and holds what they may know of: an unannounced visit is in nobody else's.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::i18n::Lang;
use platform::web::feed::{self, ical};
use platform::web::{Handled, Visitor};

use super::super::member::Member;
use super::super::model::{Meeting, Promise, Stage};
use super::super::store;
use super::words;
use super::{BASE, PROMISE};
use crate::city::Units;

/// How far back meetings are in it, in days.
const BACK: i64 = 30;
/// How long a meeting is shown to last: no fact says so.
const LASTS: SignedDuration = SignedDuration::from_hours(1);

pub(super) async fn calendar(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
) -> Handled<Response> {
    let (lang, now) = (visitor.lang, app.db.clock().now());
    let since = now.checked_sub((24 * BACK).hours()).unwrap_or(Timestamp::MIN);
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Units::load(&mut tx, lang).await?;
    let mut events = Vec::new();
    for meeting in store::list(&mut tx, Timestamp::MAX).await? {
        if meeting.starts >= since && member.sees(&meeting) {
            events.push(of_meeting(&app, lang, &names, &meeting)?);
        }
    }
    for promise in store::unsettled(&mut tx).await? {
        if member.leads(&promise.unit) {
            let text = store::words(&mut tx, &app, &promise).await?.text;
            events.push(of_promise(&app, &names, &promise, &text));
        }
    }
    drop(tx);
    let calendar = ical::Calendar { product: "Rapat", name: lang.t("meetings-title"), events };
    // It is one person's: no cache keeps it.
    let headers = [(header::CONTENT_TYPE, feed::ICALENDAR), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, calendar.write()).into_response())
}

fn of_meeting(app: &App, lang: Lang, names: &Units, meeting: &Meeting) -> Result<ical::Event> {
    let ends = meeting.starts.checked_add(LASTS).map_err(Error::internal)?;
    Ok(ical::Event {
        uid: meeting.id.uuid().to_string(),
        sequence: meeting.seq - 1,
        stamp: ical::made(meeting.id.uuid()),
        when: ical::When::Hours(meeting.starts, ends),
        title: words::kind(lang, meeting.kind),
        place: String::new(),
        about: words::units(lang, names, meeting),
        url: address(app, &format!("{BASE}/{}", meeting.id)),
        cancelled: meeting.stage == Stage::Cancelled,
    })
}

fn of_promise(app: &App, names: &Units, promise: &Promise, text: &str) -> ical::Event {
    ical::Event {
        uid: promise.id.uuid().to_string(),
        sequence: promise.seq - 1,
        stamp: ical::made(promise.id.uuid()),
        when: ical::When::Day(app.tz().to_datetime(promise.due).date()),
        title: text.to_owned(),
        place: String::new(),
        about: names.name(&promise.unit),
        url: address(app, &format!("{PROMISE}/{}", promise.id)),
        cancelled: false,
    }
}

fn address(app: &App, path: &str) -> String {
    format!("{}{path}", app.settings.public_url.trim_end_matches('/'))
}
