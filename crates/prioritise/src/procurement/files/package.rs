//! Writing a release package that our reader, and any other of OCDS 1.1, reads.

use kernel::Error;
use kernel::error::Result;
use kernel::facts::spending::{Bought, Category, ContractAwarded, Method};
use kernel::money::Rupiah;
use serde_json::{Value, json};

/// Scheme of the codes of the city's standard prices.
pub(super) const PRICES: &str = "x-bening-harga";
/// Scheme of markets.
const CLASSES: &str = "x-bening-kelompok";
/// What stands before the code of an activity, so that it is never taken for another identifier.
pub(super) const ACTIVITY: &str = "kegiatan:";
/// The word for an emergency.
pub(super) const EMERGENCY: &str = "darurat";

/// A release package of contracts. `unit` gives the name of a unit, `uri` is where the package stands, and
/// `published` when it was made, in RFC 3339.
///
/// # Errors
/// When it cannot be written, which memory alone decides.
pub fn write<'c>(
    contracts: impl Iterator<Item = &'c ContractAwarded>,
    unit: impl Fn(&str) -> String,
    (uri, published): (&str, &str),
) -> Result<String> {
    let releases: Vec<Value> = contracts.map(|one| release(one, &unit, published)).collect();
    let package = json!({
        "uri": uri,
        "version": "1.1",
        "publishedDate": published,
        "publisher": { "name": "Bening" },
        "releases": releases,
    });
    serde_json::to_string_pretty(&package).map_err(Error::internal)
}

fn money(amount: Rupiah) -> Value {
    json!({ "amount": amount.get(), "currency": "IDR" })
}

fn release(contract: &ContractAwarded, unit: impl Fn(&str) -> String, published: &str) -> Value {
    let day = format!("{}T00:00:00+07:00", contract.awarded_on);
    let (unit_name, id) = (unit(&contract.unit), "1");
    let supplier = json!({ "id": contract.supplier_id, "name": contract.supplier });
    let mut parties = vec![json!({ "id": contract.unit, "name": unit_name, "roles": ["buyer"] })];
    let mut firm = supplier.clone();
    firm["roles"] = json!(["supplier"]);
    parties.push(firm);
    let mut items: Vec<Value> = contract.items.iter().enumerate().map(item).collect();
    if !contract.class.is_empty() {
        let class = json!({ "scheme": CLASSES, "id": contract.class });
        items.iter_mut().for_each(|one| one["classification"] = class.clone());
        // A market stands beside things; without things it stands beside the title.
        if items.is_empty() {
            items
                .push(json!({ "id": "0", "description": contract.title, "classification": class }));
        }
    }
    json!({
        "ocid": contract.number,
        "id": format!("{}-award", contract.number.replace('#', "-")),
        "date": published,
        "tag": ["award", "contract"],
        "initiationType": "tender",
        "language": "id",
        "parties": parties,
        "buyer": { "id": contract.unit, "name": unit_name },
        "planning": planning(contract),
        "tender": tender(contract),
        "awards": [{
            "id": id, "title": contract.title, "status": "active", "date": day,
            "value": money(contract.value), "suppliers": [supplier],
        }],
        "contracts": [{
            "id": id, "awardID": id, "title": contract.title, "status": "active", "dateSigned": day,
            "value": money(contract.value), "items": items,
        }],
    })
}

fn planning(contract: &ContractAwarded) -> Value {
    let mut budget = json!({ "description": contract.budget_year.to_string() });
    if !contract.activity.is_empty() {
        budget["id"] = json!(format!("{ACTIVITY}{}", contract.activity));
    }
    json!({ "budget": budget })
}

fn tender(contract: &ContractAwarded) -> Value {
    let (method, details) = match contract.method {
        Method::Open => ("open", None),
        Method::Selective => ("limited", None),
        Method::Direct => ("direct", None),
        Method::Catalogue => ("direct", Some("e-katalog")),
    };
    let main = match contract.category {
        Category::Goods => "goods",
        Category::Works => "works",
        Category::Consulting | Category::Services => "services",
    };
    let mut tender = json!({
        "id": contract.number,
        "title": contract.title,
        "status": "complete",
        "procurementMethod": method,
        "mainProcurementCategory": main,
    });
    if let Some(details) = details {
        tender["procurementMethodDetails"] = json!(details);
    }
    if contract.category == Category::Consulting {
        tender["additionalProcurementCategories"] = json!(["consultingServices"]);
    }
    if contract.emergency {
        tender["procurementMethodRationale"] = json!(EMERGENCY);
    }
    if let Some(bids) = contract.bids {
        tender["numberOfTenderers"] = json!(bids);
    }
    if let Some(estimate) = contract.estimate {
        tender["value"] = money(estimate);
    }
    tender
}

fn item((at, item): (usize, &Bought)) -> Value {
    let mut told = json!({
        "id": (at + 1).to_string(),
        "description": item.title,
        "quantity": item.quantity as f64 / 1000.0,
        "unit": { "value": money(item.price) },
    });
    if !item.item.is_empty() {
        told["additionalClassifications"] = json!([{ "scheme": PRICES, "id": item.item }]);
    }
    told
}
