//! From the city's files to what the simulation takes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::Error;
use kernel::data::DataError;
use kernel::error::Result;
use serde::Deserialize;
use simulation::{
    Broker, CitySpec, Jump, KelurahanSpec, Options, Plant, Profile, Rules, ServiceSpec,
    SlowSignature, StepSpec, UnitSpec,
};

use crate::city::City;
use crate::cli::Planting;

/// How often each service is asked for: shares of all applications.
pub type Demand = BTreeMap<String, f64>;

#[derive(Deserialize)]
struct Row {
    service: String,
    share: f64,
}

/// Reads `demand.csv`.
///
/// # Errors
/// The first row that cannot be read.
pub fn demand(name: &str, text: &str) -> std::result::Result<Demand, DataError> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .deserialize::<Row>()
        .map(|row| row.map(|row| (row.service, row.share)))
        .collect::<std::result::Result<_, csv::Error>>()
        .map_err(|error| DataError::csv(name, &error))
}

/// What the simulation needs to know of `city`. Kelurahan draw people by their area, since no
/// recent population by kelurahan was found.
///
/// # Errors
/// When a rule is missing on `first_day`, or a service has no share of the demand.
pub fn spec<'c>(city: &'c City, demand: &Demand, first_day: Date) -> Result<CitySpec<'c>> {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let units = city.units.iter().map(|unit| UnitSpec {
        code: unit.code.clone(),
        kind: unit.kind.clone(),
        parent: some(&unit.parent),
        region: some(&unit.region),
    });
    let kelurahan = city.kelurahan.iter().map(|row| KelurahanSpec {
        code: row.code.clone(),
        name: row.name.clone(),
        unit_code: format!("KEL-{}", row.code),
        nik_prefix: row.nik_prefix.clone(),
        weight: row.area_km2,
    });
    let services = city
        .seed
        .standards
        .iter()
        .map(|standard| {
            let share = demand.get(&standard.code).copied().ok_or_else(|| {
                Error::internal(format!("demand.csv has no share for {}", standard.code))
            })?;
            Ok(ServiceSpec {
                steps: steps(city, &standard.code),
                weight: share,
                profile: Profile::usual(&standard.code),
                standard: standard.clone(),
            })
        })
        .collect::<Result<_>>()?;
    let elderly = city.rulebook.count("serve.priority_elderly_age", first_day)?;
    Ok(CitySpec {
        units: units.collect(),
        kelurahan: kelurahan.collect(),
        services,
        calendar: &city.calendar,
        rules: Rules {
            check_within: city.rulebook.term("serve.completeness_check", first_day)?,
            elderly_from: i16::try_from(elderly).map_err(Error::internal)?,
        },
    })
}

fn steps(city: &City, service: &str) -> Vec<StepSpec> {
    city.seed
        .steps
        .iter()
        .filter(|step| step.service == service)
        .map(|step| StepSpec {
            code: step.code.clone(),
            minutes_median: f64::from(step.minutes_median),
            skill: step.skill.clone(),
        })
        .collect()
}

/// What is asked of the simulation.
pub fn options(seed: u64, until: Date, applications: u32, plant: Planting) -> Options {
    let mut options = Options::new(seed, until);
    options.applications_per_year = applications;
    if matches!(plant, Planting::Each | Planting::All) {
        options.plant = Plant {
            brokers: vec![Broker { service: "DUK-KK-UBAH".to_owned(), applications: 60 }],
            jumps: vec![Jump {
                unit: "DISDUKCAPIL".to_owned(),
                service: "DUK-KTP-HILANG".to_owned(),
                count: 20,
            }],
            slow_signatures: vec![SlowSignature {
                unit: "DPMPTSP".to_owned(),
                service: "PTSP-PBG".to_owned(),
                extra_minutes: 480,
            }],
            ..Plant::default()
        };
    }
    if matches!(plant, Planting::Flaws | Planting::All) {
        options.plant.process = super::story::process();
    }
    options
}
