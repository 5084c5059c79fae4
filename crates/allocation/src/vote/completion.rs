//! A whole run: the rule, and what is done with money that it leaves.

use num_traits::Zero;
use thiserror::Error;

use super::equal_shares::Run;
use super::purse::{Ratio, whole};
use super::{BallotKind, Election, Profile, greedy, phragmen};

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Most worth for the money first.
    Greedy,
    /// The Method of Equal Shares, and what follows it.
    EqualShares(Completion),
    /// Phragmén's sequential rule.
    Phragmen,
}

/// What is done with money that the Method of Equal Shares leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// It is left.
    None,
    /// The share of each voter grows by so much, until nothing more fits or the budget is broken;
    /// the last result within the budget counts (Add1).
    Add(u64),
    /// The budget grows by a hundredth at a time, in the same way.
    Percent,
    /// The greedy rule goes on.
    Greedy,
    /// Phragmén's rule goes on.
    Phragmen,
    /// [`Completion::Add`], then the greedy rule (Add1U).
    AddGreedy(u64),
}

/// A rule that does not fit the ballots.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("Phragmén's rule needs approval ballots; use the rules mes or greedy for these")]
pub struct WrongBallots;

/// A project that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Place in [`Election::projects`].
    pub project: usize,
    /// How it came in.
    pub how: How,
}

/// How a project came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// It costs nothing.
    Free,
    /// Its supporters paid for it from their shares.
    Bought {
        /// What a unit of utility cost each of them.
        price: Ratio,
        /// Others at the same price that were passed over by their order.
        tied: Vec<usize>,
    },
    /// It was its turn, and it fitted.
    Turn,
}

/// What a rule chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// In the order of choice.
    pub choices: Vec<Choice>,
    /// The share that each voter had in the end, where the rule gives shares.
    pub share: Option<Ratio>,
}

impl Chosen {
    /// The projects in the order of choice.
    pub fn projects(&self) -> Vec<usize> {
        self.choices.iter().map(|choice| choice.project).collect()
    }

    /// With what another rule chose after it.
    fn then(mut self, projects: &[usize]) -> Self {
        let more = projects[self.choices.len()..].iter();
        self.choices.extend(more.map(|project| Choice { project: *project, how: How::Turn }));
        self
    }
}

/// What a rule chooses; of equal projects the one that stands first.
///
/// # Errors
/// When the rule does not fit the ballots.
pub fn run(election: &Election, profile: &Profile, rule: Rule) -> Result<Chosen, WrongBallots> {
    let by_phragmen = matches!(rule, Rule::Phragmen | Rule::EqualShares(Completion::Phragmen));
    if by_phragmen && election.kind != BallotKind::Approval {
        return Err(WrongBallots);
    }
    let nothing = Chosen { choices: Vec::new(), share: None };
    Ok(match rule {
        Rule::Greedy => nothing.then(&greedy::choose(election, profile, &[])),
        Rule::Phragmen => nothing.then(&phragmen::choose(election, profile, &[])),
        Rule::EqualShares(_) if profile.voters == 0 => nothing,
        Rule::EqualShares(completion) => {
            Shares { election, profile, costs: election.costs() }.complete(completion)
        }
    })
}

struct Shares<'a> {
    election: &'a Election,
    profile: &'a Profile,
    costs: Vec<u64>,
}

impl Shares<'_> {
    fn complete(&self, completion: Completion) -> Chosen {
        match completion {
            Completion::None => self.at(&self.equal()),
            Completion::Add(step) => self.add(step),
            Completion::Percent => self.percent(),
            Completion::Greedy => self.go_on(self.at(&self.equal()), greedy::choose),
            Completion::Phragmen => self.go_on(self.at(&self.equal()), phragmen::choose),
            Completion::AddGreedy(step) => self.go_on(self.add(step), greedy::choose),
        }
    }

    fn equal(&self) -> Ratio {
        whole(u128::from(self.election.budget)) / whole(u128::from(self.profile.voters))
    }

    fn is_wanted(&self, project: usize) -> bool {
        self.profile.worth(project) > 0
    }

    /// What costs nothing and is wanted is chosen before anyone pays.
    fn free(&self) -> Vec<Choice> {
        let free = (0..self.costs.len()).filter(|p| self.costs[*p] == 0 && self.is_wanted(*p));
        free.map(|project| Choice { project, how: How::Free }).collect()
    }

    fn at(&self, share: &Ratio) -> Chosen {
        let mut choices = self.free();
        choices.extend(Run::new(self.profile, &self.costs, share.clone()).finish());
        Chosen { choices, share: Some(share.clone()) }
    }

    fn add(&self, step: u64) -> Chosen {
        let payable = |project: &usize| self.costs[*project] > 0 && self.is_wanted(*project);
        let payable: Vec<usize> = (0..self.costs.len()).filter(payable).collect();
        let step = whole(u128::from(step));
        let first = Chosen { choices: self.free(), share: None };
        self.grow(&step, first, |chosen| {
            self.election.is_exhausted(chosen, payable.iter().copied())
        })
    }

    fn percent(&self) -> Chosen {
        let step = self.equal() / whole(100);
        let first = Chosen { choices: Vec::new(), share: None };
        self.grow(&step, first, |chosen| {
            let wanted = (0..self.costs.len()).filter(|project| self.is_wanted(*project));
            // When all that is wanted is chosen, more money changes nothing.
            self.election.is_exhausted(chosen, 0..self.costs.len())
                || wanted.into_iter().all(|project| chosen.contains(&project))
        })
    }

    /// Shares that grow until the budget is broken, whose last result counts, or `done` holds.
    fn grow(&self, step: &Ratio, first: Chosen, done: impl Fn(&[usize]) -> bool) -> Chosen {
        let (mut share, mut last) = (self.equal(), first);
        loop {
            let chosen = self.at(&share);
            let projects = chosen.projects();
            if self.election.cost(&projects) > self.election.budget {
                return last;
            }
            if done(&projects) || step.is_zero() {
                return chosen;
            }
            share += step;
            last = chosen;
        }
    }

    fn go_on(
        &self,
        chosen: Chosen,
        rule: fn(&Election, &Profile, &[usize]) -> Vec<usize>,
    ) -> Chosen {
        let projects = chosen.projects();
        if self.election.is_exhausted(&projects, 0..self.costs.len()) {
            return chosen;
        }
        chosen.then(&rule(self.election, self.profile, &projects))
    }
}
