//! Scenarios: their files are read by `bening plan solve`, and every activity has its reason.

use allocation::portfolio::{Limits, file, solve};
use kernel::money::Rupiah;
use platform::testing::rulebook;
use proptest::prelude::*;

use crate::plan::files::{Files, Frame, frame, write};
use crate::plan::limits;
use crate::plan::model::Activity;
use crate::plan::solving::{BindTold, NoPlan, WhyTold, run};

const SECONDS: Limits = Limits { seconds: 20.0, gap: 0.0 };

fn activity(code: &str, cost: i64, groups: &[&str]) -> Activity {
    Activity {
        code: code.to_owned(),
        title: format!("Kegiatan \"{code}\""),
        cost: Rupiah::new(cost),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        kelurahan: String::new(),
        needs: Vec::new(),
        must: false,
        proposal: String::new(),
    }
}

fn weights() -> Vec<(String, i64)> {
    vec![("mandate".to_owned(), 600), ("urgency".to_owned(), 400)]
}

fn amounts(budget: i64) -> Frame {
    let mut frame = Frame { budget, fixed: 1_000, ..Frame::default() };
    for (code, amount) in
        [("education", 300), ("infrastructure", 600), ("personnel", 100), ("kelurahan_funds", 200)]
    {
        frame.groups.insert(code, amount);
    }
    frame
}

fn files(year: i16, frame: &Frame, all: &[(Activity, Vec<i64>)]) -> Files {
    write(&rulebook(), year, frame, &weights(), all, |code| format!("batas \"{code}\"")).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// The files lead whoever reads them to the same choice; every activity has a reason that fits its fate;
    /// what is chosen fits the budget.
    #[test]
    fn the_files_give_the_same_choice(
        all in prop::collection::vec((1i64..100, 1i64..=10, 1i64..=10), 1..8),
        budget in 1i64..300,
    ) {
        let all: Vec<(Activity, Vec<i64>)> = all
            .iter()
            .enumerate()
            .map(|(at, (cost, a, b))| {
                (activity(&format!("K-{at}"), *cost, &[]), vec![a * 500, b * 500])
            })
            .collect();
        let files = files(2027, &amounts(budget), &all);
        let solved = run(&files, SECONDS, SECONDS).unwrap();
        let again = file::read(&files.plan, &files.table).unwrap();
        let found = solve(&again.plan, SECONDS).unwrap();
        prop_assert!((found.points - solved.points).abs() < 1e-9);
        for (place, one) in again.plan.activities.iter().enumerate() {
            let told = solved.activities.iter().find(|told| told.code == one.id).unwrap();
            prop_assert_eq!(told.chosen, found.has(place));
            let fits = match &told.why {
                WhyTold::Worth { .. } | WhyTold::Needed { .. } => told.chosen,
                WhyTold::Outweighed { .. } | WhyTold::Impossible { .. } => !told.chosen,
                WhyTold::Unknown => false,
            };
            prop_assert!(fits, "{:?}", told);
        }
        prop_assert!(solved.spent <= u64::try_from(budget).unwrap());
        let mut places: Vec<usize> = solved.activities.iter().map(|told| told.place).collect();
        places.sort_unstable();
        prop_assert_eq!(places, (1..=all.len()).collect::<Vec<_>>());
        prop_assert_eq!(frame(&files).unwrap().budget, budget);
    }
}

/// A limit binds from its day on; before that it is reported.
#[test]
fn limits_bind_from_their_day_on() {
    let book = rulebook();
    for (code, year, per_mille, from) in [
        ("education", 2026, 200, 2009),
        ("infrastructure", 2026, 400, 2027),
        ("infrastructure", 2027, 400, 2027),
        ("personnel", 2027, 300, 2027),
        ("kelurahan_funds", 2027, 50, 2019),
        ("roads", 2026, 100, 2026),
    ] {
        let limit = limits::ALL.into_iter().find(|one| one.code == code).unwrap();
        let bound = limits::bound(&book, limit, year).unwrap();
        assert_eq!((bound.per_mille, bound.from), (per_mille, from), "{code} of {year}");
    }
    let mut low = amounts(100);
    low.groups.insert("infrastructure", 0);
    let all = [(activity("A", 50, &[]), vec![3000, 3000])];
    let early = run(&files(2026, &low, &all), SECONDS, SECONDS).unwrap();
    let told = early.limits.iter().find(|told| told.group == "infrastructure").unwrap();
    assert!(!told.kept && !told.binds);
    let NoPlan::Conflict(by) = run(&files(2027, &low, &all), SECONDS, SECONDS).unwrap_err() else {
        panic!("no choice reaches 40 % from nothing")
    };
    assert_eq!(by, [BindTold::Limit("infrastructure".to_owned())]);
}

/// What is out says what would bring it in.
#[test]
fn what_is_out_says_what_would_change_it() {
    let all =
        [(activity("A", 60, &[]), vec![5000, 5000]), (activity("B", 60, &[]), vec![3000, 3000])];
    let solved = run(&files(2027, &amounts(100), &all), SECONDS, SECONDS).unwrap();
    let out = solved.activities.iter().find(|told| told.code == "B").unwrap();
    let WhyTold::Outweighed { lost, instead, by, at_cost } = &out.why else { panic!("{out:?}") };
    assert!((lost - 2.0).abs() < 1e-9 && instead == &["A"] && by == &[BindTold::Budget]);
    assert!((39..=40).contains(&at_cost.unwrap()), "{at_cost:?}");
}
