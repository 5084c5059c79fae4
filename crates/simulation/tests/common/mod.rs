//! Kota Metro as it stands in the project's data files.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod coverage;
pub mod story;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use kernel::calendar::{Hours, Term, TimeUnit, WorkCalendar};
use kernel::money::Rupiah;
use kernel::service::{
    Answer, Bilingual, Condition, Deemed, Document, FeeDue, Proxy, Question, Standard,
};
use simulation::{
    City, CitySpec, Event, KelurahanSpec, Options, Profile, Rules, ServiceSpec, StepSpec, UnitSpec,
};

type Row = HashMap<String, String>;

fn text(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn rows(name: &str) -> Vec<Row> {
    let text = text(name);
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.unwrap()).collect()
}

fn both(row: &Row, name: &str) -> Bilingual {
    Bilingual { id: row[&format!("{name}_id")].clone(), en: row[&format!("{name}_en")].clone() }
}

fn condition(text: &str) -> Option<Condition> {
    let (question, value) = text.split_once('=')?;
    Some(Condition { question: question.to_owned(), value: value.to_owned() })
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

pub fn calendar() -> WorkCalendar {
    let (week, holidays) = (text("metro/calendar.toml"), text("rules/hari_libur_2025_2027.csv"));
    WorkCalendar::parse(("calendar.toml", &week), ("hari_libur_2025_2027.csv", &holidays)).unwrap()
}

fn answer(row: &Row) -> Answer {
    let option = |option: &str| {
        let (value, shown) = option.split_once('=').unwrap();
        let (id, en) = shown.split_once('|').unwrap();
        (value.to_owned(), Bilingual { id: id.to_owned(), en: en.to_owned() })
    };
    match row["kind"].as_str() {
        "text" => Answer::Text,
        "long_text" => Answer::LongText,
        "date" => Answer::Date,
        "number" => Answer::Number,
        "money" => Answer::Money,
        "yes_no" => Answer::YesNo,
        "choice" => Answer::Choice(row["options"].split(';').map(option).collect()),
        "nik" => Answer::Nik,
        "kk" => Answer::Kk,
        "phone" => Answer::Phone,
        "kelurahan" => Answer::Kelurahan,
        other => panic!("unknown kind of question {other}"),
    }
}

fn standard(row: &Row, documents: &[Row], questions: &[Row]) -> Standard {
    let of = |other: &&Row| other["service"] == row["code"];
    let document = |row: &Row| Document {
        code: row["code"].clone(),
        name: both(row, "name"),
        hint: both(row, "hint"),
        required: row["required"] == "yes",
        only_if: condition(&row["only_if"]),
    };
    let question = |row: &Row| Question {
        code: row["code"].clone(),
        label: both(row, "label"),
        hint: both(row, "hint"),
        answer: answer(row),
        required: row["required"] == "yes",
        only_if: condition(&row["only_if"]),
    };
    Standard {
        code: row["code"].clone(),
        unit: row["unit"].clone(),
        name: both(row, "name"),
        summary: both(row, "summary"),
        product: both(row, "product"),
        words: Vec::new(),
        promise: term(row),
        fee: Rupiah::ZERO,
        fee_note: both(row, "fee_note"),
        fees: Vec::new(),
        fee_due: FeeDue::default(),
        proxy: match row["proxy"].as_str() {
            "self_only" => Proxy::SelfOnly,
            "family" => Proxy::Family,
            _ => Proxy::Mandate,
        },
        deemed: if row["deemed"] == "granted" { Deemed::Granted } else { Deemed::Never },
        legal_basis: row["legal_basis"].clone(),
        documents: documents.iter().filter(of).map(document).collect(),
        questions: questions.iter().filter(of).map(question).collect(),
        components: Vec::new(),
        verified: false,
        valid_from: row["valid_from"].parse().unwrap(),
    }
}

fn term(row: &Row) -> Term {
    let unit = match row["promise_unit"].as_str() {
        "hk" => TimeUnit::WorkingDay,
        "hr" => TimeUnit::CalendarDay,
        "jam" => TimeUnit::Hour,
        "menit" => TimeUnit::Minute,
        other => panic!("unknown unit of time {other}"),
    };
    let hours = if row["promise_hours"] == "elapsed" { Hours::Elapsed } else { Hours::Office };
    Term { amount: row["promise"].parse().unwrap(), unit, hours }
}

fn services() -> Vec<ServiceSpec> {
    let (documents, questions) = (rows("metro/documents.csv"), rows("metro/questions.csv"));
    let steps = rows("metro/steps.csv");
    let step = |row: &Row| StepSpec {
        code: row["step"].clone(),
        minutes_median: row["minutes_median"].parse().unwrap(),
        skill: row["skill"].clone(),
    };
    let service = |row: &Row| ServiceSpec {
        standard: standard(row, &documents, &questions),
        steps: steps.iter().filter(|step| step["service"] == row["code"]).map(step).collect(),
        weight: weight(&row["code"]),
        profile: Profile::usual(&row["code"]),
    };
    rows("metro/services.csv").iter().map(service).collect()
}

/// Shares of demand as in a middle-sized city: mostly the civil registry.
fn weight(code: &str) -> f64 {
    let weights = BTreeMap::from([
        ("DUK-KTP-BARU", 9.0),
        ("DUK-KTP-HILANG", 11.0),
        ("DUK-KK-BARU", 7.0),
        ("DUK-KK-UBAH", 14.0),
        ("DUK-AKTA-LAHIR", 9.0),
        ("DUK-AKTA-MATI", 4.0),
        ("DUK-PINDAH", 7.0),
        ("DUK-KIA", 8.0),
        ("PTSP-NIB", 4.0),
        ("PTSP-PBG", 1.2),
        ("PTSP-IPTR", 0.5),
        ("PTSP-SIPATLM", 0.4),
        ("PTSP-SIPA", 0.6),
        ("KEL-SKTM", 7.0),
        ("KEL-SKU", 5.0),
        ("DINSOS-DTSEN", 4.0),
        ("NAKER-AK1", 3.0),
        ("BPPRD-PBB", 3.0),
        ("DISHUB-KIR", 2.5),
        ("KESBANG-RISET", 1.2),
    ]);
    weights[code]
}

pub fn metro(calendar: &WorkCalendar) -> CitySpec<'_> {
    let unit = |row: &Row| UnitSpec {
        code: row["code"].clone(),
        kind: row["kind"].clone(),
        parent: some(&row["parent"]),
        region: some(&row["region"]),
    };
    let kelurahan = |row: &Row| KelurahanSpec {
        code: row["code"].clone(),
        name: row["name"].clone(),
        unit_code: format!("KEL-{}", row["code"]),
        nik_prefix: row["nik_prefix"].clone(),
        weight: row["area_km2"].parse().unwrap(),
    };
    CitySpec {
        units: rows("metro/units.csv").iter().map(unit).collect(),
        kelurahan: rows("metro/kelurahan.csv").iter().map(kelurahan).collect(),
        services: services(),
        calendar,
        rules: Rules {
            check_within: Term { amount: 1, unit: TimeUnit::WorkingDay, hours: Hours::Office },
            elderly_from: 60,
        },
    }
}

/// A year that ends on 20 November 2026, a Friday.
pub fn year(seed: u64) -> Options {
    Options::new(seed, jiff::civil::date(2026, 11, 20))
}

/// A shorter run with the same daily volume.
pub fn weeks(seed: u64, weeks: u32) -> Options {
    Options { days: weeks * 7, persons: 4_000, ..year(seed) }
}

/// All events until the end of the last day's opening hours.
pub fn events(city: &City<'_>) -> Vec<Event> {
    city.stream("2026-11-20T16:59:59Z".parse().unwrap()).map(|event| event.unwrap()).collect()
}
