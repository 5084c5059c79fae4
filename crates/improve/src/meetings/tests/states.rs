//! What may be done when, as two tables.

use proptest::prelude::*;

use super::super::model::{Act, Deed, Kind, Stage, Standing};

#[test]
fn a_meeting_goes_its_way() {
    use Stage::{Called, Cancelled, Closed, Held};
    let acts = [Act::Attend, Act::Minute, Act::Promise, Act::Close, Act::Cancel];
    for (stage, after) in [
        (Called, [Some(Held), None, None, None, Some(Cancelled)]),
        (Held, [Some(Held), Some(Held), Some(Held), Some(Closed), None]),
        (Closed, [None; 5]),
        (Cancelled, [None; 5]),
    ] {
        for (act, after) in acts.into_iter().zip(after) {
            assert_eq!(stage.after(act), after, "{stage:?} {act:?}");
        }
        assert_eq!(Stage::parse(stage.code()), Some(stage));
    }
}

#[test]
fn a_promise_goes_its_way() {
    use Standing::{Confirmed, Done, Open};
    let deeds = [Deed::Report, Deed::Lapse, Deed::Postpone, Deed::Confirm, Deed::Return];
    for (standing, after) in [
        (Open, [Some(Done), Some(Open), Some(Open), None, None]),
        (Done, [None, None, None, Some(Confirmed), Some(Open)]),
        (Confirmed, [None; 5]),
    ] {
        for (deed, after) in deeds.into_iter().zip(after) {
            assert_eq!(standing.after(deed), after, "{standing:?} {deed:?}");
        }
        assert_eq!(Standing::parse(standing.code()), Some(standing));
    }
}

#[test]
fn each_kind_asks_its_units() {
    for (kind, fits) in [
        (Kind::CoffeeMorning, [true, false, false]),
        (Kind::Coordination, [false, false, true]),
        (Kind::TaskForce, [false, true, true]),
        (Kind::Visit, [false, true, false]),
    ] {
        assert_eq!([0, 1, 2].map(|units| kind.takes(units)), fits, "{kind:?}");
        assert_eq!(Kind::parse(kind.code()), Some(kind));
    }
}

proptest! {
    /// Whatever is tried in whatever order: nothing is confirmed that its unit did not report last, and
    /// what is confirmed stays so.
    #[test]
    fn only_what_was_reported_is_confirmed(deeds in prop::collection::vec(0..5_usize, 0..40)) {
        let all = [Deed::Report, Deed::Lapse, Deed::Postpone, Deed::Confirm, Deed::Return];
        let (mut standing, mut last) = (Standing::Open, None);
        for deed in deeds.into_iter().map(|deed| all[deed]) {
            let Some(after) = standing.after(deed) else { continue };
            prop_assert_ne!(standing, Standing::Confirmed);
            if after == Standing::Confirmed {
                prop_assert_eq!(last, Some(Deed::Report));
            }
            (standing, last) = (after, Some(deed));
        }
    }
}
