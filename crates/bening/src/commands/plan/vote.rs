//! `bening plan vote`.

use std::path::Path;

use allocation::vote::{
    Chosen, Completion, Election, How, Outside, Profile, Rule, Utility, float, outside, pabulib,
    run,
};
use serde::Serialize;

use super::{csv, json, table, text, words, wrong};
use crate::cli::{Counting, Format, PlanVote, Rest, VoteRule, Worth};
use crate::commands::{Done, Stop, say};

#[derive(Serialize)]
struct Report {
    title: String,
    voters: u64,
    budget: String,
    spent: String,
    projects: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    chosen: Option<usize>,
    cost: String,
    votes: u64,
    why: String,
}

/// An election, and how its votes are counted.
pub struct Counted {
    /// The election.
    pub election: Election,
    /// Weights of votes.
    pub profile: Profile,
    /// What a project is worth.
    pub utility: Utility,
    /// The rule.
    pub rule: Rule,
    /// What it chose.
    pub chosen: Chosen,
}

/// Reads a file and counts.
pub fn count(file: &Path, counting: Counting) -> Result<Counted, Stop> {
    let election = pabulib::read(&text(file)?).map_err(|mistake| wrong(file, mistake))?;
    let utility = match counting.utility {
        Some(Worth::Cost) => Utility::Cost,
        Some(Worth::Count) => Utility::Count,
        Some(Worth::Borda) => Utility::Borda,
        Some(Worth::Points) => Utility::Points,
        None => Utility::usual(election.kind),
    };
    let step = counting.step * 10u64.pow(election.decimals);
    let rule = match (counting.rule, counting.completion) {
        (VoteRule::Greedy, _) => Rule::Greedy,
        (VoteRule::Phragmen, _) => Rule::Phragmen,
        (VoteRule::Mes, Rest::None) => Rule::EqualShares(Completion::None),
        (VoteRule::Mes, Rest::Add1) => Rule::EqualShares(Completion::Add(step)),
        (VoteRule::Mes, Rest::Add1u) => Rule::EqualShares(Completion::AddGreedy(step)),
        (VoteRule::Mes, Rest::Percent) => Rule::EqualShares(Completion::Percent),
        (VoteRule::Mes, Rest::Greedy) => Rule::EqualShares(Completion::Greedy),
        (VoteRule::Mes, Rest::Phragmen) => Rule::EqualShares(Completion::Phragmen),
    };
    let profile = Profile::of(&election, utility).map_err(|error| wrong(file, error))?;
    let chosen = run(&election, &profile, rule).map_err(|error| wrong(file, error))?;
    Ok(Counted { election, profile, utility, rule, chosen })
}

/// Counts votes and says what was chosen.
pub fn show(args: &PlanVote) -> Done {
    let counted = count(&args.file, args.counting)?;
    let report = report(&counted);
    match args.format {
        Format::Json => json(&report),
        Format::Csv => csv(&report.projects),
        Format::Table => {
            print(&report);
            Ok(())
        }
    }
}

fn report(counted: &Counted) -> Report {
    let election = &counted.election;
    let chosen = counted.chosen.projects();
    let others = (0..election.projects.len()).filter(|project| !chosen.contains(project));
    let row = |project: usize| Row {
        id: election.projects[project].id.clone(),
        name: election.projects[project].name.clone(),
        chosen: chosen.iter().position(|other| *other == project).map(|place| place + 1),
        cost: words::amount(election.projects[project].cost, election.decimals),
        votes: counted.profile.supporters(project),
        why: why(counted, project),
    };
    Report {
        title: election.title.clone(),
        voters: counted.profile.voters,
        budget: words::amount(election.budget, election.decimals),
        spent: words::amount(election.cost(&chosen), election.decimals),
        projects: chosen.iter().copied().chain(others).map(row).collect(),
    }
}

/// Why a project is in or out, in words.
pub fn why(counted: &Counted, project: usize) -> String {
    let election = &counted.election;
    let amount = |parts: u64| words::amount(parts, election.decimals);
    let choice = counted.chosen.choices.iter().find(|choice| choice.project == project);
    match choice.map(|choice| &choice.how) {
        Some(How::Free) => "costs nothing".to_owned(),
        Some(How::Turn) => "its turn came while it fitted".to_owned(),
        Some(How::Bought { price, tied }) => {
            let one = 10f64.powi(i32::try_from(election.decimals).unwrap_or(0));
            let price = float(price) / if counted.utility == Utility::Cost { 1.0 } else { one };
            let tied: Vec<&str> =
                tied.iter().map(|other| election.projects[*other].id.as_str()).collect();
            let before = if tied.is_empty() {
                String::new()
            } else {
                format!("; by its id before {}", tied.join(", "))
            };
            format!("bought by its voters at {price:.6} for each unit of worth{before}")
        }
        None => match outside(election, &counted.profile, counted.rule, &counted.chosen, project) {
            Outside::Unwanted => "nobody voted for it".to_owned(),
            Outside::Short { left, missing } => {
                format!("its voters have {} left, {} are missing", amount(left), amount(missing))
            }
            Outside::NoRoom { left } => format!("{} left of the budget do not reach", amount(left)),
            Outside::Ended => "the rule had ended at a project that did not fit".to_owned(),
        },
    }
}

fn print(report: &Report) {
    if !report.title.is_empty() {
        say(&report.title);
    }
    let chosen = report.projects.iter().filter(|row| row.chosen.is_some()).count();
    say(&format!(
        "{chosen} of {} projects for {} of {}; {} voters.",
        report.projects.len(),
        report.spent,
        report.budget,
        report.voters
    ));
    say("");
    let row = |row: &Row| {
        vec![
            row.chosen.map_or_else(|| "-".to_owned(), |place| place.to_string()),
            row.id.clone(),
            row.name.clone(),
            row.cost.clone(),
            row.votes.to_string(),
            row.why.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = report.projects.iter().map(row).collect();
    table(&["order", "id", "name", "cost", "votes", "why"], &rows);
}
