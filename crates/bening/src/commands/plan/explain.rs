//! `bening plan explain`.

use allocation::portfolio::{Why, explain, solve};
use allocation::vote::change;
use serde::Serialize;

use super::solve::{failed, limits, read};
use super::{csv, json, vote, words, wrong};
use crate::cli::{Format, PlanExplain};
use crate::commands::{Done, Stop, say};

#[derive(Serialize)]
struct Report {
    id: String,
    chosen: bool,
    sentences: String,
}

/// Says why an activity or a project is in or out.
pub fn run(args: &PlanExplain) -> Done {
    let votes = args.file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pb"));
    let report = if votes { of_votes(args)? } else { of_plan(args)? };
    match args.format {
        Format::Json => json(&report),
        Format::Csv => csv(&[report]),
        Format::Table => {
            say(&report.sentences);
            Ok(())
        }
    }
}

fn unknown(args: &PlanExplain, ids: Vec<&str>) -> Stop {
    let shown: Vec<&str> = ids.iter().take(10).copied().collect();
    let more = if ids.len() > shown.len() { ", ..." } else { "" };
    let what = format!("there is no {}; there is {}{more}", args.id, shown.join(", "));
    wrong(&args.file, what)
}

fn of_votes(args: &PlanExplain) -> Result<Report, Stop> {
    let counted = vote::count(&args.file, args.counting)?;
    let election = &counted.election;
    let place = election.projects.iter().position(|project| project.id == args.id);
    let Some(place) = place else {
        return Err(unknown(args, election.projects.iter().map(|p| p.id.as_str()).collect()));
    };
    let chosen = counted.chosen.projects().contains(&place);
    let changed = change(election, counted.utility, counted.rule, place)
        .map_err(|error| wrong(&args.file, error))?;
    let mut sentences = vec![format!(
        "{} is {}: {}.",
        args.id,
        if chosen { "in" } else { "out" },
        vote::why(&counted, place)
    )];
    sentences.push(match (chosen, changed.cost) {
        (true, Some(most)) => {
            format!("It would stay in up to a cost of {}.", words::amount(most, election.decimals))
        }
        (false, Some(most)) => {
            format!("At a cost of {} it would be in.", words::amount(most, election.decimals))
        }
        (_, None) => "No lower cost would bring it in.".to_owned(),
    });
    if let Some(voters) = changed.voters {
        sentences.push(format!("With {voters} more voters for it alone it would be in."));
    }
    Ok(Report { id: args.id.clone(), chosen, sentences: sentences.join("\n") })
}

fn of_plan(args: &PlanExplain) -> Result<Report, Stop> {
    let read = read(&args.file)?;
    let limits = limits(args.search);
    let plan = &read.plan;
    let place = plan.activities.iter().position(|activity| activity.id == args.id);
    let Some(place) = place else {
        return Err(unknown(args, plan.activities.iter().map(|a| a.id.as_str()).collect()));
    };
    let fail = |failure| failed(&args.file, &read, limits, failure);
    let best = solve(plan, limits).map_err(fail)?;
    let ids = |places: &[usize]| -> String {
        let ids: Vec<&str> = places.iter().map(|a| plan.activities[*a].id.as_str()).collect();
        if ids.is_empty() { "nothing".to_owned() } else { ids.join(", ") }
    };
    let by = |binds: &[allocation::portfolio::Bind]| -> String {
        let word = |bind: &allocation::portfolio::Bind| words::bind(plan, read.first_year, *bind);
        let binds: Vec<String> = binds.iter().map(word).collect();
        if binds.is_empty() { "nothing binds".to_owned() } else { binds.join("; ") }
    };
    let id = &args.id;
    let cost: u64 = plan.activities[place].costs.iter().sum();
    let sentences = match explain(plan, &best, place, limits).map_err(fail)? {
        Why::In { lost, instead } => format!(
            "{id} is in: without it the best choice has {lost:.2} points less.\nFor it would come in: {}.",
            ids(&instead)
        ),
        Why::Needed { by: binds } => {
            format!("{id} is in: without it these cannot all be kept: {}.", by(&binds))
        }
        Why::Out { lost, instead, by: binds, at_cost } => {
            let cheaper = match at_cost {
                Some(share) if share > 0.0 => {
                    let most = (cost as f64 * share) as u64;
                    format!(
                        "It would be in at a cost of {} ({:.1} % of it).",
                        words::rupiah(most),
                        100.0 * share
                    )
                }
                _ => "No lower cost would bring it in.".to_owned(),
            };
            format!(
                "{id} is out: with it the best choice has {lost:.2} points less; so many more of its own and it would be in.\nWhat keeps it out: {}.\nFor it would go: {}.\n{cheaper}",
                by(&binds),
                ids(&instead)
            )
        }
        Why::Impossible { by: binds } => {
            format!("{id} is out: with it these cannot all be kept: {}.", by(&binds))
        }
    };
    Ok(Report { id: id.clone(), chosen: best.has(place), sentences })
}
