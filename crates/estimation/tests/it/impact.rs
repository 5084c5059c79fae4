//! A small sample of `make evaluate`: a decision without effect is seldom called certain, a medium one
//! mostly is, and the interval holds the truth.

#[path = "../../examples/impact/made.rs"]
mod made;

use estimation::impact::Verdict;
use made::{RESPONDENTS, city};

#[test]
fn certain_is_said_of_what_had_an_effect() {
    let marks: Vec<_> = (1..=20).flat_map(|seed| city(0.5 * RESPONDENTS, seed)).collect();
    let none: Vec<_> = marks.iter().filter(|mark| mark.truth == 0.0).collect();
    let some: Vec<_> = marks.iter().filter(|mark| mark.truth > 0.0).collect();
    let alarms = none.iter().filter(|m| matches!(m.said, Ok(Verdict::Up | Verdict::Down))).count();
    let right = some.iter().filter(|mark| mark.said == Ok(Verdict::Up)).count();
    let held = marks.iter().filter(|mark| mark.held).count();
    assert_eq!((none.len(), some.len()), (40, 40));
    // Of 40 at 5 %, more than 6 come by chance once in a hundred; of 40 at 80 %, fewer than 26.
    assert!(alarms <= 6, "{alarms} of 40");
    assert!(right >= 26, "{right} of 40");
    assert!(held >= 68, "{held} of 80");
}
