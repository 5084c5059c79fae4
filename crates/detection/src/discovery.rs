//! Which of many tests count: the share of false ones among them is held, in one run and over time.

/// Tests that pass at the false-discovery rate `level` (Benjamini and Hochberg 1995; valid for
/// independent and for positively dependent p-values). True at the places that pass.
pub fn benjamini_hochberg(p: &[f64], level: f64) -> Vec<bool> {
    let limit = passed(p, level);
    p.iter().map(|p| *p <= limit).collect()
}

/// The largest p-value that passes; below every p-value when none does.
fn passed(p: &[f64], level: f64) -> f64 {
    let mut sorted = p.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let passes = |(rank, p): &(usize, f64)| *p <= level * (*rank + 1) as f64 / sorted.len() as f64;
    let last = sorted.iter().copied().enumerate().rev().find(passes);
    last.map_or(f64::NEG_INFINITY, |(_, p)| p)
}

/// Each test's q-value: the lowest rate at which it would pass.
pub fn q_values(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_unstable_by(|a, b| p[*b].total_cmp(&p[*a]));
    let mut q = vec![1.0; p.len()];
    let mut least = 1.0f64;
    for (from_end, place) in order.iter().enumerate() {
        let rank = p.len() - from_end;
        least = least.min(p[*place] * p.len() as f64 / rank as f64);
        q[*place] = least;
    }
    q
}

/// The rate for each run of a series, so that it holds over all runs together: `BatchPRDS` of Zrnic,
/// Jiang, Ramdas and Jordan (The Power of Batching in Multiple Hypothesis Testing, AISTATS 2020).
/// Runs look at new cases only; within a run p-values may depend on each other positively.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Series {
    level: f64,
    runs: u32,
    found: u64,
}

impl Series {
    /// A series that holds `level` over all its runs.
    pub fn new(level: f64) -> Self {
        Self { level, runs: 0, found: 0 }
    }

    /// A series that has had `runs` runs with `found` discoveries in all.
    pub fn after(level: f64, runs: u32, found: u64) -> Self {
        Self { level, runs, found }
    }

    /// The rate at which the next run may test `tests` hypotheses.
    pub fn next_level(&self, tests: usize) -> f64 {
        let tests = tests.max(1) as f64;
        self.level * share(self.runs + 1) * (tests + self.found as f64) / tests
    }

    /// Runs the next batch: true at the places that pass.
    pub fn run(&mut self, p: &[f64]) -> Vec<bool> {
        let passed = benjamini_hochberg(p, self.next_level(p.len()));
        self.runs += 1;
        self.found += passed.iter().filter(|passed| **passed).count() as u64;
        passed
    }
}

/// ζ(1.6): the shares of all runs add up to one.
const ZETA: f64 = 2.285_765_665_680_130_4;

fn share(run: u32) -> f64 {
    f64::from(run).powf(-1.6) / ZETA
}
