//! One release: a contract for each of its contracts, or for each award when it has none.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::facts::spending::{Bought, Category, ContractAwarded, Method};
use kernel::money::Rupiah;

use super::ocds::Node;
use super::package::{ACTIVITY, EMERGENCY, PRICES};
use super::{Place, Read, check, rupiah, thousandths};

/// What is wrong, where and with what.
type Wrong = (String, &'static str, String);

/// Takes the contracts of a release into `read`.
pub(super) fn read(release: &Node<'_>, seen: &mut BTreeMap<String, usize>, read: &mut Read) {
    let Some(ocid) = release.word("ocid") else {
        return read.wrong(Place::Path(release.below("ocid")), "procurement-file-needed", "");
    };
    let awards = release.list("awards");
    let contracts = release.list("contracts");
    let of_contract = |contract: &Node<'_>| {
        let id = contract.word("awardID");
        let award = awards.iter().find(|award| id.is_some() && award.word("id") == id);
        award.or(awards.first().filter(|_| awards.len() == 1)).cloned()
    };
    let mut agreed: Vec<Agreed<'_>> = contracts
        .iter()
        .map(|contract| Agreed { award: of_contract(contract), contract: Some(contract.clone()) })
        .collect();
    if agreed.is_empty() {
        agreed.extend(awards.iter().map(|one| Agreed { award: Some(one.clone()), contract: None }));
    }
    agreed.retain(|one| !one.is_off());
    if agreed.is_empty() {
        read.waiting += 1;
        return;
    }
    let several = agreed.len() > 1;
    for (at, one) in agreed.iter().enumerate() {
        let number = match (several, one.id()) {
            (false, _) => ocid.clone(),
            (true, Some(id)) => format!("{ocid}/{id}"),
            (true, None) => format!("{ocid}/{}", at + 1),
        };
        match one.read(release, number) {
            Ok(contract) => match check(&contract) {
                Ok(()) => read.take(seen, Place::Path(one.path(release)), contract),
                Err((field, key)) => {
                    let place = format!("{} ({field})", one.path(release));
                    read.wrong(Place::Path(place), key, &contract.number);
                }
            },
            Err((path, key, found)) => read.wrong(Place::Path(path), key, &found),
        }
    }
}

/// A contract with the award that it follows; one of them at least is there.
struct Agreed<'v> {
    award: Option<Node<'v>>,
    contract: Option<Node<'v>>,
}

impl<'v> Agreed<'v> {
    /// Both, the contract first.
    fn both(&self) -> impl Iterator<Item = &Node<'v>> {
        self.contract.iter().chain(&self.award)
    }

    fn id(&self) -> Option<String> {
        self.both().find_map(|node| node.word("id"))
    }

    fn path(&self, release: &Node<'_>) -> String {
        self.both().next().map_or_else(|| release.path.clone(), |node| node.path.clone())
    }

    /// What was cancelled, failed or is not decided is no contract.
    fn is_off(&self) -> bool {
        let off = |node: &Node<'_>| {
            let status = node.word("status").unwrap_or_default();
            ["cancelled", "unsuccessful", "pending"].contains(&status.as_str())
        };
        self.both().any(off)
    }

    fn read(&self, release: &Node<'_>, number: String) -> Result<ContractAwarded, Wrong> {
        let missing = |path: String| (path, "procurement-file-needed", String::new());
        let own = self.path(release);
        let below =
            |key: &str| if own.is_empty() { key.to_owned() } else { format!("{own}.{key}") };
        let tender = |key: &str| release.at(&["tender", key]);
        let at_tender = |key: &str| release.below(&format!("tender.{key}"));
        let method =
            tender("procurementMethod").ok_or_else(|| missing(at_tender("procurementMethod")))?;
        let details =
            tender("procurementMethodDetails").and_then(|one| one.text()).unwrap_or_default();
        let category = tender("mainProcurementCategory")
            .ok_or_else(|| missing(at_tender("mainProcurementCategory")))?;
        let day = self.both().find_map(|node| node.get("dateSigned").or_else(|| node.get("date")));
        let day = day.ok_or_else(|| missing(below("dateSigned")))?;
        let awarded_on = date(&day)?;
        let value = self.both().find_map(|node| node.get("value"));
        let value = value.ok_or_else(|| missing(below("value.amount")))?;
        let (supplier, supplier_id) =
            self.supplier(release).ok_or_else(|| missing(self.suppliers_path(release)))?;
        let title = self.both().find_map(|node| node.word("title"));
        let title = title.or_else(|| tender("title").and_then(|one| one.text()));
        let bids = match tender("numberOfTenderers") {
            Some(node) => {
                let wrong = || (node.path.clone(), "procurement-file-bids", found(&node));
                Some(node.value.as_i64().ok_or_else(wrong)?)
            }
            None => None,
        };
        let estimate = tender("value").map(|node| money(&node)).transpose()?;
        let (items, class) = self.items(release)?;
        let year = release.at(&["planning", "budget", "description"]).and_then(|node| node.text());
        let year =
            year.and_then(|text| text.parse().ok()).filter(|year| (2000..=2100).contains(year));
        let year = year.unwrap_or_else(|| awarded_on.year());
        let rationale = tender("procurementMethodRationale").and_then(|one| one.text());
        Ok(ContractAwarded {
            v: 1,
            number,
            budget_year: year,
            activity: activity(release),
            unit: buyer(release).ok_or_else(|| missing(release.below("buyer.id")))?,
            title: title.ok_or_else(|| missing(below("title")))?,
            supplier,
            supplier_id,
            category: kind(release, &category)?,
            class,
            method: way(&method, &details)?,
            emergency: rationale.is_some_and(|text| is_emergency(&text)) || is_emergency(&details),
            bids,
            estimate,
            value: money(&value)?,
            awarded_on,
            items,
        })
    }

    fn suppliers_path(&self, release: &Node<'_>) -> String {
        let award =
            self.award.as_ref().map_or_else(|| release.below("awards[0]"), |one| one.path.clone());
        format!("{award}.suppliers")
    }

    /// Name and number of the firm, or of the firms that won together.
    fn supplier(&self, release: &Node<'_>) -> Option<(String, String)> {
        let suppliers =
            self.both().map(|node| node.list("suppliers")).find(|list| !list.is_empty())?;
        let parties = release.list("parties");
        let named = |supplier: &Node<'_>| {
            let id = supplier.word("id");
            let party = parties.iter().find(|party| id.is_some() && party.word("id") == id);
            let name =
                supplier.word("name").or_else(|| party?.word("name")).or_else(|| id.clone())?;
            Some((name.clone(), id.unwrap_or(name)))
        };
        let all: Option<Vec<(String, String)>> = suppliers.iter().map(named).collect();
        let (names, ids): (Vec<String>, Vec<String>) = all?.into_iter().unzip();
        Some((names.join("; "), ids.join("; ")))
    }

    /// What was bought, and the market of the first thing that names one. What is listed only for the tender
    /// has no price that was paid.
    fn items(&self, release: &Node<'_>) -> Result<(Vec<Bought>, String), Wrong> {
        let tender = release.get("tender");
        let lists = self.both().chain(&tender).map(|node| node.list("items"));
        let Some(list) = lists.into_iter().find(|list| !list.is_empty()) else {
            return Ok((Vec::new(), String::new()));
        };
        let class = list.iter().find_map(|item| item.get("classification")?.word("id"));
        let priced = list.iter().filter(|item| item.at(&["unit", "value"]).is_some());
        let items = priced.map(thing).collect::<Result<Vec<Bought>, Wrong>>()?;
        Ok((items, class.unwrap_or_default()))
    }
}

fn thing(item: &Node<'_>) -> Result<Bought, Wrong> {
    let quantity = item.get("quantity");
    let quantity = quantity
        .ok_or_else(|| (item.below("quantity"), "procurement-file-needed", String::new()))?;
    let wrong = || (quantity.path.clone(), "procurement-file-quantity", found(&quantity));
    let count = quantity.text().and_then(|text| thousandths(&text)).filter(|count| *count > 0);
    let value = item.at(&["unit", "value"]);
    let value = value
        .ok_or_else(|| (item.below("unit.value"), "procurement-file-needed", String::new()))?;
    let ours = |one: &Node<'_>| one.word("scheme").is_some_and(|scheme| scheme == PRICES);
    let code = item
        .list("additionalClassifications")
        .iter()
        .find(|one| ours(one))
        .and_then(|one| one.word("id"));
    Ok(Bought {
        item: code.unwrap_or_default(),
        title: item.word("description").unwrap_or_default(),
        quantity: count.ok_or_else(wrong)?,
        price: money(&value)?,
        standard: None,
    })
}

fn found(node: &Node<'_>) -> String {
    node.text().unwrap_or_else(|| node.value.to_string())
}

/// An amount of rupiah. Other money is no price of a city's contract.
fn money(value: &Node<'_>) -> Result<Rupiah, Wrong> {
    if let Some(other) = value.word("currency").filter(|one| one != "IDR") {
        return Err((value.below("currency"), "procurement-file-currency", other));
    }
    let amount = value.get("amount");
    let amount =
        amount.ok_or_else(|| (value.below("amount"), "procurement-file-needed", String::new()))?;
    let read =
        amount.value.is_number().then(|| amount.text()).flatten().and_then(|text| rupiah(&text));
    read.ok_or_else(|| (amount.path.clone(), "procurement-file-money", found(&amount)))
}

/// The day of a moment as it is written, in its own zone.
fn date(node: &Node<'_>) -> Result<Date, Wrong> {
    let text = node.text().unwrap_or_default();
    let day = text.get(..10).and_then(|day| day.parse().ok());
    day.ok_or_else(|| (node.path.clone(), "procurement-file-day", text))
}

/// The unit that buys: its code, or its name when no code stands there.
fn buyer(release: &Node<'_>) -> Option<String> {
    let buyer = release.get("buyer");
    let named = buyer.and_then(|buyer| buyer.word("id").or_else(|| buyer.word("name")));
    named.or_else(|| {
        let parties = release.list("parties");
        let buys = |party: &&Node<'_>| {
            party.list("roles").iter().any(|role| role.text().as_deref() == Some("buyer"))
        };
        let party = parties.iter().find(buys)?;
        party.word("id").or_else(|| party.word("name"))
    })
}

fn activity(release: &Node<'_>) -> String {
    let id = release.at(&["planning", "budget", "id"]).and_then(|node| node.text());
    let id = id.unwrap_or_default();
    id.strip_prefix(ACTIVITY).unwrap_or(&id).to_owned()
}

/// Our method of a code of the standard; a purchase from the catalogue is known by its details.
fn way(method: &Node<'_>, details: &str) -> Result<Method, Wrong> {
    let details = details.to_lowercase();
    if ["katalog", "catalog", "e-purchasing"].iter().any(|word| details.contains(word)) {
        return Ok(Method::Catalogue);
    }
    match method.text().as_deref() {
        Some("open") => Ok(Method::Open),
        Some("selective" | "limited") => Ok(Method::Selective),
        Some("direct") => Ok(Method::Direct),
        _ => Err((method.path.clone(), "procurement-file-method", found(method))),
    }
}

fn kind(release: &Node<'_>, main: &Node<'_>) -> Result<Category, Wrong> {
    let tender = release.get("tender");
    let more =
        tender.map(|tender| tender.list("additionalProcurementCategories")).unwrap_or_default();
    let consulting = more.iter().any(|one| one.text().as_deref() == Some("consultingServices"));
    match main.text().as_deref() {
        Some("goods") => Ok(Category::Goods),
        Some("works") => Ok(Category::Works),
        Some("services") if consulting => Ok(Category::Consulting),
        Some("services") => Ok(Category::Services),
        Some("consultingServices") => Ok(Category::Consulting),
        _ => Err((main.path.clone(), "procurement-file-category", found(main))),
    }
}

fn is_emergency(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains(EMERGENCY) || text.contains("emergency")
}
