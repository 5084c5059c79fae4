//! Counting: the file of votes in the format of Pabulib, and what follows from it alone. Pure.

use std::collections::BTreeSet;

use allocation::vote::{
    Change, Completion, How, Outside, Profile, Rule, Utility, change, outside, pabulib, run,
};
use kernel::Error;
use kernel::error::Result;
use kernel::facts::plan::BallotItem;
use kernel::money::Rupiah;

/// The rule: equal shares, and what they leave by most worth for the money.
pub const RULE: Rule = Rule::EqualShares(Completion::Greedy);
/// What a chosen activity is worth to whoever chose it: its cost.
pub const UTILITY: Utility = Utility::Cost;

/// The file of votes. Votes come in the order of their texts, so that the file tells nothing of who voted
/// when.
pub fn file(title: &str, budget: i64, items: &[BallotItem], votes: &[BTreeSet<String>]) -> String {
    let clean = |text: &str| text.replace([';', '\n', '\r', '"'], " ");
    let mut lines = vec![
        "META".to_owned(),
        "key;value".to_owned(),
        format!("description;{}", clean(title)),
        "country;Indonesia".to_owned(),
        "unit;Kota".to_owned(),
        format!("num_projects;{}", items.len()),
        format!("num_votes;{}", votes.len()),
        format!("budget;{budget}"),
        "rule;mes".to_owned(),
        "vote_type;approval".to_owned(),
        "PROJECTS".to_owned(),
        "project_id;cost;name".to_owned(),
    ];
    let row = |item: &BallotItem| {
        format!("{};{};{}", item.code, Rupiah::get(item.cost), clean(&item.title))
    };
    lines.extend(items.iter().map(row));
    lines.extend(["VOTES".to_owned(), "voter_id;vote".to_owned()]);
    let mut all: Vec<String> =
        votes.iter().map(|vote| vote.iter().cloned().collect::<Vec<_>>().join(",")).collect();
    all.sort_unstable();
    let numbered = all.iter().enumerate().map(|(at, vote)| format!("{};{vote}", at + 1));
    lines.extend(numbered);
    lines.join("\n") + "\n"
}

/// An activity in the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// What it costs.
    pub cost: u64,
    /// How many chose it.
    pub votes: u64,
    /// Its turn, from 1, when it is chosen.
    pub turn: Option<usize>,
    /// Why.
    pub why: Why,
}

/// Why an activity is chosen or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its supporters paid for it from their shares.
    Paid,
    /// It fitted into what the shares left.
    Fitted,
    /// Nobody chose it.
    Unwanted,
    /// What is left of the money does not reach for it; so many more votes for it alone would do, if any
    /// number does.
    NoRoom {
        /// What is left.
        left: u64,
        /// More votes.
        voters: Option<u64>,
    },
}

/// What follows from a file of votes: the chosen ones first, in their order.
///
/// # Errors
/// Internal when the file cannot be read, which would be a fault of ours.
pub fn count(file: &str) -> Result<Vec<Counted>> {
    let election = pabulib::read(file).map_err(Error::internal)?;
    let profile = Profile::of(&election, UTILITY).map_err(Error::internal)?;
    let chosen = run(&election, &profile, RULE).map_err(Error::internal)?;
    let mut all = Vec::with_capacity(election.projects.len());
    for (place, project) in election.projects.iter().enumerate() {
        let turn = chosen.choices.iter().position(|choice| choice.project == place);
        let why = match turn.map(|turn| &chosen.choices[turn].how) {
            Some(How::Bought { .. } | How::Free) => Why::Paid,
            Some(How::Turn) => Why::Fitted,
            None => match outside(&election, &profile, RULE, &chosen, place) {
                Outside::Unwanted => Why::Unwanted,
                Outside::NoRoom { left } | Outside::Short { left, .. } => {
                    Why::NoRoom { left, voters: voters(&election, place)? }
                }
                Outside::Ended => Why::NoRoom { left: 0, voters: voters(&election, place)? },
            },
        };
        all.push(Counted {
            code: project.id.clone(),
            title: project.name.clone(),
            cost: project.cost,
            votes: profile.supporters(place),
            turn: turn.map(|turn| turn + 1),
            why,
        });
    }
    all.sort_by_key(|one| (one.turn.unwrap_or(usize::MAX), std::cmp::Reverse(one.votes)));
    Ok(all)
}

/// How many more votes for it alone an activity needs.
fn voters(election: &allocation::vote::Election, place: usize) -> Result<Option<u64>> {
    let Change { voters, .. } = change(election, UTILITY, RULE, place).map_err(Error::internal)?;
    Ok(voters)
}
