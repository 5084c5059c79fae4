//! The catalogue as seven spreadsheets: read whole, with every mistake named by file, line and
//! column (see the README of the data folder for the format).

mod components;
mod parts;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kernel::calendar::{Hours, Term, TimeUnit};
use kernel::data::DataError;
use kernel::money::Rupiah;
use kernel::service::{Bilingual, Deemed, FeeDue, Proxy, Standard};

pub use table::Source;

use super::check::{self, Place};
use super::mistake::Mistake;
use super::{derive, text};
use table::{Row, rows};

/// The unit of a service that every kelurahan gives: the applicant's own.
pub const OWN_KELURAHAN: &str = "KEL";

/// The files of a catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Tables<'t> {
    /// One row is a service.
    pub services: Source<'t>,
    /// One row is a document of a service.
    pub documents: Source<'t>,
    /// One row is a question of a service.
    pub questions: Source<'t>,
    /// One row is an everyday word for a service.
    pub words: Source<'t>,
    /// One row is a component text of a service, or of all (`*`).
    pub components: Source<'t>,
    /// One row is a work step of an officer.
    pub steps: Source<'t>,
    /// One row is a class of a service's fee; none without the file.
    pub fees: Option<Source<'t>>,
}

/// A work step of an officer: what the file page offers, and what the simulation plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Code of the service.
    pub service: String,
    /// Short name, unique in the service.
    pub code: String,
    /// What the officer does.
    pub name: Bilingual,
    /// Median of its duration in minutes of work.
    pub minutes_median: u32,
    /// The skill that it needs.
    pub skill: String,
}

/// What the files say.
#[derive(Clone, Debug)]
pub struct Seed {
    /// The standards, in the order of `services.csv`.
    pub standards: Vec<Standard>,
    /// The work steps, in the order of `steps.csv`.
    pub steps: Vec<Step>,
}

/// A standard that is being put together, and the lines that its parts came from.
struct Draft<'t> {
    standard: Standard,
    row: Row<'t>,
    documents: Vec<Row<'t>>,
    questions: Vec<Row<'t>>,
    words: Vec<Row<'t>>,
    fees: Vec<Row<'t>>,
    /// A question could not be read, so conditions on it cannot be judged.
    unsure: bool,
}

/// The drafts in order, and where each is.
struct Drafts<'t> {
    list: Vec<Draft<'t>>,
    by_code: BTreeMap<String, usize>,
    errors: Vec<DataError>,
}

impl<'t> Drafts<'t> {
    /// The draft that `row` belongs to; notes a mistake when there is none.
    fn of(&mut self, row: &Row<'t>) -> Option<usize> {
        let code = row.get("service");
        let found = self.by_code.get(code).copied();
        if found.is_none() {
            let mistake = Mistake::UnknownService(code.to_owned());
            self.errors.push(row.error("service", &mistake));
        }
        found
    }
}

/// Reads the catalogue. `units` are the codes of the city's units.
///
/// # Errors
/// Every mistake in the files, in their order.
pub fn read(tables: &Tables<'_>, units: &BTreeSet<String>) -> Result<Seed, Vec<DataError>> {
    let mut drafts = services(tables.services, units);
    parts::questions(tables.questions, &mut drafts);
    parts::documents(tables.documents, &mut drafts);
    parts::words(tables.words, &mut drafts);
    components::read(tables.components, &mut drafts);
    let steps = parts::steps(tables.steps, &mut drafts);
    if let Some(fees) = tables.fees {
        parts::fees(fees, &mut drafts);
    }
    for draft in &mut drafts.list {
        derive::complete(&mut draft.standard);
    }
    check_all(&mut drafts);
    if drafts.errors.is_empty() {
        let standards = drafts.list.into_iter().map(|draft| draft.standard).collect();
        return Ok(Seed { standards, steps });
    }
    Err(drafts.errors)
}

const SERVICE_COLUMNS: [&str; 19] = [
    "code",
    "unit",
    "name_id",
    "name_en",
    "summary_id",
    "summary_en",
    "product_id",
    "product_en",
    "promise",
    "promise_unit",
    "promise_hours",
    "fee",
    "fee_note_id",
    "fee_note_en",
    "proxy",
    "deemed",
    "legal_basis",
    "verified",
    "valid_from",
];

fn services<'t>(source: Source<'t>, units: &BTreeSet<String>) -> Drafts<'t> {
    let mut drafts = Drafts { list: Vec::new(), by_code: BTreeMap::new(), errors: Vec::new() };
    for row in rows(source, &SERVICE_COLUMNS, &mut drafts.errors) {
        let standard = service(&row, units, &mut drafts.errors);
        let code = standard.code.clone();
        if drafts.by_code.contains_key(&code) {
            drafts.errors.push(row.error("code", &Mistake::Twice(code)));
            continue;
        }
        drafts.by_code.insert(code, drafts.list.len());
        drafts.list.push(Draft {
            standard,
            row,
            documents: Vec::new(),
            questions: Vec::new(),
            words: Vec::new(),
            fees: Vec::new(),
            unsure: false,
        });
    }
    drafts
}

fn service(row: &Row<'_>, units: &BTreeSet<String>, errors: &mut Vec<DataError>) -> Standard {
    let pair = |id, en| text::bilingual(row.get(id), row.get(en));
    let unit = |code: &str| {
        let known = code == OWN_KELURAHAN || units.contains(code);
        if known { Ok(code.to_owned()) } else { Err(Mistake::UnknownUnit(code.to_owned())) }
    };
    Standard {
        code: row.get("code").to_owned(),
        unit: row.take("unit", unit, String::new(), errors),
        name: pair("name_id", "name_en"),
        summary: pair("summary_id", "summary_en"),
        product: pair("product_id", "product_en"),
        words: Vec::new(),
        promise: Term {
            amount: row.take("promise", text::amount, 1, errors),
            unit: row.take("promise_unit", text::time_unit, TimeUnit::Hour, errors),
            hours: row.take("promise_hours", text::hours, Hours::Office, errors),
        },
        fee: row.take("fee", |cell| text::whole(cell).map(Rupiah::new), Rupiah::ZERO, errors),
        fee_note: pair("fee_note_id", "fee_note_en"),
        fees: Vec::new(),
        fee_due: FeeDue::default(),
        proxy: row.take("proxy", text::proxy, Proxy::SelfOnly, errors),
        deemed: row.take("deemed", text::deemed, Deemed::Never, errors),
        legal_basis: row.get("legal_basis").to_owned(),
        documents: Vec::new(),
        questions: Vec::new(),
        components: Vec::new(),
        verified: row.take("verified", text::yes_no, false, errors),
        valid_from: row.take("valid_from", text::date, Date::ZERO, errors),
    }
}

/// Notes what is wrong inside each standard, at the line and column that it came from.
fn check_all(drafts: &mut Drafts<'_>) {
    for draft in &drafts.list {
        for (place, mistake) in check::problems(&draft.standard) {
            if draft.unsure && mistake.is_about_condition() {
                continue;
            }
            let (row, column) = match place {
                Place::Service(column) => (&draft.row, column),
                Place::Document(at, column) => (&draft.documents[at], column),
                Place::Question(at, column) => (&draft.questions[at], column),
                Place::Fee(at, column) => (&draft.fees[at], column),
                Place::Word(at) => (&draft.words[at], "word"),
            };
            drafts.errors.push(row.error(column, &mistake));
        }
    }
}
