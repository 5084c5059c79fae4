//! `make evaluate`: over 200 made cities, how often a decision without effect is called certain, and
//! how often one of a given size is. Writes the section "Marks of decisions" of
//! `docs/reference/evaluation.md` to stdout.
#![allow(clippy::print_stdout, reason = "a tool of our own")]

mod made;

use estimation::impact::Verdict;
use made::{RESPONDENTS, city};

const CITIES: u64 = 200;

fn main() {
    println!(
        "Seeds 1 to {CITIES}: 12 offices, 12 rounds of 40 to 120 answers (spread {RESPONDENTS} points), \
         each decision for two offices, half of them without any effect; offices drift by themselves. \
         Sizes are shares of the spread between respondents (Cohen: 0.2 small, 0.5 medium, 0.8 large).\n"
    );
    println!(
        "| Size | Points | Certain, of none | Certain and right | Certain and wrong | Interval holds |"
    );
    println!("|---|---|---|---|---|---|");
    for share in [0.2, 0.35, 0.5, 0.8] {
        let size = share * RESPONDENTS;
        let marks: Vec<_> = (1..=CITIES).flat_map(|seed| city(size, seed)).collect();
        let percent = |n: usize, of: usize| 100.0 * n as f64 / of.max(1) as f64;
        let none: Vec<_> = marks.iter().filter(|mark| mark.truth == 0.0).collect();
        let some: Vec<_> = marks.iter().filter(|mark| mark.truth != 0.0).collect();
        let sure = |mark: &&&made::Mark| matches!(mark.said, Ok(Verdict::Up | Verdict::Down));
        let alarms = none.iter().filter(sure).count();
        let right = some.iter().filter(|mark| mark.said == Ok(Verdict::Up)).count();
        let wrong = some.iter().filter(|mark| mark.said == Ok(Verdict::Down)).count();
        let held = marks.iter().filter(|mark| mark.held).count();
        println!(
            "| {share} | {size:.2} | {:.1} % of {} | {:.1} % of {} | {:.1} % | {:.1} % |",
            percent(alarms, none.len()),
            none.len(),
            percent(right, some.len()),
            some.len(),
            percent(wrong, some.len()),
            percent(held, marks.len()),
        );
    }
}
