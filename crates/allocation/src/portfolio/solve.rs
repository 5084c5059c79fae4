//! The exact choice, as an integer program. The solver reckons in floating point; what it finds is
//! checked in whole rupiah, and when it breaks a bound by a hair it must find another.

#[cfg(feature = "highs")]
use good_lp::highs as solver;
#[cfg(not(feature = "highs"))]
use good_lp::microlp as solver;
use good_lp::{
    Expression, ProblemVariables, ResolutionError, Solution, SolutionStatus, SolverModel, Variable,
    WithMipGap, WithTimeLimit, constraint, variable,
};
use thiserror::Error;

use super::{Bind, Bound, Plan, Side};

/// The solver sees amounts in millions.
const MILLION: f64 = 1e6;

/// How often a choice that breaks a bound by a hair is looked for again.
const TRIES: u32 = 20;

/// When the search may end early.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Seconds.
    pub seconds: f64,
    /// Share of the points within which a choice is good enough, 0 for the best.
    pub gap: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { seconds: 60.0, gap: 0.0 }
    }
}

/// What is demanded beside the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// Activities that must be done.
    pub with: Vec<usize>,
    /// Activities that must not.
    pub without: Vec<usize>,
}

/// An activity that is done, and from when on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Start {
    /// Its place.
    pub activity: usize,
    /// The year.
    pub year: usize,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What is done, by place.
    pub starts: Vec<Start>,
    /// Points of it.
    pub points: f64,
    /// Share of the points by which a better choice may be better at most; 0 when there is none.
    pub gap: f64,
}

impl Outcome {
    /// Whether an activity is done.
    pub fn has(&self, activity: usize) -> bool {
        self.starts.iter().any(|start| start.activity == activity)
    }
}

/// Nothing was found.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Failure {
    /// No choice keeps all that binds.
    #[error("no choice keeps every rule")]
    Infeasible,
    /// The time was over before a choice was found.
    #[error("no choice was found in the time allowed; allow more seconds")]
    Time,
    /// The solver failed.
    #[error("the solver failed: {0}")]
    Solver(String),
}

/// The choice with the most points that keeps all that binds the plan.
///
/// # Errors
/// When there is none, or none was found in time.
pub fn solve(plan: &Plan, limits: Limits) -> Result<Outcome, Failure> {
    solve_with(plan, &Bind::all(plan), &Demand::default(), limits)
}

/// The choice with the most points that keeps `binds` and what is demanded.
pub(super) fn solve_with(
    plan: &Plan,
    binds: &[Bind],
    demand: &Demand,
    limits: Limits,
) -> Result<Outcome, Failure> {
    let (mut broken, mut hair) = (Vec::new(), 0.0);
    for _ in 0..TRIES {
        let asked = Asked { plan, binds, demand, broken: &broken, hair, whole: true };
        let program = Program::new(&asked);
        let mut outcome = match program.solve(limits) {
            Err(Failure::Solver(_)) if hair < 1e-4 => {
                // It came so near a bound that it contradicts itself: keep a hair's breadth away.
                hair = if hair == 0.0 { 1e-9 } else { hair * 100.0 };
                continue;
            }
            other => other?,
        };
        if !binds.iter().all(|bind| keeps(plan, *bind, &outcome.starts)) {
            broken.push(outcome.starts);
            continue;
        }
        if outcome.gap > 0.0 || hair > 0.0 {
            let asked = Asked { broken: &[], hair: 0.0, whole: false, ..asked };
            let most = Program::new(&asked).in_parts(limits)?;
            let gap = (most - outcome.points) / most.max(f64::MIN_POSITIVE);
            outcome.gap = if hair > 0.0 { gap } else { gap.min(outcome.gap) }.max(0.0);
        }
        return Ok(outcome);
    }
    Err(Failure::Solver("it breaks a bound by rounding".to_owned()))
}

/// Whether a choice keeps a bind, in whole rupiah.
fn keeps(plan: &Plan, bind: Bind, starts: &[Start]) -> bool {
    let spent = |year: usize, group: Option<&str>| -> u64 {
        let counts = |start: &&Start| group.is_none_or(|group| plan.counts(start.activity, group));
        let cost = |start: &Start| plan.cost(start.activity, start.year, year);
        starts.iter().filter(counts).map(cost).sum()
    };
    let has = |activity: usize| starts.iter().any(|start| start.activity == activity);
    match bind {
        Bind::Budget(year) => spent(year, None) <= plan.budget[year],
        Bind::Rule(rule) => {
            let rule = &plan.rules[rule];
            let Some(from) = rule.from else { return true };
            (from..plan.years()).all(|year| {
                let group = rule.fixed + spent(year, Some(&rule.group));
                let all = plan.fixed + spent(year, None);
                let (value, bound) = match rule.bound {
                    Bound::Share(share) => {
                        (u128::from(group) * 1_000_000, u128::from(all) * u128::from(share))
                    }
                    Bound::Amount(amount) => (u128::from(group), u128::from(amount)),
                    Bound::Count(count) => {
                        let of = |start: &&Start| plan.counts(start.activity, &rule.group);
                        (starts.iter().filter(of).count() as u128, u128::from(count))
                    }
                };
                match rule.side {
                    Side::AtLeast => value >= bound,
                    Side::AtMost => value <= bound,
                }
            })
        }
        Bind::Exclusion(set) => plan.exclusions[set].iter().filter(|a| has(**a)).count() <= 1,
        Bind::Needs(activity) => {
            !has(activity) || plan.activities[activity].needs.iter().all(|needed| has(*needed))
        }
        Bind::Must(activity) => has(activity),
    }
}

/// What a program is made for.
#[derive(Clone, Copy)]
struct Asked<'a> {
    plan: &'a Plan,
    binds: &'a [Bind],
    demand: &'a Demand,
    /// Choices that are none.
    broken: &'a [Vec<Start>],
    /// How far from every bound of amounts a choice must stay, as a share of the bound.
    hair: f64,
    /// Whether an activity is done whole or not at all; otherwise also in parts.
    whole: bool,
}

/// The integer program of a plan.
struct Program<'a> {
    plan: &'a Plan,
    variables: ProblemVariables,
    /// Of each activity a variable for each year in which it may start.
    starts: Vec<Vec<Variable>>,
    constraints: Vec<good_lp::Constraint>,
    /// How far from every bound of amounts a choice must stay, as a share of the bound.
    hair: f64,
}

impl<'a> Program<'a> {
    fn new(asked: &Asked<'a>) -> Self {
        let Asked { plan, binds, demand, broken, hair, whole } = *asked;
        let mut variables = ProblemVariables::new();
        let years = |latest: usize| 0..=latest.min(plan.years().saturating_sub(1));
        let starts: Vec<Vec<Variable>> = plan
            .activities
            .iter()
            .map(|activity| {
                let kind = || if whole { variable().binary() } else { variable().bounds(0..1) };
                years(activity.latest).map(|_| variables.add(kind())).collect()
            })
            .collect();
        let mut program = Self { plan, variables, starts, constraints: Vec::new(), hair };
        for activity in 0..plan.activities.len() {
            if program.starts[activity].len() > 1 {
                program.constraints.push(constraint!(program.done(activity) <= 1.0));
            }
        }
        for bind in binds {
            program.bind(*bind);
        }
        for activity in &demand.with {
            program.constraints.push(constraint!(program.done(*activity) == 1.0));
        }
        for activity in &demand.without {
            program.constraints.push(constraint!(program.done(*activity) == 0.0));
        }
        for starts in broken {
            program.forbid(starts);
        }
        program
    }

    /// Forbids one choice and no other.
    fn forbid(&mut self, choice: &[Start]) {
        let mut same = Expression::from(0.0);
        for (activity, starts) in self.starts.iter().enumerate() {
            for (year, variable) in starts.iter().enumerate() {
                let is_in = choice.contains(&Start { activity, year });
                same.add_mul(if is_in { 1.0 } else { -1.0 }, *variable);
            }
        }
        self.constraints.push(constraint!(same <= choice.len() as f64 - 1.0));
    }

    /// 1 when an activity is done.
    fn done(&self, activity: usize) -> Expression {
        self.starts[activity].iter().sum()
    }

    /// Spending of a year in millions, of a group or of all.
    fn spent(&self, year: usize, group: Option<&str>) -> Expression {
        let mut sum = Expression::with_capacity(self.starts.len());
        for (activity, starts) in self.starts.iter().enumerate() {
            if group.is_some_and(|group| !self.plan.counts(activity, group)) {
                continue;
            }
            for (start, variable) in starts.iter().enumerate() {
                let cost = self.plan.cost(activity, start, year) as f64 / MILLION;
                if cost > 0.0 {
                    sum.add_mul(cost, *variable);
                }
            }
        }
        sum
    }

    fn bind(&mut self, bind: Bind) {
        match bind {
            Bind::Budget(year) => {
                let budget = self.plan.budget[year] as f64 / MILLION * (1.0 - self.hair);
                self.constraints.push(constraint!(self.spent(year, None) <= budget));
            }
            Bind::Rule(rule) => self.rule(rule),
            Bind::Exclusion(set) => {
                let sum: Expression =
                    self.plan.exclusions[set].iter().map(|activity| self.done(*activity)).sum();
                self.constraints.push(constraint!(sum <= 1.0));
            }
            Bind::Needs(activity) => {
                for needed in &self.plan.activities[activity].needs {
                    let (done, needed) = (self.done(activity), self.done(*needed));
                    self.constraints.push(constraint!(done - needed <= 0.0));
                }
            }
            Bind::Must(activity) => {
                self.constraints.push(constraint!(self.done(activity) == 1.0));
            }
        }
    }

    fn rule(&mut self, rule: usize) {
        let rule = &self.plan.rules[rule];
        let Some(from) = rule.from else { return };
        if let Bound::Count(count) = rule.bound {
            let of = (0..self.starts.len()).filter(|a| self.plan.counts(*a, &rule.group));
            let sum: Expression = of.map(|activity| self.done(activity)).sum();
            self.constraints.push(match rule.side {
                Side::AtLeast => constraint!(sum >= count as f64),
                Side::AtMost => constraint!(sum <= count as f64),
            });
            return;
        }
        for year in from..self.plan.years() {
            let fixed = rule.fixed as f64 / MILLION;
            let (over, scale) = match rule.bound {
                Bound::Share(share) => {
                    let (share, all) = (f64::from(share) / 1e6, self.plan.fixed as f64 / MILLION);
                    let all = self.spent(year, None) + all;
                    (self.spent(year, Some(&rule.group)) + fixed - all * share, all_of(self.plan))
                }
                Bound::Amount(amount) => {
                    let amount = amount as f64 / MILLION;
                    (self.spent(year, Some(&rule.group)) + fixed - amount, amount)
                }
                Bound::Count(_) => continue,
            };
            let away = scale * self.hair;
            self.constraints.push(match rule.side {
                Side::AtLeast => constraint!(over >= away),
                Side::AtMost => constraint!(over <= -away),
            });
        }
    }

    /// The best choice of whole activities.
    fn solve(self, limits: Limits) -> Result<Outcome, Failure> {
        let (plan, starts) = (self.plan, self.starts.clone());
        let solution = self.run(limits)?;
        let chosen = |(activity, starts): (usize, &Vec<Variable>)| {
            let year = starts.iter().position(|variable| solution.value(*variable) > 0.5)?;
            Some(Start { activity, year })
        };
        let starts: Vec<Start> = starts.iter().enumerate().filter_map(chosen).collect();
        let points = starts.iter().map(|start| plan.points(start.activity, start.year)).sum();
        let gap = match solution.status() {
            SolutionStatus::Optimal => 0.0,
            SolutionStatus::GapLimit => limits.gap,
            SolutionStatus::TimeLimit => 1.0,
        };
        Ok(Outcome { starts, points, gap })
    }

    /// The most points when activities could also be done in parts: never less than with whole ones.
    fn in_parts(self, limits: Limits) -> Result<f64, Failure> {
        let points = self.points();
        Ok(self.run(limits)?.eval(&points))
    }

    fn points(&self) -> Expression {
        let mut points = Expression::with_capacity(self.starts.len());
        for (activity, starts) in self.starts.iter().enumerate() {
            for (start, variable) in starts.iter().enumerate() {
                points.add_mul(self.plan.points(activity, start), *variable);
            }
        }
        points
    }

    fn run(self, limits: Limits) -> Result<impl Solution, Failure> {
        let points = self.points();
        let mut model = self
            .variables
            .maximise(points)
            .using(solver)
            .with_time_limit(limits.seconds)
            .with_mip_gap(limits.gap as f32)
            .map_err(|error| Failure::Solver(error.to_string()))?;
        for constraint in self.constraints {
            model.add_constraint(constraint);
        }
        model.solve().map_err(|error| match error {
            ResolutionError::Infeasible => Failure::Infeasible,
            ResolutionError::Other(why) if why.contains("ime limit") => Failure::Time,
            other => Failure::Solver(other.to_string()),
        })
    }
}

/// All fixed spending and the largest budget, in millions.
fn all_of(plan: &Plan) -> f64 {
    let budget = plan.budget.iter().max().copied().unwrap_or(0);
    (plan.fixed + budget) as f64 / MILLION
}
