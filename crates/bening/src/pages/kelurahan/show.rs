//! `GET /kelurahan/{code}`: what is public of one kelurahan, from every context that knows something.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use improve::facilities::pages::hours;
use improve::facilities::store::offices;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use listen::complaints::{categories, store as complaints};
use platform::App;
use platform::city::{Kelurahan, kelurahan, offices_of};
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};
use prioritise::proposals::store::{self as proposals, Filter, forums};
use prioritise::proposals::{rules, store::years};
use publish::outreach::model::Going;
use publish::outreach::store::{self as campaigns, visits};
use publish::scorecard::model::Report;
use publish::scorecard::pages::words;
use publish::scorecard::store as scorecards;

use super::super::home::{Row, asked, row};

/// How many of each kind the page names.
const SHOWN: usize = 5;
/// The same for statements.
const MOST: i64 = 5;
/// The unit of services that every kelurahan offers (`data/metro/services.csv`).
const OWN: &str = "KEL";

/// A finding about the office of the kelurahan.
struct Said {
    sentence: String,
    sure: String,
    mark: &'static str,
    compared: String,
}

/// Something with a page of its own.
struct Line {
    href: String,
    title: String,
    note: String,
}

/// An open report.
struct Heard {
    number: String,
    title: String,
    text: String,
    day: String,
}

#[derive(Template)]
#[template(path = "kelurahan_show.html")]
struct ShowPage {
    page: Page,
    code: String,
    district: String,
    period: String,
    said: Vec<Said>,
    poster: String,
    offices: Vec<Line>,
    services: Vec<Row>,
    open: i64,
    reports: Vec<Heard>,
    campaigns: Vec<Line>,
    visits: Vec<Line>,
    year: i16,
    proposals: Vec<Line>,
    deliberation: Option<Line>,
    others: Vec<Line>,
}

/// The page.
pub async fn show(State(app): State<App>, visitor: Visitor, Path(code): Path<String>) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let all = kelurahan(&mut tx).await?;
    let here = all.iter().find(|one| one.code == code).ok_or_else(Error::not_found)?;
    let report = scorecards::latest(&mut tx).await?;
    let said = report.as_ref().map(|report| said(lang, report, here)).unwrap_or_default();
    let poster = report.as_ref().filter(|_| !said.is_empty());
    let poster = poster.map(|report| format!("/rapor/{}/poster/{}", report.period, here.unit_code));
    let services = services(&mut tx, &app, lang).await?;
    let (open, reports) = complaints::open_in(&mut tx, &code, MOST).await?;
    let reports = reports.into_iter().map(|one| heard(&app, lang, one)).collect::<Result<_>>()?;
    let (year, proposed, deliberation) = proposed(&mut tx, &app, lang, &code).await?;
    let shown = ShowPage {
        page: visitor.page_titled(here.name.clone()).in_section("kelurahan"),
        district: here.district_name.clone(),
        period: report.map(|report| words::period(lang, report.period)).unwrap_or_default(),
        said,
        poster: poster.unwrap_or_default(),
        offices: near(&mut tx, &app, lang, here).await?,
        services,
        open,
        reports,
        campaigns: campaigns_in(&mut tx, lang, &code).await?,
        visits: visits_in(&mut tx, &app, lang, &code).await?,
        year,
        proposals: proposed,
        deliberation,
        others: others(&all, here),
        code,
    };
    Ok(html(&shown))
}

/// What the newest report says of the kelurahan's office.
fn said(lang: Lang, report: &Report, here: &Kelurahan) -> Vec<Said> {
    if here.unit_code.is_empty() {
        return Vec::new();
    }
    let findings = report.of(&here.unit_code).into_iter();
    let told = findings.map(|finding| Said {
        sentence: words::sentence(lang, finding),
        sure: words::sure(lang, finding),
        mark: words::mark(finding.moved),
        compared: words::compared(lang, finding),
    });
    told.collect()
}

/// The office of the kelurahan, then that of its kecamatan.
async fn near(tx: &mut Tx<'_>, app: &App, lang: Lang, here: &Kelurahan) -> Result<Vec<Line>> {
    let names: BTreeMap<String, String> = offices(tx)
        .await?
        .into_iter()
        .map(|office| (office.unit, office.name.get(lang.code()).to_owned()))
        .collect();
    let mut near = Vec::new();
    for region in [&here.code, &here.district_code] {
        for unit in offices_of(tx, region).await? {
            near.push(Line {
                href: format!("/kantor/{unit}"),
                title: names.get(&unit).cloned().unwrap_or_default(),
                note: lang.t1("home-area-today", "hours", hours(app, lang, &unit, app.today())),
            });
        }
    }
    Ok(near)
}

/// Services that every kelurahan offers, the most asked first.
async fn services(tx: &mut Tx<'_>, app: &App, lang: Lang) -> Result<Vec<Row>> {
    let (standards, practice) = asked(tx, app.today()).await?;
    let own = standards.iter().filter(|known| known.standard.unit == OWN);
    Ok(own.take(SHOWN).map(|known| row(lang, known, &practice)).collect())
}

fn heard(app: &App, lang: Lang, one: complaints::Published) -> Result<Heard> {
    let category = categories::find(&one.category)?;
    Ok(Heard {
        number: one.number.to_string(),
        title: category.label.get(lang.code()).to_owned(),
        text: one.text,
        day: lang.date(app.tz().to_datetime(one.published_at).date()),
    })
}

fn days(lang: Lang, from: Date, until: Date) -> String {
    let values = [("from", lang.date(from)), ("until", lang.date(until))];
    lang.with("home-area-days", &values)
}

/// Campaigns in this kelurahan, the newest first.
async fn campaigns_in(tx: &mut Tx<'_>, lang: Lang, code: &str) -> Result<Vec<Line>> {
    let mut all = campaigns::list(tx).await?;
    all.retain(|one| {
        let here = one.kelurahan.is_empty() || one.kelurahan.iter().any(|place| place == code);
        here && one.state.is_public()
    });
    all.sort_by_key(|one| std::cmp::Reverse(one.from));
    let line = |one: publish::outreach::model::Campaign| Line {
        href: format!("/kampanye/{}", one.id),
        title: one.title.clone(),
        note: days(lang, one.from, one.ended_on.unwrap_or(one.until)),
    };
    Ok(all.into_iter().take(SHOWN).map(line).collect())
}

/// Visits that are still to come.
async fn visits_in(tx: &mut Tx<'_>, app: &App, lang: Lang, code: &str) -> Result<Vec<Line>> {
    let all = visits::since(tx, app.today()).await?;
    let planned = all.iter().filter(|one| one.kelurahan == code && one.state == Going::Planned);
    let line = |one: &publish::outreach::model::Visit| Line {
        href: "/kampanye/kunjungan".to_owned(),
        title: one.name.clone(),
        note: format!("{}, {}", lang.weekday_date(one.on), one.at),
    };
    Ok(planned.take(SHOWN).map(line).collect())
}

/// What was proposed here for the budget that is talked about, with most support first, and the
/// deliberation of this kelurahan.
async fn proposed(
    tx: &mut Tx<'_>,
    app: &App,
    lang: Lang,
    code: &str,
) -> Result<(i16, Vec<Line>, Option<Line>)> {
    let year = years(tx).await?.1.unwrap_or_else(|| rules::budget_year(app.today()));
    let filter = Filter { budget_year: year, kelurahan: code.to_owned(), ..Filter::default() };
    let found = proposals::list(tx, &filter, (0, MOST)).await?;
    let lines = found.iter().map(|one| Line {
        href: format!("/usulan/{}", one.number),
        title: one.title.clone(),
        note: lang.t1("home-area-supporters", "count", lang.count(one.supporters)),
    });
    let held = forums::of_year(tx, year).await?.into_iter().find(|forum| forum.area == code);
    let deliberation = held.map(|forum| Line {
        href: format!("/usulan/musyawarah/{}", forum.id),
        title: lang.t("home-area-deliberation"),
        note: lang.weekday_date(forum.held_on),
    });
    Ok((year, lines.collect(), deliberation))
}

/// Other kelurahan of the same kecamatan.
fn others(all: &[Kelurahan], here: &Kelurahan) -> Vec<Line> {
    let same = |one: &&Kelurahan| one.district_code == here.district_code && one.code != here.code;
    let line = |one: &Kelurahan| Line {
        href: format!("/kelurahan/{}", one.code),
        title: one.name.clone(),
        note: String::new(),
    };
    all.iter().filter(same).map(line).collect()
}
