//! Tests of spending: contracts of one unit and firm against all others of their market, and activities of one
//! unit against their order and against others of their account.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Part, Role, counts, times};
use super::Desk;
use super::job::{Job, Measure, Plan};
use crate::cases::Code;
use crate::kinds::Kind;
use crate::pairs;
use crate::spending::{Contract, Way};
use crate::strata::Strata;

/// Fewest contracts of a pair that is tested.
const FEWEST: u32 = 5;
/// Fewest contracts that a firm would be expected to get from a unit, so that more of them can be told.
const EXPECTED: f64 = 5.0;
/// Fewest activities of a unit that is tested.
const ACTIVITIES: usize = 6;
/// How far the band around a limit reaches, as a factor to each side.
const BAND: f64 = 1.5;
/// Days within which two contracts stand close together.
const CLOSE: i32 = 30;

/// An activity: its place in the order, when it began, and where it stands among all.
type Placed = (u32, u32, u32);
/// Activities of one unit and account.
type Stratum = Vec<Placed>;
type Subjects = Vec<(Vec<Part>, Vec<u32>)>;

fn pair(contract: &Contract) -> Vec<Part> {
    vec![(Role::Unit, contract.unit), (Role::Supplier, contract.supplier)]
}

impl Desk<'_> {
    fn contracts(&self) -> &[Contract] {
        &self.cases.spending.contracts
    }

    fn contract(&self, place: u32) -> &Contract {
        &self.cases.spending.contracts[place as usize]
    }

    /// Contracts of one key are compared with each other. An emergency has rules of its own.
    fn contracts_alike<Q: Ord>(&self, key: impl Fn(&Contract) -> Option<Q>) -> Strata {
        Strata::keyed(
            self.contracts().iter().map(|one| if one.emergency { None } else { key(one) }),
        )
    }

    /// Contracts of each unit with each firm.
    fn pairs(&self, strata: &Strata, fewest: u32) -> Subjects {
        let all = self.contracts();
        counts::subjects(strata, all.len(), fewest, |place| Some(pair(&all[place])))
    }

    fn counted(
        &self,
        kind: Kind,
        strata: &Strata,
        subjects: Subjects,
        marked: impl Fn(u32) -> bool,
    ) -> Plan {
        let job = |(subject, contracts): (Vec<Part>, Vec<u32>)| {
            let count = counts::count(strata, &contracts, &marked);
            Job::of_marked(subject, &contracts, &marked, count)
        };
        let jobs = subjects.into_iter().map(job).filter(Job::can_show).collect();
        Plan { kind, jobs, missing: None, values: None }
    }

    /// What a contract pays over the standard prices beyond what all pay for the same things.
    fn prices(&self) -> Vec<Option<f64>> {
        let mut usual: BTreeMap<Code, (f64, f64)> = BTreeMap::new();
        let counts = |one: &&Contract| !one.emergency;
        for (item, over) in self.contracts().iter().filter(counts).flat_map(|one| &one.things) {
            let sum = usual.entry(*item).or_default();
            *sum = (sum.0 + over, sum.1 + 1.0);
        }
        let of = |one: &Contract| {
            let beyond = one.things.iter().filter_map(|(item, over)| {
                let (sum, count) = usual.get(item)?;
                Some(over - sum / count)
            });
            let (sum, count) = beyond.fold((0.0, 0.0), |all, one| (all.0 + one, all.1 + 1.0));
            (count > 0.0).then(|| sum / count)
        };
        self.contracts().iter().map(of).collect()
    }

    pub fn price_over_standard(&self) -> Plan {
        let prices = self.prices();
        let keys = self.contracts().iter().zip(&prices);
        let strata = Strata::keyed(
            keys.map(|(one, price)| price.filter(|_| !one.emergency).map(|_| one.market)),
        );
        // The largest sum is asked for, so the smallest of the negated values.
        let values = times::values(&strata, |place| -prices[place as usize].unwrap_or_default());
        let mut subjects = self.pairs(&strata, FEWEST);
        let unit = |place: usize| Some(vec![(Role::Unit, self.contracts()[place].unit)]);
        subjects.extend(counts::subjects(&strata, self.contracts().len(), FEWEST, unit));
        let job = |(subject, contracts): (Vec<Part>, Vec<u32>)| {
            let own = times::subject(&strata, &values, &contracts);
            Job::of_all(subject, contracts, Measure::Time(own))
        };
        let jobs = subjects.into_iter().map(job).filter(Job::can_show).collect();
        Plan { kind: Kind::PriceOverStandard, jobs, missing: None, values: Some(values) }
    }

    pub fn single_bid(&self) -> Plan {
        let strata = self.contracts_alike(|one| {
            let competed = one.way == Way::Competed && one.bids.is_some() && one.value > 0.0;
            // Two bands of price for each power of ten: small contracts draw fewer offers.
            competed.then(|| (one.market, (one.value.log10() * 2.0).floor() as i32))
        });
        let subjects = self.pairs(&strata, FEWEST);
        self.counted(Kind::SingleBid, &strata, subjects, |place| {
            self.contract(place).bids == Some(1)
        })
    }

    /// Contracts in a band around the limit of direct procurement. Which of them stand close together is asked
    /// on both sides of the limit alike, so it says nothing of the side.
    pub fn split_purchases(&self) -> Plan {
        let in_band = |one: &Contract| {
            let limit = one.limit.filter(|_| one.way != Way::Catalogue)?;
            (one.value >= limit / BAND && one.value < limit * BAND).then_some(limit)
        };
        let strata = self.contracts_alike(|one| Some((one.category, in_band(one)?.to_bits())));
        let mut near: BTreeMap<(Vec<Part>, Code), Vec<u32>> = BTreeMap::new();
        for (place, one) in self.contracts().iter().enumerate() {
            if strata.of[place].is_some() {
                near.entry((pair(one), one.market)).or_default().push(place as u32);
            }
        }
        let mut subjects: BTreeMap<Vec<Part>, Vec<u32>> = BTreeMap::new();
        for ((subject, _), mut contracts) in near {
            contracts.sort_by_key(|place| self.contract(*place).day);
            let day = |at: usize| self.contract(contracts[at]).day;
            let close = |at: &usize| {
                let before = *at > 0 && day(*at) - day(*at - 1) <= CLOSE;
                before || (*at + 1 < contracts.len() && day(*at + 1) - day(*at) <= CLOSE)
            };
            let close: Vec<u32> =
                (0..contracts.len()).filter(close).map(|at| contracts[at]).collect();
            subjects.entry(subject).or_default().extend(close);
        }
        let enough = |(_, contracts): &(Vec<Part>, Vec<u32>)| contracts.len() >= FEWEST as usize;
        let subjects = subjects.into_iter().filter(enough).collect();
        let below = |place: u32| {
            let one = self.contract(place);
            one.limit.is_some_and(|limit| one.value <= limit)
        };
        self.counted(Kind::SplitPurchases, &strata, subjects, below)
    }

    /// Whose a unit's contracts are, among all contracts of the same market and month.
    pub fn same_supplier(&self) -> Plan {
        let strata = self.contracts_alike(|one| {
            (one.classed && one.way != Way::Catalogue).then_some((one.market, one.month))
        });
        let all = self.contracts();
        let markets = |place: usize| {
            Some(vec![(Role::Unit, all[place].unit), (Role::Supplier, all[place].market)])
        };
        let mut jobs = Vec::new();
        // Each firm of the market is asked for, whatever it got from this unit: what is tested must not
        // depend on what is found.
        for (_, contracts) in counts::subjects(&strata, all.len(), FEWEST, markets) {
            let unit = self.contract(contracts[0]).unit;
            for firm in self.firms_near(&strata, &contracts) {
                let marked = |place: u32| self.contract(place).supplier == firm;
                let count = counts::count(&strata, &contracts, marked);
                if count.expected() >= EXPECTED {
                    let subject = vec![(Role::Unit, unit), (Role::Supplier, firm)];
                    jobs.push(Job::of_marked(subject, &contracts, marked, count));
                }
            }
        }
        jobs.retain(Job::can_show);
        Plan { kind: Kind::SameSupplier, jobs, missing: None, values: None }
    }

    /// Firms with a contract in one of the strata of these.
    fn firms_near(&self, strata: &Strata, contracts: &[u32]) -> BTreeSet<Code> {
        let near = contracts.iter().filter_map(|place| strata.of[*place as usize]);
        let members = near.flat_map(|(stratum, _)| &strata.members[stratum as usize]);
        members.map(|place| self.contract(*place).supplier).collect()
    }

    /// Activities of one unit and account in their order, and when each began.
    pub fn overtaking(&self) -> Plan {
        let mut strata: BTreeMap<(Code, Code), Stratum> = BTreeMap::new();
        for (at, one) in self.cases.spending.activities.iter().enumerate() {
            if let (Some(place), Some(began)) = (one.place, one.began) {
                strata.entry((one.unit, one.account)).or_default().push((place, began, at as u32));
            }
        }
        let mut units: BTreeMap<Code, Vec<Stratum>> = BTreeMap::new();
        for ((unit, _), mut stratum) in strata {
            stratum.sort_unstable();
            units.entry(unit).or_default().push(stratum);
        }
        let mut jobs = Vec::new();
        for (unit, strata) in units {
            let values: Vec<Vec<u32>> =
                strata.iter().map(|stratum| stratum.iter().map(|one| one.1).collect()).collect();
            let comparable: u64 = values.iter().map(|values| pairs::comparable(values)).sum();
            if comparable < (ACTIVITIES * (ACTIVITIES - 1) / 2) as u64 {
                continue;
            }
            jobs.push(Job {
                subject: vec![(Role::Unit, unit)],
                files: strata.iter().map(Vec::len).sum::<usize>() as u32,
                records: strata.iter().flat_map(|stratum| overtakers(stratum)).collect(),
                measure: Measure::Pairs { comparable, strata: values },
            });
        }
        Plan { kind: Kind::Overtaking, jobs, missing: None, values: None }
    }

    /// The share of the last month, among activities of the same account.
    pub fn december(&self) -> Plan {
        let all = &self.cases.spending.activities;
        let strata = Strata::keyed(all.iter().map(|one| one.last_month.map(|_| one.account)));
        let share = |place: u32| all[place as usize].last_month.unwrap_or_default();
        let values = times::values(&strata, |place| -share(place));
        let unit = |place: usize| Some(vec![(Role::Unit, all[place].unit)]);
        let subjects = counts::subjects(&strata, all.len(), ACTIVITIES as u32, unit);
        let job = |(subject, activities): (Vec<Part>, Vec<u32>)| {
            let own = times::subject(&strata, &values, &activities);
            let open: Vec<u32> =
                activities.into_iter().filter(|at| is_open(&strata, &own, *at)).collect();
            let mean = open.iter().map(|at| share(*at)).sum::<f64>() / open.len().max(1) as f64;
            Job::of_all(subject, open, Measure::Share { subject: own, mean })
        };
        let jobs = subjects.into_iter().map(job).filter(Job::can_show).collect();
        Plan { kind: Kind::DecemberSpending, jobs, missing: None, values: Some(values) }
    }
}

/// Whether others stand in the stratum of an activity, so that it is compared with something.
fn is_open(strata: &Strata, own: &crate::shuffle::Subject, place: u32) -> bool {
    strata.of[place as usize]
        .is_some_and(|(stratum, _)| own.cases.iter().any(|one| one.0 == stratum))
}

/// Activities that began before one that stands better.
fn overtakers(stratum: &[Placed]) -> Vec<u32> {
    let overtakes = |at: &usize| stratum[..*at].iter().any(|better| better.1 > stratum[*at].1);
    (0..stratum.len()).filter(overtakes).map(|at| stratum[at].2).collect()
}
