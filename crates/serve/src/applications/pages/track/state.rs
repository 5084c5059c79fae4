//! Where an application stands, in one heading and one sentence: deadline first.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::calendar::{Progress, TimeUnit, WorkCalendar};
use kernel::service::Standard;
use platform::i18n::Lang;

use super::super::super::model::State;
use super::super::super::store::Application;
use super::super::words;

/// Heading and sentence, for whoever may know no more than that.
pub(crate) fn standing(
    lang: Lang,
    tz: &TimeZone,
    now: Timestamp,
    row: &Application,
) -> (String, String) {
    (name(lang, row), headline(lang, tz, now, row))
}

/// `Sedang dikerjakan`.
pub(super) fn name(lang: Lang, row: &Application) -> String {
    if row.deemed_at.is_some() && !row.state.is_answered() {
        return lang.t("applications-state-deemed");
    }
    lang.t(&format!("applications-state-{}", row.state.code()))
}

/// What the citizen wants to know first: until when, or since when.
pub(super) fn headline(lang: Lang, tz: &TimeZone, now: Timestamp, row: &Application) -> String {
    let at = |key: &str, at: Timestamp| lang.t1(key, "when", words::due(lang, tz, now, at));
    let day = |key: &str| {
        let on = row.ended_at.unwrap_or(row.submitted_at);
        lang.t1(key, "day", lang.weekday_date(tz.to_datetime(on).date()))
    };
    match (row.state, row.due_at) {
        (State::AwaitingGiver, _) => lang.t("representatives-now"),
        (State::Returned, _) => lang.t("applications-now-returned"),
        (State::Issued, _) => day("applications-now-issued"),
        (State::Collected, _) => lang.t("applications-now-collected"),
        (State::Refused, _) => day("applications-now-refused"),
        (State::Withdrawn, _) => day("applications-now-withdrawn"),
        (_, None) => lang.t("applications-now-waiting"),
        (State::Submitted, Some(due)) => at("applications-now-check", due),
        (_, Some(due)) if due < now => at("applications-now-late", due),
        (_, Some(due)) => at("applications-now-due", due),
    }
}

/// How far the promise has run, while it runs.
pub(super) struct Bar {
    /// 0 to 100.
    pub(super) percent: i64,
    /// Where the clock began.
    pub(super) from: String,
    /// `Hari kerja ke-2 dari 3`.
    pub(super) to: String,
}

pub(super) fn bar(
    lang: Lang,
    calendar: &WorkCalendar,
    now: Timestamp,
    row: &Application,
    standard: &Standard,
) -> Option<Bar> {
    let start = row.completed_at.filter(|_| !row.state.is_answered())?;
    let progress = calendar.progress(&row.unit_code, start, now, standard.promise, &row.pauses);
    let day = calendar.tz().to_datetime(start).date();
    Some(Bar {
        percent: (progress.share * 100.0).round() as i64,
        from: lang.t1("applications-scale-from", "day", lang.short_date(day)),
        to: scale(lang, standard, progress),
    })
}

fn scale(lang: Lang, standard: &Standard, progress: Progress) -> String {
    if progress.paused {
        return lang.t("applications-scale-paused");
    }
    let key = match standard.promise.unit {
        TimeUnit::WorkingDay => "applications-scale-working-day",
        TimeUnit::CalendarDay => "applications-scale-calendar-day",
        TimeUnit::Hour => "applications-scale-hour",
        TimeUnit::Minute => "applications-scale-minute",
    };
    lang.with(key, &[("day", progress.day.to_string()), ("of", progress.of.to_string())])
}
