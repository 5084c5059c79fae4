//! Why an activity is in or out, and what would change that.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

use super::solve::{Demand, Failure, Limits, Outcome, solve_with};
use super::{Bind, Plan};

/// Halvings of the search for a cost: to a thousandth.
const HALVINGS: u32 = 10;

/// Why an activity is in or out of the best choice.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// It is in: without it the best choice is worth so many points less.
    In {
        /// Points lost without it; 0 when another choice is as good.
        lost: f64,
        /// What would come in for it.
        instead: Vec<usize>,
    },
    /// It is in because no choice without it keeps every rule.
    Needed {
        /// The rules that need it: leave one out and there is a choice without it.
        by: Vec<Bind>,
    },
    /// It is out: with it the best choice is worth so many points less.
    Out {
        /// Points lost with it: so many more points of its own and it would be in. 0 when another
        /// choice with it is as good.
        lost: f64,
        /// What would have to go for it.
        instead: Vec<usize>,
        /// What keeps it out: leave one of these out and it would be in.
        by: Vec<Bind>,
        /// The highest share of its cost at which it would be in, to a thousandth; none when no cost
        /// would do.
        at_cost: Option<f64>,
    },
    /// It is out because no choice with it keeps every rule.
    Impossible {
        /// The rules that forbid it.
        by: Vec<Bind>,
    },
}

/// Why an activity is in or out of `best`, the best choice of the plan.
///
/// # Errors
/// When the solver fails, or its time is over.
pub fn explain(
    plan: &Plan,
    best: &Outcome,
    activity: usize,
    limits: Limits,
) -> Result<Why, Failure> {
    let ask = Ask { plan, best, activity, limits, is_in: best.has(activity) };
    let binds = Bind::all(plan);
    Ok(match (ask.turned(&binds)?, ask.is_in) {
        (Some(other), true) => {
            Why::In { lost: (best.points - other.points).max(0.0), instead: ask.instead(&other) }
        }
        (None, true) => Why::Needed { by: ask.irreducible(binds, Ask::is_forced)? },
        (Some(other), false) => Why::Out {
            lost: (best.points - other.points).max(0.0),
            instead: ask.gone(&other),
            by: ask.irreducible(binds, Ask::stays)?,
            at_cost: ask.cheaper()?,
        },
        (None, false) => Why::Impossible { by: ask.irreducible(binds, Ask::is_forced)? },
    })
}

struct Ask<'a> {
    plan: &'a Plan,
    best: &'a Outcome,
    activity: usize,
    limits: Limits,
    is_in: bool,
}

impl Ask<'_> {
    /// The best choice with the activity's fate turned around, if there is one.
    fn turned(&self, binds: &[Bind]) -> Result<Option<Outcome>, Failure> {
        self.best_of(self.plan, binds, !self.is_in)
    }

    fn best_of(&self, plan: &Plan, binds: &[Bind], with: bool) -> Result<Option<Outcome>, Failure> {
        let mut demand = Demand::default();
        let list = if with { &mut demand.with } else { &mut demand.without };
        list.push(self.activity);
        match solve_with(plan, binds, &demand, self.limits) {
            Ok(outcome) => Ok(Some(outcome)),
            Err(Failure::Infeasible) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// Whether the activity keeps its fate when only `binds` bind: the other fate is worth less.
    fn stays(&self, binds: &[Bind]) -> Result<bool, Failure> {
        self.stays_in(self.plan, binds)
    }

    /// Whether there is no choice at all with the other fate when only `binds` bind.
    fn is_forced(&self, binds: &[Bind]) -> Result<bool, Failure> {
        Ok(self.turned(binds)?.is_none())
    }

    fn stays_in(&self, plan: &Plan, binds: &[Bind]) -> Result<bool, Failure> {
        let Some(other) = self.best_of(plan, binds, !self.is_in)? else { return Ok(true) };
        let Some(same) = self.best_of(plan, binds, self.is_in)? else { return Ok(false) };
        Ok(same.points > other.points + tolerance(same.points))
    }

    /// Binds for which `holds`, none of which can be left out.
    fn irreducible(
        &self,
        mut binds: Vec<Bind>,
        holds: fn(&Self, &[Bind]) -> Result<bool, Failure>,
    ) -> Result<Vec<Bind>, Failure> {
        let mut size = binds.len().div_ceil(2);
        loop {
            let mut start = 0;
            while start < binds.len() {
                let end = (start + size).min(binds.len());
                let rest = [&binds[..start], &binds[end..]].concat();
                if holds(self, &rest)? {
                    binds = rest;
                } else {
                    start = end;
                }
            }
            if size == 1 {
                return Ok(binds);
            }
            size = size.div_ceil(2);
        }
    }

    fn instead(&self, other: &Outcome) -> Vec<usize> {
        let new = other.starts.iter().map(|start| start.activity);
        new.filter(|activity| !self.best.has(*activity)).collect()
    }

    fn gone(&self, other: &Outcome) -> Vec<usize> {
        let old = self.best.starts.iter().map(|start| start.activity);
        old.filter(|activity| !other.has(*activity)).collect()
    }

    /// The highest share of its cost at which the activity would be in.
    fn cheaper(&self) -> Result<Option<f64>, Failure> {
        let binds = Bind::all(self.plan);
        let comes_in = |share: f64| -> Result<bool, Failure> {
            let mut plan = self.plan.clone();
            for cost in &mut plan.activities[self.activity].costs {
                *cost = (*cost as f64 * share) as u64;
            }
            Ok(!self.stays_in(&plan, &binds)?)
        };
        if !comes_in(0.0)? {
            return Ok(None);
        }
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if comes_in(middle)? {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok(Some(low))
    }
}

/// Two sums of points nearer than this are the same.
fn tolerance(points: f64) -> f64 {
    points.abs() * 1e-9 + 1e-9
}

/// How often each activity is in the best choice when all points are off by up to `off` of
/// themselves, up or down, each independently: a share of `times` choices.
///
/// # Errors
/// When the solver fails, or its time is over.
pub fn stability(
    plan: &Plan,
    off: f64,
    times: u32,
    seed: u64,
    limits: Limits,
) -> Result<Vec<f64>, Failure> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut counts = vec![0u32; plan.activities.len()];
    let binds = Bind::all(plan);
    for _ in 0..times {
        let mut other = plan.clone();
        for activity in &mut other.activities {
            let unit = (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
            activity.points *= 1.0 + off * (2.0 * unit - 1.0);
        }
        for start in solve_with(&other, &binds, &Demand::default(), limits)?.starts {
            counts[start.activity] += 1;
        }
    }
    Ok(counts.into_iter().map(|count| f64::from(count) / f64::from(times.max(1))).collect())
}
