//! Which activities a budget pays for: the set with the most points that keeps every rule, found
//! exactly, with the reason why each activity is in or out.
//!
//! An activity is done whole or not at all. Amounts are rupiah; years are counted from 0.

mod conflict;
mod explain;
pub mod file;
pub mod scoring;
mod solve;
#[cfg(test)]
mod tests;

pub use conflict::conflict;
pub use explain::{Why, explain, stability};
pub use solve::{Failure, Limits, Outcome, Start, solve};

/// Something that the budget may pay for.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it costs in each year from its start on.
    pub costs: Vec<u64>,
    /// What it is worth when it starts in the first year; 0 or more.
    pub points: f64,
    /// Groups that it counts for: functions of spending, kelurahan, sources of money.
    pub groups: Vec<String>,
    /// Places of activities without which it cannot be done.
    pub needs: Vec<usize>,
    /// The last year in which it may start.
    pub latest: usize,
    /// Whether it must be done, such as what a contract binds.
    pub must: bool,
}

/// On which side of a bound the group must stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// At least the bound.
    AtLeast,
    /// At most the bound.
    AtMost,
}

/// What a rule measures and its bound. Groups may have fixed spending outside the choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The spending of the group as a share of all spending, in millionths.
    Share(u32),
    /// The spending of the group in rupiah.
    Amount(u64),
    /// How many activities of the group are done.
    Count(u64),
}

/// A rule that a plan must keep in every year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name, in words.
    pub title: String,
    /// The law.
    pub law: String,
    /// The group that it is about.
    pub group: String,
    /// On which side of the bound.
    pub side: Side,
    /// The bound.
    pub bound: Bound,
    /// Fixed spending of the group outside the choice, in each year.
    pub fixed: u64,
    /// The first year in which it binds; before it the figure is only reported. None when it binds
    /// in no year of the plan.
    pub from: Option<usize>,
}

/// What there is to choose from, and what binds the choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What may be spent on activities, in each year.
    pub budget: Vec<u64>,
    /// Fixed spending outside the choice, in each year: shares are shares of it and of what is
    /// chosen together.
    pub fixed: u64,
    /// All activities.
    pub activities: Vec<Activity>,
    /// All rules.
    pub rules: Vec<Rule>,
    /// Sets of places of activities of which at most one can be done.
    pub exclusions: Vec<Vec<usize>>,
    /// What is lost of the points for each year of delay, 0 to 1.
    pub delay: f64,
}

impl Plan {
    /// Years of the plan.
    pub fn years(&self) -> usize {
        self.budget.len()
    }

    /// What an activity that starts in `start` costs in `year`.
    pub fn cost(&self, activity: usize, start: usize, year: usize) -> u64 {
        let costs = &self.activities[activity].costs;
        year.checked_sub(start).and_then(|since| costs.get(since)).copied().unwrap_or(0)
    }

    /// What an activity is worth when it starts in `start`.
    pub fn points(&self, activity: usize, start: usize) -> f64 {
        let years = i32::try_from(start).unwrap_or(i32::MAX);
        self.activities[activity].points * (1.0 - self.delay).powi(years)
    }

    /// Whether an activity counts for a group.
    pub fn counts(&self, activity: usize, group: &str) -> bool {
        self.activities[activity].groups.iter().any(|own| own == group)
    }
}

/// One of the things that bind a plan, as it can be named and left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bind {
    /// The budget of a year.
    Budget(usize),
    /// A rule.
    Rule(usize),
    /// A set of which at most one can be done.
    Exclusion(usize),
    /// What an activity needs.
    Needs(usize),
    /// That an activity must be done.
    Must(usize),
}

impl Bind {
    /// All that bind a plan.
    pub fn all(plan: &Plan) -> Vec<Self> {
        let activities = 0..plan.activities.len();
        let needs = activities.clone().filter(|place| !plan.activities[*place].needs.is_empty());
        let must = activities.filter(|place| plan.activities[*place].must);
        let rules = (0..plan.rules.len()).filter(|rule| plan.rules[*rule].from.is_some());
        (0..plan.years())
            .map(Self::Budget)
            .chain(rules.map(Self::Rule))
            .chain((0..plan.exclusions.len()).map(Self::Exclusion))
            .chain(must.map(Self::Must))
            .chain(needs.map(Self::Needs))
            .collect()
    }
}
