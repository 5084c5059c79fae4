//! What may be done when, as two tables.

use kernel::id::{MeetingId, PromiseId};
use proptest::prelude::*;
use uuid::Uuid;

use super::super::model::{Act, Deed, Kind, Promise, Stage, Standing};

const DEEDS: [Deed; 6] =
    [Deed::Report, Deed::Lapse, Deed::Postpone, Deed::Confirm, Deed::Return, Deed::Release];

/// A promise that is owed.
fn open() -> Promise {
    let at = super::at("2026-11-24T09:00:00+07:00");
    Promise {
        id: PromiseId::from_uuid(Uuid::nil()),
        meeting: MeetingId::from_uuid(Uuid::nil()),
        unit: "DINKES".to_owned(),
        head: None,
        standing: Standing::Open,
        missed: false,
        lapsed: false,
        clock: None,
        due: at,
        first_due: at,
        made_at: at,
        done_at: None,
        sealed: Vec::new(),
        seq: 1,
    }
}

#[test]
fn a_meeting_goes_its_way() {
    use Stage::{Called, Cancelled, Closed, Held};
    let acts = [Act::Attend, Act::Minute, Act::Promise, Act::Close, Act::Cancel, Act::Move];
    for (stage, after) in [
        (Called, [Some(Held), None, None, None, Some(Cancelled), Some(Called)]),
        (Held, [Some(Held), Some(Held), Some(Held), Some(Closed), None, None]),
        (Closed, [None; 6]),
        (Cancelled, [None; 6]),
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
    for (standing, after) in [
        (Open, [Some(Done), Some(Open), Some(Open), None, None, Some(Standing::Released)]),
        (Done, [None, None, None, Some(Confirmed), Some(Open), None]),
        (Confirmed, [None; 6]),
        (Standing::Released, [None; 6]),
    ] {
        for (deed, after) in DEEDS.into_iter().zip(after) {
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
    fn only_what_was_reported_is_confirmed(deeds in prop::collection::vec(0..6_usize, 0..40)) {
        let (mut standing, mut last) = (Standing::Open, None);
        for deed in deeds.into_iter().map(|deed| DEEDS[deed]) {
            let Some(after) = standing.after(deed) else { continue };
            prop_assert_ne!(standing, Standing::Confirmed);
            if after == Standing::Confirmed {
                prop_assert_eq!(last, Some(Deed::Report));
            }
            (standing, last) = (after, Some(deed));
        }
    }

    /// Whatever happened before: what is released is neither kept nor late, counts only if a date of it
    /// had passed, and nothing can be done with it any more.
    #[test]
    fn what_is_released_is_neither_kept_nor_late(deeds in prop::collection::vec(0..6_usize, 0..12)) {
        let mut promise = open();
        for deed in deeds.into_iter().map(|deed| DEEDS[deed]).chain([Deed::Release]) {
            let Some(after) = promise.standing.after(deed) else { continue };
            prop_assert_ne!(promise.standing, Standing::Released, "it ends there");
            promise.standing = after;
            promise.missed |= deed == Deed::Lapse;
        }
        let long_after = super::at("2027-11-24T09:00:00+07:00");
        if promise.standing == Standing::Released {
            prop_assert!(!promise.standing.is_kept() && !promise.is_late(long_after));
            prop_assert_eq!(promise.counts(), promise.missed);
        } else {
            prop_assert!(promise.counts());
        }
    }
}
