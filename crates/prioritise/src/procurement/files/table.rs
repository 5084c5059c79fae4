//! Contracts as a table: a row for each thing that was bought, and one for a contract that names none.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::spending::{Bought, Category, ContractAwarded, Method};
use kernel::money::Rupiah;

use super::{Mistake, Place, Read, check, rupiah, thousandths, written};

/// Columns as we write them, each with other names under which it is found.
pub const COLUMNS: [(&str, &[&str]); 19] = [
    ("number", &["nomor", "nomor_kontrak", "ocid"]),
    ("budget_year", &["tahun", "tahun_anggaran"]),
    ("activity", &["kegiatan", "kode_kegiatan"]),
    ("unit", &["satuan_kerja", "buyer"]),
    ("title", &["judul", "nama_paket"]),
    ("supplier", &["penyedia", "nama_penyedia"]),
    ("supplier_id", &["nib", "npwp"]),
    ("category", &["jenis", "jenis_pengadaan"]),
    ("class", &["kelompok", "kbki"]),
    ("method", &["metode", "metode_pemilihan"]),
    ("emergency", &["darurat"]),
    ("bids", &["penawar", "jumlah_penawar"]),
    ("estimate", &["hps"]),
    ("value", &["nilai", "nilai_kontrak"]),
    ("awarded_on", &["tanggal", "tanggal_kontrak"]),
    ("item", &["kode_barang"]),
    ("item_title", &["barang"]),
    ("quantity", &["jumlah"]),
    ("price", &["harga", "harga_satuan"]),
];

/// Columns without which nothing is a contract.
const NEEDED: [&str; 8] =
    ["number", "unit", "title", "supplier", "category", "method", "value", "awarded_on"];

/// Where the columns of a table stand.
struct Columns(BTreeMap<&'static str, usize>);

impl Columns {
    fn find(header: &csv::StringRecord, named: &BTreeMap<String, String>) -> Result<Self, Mistake> {
        let place =
            |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
        let mut found = BTreeMap::new();
        for (column, others) in COLUMNS {
            let at = match named.get(column) {
                Some(name) => place(name),
                None => place(column).or_else(|| others.iter().find_map(|other| place(other))),
            };
            let asked = named.get(column).map_or(column, String::as_str);
            match at {
                Some(at) => {
                    found.insert(column, at);
                }
                None if NEEDED.contains(&column) || named.contains_key(column) => {
                    let place = Place::Cell(1, asked.to_owned());
                    let found = header.iter().take(12).collect::<Vec<_>>().join(", ");
                    return Err(Mistake { place, key: "procurement-file-column", found });
                }
                None => {}
            }
        }
        Ok(Self(found))
    }

    fn cell<'r>(&self, row: &'r csv::StringRecord, column: &str) -> &'r str {
        let text = self.0.get(column).and_then(|at| row.get(*at)).unwrap_or("").trim();
        // The sign that keeps a spreadsheet from taking words for a formula.
        match text.strip_prefix('\'') {
            Some(rest) if rest.starts_with(GUARDED) => rest,
            _ => text,
        }
    }
}

const GUARDED: [char; 5] = ['=', '+', '-', '@', '\''];

type Wrong<'r> = (&'static str, &'static str, &'r str);

/// Reads a table. `named` gives columns other names than ours.
pub fn read(text: &str, named: &BTreeMap<String, String>) -> Read {
    let mut read = Read::default();
    let first = text.lines().next().unwrap_or_default();
    let delimiter =
        if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) if !header.iter().all(|cell| cell.trim().is_empty()) => header.clone(),
        _ => {
            read.wrong(Place::Path(String::new()), "procurement-file-empty", "");
            return read;
        }
    };
    let columns = match Columns::find(&header, named) {
        Ok(columns) => columns,
        Err(mistake) => {
            read.mistakes.push(mistake);
            return read;
        }
    };
    let mut rows: BTreeMap<String, (u64, ContractAwarded)> = BTreeMap::new();
    let mut order = Vec::new();
    for row in reader.records() {
        match row {
            Ok(row) => one(&columns, &row, &mut rows, &mut order, &mut read),
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                read.wrong(Place::Cell(line, String::new()), "procurement-file-row", "");
            }
        }
    }
    let mut seen = BTreeMap::new();
    for number in order {
        let Some((line, contract)) = rows.remove(&number) else { continue };
        match check(&contract) {
            Ok(()) => read.take(&mut seen, Place::Cell(line, String::new()), contract),
            Err((field, key)) => read.wrong(Place::Cell(line, field.to_owned()), key, &number),
        }
    }
    read
}

fn one(
    columns: &Columns,
    row: &csv::StringRecord,
    rows: &mut BTreeMap<String, (u64, ContractAwarded)>,
    order: &mut Vec<String>,
    read: &mut Read,
) {
    let line = row.position().map_or(0, csv::Position::line);
    let told = contract(columns, row).and_then(|contract| Ok((contract, thing(columns, row)?)));
    let (contract, thing) = match told {
        Ok(told) => told,
        Err((column, key, found)) => {
            // The other rows of this contract would make half of it.
            rows.remove(columns.cell(row, "number"));
            return read.wrong(Place::Cell(line, column.to_owned()), key, found);
        }
    };
    let number = contract.number.clone();
    match rows.get_mut(&number) {
        Some((_, before)) => {
            let same = ContractAwarded { items: before.items.clone(), ..contract };
            if same != *before {
                read.wrong(Place::Cell(line, String::new()), "procurement-file-differs", &number);
            } else if let Some(thing) = thing {
                before.items.push(thing);
            }
        }
        // A number that has lost a row before is not begun again.
        None if order.contains(&number) => {}
        None => {
            order.push(number.clone());
            rows.insert(
                number,
                (line, ContractAwarded { items: thing.into_iter().collect(), ..contract }),
            );
        }
    }
}

fn contract<'r>(
    columns: &Columns,
    row: &'r csv::StringRecord,
) -> Result<ContractAwarded, Wrong<'r>> {
    let cell = |column| columns.cell(row, column);
    let text = |column| cell(column).to_owned();
    if let Some(empty) = NEEDED.into_iter().find(|column| cell(column).is_empty()) {
        return Err((empty, "procurement-file-needed", ""));
    }
    let awarded_on: Date = cell("awarded_on")
        .parse()
        .map_err(|_| ("awarded_on", "procurement-file-day", cell("awarded_on")))?;
    let optional = |column: &'static str| match cell(column) {
        "" => Ok(None),
        found => rupiah(found).map(Some).ok_or((column, "procurement-file-money", found)),
    };
    let number = |column: &'static str, key| match cell(column) {
        "" => Ok(None),
        found => found.parse::<i64>().map(Some).map_err(|_| (column, key, found)),
    };
    let year = number("budget_year", "procurement-file-year")?;
    let year = i16::try_from(year.unwrap_or_else(|| i64::from(awarded_on.year())))
        .map_err(|_| ("budget_year", "procurement-file-year", cell("budget_year")))?;
    let supplier_id = match cell("supplier_id") {
        "" => text("supplier"),
        id => id.to_owned(),
    };
    Ok(ContractAwarded {
        v: 1,
        number: text("number"),
        budget_year: year,
        activity: text("activity"),
        unit: text("unit"),
        title: text("title"),
        supplier: text("supplier"),
        supplier_id,
        category: category(cell("category")).ok_or((
            "category",
            "procurement-file-category",
            cell("category"),
        ))?,
        class: text("class"),
        method: method(cell("method")).ok_or((
            "method",
            "procurement-file-method",
            cell("method"),
        ))?,
        emergency: matches!(cell("emergency").to_lowercase().as_str(), "1" | "yes" | "ya" | "true"),
        bids: number("bids", "procurement-file-bids")?,
        estimate: optional("estimate")?,
        value: optional("value")?.unwrap_or(Rupiah::ZERO),
        awarded_on,
        items: Vec::new(),
    })
}

/// A method by our code or as people write it.
fn method(text: &str) -> Option<Method> {
    let text = text.to_lowercase();
    Method::parse(&text).or(match text.as_str() {
        "tender" | "seleksi" | "tender cepat" => Some(Method::Open),
        "limited" | "tender terbatas" => Some(Method::Selective),
        "pengadaan langsung" | "penunjukan langsung" => Some(Method::Direct),
        "e-purchasing" | "e-katalog" | "katalog" => Some(Method::Catalogue),
        _ => None,
    })
}

fn category(text: &str) -> Option<Category> {
    let text = text.to_lowercase();
    Category::parse(&text).or(match text.as_str() {
        "barang" => Some(Category::Goods),
        "konstruksi" | "pekerjaan konstruksi" => Some(Category::Works),
        "konsultansi" | "jasa konsultansi" => Some(Category::Consulting),
        "jasa" | "jasa lainnya" => Some(Category::Services),
        _ => None,
    })
}

fn thing<'r>(columns: &Columns, row: &'r csv::StringRecord) -> Result<Option<Bought>, Wrong<'r>> {
    let cell = |column| columns.cell(row, column);
    if ["item", "item_title", "quantity", "price"].iter().all(|column| cell(column).is_empty()) {
        return Ok(None);
    }
    let quantity = thousandths(cell("quantity")).filter(|quantity| *quantity > 0);
    let price = rupiah(cell("price")).filter(|price| price.get() > 0);
    Ok(Some(Bought {
        item: cell("item").to_owned(),
        title: cell("item_title").to_owned(),
        quantity: quantity.ok_or(("quantity", "procurement-file-quantity", cell("quantity")))?,
        price: price.ok_or(("price", "procurement-file-money", cell("price")))?,
        standard: None,
    }))
}

/// Writes a table that [`read`] reads back.
///
/// # Errors
/// When it cannot be written, which memory alone decides.
pub fn write<'c>(contracts: impl Iterator<Item = &'c ContractAwarded>) -> Result<String> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS.map(|(name, _)| name)).map_err(Error::internal)?;
    for contract in contracts {
        for item in contract.items.iter().map(Some).chain(contract.items.is_empty().then_some(None))
        {
            out.write_record(cells(contract, item)).map_err(Error::internal)?;
        }
    }
    String::from_utf8(out.into_inner().map_err(Error::internal)?).map_err(Error::internal)
}

fn cells(contract: &ContractAwarded, item: Option<&Bought>) -> [String; 19] {
    let guarded = |text: &str| match text.starts_with(GUARDED) {
        true => format!("'{text}"),
        false => text.to_owned(),
    };
    let optional = |amount: Option<i64>| amount.map_or_else(String::new, |one| one.to_string());
    let of_item = |tell: fn(&Bought) -> String| item.map_or_else(String::new, tell);
    [
        guarded(&contract.number),
        contract.budget_year.to_string(),
        guarded(&contract.activity),
        guarded(&contract.unit),
        guarded(&contract.title),
        guarded(&contract.supplier),
        guarded(&contract.supplier_id),
        contract.category.code().to_owned(),
        guarded(&contract.class),
        contract.method.code().to_owned(),
        if contract.emergency { "1".to_owned() } else { String::new() },
        optional(contract.bids),
        optional(contract.estimate.map(Rupiah::get)),
        contract.value.get().to_string(),
        contract.awarded_on.to_string(),
        guarded(&of_item(|item| item.item.clone())),
        guarded(&of_item(|item| item.title.clone())),
        of_item(|item| written(item.quantity)),
        of_item(|item| item.price.get().to_string()),
    ]
}
