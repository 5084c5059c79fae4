//! Files: what we write is read back the same, and what is missing is told with its place.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::date;
use kernel::facts::spending::{Bought, Category, ContractAwarded, Method};
use kernel::money::Rupiah;
use platform::i18n::Lang;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::files::{self, Read, ocds, table};

/// A contract without anything special.
pub(super) fn contract(number: &str) -> ContractAwarded {
    ContractAwarded {
        v: 1,
        number: number.to_owned(),
        budget_year: 2026,
        activity: "1.03.06.2.01.0012".to_owned(),
        unit: "DINKES".to_owned(),
        title: "Kursi tunggu".to_owned(),
        supplier: "CV Maju".to_owned(),
        supplier_id: "9120001".to_owned(),
        category: Category::Goods,
        class: "3812".to_owned(),
        method: Method::Direct,
        emergency: false,
        bids: Some(1),
        estimate: Some(Rupiah::new(90_000_000)),
        value: Rupiah::new(88_500_000),
        awarded_on: date(2026, 3, 2),
        items: vec![Bought {
            item: "SSH-KURSI".to_owned(),
            title: "Kursi".to_owned(),
            quantity: 12_500,
            price: Rupiah::new(7_080_000),
            standard: None,
        }],
    }
}

fn read(text: &str) -> Read {
    files::read(text, &BTreeMap::new())
}

fn package(contracts: &[ContractAwarded]) -> String {
    ocds::write(contracts.iter(), str::to_owned, ("https://x", "2026-11-25T00:00:00Z")).unwrap()
}

fn words(most: usize) -> impl Strategy<Value = String> {
    // Spreadsheet formulas, quotes, separators and letters beyond ASCII are all words.
    let sign = prop::sample::select(vec![
        'a', 'Z', '7', ' ', ',', ';', '"', '\'', '=', '-', '+', '@', 'é', '/', '.',
    ]);
    prop::collection::vec(sign, 1..most)
        .prop_map(|signs| signs.into_iter().collect::<String>().trim().to_owned())
        .prop_filter("not empty", |text| !text.is_empty())
}

prop_compose! {
    fn things()(
        item in prop::option::of(words(12)),
        title in prop::option::of(words(20)),
        quantity in 1i64..10_000_000_000,
        price in 1i64..1_000_000_000_000,
    ) -> Bought {
        let (item, title) = (item.unwrap_or_default(), title.unwrap_or_default());
        Bought { item, title, quantity, price: Rupiah::new(price), standard: None }
    }
}

prop_compose! {
    fn contracts()(
        (number, unit, title, supplier, supplier_id) in
            (words(20), words(12), words(40), words(30), words(20)),
        activity in prop::option::of(words(20)),
        class in prop::option::of(words(12)),
        (category, method) in (
            prop::sample::select(Category::ALL.to_vec()), prop::sample::select(Method::ALL.to_vec())),
        emergency in any::<bool>(),
        bids in prop::option::of(1i64..40),
        estimate in prop::option::of(1i64..100_000_000_000_000),
        value in 1i64..100_000_000_000_000,
        (year, days) in (2001i16..2100, 0i64..20_000),
        items in prop::collection::vec(things(), 0..4),
    ) -> ContractAwarded {
        ContractAwarded {
            v: 1, number, budget_year: year, activity: activity.unwrap_or_default(), unit, title, supplier,
            supplier_id, category, class: class.unwrap_or_default(), method, emergency, bids,
            estimate: estimate.map(Rupiah::new), value: Rupiah::new(value),
            awarded_on: date(2001, 1, 1).saturating_add(days.days()), items,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn what_is_written_is_read_back_the_same(mut all in prop::collection::vec(contracts(), 1..6)) {
        for (at, one) in all.iter_mut().enumerate() {
            one.number = format!("{}{at}", one.number);
        }
        let of_table = read(&table::write(all.iter()).unwrap());
        prop_assert_eq!(&of_table.mistakes, &vec![]);
        let back: Vec<_> = of_table.contracts.into_iter().map(|(_, one)| one).collect();
        prop_assert_eq!(&back, &all, "CSV");
        let of_package = read(&package(&all));
        prop_assert_eq!(&of_package.mistakes, &vec![]);
        let back: Vec<_> = of_package.contracts.into_iter().map(|(_, one)| one).collect();
        prop_assert_eq!(&back, &all, "OCDS");
    }

    #[test]
    fn no_text_breaks_the_readers(text in "\\PC{0,200}", json in any::<bool>()) {
        read(&if json { format!("{{{text}") } else { text });
    }
}

/// A release as somebody else writes it.
fn release() -> Value {
    json!({
        "ocid": "ocds-abc-1", "id": "1", "date": "2026-03-05T00:00:00Z", "tag": ["contract"],
        "initiationType": "tender",
        "parties": [
            { "id": "U-1", "name": "DINKES", "roles": ["buyer", "procuringEntity"] },
            { "id": "S-1", "name": "PT Terang", "roles": ["supplier"] },
        ],
        "buyer": { "id": "DINKES" },
        "tender": {
            "id": "t", "title": "Lampu", "procurementMethod": "limited", "numberOfTenderers": 3,
            "mainProcurementCategory": "goods", "value": { "amount": 120000000.0, "currency": "IDR" },
        },
        "awards": [{ "id": "a", "status": "active", "suppliers": [{ "id": "S-1" }], "date": "2026-03-04" }],
        "contracts": [{
            "id": "c", "awardID": "a", "status": "active", "dateSigned": "2026-03-04T10:00:00+07:00",
            "value": { "amount": 110000000, "currency": "IDR" },
            "items": [{ "id": "1", "description": "Lampu LED", "quantity": 2.5,
                "classification": { "scheme": "KBKI", "id": "4653" },
                "unit": { "name": "buah", "value": { "amount": 44000000, "currency": "IDR" } } }],
        }],
    })
}

#[test]
fn another_publishers_release_is_read_in_all_three_forms() {
    let one = read(&release().to_string());
    assert_eq!(one.mistakes, []);
    let (place, found) = &one.contracts[0];
    assert_eq!(place.words(Lang::Id), "contracts[0]");
    assert_eq!((found.number.as_str(), found.supplier.as_str()), ("ocds-abc-1", "PT Terang"));
    assert_eq!((found.method, found.bids), (Method::Selective, Some(3)));
    assert_eq!(
        (found.estimate, found.value),
        (Some(Rupiah::new(120_000_000)), Rupiah::new(110_000_000))
    );
    assert_eq!((found.class.as_str(), found.items[0].quantity), ("4653", 2_500));
    assert_eq!(found.title, "Lampu", "the title of the tender stands in for that of the contract");
    let package = json!({ "version": "1.1", "releases": [release()] });
    assert_eq!(read(&package.to_string()).contracts[0].1, *found);
    let record = json!({ "records": [{ "ocid": "ocds-abc-1", "compiledRelease": release() }] });
    assert_eq!(read(&record.to_string()).contracts[0].1, *found);
    // Without a compiled release, the releases laid over each other by their dates.
    let (mut tender, mut contract) = (release(), release());
    tender["date"] = json!("2026-01-01T00:00:00Z");
    tender["tender"]["numberOfTenderers"] = json!(9);
    tender.as_object_mut().unwrap().remove("contracts");
    contract["tender"] = json!({ "id": "t", "numberOfTenderers": 3 });
    let record = json!({ "records": [{ "ocid": "ocds-abc-1", "releases": [contract, tender] }] });
    assert_eq!(read(&record.to_string()).contracts[0].1, *found);
}

#[test]
fn what_is_missing_in_a_release_is_told_with_its_path() {
    let without = |path: &[&str]| {
        let mut whole = release();
        let (last, before) = path.split_last().unwrap();
        let mut node = &mut whole;
        for key in before {
            node = match key.parse::<usize>() {
                Ok(at) => &mut node[at],
                Err(_) => &mut node[*key],
            };
        }
        node.as_object_mut().unwrap().remove(*last);
        let read = read(&json!({ "releases": [whole] }).to_string());
        assert!(read.contracts.is_empty() && read.mistakes.len() == 1, "{path:?}: {read:?}");
        read.mistakes[0].sentence(Lang::En)
    };
    let missing = "This part is missing. Fill it in and send the file again.";
    for (path, place) in [
        (&["ocid"][..], "releases[0].ocid"),
        (&["tender", "procurementMethod"], "releases[0].tender.procurementMethod"),
        (&["tender", "mainProcurementCategory"], "releases[0].tender.mainProcurementCategory"),
        (&["awards", "0", "suppliers"], "releases[0].awards[0].suppliers"),
        (&["contracts", "0", "value"], "releases[0].contracts[0].value.amount"),
        (&["contracts", "0", "value", "amount"], "releases[0].contracts[0].value.amount"),
        (
            &["contracts", "0", "items", "0", "quantity"],
            "releases[0].contracts[0].items[0].quantity",
        ),
    ] {
        assert_eq!(without(path), format!("{place}: {missing}"));
    }
    let changed = |pointer: &str, value: Value| {
        let mut whole = release();
        *whole.pointer_mut(pointer).unwrap() = value;
        read(&whole.to_string())
            .mistakes
            .first()
            .map(|one| one.sentence(Lang::En))
            .unwrap_or_default()
    };
    assert_eq!(
        changed("/contracts/0/value/currency", json!("USD")),
        "contracts[0].value.currency: The currency is USD. Only rupiah (IDR) is taken."
    );
    assert_eq!(
        changed("/contracts/0/dateSigned", json!("kemarin")),
        "contracts[0].dateSigned: \"kemarin\" is no day. Write it as 2026-03-02."
    );
    assert!(
        changed("/tender/numberOfTenderers", json!("tiga"))
            .starts_with("tender.numberOfTenderers:")
    );
    let broken = read("{\"releases\": [\n{,");
    assert!(broken.mistakes[0].sentence(Lang::En).starts_with("Line 2, column 2"), "{broken:?}");
    let links = json!({ "records": [{ "ocid": "x", "releases": [{ "url": "https://x" }] }] });
    assert!(read(&links.to_string()).mistakes[0].sentence(Lang::En).contains("links only"));
}

#[test]
fn cancelled_and_undecided_processes_are_no_contracts_and_no_mistakes() {
    let mut cancelled = release();
    cancelled["contracts"][0]["status"] = json!("cancelled");
    let mut tender = release();
    tender.as_object_mut().unwrap().remove("contracts");
    tender.as_object_mut().unwrap().remove("awards");
    let read = read(&json!({ "releases": [cancelled, tender, release()] }).to_string());
    assert_eq!((read.waiting, read.contracts.len(), read.mistakes.len()), (2, 1, 0));
}

#[test]
fn the_same_contract_twice_is_one_and_a_different_one_is_told() {
    let mut other = contract("K-1");
    other.value = Rupiah::new(1);
    let text = package(&[contract("K-1"), contract("K-1")]);
    assert_eq!((read(&text).contracts.len(), read(&text).mistakes.len()), (1, 0));
    for text in [
        package(&[contract("K-1"), other.clone()]),
        table::write([contract("K-1"), other].iter()).unwrap(),
    ] {
        let read = read(&text);
        assert_eq!((read.contracts.len(), read.mistakes.len()), (1, 1), "{read:?}");
        assert!(read.mistakes[0].sentence(Lang::En).contains("Contract K-1 is named twice"));
    }
}

#[test]
fn a_table_may_use_other_names_and_tells_line_and_column() {
    let head = "nomor;satuan_kerja;judul;penyedia;jenis;metode;nilai;tanggal;harga;jumlah";
    let good = "K-1;DINKES;Kursi;CV Maju;Barang;Pengadaan langsung;Rp88.500.000;2026-03-02;;";
    let said = |row: &str| {
        let read = read(&format!("{head}\n{good}\n{row}\n"));
        assert_eq!(read.contracts.len(), 1, "the good row stays: {read:?}");
        read.mistakes.first().map(|one| one.sentence(Lang::En)).unwrap_or_default()
    };
    assert_eq!(said(""), "");
    assert_eq!(
        said("K-2;DINKES;Meja;CV Maju;Barang;Pilih;9;2026-03-02;;"),
        "Line 3, column method: \"Pilih\" is no method. Write open, selective, limited, direct or catalogue."
    );
    assert_eq!(
        said("K-2;DINKES;;CV Maju;Barang;Tender;9;2026-03-02;;"),
        "Line 3, column title: This part is missing. Fill it in and send the file again."
    );
    assert!(
        said("K-2;DINKES;Meja;CV Maju;Barang;Tender;9;2 Maret;;")
            .starts_with("Line 3, column awarded_on")
    );
    assert!(
        said("K-2;DINKES;Meja;CV Maju;Barang;Tender;9;2026-03-02;5;")
            .starts_with("Line 3, column quantity")
    );
    assert!(said("K-2;DINKES").starts_with("Line 3: This row cannot be read"));
    let lacking = read("number,unit\n1,2\n");
    assert_eq!(
        lacking.mistakes[0].sentence(Lang::En),
        "Line 1, column title: There is no such column. There are: number, unit."
    );
    let named = BTreeMap::from([("number".to_owned(), "paket".to_owned())]);
    let renamed = files::read(&format!("{}\n{good}\n", head.replace("nomor", "paket")), &named);
    assert_eq!(renamed.contracts.len(), 1);
}
