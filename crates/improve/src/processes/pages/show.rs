//! `GET /perbaikan/proses/{kode}`: how one service is worked on.

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::SignedDuration;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use mining::table::Log;
use mining::times::{Calendar, Hours};
use mining::whatif::{Calendar as Coming, Day, Open};
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};
use serde::Deserialize;

use super::super::look::{Activity, Look, Way};
use super::super::store;
use super::super::whatif::{self, Silent};
use super::findings;
use super::map::{self, Sliders, Stop};
use super::words::{Activities, length, median, service_name};
use crate::city::{self, Units};
use crate::events::log::{self, Scope};
use crate::viewer::Viewer;

struct Line {
    code: String,
    name: String,
    files: u64,
    waits: String,
    works: String,
    percent: u32,
    current: bool,
}

struct Variant {
    steps: String,
    files: u64,
    percent: String,
    days: String,
}

struct Detail {
    name: String,
    text: String,
    /// Where the question leads what would be without it; empty for what is no work step.
    without: String,
}

#[derive(Template)]
#[template(path = "processes/templates/show.html")]
struct ShowPage {
    page: Page,
    href: String,
    finding: String,
    sampled: String,
    findings: Vec<String>,
    map: String,
    activities: Vec<Stop>,
    paths: Vec<Stop>,
    sliders: String,
    lines: Vec<Line>,
    ways: Vec<Variant>,
    other_ways: u64,
    detail: Option<Detail>,
    foretold: Option<String>,
    trials: Vec<(String, String)>,
    proposes: bool,
    fewest: u64,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    langkah: Option<String>,
    tanpa: Option<String>,
    kegiatan: Option<u8>,
    jalur: Option<u8>,
}

/// One service, of the units at which the viewer looks.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    viewer: Viewer,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let services = city::services(&mut tx).await?;
    if !services.iter().any(|service| service.code == code) {
        return Err(Error::not_found().into());
    }
    let scope = Scope::year(&app, &code, viewer.units());
    let words = Activities::load(&mut tx, lang, &code).await?;
    let cases = log::cases(&mut tx, &scope, log::MOST).await?;
    let gathered = log::gather(&mut tx, &scope).await?;
    let trials = store::of_service(&mut tx, &code).await?;
    let units = Units::load(&mut tx, lang).await?;
    drop(tx);
    let fewest = log::fewest(&app)?;
    let dropped = asked.tanpa.filter(|step| step.starts_with("step/"));
    let foretold = match &dropped {
        Some(step) if gathered.percent == 100 => {
            Some(foretold(&app, &scope, (lang, &words), gathered.found.clone(), step).await?)
        }
        Some(_) => Some(lang.t("processes-whatif-large")),
        None => None,
    };
    let look = look(&app, &scope, gathered.found, fewest).await?;
    let mut minutes = Vec::new();
    let mut kept = 0;
    for case in &cases.found {
        if let Some(worked) = log::worked(&app.calendar, case)? {
            minutes.push(worked);
            kept += usize::from(case.on_time != 0);
        }
    }
    let done = minutes.len();
    let middle = median(&mut minutes).filter(|_| done as u64 >= fewest);
    let finding = middle.map_or_else(
        || lang.t1("processes-few", "fewest", fewest),
        |middle| {
            let values = [
                ("files", look.files.to_string()),
                ("median", length(lang, middle)),
                ("kept", (kept * 10 / done.max(1)).to_string()),
            ];
            lang.with("processes-finding", &values)
        },
    );
    let chosen = asked.langkah.unwrap_or_default();
    let sampled =
        (gathered.percent < 100).then(|| lang.t1("processes-sampled", "percent", gathered.percent));
    let href = format!("/perbaikan/proses/{code}");
    let sliders = Sliders::new(asked.kegiatan, asked.jalur);
    let map = map::picture(lang, &words, &look.graph, (&href, sliders));
    let (activities, paths) = map::stops(&href, sliders);
    let title = service_name(lang, &services, &code);
    Ok(html(&ShowPage {
        page: visitor.page_titled(title).in_section("proses"),
        finding,
        map,
        activities,
        paths,
        sliders: sliders.query(),
        sampled: sampled.unwrap_or_default(),
        findings: look
            .findings
            .iter()
            .map(|one| findings::sentence(lang, &words, &units, one))
            .collect(),
        lines: look.activities.iter().map(|one| line(lang, &words, one, &chosen)).collect(),
        ways: look.ways.iter().map(|way| path(lang, &words, way)).collect(),
        other_ways: look.other_ways,
        detail: look
            .activities
            .iter()
            .find(|one| one.code == chosen)
            .map(|one| detail(lang, &words, one, &format!("{href}?{}", sliders.query()))),
        foretold,
        trials: trials
            .iter()
            .filter(|trial| trial.state.is_public() || trial.state.is_open())
            .map(|trial| {
                let change: Vec<String> =
                    trial.changes.iter().map(|change| words.change(change)).collect();
                let state = lang.t(&format!("processes-state-{}", trial.state.code()));
                (format!("/perbaikan/uji/{}", trial.id), format!("{} {state}", change.join(" ")))
            })
            .collect(),
        proposes: viewer.proposes() && !trials.iter().any(|trial| trial.state.is_open()),
        href,
        fewest,
    }))
}

/// Looks at a log on another thread: a large one takes a moment.
async fn look(app: &App, scope: &Scope, log: Log, fewest: u64) -> Result<Look> {
    let calendar = calendar(app, scope, &log);
    let offset = i64::from(app.tz().to_offset(scope.to).seconds()) * 1_000_000;
    let task = tokio::task::spawn_blocking(move || Look::of(&log, &calendar, offset, fewest));
    task.await.map_err(Error::internal)
}

/// Office hours of all units of a log over its period, and some time before it: a file may have come
/// in long before it was complete.
fn calendar(app: &App, scope: &Scope, log: &Log) -> Calendar {
    let date = |at| app.tz().to_datetime(at).date();
    let first = log.at.iter().chain(&log.started).filter(|at| **at != i64::MIN).min();
    let first = first.map_or(scope.from, |at| kernel::time::from_micros(*at)).min(scope.from);
    let last = date(scope.to);
    let days = || {
        std::iter::successors(Some(date(first)), |day| day.tomorrow().ok())
            .take_while(move |day| *day <= last)
    };
    let hours = |unit: &str| {
        let spans = days().flat_map(|day| app.calendar.office_hours(unit, day));
        Hours::new(spans.map(|(from, to)| (from.as_microsecond(), to.as_microsecond())).collect())
    };
    Calendar::Office { usual: hours(""), of: log.places.iter().map(hours).collect() }
}

fn line(lang: Lang, words: &Activities, one: &Activity, chosen: &str) -> Line {
    Line {
        code: one.code.clone(),
        name: words.name(&one.code),
        files: one.files,
        waits: length(lang, one.waits),
        works: one.works.map_or_else(|| "-".to_owned(), |works| length(lang, works)),
        percent: (100.0 * one.share).round() as u32,
        current: one.code == chosen,
    }
}

fn path(lang: Lang, words: &Activities, way: &Way) -> Variant {
    let steps: Vec<String> = way.activities.iter().map(|one| words.name(one)).collect();
    Variant {
        steps: steps.join(", "),
        files: way.files,
        percent: lang.decimal(100.0 * way.share, 0),
        days: lang.decimal(way.hours / 24.0, 1),
    }
}

fn detail(lang: Lang, words: &Activities, one: &Activity, href: &str) -> Detail {
    let values = [
        ("files", one.files.to_string()),
        ("quarter", length(lang, one.waits_quarter)),
        ("median", length(lang, one.waits)),
        ("nine", length(lang, one.waits_nine)),
        ("share", lang.decimal(100.0 * one.share, 0)),
    ];
    let step = one.code.starts_with("step/");
    let without = step.then(|| format!("{href}&langkah={0}&tanpa={0}#bila", one.code));
    Detail {
        name: words.name(&one.code),
        text: lang.with("processes-detail", &values),
        without: without.unwrap_or_default(),
    }
}

/// What would be without a step, in a sentence. Plays futures on another thread, for a second or two.
async fn foretold(
    app: &App,
    scope: &Scope,
    (lang, words): (Lang, &Activities),
    log: Log,
    step: &str,
) -> Result<String> {
    let calendar = coming(app, scope, &log);
    let (until, code) = (scope.to.as_microsecond(), step.to_owned());
    let play = move || whatif::without(&log, &calendar, until, &code);
    let told = tokio::task::spawn_blocking(play).await.map_err(Error::internal)?;
    Ok(match told {
        Ok(told) => {
            let values = [
                ("step", words.name(step)),
                ("base", length(lang, told.base.value)),
                ("changed", length(lang, told.changed.value)),
                ("difference", length(lang, told.difference.value)),
                ("low", length(lang, told.difference.low)),
                ("high", length(lang, told.difference.high)),
                ("futures", told.futures.to_string()),
                ("days", whatif::DAYS.to_string()),
            ];
            lang.with("processes-whatif", &values)
        }
        Err(Silent::Few) => lang.t("processes-whatif-few"),
        Err(Silent::Cannot) => lang.t("processes-whatif-cannot"),
    })
}

/// Days and office hours from the first event of a log to the end of what is foretold.
fn coming(app: &App, scope: &Scope, log: &Log) -> Coming {
    let date = |at| app.tz().to_datetime(at).date();
    let first = log.at.iter().chain(&log.started).filter(|at| **at != i64::MIN).min();
    let first = first.map_or(scope.from, |at| kernel::time::from_micros(*at)).min(scope.from);
    let ahead = SignedDuration::from_hours(24 * (whatif::DAYS as i64 + 7));
    let last = date(scope.to + ahead).min(app.calendar.last_day());
    let dates: Vec<Date> = std::iter::successors(Some(date(first)), |day| day.tomorrow().ok())
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
    Coming::new(days, hours(""), log.places.iter().map(hours).collect())
}
