//! `/kalender-anggaran/kalender.ics`: the last days of all years that were begun.

use axum::extract::State;
use axum::http::HeaderMap;
use platform::App;
use platform::i18n::Lang;
use platform::web::feed::{self, ical};
use platform::web::{Handled, Visitor};

use super::super::model::Step;
use super::super::store::{self, Year};
use super::words;

/// Its path.
pub(super) const CALENDAR: &str = "/kalender-anggaran/kalender.ics";

/// The calendar. A step has the same id for ever; a step that waits for another has no day yet.
pub(super) async fn calendar(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let mut events = Vec::new();
    for year in store::years(&mut tx).await? {
        if let Some(year) = store::of_year(&mut tx, year).await? {
            let steps = year.steps.iter();
            events.extend(steps.filter_map(|step| event(&app, visitor.lang, &year, step)));
        }
    }
    drop(tx);
    let name = visitor.lang.t("budget-title");
    let calendar = ical::Calendar { product: "Anggaran", name, events };
    Ok(feed::answer(&headers, feed::ICALENDAR, calendar.write())?)
}

fn event(app: &App, lang: Lang, year: &Year, step: &Step) -> Option<ical::Event> {
    let due = step.due?;
    let host = app.settings.public_url.trim_end_matches('/');
    // How many days are left would be another text every day.
    let done = |day| format!("{}: {}.", lang.t("budget-done"), lang.date(day));
    let title = [("step", words::step(lang, &step.code)), ("year", year.budget_year.to_string())];
    Some(ical::Event {
        uid: format!("{}-{}", year.id.uuid(), step.code),
        // Doing it is the one thing that changes a step that has its day.
        sequence: i64::from(step.done_on.is_some()),
        stamp: ical::made(year.id.uuid()),
        when: ical::When::Day(due),
        title: lang.with("budget-event", &title),
        place: String::new(),
        about: step.done_on.map(done).unwrap_or_default(),
        url: format!("{host}/kalender-anggaran?tahun={}", year.budget_year),
        cancelled: false,
    })
}
