//! Votes as weights: what a project is worth to whom.

use rustc_hash::FxHashMap;
use thiserror::Error;

use super::{BallotKind, Election};

/// What a chosen project is worth to a voter who voted for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Utility {
    /// Its cost: people want their share of the money.
    Cost,
    /// One, whatever it costs.
    Count,
    /// The number of projects that the voter placed below it (Borda).
    Borda,
    /// The points that the voter gave it.
    Points,
}

impl Utility {
    /// All, in the order of help texts.
    pub const ALL: [Self; 4] = [Self::Cost, Self::Count, Self::Borda, Self::Points];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Count => "count",
            Self::Borda => "borda",
            Self::Points => "points",
        }
    }

    /// The usual one for ballots of that kind.
    pub fn usual(kind: BallotKind) -> Self {
        match kind {
            BallotKind::Approval => Self::Cost,
            BallotKind::Ordinal => Self::Borda,
            BallotKind::Points => Self::Points,
        }
    }
}

/// A utility that ballots of a kind cannot tell.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("utility {} needs ballots of another kind; these allow {}", .0.name(), .1)]
pub struct NoSuchUtility(Utility, &'static str);

/// Voters with the same weights stand together, since every rule treats them alike.
#[derive(Clone, Debug)]
pub struct Profile {
    /// How many voters there are, also those who chose nothing.
    pub voters: u64,
    /// How many voters stand together in each group.
    pub groups: Vec<u64>,
    /// Of each project the groups that voted for it, and how much each voter gains; it can be 0.
    pub support: Vec<Vec<(u32, u64)>>,
    /// Of each group the projects that it voted for, with their weights.
    pub choices: Vec<Vec<(u32, u64)>>,
    worth: Vec<u128>,
    votes: Vec<u64>,
}

impl Profile {
    /// The weights that `utility` gives to the votes of an election.
    ///
    /// # Errors
    /// When its ballots cannot tell that utility.
    pub fn of(election: &Election, utility: Utility) -> Result<Self, NoSuchUtility> {
        match (utility, election.kind) {
            (Utility::Borda, BallotKind::Approval | BallotKind::Points) => {
                return Err(NoSuchUtility(utility, others(election.kind)));
            }
            (Utility::Points, BallotKind::Approval | BallotKind::Ordinal) => {
                return Err(NoSuchUtility(utility, others(election.kind)));
            }
            _ => {}
        }
        let mut numbers: FxHashMap<Vec<(u32, u64)>, usize> = FxHashMap::default();
        let (mut groups, mut choices) = (Vec::new(), Vec::new());
        for ballot in &election.ballots {
            let weights = weights(election, utility, ballot);
            let number = *numbers.entry(weights).or_insert_with_key(|weights| {
                groups.push(0);
                choices.push(weights.clone());
                groups.len() - 1
            });
            groups[number] += 1;
        }
        let mut support = vec![Vec::new(); election.projects.len()];
        for (group, choices) in (0..).zip(&choices) {
            for (project, weight) in choices {
                support[*project as usize].push((group, *weight));
            }
        }
        let of = |(group, weight): &(u32, u64)| {
            u128::from(groups[*group as usize]) * u128::from(*weight)
        };
        let worth = support.iter().map(|support| support.iter().map(of).sum()).collect();
        let votes = |support: &Vec<(u32, u64)>| {
            support.iter().map(|(group, _)| groups[*group as usize]).sum()
        };
        let votes = support.iter().map(votes).collect();
        let voters = election.ballots.len() as u64;
        Ok(Self { voters, groups, support, choices, worth, votes })
    }

    /// What a project is worth to all voters together.
    pub fn worth(&self, project: usize) -> u128 {
        self.worth[project]
    }

    /// How many voters voted for a project.
    pub fn supporters(&self, project: usize) -> u64 {
        self.votes[project]
    }
}

fn others(kind: BallotKind) -> &'static str {
    match kind {
        BallotKind::Approval => "cost or count",
        BallotKind::Ordinal => "borda, cost or count",
        BallotKind::Points => "points, cost or count",
    }
}

fn weights(election: &Election, utility: Utility, ballot: &super::Ballot) -> Vec<(u32, u64)> {
    let below = ballot.projects.len().saturating_sub(1);
    let weight = |(place, project): (usize, &usize)| {
        let weight = match utility {
            Utility::Cost => election.projects[*project].cost,
            Utility::Count => 1,
            Utility::Borda => (below - place) as u64,
            Utility::Points => ballot.points[place],
        };
        (u32::try_from(*project).unwrap_or(u32::MAX), weight)
    };
    let mut weights: Vec<_> = ballot.projects.iter().enumerate().map(weight).collect();
    weights.sort_unstable();
    weights
}
