//! `GET /kontrak/{id}`: one contract, with its price against estimate and standard.

use askama::Template;
use axum::extract::{Path, State};
use kernel::Error;
use kernel::error::Result;
use kernel::facts::spending::Bought;
use kernel::id::ContractId;
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, encode, html};

use super::super::model::{Contract, over};
use super::super::{rules, store};
use super::{PUBLIC, words};
use platform::city::Names;

struct Thing {
    title: String,
    code: String,
    quantity: String,
    price: String,
    usual: String,
    chip: &'static str,
    standard: String,
}

#[derive(Template)]
#[template(path = "procurement/templates/show.html")]
struct ShowPage {
    page: Page,
    rows: Vec<(String, String)>,
    chip: &'static str,
    standard: String,
    above_direct: bool,
    limit: String,
    emergency: bool,
    things: Vec<Thing>,
    others: String,
}

/// One contract.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let id: ContractId = id.parse().map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, lang).await?;
    let contract = store::by_id(&mut tx, id).await?;
    drop(tx);
    Ok(html(&page(&app, &visitor, &names, &contract)?))
}

fn page(app: &App, visitor: &Visitor, names: &Names, contract: &Contract) -> Result<ShowPage> {
    let (lang, awarded) = (visitor.lang, &contract.awarded);
    let (chip, standard) = words::against_standard(lang, contract.over);
    let limit = rules::direct_limit(&app.rulebook, awarded.category, awarded.awarded_on);
    let (year, firm) = (awarded.budget_year, encode(&awarded.supplier_id));
    Ok(ShowPage {
        page: visitor.page_titled(awarded.title.clone()).in_section("kontrak"),
        rows: rows(lang, names, contract),
        chip,
        standard,
        above_direct: rules::above_direct(&app.rulebook, awarded)?,
        limit: limit?.to_string(),
        emergency: awarded.emergency,
        things: awarded.items.iter().map(|item| thing(lang, item)).collect(),
        others: format!("{PUBLIC}?tahun={year}&penyedia={firm}"),
    })
}

fn rows(lang: Lang, names: &Names, contract: &Contract) -> Vec<(String, String)> {
    let awarded = &contract.awarded;
    let term = |key: &str| lang.t(key);
    let known = |text: &str| match text.is_empty() {
        true => lang.t("procurement-unknown"),
        false => text.to_owned(),
    };
    let estimate =
        awarded.estimate.map_or_else(|| lang.t("procurement-unknown"), |one| one.to_string());
    vec![
        (term("procurement-number"), awarded.number.clone()),
        (term("procurement-unit"), names.unit(&awarded.unit)),
        (term("procurement-supplier"), awarded.supplier.clone()),
        (term("procurement-category"), words::category(lang, awarded.category)),
        (term("procurement-class"), known(&awarded.class)),
        (term("procurement-method"), words::method(lang, awarded.method)),
        (term("procurement-bids"), words::bids(lang, awarded)),
        (term("procurement-value"), awarded.value.to_string()),
        (term("procurement-estimate"), estimate),
        (term("procurement-of-estimate"), words::against_estimate(lang, awarded)),
        (term("procurement-day"), lang.date(awarded.awarded_on)),
        (term("procurement-activity"), known(&awarded.activity)),
        (term("procurement-year"), awarded.budget_year.to_string()),
    ]
}

fn thing(lang: Lang, item: &Bought) -> Thing {
    let (chip, standard) = words::against_standard(lang, over(std::slice::from_ref(item)));
    let quantity = lang.decimal(item.quantity as f64 / 1000.0, 3);
    let quantity = quantity.trim_end_matches('0').trim_end_matches([',', '.']).to_owned();
    let usual = item.standard.map_or_else(|| lang.t("procurement-unknown"), |one| one.to_string());
    let (title, code) = (item.title.clone(), item.item.clone());
    Thing { title, code, quantity, price: item.price.to_string(), usual, chip, standard }
}
