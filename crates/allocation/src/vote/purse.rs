//! What voters have left, in floating point for speed and as fractions where that is too coarse.
//!
//! Two voters who paid the same in the same rounds have the same purse. A purse is what it was made
//! from: the purse before, and what was paid then; its exact value is reckoned when it is asked for.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};
use rustc_hash::FxHashMap;

/// A fraction without rounding.
pub type Ratio = BigRational;

/// A whole number as a fraction.
pub fn whole(number: u128) -> Ratio {
    Ratio::from_integer(BigInt::from(number))
}

/// The nearest floating-point number.
pub fn float(ratio: &Ratio) -> f64 {
    ratio.to_f64().unwrap_or(f64::NAN)
}

/// The empty purse.
pub const EMPTY: u32 = 0;

/// The purse that everyone begins with.
pub const FULL: u32 = 1;

/// A payment: in which round, and for how much utility.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Paid {
    before: u32,
    round: u32,
    weight: u64,
}

/// All purses there are.
#[derive(Clone, Debug)]
pub struct Purses {
    full: Ratio,
    /// Price of a unit of utility in each round.
    prices: Vec<(Ratio, f64)>,
    values: Vec<f64>,
    paid: Vec<Paid>,
    known: FxHashMap<Paid, u32>,
    exact: FxHashMap<u32, Ratio>,
}

impl Purses {
    /// Purses that hold `full` at first.
    pub fn new(full: Ratio) -> Self {
        let nothing = Paid { before: EMPTY, round: u32::MAX, weight: 0 };
        Self {
            values: vec![0.0, float(&full)],
            full,
            prices: Vec::new(),
            paid: vec![nothing, nothing],
            known: FxHashMap::default(),
            exact: FxHashMap::default(),
        }
    }

    /// About how much a purse holds; off by [`Purses::error`] at most.
    pub fn value(&self, purse: u32) -> f64 {
        self.values[purse as usize]
    }

    /// How far [`Purses::value`] can be off.
    pub fn error(&self) -> f64 {
        self.values[FULL as usize] * 1e-14 * (self.prices.len() + 1) as f64
    }

    /// How much a purse holds.
    pub fn exact(&mut self, purse: u32) -> Ratio {
        if purse == EMPTY {
            return Ratio::zero();
        }
        if let Some(known) = self.exact.get(&purse) {
            return known.clone();
        }
        let exact = self.sum([(purse, 1)].into_iter());
        self.exact.insert(purse, exact.clone());
        exact
    }

    /// How much several purses hold together, each so many times.
    pub fn sum(&self, purses: impl Iterator<Item = (u32, u64)>) -> Ratio {
        let mut full = 0u128;
        let mut weights = vec![0u128; self.prices.len()];
        for (mut purse, times) in purses {
            if purse == EMPTY {
                continue;
            }
            full += u128::from(times);
            while purse != FULL {
                let paid = self.paid[purse as usize];
                weights[paid.round as usize] += u128::from(times) * u128::from(paid.weight);
                purse = paid.before;
            }
        }
        let spent = self.prices.iter().zip(weights).filter(|(_, weight)| *weight > 0);
        spent.fold(whole(full) * &self.full, |left, ((price, _), weight)| {
            left - whole(weight) * price
        })
    }

    /// A new round in which a unit of utility costs `price`.
    pub fn round(&mut self, price: Ratio) {
        let about = float(&price);
        self.prices.push((price, about));
    }

    /// The purse after paying for `weight` in the last round; it can be emptied, not overdrawn.
    pub fn pay(&mut self, purse: u32, weight: u64) -> u32 {
        let Some((price, about)) = self.prices.last().cloned() else { return purse };
        if purse == EMPTY {
            return EMPTY;
        }
        let (left, due) = (self.value(purse), about * weight as f64);
        let doubt = self.error() + due * 1e-12;
        let empty = match left - due {
            rest if rest > doubt => false,
            rest if rest < -doubt => true,
            _ => self.exact(purse) <= whole(u128::from(weight)) * price,
        };
        if empty {
            return EMPTY;
        }
        let round = u32::try_from(self.prices.len() - 1).unwrap_or(u32::MAX);
        let paid = Paid { before: purse, round, weight };
        if let Some(known) = self.known.get(&paid) {
            return *known;
        }
        let new = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(left - due);
        self.paid.push(paid);
        self.known.insert(paid, new);
        new
    }
}
