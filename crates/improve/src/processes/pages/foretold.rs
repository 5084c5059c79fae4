//! What would be without a step, in sentences.

use jiff::SignedDuration;
use jiff::civil::Date;
use kernel::error::Result;
use mining::table::Log;
use mining::whatif::{Calendar, Day, Open};
use platform::App;
use platform::i18n::Lang;

use super::super::memo::{Lasting, Memo};
use super::super::whatif::{self, Foretold, Silent, Told};
use super::words::{Activities, length};
use crate::events::log::{self, Scope};

/// What was foretold before: it takes a second or two, and the same log gives the same answer.
static KNOWN: Lasting<Answer> = Lasting::new(Memo::default);

type Answer = std::result::Result<Foretold, Silent>;

/// What would be without a step. Answers of today about the same log are kept.
pub(super) async fn foretold(
    app: &App,
    scope: &Scope,
    (lang, words): (Lang, &Activities),
    log: Log,
    step: &str,
) -> Result<Vec<String>> {
    let (city, asked, code) = (App::clone(app), scope.clone(), step.to_owned());
    let play = move |log: &Log| {
        let calendar = coming(&city, &asked, log);
        whatif::without(log, &calendar, asked.to.as_microsecond(), &code)
    };
    // Tomorrow's four weeks are others, although the log may be the same.
    let question = format!("without {step} {}", app.today());
    Ok(match KNOWN.ask(log, question, play).await? {
        Ok(told) => sentences(lang, &words.name(step), &told),
        Err(Silent::Few) => vec![lang.t("processes-whatif-few")],
        Err(Silent::Cannot) => vec![lang.t("processes-whatif-cannot")],
    })
}

fn sentences(lang: Lang, step: &str, told: &Foretold) -> Vec<String> {
    let say = |key: &str, one: &Told| {
        let values = [
            ("step", step.to_owned()),
            ("base", length(lang, one.base.value)),
            ("changed", length(lang, one.changed.value)),
            ("difference", length(lang, one.difference.value)),
            ("low", length(lang, one.difference.low)),
            ("high", length(lang, one.difference.high)),
            ("futures", told.futures.to_string()),
            ("days", whatif::DAYS.to_string()),
        ];
        lang.with(key, &values)
    };
    let mut all = vec![say("processes-whatif", &told.median)];
    all.extend(told.nine.as_ref().map(|nine| say("processes-whatif-nine", nine)));
    all
}

/// Days and office hours from the first event of a log to the end of what is foretold.
fn coming(app: &App, scope: &Scope, log: &Log) -> Calendar {
    let date = |at| app.tz().to_datetime(at).date();
    let ahead = SignedDuration::from_hours(24 * (whatif::DAYS as i64 + 7));
    let last = date(scope.to + ahead).min(app.calendar.last_day());
    let first = date(scope.first(log));
    let dates: Vec<Date> = std::iter::successors(Some(first), |day| day.tomorrow().ok())
        .take_while(|day| *day <= last)
        .collect();
    let day = |day: &Date| {
        let midnight = log::midnight(app, *day).ok()?.as_microsecond();
        let weekday = day.weekday().to_monday_zero_offset().unsigned_abs();
        Some(Day { midnight, weekday, rests: app.calendar.holiday(*day).is_some() })
    };
    let hours = |unit: &str| {
        let spans = dates.iter().flat_map(|day| app.calendar.office_hours(unit, *day));
        Open::new(spans.map(|(from, to)| (from.as_microsecond(), to.as_microsecond())))
    };
    let days = dates.iter().filter_map(day).collect();
    Calendar::new(days, hours(""), log.places.iter().map(hours).collect())
}
