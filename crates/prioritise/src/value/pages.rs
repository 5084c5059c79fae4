//! `/anggaran/{year}/nilai`: what the city gets for its money, for everyone.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Extension, Router};
use kernel::Error;
use kernel::error::Result;
use kernel::money::Rupiah;
use platform::App;
use platform::i18n::Lang;
use platform::web::chart::{Span, Whisker, whisker};
use platform::web::{Handled, Page, Visitor, html};

use super::files;
use super::frontiers::Frontiers;
use super::rules::{self, Beside, Cost, Least, Row, groups, is_timed};
use super::told::Told;
use crate::execution::view::Seen;
use crate::proposals::outside::{Index, Outside};
use platform::city::Names;

/// Their routes. `outside` knows the index of each unit and what was released.
pub fn routes(outside: Outside) -> Router<App> {
    Router::new()
        .route("/anggaran/{year}/nilai", get(show))
        .route("/anggaran/{year}/nilai.csv", get(download))
        .route("/anggaran/{year}/nilai/{group}/unit.csv", get(group_file))
        .layer(Extension(outside))
        .layer(Extension(Frontiers::default()))
}

/// A unit of the table.
struct RowShown {
    unit: String,
    services: String,
    paid: String,
    finished: String,
    cost: String,
    in_time: String,
    cost_in_time: String,
    price: String,
    index: String,
}

/// A unit beside others of its group.
struct BesideShown {
    unit: String,
    whisker: Whisker,
    said: String,
    interval: String,
}

/// Units with the same services.
struct GroupShown {
    title: String,
    finding: String,
    rows: Vec<BesideShown>,
    file: String,
    /// Columns of the file that come out.
    outputs: &'static str,
}

#[derive(Template)]
#[template(path = "value/templates/page.html")]
struct ValuePage {
    page: Page,
    back: String,
    file: String,
    note: String,
    lead: String,
    few: String,
    rows: Vec<RowShown>,
    groups: Vec<GroupShown>,
}

/// Everything that is known.
struct Known {
    year: i16,
    note: String,
    until: i8,
    rows: Vec<Row>,
    groups: Vec<Vec<usize>>,
    indices: BTreeMap<String, Index>,
    names: Names,
    fewest: i64,
    replicates: u32,
}

async fn load(app: &App, visitor: &Visitor, year: &str, outside: Outside) -> Result<Known> {
    let year: i16 = year.parse().map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let seen = Seen::load(&mut tx, app, year).await?.ok_or_else(Error::not_found)?;
    let names = Names::load(&mut tx, visitor.lang).await?;
    drop(tx);
    let told = Told::new((outside.releases)(app, visitor.tenant.id, year).await?, seen.known);
    let count = |code: &str| Ok::<_, Error>(app.rulebook.count(code, app.today())?);
    let fewest = count("value.fewest_files")?;
    let units = usize::try_from(count("value.fewest_units")?).map_err(Error::internal)?;
    let replicates = u32::try_from(count("value.replicates")?).map_err(Error::internal)?;
    let untold = app.rulebook.share("value.most_untold", app.today())?;
    let rows = rules::rows(&seen.courses, &told, &seen.contracts);
    Ok(Known {
        year,
        note: seen.version.note.clone(),
        until: told.until(),
        groups: groups(&rows, Least { files: fewest, units, untold }),
        rows,
        indices: (outside.indices)(app, visitor.tenant.id).await?,
        names,
        fewest,
        replicates,
    })
}

fn rupiah(amount: f64) -> String {
    Rupiah::new(amount.round() as i64).to_string()
}

/// Both ends where they differ.
fn span(lang: Lang, cost: Cost) -> String {
    let (low, high) = (rupiah(cost.low), rupiah(cost.high));
    match low == high {
        true => high,
        false => lang.with("value-interval", &[("low", low), ("high", high)]),
    }
}

fn percent(lang: Lang, share: f64) -> String {
    format!("{}%", lang.decimal(100.0 * share, 1))
}

fn row(lang: Lang, known: &Known, row: &Row) -> RowShown {
    let few = || lang.t("value-few");
    let cost = |cost: Option<Cost>| cost.map_or_else(few, |cost| span(lang, cost));
    let untold = || match row.finished() >= known.fewest && row.on_time.is_none() {
        true => lang.t("value-untold"),
        false => few(),
    };
    let service = |one: &rules::Service| match one.finished {
        0 => one.code.clone(),
        finished => format!("{} ({})", one.code, lang.count(finished)),
    };
    let services: Vec<String> = row.services.iter().map(service).collect();
    let finished = match (row.finished(), row.untold) {
        (finished, _) if finished < known.fewest => few(),
        (finished, 0) => lang.count(finished),
        (finished, more) => {
            let ends = [("low", finished), ("high", finished + more)];
            lang.with("value-interval", &ends.map(|(name, end)| (name, lang.count(end))))
        }
    };
    let price = row.bought.map(|(cost, standard)| {
        lang.t1("value-price", "share", percent(lang, cost as f64 / standard as f64))
    });
    let index = known.indices.get(&row.unit).map(|index| {
        let [value, low, high] =
            [index.value, index.low, index.high].map(|number| lang.decimal(number, 2));
        format!("{value} ({low}–{high})")
    });
    RowShown {
        unit: known.names.unit(&row.unit),
        services: services.join(", "),
        paid: Rupiah::new(row.paid).to_string(),
        finished,
        cost: cost(row.cost(known.fewest)),
        in_time: row.in_time(known.fewest).map_or_else(untold, |share| percent(lang, share)),
        cost_in_time: row.cost_in_time(known.fewest).map_or_else(untold, |one| span(lang, one)),
        price: price.unwrap_or_else(|| lang.t("value-unknown")),
        index: index.unwrap_or_else(|| lang.t("value-unknown")),
    }
}

fn beside(lang: Lang, known: &Known, group: &[usize], one: &Beside) -> BesideShown {
    let unit = known.names.unit(&known.rows[one.row].unit);
    let peer = |(peer, _): &(usize, f64)| known.names.unit(&known.rows[group[*peer]].unit);
    let own = group.iter().position(|place| *place == one.row);
    let peers: Vec<String> =
        one.found.peers.iter().filter(|(peer, _)| Some(*peer) != own).map(peer).collect();
    let range = &one.interval;
    let said = if peers.is_empty() || range.score > 0.9995 {
        lang.t("value-on-frontier")
    } else {
        let values = [("share", percent(lang, range.score)), ("peers", peers.join(", "))];
        lang.with("value-behind", &values)
    };
    let ends = [("low", percent(lang, range.low)), ("high", percent(lang, range.high))];
    let span = Span { value: range.score, low: range.low, high: range.high };
    BesideShown {
        unit,
        whisker: whisker(span, (0.0, 1.0)),
        said,
        interval: lang.with("value-interval", &ends),
    }
}

fn group(
    lang: Lang,
    known: &Known,
    (number, group): (usize, &[usize]),
    all: &[Beside],
) -> GroupShown {
    let rows: Vec<&Row> = group.iter().map(|place| &known.rows[*place]).collect();
    let codes: Vec<&str> = rows
        .first()
        .map(|row| row.services.iter().map(|one| one.code.as_str()).collect())
        .unwrap_or_default();
    let mut costs: Vec<(f64, &Row)> =
        rows.iter().filter_map(|row| Some((row.cost(known.fewest)?.high, *row))).collect();
    costs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let end = |end: Option<&(f64, &Row)>| {
        end.map(|(cost, row)| (rupiah(*cost), known.names.unit(&row.unit))).unwrap_or_default()
    };
    let ((low, cheap), (high, dear)) = (end(costs.first()), end(costs.last()));
    let values = [
        ("count", group.len().to_string()),
        ("low", low),
        ("cheap", cheap),
        ("high", high),
        ("dear", dear),
    ];
    GroupShown {
        title: lang.t1("value-group", "services", codes.join(", ")),
        finding: lang.with("value-group-finding", &values),
        rows: all.iter().map(|one| beside(lang, known, group, one)).collect(),
        file: format!("/anggaran/{}/nilai/{number}/unit.csv", known.year),
        outputs: if is_timed(&known.rows, group) { "finished,in_time" } else { "finished" },
    }
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Extension(outside): Extension<Outside>,
    Extension(frontiers): Extension<Frontiers>,
    Path(year): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let known = load(&app, &visitor, &year, outside).await?;
    let mut shown = Vec::new();
    for (number, places) in (1..).zip(&known.groups) {
        let found = frontiers.of(&known.rows, places, known.replicates).await?;
        shown.push(group(lang, &known, (number, places), &found));
    }
    let lead = match known.until {
        0 => lang.t("value-lead-none"),
        until => {
            let month = lang.t(&format!("date-month-{until}"));
            lang.with("value-lead", &[("month", month), ("year", known.year.to_string())])
        }
    };
    Ok(html(&ValuePage {
        page: visitor.page("value-title").in_section("anggaran"),
        back: format!("/anggaran/{}", known.year),
        file: format!("/anggaran/{}/nilai.csv", known.year),
        note: known.note.clone(),
        lead,
        few: lang.t1("value-few-means", "fewest", known.fewest),
        rows: known.rows.iter().map(|one| row(lang, &known, one)).collect(),
        groups: shown,
    }))
}

fn csv(text: String) -> Response {
    let mut response = text.into_response();
    let media = HeaderValue::from_static("text/csv; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, media);
    response
}

async fn download(
    State(app): State<App>,
    visitor: Visitor,
    Extension(outside): Extension<Outside>,
    Path(year): Path<String>,
) -> Handled {
    let known = load(&app, &visitor, &year, outside).await?;
    Ok(csv(files::all(&known.rows, known.fewest, &known.indices)?))
}

async fn group_file(
    State(app): State<App>,
    visitor: Visitor,
    Extension(outside): Extension<Outside>,
    Path((year, number)): Path<(String, String)>,
) -> Handled {
    let known = load(&app, &visitor, &year, outside).await?;
    let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let group = place.and_then(|place| known.groups.get(place)).ok_or_else(Error::not_found)?;
    Ok(csv(files::group(&known.rows, group)?))
}
