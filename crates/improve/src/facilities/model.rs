//! What was found in an office, what is to be mended, and how full its waiting room is.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind, TenantId};
use kernel::id::FileId;
use kernel::money::Rupiah;
use platform::App;
use platform::vault::sha256;

use super::items::{Item, WAITING_ROOM};

/// The best condition.
pub const GOOD: u8 = 3;
/// The most that mending one thing costs: a new building is no repair.
const DEAREST: i64 = 1_000_000_000_000;
/// The longest code of a price standard, in characters.
const LONGEST_CODE: usize = 60;

/// Reports about facilities of each unit since an instant: what another context counts.
pub type CountReports =
    for<'a> fn(&'a App, TenantId, Timestamp) -> BoxFuture<'a, Result<BTreeMap<String, i64>>>;

/// The office of a unit as the subject of facts.
pub fn subject(unit: &str) -> Subject {
    let hash = sha256(format!("facility:{unit}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    let id = uuid::Builder::from_custom_bytes(bytes).into_uuid();
    Subject { kind: SubjectKind::Facility, id }
}

/// What was found of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Whether it is there.
    pub present: bool,
    /// From 0 (cannot be used) to 3 (good).
    pub condition: u8,
    /// What was measured, in thousandths.
    pub measured: Option<i64>,
    /// What mending it costs.
    pub cost: Option<Rupiah>,
    /// Its code in the price standard.
    pub price_code: String,
}

impl Found {
    /// Refuses what cannot be. What is not there has neither condition nor measure.
    ///
    /// # Errors
    /// Invalid: `facilities-condition-choose`, `facilities-measured-needed`,
    /// `facilities-measured-range`, `facilities-cost-wrong` or `facilities-price-code-needed`.
    pub fn checked(mut self, item: &Item) -> Result<Self> {
        if !self.present {
            self.condition = 0;
            self.measured = None;
        }
        if self.condition > GOOD {
            return Err(Error::invalid("facilities-condition-choose"));
        }
        match (item.measure, self.measured) {
            (None, _) => self.measured = None,
            (Some(_), None) if self.present => {
                return Err(Error::invalid("facilities-measured-needed"));
            }
            (Some(measure), Some(milli)) => {
                let (low, high) = measure.sense();
                let whole = !measure.is_whole() || milli % 1000 == 0;
                if !(low * 1000..=high * 1000).contains(&milli) || !whole {
                    let error = Error::invalid("facilities-measured-range");
                    return Err(error.with("low", low).with("high", high));
                }
            }
            (Some(_), None) => {}
        }
        self.price_code = self.price_code.trim().to_owned();
        if self.cost.is_some_and(|cost| !(1..=DEAREST).contains(&cost.get())) {
            return Err(Error::invalid("facilities-cost-wrong"));
        }
        let long = self.price_code.chars().count();
        if long > LONGEST_CODE || (self.cost.is_some() && long == 0) {
            return Err(Error::invalid("facilities-price-code-needed"));
        }
        Ok(self)
    }
}

/// A look at one item of an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Code of the unit.
    pub unit: String,
    /// Code of the item.
    pub item: String,
    /// Number of its fact; the look with the highest counts.
    pub seq: i64,
    /// What was found.
    pub found: Found,
    /// What was noted, under the key of the office.
    pub note: Vec<u8>,
    /// The photo.
    pub photo: Option<FileId>,
    /// When.
    pub at: Timestamp,
}

impl Look {
    /// Seats, if it is a look at a waiting room that is there.
    pub fn seats(&self) -> Option<i64> {
        let there = self.item == WAITING_ROOM && self.found.present;
        self.found.measured.filter(|_| there).map(|milli| milli / 1000)
    }
}

/// A week of a waiting room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// Code of the unit.
    pub unit: String,
    /// Its Monday.
    pub monday: Date,
    /// The most who waited at once.
    pub peak: i64,
    /// Seats of that time.
    pub seats: i64,
    /// Minutes without a seat, added over people.
    pub standing: i64,
    /// Days on which anybody came.
    pub days: i64,
}

impl Week {
    /// Whether more people waited than there are seats.
    pub fn is_crowded(&self) -> bool {
        self.peak > self.seats
    }
}

/// What is the matter with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// An office must have it, and it is not there.
    Missing,
    /// It misses a norm of accessibility.
    Norm,
    /// More people wait than there are seats.
    Crowded,
    /// It is worn or broken.
    Worn,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Missing, Self::Norm, Self::Crowded, Self::Worn];

    /// Used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Norm => "norm",
            Self::Crowded => "crowded",
            Self::Worn => "worn",
        }
    }

    /// Whether it goes before everything that is worn.
    pub fn is_first(self) -> bool {
        matches!(self, Self::Missing | Self::Norm)
    }
}

/// Something to mend.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// Code of the unit.
    pub unit: String,
    /// Code of the item.
    pub item: String,
    /// What is the matter.
    pub fault: Fault,
    /// From 1 to 3; 3 less the condition, and 3 for what is missing or misses a norm.
    pub severity: u8,
    /// People who come to the office each day on which it is open to them.
    pub people_per_day: f64,
    /// What it costs, where that was said.
    pub cost: Option<Rupiah>,
    /// Its place in the list of the city, from 1.
    pub rank: usize,
}

/// Whether a person in a wheelchair can use an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Every norm that was looked at holds, and all that must be looked at was.
    Yes,
    /// Codes of the items that miss their norm.
    No(Vec<String>),
    /// Not everything was looked at yet.
    Unknown,
}
