//! What the city is made of (units, kelurahan, services) and what is asked of it (seed, length,
//! volume, planted truths). All of it is input: no number of a real city stands in this crate.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::calendar::{Term, WorkCalendar};
use kernel::service::Standard;
use serde::Serialize;

use crate::plant::Plant;

/// The unit code by which a standard names the applicant's own kelurahan.
pub const OWN_KELURAHAN: &str = "KEL";

/// Why a city could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A list that must not be empty is.
    #[error("the city has no {0}; give at least one")]
    Empty(&'static str),
    /// A code names nothing.
    #[error(
        "{place} names the unit {code}, which is not in the list of units; add it or correct the code"
    )]
    UnknownUnit {
        /// Who names it.
        place: String,
        /// The code.
        code: String,
    },
    /// A planted truth names a service that is not in the catalogue.
    #[error("the plant names the service {0}, which is not in the catalogue; correct the code")]
    UnknownService(String),
    /// A planted truth cannot happen.
    #[error("the plant cannot act on the service {service}: {reason}")]
    Plant {
        /// The service.
        service: String,
        /// What is missing, and what to do.
        reason: &'static str,
    },
    /// A service that nobody could work on.
    #[error("the service {0} has no steps; give at least one step with its minutes and skill")]
    NoSteps(String),
    /// A weight or a duration that is not a positive number.
    #[error("{place} has {value}, which is not a positive number; correct it")]
    NotPositive {
        /// Where it stands.
        place: String,
        /// What stands there.
        value: f64,
    },
    /// A kelurahan whose NIK prefix does not make a NIK.
    #[error(
        "the kelurahan {kelurahan} has a prefix that makes no NIK or KK ({reason}); give the 6 digits of its district"
    )]
    Prefix {
        /// Code of the kelurahan.
        kelurahan: String,
        /// What the identifier says.
        reason: String,
    },
    /// An identifier made by this crate was refused.
    #[error("a synthetic identifier was refused: {0}")]
    Identity(#[from] kernel::identity::IdentityError),
    /// The days asked for are not on the calendar, or a unit is never open on them.
    #[error(
        "the calendar does not serve {place} on {day}: {reason}; add the year or the unit's hours"
    )]
    Calendar {
        /// Unit or part of the run.
        place: String,
        /// The day.
        day: Date,
        /// What the calendar says.
        reason: String,
    },
}

/// An office, a district or an urban village.
#[derive(Clone, Debug)]
pub struct UnitSpec {
    /// Code, unique in the city.
    pub code: String,
    /// Kind, such as `dinas` or `kelurahan`.
    pub kind: String,
    /// Code of the unit above, if any.
    pub parent: Option<String>,
    /// Region code, if the unit has one.
    pub region: Option<String>,
}

/// An urban village and its people.
#[derive(Clone, Debug)]
pub struct KelurahanSpec {
    /// Code of the Ministry of Home Affairs, such as `18.72.01.1001`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Code of its unit.
    pub unit_code: String,
    /// First six digits of the NIK of people first registered there.
    pub nik_prefix: String,
    /// Share of the city's people, in any unit (people, or area where people are not known).
    pub weight: f64,
}

/// One step of a service's procedure.
#[derive(Clone, Debug)]
pub struct StepSpec {
    /// Code, unique in the service.
    pub code: String,
    /// Median of the minutes that an officer works on it.
    pub minutes_median: f64,
    /// What the officer must be able to do.
    pub skill: String,
}

/// When in the year people come for a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    /// The same all year.
    Even,
    /// More before and during school registration (May to July).
    School,
    /// More in the weeks after the year's longest closure, which is Lebaran.
    AfterEid,
    /// More towards the end of the year.
    YearEnd,
}

/// Whom a service is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    /// Anyone who may hold an identity card.
    Adult,
    /// People who have just come of age for an identity card.
    FirstCard,
    /// Children; an adult of the family applies.
    Child,
    /// People of the age of young parents.
    Parent,
}

/// How people come for a service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Profile {
    /// When in the year.
    pub season: Season,
    /// For whom.
    pub audience: Audience,
    /// Share of applications made online, 0 to 1.
    pub online: f64,
}

impl Profile {
    /// The usual profile of a service by the words in its code: first cards and child cards come
    /// with the school year, moves after Lebaran, land tax at the end of the year, and the village
    /// office is mostly visited in person. An assumption of the synthetic city, not a finding.
    pub fn usual(code: &str) -> Self {
        let has = |word: &str| code.split('-').any(|part| part == word);
        let (season, audience) = if has("KIA") {
            (Season::School, Audience::Child)
        } else if has("LAHIR") {
            (Season::School, Audience::Parent)
        } else if has("KTP") && has("BARU") {
            (Season::School, Audience::FirstCard)
        } else if has("KTP") {
            (Season::School, Audience::Adult)
        } else if has("PINDAH") || has("KK") || has("AK1") {
            (Season::AfterEid, Audience::Adult)
        } else if has("PBB") {
            (Season::YearEnd, Audience::Adult)
        } else {
            (Season::Even, Audience::Adult)
        };
        let online = match () {
            () if has("KEL") => 0.2,
            () if has("PTSP") => 0.7,
            () if audience == Audience::FirstCard => 0.15,
            () => 0.45,
        };
        Self { season, audience, online }
    }
}

/// A service as the city offers it.
#[derive(Clone, Debug)]
pub struct ServiceSpec {
    /// Its published standard.
    pub standard: Standard,
    /// The officer's steps, in order.
    pub steps: Vec<StepSpec>,
    /// Share of the year's applications, in any unit.
    pub weight: f64,
    /// How people come for it.
    pub profile: Profile,
}

/// Rules of the rulebook that the flow obeys.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// How long an officer may take to check a file that came incomplete; after it the file counts
    /// as complete.
    pub check_within: Term,
    /// Age in years from which a person belongs to the priority group of the elderly.
    pub elderly_from: i16,
}

/// The city.
#[derive(Clone, Debug)]
pub struct CitySpec<'a> {
    /// All units.
    pub units: Vec<UnitSpec>,
    /// All kelurahan.
    pub kelurahan: Vec<KelurahanSpec>,
    /// The catalogue.
    pub services: Vec<ServiceSpec>,
    /// When who works, and where a day begins and ends.
    pub calendar: &'a WorkCalendar,
    /// Rules of the rulebook.
    pub rules: Rules,
}

/// What is asked of the simulation.
#[derive(Clone, Debug, Serialize)]
pub struct Options {
    /// Everything random follows from it.
    pub seed: u64,
    /// Last day of the year to be made.
    pub until: Date,
    /// Number of days, the last one included.
    pub days: u32,
    /// Applications in 365 days, on average.
    pub applications_per_year: u32,
    /// Synthetic people who may apply.
    pub persons: u32,
    /// Share of an officer's effective working time that these services take, 0 to 1: the higher,
    /// the fewer officers, and the longer the queues.
    pub utilisation: f64,
    /// Truths planted for evaluations.
    pub plant: Plant,
    /// Whether those who come to a counter take a ticket and wait for their turn. Without it they
    /// apply at the instant at which they come.
    pub counters: bool,
}

impl Options {
    /// A year that ends on `until`, with 24,000 applications of 20,000 people and nothing planted.
    pub fn new(seed: u64, until: Date) -> Self {
        Self {
            seed,
            until,
            days: 365,
            applications_per_year: 24_000,
            persons: 20_000,
            utilisation: 0.5,
            plant: Plant::default(),
            counters: false,
        }
    }

    /// First day.
    pub fn first_day(&self) -> Date {
        self.until.saturating_sub(jiff::Span::new().days(i64::from(self.days.max(1)) - 1))
    }
}

/// Checks what the types cannot say.
pub(crate) fn validate(spec: &CitySpec<'_>, options: &Options) -> Result<(), Error> {
    positive("the number of days".to_owned(), f64::from(options.days))?;
    positive("the share of working time (utilisation)".to_owned(), options.utilisation)?;
    for (name, empty) in [
        ("units", spec.units.is_empty()),
        ("kelurahan", spec.kelurahan.is_empty()),
        ("services", spec.services.is_empty()),
    ] {
        if empty {
            return Err(Error::Empty(name));
        }
    }
    for kelurahan in &spec.kelurahan {
        positive(format!("the weight of the kelurahan {}", kelurahan.code), kelurahan.weight)?;
        known(spec, format!("the kelurahan {}", kelurahan.code), &kelurahan.unit_code)?;
    }
    spec.services.iter().try_for_each(|service| validate_service(spec, service))
}

fn validate_service(spec: &CitySpec<'_>, service: &ServiceSpec) -> Result<(), Error> {
    let code = &service.standard.code;
    positive(format!("the weight of the service {code}"), service.weight)?;
    if service.steps.is_empty() {
        return Err(Error::NoSteps(code.clone()));
    }
    for step in &service.steps {
        positive(format!("the step {} of the service {code}", step.code), step.minutes_median)?;
    }
    if service.standard.unit == OWN_KELURAHAN {
        return Ok(());
    }
    known(spec, format!("the service {code}"), &service.standard.unit)
}

fn positive(place: String, value: f64) -> Result<(), Error> {
    if value.is_finite() && value > 0.0 { Ok(()) } else { Err(Error::NotPositive { place, value }) }
}

fn known(spec: &CitySpec<'_>, place: String, code: &str) -> Result<(), Error> {
    if spec.units.iter().any(|unit| unit.code == code) {
        return Ok(());
    }
    Err(Error::UnknownUnit { place, code: code.to_owned() })
}

/// An instant from milliseconds since the epoch, the unit of every instant inside this crate.
pub(crate) fn instant(millis: i64) -> Timestamp {
    kernel::time::from_micros(millis.saturating_mul(1_000))
}
