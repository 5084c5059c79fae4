//! What is planted among contracts: each where ordinary ones would go, but with what is the matter, or with what
//! is innocent and looks like it.

use jiff::ToSpan as _;
use kernel::facts::spending::{ContractAwarded, Method};
use kernel::money::Rupiah;
use rand_chacha::ChaCha20Rng;

use crate::market::{MARKETS, WORKS, firm};
use crate::random::{below, between, chance, poisson, unit as share};
use crate::spending::{ALONE, Habitual, Ploy, SpendingTruth, Year};

/// Contracts of each pattern.
const DEAR: u32 = 24;
const COMPETED: u32 = 100;
const OF_ONE: u32 = 300;
const SMALL: u32 = 150;
const EMERGENCY: i64 = 12;

/// Who buys, in which market, and from which of its firms.
struct Place<'p> {
    unit: &'p str,
    market: usize,
    firm: usize,
    limit: f64,
}

impl Year<'_> {
    /// Adds what a unit does to the contracts; what it does with activities is not its matter.
    pub(crate) fn plant(&mut self, rng: &mut ChaCha20Rng, habit: &Habitual) {
        // A market of goods with several firms; of works where firms must compete.
        let market = if matches!(habit.ploy, Ploy::Alone(_)) { WORKS } else { below(rng, 4) };
        let place = Place {
            unit: &habit.unit,
            market,
            firm: below(rng, MARKETS[market].firms),
            limit: self.limit(MARKETS[market].category),
        };
        let own = match habit.ploy {
            Ploy::Dear(percent) => self.dear(rng, &place, percent),
            Ploy::Alone(percent) => self.alone(rng, &place, percent),
            Ploy::Split(count) => self.split(rng, &place, count),
            Ploy::Loyal(percent) => self.loyal(rng, &place, percent),
            Ploy::Small => self.small(rng, &place),
            Ploy::Emergency => self.emergency(rng, &place),
            Ploy::Overtakes(_) | Ploy::December(_) | Ploy::Holidays => return,
        };
        let first = self.contracts.len();
        let records = (first..first + own.len()).map(|at| at.to_string()).collect();
        self.contracts.extend(own);
        let of_one = habit.ploy != Ploy::Small;
        let supplier = if of_one { firm(place.market, place.firm).1 } else { String::new() };
        let (unit, ploy) = (habit.unit.clone(), habit.ploy);
        self.planted.push(SpendingTruth { unit, ploy, supplier, records });
    }

    /// A contract like any other, but of this unit with this firm.
    fn at_firm(&self, rng: &mut ChaCha20Rng, place: &Place<'_>, of: usize) -> ContractAwarded {
        let mut one = self.ordinary(rng, place.unit, place.market);
        (one.supplier, one.supplier_id) = firm(place.market, of);
        one
    }

    /// The same, given directly at a price between two shares of the limit.
    fn direct(
        &self,
        rng: &mut ChaCha20Rng,
        place: &Place<'_>,
        (of, low, high): (usize, f64, f64),
    ) -> ContractAwarded {
        let mut one = self.at_firm(rng, place, of);
        (one.method, one.bids) = (Method::Direct, Some(1));
        worth(one, place.limit * (low + (high - low) * share(rng)))
    }

    fn dear(&self, rng: &mut ChaCha20Rng, place: &Place<'_>, percent: u32) -> Vec<ContractAwarded> {
        let one = |_| raised(self.at_firm(rng, place, place.firm), percent);
        (0..DEAR).map(one).collect()
    }

    fn alone(
        &self,
        rng: &mut ChaCha20Rng,
        place: &Place<'_>,
        percent: u32,
    ) -> Vec<ContractAwarded> {
        let alone = f64::from(ALONE * percent) / 10_000.0;
        let one = |_| {
            let mut one = self.at_firm(rng, place, place.firm);
            let offers = 2 + i64::from(poisson(rng, 1.5));
            one.method = Method::Open;
            one.bids = Some(if chance(rng, alone) { 1 } else { offers });
            worth(one, place.limit * (1.05 + share(rng)))
        };
        (0..COMPETED).map(one).collect()
    }

    /// Four at a time, some days apart.
    fn split(&self, rng: &mut ChaCha20Rng, place: &Place<'_>, count: u32) -> Vec<ContractAwarded> {
        let mut day = self.day(rng);
        let one = |number: u32| {
            if number.is_multiple_of(4) {
                day = self.day(rng);
            }
            let mut one = self.direct(rng, place, (place.firm, 0.88, 0.99));
            one.awarded_on = day.min(self.spec.days.1);
            day = day.saturating_add(between(rng, 1, 4).days());
            one
        };
        (0..count).map(one).collect()
    }

    fn loyal(
        &self,
        rng: &mut ChaCha20Rng,
        place: &Place<'_>,
        percent: u32,
    ) -> Vec<ContractAwarded> {
        let firms = MARKETS[place.market].firms;
        let own = f64::from(percent) / 100.0 / firms as f64;
        let one = |_| {
            let other = (place.firm + 1 + below(rng, firms - 1)) % firms;
            let of = if chance(rng, own) { place.firm } else { other };
            self.direct(rng, place, (of, 0.1, 0.6))
        };
        (0..OF_ONE).map(one).collect()
    }

    fn small(&self, rng: &mut ChaCha20Rng, place: &Place<'_>) -> Vec<ContractAwarded> {
        let firms = MARKETS[place.market].firms;
        let one = |_| {
            let of = below(rng, firms);
            self.direct(rng, place, (of, 0.02, 0.32))
        };
        (0..SMALL).map(one).collect()
    }

    /// Within ten days, dearly, and said to be what it is.
    fn emergency(&self, rng: &mut ChaCha20Rng, place: &Place<'_>) -> Vec<ContractAwarded> {
        let day = self.day(rng);
        let one = |number: i64| {
            let mut one = raised(self.direct(rng, place, (place.firm, 0.9, 0.99)), 150);
            one.emergency = true;
            one.awarded_on = day.saturating_add((number % 10).days()).min(self.spec.days.1);
            one
        };
        (0..EMERGENCY).map(one).collect()
    }
}

/// The same at another price, so much more or less of it.
fn worth(mut contract: ContractAwarded, value: f64) -> ContractAwarded {
    contract.value = Rupiah::new(value as i64);
    contract.estimate = Some(Rupiah::new((value * 1.03) as i64));
    for item in &mut contract.items {
        item.quantity = ((value / item.price.get() as f64).max(1.0) as i64) * 1_000;
    }
    contract
}

/// The same at so many percent of its prices.
fn raised(mut contract: ContractAwarded, percent: u32) -> ContractAwarded {
    for item in &mut contract.items {
        item.price = Rupiah::new(item.price.get() * i64::from(percent) / 100);
    }
    contract
}
