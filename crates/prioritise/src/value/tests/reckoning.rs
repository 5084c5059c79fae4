//! Money and files are laid side by side as the rules say.

use kernel::money::Rupiah;
use proptest::prelude::*;

use crate::execution::model::{BudgetLine, Contract, Course, MONTHS};
use crate::value::files;
use crate::value::rules::{Row, frontier, groups, rows};
use crate::value::store::Answered;

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
    Answered { unit: unit.to_owned(), service: service.to_owned(), finished, on_time }
}

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
    let told = rows(&courses, &files, &contracts);
    assert_eq!(told.len(), 3);
    assert_eq!((told[0].paid, told[0].finished(), told[0].on_time()), (1_070, 15, 10));
    assert_eq!(told[0].bought, Some((150, 150)));
    assert_eq!(told[0].cost(10), Some(1_070.0 / 15.0));
    assert_eq!(told[0].cost_in_time(10), Some(107.0));
    assert_eq!(told[0].in_time(10), Some(10.0 / 15.0));
    assert_eq!((told[0].cost(16), told[0].cost_in_time(11)), (None, None), "too few");
    assert_eq!((told[1].paid, told[1].cost(1), told[1].bought), (500, None, None));
    assert_eq!((told[2].paid, told[2].cost(10)), (9_000, Some(300.0)));
}

fn row(unit: &str, paid: i64, finished: i64, on_time: i64) -> Row {
    let courses = [course(unit, 1, paid, &["s"])];
    rows(&courses, &[answered(unit, "s", finished, on_time)], &[]).remove(0)
}

#[test]
fn only_units_with_the_same_services_and_enough_files_are_compared() {
    let mut all: Vec<Row> =
        (1..=5).map(|at| row(&format!("U{at}"), 1_000 * at, 10 * at, 5 * at)).collect();
    all.push(row("few", 1_000, 9, 9));
    all.push(row("free", 0, 90, 9));
    all.extend(rows(&[course("other", 1, 5, &["t"])], &[answered("other", "t", 90, 90)], &[]));
    assert_eq!(groups(&all, 10, 5), [vec![0, 1, 2, 3, 4]]);
    assert!(groups(&all, 10, 6).is_empty());
    let file = files::group(&all, &[0, 4]).unwrap();
    assert_eq!(file, "unit,paid,finished,in_time\nU1,1000,10,5\nU5,5000,50,25\n");
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
        let told = rows(&courses, &files, &[]);
        let named = courses.iter().filter(|course| !course.line.services.is_empty());
        prop_assert_eq!(told.iter().map(|row| row.paid).sum::<i64>(), named.map(Course::total).sum::<i64>());
        let mut seen = std::collections::BTreeSet::new();
        for row in &told {
            for service in &row.services {
                prop_assert!(seen.insert((row.unit.clone(), service.code.clone())), "twice");
            }
        }
        let back: Vec<Course> = courses.iter().rev().cloned().collect();
        prop_assert_eq!(rows(&back, &files, &[]), told);
    }
}
