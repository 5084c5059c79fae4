//! Exact tails of counts: the chance of seeing this many or more when nothing is the matter.
//!
//! Every function returns a valid p-value: P(p ≤ α) ≤ α under its null model. Where the exact sum
//! would be too long, a bound stands in its place that is never below it.

use std::collections::BTreeMap;

/// A part of the cases that are alike but for what is tested: one term of a stratified count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// Cases in the stratum.
    pub cases: u32,
    /// Cases among them that show the mark, whoever's they are.
    pub marked: u32,
    /// Cases among them that belong to the subject.
    pub own: u32,
}

impl Stratum {
    /// Whether the subject's count can come out differently.
    fn is_open(self) -> bool {
        self.least() < self.most()
    }

    fn least(self) -> u32 {
        (self.own + self.marked).saturating_sub(self.cases)
    }

    fn most(self) -> u32 {
        self.own.min(self.marked)
    }

    fn expected(self) -> f64 {
        f64::from(self.own) * f64::from(self.marked) / f64::from(self.cases.max(1))
    }
}

/// Marks that the subject's cases would carry on average if they were like all others.
pub fn expected(strata: &[Stratum]) -> f64 {
    strata.iter().map(|stratum| stratum.expected()).sum()
}

/// Products in a convolution up to which the sum is exact; beyond, the bound is near enough.
const EXACT: u64 = 20_000_000;

/// P(X ≥ `seen`) where X is the subject's number of marked cases, when within each stratum every
/// choice of its cases is equally likely: a sum of independent hypergeometric counts, as in the
/// exact test of Cochran, Mantel and Haenszel (Agresti, Categorical Data Analysis, section 7.3.5).
pub fn at_least(strata: &[Stratum], seen: u32) -> f64 {
    let certain: u32 = strata.iter().map(|stratum| stratum.least()).sum();
    let open: Vec<Stratum> = strata.iter().copied().filter(|stratum| stratum.is_open()).collect();
    let Some(seen) = seen.checked_sub(certain).filter(|seen| *seen > 0) else { return 1.0 };
    let mut work = 0u64;
    let mut support = 1u64;
    for stratum in &open {
        let own = u64::from(stratum.most() - stratum.least() + 1);
        work += support * own;
        support += own - 1;
    }
    if u64::from(seen) >= support {
        return 0.0;
    }
    if work > EXACT { bound(&open, seen) } else { convolved(&open, seen) }
}

fn convolved(open: &[Stratum], seen: u32) -> f64 {
    let mut chances = vec![1.0];
    for stratum in open {
        chances = convolve(&chances, &hypergeometric(*stratum));
    }
    // From the smallest up, so that a tail far out keeps its digits.
    let tail: f64 = chances[seen as usize..].iter().rev().sum();
    tail.min(1.0)
}

/// Chances of the sum of two counts.
fn convolve(one: &[f64], other: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; one.len() + other.len() - 1];
    for (i, a) in one.iter().enumerate() {
        for (j, b) in other.iter().enumerate() {
            sum[i + j] += a * b;
        }
    }
    sum
}

/// Chances of the subject's count in one stratum, from its least to its most.
fn hypergeometric(stratum: Stratum) -> Vec<f64> {
    let (least, most) = (stratum.least(), stratum.most());
    let (n, marked, own) =
        (f64::from(stratum.cases), f64::from(stratum.marked), f64::from(stratum.own));
    let first = f64::from(least);
    let log = ln_choose(marked, first) + ln_choose(n - marked, own - first) - ln_choose(n, own);
    let mut chances = vec![log.exp()];
    for count in least..most {
        let k = f64::from(count);
        let ratio = (marked - k) * (own - k) / ((k + 1.0) * (n - marked - own + k + 1.0));
        chances.push(chances.last().copied().unwrap_or_default() * ratio);
    }
    chances
}

fn ln_choose(n: f64, k: f64) -> f64 {
    libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0)
}

/// Chernoff's bound. A hypergeometric count has no larger moments of exp(tX) than the binomial one
/// with the same mean (Hoeffding 1963, theorem 4), so the bound holds for the sum.
fn bound(open: &[Stratum], seen: u32) -> f64 {
    let part = |stratum: &Stratum| {
        let own = f64::from(stratum.own);
        (own, f64::from(stratum.marked) / f64::from(stratum.cases), f64::from(stratum.least()))
    };
    let parts: Vec<_> = open.iter().map(part).collect();
    let least: f64 = parts.iter().map(|(_, _, least)| least).sum();
    let target = f64::from(seen) + least;
    let mean = |t: f64| -> f64 {
        parts.iter().map(|(n, q, _)| n * q * t.exp() / (1.0 - q + q * t.exp())).sum()
    };
    if mean(0.0) >= target {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    while mean(high) < target && high < 64.0 {
        high *= 2.0;
    }
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if mean(middle) < target { low = middle } else { high = middle }
    }
    let log: f64 = parts.iter().map(|(n, q, _)| n * (1.0 - q + q * low.exp()).ln()).sum();
    (log - low * target).exp().min(1.0)
}

/// P(X ≥ `seen`) of a Poisson count with this mean. The same count with a smaller mean is less
/// likely still, so the p-value holds for every rate up to the stated one.
pub fn poisson_at_least(mean: f64, seen: u32) -> f64 {
    if seen == 0 {
        return 1.0;
    }
    if mean <= 0.0 {
        return 0.0;
    }
    let first = f64::from(seen);
    if first <= mean {
        let below: f64 = (0..seen).map(|k| poisson(mean, k)).sum();
        return (1.0 - below).clamp(0.0, 1.0);
    }
    // Above the mean the terms fall at least like a geometric series.
    let mut term = poisson(mean, seen);
    let (mut sum, mut k) = (term, first);
    while term > sum * 1e-17 && term > 0.0 {
        k += 1.0;
        term *= mean / k;
        sum += term;
    }
    sum.min(1.0)
}

fn poisson(mean: f64, k: u32) -> f64 {
    let k = f64::from(k);
    (k * mean.ln() - mean - libm::lgamma(k + 1.0)).exp()
}

/// One side of a shared count: its cases, of which some carry the mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Side {
    /// Cases.
    pub cases: u32,
    /// Odds of the mark, up to a factor that all sides share.
    pub odds: f64,
}

/// P(X ≤ `seen`) and the mean of X, which are the marks of `own` among the `marked` ones of all sides,
/// when every case is marked by itself with its side's odds: Fisher's noncentral hypergeometric
/// distribution (McCullagh and Nelder, Generalized Linear Models, section 7.3.2). Given the number of
/// all marks, the shared factor of the odds plays no part. With equal odds it is the lower tail of
/// one stratum.
pub fn at_most(own: Side, others: &[Side], marked: u32, seen: u32) -> (f64, f64) {
    let factor = balance(own, others, marked);
    let mut alike: BTreeMap<u64, u32> = BTreeMap::new();
    for side in others {
        *alike.entry(side.odds.to_bits()).or_default() += side.cases;
    }
    let rest = alike.into_iter().fold(vec![1.0], |rest, (odds, cases)| {
        convolve(&rest, &binomial(cases, f64::from_bits(odds) * factor))
    });
    let (mut few, mut all, mut sum) = (0.0, 0.0, 0.0);
    for (count, chance) in (0u32..).zip(binomial(own.cases, own.odds * factor)) {
        let left = marked.checked_sub(count).and_then(|left| rest.get(left as usize));
        let chance = chance * left.copied().unwrap_or_default();
        few += if count <= seen { chance } else { 0.0 };
        all += chance;
        sum += f64::from(count) * chance;
    }
    ((few / all).min(1.0), sum / all)
}

/// The factor at which `marked` marks are the mean, so that no chance that counts is too small for a
/// number: which factor is taken changes nothing else.
fn balance(own: Side, others: &[Side], marked: u32) -> f64 {
    let mean = |factor: f64| -> f64 {
        let part = |side: &Side| {
            let odds = side.odds * factor;
            f64::from(side.cases) * odds / (1.0 + odds)
        };
        part(&own) + others.iter().map(part).sum::<f64>()
    };
    let (mut low, mut high) = (-40.0f64, 40.0f64);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if mean(middle.exp()) < f64::from(marked) { low = middle } else { high = middle }
    }
    low.exp()
}

/// Chances of each number of marks among `cases` with these odds.
fn binomial(cases: u32, odds: f64) -> Vec<f64> {
    let n = f64::from(cases);
    let log = |k: f64| ln_choose(n, k) + k * odds.ln() - n * odds.ln_1p();
    (0..=cases).map(|k| log(f64::from(k)).exp()).collect()
}
