//! Tests of the catalogue with the real data of the city.

mod import;

use std::collections::BTreeSet;

use super::import::{Seed, Source, Tables, read};

pub(super) const SERVICES: &str = include_str!("../../../../../data/metro/services.csv");
pub(super) const DOCUMENTS: &str = include_str!("../../../../../data/metro/documents.csv");
pub(super) const QUESTIONS: &str = include_str!("../../../../../data/metro/questions.csv");
pub(super) const WORDS: &str = include_str!("../../../../../data/metro/words.csv");
pub(super) const COMPONENTS: &str = include_str!("../../../../../data/metro/components.csv");
pub(super) const STEPS: &str = include_str!("../../../../../data/metro/steps.csv");
const UNITS: &str = include_str!("../../../../../data/metro/units.csv");

/// The files of the city.
pub(super) fn tables() -> Tables<'static> {
    Tables {
        services: Source { name: "services.csv", text: SERVICES },
        documents: Source { name: "documents.csv", text: DOCUMENTS },
        questions: Source { name: "questions.csv", text: QUESTIONS },
        words: Source { name: "words.csv", text: WORDS },
        components: Source { name: "components.csv", text: COMPONENTS },
        steps: Source { name: "steps.csv", text: STEPS },
    }
}

/// Codes of the city's units.
pub(super) fn units() -> BTreeSet<String> {
    let codes = UNITS.lines().skip(1).filter_map(|row| row.split(',').next());
    codes.map(str::to_owned).collect()
}

/// The catalogue of the city.
pub(crate) fn seed() -> Seed {
    read(&tables(), &units()).unwrap()
}
