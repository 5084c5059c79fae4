//! Money and files are laid side by side as the rules say.

use kernel::money::Rupiah;
use proptest::prelude::*;

use crate::execution::model::{BudgetLine, Contract, Course, MONTHS};
use crate::value::files;
use crate::value::rules::{Cost, Least, Row, frontier, groups, rows};
use crate::value::told::{Answered, Quarter, Told};

fn course(unit: &str, code: usize, paid: i64, services: &[&str]) -> Course {
    let mut months = [0; MONTHS];
    months[0] = paid;
    Course {
        line: BudgetLine {
            code: format!("X.XX.01.2.08.{code:04}"),
            title: "Pelayanan".to_owned(),
            unit: unit.to_owned(),
            account: "5.1.02".to_owned(),
            amount: Rupiah::new(paid * 2),
            planned: String::new(),
            services: services.iter().map(|one| (*one).to_owned()).collect(),
        },
        paid: months,
        done: 0,
        started: Some(1),
    }
}

fn answered(unit: &str, service: &str, finished: i64, on_time: i64) -> Answered {
    Answered {
        unit: unit.to_owned(),
        service: service.to_owned(),
        finished,
        on_time: Some(on_time),
    }
}

/// A quarter in which nothing is hidden.
fn open(answered: &[Answered]) -> Quarter {
    let mut quarter = Quarter { answered: answered.to_vec(), ..Quarter::default() };
    for one in answered {
        let unit = quarter.units.entry(one.unit.clone()).or_insert((0, Some(0)));
        *unit = (unit.0 + one.finished, unit.1.zip(one.on_time).map(|(sum, more)| sum + more));
        quarter.city += one.finished;
    }
    quarter
}

fn told(answered: &[Answered]) -> Told {
    Told::new(vec![open(answered)], 3)
}

const LEAST: Least = Least { files: 10, units: 5, untold: 0.05 };

#[test]
fn lines_that_share_a_service_are_one_row() {
    let courses = [
        course("A", 1, 1_000, &["s1", "s2"]),
        course("A", 2, 500, &["s3"]),
        course("A", 3, 70, &["s2", "s4"]),
        course("B", 1, 9_000, &["s1"]),
        course("B", 2, 5, &[]),
    ];
    let files = [
        answered("A", "s1", 10, 9),
        answered("A", "s2", 5, 1),
        answered("A", "s9", 50, 50),
        answered("B", "s1", 30, 15),
    ];
    let bought = |code: &str, compared, standard| Contract {
        code: code.to_owned(),
        unit: "A".to_owned(),
        number: String::new(),
        awarded_on: String::new(),
        value: 1,
        compared,
        standard,
    };
    let contracts = [
        bought("X.XX.01.2.08.0001", 110, 100),
        bought("X.XX.01.2.08.0003", 40, 50),
        bought("X.XX.01.2.08.0002", 7, 0),
    ];
    let told = rows(&courses, &told(&files), &contracts);
    assert_eq!(told.len(), 3);
    assert_eq!((told[0].paid, told[0].finished(), told[0].on_time), (1_070, 15, Some(10)));
    assert_eq!(told[0].bought, Some((150, 150)));
    let same = |cost: f64| Some(Cost { low: cost, high: cost });
    assert_eq!(told[0].cost(10), same(1_070.0 / 15.0));
    assert_eq!(told[0].cost_in_time(10), same(107.0));
    assert_eq!(told[0].in_time(10), Some(10.0 / 15.0));
    assert_eq!((told[0].cost(16), told[0].cost_in_time(11)), (None, None), "too few");
    assert_eq!((told[1].paid, told[1].cost(1), told[1].bought), (500, None, None));
    assert_eq!((told[2].paid, told[2].cost(10)), (9_000, same(300.0)));
}

fn row(unit: &str, paid: i64, finished: i64, on_time: i64) -> Row {
    let courses = [course(unit, 1, paid, &["s"])];
    rows(&courses, &told(&[answered(unit, "s", finished, on_time)]), &[]).remove(0)
}

#[test]
fn only_units_with_the_same_services_and_enough_files_are_compared() {
    let mut all: Vec<Row> =
        (1..=5).map(|at| row(&format!("U{at}"), 1_000 * at, 10 * at, 5 * at)).collect();
    all.push(row("few", 1_000, 9, 9));
    all.push(row("free", 0, 90, 9));
    let other = told(&[answered("other", "t", 90, 90)]);
    all.extend(rows(&[course("other", 1, 5, &["t"])], &other, &[]));
    assert_eq!(groups(&all, LEAST), [vec![0, 1, 2, 3, 4]]);
    assert!(groups(&all, Least { units: 6, ..LEAST }).is_empty());
    // One of twenty files may be untold, two may not.
    all[1].untold = 1;
    assert_eq!(groups(&all, LEAST), [vec![0, 1, 2, 3, 4]]);
    all[1].untold = 2;
    assert_eq!(groups(&all, Least { units: 4, ..LEAST }), [vec![0, 2, 3, 4]]);
    let file = files::group(&all, &[0, 4]).unwrap();
    assert_eq!(file, "unit,paid,finished,in_time\nU1,1000,10,5\nU5,5000,50,25\n");
}

/// Two quarters; in the second one service and one number in time are not told.
#[test]
fn what_is_not_told_makes_a_span() {
    let first = open(&[answered("A", "s1", 40, 30), answered("A", "s2", 12, 12)]);
    let mut second = open(&[answered("A", "s1", 50, 50), answered("A", "s2", 9, 9)]);
    second.answered.pop();
    second.answered[0].on_time = None;
    second.units.insert("A".to_owned(), (59, Some(59)));
    let courses = [course("A", 1, 1_110, &["s1", "s2"]), course("A", 2, 900, &["s3"])];
    let rows_of =
        |quarters: &[Quarter], known: i8| rows(&courses, &Told::new(quarters.to_vec(), known), &[]);
    let both = rows_of(&[first.clone(), second.clone()], 6);
    assert_eq!((both[0].finished(), both[0].untold, both[0].on_time), (102, 9, None));
    assert_eq!(both[0].cost(10), Some(Cost { low: 10.0, high: 1_110.0 / 102.0 }));
    assert_eq!((both[0].cost_in_time(10), both[0].in_time(10)), (None, None));
    // Nothing is told of the third service: whatever is missing may be its own.
    assert_eq!((both[1].finished(), both[1].untold, both[1].cost(10)), (0, 9, None));
    let only = rows_of(&[first.clone(), second.clone()], 5);
    assert_eq!((only[0].finished(), only[0].untold, only[0].on_time), (52, 0, Some(42)));
    // What is told of the unit is told of its services, when they are all that it did.
    let whole = {
        let mut whole = second.clone();
        whole.units.insert("A".to_owned(), (50, Some(44)));
        rows_of(&[first.clone(), whole], 6)
    };
    assert_eq!((whole[0].on_time, whole[0].untold), (Some(42 + 44), 0));
    // A unit that is not told of may have all that the city has beside the others.
    second.units.clear();
    second.units.insert("B".to_owned(), (20, None));
    second.city = 50;
    second.answered.clear();
    let hidden = rows_of(&[first, second], 6);
    assert_eq!((hidden[0].finished(), hidden[0].untold), (52, 30));
}

#[test]
fn a_group_of_which_not_all_tell_their_time_is_compared_by_files() {
    let mut all =
        [row("thrifty", 1_000, 50, 5), row("in time", 2_000, 50, 50), row("more", 4_000, 90, 80)];
    let score = |all: &[Row]| frontier(all, &[0, 1, 2], 20).unwrap()[1].found.score;
    assert!((score(&all) - 1.0).abs() < 1e-9, "nobody has as many in time with less");
    all[2].on_time = None;
    assert!((score(&all) - 0.5).abs() < 1e-9);
    let file = files::group(&all, &[0, 2]).unwrap();
    assert_eq!(file, "unit,paid,finished\nthrifty,1000,50\nmore,4000,90\n");
}

#[test]
fn who_does_with_less_is_found() {
    let all = [
        row("thrifty", 1_000, 100, 90),
        row("dear", 2_000, 100, 90),
        row("large", 4_000, 300, 280),
        row("slow", 1_000, 100, 50),
        row("small", 500, 20, 20),
    ];
    let found = frontier(&all, &[0, 1, 2, 3, 4], 50).unwrap();
    let score = |at: usize| found[at].found.score;
    assert!((score(0) - 1.0).abs() < 1e-9 && (score(1) - 0.5).abs() < 1e-9, "{found:?}");
    assert_eq!(found[1].found.peers.first().map(|(peer, _)| *peer), Some(0));
    for one in &found {
        let range = one.interval;
        assert!(range.low <= range.high && range.high <= one.found.score + 1e-9, "{one:?}");
    }
    assert_eq!(frontier(&all, &[0, 1, 2, 3, 4], 50).unwrap(), found, "the same for everyone");
}

proptest! {
    /// No rupiah and no file is lost or counted twice, in whatever order lines come.
    #[test]
    fn totals_agree(lines in proptest::collection::vec((0..3_usize, 1..1_000_i64, 0..8_u8), 1..12)) {
        let services = ["s0", "s1", "s2"];
        let courses: Vec<Course> = lines
            .iter()
            .enumerate()
            .map(|(at, (unit, paid, mask))| {
                let own: Vec<&str> = services
                    .iter()
                    .enumerate()
                    .filter(|(bit, _)| mask >> bit & 1 == 1)
                    .map(|(_, service)| *service)
                    .collect();
                course(["A", "B", "C"][*unit], at, *paid, &own)
            })
            .collect();
        let files: Vec<Answered> = ["A", "B", "C"]
            .iter()
            .flat_map(|unit| services.iter().map(|service| answered(unit, service, 7, 3)))
            .collect();
        let of_files = told(&files);
        let told = rows(&courses, &of_files, &[]);
        let named = courses.iter().filter(|course| !course.line.services.is_empty());
        prop_assert_eq!(told.iter().map(|row| row.paid).sum::<i64>(), named.map(Course::total).sum::<i64>());
        let mut seen = std::collections::BTreeSet::new();
        for row in &told {
            for service in &row.services {
                prop_assert!(seen.insert((row.unit.clone(), service.code.clone())), "twice");
            }
        }
        let back: Vec<Course> = courses.iter().rev().cloned().collect();
        prop_assert_eq!(rows(&back, &of_files, &[]), told);
    }
}
