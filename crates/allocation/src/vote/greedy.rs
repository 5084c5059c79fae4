//! Greedy: projects by what they are worth to all voters for each unit of money, while they fit.
//! With [`Utility::Cost`](super::Utility::Cost) this is the order of the numbers of votes, the rule
//! that most cities use.

use super::purse::Ratio;
use super::{Election, Profile};

/// Chooses after `first`, in the order of choice; equal ones by their place.
pub fn choose(election: &Election, profile: &Profile, first: &[usize]) -> Vec<usize> {
    let mut left = election.budget.saturating_sub(election.cost(first));
    let mut chosen = first.to_vec();
    for project in order(election, profile) {
        let cost = election.projects[project].cost;
        if cost <= left && !first.contains(&project) {
            left -= cost;
            chosen.push(project);
        }
    }
    chosen
}

/// All projects, the most worth for the money first.
fn order(election: &Election, profile: &Profile) -> Vec<usize> {
    let density = |project: usize| {
        let (worth, cost) = (profile.worth(project), u128::from(election.projects[project].cost));
        match (worth, cost) {
            (0, _) => Density::Unwanted,
            (_, 0) => Density::Free,
            _ => Density::For(Ratio::new(worth.into(), cost.into())),
        }
    };
    let mut order: Vec<(Density, usize)> =
        (0..election.projects.len()).map(|project| (density(project), project)).collect();
    order.sort_by(|a, b| b.0.cmp(&a.0));
    order.into_iter().map(|(_, project)| project).collect()
}

/// What a unit of money brings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Density {
    /// Nobody wants the project.
    Unwanted,
    /// So much.
    For(Ratio),
    /// It costs nothing.
    Free,
}
