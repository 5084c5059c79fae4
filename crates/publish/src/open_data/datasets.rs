//! What there is: every dataset with its columns. Pure.

use super::table::{Column, Kind};

/// A column: its name, what it holds, whether every row has it.
type ColumnOf = (&'static str, Kind, bool);

/// A dataset.
#[derive(Clone, Copy, Debug)]
pub struct Dataset {
    /// Its code, also the name of its files and the end of its address.
    pub code: &'static str,
    /// Its columns, in groups that datasets share. Those of answers follow from their questionnaire.
    pub columns: &'static [&'static [ColumnOf]],
    /// Names of the columns that tell a row from all others.
    pub key: &'static [&'static str],
}

use Kind::{Day, Decimal, Month, Text, Whole};

/// How the whole city is written where a unit could stand.
pub const CITY: &str = "kota";
/// The event log.
pub const EVENTS: &str = "peristiwa";
/// Answers to the survey behind the index.
pub const ANSWERS: &str = "jawaban";

const RAPOR: &[ColumnOf] = &[
    ("finding", Text, true),
    ("code", Text, true),
    ("unit", Text, true),
    ("form", Text, true),
    ("n", Whole, true),
    ("total", Whole, true),
    ("value", Decimal, true),
    ("low", Decimal, false),
    ("high", Decimal, false),
    ("before_period", Text, false),
    ("before_n", Whole, false),
    ("before_total", Whole, false),
    ("before_value", Decimal, false),
    ("moved", Text, true),
    ("target", Decimal, false),
];

const UKURAN: &[ColumnOf] = &[
    ("measure", Text, true),
    ("unit", Text, true),
    ("counts", Text, true),
    ("n", Whole, true),
    ("total", Whole, false),
    ("hidden", Text, false),
];

const OF_SERVICE: &[ColumnOf] = &[("unit", Text, true), ("service", Text, true)];
const OF_MONTH: &[ColumnOf] = &[("month", Month, true)];
const OF_CHANNEL: &[ColumnOf] = &[("channel", Text, true)];
const FILES: &[ColumnOf] = &[
    ("complete", Whole, false),
    ("own", Whole, false),
    ("answered", Whole, false),
    ("on_time", Whole, false),
    ("returned", Whole, false),
    ("hidden", Text, false),
];

const PENGADUAN: &[ColumnOf] = &[
    ("month", Month, true),
    ("closed", Whole, true),
    ("agreed", Whole, false),
    ("hidden", Text, false),
];

const GRATIFIKASI: &[ColumnOf] = &[("month", Month, true), ("gifts", Whole, true)];

const LAYANAN: &[ColumnOf] = &[
    ("service", Text, true),
    ("name_id", Text, true),
    ("name_en", Text, false),
    ("unit", Text, true),
    ("promise", Whole, true),
    ("promise_unit", Text, true),
    ("fee", Whole, true),
    ("documents", Whole, true),
    ("valid_from", Day, true),
    ("legal_basis", Text, false),
];

const INDEKS: &[ColumnOf] = &[
    ("round", Text, true),
    ("unit", Text, true),
    ("questionnaire", Text, true),
    ("from", Day, true),
    ("to", Day, true),
    ("population", Whole, true),
    ("answers", Whole, true),
    ("value", Decimal, true),
    ("low", Decimal, true),
    ("high", Decimal, true),
];

const UNSUR: &[ColumnOf] = &[
    ("round", Text, true),
    ("term", Text, true),
    ("name_id", Text, true),
    ("name_en", Text, false),
    ("mean", Decimal, true),
    ("low", Decimal, true),
    ("high", Decimal, true),
    ("lost", Decimal, true),
];

/// All of them, in the order of the page.
pub const DATASETS: [Dataset; 12] = [
    Dataset { code: "rapor", columns: &[RAPOR], key: &["finding"] },
    Dataset { code: "ukuran", columns: &[UKURAN], key: &["measure", "unit"] },
    Dataset {
        code: "permohonan-layanan",
        columns: &[OF_SERVICE, FILES],
        key: &["unit", "service"],
    },
    Dataset {
        code: "permohonan-bulan",
        columns: &[OF_SERVICE, OF_MONTH, FILES],
        key: &["unit", "service", "month"],
    },
    Dataset {
        code: "permohonan-kanal",
        columns: &[OF_SERVICE, OF_MONTH, OF_CHANNEL, FILES],
        key: &["unit", "service", "month", "channel"],
    },
    Dataset { code: "pengaduan", columns: &[PENGADUAN], key: &["month"] },
    Dataset { code: "gratifikasi", columns: &[GRATIFIKASI], key: &["month"] },
    Dataset { code: "layanan", columns: &[LAYANAN], key: &["service"] },
    Dataset { code: "indeks", columns: &[INDEKS], key: &["round", "unit"] },
    Dataset { code: "unsur", columns: &[UNSUR], key: &["round", "term"] },
    Dataset { code: ANSWERS, columns: &[], key: &[] },
    Dataset { code: EVENTS, columns: &[], key: &[] },
];

/// Data that stands elsewhere on the site and is always of today: code and address.
pub const LIVING: [(&str, &str, &str); 3] = [
    ("anggaran", "/anggaran", "text/html"),
    ("kontrak", "/kontrak/unduh.json", "application/json"),
    ("antrean", "/api/v1/antrean", "application/json"),
];

/// The dataset of that code.
pub fn dataset(code: &str) -> Option<&'static Dataset> {
    DATASETS.iter().find(|dataset| dataset.code == code)
}

impl Dataset {
    /// Its columns.
    pub fn columns(&self) -> Vec<Column> {
        let column = |(name, kind, required): &ColumnOf| Column {
            name: (*name).to_owned(),
            kind: *kind,
            required: *required,
        };
        self.columns.iter().copied().flatten().map(column).collect()
    }
}
