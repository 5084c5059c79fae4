//! How often patterns of spending are found that were planted in synthetic years of contracts and activities.

use std::collections::BTreeMap;

use detection::cases::Cases;
use detection::kinds::{About, Kind};
use detection::run::{Options, Role, Test, all_tests, q_values};
use jiff::civil::date;
use kernel::facts::spending::Category;
use kernel::money::Rupiah;
use kernel::rulebook::Rulebook;
use serde::Serialize;
use simulation::{Habitual, Ploy, SpendingSpec, SpendingTruth, spending};

use super::evaluate::{Calibration, LEVELS, Power, false_share};
use crate::cli::Strength;
use crate::commands::Stop;

/// Units that buy.
const UNITS: [&str; 20] = [
    "SETDA",
    "BAPPEDA",
    "BPKAD",
    "BPBD",
    "DISDIKBUD",
    "DINKES",
    "RSUDAY",
    "DPUTR",
    "DISPERKIM",
    "SATPOLPP",
    "DINSOS",
    "DKP3",
    "DLH",
    "DISDUKCAPIL",
    "DISHUB",
    "DISKOMINFO",
    "DISDAG",
    "DPMPTSP",
    "DISPORAPAR",
    "DISARPUS",
];
/// Ordinary contracts of a year.
const CONTRACTS: u32 = 4_000;

/// What an evaluation found in spending.
#[derive(Debug, Default, Serialize)]
pub struct Spending {
    /// Years with planted patterns.
    pub planted: u64,
    /// Power by pattern and strength.
    pub power: BTreeMap<String, Power>,
    /// Sum over years of the share of false discoveries, with planted patterns.
    pub false_share: f64,
    /// Discoveries over all years with planted patterns.
    pub discoveries: u64,
    /// Those of them that are false, and discoveries of honest years, by kind.
    pub false_by_kind: BTreeMap<&'static str, u64>,
    /// Honest years in which anything was found.
    pub honest_with_discoveries: u64,
    /// Calibration by kind on honest years.
    pub calibration: BTreeMap<&'static str, Calibration>,
}

fn habit(unit: &str, ploy: Ploy) -> Habitual {
    Habitual { unit: unit.to_owned(), ploy }
}

/// What is innocent and looks like a pattern: a unit that buys small things often, an emergency, and school
/// buildings that are mended in the holidays. The maker without a rival stands in every year.
fn look_alikes() -> Vec<Habitual> {
    vec![
        habit("RSUDAY", Ploy::Small),
        habit("BPBD", Ploy::Emergency),
        habit("DISDIKBUD", Ploy::Holidays),
        habit("DISPORAPAR", Ploy::Holidays),
    ]
}

/// One of each kind at one strength: half as much again, twice, and more.
fn planted(strength: Strength) -> Vec<Habitual> {
    let of = |weak: u32, medium: u32, strong: u32| match strength {
        Strength::Weak => weak,
        Strength::Medium => medium,
        Strength::Strong => strong,
    };
    let mut all = look_alikes();
    all.extend([
        habit("DLH", Ploy::Dear(of(105, 110, 130))),
        habit("DPUTR", Ploy::Alone(of(150, 200, 400))),
        habit("DINKES", Ploy::Split(of(12, 24, 48))),
        habit("DISDAG", Ploy::Loyal(of(150, 200, 400))),
        habit("DISPERKIM", Ploy::Overtakes(of(40, 75, 100))),
        habit("DISHUB", Ploy::December(of(150, 200, 300))),
    ]);
    all
}

/// Names of planted patterns, and the kind that finds each.
fn of_ploy(ploy: Ploy) -> Option<(&'static str, Kind)> {
    match ploy {
        Ploy::Dear(_) => Some(("prices above the standard", Kind::PriceOverStandard)),
        Ploy::Alone(_) => Some(("single offers", Kind::SingleBid)),
        Ploy::Split(_) => Some(("split purchases", Kind::SplitPurchases)),
        Ploy::Loyal(_) => Some(("one supplier", Kind::SameSupplier)),
        Ploy::Overtakes(_) => Some(("overtaking", Kind::Overtaking)),
        Ploy::December(_) => Some(("December", Kind::DecemberSpending)),
        Ploy::Small | Ploy::Emergency | Ploy::Holidays => None,
    }
}

/// Up to which price a contract may be given directly in 2026.
pub fn limits(rulebook: &Rulebook) -> Result<[i64; 4], Stop> {
    let mut limits = [0; 4];
    for (limit, category) in limits.iter_mut().zip(Category::ALL) {
        let code = format!("procurement.direct_{}", category.code());
        *limit = rulebook.money(&code, date(2026, 1, 1)).map_err(kernel::Error::from)?.get();
    }
    Ok(limits)
}

/// A year of spending with its tests.
struct Year {
    cases: Cases,
    truth: Vec<SpendingTruth>,
    tests: Vec<Test>,
    passed: Vec<bool>,
}

fn year(seed: u64, plant: &[Habitual], limits: [i64; 4]) -> Year {
    let units = UNITS.map(str::to_owned);
    let days = (date(2026, 1, 5), date(2026, 12, 30));
    let spec =
        SpendingSpec { units: &units, lines: &[], days, contracts: CONTRACTS, plant, limits };
    let made = spending(&spec, seed);
    let mut cases = Cases::default();
    for awarded in &made.contracts {
        let limit = Category::ALL.iter().zip(limits).find(|(one, _)| **one == awarded.category);
        let limit = limit.map(|(_, limit)| Rupiah::new(limit));
        oversee::signals::spending::contract(&mut cases, awarded, limit);
    }
    for one in &made.activities {
        if let Some(unit) = cases.units.code(&one.line.unit) {
            let names = (one.line.code.as_str(), one.line.account.as_str());
            let (began, last) = (one.began().or(Some(13)), Some(one.last_month()));
            cases.spending.activity(unit, names, Some(one.place), began, last);
        }
    }
    let options = Options { seed, ..Options::default() };
    let (tests, _) = all_tests(&cases, &options);
    let passed = q_values(&tests).iter().map(|q| *q <= options.level).collect();
    Year { cases, truth: made.planted, tests, passed }
}

impl Year {
    /// Unit of a test, and the number of its firm.
    fn subject(&self, test: &Test) -> (String, String) {
        let part = |role: Role| test.subject.iter().find(|(one, _)| *one == role).map(|one| one.1);
        let unit = part(Role::Unit).map(|code| self.cases.units.name(code)).unwrap_or_default();
        let firm = part(Role::Supplier).map(|code| self.cases.spending.suppliers.name(code));
        let firm =
            firm.and_then(|name| name.rsplit_once('(')).map(|(_, id)| id.trim_end_matches(')'));
        (unit.to_owned(), firm.unwrap_or_default().to_owned())
    }

    /// Whether the test asks for something that is the matter. Whoever buys dearly, alone or in parts from one
    /// firm buys from it more often than its market says, too.
    fn is_real(&self, test: &Test) -> bool {
        let (unit, firm) = self.subject(test);
        self.truth.iter().filter(|truth| !truth.ploy.is_honest() && truth.unit == unit).any(
            |truth| {
                let of_firm = firm.is_empty() || truth.supplier == firm;
                let shows = of_ploy(truth.ploy).is_some_and(|(_, kind)| kind == test.kind);
                let same = test.kind == Kind::SameSupplier && !truth.supplier.is_empty();
                of_firm && (shows || same)
            },
        )
    }
}

impl Spending {
    /// Evaluates one seed: an honest year, and one for each strength.
    pub fn seed(&mut self, seed: u64, strengths: &[Strength], limits: [i64; 4]) {
        self.honest(&year(seed, &look_alikes(), limits));
        for strength in strengths {
            self.planted(*strength, &year(seed, &planted(*strength), limits));
        }
    }

    fn honest(&mut self, year: &Year) {
        self.honest_with_discoveries += u64::from(year.passed.contains(&true));
        for (test, passed) in year.tests.iter().zip(&year.passed) {
            let counted = self.calibration.entry(test.kind.code()).or_default();
            counted.tests += 1;
            for (place, level) in LEVELS.iter().enumerate() {
                counted.at_or_below[place] += u64::from(test.p <= *level);
            }
            if *passed {
                *self.false_by_kind.entry(test.kind.code()).or_default() += 1;
            }
        }
    }

    fn planted(&mut self, strength: Strength, year: &Year) {
        self.planted += 1;
        let real: Vec<bool> = year.tests.iter().map(|test| year.is_real(test)).collect();
        self.false_share += false_share(&year.passed, &real);
        for ((test, passed), real) in year.tests.iter().zip(&year.passed).zip(&real) {
            self.discoveries += u64::from(*passed);
            if *passed && !real {
                *self.false_by_kind.entry(test.kind.code()).or_default() += 1;
            }
        }
        for truth in &year.truth {
            let Some((name, kind)) = of_ploy(truth.ploy) else { continue };
            let shows = |test: &Test| {
                let (unit, firm) = year.subject(test);
                let of_firm = kind.about() == About::Activities || firm == truth.supplier;
                test.kind == kind && unit == truth.unit && of_firm
            };
            let counted = self.power.entry(format!("{name}, {}", strength.name())).or_default();
            counted.planted += 1;
            counted.files += truth.records.len() as u64;
            let found =
                year.tests.iter().zip(&year.passed).any(|(test, passed)| *passed && shows(test));
            counted.found += u32::from(found);
            let effects = year.tests.iter().filter(|test| shows(test)).map(|test| test.effect);
            counted.effect += effects.filter(|effect| effect.is_finite()).fold(0.0, f64::max);
        }
    }
}
