//! What describes the tables for programs: CSV on the Web (W3C, 2015) for each, and one Data Package
//! (Frictionless, version 1) for the release. Both say the same, from the texts of the interface.

use kernel::Error;
use kernel::error::Result;
use platform::i18n::Lang;
use platform::vault::sha256;
use serde_json::{Value, json};

use super::datasets::ANSWERS;
use super::model::{File, LICENCE, Period};
use super::table::{Column, Kind, Table};

/// Media type of CSV.
pub const CSV: &str = "text/csv; charset=utf-8";
/// Media type of JSON.
pub const JSON: &str = "application/json";

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a column is called.
pub fn title(lang: Lang, dataset: &str, column: &Column) -> String {
    text(lang, dataset, column, "")
}

/// What a column says.
pub fn meaning(lang: Lang, dataset: &str, column: &Column) -> String {
    text(lang, dataset, column, "-hint")
}

fn text(lang: Lang, dataset: &str, column: &Column, end: &str) -> String {
    let name = column.name.as_str();
    let fixed = ["unit", "N", "pintu", "skor"].contains(&name);
    if dataset != ANSWERS || fixed {
        return lang.t(&format!("open-data-column-{name}{end}"));
    }
    match name.strip_prefix("nilai_") {
        Some(term) => lang.t1(&format!("open-data-column-term_of{end}"), "name", term),
        None => lang.t1(&format!("open-data-column-answer_to{end}"), "name", name),
    }
}

fn both(key: &str) -> Value {
    json!([
        { "@value": Lang::Id.t(key), "@language": "id" },
        { "@value": Lang::En.t(key), "@language": "en" },
    ])
}

/// All files of a release: each table in its two forms with its description, the event logs, and the package.
///
/// # Errors
/// Never in practice.
pub fn files(
    (period, city): (Period, &str),
    tables: &[Table],
    events: Vec<File>,
) -> Result<Vec<File>> {
    let mut files = Vec::new();
    let mut resources = Vec::new();
    for table in tables {
        let (csv, rows) = (table.csv(), i64::try_from(table.rows.len()).unwrap_or(i64::MAX));
        let file = |ending: &str, media: &'static str, rows: i64, content: String| File {
            name: format!("{}.{ending}", table.dataset),
            dataset: table.dataset.to_owned(),
            media,
            rows,
            content: content.into_bytes(),
        };
        resources.push(resource(table, csv.as_bytes()));
        files.push(file("csv", CSV, rows, csv));
        files.push(file("json", JSON, rows, table.json()));
        let described = pretty(&csvw(city, table))?;
        files.push(file("csv-metadata.json", "application/csvm+json", 0, described));
    }
    files.extend(events);
    let package = json!({
        "profile": "tabular-data-package",
        "name": format!("bening-{}", period.to_string().to_lowercase()),
        "title": format!("{} {city}, {period}", Lang::Id.t("open-data-title")),
        "description": Lang::Id.t("open-data-small"),
        "version": period.to_string(),
        "licenses": [{ "name": "CC-BY-4.0", "path": LICENCE, "title": "Creative Commons Attribution 4.0" }],
        "sources": [{ "title": city }],
        "resources": resources,
    });
    files.push(File {
        name: "datapackage.json".to_owned(),
        dataset: String::new(),
        media: JSON,
        rows: 0,
        content: pretty(&package)?.into_bytes(),
    });
    Ok(files)
}

fn pretty(value: &Value) -> Result<String> {
    Ok(serde_json::to_string_pretty(value).map_err(Error::internal)? + "\n")
}

/// The description of a table beside it (Metadata Vocabulary for Tabular Data).
fn csvw(city: &str, table: &Table) -> Value {
    let column = |column: &Column| {
        let titled = |lang: Lang| json!([column.name, title(lang, table.dataset, column)]);
        json!({
            "name": column.name,
            "titles": { "id": titled(Lang::Id), "en": titled(Lang::En) },
            "dc:description": [
                { "@value": meaning(Lang::Id, table.dataset, column), "@language": "id" },
                { "@value": meaning(Lang::En, table.dataset, column), "@language": "en" },
            ],
            "datatype": datatype(column.kind),
            "required": column.required,
        })
    };
    let mut schema = json!({ "columns": table.columns.iter().map(column).collect::<Vec<_>>() });
    if !table.key.is_empty() {
        schema["primaryKey"] = json!(table.key);
    }
    json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "id" }],
        "url": format!("{}.csv", table.dataset),
        "dc:title": both(&format!("open-data-name-{}", table.dataset)),
        "dc:description": both(&format!("open-data-about-{}", table.dataset)),
        "dc:publisher": city,
        "dc:license": { "@id": LICENCE },
        "dialect": { "header": true, "encoding": "utf-8", "lineTerminators": ["\n"] },
        "tableSchema": schema,
    })
}

fn datatype(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!("string"),
        Kind::Whole => json!("integer"),
        Kind::Decimal => json!("decimal"),
        Kind::Day => json!({ "base": "date", "format": "yyyy-MM-dd" }),
        Kind::Month => json!({ "base": "gYearMonth" }),
    }
}

fn resource(table: &Table, csv: &[u8]) -> Value {
    let field = |column: &Column| {
        let kind = match column.kind {
            Kind::Text => "string",
            Kind::Whole => "integer",
            Kind::Decimal => "number",
            Kind::Day => "date",
            Kind::Month => "yearmonth",
        };
        json!({
            "name": column.name,
            "type": kind,
            "title": title(Lang::Id, table.dataset, column),
            "description": meaning(Lang::Id, table.dataset, column),
            "constraints": { "required": column.required },
        })
    };
    let mut schema = json!({
        "fields": table.columns.iter().map(field).collect::<Vec<_>>(),
        "missingValues": [""],
    });
    if !table.key.is_empty() {
        schema["primaryKey"] = json!(table.key);
    }
    json!({
        "profile": "tabular-data-resource",
        "name": table.dataset,
        "path": format!("{}.csv", table.dataset),
        "title": Lang::Id.t(&format!("open-data-name-{}", table.dataset)),
        "description": Lang::Id.t(&format!("open-data-about-{}", table.dataset)),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": csv.len(),
        "hash": format!("sha256:{}", hex(&sha256(csv))),
        "schema": schema,
    })
}
