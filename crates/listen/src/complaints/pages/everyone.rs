//! `GET /laporan`: what everyone may read, and how units end their reports.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::id::ComplaintId;
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};
use serde::Deserialize;

use super::super::store::{self, Published, Standing};
use super::words::{self, Names};

const PAGE: i64 = 20;
/// The standing counts the reports of a year.
const DAYS: i64 = 365;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/laporan", get(list))
}

struct Told {
    number: String,
    title: String,
    text: String,
    place: String,
    kind: &'static str,
    state: String,
    supporters: i64,
}

#[derive(Template)]
#[template(path = "complaints/templates/public.html")]
struct PublicPage {
    page: Page,
    finding: String,
    standing: Vec<Standing>,
    reports: Vec<Told>,
    next: String,
}

#[derive(Deserialize)]
struct Asked {
    sebelum: Option<String>,
}

async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Handled {
    let lang = visitor.lang;
    let before = asked.sebelum.as_deref().map(place).transpose()?;
    let now = app.db.clock().now();
    let since = now - jiff::SignedDuration::from_hours(24 * DAYS);
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::read(&mut tx, lang).await?;
    let mut standing = store::standing(&mut tx, since, now).await?;
    let mut reports = store::newest(&mut tx, before, PAGE + 1).await?;
    drop(tx);
    let more = usize::try_from(PAGE).is_ok_and(|most| reports.len() > most);
    reports.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let last = reports.last().filter(|_| more);
    let next = last
        .map(|last| format!("/laporan?sebelum={}-{}", last.published_at.as_microsecond(), last.id));
    let finding = finding(lang, &names, &standing);
    standing.sort_by_key(|row| std::cmp::Reverse(row.ended));
    for row in &mut standing {
        row.unit = names.unit(lang, &row.unit);
    }
    let told = |report: Published| tell(&app, lang, &names, report);
    Ok(html(&PublicPage {
        page: visitor.page("complaint-public-title").in_section("lapor"),
        finding,
        standing,
        reports: reports.into_iter().map(told).collect(),
        next: next.unwrap_or_default(),
    }))
}

fn place(text: &str) -> Result<(Timestamp, ComplaintId)> {
    let (at, id) = text.split_once('-').ok_or_else(Error::not_found)?;
    let at: i64 = at.parse().map_err(|_| Error::not_found())?;
    let at = Timestamp::from_microsecond(at).map_err(|_| Error::not_found())?;
    Ok((at, id.parse().map_err(|_| Error::not_found())?))
}

fn tell(app: &App, lang: Lang, names: &Names, report: Published) -> Told {
    let parts = [
        names.kelurahan(&report.kelurahan),
        if report.unit.is_empty() { String::new() } else { names.unit(lang, &report.unit) },
        words::day(lang, app, report.published_at),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|text| !text.is_empty()).collect();
    let state = if report.open { "complaint-public-open" } else { "complaint-public-over" };
    Told {
        number: report.number.to_string(),
        title: words::category(lang, &report.category),
        text: report.text,
        place: parts.join(" · "),
        kind: if report.open { "warn" } else { "good" },
        state: lang.t(state),
        supporters: report.supporters,
    }
}

/// The finding as a title: the unit in which most of the ended reports ended without their reporter.
fn finding(lang: Lang, names: &Names, standing: &[Standing]) -> String {
    /// Fewer say nothing about a unit.
    const ENOUGH: i64 = 5;
    let without = |row: &Standing| row.silence + row.overridden;
    let known = standing.iter().filter(|row| row.ended >= ENOUGH);
    let share = |row: &&Standing| without(row) as f64 / row.ended as f64;
    match known.max_by(|a, b| share(a).total_cmp(&share(b))) {
        Some(row) if without(row) > 0 => lang.with(
            "complaint-standing-finding",
            &[
                ("unit", names.unit(lang, &row.unit)),
                ("without", without(row).to_string()),
                ("ended", row.ended.to_string()),
            ],
        ),
        _ => lang.t("complaint-standing-title"),
    }
}
