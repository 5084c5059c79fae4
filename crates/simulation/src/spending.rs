//! A year of spending: contracts and activities of units, with planted patterns, and with what is innocent and
//! looks like them. All of it has a stream of its own, so that it moves nothing else of a city.

use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::facts::spending::{Bought, Category, ContractAwarded, Method};
use kernel::money::Rupiah;
use rand_chacha::ChaCha20Rng;
use serde::Serialize;

use crate::activities::{self, Line};
use crate::market::{MARKETS, Market, SOLE, firm};
use crate::random::{
    Purpose, below, between, chance, log_normal, pick, poisson, stream, unit as share,
};

/// What a unit does. Percentages are of the ordinary share or price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ploy {
    /// Pays one firm so many percent of what others pay.
    Dear(u32),
    /// One firm's tenders have a single offer in so many percent of the usual share.
    Alone(u32),
    /// So many contracts with one firm lie close together, just below the limit.
    Split(u32),
    /// One firm gets so many percent of its usual share of a market.
    Loyal(u32),
    /// In so many of a hundred activities what is worse placed begins first.
    Overtakes(u32),
    /// So many percent of the usual share are paid in the last month.
    December(u32),
    /// Innocent: a unit that buys small things often, from whoever comes.
    Small,
    /// Innocent: an emergency, bought dearly from one firm just below the limit, and said so.
    Emergency,
    /// Innocent: school buildings that are mended in the holidays, and so paid in December.
    Holidays,
}

impl Ploy {
    /// Whether nothing is the matter with it.
    pub fn is_honest(self) -> bool {
        matches!(self, Self::Small | Self::Emergency | Self::Holidays)
    }
}

/// A unit and what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Habitual {
    /// Code of the unit.
    pub unit: String,
    /// What it does.
    pub ploy: Ploy,
}

/// What is asked of a year of spending.
#[derive(Clone, Debug)]
pub struct SpendingSpec<'s> {
    /// Codes of units that buy.
    pub units: &'s [String],
    /// Activities that there are; made up when there are none.
    pub lines: &'s [Line],
    /// First and last day of contracts.
    pub days: (Date, Date),
    /// Ordinary contracts.
    pub contracts: u32,
    /// What is planted, and what looks like it. Each unit may stand in it once.
    pub plant: &'s [Habitual],
    /// Up to which price a contract may be given directly, in rupiah, in the order of [`Category::ALL`].
    pub limits: [i64; 4],
}

/// What was planted, and which records carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpendingTruth {
    /// Code of the unit.
    pub unit: String,
    /// What it does.
    pub ploy: Ploy,
    /// Number of the firm; empty when there is none.
    pub supplier: String,
    /// Numbers of contracts, or codes of activities.
    pub records: Vec<String>,
}

/// A year of spending.
#[derive(Clone, Debug)]
pub struct SpendingYear {
    /// Contracts in the order of their days.
    pub contracts: Vec<ContractAwarded>,
    /// Activities with what each month brought.
    pub activities: Vec<activities::Lived>,
    /// What is true in it.
    pub planted: Vec<SpendingTruth>,
}

/// A year of spending under `seed`.
pub fn spending(spec: &SpendingSpec<'_>, seed: u64) -> SpendingYear {
    let mut year = Year { spec, contracts: Vec::new(), planted: Vec::new() };
    let mut rng = stream(seed, Purpose::Spending, 0);
    for _ in 0..if spec.units.is_empty() { 0 } else { spec.contracts } {
        // Every ordinary contract draws the same, whatever is planted beside it.
        let (unit, market) = (below(&mut rng, spec.units.len()), below(&mut rng, MARKETS.len()));
        let contract = year.ordinary(&mut rng, &spec.units[unit], market);
        year.contracts.push(contract);
    }
    for (at, habit) in (1..).zip(spec.plant) {
        year.plant(&mut stream(seed, Purpose::Spending, at), habit);
    }
    let SpendingYear { activities, planted, .. } = activities::live(spec, seed);
    year.planted.extend(planted);
    year.finish(activities)
}

pub(crate) struct Year<'s> {
    pub(crate) spec: &'s SpendingSpec<'s>,
    pub(crate) contracts: Vec<ContractAwarded>,
    pub(crate) planted: Vec<SpendingTruth>,
}

/// Percent of tenders with one offer.
pub(crate) const ALONE: u32 = 20;
/// Percent of those just above the limit who find a way to stay below it, everywhere alike.
const STAYS_BELOW: f64 = 0.25;

impl Year<'_> {
    pub(crate) fn day(&self, rng: &mut ChaCha20Rng) -> Date {
        let (first, last) = self.spec.days;
        let days = (last - first).get_days();
        first.saturating_add(between(rng, 0, i64::from(days)).days())
    }

    pub(crate) fn limit(&self, category: Category) -> f64 {
        let found = Category::ALL.iter().zip(self.spec.limits).find(|(one, _)| **one == category);
        found.map_or(f64::INFINITY, |(_, limit)| limit as f64)
    }

    /// A contract as any unit makes it.
    pub(crate) fn ordinary(&self, rng: &mut ChaCha20Rng, unit: &str, at: usize) -> ContractAwarded {
        let market = &MARKETS[at];
        let mut value = log_normal(rng, market.median * 1e6, 0.8);
        let (place, day) = (below(rng, market.firms), self.day(rng));
        let limit = self.limit(market.category);
        let stays = chance(rng, STAYS_BELOW);
        if stays && value > limit && value < 1.2 * limit {
            value = limit * (0.94 + 0.06 * share(rng));
        }
        let catalogue = chance(rng, 0.2) && market.category == Category::Goods;
        let few = chance(rng, 0.3);
        let method = match () {
            () if at == SOLE || catalogue => Method::Catalogue,
            () if value <= limit => Method::Direct,
            () if few => Method::Selective,
            () => Method::Open,
        };
        let alone = chance(rng, f64::from(ALONE) / 100.0);
        let offers = 2 + i64::from(poisson(rng, 1.5));
        let bids = match method {
            Method::Direct | Method::Catalogue => Some(1),
            Method::Open | Method::Selective => Some(if alone { 1 } else { offers }),
        };
        let over = log_normal(rng, if at == SOLE { 1.25 } else { 0.98 }, 0.08);
        contract(rng, (unit, at, place), (method, bids), (value, over, day))
    }

    /// Numbers the contracts in the order of their days, and the truth with them.
    fn finish(mut self, activities: Vec<activities::Lived>) -> SpendingYear {
        let mut order: Vec<usize> = (0..self.contracts.len()).collect();
        order.sort_by_key(|at| (self.contracts[*at].awarded_on, *at));
        let mut numbers = vec![String::new(); order.len()];
        for (place, at) in order.iter().enumerate() {
            let year = self.contracts[*at].awarded_on.year();
            numbers[*at] = format!("{}/SPK/{year}", place + 1);
        }
        for truth in &mut self.planted {
            for record in &mut truth.records {
                if let Some(number) = record.parse().ok().and_then(|at: usize| numbers.get(at)) {
                    record.clone_from(number);
                }
            }
        }
        let mut contracts = self.contracts;
        for (contract, number) in contracts.iter_mut().zip(numbers) {
            contract.number = number;
        }
        contracts.sort_by_key(|one| one.awarded_on);
        SpendingYear { contracts, activities, planted: self.planted }
    }
}

fn contract(
    rng: &mut ChaCha20Rng,
    (unit, at, place): (&str, usize, usize),
    (method, bids): (Method, Option<i64>),
    (value, over, awarded_on): (f64, f64, Date),
) -> ContractAwarded {
    let market: &Market = &MARKETS[at];
    let (supplier, supplier_id) = firm(at, place);
    let (code, standard) = market.standard;
    let price = (standard as f64 * over) as i64;
    let items = (price > 0).then(|| Bought {
        item: code.to_owned(),
        title: market.title.to_owned(),
        quantity: ((value / price as f64).max(1.0) as i64) * 1_000,
        price: Rupiah::new(price),
        standard: Some(Rupiah::new(standard)),
    });
    let place = pick(rng, &["tahap I", "tahap II", "lanjutan", "utama", "tambahan"]);
    ContractAwarded {
        v: 1,
        number: String::new(),
        budget_year: awarded_on.year(),
        activity: String::new(),
        unit: unit.to_owned(),
        title: format!("{} {place}", market.title),
        supplier,
        supplier_id,
        category: market.category,
        class: market.class.to_owned(),
        method,
        emergency: false,
        bids,
        estimate: Some(Rupiah::new((value * (1.0 + 0.08 * share(rng))) as i64)),
        value: Rupiah::new(value as i64),
        awarded_on,
        items: items.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::*;

    const LIMITS: [i64; 4] = [200_000_000, 400_000_000, 100_000_000, 200_000_000];

    fn year(seed: u64, plant: &[Habitual]) -> SpendingYear {
        let units: Vec<String> = ["A", "B", "C", "D", "E", "F"].map(str::to_owned).to_vec();
        let days = (date(2026, 1, 5), date(2026, 12, 30));
        let spec =
            SpendingSpec { units: &units, lines: &[], days, contracts: 600, plant, limits: LIMITS };
        spending(&spec, seed)
    }

    fn habit(unit: &str, ploy: Ploy) -> Habitual {
        Habitual { unit: unit.to_owned(), ploy }
    }

    #[test]
    fn a_planted_pattern_moves_no_ordinary_contract() {
        let plant = [habit("B", Ploy::Split(24)), habit("C", Ploy::Emergency)];
        let (honest, planted) = (year(3, &[]), year(3, &plant));
        assert_eq!(year(3, &plant).contracts, planted.contracts, "the same again");
        assert_eq!(planted.contracts.len(), honest.contracts.len() + 36);
        let bare = |one: &ContractAwarded| {
            format!("{:?}", ContractAwarded { number: String::new(), ..one.clone() })
        };
        let all: BTreeSet<String> = planted.contracts.iter().map(bare).collect();
        assert!(honest.contracts.iter().all(|one| all.contains(&bare(one))));
        let numbers: BTreeSet<&str> =
            planted.contracts.iter().map(|one| one.number.as_str()).collect();
        assert_eq!(numbers.len(), planted.contracts.len());
        assert!(planted.contracts.is_sorted_by_key(|one| one.awarded_on));
    }

    #[test]
    fn the_truth_names_the_records_that_carry_it() {
        let plant =
            [habit("B", Ploy::Split(24)), habit("C", Ploy::Emergency), habit("D", Ploy::Dear(150))];
        let year = year(4, &plant);
        let of = |at: usize| {
            let named = |one: &&ContractAwarded| year.planted[at].records.contains(&one.number);
            year.contracts.iter().filter(named).collect::<Vec<_>>()
        };
        let split = of(0);
        assert_eq!(split.len(), 24);
        let below = |one: &&&ContractAwarded| {
            one.unit == "B"
                && one.supplier_id == year.planted[0].supplier
                && one.value.get() < LIMITS[0]
                && one.value.get() * 3 > LIMITS[0] * 2
        };
        assert_eq!(split.iter().filter(below).count(), 24);
        assert!(of(1).iter().all(|one| one.emergency && one.unit == "C"));
        let dear = |one: &&ContractAwarded| {
            one.items.iter().all(|item| item.price > item.standard.unwrap())
        };
        assert!(of(2).iter().all(dear));
    }
}
