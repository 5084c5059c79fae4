//! A year of contracts of a synthetic city: what units buy for the activities of their budget, with one planted
//! pattern and what is innocent beside it. All of it is made up, and so are the firms.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::facts::spending::{BudgetLine, Category, ContractAwarded};
use kernel::money::Rupiah;
use platform::App;
use platform::auth::{Can, Planner};
use prioritise::procurement::rules::direct_limit;
use prioritise::procurement::verbs::Award;
use simulation::{Habitual, Ploy, SpendingSpec, SpendingTruth, spending};

use super::surveys::At;
use super::trials::user;

/// Ordinary contracts of a year.
const CONTRACTS: u32 = 420;
/// The unit of the open account `atasan`.
const HEADED: &str = "DISDUKCAPIL";
/// Contracts of the planted split purchase.
const SPLIT: u32 = 24;

/// Units of the demonstration that buy, until a budget is given: code, activity, account.
const UNITS: [(&str, &str, &str); 10] = [
    ("DPUTR", "1.03.10.2.01.0005", "5.2.04.01"),
    ("DISPERKIM", "1.04.05.2.01.0002", "5.2.04.01"),
    ("DINKES", "1.02.02.2.01.0003", "5.2.02.05"),
    ("DISDIKBUD", "1.01.02.2.01.0015", "5.2.03.01"),
    ("DLH", "2.11.11.2.01.0013", "5.2.02.05"),
    ("DISHUB", "2.15.02.2.02.0006", "5.2.02.05"),
    ("DKP3", "3.27.02.2.01.0001", "5.1.02.01"),
    ("DISDUKCAPIL", "2.12.02.2.01.0004", "5.1.02.01"),
    ("BPBD", "1.05.03.2.03.0001", "5.1.02.02"),
    ("DISNAKERTRANS", "2.07.03.2.01.0001", "5.1.02.02"),
];

/// A few made-up lines for a demonstration without a budget.
pub fn lines() -> Vec<BudgetLine> {
    let line = |(unit, code, account): (&str, &str, &str)| BudgetLine {
        code: code.to_owned(),
        title: "Kegiatan contoh".to_owned(),
        unit: unit.to_owned(),
        account: account.to_owned(),
        amount: Rupiah::new(12_000_000_000),
        planned: String::new(),
        services: Vec::new(),
    };
    UNITS.map(line).to_vec()
}

/// What is planted among these units: purchases split below the limit by one, and an emergency of another that
/// looks like it and is innocent.
fn plant(units: &[String]) -> Vec<Habitual> {
    // The unit whose head has an open account, so that the question can be tried.
    let first = units.iter().position(|unit| unit == HEADED).unwrap_or(0);
    let ploys = [Ploy::Split(SPLIT), Ploy::Emergency, Ploy::Small];
    let one = |(at, ploy): (usize, Ploy)| {
        let unit = units[(first + at) % units.len()].clone();
        Habitual { unit, ploy }
    };
    ploys.into_iter().enumerate().take(units.len()).map(one).collect()
}

/// Makes the contracts of the year that ends with `until` for these activities, and says what is planted.
///
/// # Errors
/// When an account is missing or the database fails.
pub async fn run(
    app: &App,
    tenant: TenantId,
    seed: u64,
    (first, until): (Date, Timestamp),
    lines: &[BudgetLine],
) -> Result<Vec<SpendingTruth>> {
    let last = app.tz().to_datetime(until).date();
    let Some(limits) = limits(app, first) else { return Ok(Vec::new()) };
    let mut activities: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in lines {
        activities.entry(&line.unit).or_default().push(&line.code);
    }
    let units: Vec<String> = activities.keys().map(|unit| (*unit).to_owned()).collect();
    let plant = plant(&units);
    let (days, contracts) = ((first, last), CONTRACTS);
    let spec = SpendingSpec { units: &units, lines: &[], days, contracts, plant: &plant, limits };
    let made = spending(&spec, seed);
    let mut months: BTreeMap<(i16, i8), Vec<ContractAwarded>> = BTreeMap::new();
    for (at, mut awarded) in made.contracts.into_iter().enumerate() {
        if let Some(codes) = activities.get(awarded.unit.as_str()) {
            awarded.activity = codes[at % codes.len()].to_owned();
        }
        let day = awarded.awarded_on;
        months.entry((day.year(), day.month())).or_default().push(awarded);
    }
    let mut tx = app.db.read(tenant).await?;
    let planner = user(app, &mut tx, "perencana").await?;
    let planner = Can::<Planner>::load(&mut tx, &app.vault, planner).await?;
    drop(tx);
    let actor = planner.actor(Channel::Online, None);
    for (_, contracts) in months {
        // A month's contracts are brought as one file on its last day.
        let day = contracts.last().map_or(last, |one| one.awarded_on.last_of_month());
        let at = app.tz().to_timestamp(day.at(15, 0, 0, 0)).map_err(Error::internal)?.min(until);
        let command = Award { app: app.clone(), contracts, actor };
        app.db.write(tenant, At { at, command }).await?;
    }
    let carries = |truth: &SpendingTruth| !truth.records.is_empty();
    Ok(made.planted.into_iter().filter(carries).collect())
}

/// Limits of direct procurement at the begin of the year; none before the law that the rulebook knows.
fn limits(app: &App, first: Date) -> Option<[i64; 4]> {
    let day = first.saturating_add(1.days());
    let mut limits = [0; 4];
    for (limit, category) in limits.iter_mut().zip(Category::ALL) {
        *limit = direct_limit(&app.rulebook, category, day).ok()?.get();
    }
    Some(limits)
}
