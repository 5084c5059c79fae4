//! Numbers from made-up cells.

use std::collections::BTreeSet;

use kernel::id::UserId;
use uuid::Uuid;

use super::super::model::{Cell, Outcome};
use super::super::rules::{Fewest, Standing, Work, by_unit};
use crate::reform::rules::Move;

const FEWEST: Fewest = Fewest { files: 10, together: 3, officers: 5 };

fn user(number: u8) -> UserId {
    UserId::from_uuid(Uuid::from_bytes([number; 16]))
}

fn cell(officer: u8, service: &str, files: i64, returned: i64) -> Cell {
    Cell {
        month: String::new(),
        unit: "A".to_owned(),
        officer: user(officer),
        service: service.to_owned(),
        channel: "online".to_owned(),
        complete: true,
        files,
        returned,
        again: 0,
    }
}

/// Who gets only hard files is told nothing of it when everybody's hard files come back as often.
#[test]
fn hard_files_are_no_fault_of_who_gets_them() {
    let mut cells: Vec<Cell> = (1..=5).map(|one| cell(one, "EASY", 200, 10)).collect();
    cells.extend((1..=5).map(|one| cell(one, "HARD", 50, 20)));
    cells.push(cell(6, "HARD", 300, 120));
    let work = Work::new(&cells, Outcome::Returned);
    let (figure, standing) = work.officer(user(6), "A", FEWEST).unwrap();
    assert_eq!(standing, Standing::Uncertain);
    // As if they had got the unit's files, of which 270 of 1,550 come back.
    assert!((figure.value - 270.0 / 1550.0).abs() < 0.01, "{figure:?}");
    assert!(figure.low < figure.value && figure.value < figure.high);
}

#[test]
fn a_great_difference_is_told_and_a_small_one_is_not() {
    let mut cells: Vec<Cell> = (1..=8).map(|one| cell(one, "S", 300, 30)).collect();
    cells.push(cell(9, "S", 300, 120));
    cells.push(cell(10, "S", 20, 3));
    cells.push(cell(11, "S", 600, 12));
    let work = Work::new(&cells, Outcome::Returned);
    let standing = |one| work.officer(user(one), "A", FEWEST).unwrap().1;
    assert_eq!(standing(9), Standing::More);
    assert_eq!(standing(10), Standing::Uncertain);
    assert_eq!(standing(11), Standing::Fewer);
    let spread = work.spread("A", FEWEST).unwrap();
    assert!(spread.interval.low > 0.2, "{spread:?}");
}

#[test]
fn few_files_or_officers_have_no_number() {
    let cells = [cell(1, "S", 9, 1), cell(2, "S", 400, 40)];
    let work = Work::new(&cells, Outcome::Returned);
    assert!(work.officer(user(1), "A", FEWEST).is_none());
    // A number of two officers tells each of them that of the other.
    assert!(
        work.unit("A", FEWEST).is_none() && by_unit(&cells, Outcome::Returned, FEWEST).is_empty()
    );
    let cells: Vec<Cell> = (1..=4).map(|one| cell(one, "S", 50, 5)).collect();
    let work = Work::new(&cells, Outcome::Returned);
    assert!(work.unit("A", FEWEST).is_some() && work.spread("A", FEWEST).is_none());
    // Nothing ever came back twice: the number is none, with a range, and nobody is told apart.
    let again = Work::new(&cells, Outcome::Again);
    let figure = again.unit("A", FEWEST).unwrap();
    assert!(figure.value == 0.0 && figure.high > 0.0, "{figure:?}");
    let (figure, standing) = again.officer(user(1), "A", FEWEST).unwrap();
    assert_eq!((figure.value, figure.files, standing), (0.0, 50, Standing::Uncertain));
}

/// Eight officers over twelve months; in the last four, files of the first three come back less.
#[test]
fn what_a_training_changed_is_told_with_its_range() {
    let months: Vec<String> = (1..=12).map(|month| format!("2026-{month:02}")).collect();
    let mut monthly = Vec::new();
    for (place, month) in months.iter().enumerate() {
        for one in 1..=8_u8 {
            let usual = 20 + i64::from(one) % 3 + (place as i64 + i64::from(one)) % 4;
            let returned = if one <= 3 && place >= 8 { usual - 15 } else { usual };
            monthly.push(Cell { month: month.clone(), ..cell(one, "S", 100, returned) });
        }
    }
    let work = Work::new(&monthly, Outcome::Returned);
    let day = jiff::civil::date(2026, 8, 12);
    let turns = [(day, BTreeSet::from([user(1), user(2), user(3)]))];
    let effect = work.trained(("A", &monthly, &months), &turns, 0).unwrap();
    assert!(effect.high < 0.0 && (effect.value + 0.15).abs() < 0.04, "{effect:?}");
    let nobody = [(day, BTreeSet::from([user(4), user(5), user(6)]))];
    let quiet: Vec<Cell> = monthly.iter().filter(|cell| cell.officer > user(3)).cloned().collect();
    let effect = work.trained(("A", &quiet, &months), &nobody, 0).unwrap();
    assert!(effect.low < 0.0 && effect.high > 0.0, "{effect:?}");
}

/// Four officers over six months; from the fourth on, of their files `after` in a hundred come back
/// instead of twenty, and the rest of the city stays as it is.
fn half_year(after: i64) -> (Vec<Cell>, Vec<Cell>, Vec<String>) {
    let months: Vec<String> = (1..=6).map(|month| format!("2026-{month:02}")).collect();
    let (mut own, mut all) = (Vec::new(), Vec::new());
    for (place, month) in months.iter().enumerate() {
        for one in 1..=8_u8 {
            let mine = one <= 4;
            let returned = if mine && place >= 3 { after } else { 20 };
            let unit = if mine { "A" } else { "B" };
            let cell = cell(one, "S", 100, returned);
            let cell = Cell { month: month.clone(), unit: unit.to_owned(), ..cell };
            all.push(cell.clone());
            if mine {
                own.push(cell);
            }
        }
    }
    (own, all, months)
}

#[test]
fn a_unit_that_got_better_is_told_so_and_chance_is_not() {
    let told = |after: i64, fewest: Fewest| {
        let (own, all, months) = half_year(after);
        Work::new(&all, Outcome::Returned).told(&own, months.split_at(3), fewest)
    };
    for (after, said) in [(10, Move::Better), (30, Move::Worse), (19, Move::Uncertain)] {
        let (figure, change) = told(after, FEWEST).unwrap();
        let (by, found) = change.unwrap();
        assert_eq!(found, said, "{after}");
        assert!((by - (after as f64 - 20.0) / 100.0).abs() < 0.02, "{by} of {after}");
        assert!(figure.low < figure.value && figure.value < figure.high && figure.files == 2_400);
    }
    // Of fewer files or officers than are needed nothing is told.
    assert!(told(10, Fewest { files: 2_401, ..FEWEST }).is_none());
    assert!(told(10, Fewest { together: 5, ..FEWEST }).is_none());
    assert!(told(10, Fewest { files: 2_400, together: 4, ..FEWEST }).is_some(), "exactly enough");
    // Enough for the year but not for its halves: the number without its change.
    let (_, change) = told(10, Fewest { files: 1_201, ..FEWEST }).unwrap();
    assert!(change.is_none());
}
