//! `/rapor`: the report in sentences, with what each is made of.

use askama::Template;
use axum::extract::{Path, State};
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};

use super::super::model::{Finding, Period, Report};
use super::super::{rules, store, verbs};
use super::{feed, words};
use platform::city::Names;

/// What is said of every office.
const OF_UNITS: [&str; 5] = ["index", "on-time", "self-application", "returned", "out-of-turn"];

/// What a report says of the city when there are enough cases of it.
const OF_CITY: [&str; 12] = [
    "index",
    "on-time",
    "self-application",
    "returned",
    "out-of-turn",
    "agreed-closing",
    "duties",
    "decided-late",
    "promises",
    "sanctioned",
    "gifts",
    "budget-order",
];

struct Said {
    code: String,
    sentence: String,
    sure: String,
    compared: String,
    mark: &'static str,
    target: String,
    kinds: String,
    method: String,
    /// The page on which the same matter can be read case by case; empty without one.
    origin: &'static str,
}

struct Cell {
    name: String,
    value: String,
}

struct Office {
    name: String,
    poster: String,
    cells: Vec<Cell>,
}

struct Other {
    href: String,
    name: String,
    skipped: bool,
}

#[derive(Template)]
#[template(path = "scorecard/templates/show.html")]
struct ShowPage {
    page: Page,
    shown: Option<Shown>,
    others: Vec<Other>,
    next: String,
}

struct Shown {
    base: String,
    period: String,
    late: bool,
    standing: String,
    said: Vec<Said>,
    /// What it does not tell, because there are too few cases; empty when it tells all.
    untold: String,
    heads: Vec<String>,
    offices: Vec<Office>,
    recipe: String,
    /// Which entries of the log belong to the period; empty when they were not noted.
    entries: String,
}

/// `GET /rapor`: the newest.
pub(super) async fn newest(State(app): State<App>, visitor: Visitor) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let report = store::latest(&mut tx).await?;
    write(&app, &visitor, &mut tx, report).await
}

/// `GET /rapor/{period}`.
pub(super) async fn of_period(
    State(app): State<App>,
    visitor: Visitor,
    Path(period): Path<String>,
) -> Handled {
    let period: Period = period.parse()?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let report = store::of(&mut tx, period).await?.filter(|report| report.said.is_some());
    let report = report.ok_or_else(Error::not_found)?;
    write(&app, &visitor, &mut tx, Some(report)).await
}

async fn write(app: &App, visitor: &Visitor, tx: &mut Tx<'_>, report: Option<Report>) -> Handled {
    let lang = visitor.lang;
    let all = store::heads(tx).await?;
    let period = report.as_ref().map(|report| report.period);
    let shown = match &report {
        Some(report) => shown(lang, tx, report).await?,
        None => None,
    };
    let others = all.iter().filter(|head| Some(head.period) != period);
    let others = others.map(|head| Other {
        href: format!("/rapor/{}", head.period),
        name: words::period(lang, head.period),
        skipped: head.published.is_none(),
    });
    let days = verbs::days(app, app.today())?;
    let newest = all.first().map(|head| head.period.after());
    let next = newest.unwrap_or_else(|| Period::of(app.today()));
    Ok(html(&ShowPage {
        page: visitor
            .page("scorecard-title")
            .in_section("rapor")
            .with_feed(feed::ATOM, "scorecard-feed"),
        shown,
        others: others.collect(),
        next: lang.date(rules::due(next, days)),
    }))
}

async fn shown(lang: Lang, tx: &mut Tx<'_>, report: &Report) -> Result<Option<Shown>> {
    let Some(content) = &report.said else { return Ok(None) };
    let names = Names::load(tx, lang).await?;
    let office = |unit: &str| {
        let findings = report.of(unit);
        let cell = |code: &&str| Cell {
            name: words::name(lang, code),
            value: findings.iter().find(|one| one.code == **code).map_or_else(
                || lang.t("scorecard-few"),
                |one| words::value(lang, one.form, one.now.value),
            ),
        };
        Office {
            name: names.unit(unit),
            poster: format!("/rapor/{}/poster/{unit}", report.period),
            cells: OF_UNITS.iter().map(cell).collect(),
        }
    };
    let mut offices: Vec<Office> = report.units().into_iter().map(office).collect();
    offices.sort_by(|a, b| a.name.cmp(&b.name));
    let of_city = report.of("");
    let standing = if content.late_days > 0 {
        lang.t1("scorecard-late", "days", content.late_days)
    } else {
        lang.t1("scorecard-in-time", "day", lang.date(report.due))
    };
    Ok(Some(Shown {
        base: format!("/rapor/{}", report.period),
        period: words::period(lang, report.period),
        late: content.late_days > 0,
        standing,
        said: of_city.iter().map(|finding| said(lang, finding)).collect(),
        untold: untold(lang, &of_city),
        heads: OF_UNITS.iter().map(|code| words::name(lang, code)).collect(),
        offices,
        entries: content.entries.map(|span| entries(lang, span)).unwrap_or_default(),
        recipe: "bening estimate rapor.csv --ratio total/n --by finding --where form=share"
            .to_owned(),
    }))
}

fn untold(lang: Lang, told: &[&Finding]) -> String {
    let missing = OF_CITY.iter().filter(|code| !told.iter().any(|one| one.code == **code));
    let names: Vec<String> = missing.map(|code| words::name(lang, code)).collect();
    match names.is_empty() {
        true => String::new(),
        false => lang.t1("scorecard-untold", "names", names.join(", ").to_lowercase()),
    }
}

fn entries(lang: Lang, (first, last): (i64, i64)) -> String {
    let values = [("first", lang.count(first)), ("last", lang.count(last))];
    lang.with("scorecard-entries", &values)
}

fn said(lang: Lang, finding: &Finding) -> Said {
    let target = finding.target.map(|target| words::value(lang, finding.form, target));
    Said {
        code: finding.code.clone(),
        sentence: words::sentence(lang, finding),
        sure: words::sure(lang, finding),
        compared: words::compared(lang, finding),
        mark: words::mark(finding.moved),
        target: target
            .map(|target| lang.t1("scorecard-target", "target", target))
            .unwrap_or_default(),
        kinds: finding.kinds.join(", "),
        method: lang.t(&format!("scorecard-how-{}", finding.code)),
        origin: origin(&finding.code),
    }
}

/// Where the matter of a finding is told case by case, if that is public.
fn origin(code: &str) -> &'static str {
    match code {
        "index" => "/indeks",
        "on-time" => "/layanan",
        "agreed-closing" => "/laporan",
        "decided-late" => "/keputusan",
        "budget-order" => "/anggaran",
        _ => "",
    }
}
