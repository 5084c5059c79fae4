#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::{
    Activity, Bind, Bound, Failure, Limits, Plan, Rule, Side, Start, Why, conflict, explain, solve,
    stability,
};

fn activity(id: &str, cost: u64, points: f64, groups: &[&str]) -> Activity {
    Activity {
        id: id.to_owned(),
        name: String::new(),
        costs: vec![cost],
        points,
        groups: groups.iter().map(ToString::to_string).collect(),
        needs: Vec::new(),
        latest: 0,
        must: false,
    }
}

fn share(group: &str, side: Side, share: u32) -> Rule {
    Rule {
        title: group.to_owned(),
        law: String::new(),
        group: group.to_owned(),
        side,
        bound: Bound::Share(share),
        fixed: 0,
        from: Some(0),
    }
}

fn plan(budget: u64, activities: Vec<Activity>, rules: Vec<Rule>) -> Plan {
    Plan { budget: vec![budget], fixed: 0, activities, rules, exclusions: Vec::new(), delay: 0.0 }
}

/// Whether a set of activities keeps all rules of a plan of one year; written anew, in plain words.
fn keeps(plan: &Plan, set: &[bool]) -> bool {
    let done = || (0..set.len()).filter(|place| set[*place]);
    let cost = |place: usize| u128::from(plan.activities[place].costs[0]);
    let all: u128 = done().map(cost).sum();
    let rule = |rule: &Rule| {
        let of = || done().filter(|place| plan.activities[*place].groups.contains(&rule.group));
        let spent = of().map(cost).sum::<u128>() + u128::from(rule.fixed);
        let (value, bound) = match rule.bound {
            Bound::Share(share) => {
                (spent * 1_000_000, u128::from(share) * (all + u128::from(plan.fixed)))
            }
            Bound::Amount(amount) => (spent, u128::from(amount)),
            Bound::Count(count) => (of().count() as u128, u128::from(count)),
        };
        rule.from.is_none()
            || if rule.side == Side::AtLeast { value >= bound } else { value <= bound }
    };
    all <= u128::from(plan.budget[0])
        && plan.rules.iter().all(rule)
        && plan.exclusions.iter().all(|one| one.iter().filter(|a| set[**a]).count() <= 1)
        && done().all(|place| plan.activities[place].needs.iter().all(|needed| set[*needed]))
        && (0..set.len()).all(|place| set[place] || !plan.activities[place].must)
}

/// The most points of all sets that keep the rules, and those that also hold `of`.
fn best(plan: &Plan, of: impl Fn(&[bool]) -> bool) -> Option<f64> {
    let n = plan.activities.len();
    let sets = (0u32..1 << n).map(|bits| (0..n).map(|i| bits >> i & 1 == 1).collect::<Vec<_>>());
    let points = |set: &Vec<bool>| -> f64 {
        (0..n).filter(|i| set[*i]).map(|i| plan.activities[i].points).sum()
    };
    sets.filter(|set| keeps(plan, set) && of(set)).map(|set| points(&set)).max_by(f64::total_cmp)
}

fn plans() -> impl Strategy<Value = Plan> {
    let one = (1u64..60, 0u32..20, prop::sample::subsequence(vec!["a", "b", "c"], 0..=2));
    let rule = (
        prop::sample::select(vec!["a", "b", "c"]),
        any::<bool>(),
        prop_oneof![
            (0u32..6).prop_map(|tenths| Bound::Share(tenths * 100_000)),
            (0u64..80).prop_map(|amount| Bound::Amount(amount * 1_000_000_000)),
            (0u64..4).prop_map(Bound::Count),
        ],
        0u64..10,
        prop::bool::weighted(0.9),
    );
    (
        prop::collection::vec(one, 1..9),
        prop::collection::vec(rule, 0..4),
        10u64..200,
        0u64..50,
        prop::collection::vec((0usize..9, 0usize..9), 0..3),
        prop::collection::vec(prop::collection::btree_set(0usize..9, 2..4), 0..2),
        prop::option::weighted(0.2, 0usize..9),
    )
        .prop_map(|(ones, rules, budget, fixed, needs, exclusions, must)| {
            let n = ones.len();
            let mut activities: Vec<Activity> = ones
                .iter()
                .enumerate()
                .map(|(i, (cost, points, groups))| {
                    activity(&i.to_string(), cost * 1_000_000_000, f64::from(*points), groups)
                })
                .collect();
            for (one, needed) in needs {
                if one < n && needed < n && one != needed {
                    activities[one].needs = vec![needed];
                }
            }
            if let Some(activity) = must.and_then(|place| activities.get_mut(place)) {
                activity.must = true;
            }
            let rule = |(group, least, bound, fixed, binds): (&str, bool, Bound, u64, bool)| Rule {
                title: group.to_owned(),
                law: String::new(),
                group: group.to_owned(),
                side: if least { Side::AtLeast } else { Side::AtMost },
                bound,
                fixed: fixed * 1_000_000_000,
                from: binds.then_some(0),
            };
            let of = |set: std::collections::BTreeSet<usize>| {
                set.into_iter().filter(|place| *place < n).collect()
            };
            Plan {
                budget: vec![budget * 1_000_000_000],
                fixed: fixed * 1_000_000_000,
                activities,
                rules: rules.into_iter().map(rule).collect(),
                exclusions: exclusions.into_iter().map(of).collect(),
                delay: 0.0,
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    /// Against all sets there are.
    #[test]
    fn the_choice_is_the_best_there_is_and_fates_are_explained(plan in plans(), asked in 0usize..9) {
        let limits = Limits::default();
        let Some(most) = best(&plan, |_| true) else {
            prop_assert_eq!(solve(&plan, limits), Err(Failure::Infeasible));
            let binds = conflict(&plan, limits).unwrap().unwrap();
            prop_assert!(!binds.is_empty());
            prop_assert!(best(&only(&plan, &binds), |_| true).is_none());
            for left_out in &binds {
                let rest: Vec<Bind> = binds.iter().filter(|b| *b != left_out).copied().collect();
                prop_assert!(best(&only(&plan, &rest), |_| true).is_some());
            }
            return Ok(());
        };
        prop_assert_eq!(conflict(&plan, limits).unwrap(), None);
        let found = solve(&plan, limits).unwrap();
        let set: Vec<bool> = (0..plan.activities.len()).map(|i| found.has(i)).collect();
        prop_assert!(keeps(&plan, &set));
        prop_assert_eq!(found.points, most);
        prop_assert_eq!(found.gap, 0.0);
        let asked = asked % plan.activities.len();
        let turned = best(&plan, |set| set[asked] != found.has(asked));
        match (explain(&plan, &found, asked, limits).unwrap(), turned) {
            (Why::In { lost, .. }, Some(other)) => {
                prop_assert!(found.has(asked));
                prop_assert_eq!(lost, most - other);
            }
            (Why::Out { lost, by, .. }, Some(other)) => {
                prop_assert!(!found.has(asked));
                prop_assert_eq!(lost, most - other);
                if lost > 0.0 {
                    // What is named keeps it out alone, and nothing of it can be left out.
                    let stays = |binds: &[Bind]| {
                        let plan = only(&plan, binds);
                        best(&plan, |set| !set[asked]) > best(&plan, |set| set[asked])
                    };
                    prop_assert!(stays(&by));
                    for left_out in &by {
                        let rest: Vec<Bind> = by.iter().filter(|b| *b != left_out).copied().collect();
                        prop_assert!(!stays(&rest));
                    }
                }
            }
            (Why::Needed { by }, None) => {
                prop_assert!(found.has(asked));
                prop_assert!(best(&only(&plan, &by), |set| !set[asked]).is_none());
            }
            (Why::Impossible { by }, None) => {
                prop_assert!(!found.has(asked));
                prop_assert!(best(&only(&plan, &by), |set| set[asked]).is_none());
            }
            (why, other) => prop_assert!(false, "{:?} {:?}", why, other),
        }
    }

    /// A larger budget never gives fewer points when no rule is a share of spending.
    #[test]
    fn more_money_never_gives_less(plan in plans(), more in 1u64..50) {
        let mut plan = plan;
        plan.rules.retain(|rule| !matches!(rule.bound, Bound::Share(_)));
        let Ok(before) = solve(&plan, Limits::default()) else { return Ok(()) };
        plan.budget[0] += more * 1_000_000_000;
        prop_assert!(solve(&plan, Limits::default()).unwrap().points >= before.points);
    }
}

/// The plan with no other binds than those.
fn only(plan: &Plan, binds: &[Bind]) -> Plan {
    let mut only = plan.clone();
    if !binds.contains(&Bind::Budget(0)) {
        only.budget = vec![u64::MAX];
    }
    for (place, rule) in only.rules.iter_mut().enumerate() {
        if !binds.contains(&Bind::Rule(place)) {
            rule.from = None;
        }
    }
    for (place, set) in only.exclusions.iter_mut().enumerate() {
        if !binds.contains(&Bind::Exclusion(place)) {
            set.clear();
        }
    }
    for (place, activity) in only.activities.iter_mut().enumerate() {
        activity.must &= binds.contains(&Bind::Must(place));
        if !binds.contains(&Bind::Needs(place)) {
            activity.needs.clear();
        }
    }
    only
}

#[test]
fn amounts_are_kept_to_the_last_rupiah() {
    // The two cost one rupiah more than there is; in millions no floating-point solver sees it.
    let two =
        vec![activity("a", 500_000_000_001, 1.0, &[]), activity("b", 500_000_000_000, 1.0, &[])];
    let found = solve(&plan(1_000_000_000_000, two, Vec::new()), Limits::default()).unwrap();
    assert_eq!(found.starts.len(), 1);
}

#[test]
fn a_floor_brings_in_what_is_worth_less_and_says_so() {
    let activities = vec![
        activity("road", 80_000_000, 10.0, &[]),
        activity("park", 20_000_000, 3.0, &[]),
        activity("school", 20_000_000, 1.0, &["education"]),
    ];
    let floor = share("education", Side::AtLeast, 200_000);
    let mut plan = plan(100_000_000, activities, vec![floor]);
    let found = solve(&plan, Limits::default()).unwrap();
    assert_eq!(found.points, 11.0);
    let why = explain(&plan, &found, 2, Limits::default()).unwrap();
    let Why::In { lost, .. } = why else { panic!("{why:?}") };
    assert_eq!(lost, 11.0, "without it nothing at all may be spent");
    let why = explain(&plan, &found, 1, Limits::default()).unwrap();
    let Why::Out { lost, instead, by, at_cost } = why else { panic!("{why:?}") };
    assert_eq!((lost, instead), (7.0, vec![0]));
    assert_eq!(by, [Bind::Rule(0)], "road, park and school together are 16.7 % education");
    assert_eq!(at_cost, Some(0.0), "only what costs nothing fits beside road and school");
    // A floor that does not bind yet is not kept.
    plan.rules[0].from = None;
    assert_eq!(solve(&plan, Limits::default()).unwrap().points, 13.0);
}

#[test]
fn an_activity_may_start_later_and_loses_by_it() {
    let mut late = activity("late", 60_000_000, 10.0, &[]);
    late.latest = 1;
    let first = activity("first", 50_000_000, 9.0, &[]);
    let mut plan = plan(100_000_000, vec![late, first], Vec::new());
    plan.budget = vec![100_000_000, 60_000_000];
    plan.delay = 0.1;
    let found = solve(&plan, Limits::default()).unwrap();
    assert_eq!(found.starts, [Start { activity: 0, year: 1 }, Start { activity: 1, year: 0 }]);
    assert!((found.points - 18.0).abs() < 1e-9);
}

#[test]
fn stability_says_how_often_an_activity_is_in() {
    let activities = vec![
        activity("sure", 50_000_000, 10.0, &[]),
        activity("near", 50_000_000, 5.1, &[]),
        activity("other", 50_000_000, 5.0, &[]),
    ];
    let plan = plan(100_000_000, activities, Vec::new());
    let shares = stability(&plan, 0.2, 200, 7, Limits::default()).unwrap();
    assert_eq!(shares[0], 1.0);
    assert!(shares[1] > 0.45 && shares[1] < 0.75, "{shares:?}");
    assert!((shares[1] + shares[2] - 1.0).abs() < 1e-12);
    assert_eq!(shares, stability(&plan, 0.2, 200, 7, Limits::default()).unwrap());
}
