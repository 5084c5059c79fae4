//! What an audit looks at, read from data: the list of PermenPUPR 14/2017 and the measured norms of
//! accessibility, each from the day on which it holds.

use std::sync::LazyLock;

use jiff::civil::Date;
use kernel::service::Bilingual;
use serde::Deserialize;

const FILE: &str = include_str!("../../../../data/rules/sarana_permenpupr14.csv");

/// Code of the item whose measure is the number of seats.
pub const WAITING_ROOM: &str = "waiting-room";
/// Code of the item whose photo everyone sees.
pub const COUNTER: &str = "low-counter";

/// In what something is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Seats of a waiting room.
    Seats,
    /// Places, as of a parking bay.
    Places,
    /// Degrees of a slope.
    Degrees,
    /// Centimetres.
    Centimetres,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Seats, Self::Places, Self::Degrees, Self::Centimetres];

    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Seats => "seats",
            Self::Places => "places",
            Self::Degrees => "degrees",
            Self::Centimetres => "centimetres",
        }
    }

    /// Whether it is counted in whole numbers.
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Seats | Self::Places)
    }

    /// The least and the most that make sense in a building, in whole units.
    pub fn sense(self) -> (i64, i64) {
        match self {
            Self::Seats => (0, 2_000),
            Self::Places => (0, 1_000),
            Self::Degrees => (0, 45),
            Self::Centimetres => (10, 2_000),
        }
    }
}

/// Why something is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// It is on the list of what a building has.
    List,
    /// It decides whether a person with a disability can use the office.
    Access,
}

/// One thing that an audit looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its code.
    pub code: String,
    /// Why it is looked at.
    pub group: Group,
    /// What it is called.
    pub name: Bilingual,
    /// Whether an office must have it.
    pub required: bool,
    /// In what it is measured, if at all.
    pub measure: Option<Measure>,
    /// The least that the norm allows, in thousandths.
    pub min: Option<i64>,
    /// The most that the norm allows, in thousandths.
    pub max: Option<i64>,
    /// Law and article.
    pub legal_basis: String,
    /// First day on which it holds.
    pub valid_from: Date,
    /// Last day on which it holds.
    pub valid_to: Option<Date>,
    /// False until somebody has read the law itself.
    pub verified: bool,
}

#[derive(Deserialize)]
struct Row {
    code: String,
    group: Group,
    name_id: String,
    name_en: String,
    required: String,
    unit: Option<Measure>,
    min: Option<f64>,
    max: Option<f64>,
    legal_basis: String,
    valid_from: Date,
    valid_to: Option<Date>,
    verified: String,
}

impl From<Row> for Item {
    fn from(row: Row) -> Self {
        let milli = |value: f64| (value * 1000.0).round() as i64;
        Self {
            code: row.code,
            group: row.group,
            name: Bilingual { id: row.name_id, en: row.name_en },
            required: row.required == "yes",
            measure: row.unit,
            min: row.min.map(milli),
            max: row.max.map(milli),
            legal_basis: row.legal_basis,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            verified: row.verified == "yes",
        }
    }
}

static ITEMS: LazyLock<Vec<Item>> = LazyLock::new(|| {
    let rows = csv::Reader::from_reader(FILE.as_bytes()).into_deserialize();
    // The file travels inside the program; a test reads it whole.
    rows.filter_map(std::result::Result::ok).map(|row: Row| row.into()).collect()
});

/// What an audit looks at on a day, in the order of the list.
pub fn on(day: Date) -> impl Iterator<Item = &'static Item> {
    let holds =
        move |item: &&Item| item.valid_from <= day && item.valid_to.is_none_or(|last| day <= last);
    ITEMS.iter().filter(holds)
}

/// The item of that code, as it stands on a day.
pub fn find(code: &str, day: Date) -> Option<&'static Item> {
    on(day).find(|item| item.code == code)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeSet;

    use super::*;

    fn day() -> Date {
        "2026-11-25".parse().unwrap()
    }

    /// PermenPUPR 14/2017 Annex III names 17 things.
    #[test]
    fn the_file_is_read_whole() {
        assert_eq!(ITEMS.len(), FILE.lines().count() - 1);
        assert_eq!(on(day()).filter(|item| item.group == Group::List).count(), 17);
        let codes: BTreeSet<_> = on(day()).map(|item| &item.code).collect();
        assert_eq!(codes.len(), on(day()).count(), "a code stands twice on one day");
        assert!(find(WAITING_ROOM, day()).unwrap().measure == Some(Measure::Seats));
        assert!(find(COUNTER, day()).is_some());
        assert_eq!(on("2017-08-31".parse().unwrap()).count(), 0);
    }

    #[test]
    fn norms_are_those_of_the_rules_document() {
        for (code, min, max) in [
            ("ramp-inside", None, Some(6_000)),
            ("ramp-outside", None, Some(5_000)),
            ("ramp-width", Some(95_000), None),
            ("ramp-width-kerb", Some(120_000), None),
            ("door-width", Some(90_000), None),
            ("toilet-width", Some(152_500), None),
            ("toilet-length", Some(227_500), None),
            ("disabled-bay", Some(1_000), None),
        ] {
            let item = find(code, day()).unwrap();
            assert_eq!((item.min, item.max, item.verified), (min, max, false), "{code}");
        }
    }
}
