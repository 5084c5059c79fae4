//! What follows from the files of a scenario: the choice, why each activity is in or out, and how firmly
//! the order stands. Pure.

use allocation::portfolio::file::{self, Read};
use allocation::portfolio::{
    Bind, Bound, Failure, Limits, Outcome, Plan, Side, Why, conflict, explain, scoring, solve,
};
use serde::{Deserialize, Serialize};

use super::files::Files;

/// How far marks are off when the firmness of the order is told, and how many orders are drawn for it;
/// the same as those of `bening plan solve`.
const MARKS_OFF: f64 = 0.1;
const ORDERS: u32 = 500;
const SEED: u64 = 1;

/// Something that binds a plan, in words that a page can translate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BindTold {
    /// The budget.
    Budget,
    /// A limit, by its group.
    Limit(String),
    /// What an activity needs, by its code.
    Needs(String),
    /// That an activity must be done, by its code.
    Must(String),
}

/// Why an activity is in or out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum WhyTold {
    /// It is in; without it the plan has so many points less.
    Worth {
        /// Points lost without it.
        lost: f64,
        /// What would come in for it.
        instead: Vec<String>,
    },
    /// It is in because these need it.
    Needed {
        /// What needs it.
        by: Vec<BindTold>,
    },
    /// It is out; with it the plan has so many points less.
    Outweighed {
        /// Points lost with it.
        lost: f64,
        /// What would have to go for it.
        instead: Vec<String>,
        /// What keeps it out.
        by: Vec<BindTold>,
        /// The highest cost at which it would be in.
        at_cost: Option<u64>,
    },
    /// It is out because these forbid it.
    Impossible {
        /// What forbids it.
        by: Vec<BindTold>,
    },
    /// The time allowed did not suffice to tell.
    Unknown,
}

impl WhyTold {
    /// The code that the ledger keeps.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Worth { .. } => "worth",
            Self::Needed { .. } => "needed",
            Self::Outweighed { .. } => "outweighed",
            Self::Impossible { .. } => "impossible",
            Self::Unknown => "unknown",
        }
    }
}

/// An activity in the result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// What it costs.
    pub cost: u64,
    /// Its points.
    pub points: f64,
    /// Its place in the order of points, from 1.
    pub place: usize,
    /// The best and the worst place when each mark is off by up to a tenth.
    pub range: (usize, usize),
    /// Whether the budget pays for it.
    pub chosen: bool,
    /// Why.
    pub why: WhyTold,
}

/// What a limit measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LimitTold {
    /// Its group.
    pub group: String,
    /// A share of all spending from 0 to 1, or rupiah.
    pub value: f64,
    /// The bound in the same unit.
    pub bound: f64,
    /// Whether it is a share.
    pub is_share: bool,
    /// Whether it is kept.
    pub kept: bool,
    /// Whether it binds this budget already.
    pub binds: bool,
    /// Whether the bound is the most, and not the least.
    pub at_most: bool,
}

/// The smallest change of a weight that turns two neighbours around.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TurnTold {
    /// The criterion.
    pub criterion: String,
    /// Its share now and the share from which on they are level.
    pub now: f64,
    /// See `now`.
    pub then: f64,
    /// The one that is ahead now.
    pub ahead: String,
    /// The other.
    pub behind: String,
}

/// The whole result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Solved {
    /// Points of the choice.
    pub points: f64,
    /// Share of the points by which a better choice may be better at most.
    pub gap: f64,
    /// What is spent.
    pub spent: u64,
    /// Activities, the most points first.
    pub activities: Vec<Told>,
    /// Limits.
    pub limits: Vec<LimitTold>,
    /// Of each criterion the nearest turn.
    pub turns: Vec<TurnTold>,
}

/// There is no result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoPlan {
    /// These contradict each other.
    Conflict(Vec<BindTold>),
    /// Nothing was found in time.
    Time,
    /// The solver or the files failed, for the operator.
    Failed(String),
}

/// What follows from the files.
///
/// # Errors
/// [`NoPlan`] with what contradicts each other, in words.
pub fn run(files: &Files, search: Limits, reasons: Limits) -> Result<Solved, NoPlan> {
    let read = file::read(&files.plan, &files.table);
    let read = read.map_err(|mistake| NoPlan::Failed(mistake.to_string()))?;
    let plan = &read.plan;
    let found = match solve(plan, search) {
        Ok(found) => found,
        Err(Failure::Infeasible) => {
            let binds = conflict(plan, search).map_err(|failure| failed(&failure))?;
            return Err(NoPlan::Conflict(told(plan, binds.unwrap_or_default())));
        }
        Err(failure) => return Err(failed(&failure)),
    };
    let turns = scoring::turns(&read.weights, &read.marks).into_iter().flatten();
    let turn = |turn: scoring::Turn| TurnTold {
        criterion: read.weights[turn.criterion].0.clone(),
        now: turn.now,
        then: turn.then,
        ahead: plan.activities[turn.first].id.clone(),
        behind: plan.activities[turn.second].id.clone(),
    };
    Ok(Solved {
        points: found.points,
        gap: found.gap,
        spent: spent(plan, &found, None),
        activities: activities(&read, &found, reasons),
        limits: limits(plan, &found),
        turns: turns.map(turn).collect(),
    })
}

fn failed(failure: &Failure) -> NoPlan {
    match failure {
        Failure::Time => NoPlan::Time,
        other => NoPlan::Failed(other.to_string()),
    }
}

fn activities(read: &Read, found: &Outcome, reasons: Limits) -> Vec<Told> {
    let plan = &read.plan;
    let ranges = scoring::ranks(&read.weights, &read.marks, MARKS_OFF, ORDERS, 0.95, SEED);
    let mut order: Vec<usize> = (0..plan.activities.len()).collect();
    let points = |place: usize| plan.activities[place].points;
    order.sort_by(|a, b| points(*b).total_cmp(&points(*a)).then(a.cmp(b)));
    let of = |(rank, place): (usize, usize)| {
        let activity = &plan.activities[place];
        let why = explain(plan, found, place, reasons);
        Told {
            code: activity.id.clone(),
            title: activity.name.clone(),
            cost: activity.costs.iter().sum(),
            points: activity.points,
            place: rank + 1,
            range: ranges[place],
            chosen: found.has(place),
            why: why.map_or(WhyTold::Unknown, |why| reason(plan, place, why)),
        }
    };
    order.into_iter().enumerate().map(of).collect()
}

fn reason(plan: &Plan, place: usize, why: Why) -> WhyTold {
    let codes = |places: Vec<usize>| {
        places.into_iter().map(|place| plan.activities[place].id.clone()).collect()
    };
    let cost: u64 = plan.activities[place].costs.iter().sum();
    match why {
        Why::In { lost, instead } => WhyTold::Worth { lost, instead: codes(instead) },
        Why::Needed { by } => WhyTold::Needed { by: told(plan, by) },
        Why::Out { lost, instead, by, at_cost } => WhyTold::Outweighed {
            lost,
            instead: codes(instead),
            by: told(plan, by),
            at_cost: at_cost.map(|share| (cost as f64 * share) as u64),
        },
        Why::Impossible { by } => WhyTold::Impossible { by: told(plan, by) },
    }
}

fn told(plan: &Plan, binds: Vec<Bind>) -> Vec<BindTold> {
    let code = |place: usize| plan.activities[place].id.clone();
    let one = |bind| match bind {
        // A scenario has no sets of which at most one can be done.
        Bind::Budget(_) | Bind::Exclusion(_) => BindTold::Budget,
        Bind::Rule(rule) => BindTold::Limit(plan.rules[rule].group.clone()),
        Bind::Needs(place) => BindTold::Needs(code(place)),
        Bind::Must(place) => BindTold::Must(code(place)),
    };
    binds.into_iter().map(one).collect()
}

fn spent(plan: &Plan, found: &Outcome, group: Option<&str>) -> u64 {
    let counts = |activity: usize| group.is_none_or(|group| plan.counts(activity, group));
    let of = found.starts.iter().filter(|start| counts(start.activity));
    of.map(|start| plan.cost(start.activity, start.year, 0)).sum()
}

fn limits(plan: &Plan, found: &Outcome) -> Vec<LimitTold> {
    let all = (plan.fixed + spent(plan, found, None)) as f64;
    let one = |rule: &allocation::portfolio::Rule| {
        let own = (rule.fixed + spent(plan, found, Some(&rule.group))) as f64;
        let (value, bound, is_share) = match rule.bound {
            Bound::Share(share) => (own / all.max(1.0), f64::from(share) / 1e6, true),
            Bound::Amount(amount) => (own, amount as f64, false),
            Bound::Count(count) => (own, count as f64, false),
        };
        let at_most = rule.side == Side::AtMost;
        let kept = if at_most { value <= bound } else { value >= bound };
        let binds = rule.from.is_some();
        LimitTold { group: rule.group.clone(), value, bound, is_share, kept, binds, at_most }
    };
    plan.rules.iter().map(one).collect()
}
