//! The way of a campaign, and its lot.

use kernel::facts::campaign::Message;
use proptest::prelude::*;

use super::super::model::{Act, State};
use super::super::rules;
use super::papers::campaign;
use super::{day, place};

proptest! {
    /// Whatever is tried, a campaign is started once, ended once and judged once, in this order.
    #[test]
    fn any_history_is_a_way_from_draft_to_evaluation(acts in prop::collection::vec(0usize..4, 0..24)) {
        let mut state = State::Draft;
        let mut done = Vec::new();
        for act in acts.into_iter().map(|at| Act::ALL[at]) {
            if let Ok(next) = state.after(act) {
                done.push(act);
                state = next;
            }
        }
        let ways = [vec![Act::Start, Act::End, Act::Evaluate], vec![Act::Drop]];
        prop_assert!(ways.iter().any(|way| way.starts_with(&done)), "{:?}", done);
        prop_assert_eq!(State::parse(state.code()), Some(state));
        prop_assert_eq!(state.is_public(), done.first() == Some(&Act::Start));
    }

    #[test]
    fn a_lot_puts_every_kelurahan_once_and_can_be_drawn_again(
        count in 8usize..30, seed in any::<[u8; 32]>(), weeks in 9i64..40,
    ) {
        let all: Vec<String> = (0..count).map(place).collect();
        let from = day("2026-12-09");
        let until = from.saturating_add(jiff::Span::new().weeks(weeks));
        let lot = rules::draw(&all, from, until, seed).unwrap();
        prop_assert_eq!(lot.early.len(), count.div_ceil(2));
        let mut both: Vec<String> = lot.early.iter().chain(&lot.late).cloned().collect();
        both.sort();
        prop_assert_eq!(&both, &all);
        prop_assert!(from <= lot.early_from && lot.early_from < lot.late_from && lot.late_from <= until);
        prop_assert_eq!(rules::draw(&all, from, until, seed).unwrap(), lot.clone());
        let mut one = campaign(Message::Easy, &[], "");
        (one.kelurahan, one.lot) = (all.clone(), Some(lot.clone()));
        let (plan, drawn) = rules::drawn(&lot, &all, until).unwrap();
        prop_assert_eq!(plan.units as usize, count);
        for (unit, code) in (0..).zip(&all) {
            let first = one.from_in(code).unwrap();
            prop_assert!(drawn.new_way(unit, rules::week(first)));
            prop_assert!(!drawn.new_way(unit, rules::week(first) - 1));
        }
    }
}

#[test]
fn a_lot_needs_kelurahan_and_weeks() {
    let all: Vec<String> = (0..8).map(place).collect();
    let draw = |count: usize, until: &str| {
        rules::draw(&all[..count], day("2026-12-07"), day(until), [1; 32]).map_err(|e| e.key())
    };
    assert_eq!(draw(7, "2027-02-28").unwrap_err(), "outreach-lot-few");
    assert_eq!(draw(8, "2027-01-30").unwrap_err(), "outreach-lot-short");
    let lot = draw(8, "2027-01-31").unwrap();
    assert_eq!((lot.early_from, lot.late_from), (day("2026-12-07"), day("2027-01-04")));
    assert_eq!(rules::week(day("1970-01-04")) + 1, rules::week(day("1970-01-05")));
}
