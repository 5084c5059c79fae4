//! `GET /perbaikan/proses/{kode}`: how one service is worked on.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use mining::table::Log;
use mining::times::{Calendar, Hours};
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};
use serde::Deserialize;

use super::super::look::{Activity, Look, Told, Way};
use super::super::memo::{Lasting, Memo};
use super::super::store;
use super::findings;
use super::foretold::foretold;
use super::map::{self, Sliders, Stop};
use super::words::{Activities, length, median, number, service_name};
use crate::city::{self, Units};
use crate::events::log::{self, Scope};
use crate::viewer::Viewer;

/// What was read from a log before.
static KNOWN: Lasting<Arc<Look>> = Lasting::new(Memo::default);

struct Found {
    text: String,
    /// Where its step is told of; empty when it is about no step.
    href: String,
}

struct Line {
    code: String,
    name: String,
    files: String,
    waits: String,
    mean: String,
    works: String,
    percent: u32,
    current: bool,
}

struct Variant {
    steps: String,
    files: String,
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
    period: String,
    finding: String,
    sampled: String,
    findings: Vec<Found>,
    map: String,
    activities: Vec<Stop>,
    paths: Vec<Stop>,
    sliders: String,
    lines: Vec<Line>,
    ways: Vec<Variant>,
    other_ways: String,
    detail: Option<Detail>,
    foretold: Vec<String>,
    trials: Vec<(String, String)>,
    proposes: bool,
    alone: bool,
    fewest: u64,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    langkah: Option<String>,
    tanpa: Option<String>,
    kegiatan: Option<u8>,
    jalur: Option<u8>,
    dari: Option<String>,
    sampai: Option<String>,
}

impl Asked {
    /// The days that are asked for, both whole; none when the last year is.
    fn days(&self) -> Result<Option<(Date, Date)>> {
        let (Some(from), Some(to)) = (&self.dari, &self.sampai) else { return Ok(None) };
        let day = |text: &str| text.parse::<Date>().map_err(|_| Error::not_found());
        let (from, to) = (day(from)?, day(to)?);
        let long = from.saturating_add(1.year()) < to;
        if from > to || long { Err(Error::not_found()) } else { Ok(Some((from, to))) }
    }
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
    let days = asked.days()?;
    let mut scope = Scope::year(&app, &code, viewer.units());
    if let Some((from, to)) = days {
        scope.from = log::midnight(&app, from)?;
        scope.to = log::midnight(&app, to.saturating_add(1.day()))?.min(scope.to);
    }
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
            foretold(&app, &scope, (lang, &words), gathered.found.clone(), step).await?
        }
        Some(_) => vec![lang.t("processes-whatif-large")],
        None => Vec::new(),
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
                ("files", number(lang, look.files)),
                ("median", length(lang, middle)),
                ("kept", (kept * 10 / done.max(1)).to_string()),
            ];
            lang.with("processes-finding", &values)
        },
    );
    let proposes = viewer.proposes() && !trials.iter().any(|trial| trial.state.is_open());
    let offices = log::offices(&cases.found).len();
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
        period: days.map_or_else(String::new, |(from, to)| {
            lang.with("processes-period", &[("from", lang.date(from)), ("to", lang.date(to))])
        }),
        finding,
        map,
        activities,
        paths,
        sliders: sliders.query(),
        sampled: sampled.unwrap_or_default(),
        findings: look
            .findings
            .iter()
            .map(|one| Found {
                text: findings::sentence(lang, &words, &units, one),
                href: link(&look, one, &format!("{href}?{}", sliders.query())),
            })
            .collect(),
        lines: look.activities.iter().map(|one| line(lang, &words, one, &chosen)).collect(),
        ways: look.ways.iter().map(|way| path(lang, &words, way)).collect(),
        other_ways: number(lang, look.other_ways),
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
        proposes: proposes && offices > 1,
        alone: proposes && offices == 1,
        href,
        fewest,
    }))
}

/// Looks at a log, unless somebody did today.
pub(super) async fn look(app: &App, scope: &Scope, log: Log, fewest: u64) -> Result<Arc<Look>> {
    let offset = i64::from(app.tz().to_offset(scope.to).seconds()) * 1_000_000;
    let (city, asked) = (App::clone(app), scope.clone());
    let read =
        move |log: &Log| Arc::new(Look::of(log, &calendar(&city, &asked, log), offset, fewest));
    KNOWN.ask(log, format!("look {fewest} {}", app.today()), read).await
}

/// Where the step of a finding is told of.
fn link(look: &Look, found: &Told, href: &str) -> String {
    let told = look.activities.iter().find(|one| one.code == found.activity);
    told.map_or_else(String::new, |one| format!("{href}&langkah={}#langkah", one.code))
}

/// Office hours of all units of a log over its period, and some time before it: a file may have come
/// in long before it was complete.
fn calendar(app: &App, scope: &Scope, log: &Log) -> Calendar {
    let date = |at| app.tz().to_datetime(at).date();
    let first = scope.first(log);
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
        files: number(lang, one.files),
        waits: length(lang, one.waits),
        mean: length(lang, one.waits_mean),
        works: one.works.map_or_else(|| "-".to_owned(), |works| length(lang, works)),
        percent: (100.0 * one.share).round() as u32,
        current: one.code == chosen,
    }
}

fn path(lang: Lang, words: &Activities, way: &Way) -> Variant {
    let steps: Vec<String> = way.activities.iter().map(|one| words.name(one)).collect();
    Variant {
        steps: steps.join(", "),
        files: number(lang, way.files),
        percent: lang.decimal(100.0 * way.share, 0),
        days: lang.decimal(way.hours / 24.0, 1),
    }
}

fn detail(lang: Lang, words: &Activities, one: &Activity, href: &str) -> Detail {
    let values = [
        ("files", number(lang, one.files)),
        ("quarter", length(lang, one.waits_quarter)),
        ("median", length(lang, one.waits)),
        ("nine", length(lang, one.waits_nine)),
        ("mean", length(lang, one.waits_mean)),
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
