//! `/data/{dataset}`: what its columns say, its versions, and commands to begin with.

use askama::Template;
use axum::extract::{Path, State};
use kernel::Error;
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};

use super::super::datasets::{ANSWERS, Dataset, EVENTS, dataset};
use super::super::table::{Column, Kind};
use super::super::{describe, store};
use super::{Offer, about, offer};
use crate::scorecard::pages::words::period;

struct Word {
    name: String,
    title: String,
    meaning: String,
    kind: String,
    key: bool,
}

struct Version {
    name: String,
    offers: Vec<Offer>,
}

#[derive(Template)]
#[template(path = "open_data/templates/dataset.html")]
struct DatasetPage {
    page: Page,
    about: String,
    note: String,
    words: Vec<Word>,
    query: &'static str,
    versions: Vec<Version>,
}

/// `GET /data/{dataset}`.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let found = dataset(&code).ok_or_else(Error::not_found)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let all = store::all(&mut tx).await?;
    let versions = all.iter().filter(|release| release.of(&code).next().is_some());
    let version = |release: &_| version(lang, &code, release);
    Ok(html(&DatasetPage {
        page: visitor.page_titled(super::named(lang, &code)).in_section("data"),
        about: about(lang, &code),
        note: note(lang, found),
        words: found.columns().iter().map(|column| word(lang, found, column)).collect(),
        query: query(found),
        versions: versions.map(version).collect(),
    }))
}

fn version(lang: Lang, code: &str, release: &super::super::model::Release) -> Version {
    Version {
        name: period(lang, release.period),
        offers: release.of(code).map(|file| offer(lang, release, file)).collect(),
    }
}

/// What is not in a dictionary of columns.
fn note(lang: Lang, dataset: &Dataset) -> String {
    match dataset.code {
        ANSWERS => lang.t("open-data-note-answers"),
        EVENTS => lang.t("open-data-note-events"),
        _ => String::new(),
    }
}

fn word(lang: Lang, dataset: &Dataset, column: &Column) -> Word {
    let kind = match column.kind {
        Kind::Text => "open-data-kind-text",
        Kind::Whole => "open-data-kind-whole",
        Kind::Decimal => "open-data-kind-decimal",
        Kind::Day => "open-data-kind-day",
        Kind::Month => "open-data-kind-month",
    };
    Word {
        title: describe::title(lang, dataset.code, column),
        meaning: describe::meaning(lang, dataset.code, column),
        kind: lang.t(kind),
        key: dataset.key.contains(&column.name.as_str()),
        name: column.name.clone(),
    }
}

/// A command to begin with.
fn query(dataset: &Dataset) -> &'static str {
    match dataset.code {
        "rapor" => "bening estimate rapor.csv --ratio total/n --by finding --where form=share",
        "ukuran" => {
            "bening estimate ukuran.csv --ratio total/n --by unit --where \"measure=on-time and unit!=kota\""
        }
        "permohonan-layanan" => {
            "bening estimate permohonan-layanan.csv --ratio on_time/answered --by service"
        }
        "permohonan-bulan" => {
            "bening estimate permohonan-bulan.csv --ratio returned/answered --by month"
        }
        "permohonan-kanal" => {
            "bening estimate permohonan-kanal.csv --ratio own/complete --by channel"
        }
        "pengaduan" => "bening estimate pengaduan.csv --total closed",
        "gratifikasi" => "bening estimate gratifikasi.csv --total gifts",
        "layanan" => "bening estimate layanan.csv --mean fee --by unit",
        "indeks" => "bening estimate indeks.csv --mean value --by round --where unit=kota",
        "unsur" => "bening estimate unsur.csv --total lost --by round",
        ANSWERS => {
            "bening estimate jawaban.csv --mean skor --strata unit --population N --lone collapse"
        }
        _ => "bening process stats peristiwa.xes.gz",
    }
}
