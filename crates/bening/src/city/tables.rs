//! Units and kelurahan as spreadsheets.

use std::collections::BTreeSet;

use kernel::data::DataError;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serve::catalogue::import::{OWN_KELURAHAN, Seed};
use serve::queue::model::Setting;

/// One row of `units.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct UnitRow {
    /// Short name, unique.
    pub code: String,
    /// Name in Indonesian.
    pub name_id: String,
    /// Name in English.
    pub name_en: String,
    /// secretariat, inspectorate, agency, office, hospital, district, kelurahan or unit.
    pub kind: String,
    /// Code of the unit above; empty under the mayor.
    pub parent: String,
    /// Kemendagri code, for districts and kelurahan.
    pub region: String,
    /// yes or no.
    pub serves_public: String,
    /// yes or no.
    pub verified: String,
}

/// One row of `kelurahan.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct KelurahanRow {
    /// Kemendagri code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Code of its district.
    pub kecamatan_code: String,
    /// Name of its district.
    pub kecamatan_name: String,
    /// First six digits of a NIK that was first registered there.
    pub nik_prefix: String,
    /// Degrees north; negative is south.
    pub lat: f64,
    /// Degrees east.
    pub lng: f64,
    /// Square kilometres.
    pub area_km2: f64,
}

/// One row of `discretionary.csv`: a step for which an officer is drawn.
#[derive(Clone, Debug, Deserialize)]
pub struct DiscretionaryRow {
    /// Code of the service.
    pub service: String,
    /// Code of the step, as in the work steps.
    pub step: String,
    /// Name in Indonesian.
    pub name_id: String,
    /// Name in English.
    pub name_en: String,
}

/// One row of `counters.csv`: how the counters of a unit work at first.
#[derive(Clone, Debug, Deserialize)]
pub struct CounterRow {
    /// Code of the unit.
    pub unit: String,
    /// How many counters.
    pub counters: i64,
    /// Minutes of a slot.
    pub slot_minutes: i64,
    /// How many people all counters together serve in a slot.
    pub people_per_slot: i64,
    /// Percent of them who are kept for people without an appointment.
    pub walk_in_percent: i64,
    /// yes or no.
    pub verified: String,
}

impl CounterRow {
    /// The same as the queue knows it.
    pub fn setting(&self) -> Setting {
        Setting {
            counters: self.counters,
            slot_minutes: self.slot_minutes,
            people_per_slot: self.people_per_slot,
            walk_in_percent: self.walk_in_percent,
        }
    }
}

const KINDS: [&str; 8] = [
    "secretariat",
    "inspectorate",
    "agency",
    "office",
    "hospital",
    "district",
    "kelurahan",
    "unit",
];

/// All rows that can be read, with their lines, and a mistake for each that cannot.
fn rows<T: DeserializeOwned>(name: &str, text: &str) -> (Vec<(u64, T)>, Vec<DataError>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for result in reader.deserialize::<T>() {
        match result {
            // The header is line 1; quoted cells of these tables hold no line breaks.
            Ok(row) => good.push((good.len() as u64 + bad.len() as u64 + 2, row)),
            Err(error) => bad.push(DataError::csv(name, &error)),
        }
    }
    (good, bad)
}

/// Reads the units.
///
/// # Errors
/// Every mistake, with file, line and column.
pub fn units(name: &str, text: &str) -> Result<Vec<UnitRow>, Vec<DataError>> {
    let (rows, mut mistakes) = rows::<UnitRow>(name, text);
    let codes: BTreeSet<&str> = rows.iter().map(|(_, row)| row.code.as_str()).collect();
    let mut seen = BTreeSet::new();
    for (line, row) in &rows {
        let mut say = |column: &str, message: String| {
            mistakes.push(DataError::cell(name, *line, column, message));
        };
        if row.code.is_empty() || row.code.contains('/') {
            say("code", "write a code without a slash".to_owned());
        }
        if !seen.insert(row.code.as_str()) {
            say("code", format!("{} is there already; every code must be unique", row.code));
        }
        if row.name_id.is_empty() {
            say("name_id", "it is empty; write the unit's name".to_owned());
        }
        if !KINDS.contains(&row.kind.as_str()) {
            say("kind", format!("{} is unknown; use one of {}", row.kind, KINDS.join(", ")));
        }
        if !row.parent.is_empty() && !codes.contains(row.parent.as_str()) {
            say("parent", format!("{} is not a unit of this file; correct the code", row.parent));
        }
        for (column, value) in [("serves_public", &row.serves_public), ("verified", &row.verified)]
        {
            if !matches!(value.as_str(), "yes" | "no") {
                say(column, format!("{value} is neither yes nor no"));
            }
        }
    }
    if mistakes.is_empty() {
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    } else {
        Err(mistakes)
    }
}

/// Reads the kelurahan; each must have a unit of the same region.
///
/// # Errors
/// Every mistake, with file, line and column.
pub fn kelurahan(
    name: &str,
    text: &str,
    units: &[UnitRow],
) -> Result<Vec<KelurahanRow>, Vec<DataError>> {
    let (rows, mut mistakes) = rows::<KelurahanRow>(name, text);
    let mut seen = BTreeSet::new();
    for (line, row) in &rows {
        let mut say = |column: &str, message: String| {
            mistakes.push(DataError::cell(name, *line, column, message));
        };
        if !seen.insert(row.code.as_str()) {
            say("code", format!("{} is there already; every code must be unique", row.code));
        }
        if unit_of(row, units).is_none() {
            say("code", format!("no unit has the region {}; add it to the units", row.code));
        }
        if row.nik_prefix.len() != 6 || !row.nik_prefix.chars().all(|c| c.is_ascii_digit()) {
            say("nik_prefix", format!("{} is not six digits", row.nik_prefix));
        }
        if row.area_km2 <= 0.0 || row.area_km2.is_nan() {
            say("area_km2", "the area must be more than zero".to_owned());
        }
    }
    if mistakes.is_empty() {
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    } else {
        Err(mistakes)
    }
}

/// The unit that serves a kelurahan.
pub fn unit_of<'u>(row: &KelurahanRow, units: &'u [UnitRow]) -> Option<&'u UnitRow> {
    units.iter().find(|unit| unit.kind == "kelurahan" && unit.region == row.code)
}

/// Reads the steps for which an officer is drawn; each must be a work step of the catalogue.
///
/// # Errors
/// Every mistake, with file, line and column.
pub fn discretionary(
    name: &str,
    text: &str,
    seed: &Seed,
) -> Result<Vec<DiscretionaryRow>, Vec<DataError>> {
    let (rows, mut mistakes) = rows::<DiscretionaryRow>(name, text);
    let mut seen = BTreeSet::new();
    for (line, row) in &rows {
        let mut say = |column: &str, message: String| {
            mistakes.push(DataError::cell(name, *line, column, message));
        };
        match seed.standards.iter().find(|standard| standard.code == row.service) {
            None => say("service", format!("{} is not a service; correct the code", row.service)),
            Some(standard) if standard.unit == OWN_KELURAHAN => {
                say("service", "kelurahan have too few officers for a draw; remove it".to_owned());
            }
            Some(_) => {}
        }
        if !seen.insert(row.service.as_str()) {
            say("service", format!("{} is there already; one step a service", row.service));
        }
        if !seed.steps.iter().any(|step| step.service == row.service && step.code == row.step) {
            say("step", format!("{} is not a step of this service; correct the code", row.step));
        }
        if row.name_id.is_empty() {
            say("name_id", "it is empty; write what the officer does".to_owned());
        }
    }
    if mistakes.is_empty() {
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    } else {
        Err(mistakes)
    }
}

/// Reads how counters work at first; each must be those of a unit.
///
/// # Errors
/// Every mistake, with file, line and column.
pub fn counters(
    name: &str,
    text: &str,
    units: &[UnitRow],
) -> Result<Vec<CounterRow>, Vec<DataError>> {
    let (rows, mut mistakes) = rows::<CounterRow>(name, text);
    let mut seen = BTreeSet::new();
    for (line, row) in &rows {
        let mut say = |column: &str, message: String| {
            mistakes.push(DataError::cell(name, *line, column, message));
        };
        if !units.iter().any(|unit| unit.code == row.unit) {
            say("unit", format!("{} is not a unit; correct the code", row.unit));
        }
        if !seen.insert(row.unit.as_str()) {
            say("unit", format!("{} is there already; one row a unit", row.unit));
        }
        if row.setting().checked(0).is_err() {
            let ranges = "counters 1 to 50, slot_minutes 5 to 120, people_per_slot 1 to 200, \
                          walk_in_percent 0 to 100";
            say("counters", format!("a number is out of its range; use {ranges}"));
        }
        if !matches!(row.verified.as_str(), "yes" | "no") {
            say("verified", format!("{} is neither yes nor no", row.verified));
        }
    }
    if mistakes.is_empty() {
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    } else {
        Err(mistakes)
    }
}
