//! `GET /kontrak`: contracts of a budget with filters, and the same as files.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use kernel::error::Result;
use kernel::facts::spending::Method;
use kernel::id::ContractId;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::view::Choice;
use platform::web::{Handled, Page, Visitor, encode, html};
use serde::Deserialize;

use super::super::files;
use super::super::model::Contract;
use super::super::store::{self, Filter};
use super::{PUBLIC, words};
use platform::city::Names;

const SHOWN: usize = 50;
/// Contracts that are read at once for a file.
const PAGE: i64 = 1_000;

/// What is asked for in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    tahun: String,
    unit: String,
    metode: String,
    penyedia: String,
    standar: String,
    setelah: String,
}

struct Row {
    href: String,
    title: String,
    number: String,
    unit: String,
    supplier: String,
    method: String,
    bids: String,
    value: String,
    day: String,
    estimate: String,
    chip: &'static str,
    standard: String,
}

#[derive(Template)]
#[template(path = "procurement/templates/list.html")]
struct ListPage {
    page: Page,
    year: i16,
    years: Vec<Choice>,
    units: Vec<Choice>,
    methods: Vec<Choice>,
    standards: Vec<Choice>,
    supplier: String,
    rows: Vec<Row>,
    count: String,
    sum: String,
    files: String,
    more: String,
}

fn choice(value: &str, label: &str, chosen: &str) -> Choice {
    let (value, label, checked) = (value.to_owned(), label.to_owned(), value == chosen);
    Choice { value, label, hint: String::new(), checked }
}

/// The filter that is asked for, and all budgets that there are.
async fn filter(tx: &mut Tx<'_>, app: &App, asked: &Asked) -> Result<(Filter, Vec<i16>)> {
    let mut years = store::years(tx).await?;
    let newest = years.first().copied().unwrap_or_else(|| app.today().year());
    let budget_year = asked.tahun.parse().unwrap_or(newest);
    if !years.contains(&budget_year) {
        years.push(budget_year);
    }
    let filter = Filter {
        budget_year,
        unit: asked.unit.clone(),
        method: asked.metode.clone(),
        supplier: asked.penyedia.clone(),
        above: asked.standar == "atas",
    };
    Ok((filter, years))
}

/// The part of an address that asks for the same.
fn query(filter: &Filter) -> String {
    format!(
        "tahun={}&unit={}&metode={}&penyedia={}&standar={}",
        filter.budget_year,
        encode(&filter.unit),
        encode(&filter.method),
        encode(&filter.supplier),
        if filter.above { "atas" } else { "" }
    )
}

/// `2026-03-02_0190...`: the contract after which a page begins.
fn after(text: &str) -> Option<(Date, ContractId)> {
    let (day, id) = text.split_once('_')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

/// Contracts of a budget.
pub(super) async fn everyone(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, lang).await?;
    let (filter, years) = filter(&mut tx, &app, &asked).await?;
    let mut found = store::list(&mut tx, &filter, after(&asked.setelah), SHOWN as i64 + 1).await?;
    let (count, sum) = store::sum(&mut tx, &filter).await?;
    let units = store::units(&mut tx, filter.budget_year).await?;
    drop(tx);
    let more = found.len() > SHOWN;
    found.truncate(SHOWN);
    let next = found.last().filter(|_| more).map(|last| {
        format!("{PUBLIC}?{}&setelah={}_{}", query(&filter), last.awarded.awarded_on, last.id)
    });
    let year = filter.budget_year.to_string();
    let each = |one: &i16| choice(&one.to_string(), &one.to_string(), &year);
    let of_method = |one: Method| choice(one.code(), &words::method(lang, one), &filter.method);
    let supplier = found.first().filter(|_| !filter.supplier.is_empty());
    Ok(html(&ListPage {
        page: visitor.page("procurement-title").in_section("kontrak"),
        year: filter.budget_year,
        years: years.iter().map(each).collect(),
        units: units.iter().map(|one| choice(one, &names.unit(one), &filter.unit)).collect(),
        methods: Method::ALL.map(of_method).to_vec(),
        standards: vec![choice("atas", &lang.t("procurement-only-above"), &asked.standar)],
        supplier: supplier.map(|one| one.awarded.supplier.clone()).unwrap_or_default(),
        rows: found.iter().map(|one| row(lang, &names, one)).collect(),
        count: lang.count(count),
        sum: sum.to_string(),
        files: query(&filter),
        more: next.unwrap_or_default(),
    }))
}

fn row(lang: Lang, names: &Names, contract: &Contract) -> Row {
    let awarded = &contract.awarded;
    let (chip, standard) = words::against_standard(lang, contract.over);
    Row {
        href: words::href(contract),
        title: awarded.title.clone(),
        number: awarded.number.clone(),
        unit: names.unit(&awarded.unit),
        supplier: awarded.supplier.clone(),
        method: words::method(lang, awarded.method),
        bids: words::bids(lang, awarded),
        value: awarded.value.to_string(),
        day: lang.date(awarded.awarded_on),
        estimate: words::against_estimate(lang, awarded),
        chip,
        standard,
    }
}

/// All contracts that are asked for.
async fn all(app: &App, visitor: &Visitor, asked: &Asked) -> Result<(Names, Vec<Contract>)> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, Lang::Id).await?;
    let (filter, _) = filter(&mut tx, app, asked).await?;
    let (mut contracts, mut after): (Vec<Contract>, _) = (Vec::new(), None);
    loop {
        let page = store::list(&mut tx, &filter, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok((names, contracts)) };
        after = Some((last.awarded.awarded_on, last.id));
        contracts.extend(page);
    }
}

fn file(text: String, media: &'static str, name: &'static str) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(name));
    response
}

/// `GET /kontrak/unduh.csv`.
pub(super) async fn table(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Handled {
    let (_, contracts) = all(&app, &visitor, &asked).await?;
    let text = files::table::write(contracts.iter().map(|one| &one.awarded))?;
    Ok(file(text, "text/csv; charset=utf-8", "attachment; filename=\"kontrak.csv\""))
}

/// `GET /kontrak/unduh.json`: a release package of OCDS 1.1.
pub(super) async fn package(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Handled {
    let (names, contracts) = all(&app, &visitor, &asked).await?;
    let uri = format!("{}{PUBLIC}/unduh.json", app.settings.public_url);
    let published = app.db.clock().now().to_string();
    let awarded = contracts.iter().map(|one| &one.awarded);
    let text = files::ocds::write(awarded, |code| names.unit(code), (&uri, &published))?;
    Ok(file(text, "application/json", "attachment; filename=\"kontrak-ocds.json\""))
}
