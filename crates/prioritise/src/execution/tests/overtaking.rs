//! What counts as overtaking, late and moved; and what never changes.

use kernel::money::Rupiah;
use proptest::prelude::*;

use super::LIMITS;
use crate::execution::model::{BudgetLine, Course, Placed, Realised, courses, known};
use crate::execution::rules::{Limits, Moved, Overtake, december, kept, late, moved, overtakes};

fn line(place: usize) -> BudgetLine {
    BudgetLine {
        code: super::code(place),
        title: format!("Kegiatan {place}"),
        unit: "DPUTR".to_owned(),
        account: "5.2.04".to_owned(),
        amount: Rupiah::new(100_000_000),
        planned: format!("K-{place:02}"),
        services: Vec::new(),
    }
}

fn placed(place: usize) -> Placed {
    Placed {
        code: format!("K-{place:02}"),
        title: format!("Kegiatan {place}"),
        cost: 100_000_000,
        needs: Vec::new(),
        proposal: String::new(),
        place: i64::try_from(place).unwrap(),
        chosen: true,
    }
}

fn month(place: usize, month: i8, paid: i64) -> Realised {
    Realised { code: super::code(place), unit: "DPUTR".to_owned(), month, paid, done: 0 }
}

fn found(realised: &[Realised], order: &[Placed], limits: &Limits) -> Vec<Overtake> {
    let lines: Vec<BudgetLine> = (1..=order.len()).map(line).collect();
    overtakes(&courses(&lines, realised), order, known(realised), limits)
}

fn order(count: usize) -> Vec<Placed> {
    (1..=count).map(placed).collect()
}

fn kept_at(realised: &[Realised], count: usize, until: i8) -> (i64, i64) {
    let lines: Vec<BudgetLine> = (1..=count).map(line).collect();
    let known = (until, known(realised));
    kept(&courses(&lines, realised), &order(count), known, &LIMITS)
}

/// The report of a quarter says what was known of it, whatever comes later.
#[test]
fn the_order_kept_is_counted_as_of_a_month() {
    let mut months: Vec<Realised> = (2..=9).map(|place| month(place, 4, 1_000)).collect();
    months.push(month(10, 2, 7_000));
    months.push(month(1, 8, 1_000));
    assert_eq!(kept_at(&months, 10, 0), (0, 0), "nothing was begun");
    assert_eq!(kept_at(&months, 10, 3), (1, 1), "nobody waits for three months yet");
    assert_eq!(kept_at(&months, 10, 4), (9, 9));
    assert_eq!(kept_at(&months, 10, 6), (9, 8), "by June the first still waits for the tenth");
    assert_eq!(kept_at(&months, 10, 12), (10, 5), "in August five places waited four months");
    assert_eq!(
        kept_at(&months[..9], 10, 12),
        (9, 9),
        "what is not known yet is not held against it"
    );
}

/// The rule, clause by clause.
#[test]
fn three_months_and_five_places() {
    let all = order(10);
    // The tenth starts in February; only the first starts after May.
    let mut months: Vec<Realised> =
        (2..=9).map(|place| month(place, 4, 1_000)).chain([month(10, 2, 7_000)]).collect();
    assert!(found(&months, &all, &LIMITS).is_empty(), "two months are no head start");
    months.push(month(2, 5, 1_000));
    let told = found(&months, &all, &LIMITS);
    assert_eq!(told.len(), 1, "by May the first still waits");
    assert_eq!((told[0].code.as_str(), &told[0].before[..]), ("K-10", &["K-01".to_owned()][..]));
    assert_eq!((told[0].started, told[0].paid, told[0].place), (2, 7_000, 10));

    let near = Limits { places: 10, ..LIMITS };
    assert!(found(&months, &all, &near).is_empty(), "nine places are fewer than ten");
    let mut other = all.clone();
    other[0].chosen = false;
    assert!(found(&months, &other, &LIMITS).is_empty(), "the plan left the first out");
    other = all.clone();
    other[0].needs = vec!["K-02".to_owned()];
    assert!(found(&months, &other, &LIMITS).is_empty(), "it waits for the second, of April");
    other[0].needs = vec!["K-10".to_owned()];
    assert_eq!(found(&months, &other, &LIMITS).len(), 1, "what it needs had started");
    let lines: Vec<BudgetLine> = (2..=10).map(line).collect();
    let seen = courses(&lines, &months);
    assert!(overtakes(&seen, &all, 5, &LIMITS).is_empty(), "the first has no money");
}

#[test]
fn work_without_money_is_a_start_as_well() {
    let mut work = month(10, 2, 0);
    work.done = 50;
    let told = found(&[work, month(9, 6, 1)], &order(10), &LIMITS);
    assert_eq!(told[0].code, "K-10");
    assert_eq!(told[0].before, ["K-01", "K-02", "K-03", "K-04", "K-05"]);
}

#[test]
fn late_is_asked_once_the_month_is_known_and_december_at_the_end() {
    let lines = [line(1)];
    let seen = |months: &[(i8, i64)]| -> Course {
        let months: Vec<Realised> = months.iter().map(|(at, paid)| month(1, *at, *paid)).collect();
        courses(&lines, &months).remove(0)
    };
    let course = seen(&[(3, 39_000_000), (10, 30_000_000), (12, 31_000_000)]);
    assert_eq!(late(&course, 8, &LIMITS), None, "September is not known");
    let left = late(&course, 9, &LIMITS).unwrap();
    assert!((left - 0.61).abs() < 1e-9, "{left}");
    assert_eq!(december(&course, 12, &LIMITS), None);
    assert_eq!(late(&seen(&[(9, 40_000_000)]), 12, &LIMITS), None, "just enough");
    let course = seen(&[(3, 59_000_000), (12, 41_000_000)]);
    assert_eq!(december(&course, 11, &LIMITS), None, "December is not known");
    assert!((december(&course, 12, &LIMITS).unwrap() - 0.41).abs() < 1e-9);
    let floor = Limits { floor: 100_000_001, ..LIMITS };
    assert_eq!(december(&course, 12, &floor), None, "small lines are not asked");
    assert_eq!(late(&seen(&[]), 12, &floor), None);
}

#[test]
fn what_moved_is_named_by_its_kind() {
    let mut order = order(3);
    order[1].chosen = false;
    let mut lines: Vec<BudgetLine> = (1..=2).map(line).collect();
    lines[0].amount = Rupiah::new(111_000_000);
    lines.push(BudgetLine { planned: String::new(), ..line(4) });
    lines.push(BudgetLine { planned: String::new(), account: "5.1.02".to_owned(), ..line(5) });
    let mut first = lines.clone();
    first[3].amount = Rupiah::new(80_000_000);
    let told = moved(&lines, &first, &order, &LIMITS);
    let wanted = [
        Moved::Unplanned(2),
        Moved::LeftOut(1),
        Moved::Missing("K-03".to_owned()),
        Moved::Amount("K-01".to_owned(), 100_000_000, 111_000_000),
        Moved::Revised(3, 80_000_000),
    ];
    assert_eq!(told, wanted);
    assert!(moved(&lines, &lines, &[], &LIMITS).is_empty(), "without a plan nothing moved");
}

/// Months of up to twelve activities, each month of an activity once.
fn history() -> impl Strategy<Value = Vec<Realised>> {
    let cells = proptest::collection::btree_map((1..=12_usize, 1..=12_i8), 0..5_i64, 0..60);
    cells.prop_map(|all| {
        all.into_iter().map(|((place, at), paid)| month(place, at, paid * 1_000_000)).collect()
    })
}

fn pairs(told: &[Overtake]) -> std::collections::BTreeSet<(String, String)> {
    let of = |one: &Overtake| {
        one.before.iter().map(|code| (one.code.clone(), code.clone())).collect::<Vec<_>>()
    };
    told.iter().flat_map(of).collect()
}

fn until(months: &[Realised], last: i8) -> Vec<Realised> {
    months.iter().filter(|one| one.month <= last).cloned().collect()
}

proptest! {
    /// What was found of the past stays found when later months come in.
    #[test]
    fn later_months_never_take_a_finding_back(months in history(), last in 1..=12_i8) {
        let all = order(12);
        let before = pairs(&found(&until(&months, last), &all, &LIMITS));
        let after = pairs(&found(&months, &all, &LIMITS));
        prop_assert!(before.is_subset(&after), "{before:?} {after:?}");
    }

    /// The order of files and lines does not matter.
    #[test]
    fn the_order_of_import_does_not_matter(months in history(), seed in any::<u64>()) {
        let mut other = months.clone();
        // A shuffle that proptest can repeat.
        other.sort_by_key(|one| {
            let text = format!("{}{}{seed}", one.code, one.month);
            text.bytes().fold(seed, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)))
        });
        let all = order(12);
        prop_assert_eq!(found(&months, &all, &LIMITS), found(&other, &all, &LIMITS));
        let lines: Vec<BudgetLine> = (1..=12).map(line).collect();
        prop_assert_eq!(courses(&lines, &months), courses(&lines, &other));
        // Nor that of the lines.
        let back: Vec<BudgetLine> = lines.iter().rev().cloned().collect();
        let turned = overtakes(&courses(&back, &months), &all, known(&months), &LIMITS);
        prop_assert_eq!(found(&months, &all, &LIMITS), turned);
    }

    /// Everybody who is blamed started, and stricter numbers blame fewer.
    #[test]
    fn stricter_numbers_find_less(months in history(), places in 1..8_i64, head in 1..8_i8) {
        let all = order(12);
        let limits = Limits { places, months: head, ..LIMITS };
        let loose = pairs(&found(&months, &all, &limits));
        for strict in [Limits { places: places + 1, ..limits }, Limits { months: head + 1, ..limits }] {
            prop_assert!(pairs(&found(&months, &all, &strict)).is_subset(&loose));
        }
    }

    /// An earlier start of a better activity never adds that it was overtaken.
    #[test]
    fn an_earlier_start_is_never_overtaken_more(months in history(), place in 1..=12_usize, at in 1..=12_i8) {
        let all = order(12);
        let own = format!("K-{place:02}");
        let mine = |told: &[Overtake]| {
            pairs(told).into_iter().filter(|(_, before)| *before == own).count()
        };
        let before = mine(&found(&months, &all, &LIMITS));
        // A month that is known already, so that nothing else becomes known by it.
        let at = at.min(known(&months).max(1));
        let mut earlier = months.clone();
        earlier.retain(|one| !(one.code == super::code(place) && one.month == at));
        earlier.push(month(place, at, 1));
        prop_assert!(mine(&found(&earlier, &all, &LIMITS)) <= before);
    }

    /// No rupiah is lost or counted twice.
    #[test]
    fn totals_agree(months in history()) {
        let lines: Vec<BudgetLine> = (1..=12).map(line).collect();
        let seen = courses(&lines, &months);
        let paid: i64 = months.iter().map(|one| one.paid).sum();
        prop_assert_eq!(seen.iter().map(Course::total).sum::<i64>(), paid);
        for last in 0..=12 {
            let until: i64 = months.iter().filter(|one| one.month <= last).map(|one| one.paid).sum();
            prop_assert_eq!(seen.iter().map(|one| one.until(last)).sum::<i64>(), until);
        }
    }
}
