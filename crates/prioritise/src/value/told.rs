//! What the city's open data tell of answered files: the only files that this slice knows. A sum of its own would let a
//! reader subtract the released one from it, and learn a count that is too small to be told. Pure.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::BoxFuture;
use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;

/// Files that a unit answered for a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Code of the unit.
    pub unit: String,
    /// Code of the service.
    pub service: String,
    /// How many.
    pub finished: i64,
    /// How many of them by their date; nothing where that is not told.
    pub on_time: Option<i64>,
}

/// The release of a quarter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quarter {
    /// All answered files of the city.
    pub city: i64,
    /// Those of each unit that is told of, by its code, and how many of them by their date where that is told.
    pub units: BTreeMap<String, (i64, Option<i64>)>,
    /// Those of each service that is told of.
    pub answered: Vec<Answered>,
}

/// The releases of some quarters together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    quarters: Vec<Quarter>,
}

/// The releases of a year from its first quarter on, up to the first that is not there.
pub type Releases = for<'a> fn(&'a App, TenantId, i16) -> BoxFuture<'a, Result<Vec<Quarter>>>;

impl Told {
    /// The quarters of which both files and money are known up to that month; a later one would compare less money
    /// with more files.
    pub fn new(mut quarters: Vec<Quarter>, known: i8) -> Self {
        quarters.truncate(usize::try_from(known / 3).unwrap_or(0));
        Self { quarters }
    }

    /// The last month that is told; 0 before the first quarter.
    pub fn until(&self) -> i8 {
        i8::try_from(3 * self.quarters.len()).unwrap_or(12)
    }

    /// Files of a service at a unit, over all quarters.
    pub fn finished(&self, unit: &str, service: &str) -> i64 {
        let here = |one: &&Answered| one.unit == unit && one.service == service;
        let all = self.quarters.iter().flat_map(|quarter| &quarter.answered).filter(here);
        all.map(|one| one.finished).sum()
    }

    /// How many files of these services of a unit were answered by their date; nothing where a quarter does not tell.
    pub fn on_time(&self, unit: &str, services: &BTreeSet<&str>) -> Option<i64> {
        self.quarters.iter().map(|quarter| quarter.on_time(unit, services)).sum()
    }

    /// Files that may belong to these services of a unit although no row tells of them.
    pub fn untold(&self, unit: &str, services: &BTreeSet<&str>) -> i64 {
        self.quarters.iter().map(|quarter| quarter.untold(unit, services)).sum()
    }
}

impl Quarter {
    fn of<'q>(
        &'q self,
        unit: &'q str,
        services: &'q BTreeSet<&str>,
    ) -> impl Iterator<Item = &'q Answered> {
        let here =
            move |one: &&Answered| one.unit == unit && services.contains(one.service.as_str());
        self.answered.iter().filter(here)
    }

    /// The sum of its services, or what is told of the unit when they are all that it did.
    fn on_time(&self, unit: &str, services: &BTreeSet<&str>) -> Option<i64> {
        let own: Option<i64> = self.of(unit, services).map(|one| one.on_time).sum();
        let files: i64 = self.of(unit, services).map(|one| one.finished).sum();
        let whole = self.units.get(unit).filter(|(all, _)| *all == files);
        own.or_else(|| whole.and_then(|(_, on_time)| *on_time))
    }

    fn untold(&self, unit: &str, services: &BTreeSet<&str>) -> i64 {
        let Some((all, _)) = self.units.get(unit) else {
            return self.city - self.units.values().map(|(all, _)| all).sum::<i64>();
        };
        if self.of(unit, services).count() == services.len() {
            return 0;
        }
        let told = self.answered.iter().filter(|one| one.unit == unit);
        all - told.map(|one| one.finished).sum::<i64>()
    }
}
