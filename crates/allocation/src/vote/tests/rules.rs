use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;

use crate::vote::{
    Ballot, BallotKind, Change, Completion, Election, How, Outside, Profile, Project, Rule,
    Utility, WrongBallots, change, outside, pabulib, run,
};

const RULES: [Rule; 8] = [
    Rule::Greedy,
    Rule::Phragmen,
    Rule::EqualShares(Completion::None),
    Rule::EqualShares(Completion::Add(1)),
    Rule::EqualShares(Completion::Percent),
    Rule::EqualShares(Completion::Greedy),
    Rule::EqualShares(Completion::Phragmen),
    Rule::EqualShares(Completion::AddGreedy(1)),
];

fn rule(name: &str, one: u64) -> Rule {
    match name {
        "greedy" => Rule::Greedy,
        "phragmen" => Rule::Phragmen,
        "mes" => Rule::EqualShares(Completion::None),
        "mes+add1" => Rule::EqualShares(Completion::Add(one)),
        "mes+percent" => Rule::EqualShares(Completion::Percent),
        "mes+greedy" => Rule::EqualShares(Completion::Greedy),
        "mes+phragmen" => Rule::EqualShares(Completion::Phragmen),
        "mes+add1u" => Rule::EqualShares(Completion::AddGreedy(one)),
        other => panic!("{other}"),
    }
}

#[derive(Deserialize)]
struct Vector {
    file: String,
    chosen: BTreeMap<String, Vec<String>>,
}

/// `scripts/vote-check/check.py vectors` made the file with pabutools 1.2.3.
#[test]
fn all_rules_agree_with_pabutools() {
    let text = include_str!("../../../../../tests/vectors/votes/pabutools.json");
    let vectors: Vec<Vector> = serde_json::from_str(text).unwrap();
    let mut results = 0;
    for vector in vectors {
        let election = pabulib::read(&vector.file).unwrap();
        for (name, expected) in vector.chosen {
            let (rule_name, utility) = name.split_once(':').unwrap();
            let utility = Utility::ALL.into_iter().find(|u| u.name() == utility).unwrap();
            let profile = Profile::of(&election, utility).unwrap();
            let rule = rule(rule_name, 10u64.pow(election.decimals));
            let mut ids = ids(&election, &run(&election, &profile, rule).unwrap().projects());
            ids.sort_unstable();
            assert_eq!(ids, expected, "{name} of\n{}", vector.file);
            results += 1;
        }
    }
    assert!(results > 700, "{results}");
}

fn ids(election: &Election, projects: &[usize]) -> Vec<String> {
    projects.iter().map(|project| election.projects[*project].id.clone()).collect()
}

fn approvals(budget: u64, costs: &[u64], ballots: &[&[usize]]) -> Election {
    let project = |(place, cost): (usize, &u64)| {
        let id = char::from(b'a' + u8::try_from(place).unwrap()).to_string();
        Project { id, name: String::new(), cost: *cost }
    };
    let ballot = |projects: &&[usize]| Ballot { projects: projects.to_vec(), points: Vec::new() };
    Election {
        title: String::new(),
        projects: costs.iter().enumerate().map(project).collect(),
        budget,
        decimals: 0,
        kind: BallotKind::Approval,
        ballots: ballots.iter().map(ballot).collect(),
    }
}

/// Three want a and b, two want c: greedy gives all to the three, equal shares give the two theirs.
#[test]
fn a_minority_gets_its_share_by_equal_shares_and_not_by_greedy() {
    let election = approvals(100, &[60, 40, 40], &[&[0, 1], &[0, 1], &[0, 1], &[2], &[2]]);
    let profile = Profile::of(&election, Utility::Cost).unwrap();
    let chosen = |rule| ids(&election, &run(&election, &profile, rule).unwrap().projects());
    assert_eq!(chosen(Rule::Greedy), ["a", "b"]);
    assert_eq!(chosen(Rule::EqualShares(Completion::None)), ["a", "c"]);
}

#[test]
fn what_is_outside_is_told_with_what_would_change_it() {
    let election = approvals(100, &[60, 40, 50], &[&[0], &[0], &[0], &[1, 2], &[1, 2]]);
    let mes = Rule::EqualShares(Completion::None);
    let profile = Profile::of(&election, Utility::Cost).unwrap();
    let chosen = run(&election, &profile, mes).unwrap();
    assert_eq!(ids(&election, &chosen.projects()), ["a", "b"]);
    let why = outside(&election, &profile, mes, &chosen, 2);
    assert_eq!(why, Outside::Short { left: 0, missing: 50 });
    // Both want b at the same price a unit and b stands first, so no cost helps; one voter more is
    // enough: three shares of 100/6 are just 50, and b's two no longer reach 40.
    let changed = change(&election, Utility::Cost, mes, 2).unwrap();
    assert_eq!(changed, Change { cost: None, voters: Some(1) });
    let greedy = run(&election, &profile, Rule::Greedy).unwrap();
    let why = outside(&election, &profile, Rule::Greedy, &greedy, 2);
    assert_eq!(why, Outside::NoRoom { left: 0 });
    let kept = change(&election, Utility::Cost, Rule::Greedy, 0).unwrap();
    assert_eq!(kept, Change { cost: Some(100), voters: None });
}

#[test]
fn a_tie_is_told() {
    let election = approvals(10, &[10, 10], &[&[0, 1], &[0, 1]]);
    let profile = Profile::of(&election, Utility::Cost).unwrap();
    let chosen = run(&election, &profile, Rule::EqualShares(Completion::None)).unwrap();
    let [only] = &chosen.choices[..] else { panic!("one is chosen: {chosen:?}") };
    assert_eq!(only.project, 0);
    assert!(matches!(&only.how, How::Bought { tied, .. } if tied == &[1]));
}

#[test]
fn rules_and_utilities_refuse_ballots_of_another_kind() {
    let mut election = approvals(10, &[10, 10], &[&[0], &[1]]);
    assert!(Profile::of(&election, Utility::Borda).is_err());
    election.kind = BallotKind::Ordinal;
    assert!(Profile::of(&election, Utility::Points).is_err());
    let profile = Profile::of(&election, Utility::Borda).unwrap();
    assert_eq!(run(&election, &profile, Rule::Phragmen), Err(WrongBallots));
}

fn elections() -> impl Strategy<Value = Election> {
    let costs = prop::collection::vec(0u64..40, 1..8);
    let ballots = prop::collection::vec(prop::collection::btree_set(0usize..8, 0..6), 1..12);
    (costs, ballots, 1u64..120).prop_map(|(costs, ballots, budget)| {
        let own = |ballot: &std::collections::BTreeSet<usize>| -> Vec<usize> {
            ballot.iter().copied().filter(|project| *project < costs.len()).collect()
        };
        let ballots: Vec<Vec<usize>> = ballots.iter().map(own).collect();
        let ballots: Vec<&[usize]> = ballots.iter().map(Vec::as_slice).collect();
        approvals(budget, &costs, &ballots)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_budget_is_kept_and_the_order_of_voters_does_not_matter(election in elections()) {
        let mut turned = election.clone();
        turned.ballots.reverse();
        for utility in [Utility::Cost, Utility::Count] {
            let profile = Profile::of(&election, utility).unwrap();
            let other = Profile::of(&turned, utility).unwrap();
            for rule in RULES {
                let chosen = run(&election, &profile, rule).unwrap().projects();
                prop_assert!(election.cost(&chosen) <= election.budget);
                prop_assert_eq!(&chosen, &run(&turned, &other, rule).unwrap().projects());
            }
        }
    }

    /// Neutrality: names decide nothing but ties, so with costs that make ties impossible the
    /// projects chosen do not depend on the order in which they stand.
    #[test]
    fn names_of_projects_decide_only_ties(election in elections()) {
        let mut election = election;
        for (place, project) in election.projects.iter_mut().enumerate() {
            project.cost = project.cost * 1_009 + 1 + 31 * place as u64 * place as u64;
        }
        election.budget *= 1_009;
        let last = election.projects.len() - 1;
        let mut turned = election.clone();
        turned.projects.reverse();
        for ballot in &mut turned.ballots {
            for project in &mut ballot.projects {
                *project = last - *project;
            }
        }
        for rule in [Rule::Greedy, Rule::EqualShares(Completion::None)] {
            let of = |election: &Election| {
                let profile = Profile::of(election, Utility::Count).unwrap();
                run(election, &profile, rule).unwrap()
            };
            let (one, other) = (of(&election), of(&turned));
            let tied = |chosen: &crate::vote::Chosen| chosen.choices.iter().any(
                |choice| matches!(&choice.how, How::Bought { tied, .. } if !tied.is_empty()));
            prop_assume!(!tied(&one));
            let mut one = ids(&election, &one.projects());
            let mut other = ids(&turned, &other.projects());
            if rule == Rule::Greedy {
                // What nobody wants is tied at nothing.
                let wanted = |id: &String| election.ballots.iter().any(|ballot|
                    ballot.projects.iter().any(|p| election.projects[*p].id == *id));
                one.retain(wanted);
                other.retain(wanted);
            }
            one.sort_unstable();
            other.sort_unstable();
            prop_assert_eq!(one, other);
        }
    }

    /// Greedy and equal shares by count are monotone: cheaper never hurts a chosen project.
    #[test]
    fn a_chosen_project_stays_when_it_becomes_cheaper(election in elections(), less in 1u64..40) {
        for rule in [Rule::Greedy, Rule::EqualShares(Completion::None)] {
            let profile = Profile::of(&election, Utility::Count).unwrap();
            for project in run(&election, &profile, rule).unwrap().projects() {
                let mut cheaper = election.clone();
                let cost = &mut cheaper.projects[project].cost;
                *cost = cost.saturating_sub(less).max(1).min(*cost);
                let profile = Profile::of(&cheaper, Utility::Count).unwrap();
                let chosen = run(&cheaper, &profile, rule).unwrap().projects();
                prop_assert!(chosen.contains(&project));
            }
        }
    }
}
