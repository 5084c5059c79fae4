//! Values shuffled within strata: is a subject's sum so small (or large) by chance?
//!
//! Under the null model the cases of one stratum are exchangeable: which of them are the subject's
//! says nothing of their values. A draw takes as many values from each stratum as the subject has
//! cases there, without putting back. Draws go on until enough of them are as extreme as what was
//! seen, or the depth is reached: the sequential p-value of Besag and Clifford (Biometrika 78,
//! 1991), for which P(p ≤ α) ≤ α holds exactly, at any depth.

use rand::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

/// Values by stratum, one stratum after the other.
#[derive(Clone, Debug, Default)]
pub struct Values {
    values: Vec<f32>,
    /// Where each stratum begins; one more than there are strata.
    starts: Vec<u32>,
}

impl Values {
    /// An empty table.
    pub fn new() -> Self {
        Self { values: Vec::new(), starts: vec![0] }
    }

    /// Adds a stratum, its values taken from its mean, and gives its place. A subject's sum is then
    /// its excess over what is usual in its strata.
    pub fn push(&mut self, values: &[f64]) -> u32 {
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        self.values.extend(values.iter().map(|value| (value - mean) as f32));
        self.starts.push(self.values.len() as u32);
        self.starts.len() as u32 - 2
    }

    /// Puts the strata of another table behind these, and gives the place of the first.
    pub fn append(&mut self, other: &Self) -> u32 {
        let (first, begin) = (self.len() as u32, self.values.len() as u32);
        self.values.extend(&other.values);
        self.starts.extend(other.starts[1..].iter().map(|start| start + begin));
        first
    }

    /// Number of strata.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there is no stratum.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn of(&self, stratum: u32) -> &[f32] {
        let (from, to) = (self.starts[stratum as usize], self.starts[stratum as usize + 1]);
        &self.values[from as usize..to as usize]
    }

    /// The value of a stratum's case, as excess over the stratum's mean.
    pub fn at(&self, stratum: u32, case: u32) -> f32 {
        self.of(stratum)[case as usize]
    }
}

/// A subject: how many cases it has in which strata, and its sum.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subject {
    /// Stratum and number of its cases in it; more than none and fewer than all.
    pub cases: Vec<(u32, u32)>,
    /// Sum of its values in these strata.
    pub sum: f64,
}

/// How long to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Depth {
    /// Stop after as many draws as extreme as what was seen.
    pub extreme: u32,
    /// Stop after as many draws in any case.
    pub draws: u32,
}

impl Depth {
    /// As many draws as a test among `tests` needs that shall be able to pass a false-discovery rate
    /// of `level` on its own, five times over; `tests` is weighed by the say of each.
    pub fn for_tests(tests: f64, level: f64) -> Self {
        let needed = 5.0 * tests.max(1.0) / level;
        Self { extreme: 20, draws: needed.clamp(1_000.0, 2_000_000.0) as u32 }
    }

    /// All draws, whatever they show.
    pub fn fixed(draws: u32) -> Self {
        Self { extreme: u32::MAX, draws }
    }
}

/// Cases of a subject up to which draws are made; beyond, a bound is near enough and far quicker.
const DRAWN: u32 = 5_000;

/// Chance of a sum as low as the subject's or lower. To ask for a high one, give the negated values.
pub fn as_low(values: &Values, subject: &Subject, depth: Depth, seed: u64) -> f64 {
    if subject.cases.is_empty() {
        return 1.0;
    }
    if subject.cases.iter().map(|(_, own)| own).sum::<u32>() > DRAWN {
        return bound(values, subject);
    }
    let mut rng = Dice::new(seed);
    let mut plan = Plan::of(values, subject);
    // Sums of the same values in another order differ in their last digits only: those are ties.
    let limit = subject.sum - plan.offset + 1e-4 * plan.spread;
    let mut extreme = 0;
    let mut scratch = Vec::new();
    for draw in 1..=depth.draws {
        if draw == MERGE_AFTER {
            plan.merge();
        }
        if plan.draw(&mut rng, &mut scratch) <= limit {
            extreme += 1;
            if extreme == depth.extreme {
                return f64::from(extreme) / f64::from(draw);
            }
        }
    }
    (f64::from(extreme) + 1.0) / (f64::from(depth.draws) + 1.0)
}

/// Chernoff's bound on the same chance, never below it: a sum drawn without putting back has no
/// larger moments of exp(tX) than one drawn with putting back (Hoeffding 1963, theorem 4).
fn bound(values: &Values, subject: &Subject) -> f64 {
    // ln E exp(-t X) and its derivative, over the strata.
    let moments = |t: f64| {
        let mut total = (0.0, 0.0);
        for (stratum, own) in &subject.cases {
            let all = values.of(*stratum);
            let (mut weight, mut weighted) = (0.0, 0.0);
            for value in all {
                let part = (-t * f64::from(*value)).exp();
                weight += part;
                weighted += part * f64::from(*value);
            }
            total.0 += f64::from(*own) * (weight / all.len() as f64).ln();
            total.1 += f64::from(*own) * weighted / weight;
        }
        total
    };
    if subject.sum >= 0.0 {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    while moments(high).1 > subject.sum && high < 64.0 {
        high *= 2.0;
    }
    for _ in 0..50 {
        let middle = f64::midpoint(low, high);
        if moments(middle).1 > subject.sum { low = middle } else { high = middle }
    }
    (moments(low).0 + low * subject.sum).exp().min(1.0)
}

/// Draws after which tables of sums are worth being made.
const MERGE_AFTER: u32 = 250;
/// Sums in one such table: what fits into the nearest memory of a processor with all others.
const MERGED: usize = 1_024;

/// What is drawn: one value of some strata, several of others.
struct Plan<'v> {
    /// Tables of which one value is drawn each, one after the other, and where they begin and how
    /// long they are.
    singles: Vec<f32>,
    spans: Vec<(u32, u32)>,
    several: Vec<(&'v [f32], u32, bool)>,
    /// What the strata add of which the complement is drawn.
    offset: f64,
    /// Sum of the absolute values at most in a draw, for the width of a tie.
    spread: f64,
}

impl<'v> Plan<'v> {
    fn of(values: &'v Values, subject: &Subject) -> Self {
        let mut plan = Self {
            singles: Vec::new(),
            spans: Vec::new(),
            several: Vec::new(),
            offset: 0.0,
            spread: 0.0,
        };
        for (stratum, own) in &subject.cases {
            let all = values.of(*stratum);
            let others = all.len() as u32 - own;
            let largest = all.iter().fold(0.0f32, |largest, value| largest.max(value.abs()));
            plan.spread += f64::from(largest) * f64::from(*own) * f64::from(f32::EPSILON) * 1e4;
            if *own == 1 {
                plan.push(all.iter().copied());
            } else if others < *own {
                plan.several.push((all, others, true));
                plan.offset += all.iter().map(|value| f64::from(*value)).sum::<f64>();
            } else {
                plan.several.push((all, *own, false));
            }
        }
        plan
    }

    /// Puts strata of which one value is drawn together: one number then chooses from the sums of all
    /// their pairs, each of which is as likely.
    fn merge(&mut self) {
        let (singles, spans) = (std::mem::take(&mut self.singles), std::mem::take(&mut self.spans));
        let mut last: Vec<f32> = Vec::new();
        for (from, length) in spans {
            let single = &singles[from as usize..(from + length) as usize];
            if last.is_empty() || last.len() * single.len() > MERGED {
                self.push(last.drain(..));
                last.extend_from_slice(single);
            } else {
                last = last.iter().flat_map(|a| single.iter().map(move |b| a + b)).collect();
            }
        }
        self.push(last.drain(..));
    }

    /// Adds a table of which one value is drawn.
    fn push(&mut self, table: impl Iterator<Item = f32>) {
        let from = self.singles.len();
        self.singles.extend(table);
        let length = self.singles.len() - from;
        if length > 0 {
            self.spans.push((from as u32, length as u32));
        }
    }

    /// One draw's sum, without the offset.
    fn draw(&self, dice: &mut Dice, scratch: &mut Vec<f32>) -> f64 {
        // Two sums, because each addition waits for the one before it.
        let (mut sum, mut other) = (0.0f64, 0.0f64);
        let value = |(from, length): (u32, u32), bits: u32| {
            f64::from(self.singles[from as usize + below(bits, length)])
        };
        let mut pairs = self.spans.chunks_exact(2);
        for pair in &mut pairs {
            let bits = dice.next();
            sum += value(pair[0], bits as u32);
            other += value(pair[1], (bits >> 32) as u32);
        }
        if let [last] = pairs.remainder() {
            sum += value(*last, dice.next() as u32);
        }
        sum += other;
        for (all, count, left_out) in &self.several {
            scratch.clear();
            scratch.extend_from_slice(all);
            let mut part = 0.0f64;
            for place in 0..*count as usize {
                let other = place + below(dice.next() as u32, (scratch.len() - place) as u32);
                scratch.swap(place, other);
                part += f64::from(scratch[place]);
            }
            sum += if *left_out { -part } else { part };
        }
        sum
    }
}

/// A number below `n`, from 32 random bits; its bias is under n / 2³².
fn below(bits: u32, n: u32) -> usize {
    ((u64::from(bits) * u64::from(n)) >> 32) as usize
}

/// Fast and seeded; nothing here is a secret.
struct Dice(Xoshiro256PlusPlus);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    fn next(&mut self) -> u64 {
        self.0.next_u64()
    }
}
