//! The order of a plan's acts, and what scores say: no score before criteria are frozen, none frozen anew
//! after a score.

use proptest::prelude::*;

use crate::plan::criteria::{self, WHOLE, compare, weighed};
use crate::plan::model::{Course, Standing, reconciled, standing};

#[derive(Clone, Copy, Debug)]
enum Act {
    Freeze,
    Void,
    Score,
    Adopt,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let one = prop_oneof![
        3 => Just(Act::Freeze),
        1 => Just(Act::Void),
        5 => Just(Act::Score),
        1 => Just(Act::Adopt),
    ];
    prop::collection::vec(one, 0..40)
}

proptest! {
    /// Whatever is tried in whatever order: a score counts by criteria frozen before it, criteria change only
    /// where no score counts by them, voiding leaves none, and after the adoption nothing changes.
    #[test]
    fn no_score_before_criteria_and_no_criteria_after_a_score(acts in acts()) {
        let mut course = Course::default();
        let (mut frozen, mut scores, mut adopted) = (false, 0, false);
        for act in acts {
            let tried = match act {
                Act::Freeze => course.freeze(),
                Act::Void => course.void(),
                Act::Score => course.score(),
                Act::Adopt => course.adopt(),
            };
            let allowed = !adopted && match act {
                Act::Freeze => !frozen || scores == 0,
                Act::Void | Act::Adopt => frozen && scores > 0,
                Act::Score => frozen,
            };
            prop_assert_eq!(tried.is_ok(), allowed, "{:?} of {:?}", act, course);
            let Ok(next) = tried else { continue };
            match act {
                Act::Freeze => (frozen, scores) = (true, 0),
                Act::Void => (frozen, scores) = (false, 0),
                Act::Score => scores += 1,
                Act::Adopt => adopted = true,
            }
            prop_assert!(next.version >= course.version);
            prop_assert_eq!(next.version > course.version, matches!(act, Act::Freeze));
            course = next;
            prop_assert_eq!((course.frozen, course.scores), (frozen, scores));
        }
    }

    /// What holds lies between what the people gave, whoever came first.
    #[test]
    fn what_holds_lies_between(
        a in prop::collection::vec(1i64..=5, 3),
        b in prop::collection::vec(1i64..=5, 3),
        c in prop::collection::vec(1i64..=5, 3),
    ) {
        let two = standing(&[a.clone(), b.clone()], None, 1);
        prop_assert_eq!(&two, &standing(&[b.clone(), a.clone()], None, 1));
        let far: Vec<usize> = (0..3).filter(|at| (a[*at] - b[*at]).abs() > 1).collect();
        match two {
            Standing::Apart(places) => prop_assert_eq!(places, far.clone()),
            Standing::Settled(marks) => {
                prop_assert!(far.is_empty());
                for at in 0..3 {
                    let (low, high) = (a[at].min(b[at]) * 1000, a[at].max(b[at]) * 1000);
                    prop_assert!((low..=high).contains(&marks[at]));
                }
            }
            Standing::Open(_) => prop_assert!(false),
        }
        let Standing::Settled(three) = standing(&[a.clone(), b.clone(), c.clone()], None, 1) else {
            return Err(TestCaseError::fail("a third decides"));
        };
        for at in 0..3 {
            let mut sorted = [a[at], b[at], c[at]];
            sorted.sort_unstable();
            prop_assert_eq!(three[at], sorted[1] * 1000);
        }
        let agreed: Vec<(usize, i64)> = far.iter().map(|at| (*at, a[*at])).collect();
        let held = reconciled(&a, &b, 1, &agreed).unwrap();
        for at in far {
            prop_assert_eq!(held[at], a[at] * 1000);
            prop_assert!(reconciled(&a, &b, 1, &[(at, a[at].max(b[at]) + 1)]).is_err());
        }
    }
}

#[test]
fn the_criteria_that_are_offered_are_whole() {
    let all = criteria::all();
    assert_eq!(all.len(), 8, "every row of kriteria_apbd.csv is read");
    assert_eq!(all.iter().map(|one| one.weight).sum::<i64>(), WHOLE);
    let weights: Vec<(String, i64)> =
        all.iter().map(|one| (one.code.clone(), one.weight)).collect();
    let set = weighed(&weights).unwrap();
    assert_eq!(criteria::digest(&set).unwrap().len(), 64);
    let mut other = set.clone();
    other[0].weight -= 1;
    other[1].weight += 1;
    assert_ne!(criteria::digest(&set).unwrap(), criteria::digest(&other).unwrap());
    let mut short = weights.clone();
    short[0].1 -= 10;
    let error = weighed(&short).unwrap_err();
    assert_eq!((error.key(), error.args()[0].1.as_str()), ("plan-weights-sum", "99,0"));
}

#[test]
fn comparisons_become_weights_and_show_where_they_are_odd() {
    let fine = "judge,first,second,value\n\
        Bappeda,mandate,urgency,2\nBappeda,mandate,poverty,4\nBappeda,urgency,poverty,2\n\
        Dinas,mandate,urgency,1\nDinas,mandate,poverty,2\nDinas,urgency,poverty,2\n";
    let found = compare(fine).unwrap();
    assert_eq!(found.weights.iter().map(|(_, weight)| weight).sum::<i64>(), WHOLE);
    assert!(found.ratio < 0.1 && found.judges.len() == 3, "{found:?}");
    assert!(weighed(&found.weights).is_ok());
    let odd = "judge,first,second,value\n\
        Bappeda,mandate,urgency,3\nBappeda,urgency,poverty,3\nBappeda,mandate,poverty,1/5\n";
    let found = compare(odd).unwrap();
    assert!(found.ratio > 0.1);
    assert!(found.judges[0].strain.0 != found.judges[0].strain.1);
    let unknown = compare("judge,first,second,value\nA,mandate,luck,2\n").unwrap_err();
    assert!(unknown.contains("luck"), "{unknown}");
    let broken = compare("judge,first,second,value\nA,mandate,urgency,x\n").unwrap_err();
    assert!(broken.contains("line 2, column value"), "{broken}");
}
