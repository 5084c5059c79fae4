//! What is planted in synthetic years of contracts and activities, and what is true of a test of them.

use detection::cases::Cases;
use detection::kinds::{About, Kind};
use detection::run::{Role, Test};
use jiff::civil::date;
use kernel::facts::spending::Category;
use kernel::money::Rupiah;
use kernel::rulebook::Rulebook;
use simulation::{Habitual, Ploy, SpendingSpec, SpendingTruth, spending};

use super::known::Pattern;
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

/// The same of honest years, and of years with one of each kind.
pub fn habits(strength: Option<Strength>) -> Vec<Habitual> {
    strength.map_or_else(look_alikes, planted)
}

/// Adds a year of contracts and activities to what is tested, and says what is true in it.
pub fn add(
    cases: &mut Cases,
    seed: u64,
    plant: &[Habitual],
    limits: [i64; 4],
) -> Vec<SpendingTruth> {
    let units = UNITS.map(str::to_owned);
    let days = (date(2026, 1, 5), date(2026, 12, 30));
    let spec =
        SpendingSpec { units: &units, lines: &[], days, contracts: CONTRACTS, plant, limits };
    let made = spending(&spec, seed);
    for awarded in &made.contracts {
        let limit = Category::ALL.iter().zip(limits).find(|(one, _)| **one == awarded.category);
        let limit = limit.map(|(_, limit)| Rupiah::new(limit));
        oversee::signals::spending::contract(cases, awarded, limit);
    }
    for one in &made.activities {
        if let Some(unit) = cases.units.code(&one.line.unit) {
            let names = (one.line.code.as_str(), one.line.account.as_str());
            let (began, last) = (one.began().or(Some(13)), Some(one.last_month()));
            cases.spending.activity(unit, names, Some(one.place), began, last);
        }
    }
    made.planted
}

/// Unit of a test, and the number of its firm.
fn subject(cases: &Cases, test: &Test) -> (String, String) {
    let part = |role: Role| test.subject.iter().find(|(one, _)| *one == role).map(|one| one.1);
    let unit = part(Role::Unit).map(|code| cases.units.name(code)).unwrap_or_default();
    let firm = part(Role::Supplier).map(|code| cases.spending.suppliers.name(code));
    let firm = firm.and_then(|name| name.rsplit_once('(')).map(|(_, id)| id.trim_end_matches(')'));
    (unit.to_owned(), firm.unwrap_or_default().to_owned())
}

/// Whether a test of spending asks for something that is the matter. Whoever buys dearly, alone or in parts
/// from one firm buys from it more often than its market says, too.
pub fn is_real(cases: &Cases, truth: &[SpendingTruth], test: &Test) -> bool {
    let (unit, firm) = subject(cases, test);
    truth.iter().filter(|truth| !truth.ploy.is_honest() && truth.unit == unit).any(|truth| {
        let of_firm = firm.is_empty() || truth.supplier == firm;
        let shows = of_ploy(truth.ploy).is_some_and(|(_, kind)| kind == test.kind);
        let same = test.kind == Kind::SameSupplier && !truth.supplier.is_empty();
        of_firm && (shows || same)
    })
}

/// What was planted in spending, and what counts as finding it.
pub fn patterns<'c>(cases: &'c Cases, truth: &'c [SpendingTruth]) -> Vec<Pattern<'c>> {
    let pattern = |truth: &'c SpendingTruth| -> Option<Pattern<'c>> {
        let (name, kind) = of_ploy(truth.ploy)?;
        let shows = move |test: &Test| {
            let (unit, firm) = subject(cases, test);
            let of_firm = kind.about() == About::Activities || firm == truth.supplier;
            test.kind == kind && unit == truth.unit && of_firm
        };
        Some((name, truth.records.len() as u64, Box::new(shows)))
    };
    truth.iter().filter_map(pattern).collect()
}
