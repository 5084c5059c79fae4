//! The officers: how many each unit has, what they can do, and when they are there.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kernel::identity::{Nip, Sex};
use rand_chacha::ChaCha20Rng;
use serde::Serialize;

use crate::hours::{MINUTE, Windows};
use crate::names;
use crate::random::{Purpose, below, between, chance, log_normal, stream};
use crate::spec::{CitySpec, Error, OWN_KELURAHAN, Options};

/// Standard deviation of the logarithm of a touch time.
pub(crate) const TOUCH_SIGMA: f64 = 0.5;
/// Mean of such a touch time over its median: e^(sigma²/2).
const MEAN_OVER_MEDIAN: f64 = 1.133;
/// Share of the open time that an officer is there: annual leave, sickness, duty elsewhere.
const PRESENCE: f64 = 0.92;
/// Fewest officers of a unit that serves, and fewest with a skill, so that leave stops nothing.
const FEWEST: usize = 2;

/// An officer. Synthetic, like everyone else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfficerSpec {
    /// Position in [`crate::City::officers`].
    pub index: u32,
    /// Code of the unit.
    pub unit: String,
    /// Full name.
    pub name: String,
    /// What the officer can do.
    pub skills: BTreeSet<String>,
    /// Civil servant number.
    pub nip: Nip,
}

/// An officer at work.
#[derive(Debug)]
pub(crate) struct Staff {
    pub(crate) spec: OfficerSpec,
    pub(crate) unit: usize,
    /// Office hours without absences.
    pub(crate) windows: Windows,
    /// Touch time over that of the average officer.
    pub(crate) pace: f64,
    /// Whether the officer does planted steps and nothing else.
    pub(crate) guest: bool,
}

/// A unit that serves.
#[derive(Debug)]
pub(crate) struct Office {
    pub(crate) code: String,
    pub(crate) windows: Windows,
    pub(crate) officers: Vec<u32>,
    /// Probability that a file is set aside when it goes from one step to the next.
    pub(crate) laxity: f64,
}

/// All offices that serve, the officers in them, and where each service goes.
#[derive(Debug)]
pub(crate) struct Offices {
    pub(crate) offices: Vec<Office>,
    pub(crate) staff: Vec<Staff>,
    by_code: BTreeMap<String, usize>,
}

impl Offices {
    /// Opens the offices of all services and staffs them for the load that they will have.
    pub(crate) fn new(
        spec: &CitySpec<'_>,
        options: &Options,
        days: &[Date],
    ) -> Result<Self, Error> {
        let mut all = Self { offices: Vec::new(), staff: Vec::new(), by_code: BTreeMap::new() };
        let loads = loads(spec, options);
        for (place, unit) in spec.units.iter().enumerate() {
            let Some(load) = loads.get(unit.code.as_str()) else { continue };
            let windows = Windows::of_unit(spec.calendar, &unit.code, days);
            if windows.total() == 0 {
                return Err(never_open(&unit.code, options.until));
            }
            // The place in the list of units, so that a further office moves no other.
            let mut rng = stream(options.seed, Purpose::Staff, place as u64);
            let index = all.offices.len();
            all.by_code.insert(unit.code.clone(), index);
            let daily = PRESENCE * windows.total() as f64 / MINUTE as f64 / days.len() as f64;
            let full = daily * options.utilisation;
            let officers =
                all.hire(&mut rng, options, place, index, &unit.code, &windows, load, full)?;
            let laxity = log_normal(&mut rng, 0.04, 0.5).min(0.1);
            all.offices.push(Office { code: unit.code.clone(), windows, officers, laxity });
        }
        Ok(all)
    }

    /// The office with that code. Every service and kelurahan was checked to have one.
    pub(crate) fn position(&self, code: &str) -> Result<usize, Error> {
        self.by_code.get(code).copied().ok_or_else(|| Error::UnknownUnit {
            place: "an application".to_owned(),
            code: code.to_owned(),
        })
    }

    /// The office of a unit, opened when the unit serves nobody by itself.
    pub(crate) fn open(
        &mut self,
        spec: &CitySpec<'_>,
        days: &[Date],
        code: &str,
    ) -> Result<usize, Error> {
        if let Some(office) = self.by_code.get(code) {
            return Ok(*office);
        }
        let unknown =
            || Error::UnknownUnit { place: "the plant".to_owned(), code: code.to_owned() };
        spec.units.iter().find(|unit| unit.code == code).ok_or_else(unknown)?;
        let windows = Windows::of_unit(spec.calendar, code, days);
        if windows.total() == 0 {
            return Err(never_open(code, days.last().copied().unwrap_or_default()));
        }
        self.by_code.insert(code.to_owned(), self.offices.len());
        let office = Office { code: code.to_owned(), windows, officers: Vec::new(), laxity: 0.0 };
        self.offices.push(office);
        Ok(self.offices.len() - 1)
    }

    /// Someone joins an office, after all others, for planted steps that need `skill`; `absent` says
    /// on which days of the run they are not there.
    pub(crate) fn join(
        &mut self,
        rng: &mut ChaCha20Rng,
        office: usize,
        skill: &str,
        today: Date,
        absent: impl Fn(u32) -> bool,
    ) -> Result<u32, Error> {
        let index = self.staff.len() as u32;
        let place = &mut self.offices[office];
        let skills = BTreeSet::from([skill.to_owned()]);
        let spec = officer(rng, index, &place.code, skills, today)?;
        let windows = place.windows.without(absent);
        place.officers.push(index);
        self.staff.push(Staff { spec, unit: office, windows, pace: 1.0, guest: true });
        Ok(index)
    }

    #[allow(clippy::too_many_arguments, reason = "the one place that knows all of an office")]
    fn hire(
        &mut self,
        rng: &mut ChaCha20Rng,
        options: &Options,
        place: usize,
        unit: usize,
        code: &str,
        windows: &Windows,
        load: &BTreeMap<&str, f64>,
        full: f64,
    ) -> Result<Vec<u32>, Error> {
        let first = self.staff.len() as u32;
        for (number, skills) in share_out(load, full).into_iter().enumerate() {
            // At most 4096 officers in a unit.
            let stream_index = ((place as u64) << 12) | number as u64;
            let absent =
                absences(&mut stream(options.seed, Purpose::Absence, stream_index), options.days);
            let index = self.staff.len() as u32;
            let spec = officer(rng, index, code, skills, options.first_day())?;
            let windows = windows.without(|day| absent.contains(&day));
            let pace = log_normal(rng, 1.0, 0.1);
            self.staff.push(Staff { spec, unit, windows, pace, guest: false });
        }
        Ok((first..self.staff.len() as u32).collect())
    }
}

fn never_open(unit: &str, until: Date) -> Error {
    Error::Calendar {
        place: format!("the unit {unit}"),
        day: until,
        reason: "it is closed on every day of the run".to_owned(),
    }
}

/// Minutes of work a day, by unit and skill.
fn loads<'s>(
    spec: &'s CitySpec<'_>,
    options: &Options,
) -> BTreeMap<&'s str, BTreeMap<&'s str, f64>> {
    let services: f64 = spec.services.iter().map(|service| service.weight).sum();
    let people: f64 = spec.kelurahan.iter().map(|kelurahan| kelurahan.weight).sum();
    let mut loads: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
    for service in &spec.services {
        let daily = f64::from(options.applications_per_year) / 365.0 * service.weight / services;
        let units: Vec<(&str, f64)> = if service.standard.unit == OWN_KELURAHAN {
            let share =
                |k: &'s crate::spec::KelurahanSpec| (k.unit_code.as_str(), k.weight / people);
            spec.kelurahan.iter().map(share).collect()
        } else {
            vec![(service.standard.unit.as_str(), 1.0)]
        };
        for (unit, share) in units {
            let load = loads.entry(unit).or_default();
            for step in &service.steps {
                *load.entry(&step.skill).or_default() +=
                    daily * share * step.minutes_median * MEAN_OVER_MEDIAN;
            }
        }
    }
    loads
}

/// Skills of each officer: as many officers as the load fills, and every skill with one more than
/// its own load needs.
fn share_out(load: &BTreeMap<&str, f64>, full: f64) -> Vec<BTreeSet<String>> {
    let total: f64 = load.values().sum();
    let officers = ((total / full).ceil() as usize).max(FEWEST);
    let mut by_load: Vec<(&str, f64)> = load.iter().map(|(skill, load)| (*skill, *load)).collect();
    by_load.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    let mut skills = vec![BTreeSet::new(); officers];
    let mut taken = vec![0.0; officers];
    for (skill, load) in by_load {
        let holders = ((load / full).ceil() as usize + 1).clamp(FEWEST, officers);
        let mut order: Vec<usize> = (0..officers).collect();
        order.sort_by(|&a, &b| f64::total_cmp(&taken[a], &taken[b]).then(a.cmp(&b)));
        for &holder in order.iter().take(holders) {
            skills[holder].insert(skill.to_owned());
            taken[holder] += load / holders as f64;
        }
    }
    skills
}

/// Days of the run on which an officer is away: twelve days of leave a year in blocks, a few bouts
/// of sickness, a training.
fn absences(rng: &mut ChaCha20Rng, days: u32) -> BTreeSet<u32> {
    let mut absent = BTreeSet::new();
    let blocks = [5, 4, 3, 2, 1, 1, 2, 3].map(|length| (length, 1.0));
    for (length, per_year) in blocks {
        let happens = f64::from(days) / 365.0 * per_year;
        let times = happens as u32 + u32::from(chance(rng, happens.fract()));
        for _ in 0..times {
            let from = below(rng, days as usize) as u32;
            absent.extend(from..from + length);
        }
    }
    absent
}

fn officer(
    rng: &mut ChaCha20Rng,
    index: u32,
    unit: &str,
    skills: BTreeSet<String>,
    today: Date,
) -> Result<OfficerSpec, Error> {
    let sex = if chance(rng, 0.5) { Sex::Female } else { Sex::Male };
    let (age, entered) = (between(rng, 25, 57), between(rng, 21, 24));
    let birth = today.saturating_sub(jiff::Span::new().days(age * 365 + 14 + between(rng, 0, 360)));
    let digit = if sex == Sex::Male { 1 } else { 2 };
    // The serial is the officer's place in the list, so that no two are alike.
    let nip = Nip::parse(&format!(
        "{:04}{:02}{:02}{:04}{:02}{digit}{:03}",
        birth.year(),
        birth.month(),
        birth.day(),
        i64::from(birth.year()) + entered,
        between(rng, 1, 12),
        (index + 1) % 1000
    ))?;
    Ok(OfficerSpec { index, unit: unit.to_owned(), name: names::name(rng, sex), skills, nip })
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::share_out;

    #[test]
    fn every_skill_has_two_holders_and_nobody_is_idle_by_design() {
        let load = BTreeMap::from([("print", 120.0), ("sign", 30.0), ("verify", 900.0)]);
        let skills = share_out(&load, 300.0);
        assert_eq!(skills.len(), 4);
        for skill in load.keys() {
            assert!(skills.iter().filter(|set| set.contains(*skill)).count() >= 2, "{skill}");
        }
        let idle = BTreeSet::new();
        assert!(skills.iter().all(|set| *set != idle));
    }
}
