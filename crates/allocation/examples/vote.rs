//! Chooses by one rule after the other and prints the ids of what was chosen, a line each:
//! `vote FILE RULE:UTILITY ...` with the rules greedy, phragmen, mes, mes+add1, mes+percent,
//! mes+greedy, mes+phragmen, mes+add1u.

#![allow(clippy::print_stdout, reason = "a program")]

use allocation::vote::{Completion, Profile, Rule, Utility, pabulib, run};

fn rule(name: &str, one: u64) -> Option<Rule> {
    Some(match name {
        "greedy" => Rule::Greedy,
        "phragmen" => Rule::Phragmen,
        "mes" => Rule::EqualShares(Completion::None),
        "mes+add1" => Rule::EqualShares(Completion::Add(one)),
        "mes+percent" => Rule::EqualShares(Completion::Percent),
        "mes+greedy" => Rule::EqualShares(Completion::Greedy),
        "mes+phragmen" => Rule::EqualShares(Completion::Phragmen),
        "mes+add1u" => Rule::EqualShares(Completion::AddGreedy(one)),
        _ => return None,
    })
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let file = args.next().ok_or("name a file")?;
    let election = pabulib::read(&std::fs::read_to_string(file)?)?;
    for name in args {
        let (name, utility) = name.split_once(':').ok_or("write RULE:UTILITY")?;
        let utility = Utility::ALL.into_iter().find(|known| known.name() == utility);
        let profile = Profile::of(&election, utility.ok_or("no such utility")?)?;
        let start = std::time::Instant::now();
        let chosen = run(
            &election,
            &profile,
            rule(name, 10u64.pow(election.decimals)).ok_or("no such rule")?,
        )?;
        let seconds = start.elapsed().as_secs_f64();
        let mut ids: Vec<&str> =
            chosen.projects().iter().map(|p| election.projects[*p].id.as_str()).collect();
        ids.sort_unstable();
        println!("{name}\t{seconds}\t{}", ids.join(","));
    }
    Ok(())
}
