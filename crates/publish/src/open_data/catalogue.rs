//! The catalogue for other catalogues: DCAT 3 (W3C, 2024) with what the application profile DCAT-AP 3 demands, as
//! JSON-LD. Pure.
//!
//! Each dataset is a series; each release of it is a dataset in the series, with its version, its licence and one
//! distribution for each form, whose SHA-256 is that of the fact in the ledger.

use platform::i18n::Lang;
use serde_json::{Value, json};

use super::datasets::{DATASETS, LIVING};
use super::model::{LICENCE, Release, ReleasedFile};

/// Whose data it is, and where.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// What the city is called.
    pub city: &'a str,
    /// The address of the site, without a slash at its end.
    pub host: &'a str,
}

fn both(key: &str) -> Value {
    json!([
        { "@value": Lang::Id.t(key), "@language": "id" },
        { "@value": Lang::En.t(key), "@language": "en" },
    ])
}

fn id(address: &str) -> Value {
    json!({ "@id": address })
}

fn typed(value: impl std::fmt::Display, kind: &str) -> Value {
    json!({ "@value": value.to_string(), "@type": kind })
}

fn media(kind: &str) -> Value {
    let kind = kind.split(';').next().unwrap_or(kind);
    id(&format!("https://www.iana.org/assignments/media-types/{kind}"))
}

/// The media type of a file by its name.
fn media_of(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "csv" => "text/csv",
        "gz" => "application/gzip",
        _ => "application/json",
    }
}

/// The catalogue.
pub fn catalogue(place: Place<'_>, releases: &[Release]) -> Value {
    let Place { city, host } = place;
    let mut graph =
        vec![json!({ "@id": format!("{host}/"), "@type": "foaf:Organization", "foaf:name": city })];
    let mut datasets = Vec::new();
    for dataset in DATASETS {
        let series = format!("{host}/data/{}", dataset.code);
        let members = releases.iter().filter(|release| release.of(dataset.code).next().is_some());
        let members: Vec<Value> =
            members.map(|release| member(place, dataset.code, release)).collect();
        if members.is_empty() {
            continue;
        }
        let mut node = described(place, dataset.code, &series);
        node["@type"] = json!("dcat:DatasetSeries");
        node["dct:accrualPeriodicity"] =
            id("http://publications.europa.eu/resource/authority/frequency/QUARTERLY");
        graph.push(node);
        datasets
            .extend(members.iter().map(|member| id(member["@id"].as_str().unwrap_or_default())));
        graph.extend(members);
    }
    for (code, path, kind) in LIVING {
        let address = format!("{host}{path}");
        let mut node = described(place, code, &format!("{host}/data#{code}"));
        node["dcat:landingPage"] = id(&address);
        node["dcat:distribution"] = json!([{
            "@id": format!("{host}/data#{code}-file"),
            "@type": "dcat:Distribution",
            "dct:title": both(&format!("open-data-name-{code}")),
            "dcat:accessURL": id(&address),
            "dcat:mediaType": media(kind),
            "dct:license": id(LICENCE),
        }]);
        datasets.push(id(&format!("{host}/data#{code}")));
        graph.push(node);
    }
    let mut catalogue = json!({
        "@id": format!("{host}/data"),
        "@type": "dcat:Catalog",
        "dct:title": both("open-data-title"),
        "dct:description": both("open-data-lead"),
        "dct:publisher": id(&format!("{host}/")),
        "dct:license": id(LICENCE),
        "dct:language": [
            id("http://publications.europa.eu/resource/authority/language/IND"),
            id("http://publications.europa.eu/resource/authority/language/ENG"),
        ],
        "foaf:homepage": id(&format!("{host}/data")),
        "dcat:dataset": datasets,
    });
    if let Some(newest) = releases.iter().filter_map(|release| release.released_at).max() {
        catalogue["dct:modified"] = typed(newest, "xsd:dateTime");
    }
    graph.push(catalogue);
    json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@graph": graph,
    })
}

/// What a dataset is, whatever its form.
fn described(place: Place<'_>, code: &str, address: &str) -> Value {
    json!({
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:title": both(&format!("open-data-name-{code}")),
        "dct:description": both(&format!("open-data-about-{code}")),
        "dct:publisher": id(&format!("{}/", place.host)),
        "dct:license": id(LICENCE),
        "dct:identifier": address,
        "dcat:theme": id("http://publications.europa.eu/resource/authority/data-theme/GOVE"),
        "dct:accessRights":
            id("http://publications.europa.eu/resource/authority/access-right/PUBLIC"),
    })
}

/// One release of a dataset.
fn member(place: Place<'_>, code: &str, release: &Release) -> Value {
    let Place { host, .. } = place;
    let period = release.period;
    let mut node = described(place, code, &format!("{host}/data/{code}#{period}"));
    node["dcat:inSeries"] = id(&format!("{host}/data/{code}"));
    node["dcat:version"] = json!(period.to_string());
    node["dct:temporal"] = json!({
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": typed(period.first(), "xsd:date"),
        "dcat:endDate": typed(period.last(), "xsd:date"),
    });
    if let Some(at) = release.released_at {
        node["dct:issued"] = typed(at, "xsd:dateTime");
    }
    node["dcat:landingPage"] = id(&format!("{host}/data/{code}"));
    let data = release.of(code).filter(|file| !file.name.ends_with("metadata.json"));
    let given = data.map(|file| distribution(place, code, release, file));
    node["dcat:distribution"] = given.collect();
    node
}

fn distribution(place: Place<'_>, code: &str, release: &Release, file: &ReleasedFile) -> Value {
    let address = format!("{}/data/{}/{}", place.host, release.period, file.name);
    let mut node = json!({
        "@id": format!("{address}#file"),
        "@type": "dcat:Distribution",
        "dct:title": file.name,
        "dct:description": both(&format!("open-data-about-{code}")),
        "dcat:accessURL": id(&address),
        "dcat:downloadURL": id(&address),
        "dcat:mediaType": media(media_of(&file.name)),
        "dcat:byteSize": typed(file.bytes, "xsd:nonNegativeInteger"),
        "dct:license": id(LICENCE),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": id("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
            "spdx:checksumValue": typed(&file.sha256, "xsd:hexBinary"),
        },
    });
    if let Some(at) = release.released_at {
        node["dct:issued"] = typed(at, "xsd:dateTime");
    }
    if file.name.ends_with(".csv") {
        let described = format!("{}/data/{}/{code}.csv-metadata.json", place.host, release.period);
        node["dct:conformsTo"] = id(&described);
    }
    node
}
