//! `/data`: what there is, and how to reckon the city's report again.

use askama::Template;
use axum::extract::State;
use kernel::error::Result;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};

use super::super::datasets::{DATASETS, LIVING};
use super::super::model::{Period, Release};
use super::super::recipes::{Recipe, recipes};
use super::super::{store, verbs};
use super::files::{FACT, LIST};
use super::{Offer, about, named, offer};
use crate::scorecard::pages::words::{name, period};
use crate::scorecard::verbs::days;
use crate::scorecard::{due, store as reports};

struct Row {
    href: String,
    title: String,
    about: String,
    offers: Vec<Offer>,
}

struct Living {
    code: &'static str,
    href: &'static str,
    title: String,
    about: String,
}

struct Told {
    name: String,
    command: String,
}

struct Version {
    name: String,
    list: String,
    fact: String,
    standing: String,
    late: bool,
    skipped: bool,
}

#[derive(Template)]
#[template(path = "open_data/templates/list.html")]
struct ListPage {
    page: Page,
    period: String,
    small: String,
    left_out: String,
    rows: Vec<Row>,
    living: Vec<Living>,
    fetch: String,
    verify: String,
    recipes: Vec<Told>,
    unit_recipes: Vec<Told>,
    versions: Vec<Version>,
    next: String,
}

/// `GET /data`.
pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let all = store::all(&mut tx).await?;
    let newest = all.iter().find(|release| release.said.is_some());
    let recipes = match newest {
        Some(release) => told(&mut tx, release).await?,
        None => Vec::new(),
    };
    let fewest = match newest.and_then(|release| release.said.as_ref()) {
        Some(said) => said.fewest,
        None => verbs::fewest(&app, app.today())?,
    };
    let said = newest.and_then(|release| release.said.as_ref());
    let host = app.settings.public_url.trim_end_matches('/');
    let folder = newest.map(|release| release.period.to_string()).unwrap_or_default();
    let wait = days(&app, app.today())?;
    let last = all.first().map(|release| release.period.after());
    let next = last.unwrap_or_else(|| Period::of(app.today()));
    let (city, units) = recipes.into_iter().partition::<Vec<_>, _>(|recipe| recipe.city);
    let command = |recipe: Recipe| Told { name: name(lang, &recipe.code), command: recipe.command };
    Ok(html(&ListPage {
        page: visitor.page("open-data-title").in_section("data"),
        period: newest.map(|release| period(lang, release.period)).unwrap_or_default(),
        small: lang.t1("open-data-small-rule", "fewest", fewest),
        left_out: said
            .map(|said| lang.t1("open-data-left-out", "count", lang.count(said.left_out)))
            .unwrap_or_default(),
        rows: rows(lang, newest),
        living: LIVING
            .iter()
            .map(|&(code, href, _)| Living {
                code,
                href,
                title: named(lang, code),
                about: about(lang, code),
            })
            .collect(),
        fetch: format!("wget -P {folder} -i {host}/data/{folder}/{LIST}"),
        verify: format!("bening data verify {folder}"),
        recipes: city.into_iter().map(command).collect(),
        unit_recipes: units.into_iter().map(command).collect(),
        versions: all.iter().map(|release| version(lang, release)).collect(),
        next: lang.date(due(next, wait)),
    }))
}

/// Recipes of what the report of the same period says.
async fn told(tx: &mut Tx<'_>, release: &Release) -> Result<Vec<Recipe>> {
    let report = reports::of(tx, release.period).await?;
    let findings = report.iter().flat_map(|report| &report.said).flat_map(|said| &said.findings);
    Ok(recipes(findings.map(|finding| (finding.code.as_str(), finding.unit.as_str()))))
}

fn rows(lang: Lang, newest: Option<&Release>) -> Vec<Row> {
    let row = |code: &'static str| Row {
        href: format!("/data/{code}"),
        title: named(lang, code),
        about: about(lang, code),
        offers: newest
            .iter()
            .flat_map(|release| release.of(code).map(move |file| offer(lang, release, file)))
            .filter(|offer| !offer.file.ends_with("metadata.json"))
            .collect(),
    };
    DATASETS.iter().map(|dataset| row(dataset.code)).collect()
}

fn version(lang: Lang, release: &Release) -> Version {
    let late = release.said.as_ref().map_or(0, |said| said.late_days);
    Version {
        name: period(lang, release.period),
        list: format!("/data/{}/{LIST}", release.period),
        fact: format!("/data/{}/{FACT}", release.period),
        standing: if release.said.is_none() {
            lang.t("open-data-skipped")
        } else if late > 0 {
            lang.t1("open-data-late", "days", late)
        } else {
            lang.t1("open-data-in-time", "day", lang.date(release.due))
        },
        late: late > 0,
        skipped: release.said.is_none(),
    }
}
