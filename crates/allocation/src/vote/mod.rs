//! Participatory budgeting: citizens vote, a rule that anyone can recompute chooses.
//!
//! Amounts are whole numbers of the smallest part of the currency that the file uses. All rules
//! reckon exactly: where two numbers are too close for floating point, fractions decide.

mod completion;
mod equal_shares;
mod explain;
mod greedy;
pub mod pabulib;
mod phragmen;
mod profile;
mod purse;
#[cfg(test)]
mod tests;

pub use completion::{Choice, Chosen, Completion, How, Rule, WrongBallots, run};
pub use explain::{Change, Outside, change, outside};
pub use profile::{NoSuchUtility, Profile, Utility};
pub use purse::{Ratio, float};

/// Something that people can vote for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its id.
    pub id: String,
    /// Its name, empty when the file has none.
    pub name: String,
    /// Its cost.
    pub cost: u64,
}

/// How people voted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BallotKind {
    /// Projects that a voter wants.
    Approval,
    /// Projects from the best on.
    Ordinal,
    /// Points for projects.
    Points,
}

/// One vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
    /// Places of projects in [`Election::projects`]; for ordinal ballots the best first.
    pub projects: Vec<usize>,
    /// Points of each, only for ballots of points; whole numbers of a common part.
    pub points: Vec<u64>,
}

/// An election.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Election {
    /// What it is called, empty when the file does not tell.
    pub title: String,
    /// Projects in the order of their ids, as texts.
    pub projects: Vec<Project>,
    /// What may be spent.
    pub budget: u64,
    /// How many digits of amounts stand behind the point: an amount of 1,250 with 2 is 12.50.
    pub decimals: u32,
    /// How people voted.
    pub kind: BallotKind,
    /// All votes.
    pub ballots: Vec<Ballot>,
}

impl Election {
    /// What projects cost together.
    pub fn cost(&self, projects: &[usize]) -> u64 {
        projects.iter().map(|project| self.projects[*project].cost).sum()
    }

    /// Costs of all projects, by their place.
    pub fn costs(&self) -> Vec<u64> {
        self.projects.iter().map(|project| project.cost).collect()
    }

    /// Whether nothing of `among` that is not chosen fits any more.
    fn is_exhausted(&self, chosen: &[usize], mut among: impl Iterator<Item = usize>) -> bool {
        let left = self.budget.saturating_sub(self.cost(chosen));
        !among.any(|project| !chosen.contains(&project) && self.projects[project].cost <= left)
    }
}
