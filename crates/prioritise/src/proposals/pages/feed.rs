//! `/usulan/musyawarah/kalender.ics`: deliberations (Musrenbang), which are public meetings.
//!
//! Meetings of the city's heads are not in it: their facts are sealed, and a visit must not be known before.

use axum::extract::State;
use axum::http::HeaderMap;
use platform::App;
use platform::i18n::Lang;
use platform::web::feed::{self, ical};
use platform::web::{Handled, Visitor};

use super::super::model::Forum;
use super::super::store::{self, forums};
use super::{PUBLIC_FORUMS, words};
use platform::city::Names;

/// Its path.
pub(super) const CALENDAR: &str = "/usulan/musyawarah/kalender.ics";

/// The calendar of all years.
pub(super) async fn calendar(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, lang).await?;
    let mut events = Vec::new();
    for year in store::years(&mut tx).await?.0 {
        let held = forums::of_year(&mut tx, year).await?;
        events.extend(held.iter().map(|forum| event(&app, lang, &names, forum)));
    }
    drop(tx);
    let name = lang.t("proposals-forums");
    let calendar = ical::Calendar { product: "Musrenbang", name, events };
    Ok(feed::answer(&headers, feed::ICALENDAR, calendar.write())?)
}

fn event(app: &App, lang: Lang, names: &Names, forum: &Forum) -> ical::Event {
    let host = app.settings.public_url.trim_end_matches('/');
    let year = lang.t("proposals-year");
    ical::Event {
        uid: forum.id.uuid().to_string(),
        sequence: 0,
        stamp: ical::made(forum.id.uuid()),
        when: ical::When::Day(forum.held_on),
        title: words::forum(lang, names, forum.stage, &forum.area),
        place: forum.place.clone(),
        about: format!("{year}: {}.", forum.budget_year),
        url: format!("{host}{PUBLIC_FORUMS}/{}", forum.id),
        cancelled: false,
    }
}
