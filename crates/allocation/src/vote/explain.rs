//! Why a project is not chosen, and the smallest change that would change that.

use num_traits::ToPrimitive;

use super::completion::{Chosen, Completion, Rule, WrongBallots, run};
use super::equal_shares::Run;
use super::purse::whole;
use super::{Ballot, BallotKind, Election, Profile, Utility};

/// Why a project is not chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outside {
    /// Nobody voted for it.
    Unwanted,
    /// Its supporters have too little left of their shares.
    Short {
        /// What they have left, rounded down.
        left: u64,
        /// What is missing, rounded up.
        missing: u64,
    },
    /// What is left of the budget does not reach for it.
    NoRoom {
        /// What is left.
        left: u64,
    },
    /// The rule ended before it, at a project that did not fit.
    Ended,
}

/// Why a project that was not chosen is not.
pub fn outside(
    election: &Election,
    profile: &Profile,
    rule: Rule,
    chosen: &Chosen,
    project: usize,
) -> Outside {
    let cost = election.projects[project].cost;
    let left = election.budget.saturating_sub(election.cost(&chosen.projects()));
    let by_shares = matches!(
        rule,
        Rule::EqualShares(Completion::None | Completion::Add(_) | Completion::Percent)
    );
    match &chosen.share {
        _ if profile.worth(project) == 0 && cost > 0 => Outside::Unwanted,
        Some(share) if by_shares => {
            let costs = election.costs();
            let has = Run::new(profile, &costs, share.clone()).left(project);
            let missing = (whole(u128::from(cost)) - &has).ceil().to_integer().to_u64();
            Outside::Short {
                left: has.to_integer().to_u64().unwrap_or(0),
                missing: missing.unwrap_or(0),
            }
        }
        _ if cost > left => Outside::NoRoom { left },
        _ => Outside::Ended,
    }
}

/// The smallest change of a project that changes its fate; each alone, all else being equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The highest cost at which it is chosen; none when it is not at the cost of 1 either. Of a
    /// project that is chosen at any cost that the budget allows it is the budget.
    pub cost: Option<u64>,
    /// For a project that is not chosen: how many more voters, who vote for it alone, it needs; none
    /// when as many as voted do not suffice or ballots are not of approval.
    pub voters: Option<u64>,
}

/// What would change the fate of a project.
///
/// # Errors
/// When the rule does not fit the ballots.
///
pub fn change(
    election: &Election,
    utility: Utility,
    rule: Rule,
    project: usize,
) -> Result<Change, WrongBallots> {
    let chosen = |election: &Election| -> Result<bool, WrongBallots> {
        let Ok(profile) = Profile::of(election, utility) else { return Ok(false) };
        Ok(run(election, &profile, rule)?.projects().contains(&project))
    };
    let at_cost = |cost: u64| {
        let mut other = election.clone();
        other.projects[project].cost = cost;
        chosen(&other)
    };
    let now = election.projects[project].cost;
    let is_in = chosen(election)?;
    let cost = match is_in {
        true => boundary(now, election.budget, at_cost)?,
        false => boundary(1, now, at_cost)?,
    };
    let with_voters = |voters: u64| {
        let mut other = election.clone();
        let alone = Ballot { projects: vec![project], points: Vec::new() };
        other.ballots.extend(std::iter::repeat_n(alone, usize::try_from(voters).unwrap_or(0)));
        chosen(&other)
    };
    let most = election.ballots.len() as u64;
    let can_ask = !is_in && election.kind == BallotKind::Approval;
    let fails = |voters: u64| with_voters(voters).map(|chosen| !chosen);
    let voters = match can_ask && with_voters(most)? {
        true => boundary(0, most, fails)?.map(|short| short + 1),
        false => None,
    };
    Ok(Change { cost, voters })
}

/// The last number from `low` to `high` for which `holds`, by halving: it holds there and, unless
/// that is `high`, not at the next. None when it does not hold at `low`.
fn boundary<E>(
    low: u64,
    high: u64,
    holds: impl Fn(u64) -> Result<bool, E>,
) -> Result<Option<u64>, E> {
    if !holds(low)? {
        return Ok(None);
    }
    if high <= low || holds(high)? {
        return Ok(Some(high.max(low)));
    }
    let (mut yes, mut no) = (low, high);
    while no - yes > 1 {
        let middle = yes + (no - yes) / 2;
        match holds(middle)? {
            true => yes = middle,
            false => no = middle,
        }
    }
    Ok(Some(yes))
}
