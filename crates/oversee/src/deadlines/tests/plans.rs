//! The ladder, against every order of looks.

use jiff::Timestamp;
use proptest::prelude::*;

use crate::deadlines::ladder::{Miss, plan};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

#[test]
fn a_level_is_reached_when_its_moment_comes_while_the_miss_is_open() {
    let rungs = [at(0), at(50), at(100)];
    type Line = (Option<i64>, &'static [u8], i64, &'static [u8], Option<i64>);
    // (ended, told, now, levels, next look)
    let table: [Line; 7] = [
        (None, &[], 0, &[1], Some(50)),
        (None, &[1], 49, &[], Some(50)),
        (None, &[1], 50, &[2], Some(100)),
        (None, &[], 500, &[1, 2, 3], None),
        (Some(20), &[], 500, &[1], None),
        (Some(50), &[1], 60, &[2], None),
        (Some(70), &[1, 2], 60, &[], None),
    ];
    for (ended, told, now, levels, look_at) in table {
        let miss = Miss { at: at(0), ended: ended.map(at) };
        let plan = plan(miss, &rungs, told, at(now));
        assert_eq!(plan.levels, levels, "{ended:?} {told:?} {now}");
        assert_eq!(plan.look_at, look_at.map(at), "{ended:?} {told:?} {now}");
    }
}

proptest! {
    /// Whoever looks at any moments, and again when told to, tells each reached level once.
    #[test]
    fn every_order_of_looks_tells_each_level_once(
        ended in proptest::option::of(1_i64..200),
        mut looks in proptest::collection::vec(0_i64..300, 0..8),
    ) {
        let rungs = [at(0), at(50), at(100)];
        looks.sort_unstable();
        looks.push(400);
        let mut told: Vec<u8> = Vec::new();
        for now in looks {
            // The end is known only once it has come.
            let seen = ended.filter(|end| *end <= now).map(at);
            let plan = plan(Miss { at: at(0), ended: seen }, &rungs, &told, at(now));
            for level in &plan.levels {
                prop_assert!(!told.contains(level), "twice");
                prop_assert!(rungs[usize::from(*level) - 1] <= at(now), "too early");
            }
            told.extend(plan.levels);
            if plan.look_at.is_none() {
                break;
            }
        }
        let until = ended.unwrap_or(400);
        let reached = [0, 50, 100].iter().filter(|rung| **rung <= until).count();
        prop_assert_eq!(told, (1..=3).take(reached).collect::<Vec<u8>>());
    }
}
